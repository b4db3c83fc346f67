/** Pages that are left the moment something was recorded, whichever way they are left: it arrives, and is there once. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
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

story("A collector of another origin gets the last events without its cookies", { browser: { bypassCSP: true } }, async ({ page, url, context }) => {
  const heard = [];
  const collector = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    heard.push({ body, cookie: request.headers.cookie });
    // What comes after it is left to the page's end.
    if (body.includes("Held Up")) return;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("{}");
  });
  await new Promise((done) => collector.listen(0, "127.0.0.1", done));
  try {
    const endpoint = `http://127.0.0.1:${collector.address().port}/v1/batch`;
    await context.addCookies([{ name: "who", value: "a-visitor", domain: "127.0.0.1", path: "/" }]);
    await page.route("**/courtesy.json*", async (route) => {
      const config = await (await route.fetch()).json();
      config.events = { ...config.events, endpoint };
      await route.fulfill({ json: config });
    });
    await visit(page, url);
    await answer(page, YES);
    await until(() => heard.length > 0);
    await track(page, "Held Up");
    await until(() => heard.some(({ body }) => body.includes("Held Up")));
    await track(page, "Last Word");
    await page.goto("about:blank");
    await until(() => heard.some(({ body }) => body.includes("Last Word")));
    assert.deepEqual(heard.filter(({ cookie }) => cookie), []);
  } finally {
    collector.closeAllConnections();
    await new Promise((done) => collector.close(done));
  }
});
