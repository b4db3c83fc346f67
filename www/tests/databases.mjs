/**
 * The databases that the collector can write to, here: DuckDB always, ClickHouse where its server was set up.
 *
 * One ClickHouse a file of tests, a database of its own a test. Where there is none, tests over it are skipped and say so.
 */
import { after } from 'node:test';
import { startClickHouse } from '../../tests/rig/clickhouse.mjs';

/** @type {Awaited<ReturnType<typeof startClickHouse>> | null} */
let clickhouse = null;
let why = '';
try {
  clickhouse = await startClickHouse();
} catch (error) {
  why = error.code === 'ENOENT' ? 'scripts/setup/rig.sh has not set up a ClickHouse server' : error.message;
  console.log(`ClickHouse: skipped, ${why}`);
}
after(() => clickhouse?.stop());

let lastNumber = 0;

function ownDatabase() {
  lastNumber += 1;
  return { kind: 'clickhouse', url: `http://127.0.0.1:${clickhouse.port}`, database: `test_${lastNumber}` };
}

/** The ClickHouse that runs for this file, or `null`. */
export const runningClickHouse = clickhouse;

/** `skip` is false, or the reason. */
export const DATABASES = [
  { name: 'DuckDB', skip: false, open: () => ':memory:' },
  { name: 'ClickHouse', skip: clickhouse === null && why, open: ownDatabase },
];
