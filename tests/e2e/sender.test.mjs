/** One tab sends for all of a site, also where the browser has no locks; and what a crash leaves where nothing can be kept. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole } from "./collected.mjs";
import { queued } from "./device.mjs";
import { until } from "./until.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

const posts = (page) => {
  const urls = [];
  page.on("request", (request) => request.method() === "POST" && urls.push(request.url()));
  return urls;
};

const withoutLocks = (context) =>
  context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));

story("Without Web Locks one tab sends for both by a lease, and when it has gone the other", { prepare: withoutLocks }, async (stage) => {
  const { page, server, url, newTab } = stage;
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const other = await newTab();
  const sentByOther = posts(other);
  await visit(other, `${url}/pricing`);
  await track(other, "From The Second Tab");
  await arrived(server, "From The Second Tab");
  assert.deepEqual(sentByOther, []);
  await page.close();
  await track(other, "Alone Now");
  await arrived(server, "Alone Now");
  assert.ok(sentByOther.length > 0);
  await until(async () => (await queued(other)).length === 0);
  await assertWhole(server);
  assert.equal(server.counts.duplicates, 0);
});

story("A hidden sender hands over to the tab that somebody looks at", {}, async (stage) => {
  const { page, server, url, newTab } = stage;
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const other = await newTab();
  await visit(other, `${url}/pricing`);
  await arrived(server, "/pricing");
  const sentByOther = posts(other);
  await page.evaluate(() => {
    Object.defineProperty(Document.prototype, "hidden", { get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  for (let n = 1; n <= 3; n++) {
    await track(other, "Looked At", { n });
    await arrived(server, "Looked At", n);
  }
  assert.ok(sentByOther.length > 0);
  await until(async () => (await queued(other)).length === 0);
  await assertWhole(server);
  assert.equal(server.counts.duplicates, 0);
});

const keepsNothing = (context) =>
  context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("refused", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });

story("Where nothing can be kept a crashed tab's events arrive all the same, by fetchLater", { prepare: keepsNothing }, async (stage) => {
  const { page, server, url, context } = stage;
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  // Down until the tab is gone: it has nothing but what the browser holds ahead.
  server.setFault({ status: 503 });
  const kept = await page.evaluate(() => courtesy.track("Before The Crash"));
  assert.equal(kept.storage, "memory");
  await until(() => server.batches.some(({ status }) => status === 503));
  server.setFault();
  await page.evaluate(() => courtesy.track("In The Crash"));
  const crashed = page.waitForEvent("crash");
  const devtools = await context.newCDPSession(page);
  devtools.send("Page.crash").catch(() => {}); // Never answered: who should?
  await crashed;
  await arrived(server, "In The Crash");
  await arrived(server, "Before The Crash");
});
