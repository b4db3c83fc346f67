/** What only ClickHouse can do to us: be away, be slow, hold doubles until a merge; and take NDJSON without any collector. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { freePort } from '../../tests/rig/server-process.mjs';
import { startClickHouse } from '../../tests/rig/clickhouse.mjs';
import { COLUMNS } from '../server/database/columns.mjs';
import { openEventStore } from '../server/database/event-store.mjs';
import { createAsk } from '../server/database/clickhouse/clickhouse-http.mjs';
import { readStatements } from '../server/database/clickhouse/clickhouse-store.mjs';
import { StoreUnavailable } from '../server/database/store-unavailable.mjs';
import { runReport } from '../server/reports/report.mjs';
import { DATABASES, runningClickHouse } from './databases.mjs';
import { running } from './running.mjs';
import { SITE_REPORTS, siteEvents } from './site-events.mjs';
import { batch, event, lines, post } from './wire.mjs';

const [, { skip, open }] = DATABASES;
const askIn = ({ url, database }, sql) => createAsk({ url })(sql, { database });
const sqlFile = (name) => new URL(`../server/database/clickhouse/${name}.sql`, import.meta.url);

test('a database that is down: 503 with Retry-After, and nothing lost once it is back', { skip }, async (t) => {
  const port = await freePort();
  const said = [];
  const server = await running(t, {
    database: { kind: 'clickhouse', url: `http://127.0.0.1:${port}`, database: 'courtesy' },
    log: (line) => said.push(line),
  });
  assert.ok(said.some((line) => /ClickHouse at .*ECONNREFUSED/.test(line)), said.join('\n'));
  const body = batch([event({ messageId: 'waits' }), event()]);
  const refused = async () => {
    const answer = await post(server, body);
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5']);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  };
  await refused();
  const first = await startClickHouse({ port });
  t.after(() => first.stop().catch(() => {}));
  assert.equal((await post(server, body)).status, 200, 'the tables are made when it comes');
  await first.stop();
  await refused();
  // It comes back empty, as a disk may: the tables are made again.
  const second = await startClickHouse({ port });
  t.after(() => second.stop());
  assert.equal((await post(server, body)).status, 200);
  assert.deepEqual((await server.events.rows()).map((row) => row.message_id), body.batch.map((sent) => sent.messageId));
  assert.equal(server.counts.rejected, 0);
});

test('a database that does not answer is waited for only so long', async (t) => {
  const deaf = createServer(() => {}).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  t.after(() => deaf.closeAllConnections());
  t.after(() => deaf.close());
  const url = `http://127.0.0.1:${deaf.address().port}`;
  const store = await openEventStore({ kind: 'clickhouse', url, database: 'courtesy', timeoutMs: 50 });
  await assert.rejects(store.insert([]), (error) => error instanceof StoreUnavailable && /no answer within 50 ms/.test(error.message));
});

test('what two collectors wrote at once counts once before the merge, and is one row after it', { skip }, async () => {
  const database = open();
  const store = await openEventStore(database);
  const insert = (id, arrival, name) => runningClickHouse.ask(`
    insert into ${database.database}.events (arrival, message_id, type, name, timestamp, corrected_at, sent_at, received_at, context)
    values (${arrival}, '${id}', 'track', '${name}', 0, 0, 0, 0, '{}')`);
  await insert('raced', 20, 'second');
  await insert('raced', 10, 'first');
  assert.deepEqual(await runReport(store, 'duplicates'), [{ stored_rows: 2, events: 1, duplicates: 1 }]);
  assert.deepEqual([await store.count(), (await store.rows()).map((row) => row.name)], [1, ['first']]);
  await runningClickHouse.ask(`optimize table ${database.database}.events final`);
  assert.deepEqual(await runReport(store, 'duplicates'), [{ stored_rows: 1, events: 1, duplicates: 0 }]);
  assert.deepEqual((await store.rows()).map((row) => row.name), ['first']);
});

test('the collector writes and reads through a Distributed table unchanged', { skip }, async (t) => {
  const address = open();
  await runningClickHouse.ask(`create database ${address.database}`);
  // Without a Keeper neither `on cluster` nor replicas: what is left is what the collector talks to.
  for (const statement of await readStatements(sqlFile('cluster'))) {
    const alone = statement.replace(' on cluster courtesy', '').replace(/Replicated(\w+)\('[^']*', '[^']*', /, '$1(');
    await askIn(address, alone);
  }
  const server = await running(t, { database: address });
  for (let times = 0; times < 2; times += 1) assert.equal((await post(server, batch(siteEvents()))).status, 200);
  assert.deepEqual([await server.events.count(), server.counts.duplicates], [7, 7]);
  const [{ local }] = await runningClickHouse.query(`select count() as local from ${address.database}.events_local`);
  assert.equal(local, 7, 'acknowledged is stored, not just noted');
  await runningClickHouse.ask(`insert into ${address.database}.events_local select * from ${address.database}.events_local`);
  for (const [report, rows] of Object.entries(SITE_REPORTS)) {
    const expected = report === 'duplicates' ? [{ stored_rows: 14, events: 7, duplicates: 7 }] : rows;
    assert.deepEqual(await runReport(server.store, report), expected, report);
  }
});

test("the SDK's NDJSON goes into the landing table without a collector", { skip }, async () => {
  const { database, url } = open();
  await runningClickHouse.ask(`create database ${database}`);
  const [statement] = await readStatements(sqlFile('landing'));
  await runningClickHouse.ask(statement.replace('landing', `${database}.landing`));
  const sent = [
    event({ messageId: 'm1', properties: { deep: [1, { b: '}"' }], n: null } }),
    event({ messageId: 'm2', type: 'page', event: undefined, name: 'Home' }),
  ];
  const query = new URLSearchParams({ database, query: 'INSERT INTO landing FORMAT JSONEachRow', input_format_skip_unknown_fields: '1' });
  for (let times = 0; times < 2; times += 1) {
    const { status } = await fetch(`${url}/?${query}`, { method: 'POST', body: lines(sent), headers: { 'Content-Type': 'text/plain' } });
    assert.equal(status, 200);
  }
  const rows = await runningClickHouse.query(`
    select messageId, type, event, name, anonymousId, toUnixTimestamp(parseDateTimeBestEffort(timestamp)) as at, writeKey
    from ${database}.landing final order by messageId`);
  const at = Math.floor(Date.parse('2026-05-04T08:15:30.250Z') / 1000);
  const shared = { anonymousId: 'visitor-1', at, writeKey: 'demo' };
  assert.deepEqual(rows, [
    { messageId: 'm1', type: 'track', event: 'Demo Requested', name: null, ...shared },
    { messageId: 'm2', type: 'page', event: null, name: 'Home', ...shared },
  ]);
});

test('one server and a cluster have the same columns, which are those that are written', async () => {
  const columnsOf = async (name) => {
    const [table] = await readStatements(sqlFile(name));
    return [...table.matchAll(/^ {2}(\w+) +(.+?),? *$/gm)].map(([, column, type]) => [column, type]);
  };
  const single = await columnsOf('schema');
  assert.deepEqual(await columnsOf('cluster'), single);
  assert.deepEqual(single.map(([column]) => column), ['arrival', ...COLUMNS.map(([column]) => column), 'precedence']);
  assert.doesNotMatch(await readFile(sqlFile('cluster'), 'utf8').then((text) => text.replace(/--.*$/gm, '')), /partition by/i);
});
