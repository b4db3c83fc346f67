/**
 * What the collector asks of a database, and the one place that knows which databases there are.
 *
 * Whichever it is, each messageId counts once and an insert that resolved is kept. It knows neither HTTP requests of senders nor
 * the environment (database-choice.mjs does).
 */

/** @typedef {import('./stored-event.mjs').StoredEvent} StoredEvent */
/** @typedef {import('../collector/event-row.mjs').EventRow} EventRow */
/** @typedef {{ events: number, visitors: number, sessions: number, last_arrival: number }} Totals */

/**
 * @typedef {object} EventStore
 * @property {string} place  Where events are kept, for people.
 * @property {(rows: EventRow[]) => Promise<{ stored: number, duplicates: number }>} insert
 *   Resolves once the database has acknowledged all rows. Rows whose `message_id` is known already are counted and left out.
 *   Rejects with `StoreUnavailable` where the database may take them later.
 * @property {(range?: { after?: number, limit?: number, newestFirst?: boolean }) => Promise<StoredEvent[]>} rows
 *   Rows that arrived after the `arrival` number given. With a limit, the newest of them. Default: all, oldest first.
 * @property {() => Promise<number>} count
 * @property {() => Promise<Totals>} totals
 * @property {(sql: string) => Promise<Record<string, string | number | null>[]>} report
 *   The rows of a query that reads only, such as those of www/server/reports.
 * @property {() => Promise<void>} close  Waits for the writes under way.
 */

/**
 * A database of its own: where it answers, and which of its databases has our tables (made where it is missing).
 * @typedef {{ kind: 'clickhouse', url: string, database: string }} ClickHouseAddress
 */

/**
 * @param {string | ClickHouseAddress} database  A path or `:memory:` is DuckDB's.
 * @param {(line: string) => void} [log]  Told where a database cannot be reached at the start, which is no error.
 * @returns {Promise<EventStore>}
 */
export async function openEventStore(database, log = () => {}) {
  // Only the one that is asked for is loaded: DuckDB is 60 MB of compiled code that ClickHouse's users need not have.
  if (typeof database === 'string') return (await import('./duckdb/duckdb-store.mjs')).openDuckDb(database);
  return (await import('./clickhouse/clickhouse-store.mjs')).openClickHouse(database, log);
}
