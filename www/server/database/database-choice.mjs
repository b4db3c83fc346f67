/**
 * Reads from the environment which database the collector writes to.
 *
 *   COLLECTOR            duckdb (default) or clickhouse
 *   CLICKHOUSE_URL       http://127.0.0.1:8123; may carry a user and a password
 *   CLICKHOUSE_DATABASE  courtesy
 *
 * It opens nothing; what is wrong is said with the variable's name.
 */

/** @typedef {import('./event-store.mjs').ClickHouseAddress} ClickHouseAddress */

const DEFAULT_URL = 'http://127.0.0.1:8123';
const DEFAULT_DATABASE = 'courtesy';

/**
 * @param {Record<string, string | undefined>} environment
 * @param {string} duckDbPath  What `duckdb` means.
 * @returns {string | ClickHouseAddress}
 * @throws {TypeError} for a value that means nothing.
 */
export function chosenDatabase(environment, duckDbPath) {
  const kind = environment.COLLECTOR || 'duckdb';
  if (kind === 'duckdb') return duckDbPath;
  if (kind !== 'clickhouse') throw new TypeError(`COLLECTOR must be duckdb or clickhouse, and is ${kind}`);
  const url = environment.CLICKHOUSE_URL || DEFAULT_URL;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError(`CLICKHOUSE_URL must be an http or https URL, such as ${DEFAULT_URL}`);
  }
  const database = environment.CLICKHOUSE_DATABASE || DEFAULT_DATABASE;
  // It is written into statements that create it.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) throw new TypeError(`CLICKHOUSE_DATABASE must be a plain name, and is ${database}`);
  return { kind, url, database };
}
