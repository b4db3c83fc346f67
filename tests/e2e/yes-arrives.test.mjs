/** Story 2, the good days: after a yes every event arrives, once, in order, with the time at which it happened. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events, label, sent } from "./collected.mjs";
import { queued } from "./device.mjs";
import { quiet, until } from "./until.mjs";
import { answer, settled, track, visit, YES } from "./visitor.mjs";

/** How far a recorded time may be from the page's own clock at the call. */
const TOLERANCE_MS = 50;

function assertTime(row, atMs) {
  const difference = Math.abs(Date.parse(row.timestamp) - atMs);
  assert.ok(difference <= TOLERANCE_MS, `${label(row)} is ${difference} ms off`);
}

/**
 * Waits until every event of this page was answered for. A page that is left before its first answer sends all again from
 * the next one, which is by design: rather twice on the wire than never.
 */
const answered = (page) => until(async () => (await queued(page)).length === 0);

/** On the good days nothing is sent twice, refused or lost. */
async function assertHappy(server) {
  await until(() => server.batches.every(({ status }) => status !== null));
  await assertWhole(server);
  assert.deepEqual(server.counts, { duplicates: 0, rejected: 0 });
  assert.deepEqual(server.batches.map(({ status }) => status).filter((status) => status !== 200), []);
}

story("What happened before the engine ran and before the yes arrives after it, with its own times, in order", {}, async (stage) => {
  const { page, url, server, context } = stage;
  // The page calls at once, long before the engine is there: it is held back for a second.
  await context.route("**/courtesy/engine.js", async (route) => {
    await quiet(1_000);
    await route.continue();
  });
  await context.addInitScript(() => {
    window.calledAt = {};
    document.addEventListener("DOMContentLoaded", () => {
      window.calledAt.early = Date.now();
      window.courtesy.track("Early", { order: 1 });
    });
  });
  await page.goto(`${url}/?utm_source=almanac&utm_medium=print&utm_campaign=spring`);
  await settled(page);
  const early = await page.evaluate(() => window.calledAt.early);
  assert.ok(Date.now() - early > 500, "the engine came later");
  const held = await track(page, "Held", { order: 2 });
  await quiet(600);
  assert.equal(server.batches.length, 0, "nothing leaves before the yes");
  await answer(page, YES);
  const after = await track(page, "After", { order: 3 });
  await arrived(server, "After");

  // Slots that were in view when the yes was given count as seen from then on; they are not what is asked about here.
  const rows = (await events(server)).filter((row) => row.name !== "Slot Viewed");
  assert.deepEqual(rows.slice(0, 4).map(label), ["/", "Early", "Held", "After"]);
  const [view, ...tracked] = rows;
  [early, held, after].forEach((atMs, index) => assertTime(tracked[index], atMs));
  const opened = await page.evaluate(() => performance.timeOrigin);
  assert.ok(Date.parse(view.timestamp) >= opened && Date.parse(view.timestamp) <= early, "the view is as old as the page");
  assert.deepEqual((await events(server)).map((row) => row.seq).sort((a, b) => a - b), (await events(server)).map((_, index) => index + 1));
  assert.deepEqual(tracked.slice(0, 3).map((row) => row.properties.order), [1, 2, 3]);
  for (const row of rows) {
    assert.deepEqual(row.context.campaign, { source: "almanac", medium: "print", name: "spring" });
    assert.ok(!JSON.stringify(row.context.page).includes("utm_"), "the address is sent without its query");
  }
  await assertHappy(server);
});

story("One visitor over five pages: the same id and session, an instance for each page, nothing twice", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await answered(page);
  const paths = ["/pricing", "/docs", "/features", "/contact"];
  for (const path of paths) {
    await visit(page, url + path);
    await track(page, "Read", { path });
    await arrived(server, path);
    await answered(page);
  }
  const rows = await until(async () => {
    const rows = await events(server);
    return rows.filter((row) => row.name === "Read").length === paths.length && rows;
  });
  assert.deepEqual(rows.filter((row) => row.type === "page").map((row) => row.path), ["/", ...paths]);
  assert.equal(new Set(rows.map((row) => row.anonymous_id)).size, 1);
  assert.equal(new Set(rows.map((row) => row.session_id)).size, 1);
  assert.equal(new Set(rows.map((row) => row.context.courtesy.instance_id)).size, paths.length + 1);
  await answered(page);
  await assertHappy(server);
});

story("The campaign that led here stays with the visit on pages without it", {}, async ({ page, url, server }) => {
  await visit(page, `${url}/?utm_source=almanac&utm_campaign=spring&secret=token`);
  await answer(page, YES);
  await arrived(server, "/");
  await answered(page);
  await visit(page, `${url}/pricing`);
  const [row] = await arrived(server, "/pricing");
  assert.deepEqual([row.campaign_source, row.campaign_name], ["almanac", "spring"]);
  const wire = JSON.stringify(sent(server));
  assert.ok(!wire.includes("secret") && !wire.includes("token"), "of a query only the campaign is sent");
  await assertHappy(server);
});

story("A hundred and twenty events in one task arrive in order, in batches", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await page.evaluate(() => {
    for (let n = 1; n <= 120; n += 1) window.courtesy.track("Counted", { n });
  });
  const rows = await arrived(server, "Counted", 120);
  assert.deepEqual(
    rows.sort((a, b) => a.seq - b.seq).map((row) => row.properties.n),
    Array.from({ length: 120 }, (_, index) => index + 1),
  );
  assert.ok(server.batches.length < 20, `${server.batches.length} batches for 120 events`);
  await assertHappy(server);
});

/** Says something and reloads in the same task. */
async function trackAndReload(page, name, n) {
  const loaded = page.waitForEvent("load");
  await page.evaluate(
    ([name, n]) => {
      window.courtesy.track(name, { n });
      location.reload();
    },
    [name, n],
  );
  await loaded;
  await settled(page);
}

story("Reloading right after track() loses nothing and sends nothing twice", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  for (let n = 1; n <= 5; n += 1) {
    await arrived(server, "/", n);
    await answered(page);
    await trackAndReload(page, "Reloaded", n);
  }
  const rows = await arrived(server, "Reloaded", 5);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3, 4, 5]);
  await arrived(server, "/", 6);
  await assertHappy(server);
});

story("Reloading again and again, faster than anything is answered, loses nothing and stores nothing twice", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  for (let n = 1; n <= 8; n += 1) await trackAndReload(page, "Reloaded", n);
  const rows = await arrived(server, "Reloaded", 8);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3, 4, 5, 6, 7, 8]);
  await arrived(server, "/", 9);
  await answered(page);
  await assertWhole(server);
});

story("Following a link right after track(), before the yes was ever answered, loses nothing", {}, async ({ page, url, server }) => {
  server.setFault({ delayMs: 700 });
  await visit(page, url);
  await answer(page, YES);
  await page.evaluate(() => {
    window.courtesy.track("Left At Once");
    location.href = "/pricing";
  });
  await page.waitForURL("**/pricing");
  await settled(page);
  await arrived(server, "Left At Once");
  await arrived(server, "/pricing");
  await assertWhole(server);
});

story("Closing the tab right after track() loses nothing", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  for (let n = 1; n <= 3; n += 1) {
    const tab = await newTab();
    await visit(tab, `${url}/pricing`);
    await arrived(server, "/pricing", n);
    await answered(tab);
    await track(tab, "Closed", { n });
    await tab.close();
  }
  const rows = await arrived(server, "Closed", 3);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3]);
  await assertHappy(server);
});
