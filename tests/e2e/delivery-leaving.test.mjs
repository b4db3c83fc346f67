/** Pages that are left the moment something was recorded, whichever way they are left: it arrives, and is there once. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { queued } from "./device.mjs";
import { watchPersisted } from "./persisted.mjs";
import { until } from "./until.mjs";
import { answer, settled, track, visit, YES } from "./visitor.mjs";

async function saysYes({ page, url, server }) {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await until(async () => (await queued(page)).length === 0);
}

const emptied = (page) => until(async () => (await queued(page)).length === 0, 10_000);


/** How a page goes to /pricing, in the same task as the event. */
const WAYS = {
  "a click on a link": () => {
    const link = Object.assign(document.createElement("a"), { href: "/pricing" });
    link.addEventListener("click", () => window.courtesy.track("Left At Once"));
    document.body.append(link);
    link.click();
  },
  "a form that is sent": () => {
    const form = Object.assign(document.createElement("form"), { action: "/pricing" });
    form.addEventListener("submit", () => window.courtesy.track("Left At Once"));
    document.body.append(form);
    form.requestSubmit();
  },
  "an address that takes the place of this one": () => {
    window.courtesy.track("Left At Once");
    location.replace("/pricing");
  },
};

for (const [which, leave] of Object.entries(WAYS)) {
  story(`Left by ${which} in the task of the event, while the collector is slow: there once`, {}, async (stage) => {
    const { page, server } = stage;
    await saysYes(stage);
    server.setFault({ delayMs: 300 });
    await page.evaluate(leave);
    await page.waitForURL(/\/pricing/);
    await settled(page);
    await arrived(server, "Left At Once");
    await emptied(page);
    await assertWhole(server);
    assert.equal((await events(server, "Left At Once")).length, 1);
  });
}

story("A window that closes itself in the task of the event: there once, without another visit", {}, async (stage) => {
  const { page, server, context } = stage;
  await saysYes(stage);
  const opened = context.waitForEvent("page");
  await page.evaluate(() => void window.open("/pricing"));
  const popup = await opened;
  await popup.waitForLoadState();
  await settled(popup);
  await arrived(server, "/pricing");
  await emptied(popup);
  const closed = popup.waitForEvent("close");
  await popup.evaluate(() => {
    window.courtesy.track("Closed At Once");
    window.close();
  }).catch(() => {}); // It is gone before it has answered.
  await closed;
  await arrived(server, "Closed At Once");
  await assertWhole(server);
});

story("Closed at once while the collector is down: what was persisted is there once after the next visit", { prepare: watchPersisted }, async (stage) => {
  const { url, server, newTab } = stage;
  await saysYes(stage);
  await stage.page.close();
  const tab = await newTab();
  await visit(tab, `${url}/pricing`);
  server.setFault({ status: 503 });
  await tab.evaluate(() => Promise.all([1, 2, 3].map((n) => window.recordPersisted("Closed In An Outage", n))));
  await tab.close();
  assert.deepEqual(await events(server, "Closed In An Outage"), []);
  server.setFault();
  const next = await newTab();
  await visit(next, url);
  const rows = await arrived(server, "Closed In An Outage", 3, 15_000);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3]);
  await emptied(next);
  await assertWhole(server);
});

/** Playwright switches the back/forward cache off, where it is not told otherwise. */
const cached = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };

story("Left with events waiting and brought back from the cache: nothing twice on the wire, and it goes on recording", cached, async (stage) => {
  const { page, server } = stage;
  await saysYes(stage);
  for (let n = 1; n <= 3; n += 1) {
    await page.evaluate((n) => {
      addEventListener("pageshow", ({ persisted }) => (window.returns = persisted && n), { once: true });
      window.courtesy.track("Before The Return", { n });
      location.href = "/pricing";
    }, n);
    await page.waitForURL("**/pricing");
    await settled(page);
    await arrived(server, "/pricing", n);
    await emptied(page);
    await page.evaluate(() => history.back());
    await until(() => page.evaluate((n) => window.returns === n, n));
    await track(page, "After The Return", { n });
    await arrived(server, "After The Return", n);
    await emptied(page);
  }
  assert.deepEqual((await events(server, "Before The Return")).map((row) => row.properties.n), [1, 2, 3]);
  assert.equal(server.counts.duplicates, 0);
  await assertWhole(server);
});
