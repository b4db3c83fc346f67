/** What reached the collector: events in the database, and batches on the wire. */
import assert from "node:assert/strict";
import { until } from "./until.mjs";

/** The stored events of this name (a page view's is its path), in the order of their times. */
export async function events(server, name) {
  const rows = await server.events.rows();
  return rows.filter((row) => name === undefined || label(row) === name).sort(byTime);
}

export const label = (row) => (row.type === "page" ? row.path : row.name);
const byTime = (a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || a.seq - b.seq;

/** Waits until at least `count` events of this name are stored. */
export const arrived = (server, name, count = 1, withinMs = 8_000) =>
  until(async () => {
    const found = await events(server, name);
    return found.length >= count && found;
  }, withinMs);

/** Everything that was ever sent, batch by batch. */
export const sent = (server) => server.batches.map(({ body }) => JSON.parse(body).batch);

/** No event twice in the database, and each page's numbers run from 1 without a gap. */
export async function assertWhole(server) {
  const rows = await server.events.rows();
  assert.equal(new Set(rows.map((row) => row.message_id)).size, rows.length, "every event has an id of its own");
  const numbers = group(rows, instance);
  for (const [id, those] of numbers) {
    const seen = those.map((row) => row.seq).sort((a, b) => a - b);
    assert.deepEqual(seen, seen.map((_, index) => index + 1), `the numbers of instance ${id} have no gap`);
  }
}

const instance = (row) => row.context.courtesy.instance_id;

function group(rows, by) {
  const groups = new Map();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return groups;
}
