/**
 * `GET /live.json?after=…&limit=…`: what the live page polls, newest event first.
 *
 * Totals are of the whole table; duplicates and rejected batches are counted since the start of this run, because neither is
 * stored. No other origin may read it.
 */
import { randomUUID } from 'node:crypto';
import { sendJson } from '../http/answer.mjs';

const LIMIT = { default: 100, max: 500 };

/**
 * @param {object} parts
 * @param {import('../database/event-store.mjs').EventStore} parts.store
 * @param {{ duplicates: number, rejected: number }} parts.counts
 * @returns {(response: import('node:http').ServerResponse, query: string) => Promise<void>}
 */
export function createLiveFeed({ store, counts }) {
  // `arrival` begins anew with a database in memory: a page that outlives the server must notice.
  const run = randomUUID();
  return async (response, query) => {
    const search = new URLSearchParams(query);
    const after = readWhole(search.get('after'), 0);
    const limit = readWhole(search.get('limit'), LIMIT.default);
    if (after === null || limit === null) {
      const error = { path: after === null ? 'after' : 'limit', reason: 'must be a whole number' };
      return sendJson(response, 400, { error });
    }
    // Totals first: an event that comes in between is then a row too many rather than one that is never asked for.
    const { last_arrival, ...totals } = await store.totals();
    const rows = await store.rows({ after, limit: Math.min(limit, LIMIT.max), newestFirst: true });
    sendJson(response, 200, { run, ...totals, ...counts, last_arrival: rows[0]?.arrival ?? Math.max(after, last_arrival), rows });
  };
}

/** `null` for anything but a whole number that JavaScript can hold. */
function readWhole(text, whenAbsent) {
  if (text === null || text === '') return whenAbsent;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
}
