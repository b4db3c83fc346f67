/** COLLECTOR names the database, and a value that means nothing is said with the variable's name. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../server/start-server.mjs';
import { chosenDatabase } from '../server/database/database-choice.mjs';
import { DATABASES } from './databases.mjs';
import { folder } from './running.mjs';
import { SITE_REPORTS, siteEvents } from './site-events.mjs';
import { batch, post } from './wire.mjs';

const cli = (name) => fileURLToPath(new URL(name, import.meta.url));
const [, { skip, open }] = DATABASES;

/** Runs a program of ours to its end. */
async function run(args, environment) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { code, said };
}

test('DuckDB is the default, ClickHouse has an address', () => {
  assert.equal(chosenDatabase({}, 'a.duckdb'), 'a.duckdb');
  assert.equal(chosenDatabase({ COLLECTOR: 'duckdb', CLICKHOUSE_URL: 'x' }, 'a.duckdb'), 'a.duckdb');
  assert.deepEqual(chosenDatabase({ COLLECTOR: 'clickhouse' }, 'a.duckdb'),
    { kind: 'clickhouse', url: 'http://127.0.0.1:8123', database: 'courtesy' });
  assert.deepEqual(chosenDatabase({ COLLECTOR: 'clickhouse', CLICKHOUSE_URL: 'https://me:pw@db.test', CLICKHOUSE_DATABASE: 'site' }, ''),
    { kind: 'clickhouse', url: 'https://me:pw@db.test', database: 'site' });
});

test('what means nothing is an error that names the variable', async () => {
  assert.throws(() => chosenDatabase({ COLLECTOR: 'postgres' }, ''), /COLLECTOR must be duckdb or clickhouse, and is postgres/);
  for (const url of ['db:8123', 'nonsense', 'ftp://db.test']) {
    assert.throws(() => chosenDatabase({ COLLECTOR: 'clickhouse', CLICKHOUSE_URL: url }, ''), /CLICKHOUSE_URL must be/);
  }
  assert.throws(() => chosenDatabase({ COLLECTOR: 'clickhouse', CLICKHOUSE_DATABASE: 'a; drop' }, ''), /CLICKHOUSE_DATABASE must be/);
  const { code, said } = await run([cli('../server.mjs'), '--port', '0'], { COLLECTOR: 'postgres' });
  assert.deepEqual([code, said], [1, '! COLLECTOR must be duckdb or clickhouse, and is postgres\n']);
});

test('reports are printed from the command line, from either database', { skip }, async (t) => {
  const path = join(await folder(t), 'events.duckdb');
  const address = open();
  const printed = [];
  for (const [database, environment] of [
    [path, { COLLECTOR: 'duckdb' }],
    [address, { COLLECTOR: 'clickhouse', CLICKHOUSE_URL: address.url, CLICKHOUSE_DATABASE: address.database }],
  ]) {
    const server = await startServer({ database });
    await post(server, batch(siteEvents()));
    await server.close();
    const { code, said } = await run([cli('../server/report.mjs'), '--db', path], environment);
    assert.equal(code, 0, said);
    printed.push(said);
  }
  assert.equal(printed[0], printed[1]);
  for (const report of Object.keys(SITE_REPORTS)) assert.match(printed[0], new RegExp(`^${report}$`, 'm'));
  assert.match(printed[0], /Paid Search +2 +0\.5/);
  const wrong = await run([cli('../server/report.mjs'), 'nonsense', '--db', path], {});
  assert.equal(wrong.code, 1);
  assert.match(wrong.said, /there is no report nonsense; the reports: dropped, /);
});

test('the command line writes to ClickHouse where COLLECTOR says so, nothing else changed', { skip }, async (t) => {
  const { url, database } = open();
  const child = spawn(process.execPath, [cli('../server.mjs'), '--port', '0'], {
    env: { ...process.env, COLLECTOR: 'clickhouse', CLICKHOUSE_URL: url, CLICKHOUSE_DATABASE: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  while (!printed.includes('Ctrl+C')) await once(child.stdout, 'data');
  assert.ok(printed.includes(`ClickHouse at ${url}, database ${database} (0 events)`), printed);
  const [, own] = /Courtesy demo\s+(http:\S+)\//.exec(printed);
  assert.equal((await post({ url: own }, batch(siteEvents()))).status, 200);
  child.kill('SIGTERM');
  await once(child, 'exit');
  assert.match(printed, /stopped, 7 events in ClickHouse/);
});
