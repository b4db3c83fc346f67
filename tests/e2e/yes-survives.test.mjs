/** Story 2, the bad days: crashed tabs, a collector that is down, two tabs at once. Nothing is lost, nothing is stored twice. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { queued } from "./device.mjs";
import { quiet, until } from "./until.mjs";
import { allowed, answer, settled, track, visit, YES } from "./visitor.mjs";

async function saysYes({ page, url, server }) {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await until(async () => (await queued(page)).length === 0);
}

story("What a crashed tab had kept arrives on the next visit, once", {}, async (stage) => {
  const { page, server, url, context, newTab } = stage;
  await saysYes(stage);
  server.setFault({ status: 503 });
  await track(page, "Before The Crash");
  await until(async () => (await queued(page)).some((row) => row.includes("Before The Crash")));
  const crashed = page.waitForEvent("crash");
  const devtools = await context.newCDPSession(page);
  devtools.send("Page.crash").catch(() => {}); // Never answered: who should?
  await crashed;
  assert.deepEqual(await events(server, "Before The Crash"), []);
  server.setFault();
  const next = await newTab();
  await visit(next, url);
  await arrived(server, "Before The Crash");
  await until(async () => (await queued(next)).length === 0);
  await assertWhole(server);
  assert.equal((await events(server, "Before The Crash")).length, 1);
});

for (const [how, fault] of [["answers 503", { status: 503 }], ["cuts every connection", { status: 0 }], ["asks for patience", { status: 429, retryAfterSeconds: 1 }]]) {
  story(`A collector that ${how} for a while gets everything once, in the end`, {}, async (stage) => {
    const { page, server, url } = stage;
    await saysYes(stage);
    server.setFault(fault);
    await track(page, "Down", { n: 1 });
    await until(() => server.batches.some(({ status }) => status === fault.status));
    await visit(page, `${url}/pricing`);
    await track(page, "Down", { n: 2 });
    // What outlives a page is what the durable queue has: a page's first writes wait until the browser has opened it.
    await until(async () => (await queued(page)).some((row) => row.includes('"n":2')));
    await visit(page, `${url}/docs`);
    await track(page, "Down", { n: 3 });
    assert.deepEqual(await events(server, "Down"), []);
    server.setFault();
    const rows = await arrived(server, "Down", 3, 15_000);
    assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3]);
    await arrived(server, "/pricing");
    await arrived(server, "/docs");
    await until(async () => (await queued(page)).length === 0);
    await assertWhole(server);
  });
}

story("A collector that stores a batch and loses its answer gets nothing twice into the database", {}, async (stage) => {
  const { page, server } = stage;
  await saysYes(stage);
  server.setFault({ status: 503, storesFirst: true });
  await track(page, "Answer Lost");
  await until(() => server.batches.some(({ status }) => status === 503));
  server.setFault();
  await until(() => server.counts.duplicates > 0, 8_000);
  assert.equal((await events(server, "Answer Lost")).length, 1);
  await assertWhole(server);
});

story("An outage that begins just when the page is left loses nothing", {}, async (stage) => {
  const { page, server } = stage;
  await saysYes(stage);
  server.setFault({ status: 503 });
  const loaded = page.waitForEvent("load");
  await page.evaluate(() => {
    window.courtesy.track("Left In An Outage");
    location.reload();
  });
  await loaded;
  await settled(page);
  await until(() => server.batches.some(({ status }) => status === 503));
  await quiet(500);
  server.setFault();
  await arrived(server, "Left In An Outage", 1, 10_000);
  await assertWhole(server);
});

// Again and again: what is refused for want of keepalive quota depends on when the page goes.
for (let round = 1; round <= 4; round += 1) {
  story(`A large queue on its way when the page is left loses nothing (round ${round})`, {}, async (stage) => {
    const { page, server, url } = stage;
    await saysYes(stage);
    const loaded = page.waitForURL("**/pricing");
    await page.evaluate(() => {
      const text = "x".repeat(2_000);
      for (let n = 1; n <= 150; n += 1) window.courtesy.track("Large", { n, text });
      location.href = "/pricing";
    });
    await loaded;
    await settled(page);
    const rows = await arrived(server, "Large", 150, 15_000);
    assert.equal(new Set(rows.map((row) => row.properties.n)).size, 150);
    await assertWhole(server);
  });
}

story("Two tabs record side by side for one visitor, and one of them sends for both", {}, async (stage) => {
  const { page, server, url, newTab } = stage;
  await saysYes(stage);
  const other = await newTab();
  const sentByOther = [];
  other.on("request", (request) => request.method() === "POST" && sentByOther.push(request.url()));
  await visit(other, `${url}/pricing`);
  for (let n = 1; n <= 4; n += 1) {
    await track(page, "Left Tab", { n });
    await track(other, "Right Tab", { n });
  }
  await arrived(server, "Left Tab", 4);
  await arrived(server, "Right Tab", 4);
  const rows = await server.events.rows();
  assert.equal(new Set(rows.map((row) => row.anonymous_id)).size, 1);
  await until(async () => (await queued(page)).length === 0);
  await assertWhole(server);
  assert.equal(server.counts.duplicates, 0);
  assert.deepEqual(sentByOther, [], "the first tab was elected, and still is");
  // With the sender gone the other one is elected, and goes on.
  await page.close();
  await track(other, "Left Alone");
  await arrived(server, "Left Alone");
  await until(async () => (await queued(other)).length === 0);
  await assertWhole(server);
  assert.equal(server.counts.duplicates, 0);
});

// Again and again: what one tab stores reaches the other a record at a time, and each order of arrival must do.
for (let round = 1; round <= 5; round += 1) {
  story(`A yes in one of two tabs counts in both, for one and the same visitor (round ${round})`, {}, async ({ page, server, url, newTab }) => {
    const other = await newTab();
    await visit(page, url);
    await visit(other, `${url}/pricing`);
    await answer(page, YES);
    await allowed(other, "analytics");
    await track(page, "First Tab");
    await track(other, "Second Tab");
    const [first] = await arrived(server, "First Tab");
    const [second] = await arrived(server, "Second Tab");
    assert.equal(first.anonymous_id, second.anonymous_id);
    const [held] = await arrived(server, "/pricing");
    assert.equal(held.anonymous_id, first.anonymous_id);
    await assertWhole(server);
  });
}
