/** A visitor can read everything that we hold, and have it erased: what is left is said. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { arrived } from "./collected.mjs";
import { choose, UNASKED, withConsent } from "./consent-config.mjs";
import { kept, queued, watchAttempts } from "./device.mjs";
import { html, serve } from "./gated-page.mjs";
import { until } from "./until.mjs";
import { evaluate, track, visit } from "./visitor.mjs";

const exported = (page) => page.evaluate(() => window.courtesy.visitor.export());
const erased = (page) => page.evaluate(() => window.courtesy.visitor.erase());
const sorted = (list) => list.map(({ kind, name }) => `${kind} ${name}`).sort();

story("The export holds every record, cookie and row of ours, and the reason for every item", { server: { ...withConsent(), siteDir: await siteWith({ "rights.html": html() }) }, args: ["--host-resolver-rules=MAP *.example 127.0.0.1", "--no-proxy-server"] }, async ({ page, url }) => {
  await visit(page, `${url.replace("127.0.0.1", "a.shop.example")}/rights`);
  await choose(page, { "marketing/video": true });
  // What is none of ours, and what is ours and no JSON.
  await page.evaluate(() => {
    Object.assign(localStorage, { mine: "1", courtesyX: "1", "courtesy.ahead": "no json" });
    document.cookie = "mine=1; path=/";
  });
  const before = Date.now();
  const { exported_at_ms, ...all } = await exported(page);
  assert.ok(exported_at_ms >= before - 1_000 && exported_at_ms <= Date.now() + 1_000);
  assert.deepEqual(all.why.map(({ purpose, rule }) => `${purpose} ${rule}`), [
    "necessary necessary", "analytics no_choice", "analytics/counter no_choice", "marketing no_choice", "marketing/video choice",
  ]);
  assert.deepEqual(all.consent.purposes, { necessary: true, analytics: false, marketing: false });
  assert.deepEqual(all.receipts.map(({ granted, method }) => [granted, method]), [[["marketing/video"], "api"]]);
  const record = JSON.parse(await page.evaluate(() => localStorage["courtesy.consent"]));
  assert.equal(record.receipt, all.receipts[0].id);
  assert.deepEqual(all.stored, {
    local: { "courtesy.consent": record, "courtesy.receipts": all.receipts, "courtesy.ahead": "no json" },
    cookies: { "courtesy.consent": record },
    queue: [],
  });
  assert.deepEqual(all.engine, { events: [], intents: [], slots: [] });
});

story("Asking for it where there is nothing leaves nothing", { ...UNASKED, prepare: (context) => Promise.all([UNASKED.prepare(context), watchAttempts(context)]) }, async ({ page, url, context }) => {
  await serve(context, "/rights");
  await visit(page, `${url}/rights`);
  const { stored } = await exported(page);
  assert.deepEqual(stored, { local: {}, cookies: {}, queue: [] });
  const { databases, local } = await kept(page);
  assert.deepEqual([databases, local], [[], {}]);
  assert.deepEqual(await page.evaluate(() => window.attempts.filter((attempt) => !attempt.startsWith("fetch"))), []);
});

/** A visitor of some pages, whose last events could not be sent: every kind of record of ours is there. */
async function known({ page, url, server }) {
  await visit(page, `${url}/pricing`);
  await choose(page, { analytics: true, personalization: true });
  await evaluate(page, url);
  await arrived(server, "/features");
  server.setFault({ status: 503 });
  await track(page, "Kept Back");
  await until(async () => (await queued(page)).some((row) => row.includes("Kept Back")));
  await page.evaluate(() => {
    Object.assign(localStorage, { mine: "1", courtesyX: "1" });
    document.cookie = "mine=1; path=/";
  });
}
const OURS = ["database courtesy", "local courtesy.ahead", "local courtesy.intent", "local courtesy.visitor"];

story("An erasure waits until it is done and says what is gone and what stays, and why", {}, async (stage) => {
  const { page, server } = stage;
  await known(stage);
  const [earlier] = await page.evaluate(() => window.courtesy.consent.receipts());
  const report = await erased(page);
  assert.deepEqual(sorted(report.removed), OURS);
  assert.deepEqual(report.left, []);
  assert.deepEqual(sorted(report.kept), ["local courtesy.consent", "local courtesy.receipts"]);
  assert.deepEqual(await page.evaluate(() => [localStorage.mine, localStorage.courtesyX, document.cookie.includes("mine=1")]), ["1", "1", true]);
  const { consent, receipts, stored, engine } = await exported(page);
  assert.deepEqual([consent.ask, consent.purposes], [false, { necessary: true, analytics: false, personalization: false, marketing: false, media: false }]);
  assert.deepEqual(receipts.map(({ outcome, method }) => [outcome, method]), [["erased", "erase"]]);
  assert.notEqual(receipts[0].id, earlier.id);
  assert.deepEqual([stored.queue, engine.events, engine.intents.map(({ score }) => score).filter(Boolean)], [[], [], []]);
  // And nothing of it ever arrives.
  server.setFault();
  const before = server.batches.length;
  await track(page, "Afterwards");
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.equal(server.batches.length, before);
  assert.ok(!(await server.events.rows()).some(({ name }) => name === "Kept Back" || name === "Afterwards"));
});

const keeping = { purposes: [{ id: "necessary", necessary: true, cookies: ["session"] }, { id: "marketing", services: [{ id: "pixel", cookies: ["id_*"] }] }] };
story("An erasure says what became of what services had kept, and waits for it only where they had", { server: { ...withConsent(keeping), siteDir: await siteWith({ "rights.html": html() }) } }, async ({ page, url }) => {
  await visit(page, `${url}/rights`);
  await choose(page, { marketing: true });
  await page.evaluate(() => ["id_1", "session"].forEach((name) => (document.cookie = `${name}=1; path=/`)));
  const report = await erased(page);
  assert.deepEqual([sorted(report.removed), report.left], [["cookie id_1"], []]);
  assert.match(await page.evaluate(() => document.cookie), /session=1/);
  const start = Date.now();
  assert.deepEqual(sorted((await erased(page)).removed), []);
  assert.ok(Date.now() - start < 1_500);
});

story("What an erasure could not remove within three seconds is reported as left", {}, async (stage) => {
  const { page, newTab, url } = stage;
  await known(stage);
  // Somebody's page holds the database open, and something keeps a key from going.
  const other = await newTab();
  await other.goto(`${url}/favicon.svg`);
  await other.evaluate(() => new Promise((done) => (indexedDB.open("courtesy").onsuccess = ({ target }) => ((window.held = target.result), done()))));
  await page.evaluate(() => {
    const { removeItem } = Storage.prototype;
    Storage.prototype.removeItem = function (key) {
      if (key !== "courtesy.intent") removeItem.call(this, key);
    };
  });
  const report = await erased(page);
  assert.deepEqual(sorted(report.left), sorted(report.left).filter((one) => ["database courtesy", "local courtesy.intent"].includes(one)));
  assert.ok(sorted(report.left).includes("local courtesy.intent"));
  assert.deepEqual(sorted([...report.left, ...report.removed]), OURS);
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
