/** What arrived, by the markers of the driver: it needs to know no SDK's envelope. */
import { gunzipSync } from "node:zlib";

const MARKER = /bench-([a-z0-9]+)-(\d+)-end/g;

/**
 * @typedef {object} Arrivals
 * @property {(body: Buffer) => void} take  Looks through a request.
 * @property {(run: string) => { arrived: number, doubled: number, lastAtMs: number }} of
 *   How many events of a run arrived, how often one came again, and when the last request of it came.
 */

/** @returns {Arrivals} */
export function makeArrivals() {
  /** @type {Map<string, { counts: Map<string, number>, lastAtMs: number }>} */
  const runs = new Map();
  const runOf = (run) => {
    if (!runs.has(run)) runs.set(run, { counts: new Map(), lastAtMs: performance.now() });
    return runs.get(run);
  };
  return {
    take(body) {
      for (const [, run, number] of plain(body).matchAll(MARKER)) {
        const seen = runOf(run);
        seen.counts.set(number, (seen.counts.get(number) ?? 0) + 1);
        seen.lastAtMs = performance.now();
      }
    },
    of(run) {
      const { counts, lastAtMs } = runOf(run);
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return { arrived: counts.size, doubled: total - counts.size, lastAtMs };
    },
  };
}

function plain(body) {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  return (isGzip ? gunzipSync(body) : body).toString("latin1");
}
