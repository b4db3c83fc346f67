/** A visitor can read everything that we hold, and have it erased: what is left is said. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { kept, queued, watchAttempts } from "./device.mjs";
import { serve } from "./gated-page.mjs";
import { choose, stubbedSdk } from "./stub-engine.mjs";
import { until } from "./until.mjs";
import { track, visit } from "./visitor.mjs";

const server = { sdkDir: await stubbedSdk() };
const exported = (page) => page.evaluate(() => window.courtesy.visitor.export());
const erased = (page) => page.evaluate(() => window.courtesy.visitor.erase());
const sorted = (list) => list.map(({ kind, name }) => `${kind} ${name}`).sort();

/** What a visitor of some pages has, and what is none of ours. */
const fill = (page) =>
  page.evaluate(async () => {
    Object.assign(localStorage, {
      "courtesy.consent": '{"v":1,"at":5}', "courtesy.receipts": "[]", "courtesy.visitor": '{"id":"x"}', "courtesy.ahead": "no json", mine: "1", courtesyX: "1",
    });
    document.cookie = `courtesy.consent=${encodeURIComponent('{"v":1}')}; path=/`;
    document.cookie = "mine=1; path=/";
    const database = await new Promise((done) => {
      const request = indexedDB.open("courtesy");
      request.onupgradeneeded = () => request.result.createObjectStore("queue");
      request.onsuccess = () => done(request.result);
    });
    const write = database.transaction("queue", "readwrite");
    write.objectStore("queue").put({ messageId: "m1" }, "m1");
    await new Promise((done) => (write.oncomplete = done));
    database.close();
  });

story("The export holds every record, cookie and row of ours, and the reason for every item", { server }, async ({ page, url, context }) => {
  await serve(context, "/rights");
  await visit(page, `${url}/rights`);
  await fill(page);
  const before = Date.now();
  const { exported_at_ms, ...all } = await exported(page);
  assert.ok(exported_at_ms >= before - 1_000 && exported_at_ms <= Date.now() + 1_000);
  assert.deepEqual(all.why.map(({ purpose }) => purpose), ["necessary", "analytics", "analytics/counter", "marketing", "marketing/video"]);
  assert.deepEqual(all.consent.purposes, { necessary: true, analytics: false, marketing: false });
  assert.deepEqual(all.receipts, [{ v: 1, id: "r1" }]);
  assert.deepEqual(all.stored, {
    local: { "courtesy.consent": { v: 1, at: 5 }, "courtesy.receipts": [], "courtesy.visitor": { id: "x" }, "courtesy.ahead": "no json" },
    cookies: { "courtesy.consent": { v: 1 } },
    queue: [{ messageId: "m1" }],
  });
  assert.deepEqual(all.engine, {
    events: [{ name: "Recorded" }], intents: [{ intent: "buy", score: 3, contributions: [] }], slots: [{ slot: "hero", variant: "default" }],
  });
});

story("Asking for it where there is nothing leaves nothing", { server, prepare: watchAttempts }, async ({ page, url, context }) => {
  await serve(context, "/rights");
  await visit(page, `${url}/rights`);
  const { stored } = await exported(page);
  assert.deepEqual(stored, { local: {}, cookies: {}, queue: [] });
  const { databases, local } = await kept(page);
  assert.deepEqual([databases, local], [[], {}]);
  assert.deepEqual(await page.evaluate(() => window.attempts.filter((attempt) => !attempt.startsWith("fetch"))), []);
});

// STUB: with the core, `stub.erase` is the engine's own, and this story runs on the demo.
story("An erasure waits until it is done and says what is gone and what stays, and why", { server }, async ({ page, url, context }) => {
  await serve(context, "/rights");
  await visit(page, `${url}/rights`);
  await fill(page);
  await page.evaluate(() => {
    window.stub.erase = () => {
      setTimeout(() => ["courtesy.visitor", "courtesy.ahead"].forEach((key) => localStorage.removeItem(key)), 300);
      setTimeout(() => indexedDB.deleteDatabase("courtesy"), 600);
    };
  });
  const report = await erased(page);
  assert.deepEqual(sorted(report.removed), ["database courtesy", "local courtesy.ahead", "local courtesy.visitor"]);
  assert.deepEqual(report.left, []);
  assert.deepEqual(sorted(report.kept), ["cookie courtesy.consent", "local courtesy.consent", "local courtesy.receipts"]);
  assert.deepEqual(await page.evaluate(() => [localStorage.mine, localStorage.courtesyX, document.cookie.includes("mine=1")]), ["1", "1", true]);
});

story("What an erasure could not remove within three seconds is reported as left", { server }, async ({ page, url, context }) => {
  await serve(context, "/rights");
  await visit(page, `${url}/rights`);
  await fill(page);
  const startMs = Date.now();
  const report = await erased(page);
  assert.ok(Date.now() - startMs < 4_500);
  assert.deepEqual(report.removed, []);
  assert.deepEqual(sorted(report.left), ["database courtesy", "local courtesy.ahead", "local courtesy.visitor"]);
});

story("With the engine as it is: the export shows the scores, the decision and the events that could not be sent", { server: { collector: { status: 503 } } }, async ({ page, url }) => {
  await visit(page, `${url}/pricing`);
  await choose(page, { analytics: true, personalization: true });
  await track(page, "Kept Back", { n: 1 });
  await until(async () => (await queued(page)).length >= 2);
  const all = await exported(page);
  assert.equal(all.stored.queue.length, (await queued(page)).length);
  assert.ok(JSON.stringify(all.stored.queue).includes("Kept Back"));
  assert.ok(all.stored.local["courtesy.visitor"]);
  assert.ok(all.engine.events.some(({ name }) => name === "Kept Back"));
  assert.ok(all.engine.intents.some(({ intent, score }) => intent === "evaluate" && score > 0));
  assert.deepEqual(all.engine.slots.map(({ slot }) => slot).sort(), ["hero", "next-step", "ribbon"]);
  assert.ok(all.why.every(({ sentence }) => sentence));
});

story("Where the engine does not run there is nothing to read or erase, and no exception", { prepare: (context) => context.route("**/engine.js", (route) => route.abort()) }, async ({ page, url }) => {
  await visit(page, url);
  assert.equal(await exported(page), undefined);
  assert.equal(await erased(page), undefined);
});
