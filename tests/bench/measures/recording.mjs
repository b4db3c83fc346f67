/**
 * What a recorded event costs the page's main thread, with everything that comes of it: kept, batched, sent, answered, cleaned up.
 *
 * A call that returns soon says little, where its work is done later. So the clock runs from the first call until the last event has
 * arrived and the page has come to rest. The runs of all peers alternate; ratios are taken within a round, and of these the median.
 */
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { openPage } from "../frame/browser.mjs";
import { circumstances } from "../frame/document.mjs";
import { median, middleHalf } from "../frame/statistics.mjs";

export const name = "recording";
export const title = "Recording: main-thread time of an event, delivery included";

/** @typedef {{ key: string, title: string, total: number, perTask: number, pauseMs: number }} Workload */
/** @type {Workload[]} */
export const WORKLOADS = [
  { key: "bursts", title: "2,000 events, 50 a task", total: 2_000, perTask: 50, pauseMs: 16 },
  { key: "trickle", title: "200 events, five a task", total: 200, perTask: 5, pauseMs: 50 },
];

const WARM_UP = { total: 10, perTask: 5, pauseMs: 50 };
/** After the last event: answers are read, rows deleted, records written. */
const REST_MS = 1_500;
/** An event that has not come for so long has not been sent. PostHog waits three seconds for company. */
const LOST_AFTER_MS = 6_000;
const LONGEST_MS = 120_000;
/** A bound of the smoke test, far above what is measured (docs/bench.md). */
const MOST_TIMES_THE_LIMIT = 6;

/**
 * @typedef {object} Run
 * @property {number} us  Main thread, for each event.
 * @property {number} arrived
 * @property {number} doubled
 * @property {number} requests
 */

let lastRun = 0;

/**
 * One peer, one workload, one visitor.
 *
 * @param {{ browser: import("playwright-core").Browser, site: import("../frame/site.mjs").Site }} stage
 * @returns {Promise<Run>}
 */
export async function once({ browser, site }, peer, workload, watch = () => {}) {
  const visitor = await openPage(browser, `${site.url}/${peer.name}`);
  try {
    const record = async (amount) => {
      const run = `r${(lastRun += 1)}`;
      const startedMs = performance.now();
      await visitor.page.evaluate(async (task) => {
        await window.drive(task);
        window.flush?.();
      }, { run, ...amount });
      const isSent = peer.name !== "nothing";
      const endMs = performance.now() + LONGEST_MS;
      while (isSent && performance.now() < endMs) {
        const { arrived, lastAtMs } = site.arrivals.of(run);
        if (arrived === amount.total || performance.now() - Math.max(lastAtMs, startedMs) > LOST_AFTER_MS) break;
        await pause(50);
      }
      await pause(REST_MS);
      return site.arrivals.of(run);
    };
    await record(WARM_UP);
    await visitor.collectGarbage();
    const before = await visitor.mainThreadUs();
    await watch(visitor, true);
    const { arrived, doubled, requests } = await record(workload);
    await watch(visitor, false);
    const us = ((await visitor.mainThreadUs()) - before) / workload.total;
    if (visitor.errors.length > 0) throw new Error(`${peer.name}: ${visitor.errors[0]}`);
    return { us, arrived, doubled, requests };
  } finally {
    await visitor.close();
  }
}

/**
 * The runs of all peers, a list for each workload and peer, one a round.
 *
 * @param {import("../run.mjs").Stage} stage
 * @returns {Promise<Record<string, Record<string, Run[]>>>}
 */
async function measure(stage, workloads) {
  const { peers, rounds, say } = stage;
  const runs = Object.fromEntries(workloads.map(({ key }) => [key, Object.fromEntries(peers.map(({ name }) => [name, []]))]));
  // Of a browser just started the first pages cost more.
  if (rounds > 1) for (const peer of peers) await once(stage, peer, WORKLOADS.at(-1));
  for (let round = 0; round < rounds; round += 1) {
    for (const workload of workloads) {
      for (const index of peers.keys()) {
        // Nobody always comes first.
        const peer = peers[(index + round) % peers.length];
        const run = await once(stage, peer, workload);
        runs[workload.key][peer.name].push(run);
        say(`${round + 1}/${rounds} ${workload.key} ${peer.name}: ${count(run.us)} µs, ${run.arrived} in ${run.requests}`);
      }
    }
  }
  return runs;
}

/** @param {import("../run.mjs").Stage} stage */
export async function report(stage) {
  const runs = await measure(stage, WORKLOADS);
  const tables = WORKLOADS.map((workload) => table(stage, workload, runs[workload.key]));
  return [circumstances(stage.browser, stage.peers), HOW, ...tables].join("\n\n");
}

const HOW = `Processor time within the tasks of the page's main thread (Chromium's \`TaskDuration\`, \`threadTicks\`), from the first call until
the last event has arrived and the page has rested, for each event. Medians; the middle half of the runs; ratios are medians of
those within a round. *arrived*: how many of the events; *doubled*: how many came again; *requests*: in how many.`;

const HEAD = `| | µs an event | middle half | to ours | to the limit | arrived | doubled | requests |
|---|---:|---:|---:|---:|---:|---:|---:|`;

function table({ peers, rounds }, { title }, runs) {
  const rows = peers.map(({ name }) => {
    const of = runs[name];
    const us = of.map((run) => run.us);
    const cells = [name, count(median(us)), middleHalf(us, count)];
    for (const other of ["courtesy", "limit"]) cells.push(ratio(of, runs[other]).toFixed(2));
    for (const key of ["arrived", "doubled", "requests"]) cells.push(name === "nothing" ? "–" : count(median(of.map((run) => run[key]))));
    return `| ${cells.join(" | ")} |`;
  });
  return `### ${title}\n\nRounds: ${rounds}.\n\n${HEAD}\n${rows.join("\n")}`;
}

/** The median of the ratios, each of two runs of one round. */
const ratio = (of, to) => median(of.map(({ us }, round) => us / to[round].us));
const count = (number) => Math.round(number).toLocaleString("en");

/** Everything arrives, once, and at no price that only a mistake can explain. Ratios only: the machine may be anybody's. */
export async function smoke(stage) {
  const [bursts] = WORKLOADS;
  const { courtesy, limit } = (await measure(stage, [bursts]))[bursts.key];
  assert.deepEqual(courtesy.map(({ arrived, doubled }) => [arrived, doubled]), [[bursts.total, 0]]);
  const times = ratio(courtesy, limit);
  assert.ok(times <= MOST_TIMES_THE_LIMIT, `an event costs ${times.toFixed(1)} times the limit`);
}
