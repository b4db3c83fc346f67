/**
 * The rig: thousands of events from several tabs over many page loads, to a real receiver that is ill every third time; then a
 * database that is not ours counts. What was persisted is there, once by messageId.
 *
 * COURTESY_RIG=long is the form of `make rig`.
 */
import assert from "node:assert/strict";
import { after } from "node:test";
import { story } from "../e2e/browser.mjs";
import { demoConfig } from "../e2e/demo-config.mjs";
import { queued } from "../e2e/device.mjs";
import { watchPersisted } from "../e2e/persisted.mjs";
import { until } from "../e2e/until.mjs";
import { answer, settled, visit, YES } from "../e2e/visitor.mjs";
import { startClickHouse } from "./clickhouse.mjs";
import { startNginx } from "./nginx.mjs";

const isLong = process.env.COURTESY_RIG === "long";
/** So many tabs load so many pages each, and every page records so many events, a chunk at a time. */
const { TABS, PAGES, EVENTS, CHUNK } = isLong
  ? { TABS: 5, PAGES: 20, EVENTS: 100, CHUNK: 10 }
  : { TABS: 4, PAGES: 10, EVENTS: 50, CHUNK: 10 };
/** Events that the stories number; page views come on top. */
const total = TABS * PAGES * EVENTS;
const LIMIT_MS = isLong ? 600_000 : 90_000;
const PATHS = ["/pricing", "/docs", "/features", "/contact", "/"];

const FAULTS = [
  "413",
  "429 in seconds",
  "503",
  "cut",
  "slow",
  "cut after storing",
  "429 by date",
  "503 in seconds",
  "503 by date",
];

// A plain MergeTree on purpose: what arrives twice stays there twice, so that doubles can be counted. A site would take
// ReplacingMergeTree, as the demo's collector does, or count by uniqExact.
const TABLE = `
  create table events (
    messageId String, type String, name String, anonymousId String, instance String, seq UInt64, n Int64, dropped String
  ) engine = MergeTree order by (instance, seq)`;

const clickhouse = await startClickHouse({ table: TABLE });
const nginx = await startNginx(clickhouse.port);
after(() => Promise.all([nginx.stop(), clickhouse.stop()]));

/** What ClickHouse has of what we numbered, and of everything. */
async function counted() {
  const [row] = await clickhouse.query(`
    select count() as raw, uniqExact(messageId) as events,
           uniqExactIf(messageId, n >= 0) as ids, uniqExactIf(n, n >= 0) as numbers
    from events`);
  return row;
}

/** The first of the numbers that are not there. */
async function missing() {
  const rows = await clickhouse.query("select distinct n from events where n >= 0");
  const there = new Set(rows.map(({ n }) => n));
  return Array.from({ length: total }, (_, n) => n).filter((n) => !there.has(n));
}

/** Instances whose numbers do not run from 1 to their highest. */
const gaps = () =>
  clickhouse.query(`
    select instance, max(seq) as last, uniqExact(seq) as there, min(dropped) as dropped
    from events group by instance having last != there`);

/** Records a page's events; the chunks overlap with the batches under way. Only the last page waits: the others are just left. */
async function record(page, first) {
  for (let n = first; n < first + EVENTS; n += CHUNK) {
    await page.evaluate(
      ([n, count]) => Promise.all(Array.from({ length: count }, (_, index) => window.recordPersisted("Rigged", n + index))),
      [n, CHUNK],
    );
  }
}

async function surf(page, url, tab) {
  for (let view = 0; view < PAGES; view += 1) {
    await visit(page, url + PATHS[(tab + view) % PATHS.length]);
    await record(page, (tab * PAGES + view) * EVENTS);
  }
}

const server = {
  // The demo's own policy lets its pages talk to their own origin only.
  csp: "none",
  config: demoConfig((config) => (config.events.endpoint = nginx.endpoint)),
};

const options = {
  server,
  prepare: watchPersisted,
  timeoutMs: LIMIT_MS,
};

const title = `${total} events from ${TABS} tabs through nginx with faults into ClickHouse: none lost, none doubled`;

story(title, options, async ({ page, url, newTab }) => {
  const startMs = Date.now();
  await visit(page, url);
  await answer(page, YES);
  await until(async () => (await counted()).events > 0);
  await nginx.setFaults(FAULTS);
  const tabs = [page];
  while (tabs.length < TABS) tabs.push(await newTab());
  await Promise.all(tabs.map((tab, index) => surf(tab, url, index)));
  const recordedMs = Date.now() - startMs;

  // Every tab but one is closed in the middle of it; what they had is the last one's to send.
  await Promise.all(tabs.slice(1).map((tab) => tab.close()));
  await page.reload();
  await settled(page);
  await nginx.setFaults();
  // Where that does not happen, the counts below say what is missing.
  await until(async () => (await queued(page)).length === 0, LIMIT_MS / 3).catch(() => {});
  const doneMs = Date.now() - startMs;
  const { raw, events, ids, numbers } = await counted();
  const { batches, none, faults, ...met } = await nginx.met();
  console.log(`${events} events (${numbers} of ${total} numbered), recorded in ${recordedMs} ms, done after ${doneMs} ms`);
  console.log(`raw doubles: ${raw - events} of ${raw} rows, ${((100 * (raw - events)) / raw).toFixed(2)} %, in ${batches} batches`);
  console.log(`faults met: ${Object.entries(met).map(([name, count]) => `${name} × ${count}`).join(", ")}`);
  const lost = await missing();
  assert.equal(lost.length, 0, `lost, the first of them: ${lost.slice(0, 20).join(" ")}`);
  assert.equal(ids - numbers, 0, "doubled under another messageId");
  assert.deepEqual(await gaps(), [], "numbers of an instance without a gap");
});
