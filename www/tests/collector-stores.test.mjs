/** What the collector takes: stored once, whole, with the times of the sender. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { folder, running } from './running.mjs';
import { batch, event, post } from './wire.mjs';

test('a valid batch is stored once, with its own times', async (t) => {
  const server = await running(t);
  const sent = event({ messageId: 'the-id', userId: 'ada' });
  const answer = await post(server, batch([sent]));
  assert.deepEqual([answer.status, answer.body], [200, { success: true }]);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');

  const [row, ...others] = await server.events.rows();
  assert.equal(others.length, 0);
  const { received_at, corrected_at, arrival, ...stored } = row;
  assert.deepEqual(stored, {
    message_id: 'the-id',
    type: 'track',
    name: 'Demo Requested',
    anonymous_id: 'visitor-1',
    user_id: 'ada',
    session_id: 'session-1',
    seq: 7,
    timestamp: '2026-05-04T08:15:30.250Z',
    sent_at: '2026-05-04T08:15:32.000Z',
    path: '/pricing',
    title: 'Pricing',
    campaign_source: 'newsletter',
    campaign_medium: 'email',
    campaign_name: 'spring',
    instance_id: null,
    channel: null,
    first_channel: null,
    last_channel: null,
    last_non_direct_channel: null,
    touch_channels: [],
    touches: null,
    engaged_ms: null,
    dropped_queue_full: 2,
    dropped_hold_full: 0,
    dropped_refused: 0,
    dropped_blocked: 0,
    dropped_corrupt: 0,
    dropped_contract: 0,
    dropped_hook: 0,
    properties: { plan: 'pro' },
    context: sent.context,
  });
  assert.equal(arrival, 1);
  assert.equal(Date.parse(received_at) - Date.parse(corrected_at), 1_750);
  assert.ok(Math.abs(Date.now() - Date.parse(received_at)) < 10_000);
});

test('a zone is taken into account, and a time without fraction is one', async (t) => {
  const server = await running(t);
  await post(server, batch([event({ timestamp: '2026-05-04T10:15:30+02:00' })], { sentAt: '2026-05-04T08:15:31Z' }));
  assert.equal((await server.events.rows())[0].timestamp, '2026-05-04T08:15:30.000Z');
});

test('JSON and typeless bodies are taken too', async (t) => {
  const server = await running(t);
  assert.equal((await post(server, batch([event()]), { type: 'application/json' })).status, 200);
  assert.equal((await post(server, batch([event()]), { type: '' })).status, 200);
  assert.equal(await server.events.count(), 2);
});

test('a messageId is stored once: in a later batch, in the same batch, with other content', async (t) => {
  const server = await running(t);
  const first = event({ messageId: 'twice', properties: { version: 1 } });
  await post(server, batch([first, event()]));
  const again = await post(server, batch([{ ...first, properties: { version: 2 } }, event(), first]));
  assert.equal(again.status, 200);
  const rows = await server.events.rows();
  assert.equal(rows.length, 3);
  assert.deepEqual(rows.find((row) => row.message_id === 'twice').properties, { version: 1 });
  assert.deepEqual(server.counts, { duplicates: 2, rejected: 0 });
});

test('each type finds its name, and traits are the properties of who has none', async (t) => {
  const server = await running(t);
  const bare = { event: undefined, properties: undefined };
  await post(server, batch([
    event({ ...bare, type: 'page', name: 'Home' }),
    event({ ...bare, type: 'identify', userId: 'ada', traits: { plan: 'pro' } }),
    event({ ...bare, type: 'group', groupId: 'acme' }),
    event({ ...bare, type: 'alias', previousId: 'visitor-0', userId: 'ada' }),
    event({ ...bare, type: 'screen', name: 'Settings', properties: null }),
  ]));
  const rows = await server.events.rows();
  assert.deepEqual(rows.map((row) => row.name), ['Home', null, 'acme', 'visitor-0', 'Settings']);
  assert.deepEqual(rows.map((row) => row.properties), [null, { plan: 'pro' }, null, null, null]);
});

test("the batch's context lies under each event's own", async (t) => {
  const server = await running(t);
  const shared = { locale: 'de', page: { path: '/shared' } };
  await post(server, batch([event({ context: undefined }), event({ context: { page: { path: '/own' } } })], { context: shared }));
  const rows = await server.events.rows();
  assert.deepEqual(rows.map((row) => row.path), ['/shared', '/own']);
  assert.deepEqual(rows.map((row) => row.context.locale), ['de', 'de']);
});

test("a foreign sender's context does no harm", async (t) => {
  const server = await running(t);
  const contexts = [
    { courtesy: 'no object', page: [], campaign: 7 },
    { courtesy: { session_id: 5, seq: '9', dropped: null } },
    { courtesy: { seq: -1 }, page: { path: {} } },
    { courtesy: { seq: 2 ** 60 } },
  ];
  const answer = await post(server, batch(contexts.map((context) => event({ context }))));
  assert.equal(answer.status, 200);
  for (const row of await server.events.rows()) assert.deepEqual([row.session_id, row.seq, row.path], [null, null, null]);
});

test('a __proto__ key is data, and nothing else', async (t) => {
  const server = await running(t);
  const text = JSON.stringify(batch([event({ messageId: 'proto' })]))
    .replace('"plan":"pro"', '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}')
    .replace('"page":', '"__proto__":{"polluted":true},"page":');
  assert.equal((await post(server, text)).status, 200);
  assert.equal({}.polluted, undefined);
  const [row] = await server.events.rows();
  assert.deepEqual(Object.keys(row.properties), ['__proto__', 'constructor']);
  assert.equal(row.context.polluted, undefined);
  assert.equal((await post(server, `{"__proto__":${JSON.stringify(batch([event()]))}}`)).body.error.path, 'batch');
});

test('any text is stored: emoji, NUL, quotes, half a character, SQL', async (t) => {
  const server = await running(t);
  const note = `😀 \u0000 "'; drop table events; -- \\ud800 \u2028`;
  await post(server, batch([event({ event: note, properties: { note, [note]: 1, half: '\ud83d' } })]));
  const [row] = await server.events.rows();
  assert.equal(row.name, note);
  assert.deepEqual(row.properties, { note, [note]: 1, half: '\ufffd' });
});

test('20 batches at once are all stored, the overlapping events once', async (t) => {
  const server = await running(t, { database: `${await folder(t)}/events.duckdb` });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) =>
    post(server, batch([
      event({ messageId: `shared-${n % 5}` }),
      ...Array.from({ length: 10 }, (_, k) => event({ messageId: `own-${n}-${k}` })),
    ]))));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  const ids = (await server.events.rows()).map((row) => row.message_id);
  assert.equal(ids.length, 205);
  assert.equal(new Set(ids).size, 205);
  assert.equal(server.counts.duplicates, 15);
});

test('every body is on the log, with its headers, status and time', async (t) => {
  const server = await running(t);
  await post(server, batch([event({ messageId: 'logged' })]), { headers: { 'X-Test': 'yes' } });
  await post(server, 'nonsense');
  const [first, second] = server.batches;
  assert.equal(JSON.parse(first.body).batch[0].messageId, 'logged');
  assert.equal(first.headers['x-test'], 'yes');
  assert.deepEqual([first.status, second.status, second.body], [200, 400, 'nonsense']);
  assert.ok(first.receivedAtMs <= second.receivedAtMs && first.receivedAtMs > 1_700_000_000_000);
  assert.deepEqual(server.requests.map(({ method, path, status }) => [method, path, status]),
    [['POST', '/v1/batch', 200], ['POST', '/v1/batch', 400]]);
});
