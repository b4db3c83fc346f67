/**
 * Keeps events in ClickHouse, over HTTP: each messageId once, as far as anybody who reads `unique_events` can see.
 *
 * What is known already is left out of an insert. Where two collectors write the same event at once, or an insert's answer was lost, the
 * table drops the later row: of one message_id the first stays. It trusts its rows (the collector has validated them).
 */
import { readFile } from 'node:fs/promises';
import { COLUMNS } from '../columns.mjs';
import { storedEvent } from '../stored-event.mjs';
import { createAsk } from './clickhouse-http.mjs';
import { createGroupedWrites } from './grouped-writes.mjs';

/** @typedef {import('../event-store.mjs').EventStore} EventStore */
/** @typedef {import('../event-store.mjs').EventRow} EventRow */

const NAMES = COLUMNS.map(([name]) => name).join(', ');
const INSERT = `insert into events (arrival, ${NAMES}) format JSONEachRow`;
/** How many ids one question holds: 100 characters each at most, and ClickHouse parses 256 KiB of query by default. */
const IDS_AT_ONCE = 1_000;

/**
 * A database that cannot be reached is no error here: the collector starts, answers 503, and tables are made once it is back.
 *
 * @param {import('../event-store.mjs').ClickHouseAddress & { timeoutMs?: number }} address
 * @param {(line: string) => void} log
 * @returns {Promise<EventStore>}
 */
export async function openClickHouse({ url, database, timeoutMs }, log) {
  const ask = createAsk({ url, timeoutMs });
  const schema = await readStatements(new URL('schema.sql', import.meta.url));
  const select = async (sql) => JSON.parse(await ask(`${sql}\nformat JSON`, { database })).data;
  /** @type {Promise<void> | undefined} */
  let prepared;
  let lastArrival = 0;

  async function prepare() {
    await ask(`create database if not exists ${database}`);
    for (const statement of schema) await ask(statement, { database });
    const [{ last }] = await select('select max(arrival) as last from events');
    lastArrival = Math.max(lastArrival, last);
  }

  /** After any failure the tables are looked for again: the server may have come back without them. */
  async function withTables(task) {
    try {
      await (prepared ??= prepare());
      return await task();
    } catch (error) {
      prepared = undefined;
      throw error;
    }
  }

  /** Microseconds, as far as rows do not come faster: then simply the next number. */
  function nextArrival() {
    lastArrival = Math.max(lastArrival + 1, Date.now() * 1000);
    return lastArrival;
  }

  async function knownIds(ids) {
    const known = new Set();
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
      const some = ids.slice(from, from + IDS_AT_ONCE).map(quoted).join(',');
      for (const { message_id } of await select(`select distinct message_id from events where message_id in (${some})`)) known.add(message_id);
    }
    return known;
  }

  /** All batches of a group in one insert. */
  async function write(batches) {
    const known = await knownIds(batches.flat().map((row) => row.message_id));
    const lines = [];
    const results = batches.map((rows) => {
      const before = lines.length;
      for (const row of rows) {
        if (known.has(row.message_id)) continue;
        known.add(row.message_id);
        lines.push(JSON.stringify({ arrival: nextArrival(), ...row }));
      }
      const stored = lines.length - before;
      return { stored, duplicates: rows.length - stored };
    });
    if (lines.length > 0) await ask(INSERT, { database, body: lines.join('\n') });
    return results;
  }

  const writes = createGroupedWrites((batches) => withTables(() => write(batches)));
  await withTables(async () => {}).catch((error) => log(`${error.message}; batches are answered by 503 until it is there`));

  return {
    place: `ClickHouse at ${new URL(url).origin}, database ${database}`,
    insert: (rows) => writes.add(rows),

    rows({ after = 0, limit = Number.MAX_SAFE_INTEGER, newestFirst = false } = {}) {
      return withTables(async () => {
        const newest = await select(
          `select * from unique_events where arrival > ${whole(after)} order by arrival desc limit ${whole(limit)}`,
        );
        const events = newest.map(storedEvent);
        return newestFirst ? events : events.reverse();
      });
    },

    count: () => withTables(async () => (await select('select count() as events from unique_events'))[0].events),

    totals: () =>
      withTables(async () => {
        const [row] = await select(`
          select count() as events, uniqExact(coalesce(anonymous_id, user_id)) as visitors,
                 uniqExact(session_id) as sessions, max(arrival) as last_arrival
          from unique_events`);
        // Of no rows the count of a Nullable is null in old versions.
        return { ...row, visitors: row.visitors ?? 0, sessions: row.sessions ?? 0 };
      }),

    report: (sql) => withTables(() => select(sql)),

    close: () => writes.idle(),
  };
}

/** The statements of a file, which end with a semicolon and are sent one by one. */
export async function readStatements(file) {
  const text = (await readFile(file, 'utf8')).replace(/--.*$/gm, '');
  return text.split(';').map((statement) => statement.trim()).filter(Boolean);
}

/** A text for SQL: these are the only two characters that could end it. */
function quoted(text) {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function whole(number) {
  if (!Number.isSafeInteger(number)) throw new RangeError(`must be a whole number, and is ${number}`);
  return number;
}
