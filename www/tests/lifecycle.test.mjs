/** Starting and stopping: nothing is lost, nothing is left behind. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { startServer } from '../server/start-server.mjs';
import { folder, running } from './running.mjs';
import { batch, event, post } from './wire.mjs';

const CLI = fileURLToPath(new URL('../server.mjs', import.meta.url));

test('a database that is opened again has its rows, and still knows their ids', async (t) => {
  const database = join(await folder(t), 'new', 'events.duckdb');
  const body = batch([event({ messageId: 'kept' }), event()]);
  const first = await startServer({ database });
  await post(first, body);
  const before = await first.events.rows();
  await first.close();

  const second = await running(t, { database });
  assert.deepEqual(await second.events.rows(), before);
  await post(second, body);
  await post(second, batch([event({ messageId: 'later' })]));
  const rows = await second.events.rows();
  assert.equal(rows.length, 3);
  assert.ok(rows[2].message_id === 'later' && rows[2].arrival > rows[1].arrival);
  assert.equal(second.counts.duplicates, 2);
});

test('a file from before the newest columns is opened, and gets them', async (t) => {
  const database = join(await folder(t), 'events.duckdb');
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const schema = await readFile(new URL('../server/database/duckdb/schema.sql', import.meta.url), 'utf8');
  await connection.run(schema.slice(0, schema.indexOf('-- Columns that came later')));
  await connection.run(`insert into events (message_id, type, timestamp, corrected_at, sent_at, received_at, context)
    select 'old', 'track', moment, moment, moment, moment, '{}' from (select timestamp '2026-05-04 08:15:30' as moment)`);
  connection.closeSync();
  instance.closeSync();

  const server = await running(t, { database });
  await post(server, batch([event({ messageId: 'old' }), event({ messageId: 'new' })]));
  const rows = await server.events.rows();
  assert.deepEqual(rows.map((row) => [row.message_id, row.touch_channels, row.dropped_queue_full]), [['old', [], null], ['new', [], 2]]);
});

test('closing is clean: idle and waiting connections end, what was sent is stored, twice is fine', async (t) => {
  const database = join(await folder(t), 'events.duckdb');
  const server = await startServer({ database });
  const idle = connect(server.port, '127.0.0.1');
  await once(idle, 'connect');
  const sent = Array.from({ length: 5 }, () => post(server, batch([event()])).then(() => 1, () => 0));
  while (server.batches.length < 5) await new Promise((resolve) => setTimeout(resolve, 2));
  await Promise.all([server.close(), server.close(), once(idle, 'close')]);
  await assert.rejects(fetch(server.url));

  const answered = (await Promise.all(sent)).reduce((sum, one) => sum + one, 0);
  const again = await running(t, { database });
  assert.ok((await again.events.count()) >= answered, 'an answer means stored');
});

test('a port that is taken yields the next, and says so', async (t) => {
  const first = await running(t);
  const lines = [];
  const second = await running(t, { port: first.port, log: (line) => lines.push(line) });
  assert.ok(second.port > first.port);
  assert.ok(lines.includes(`port ${first.port} is taken, using ${second.port}`));
  assert.equal(second.url, `http://127.0.0.1:${second.port}`);
});

test('only this machine is listened to', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.0.1', 'example.test']) {
    await assert.rejects(startServer({ host }), /host must be of this machine/);
  }
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`the command line prints its URLs and stops on ${signal}`, async (t) => {
    const database = join(await folder(t), 'events.duckdb');
    const child = spawn(process.execPath, [CLI, '--port', '0', '--db', database], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    while (!printed.includes('Ctrl+C')) await once(child.stdout, 'data');
    const url = /Courtesy demo\s+(http:\S+)\//.exec(printed)[1];
    assert.ok(printed.includes(`${url}/live`));
    await post({ url }, batch([event({ messageId: 'by-cli' })]));
    child.kill(signal);
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
    assert.match(printed, /stopped, 1 events/);
    const again = await running(t, { database });
    assert.equal((await again.events.rows())[0].message_id, 'by-cli');
  });
}

test('a wrong argument gets a line and a status, not a trace', async () => {
  for (const args of [['--port', 'x'], ['--colour', 'red'], ['--host', '0.0.0.0']]) {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let printed = '';
    child.stderr.on('data', (chunk) => (printed += chunk));
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    assert.doesNotMatch(printed, /\n\s+at /);
  }
});
