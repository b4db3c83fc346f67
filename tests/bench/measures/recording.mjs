/**
 * What a recorded event costs the page's main thread, with everything that comes of it: kept, batched, sent, answered, cleaned up.
 *
 * A call that returns soon says little, where its work is done later. So the clock runs from the first call until the last event has
 * arrived and the page has come to rest. The runs of all peers alternate; ratios are taken within a round, and of these the median.
 */
import { setTimeout as pause } from "node:timers/promises";
import { openPage } from "../frame/browser.mjs";
import { median, middleHalf } from "../frame/statistics.mjs";

export const name = "recording";
export const title = "Recording: main-thread time of an event, delivery included";

/** @typedef {{ key: string, title: string, total: number, perTask: number, pauseMs: number }} Workload */
/** @type {Workload[]} */
export const WORKLOADS = [
  { key: "bursts", title: "2,000 events, 50 a task", total: 2_000, perTask: 50, pauseMs: 50 },
  { key: "trickle", title: "200 events, five a task", total: 200, perTask: 5, pauseMs: 50 },
];

const WARM_UP = { total: 10, perTask: 5, pauseMs: 50 };
/** After the last event: answers are read, rows deleted, records written. */
const REST_MS = 1_500;
/** An event that has not come for so long has not been sent. PostHog waits three seconds for company. */
const LOST_AFTER_MS = 6_000;
const LONGEST_MS = 120_000;

/**
 * @typedef {object} Run
 * @property {number} us  Main thread, for each event.
 * @property {number} arrived
 * @property {number} doubled
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
    const { arrived, doubled } = await record(workload);
    await watch(visitor, false);
    const us = ((await visitor.mainThreadUs()) - before) / workload.total;
    if (visitor.errors.length > 0) throw new Error(`${peer.name}: ${visitor.errors[0]}`);
    return { us, arrived, doubled };
  } finally {
    await visitor.close();
  }
}

/**
 * @param {object} stage  Browser, site, peers; `rounds`; `say`, for a line now and then.
 * @returns {Promise<Record<string, Record<string, Run[]>>>}  Runs by workload and peer, one a round.
 */
export async function measure(stage) {
  const { peers, rounds, say, workloads = WORKLOADS } = stage;
  const runs = Object.fromEntries(workloads.map(({ key }) => [key, Object.fromEntries(peers.map(({ name }) => [name, []]))]));
  // The first round warms the browser up, and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const workload of workloads) {
      // Nobody always comes after the same one.
      const order = peers.map((_, index) => peers[(index + round) % peers.length]);
      for (const peer of order) {
        const run = await once(stage, peer, round === 0 ? WORKLOADS[1] : workload);
        if (round > 0) runs[workload.key][peer.name].push(run);
        say(`${round}/${rounds} ${workload.key} ${peer.name}: ${run.us.toFixed(0)} µs, ${run.arrived} arrived`);
      }
      if (round === 0) break;
    }
  }
  return runs;
}

/** The median of ratios, each of two runs of one round. */
export const ratio = (ofWhom, toWhom) => median(ofWhom.map(({ us }, round) => us / toWhom[round].us));

/** The tables, as Markdown. */
export function tables({ peers, rounds, workloads = WORKLOADS }, runs) {
  return workloads.map(({ key, title, total }) => {
    const of = runs[key];
    const rows = peers.map(({ name }) => {
      const us = of[name].map((run) => run.us);
      const arrived = median(of[name].map((run) => run.arrived));
      const doubled = median(of[name].map((run) => run.doubled));
      const cells = [name, round(median(us)), middleHalf(us)];
      const ratios = ["courtesy", "limit"].map((other) => (of[other] ? ratio(of[name], of[other]).toFixed(2) : "–"));
      return `| ${[...cells, ...ratios, ...(name === "nothing" ? ["–", "–"] : [round(arrived), round(doubled)])].join(" | ")} |`;
    });
    const head = "| | µs an event | middle half | to ours | to the limit | arrived | doubled |\n|---|---:|---:|---:|---:|---:|---:|";
    return `### ${title} (${total.toLocaleString("en")}; ${rounds} rounds)\n\n${head}\n${rows.join("\n")}`;
  });
}

const round = (number) => Math.round(number).toLocaleString("en");
