/** What arrived, by the markers of the driver: it needs to know no SDK's envelope. */
import { gunzipSync } from "node:zlib";

const MARKER = /bench-([a-z0-9]+)-(\d+)-end/g;

/**
 * @typedef {object} Arrivals
 * @property {(body: Buffer) => void} take  Looks through a request.
 * @property {(run: string) => { arrived: number, doubled: number, requests: number, lastAtMs: number }} of
 *   How many events of a run arrived, how often one came again, in how many requests, and when the last of these came.
 */

/** @returns {Arrivals} */
export function makeArrivals() {
  /** @type {Map<string, { counts: Map<string, number>, requests: number, lastAtMs: number }>} */
  const runs = new Map();
  const runOf = (run) => {
    if (!runs.has(run)) runs.set(run, { counts: new Map(), requests: 0, lastAtMs: performance.now() });
    return runs.get(run);
  };
  return {
    take(body) {
      const seen = new Set();
      for (const [, name, number] of plain(body).matchAll(MARKER)) {
        const run = runOf(name);
        run.counts.set(number, (run.counts.get(number) ?? 0) + 1);
        seen.add(run);
      }
      for (const run of seen) {
        run.requests += 1;
        run.lastAtMs = performance.now();
      }
    },
    of(run) {
      const { counts, requests, lastAtMs } = runOf(run);
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return { arrived: counts.size, doubled: total - counts.size, requests, lastAtMs };
    },
  };
}

function plain(body) {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  return (isGzip ? gunzipSync(body) : body).toString("latin1");
}
