/** What the collector refuses: with the path of the fault, and without storing anything of the batch. */
import { gzipSync } from 'node:zlib';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import test from 'node:test';
import { BODY_LIMIT_BYTES } from '../server/collector/collector.mjs';
import { DEPTH_LIMIT, EVENT_LIMIT_BYTES } from '../server/collector/batch-validation.mjs';
import { running } from './running.mjs';
import { batch, event, lines, post } from './wire.mjs';

/** A batch of two good events and, between them, one that is bad. */
const bad = (changes) => batch([event(), event(changes), event()]);
const nested = (levels) => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));

const CASES = [
  ['an empty body', '', 'body'],
  ['no JSON', 'batch=1', 'body'],
  ['truncated JSON', JSON.stringify(batch([event()])).slice(0, -1), 'body'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'body'],
  ['text in Latin-1', Buffer.from(JSON.stringify(bad({ event: 'Grüße' })), 'latin1'), 'body'],
  ['an array', [event()], 'body'],
  ['null', 'null', 'body'],
  ['a string', '"batch"', 'body'],
  ['no batch', { sentAt: '2026-05-04T08:15:32Z', writeKey: 'demo' }, 'batch'],
  ['an empty batch', batch([]), 'batch'],
  ['a batch that is an object', batch({ 0: event(), length: 1 }), 'batch'],
  ['no writeKey', batch([event()], { writeKey: undefined }), 'writeKey'],
  ['a writeKey that is no string', batch([event()], { writeKey: 7 }), 'writeKey'],
  ['no sentAt', batch([event()], { sentAt: undefined }), 'sentAt'],
  ['a sentAt in words', batch([event()], { sentAt: 'May 4, 2026' }), 'sentAt'],
  ['a shared context that is an array', batch([event()], { context: [] }), 'context'],
  ['a shared context that grows into gigabytes', batch(Array(1_000).fill(event({ context: undefined })), { context: { a: 'x'.repeat(200_000) } }), 'context'],
  ['an event that is null', batch([event(), null]), 'batch[1]'],
  ['an event that is a string', batch([event(), 'track']), 'batch[1]'],
  ['no type', bad({ type: undefined }), 'batch[1].type'],
  ['an unknown type', bad({ type: 'click' }), 'batch[1].type'],
  ['a type that only the prototype knows', bad({ type: 'toString' }), 'batch[1].type'],
  ['no messageId', bad({ messageId: undefined }), 'batch[1].messageId'],
  ['an empty messageId', bad({ messageId: '' }), 'batch[1].messageId'],
  ['a messageId that is a number', bad({ messageId: 12 }), 'batch[1].messageId'],
  ['a messageId of 101 characters', bad({ messageId: 'x'.repeat(101) }), 'batch[1].messageId'],
  ['a messageId with half a character', bad({ messageId: 'a\ud83d' }), 'batch[1].messageId'],
  ['no visitor', bad({ anonymousId: undefined }), 'batch[1].anonymousId'],
  ['an anonymousId that is a number', bad({ anonymousId: 5 }), 'batch[1].anonymousId'],
  ['a userId that is an object, beside a good anonymousId', bad({ userId: {} }), 'batch[1].userId'],
  ['no timestamp', bad({ timestamp: undefined }), 'batch[1].timestamp'],
  ['a timestamp that is a number', bad({ timestamp: 1_777_882_530_250 }), 'batch[1].timestamp'],
  ['a timestamp without a zone', bad({ timestamp: '2026-05-04T08:15:30' }), 'batch[1].timestamp'],
  ['a day that does not exist', bad({ timestamp: '2026-02-30T08:15:30Z' }), 'batch[1].timestamp'],
  ['an hour that does not exist', bad({ timestamp: '2026-02-03T24:00:00Z' }), 'batch[1].timestamp'],
  ['a zone that does not exist', bad({ timestamp: '2026-02-03T12:00:00+25:00' }), 'batch[1].timestamp'],
  ['a track without event', bad({ event: undefined }), 'batch[1].event'],
  ['a track whose event is empty', bad({ event: '' }), 'batch[1].event'],
  ['properties that are an array', bad({ properties: [] }), 'batch[1].properties'],
  ['properties that are a string', bad({ properties: 'x' }), 'batch[1].properties'],
  ['a context that is a number', bad({ context: 1 }), 'batch[1].context'],
  ['traits that are a string', bad({ traits: 'x' }), 'batch[1].traits'],
  ['an event that is too large', bad({ properties: { a: 'x'.repeat(EVENT_LIMIT_BYTES) } }), 'batch[1]'],
  ['properties that are too deep', bad({ properties: nested(DEPTH_LIMIT + 1) }), 'batch[1].properties'],
  ['depth in a field that nobody reads', bad({ integrations: nested(100) }), 'batch[1]'],
  ['a shared context that is too deep', batch([event()], { context: nested(100) }), 'context'],
  ['depth without end', '['.repeat(200_000), 'body'],
  ['depth that is balanced', `{"batch":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'writeKey'],
];

test('each malformed batch gets a 400 with its path, and nothing of it is stored', async (t) => {
  const server = await running(t);
  for (const [name, body, path] of CASES) {
    await t.test(name, async () => {
      const answer = await post(server, body);
      assert.deepEqual([answer.status, answer.body.error?.path], [400, path], JSON.stringify(answer.body));
      assert.equal(typeof answer.body.error.reason, 'string');
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    });
  }
  assert.equal(await server.events.count(), 0);
  assert.equal(server.counts.rejected, CASES.length);
  assert.equal((await post(server, bad({}))).status, 200, 'and the server lives on');
});

test('each malformed line gets a 400 with its path, and nothing of the body is stored', async (t) => {
  const server = await running(t);
  const good = lines([event()]);
  const cases = [
    ['', 'body'],
    ['\n \n', 'body'],
    [`${good}\n{"type":`, 'lines[1]'],
    [`${good}\n[]`, 'lines[1]'],
    [`${good}\n\n${lines([event({ timestamp: 'noon' })])}`, 'lines[2].timestamp'],
    [lines([event()], { sentAt: 'noon' }), 'lines[0].sentAt'],
    [lines([event()], { writeKey: '' }), 'lines[0].writeKey'],
    [JSON.stringify(batch([event()])), 'lines[0].type'],
  ];
  for (const [body, path] of cases) {
    const answer = await post(server, body, { path: '/v1/ndjson' });
    assert.deepEqual([answer.status, answer.body.error?.path], [400, path], JSON.stringify(answer.body));
  }
  assert.equal((await post(server, good, { path: '/v1/ndjson', type: 'application/json' })).status, 415);
  assert.equal(await server.events.count(), 0);
  const tooMany = lines(Array.from({ length: 3 }, () => event()));
  server.setFault({ maxEvents: 2 });
  assert.equal((await post(server, tooMany, { path: '/v1/ndjson' })).status, 413);
});

test('a body beyond the limit gets a 413, one at the limit does not', async (t) => {
  const server = await running(t);
  const whole = (bytes) => {
    const text = JSON.stringify(batch([event()]));
    return text + ' '.repeat(bytes - text.length);
  };
  const beyond = await post(server, whole(BODY_LIMIT_BYTES + 1));
  assert.deepEqual([beyond.status, beyond.body.error.path], [413, 'body']);
  assert.equal((await post(server, whole(BODY_LIMIT_BYTES))).status, 200);
  assert.equal(await server.events.count(), 1);
});

test('a body without end is cut off', async (t) => {
  const server = await running(t);
  await assert.rejects(post(server, Buffer.alloc(BODY_LIMIT_BYTES * 20, 'x')));
  assert.equal((await post(server, batch([event()]))).status, 200);
});

test('a body that is compressed by anything but gzip, or of another kind, gets a 415', async (t) => {
  const server = await running(t);
  assert.equal((await post(server, batch([event()]), { type: 'multipart/form-data' })).status, 415);
  assert.equal((await post(server, batch([event()]), { headers: { 'Content-Encoding': 'br' } })).status, 415);
  assert.equal(await server.events.count(), 0);
});

test('a body by gzip is taken, one that only says so is not', async (t) => {
  const server = await running(t);
  const headers = { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' };
  const send = (body) => fetch(`${server.url}/v1/batch`, { method: 'POST', headers, body });
  assert.equal((await send(gzipSync(JSON.stringify(batch([event()]))))).status, 200);
  assert.equal((await send('{"batch":')).status, 400);
  assert.equal(await server.events.count(), 1);
});

test('OPTIONS is answered, other methods are not taken', async (t) => {
  const server = await running(t);
  const preflight = await fetch(`${server.url}/v1/batch`, { method: 'OPTIONS' });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.match(preflight.headers.get('access-control-allow-methods'), /POST/);
  assert.match(preflight.headers.get('access-control-allow-headers'), /content-type/i);
  const get = await fetch(`${server.url}/v1/batch`);
  assert.deepEqual([get.status, get.headers.get('allow')], [405, 'POST, OPTIONS']);
});

test('what is no HTTP, or stops in the middle, harms nobody', async (t) => {
  const lines = [];
  const server = await running(t, { log: (line) => lines.push(line) });
  const garbage = connect(server.port, '127.0.0.1');
  garbage.write('\u0000\u0001 garbage\r\n\r\n');
  assert.match(String((await once(garbage, 'data'))[0]), /^HTTP\/1\.1 400/);
  garbage.destroy();

  const leaver = connect(server.port, '127.0.0.1');
  leaver.write('POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"batch":[');
  await once(leaver, 'connect');
  leaver.resetAndDestroy();

  assert.equal((await post(server, batch([event()]))).status, 200);
  assert.deepEqual(lines.filter((line) => !line.startsWith('config:')), []);
});
