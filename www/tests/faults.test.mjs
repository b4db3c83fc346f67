/** The collector's bad days, to order: what senders are tested against must itself be right. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { running } from './running.mjs';
import { batch, event, post } from './wire.mjs';

test('a status stores nothing and says when to come back; healed, all is well', async (t) => {
  const server = await running(t, { collector: { status: 503, retryAfterSeconds: 2 } });
  const refused = await post(server, batch([event()]));
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '2']);
  assert.equal(await server.events.count(), 0);
  server.setFault();
  assert.equal((await post(server, batch([event()]))).status, 200);
  assert.deepEqual(server.batches.map((received) => received.status), [503, 200]);
  assert.equal(server.counts.rejected, 0);
});

test('an answer can be lost after the batch was stored', async (t) => {
  const server = await running(t, { collector: { status: 500, storesFirst: true } });
  const body = batch([event()]);
  assert.equal((await post(server, body)).status, 500);
  assert.equal(await server.events.count(), 1);
  server.setFault({});
  assert.equal((await post(server, body)).status, 200);
  assert.equal(await server.events.count(), 1);
  assert.equal(server.counts.duplicates, 1);
});

test('status 0 cuts the connection', async (t) => {
  const server = await running(t, { collector: { status: 0 } });
  await assert.rejects(post(server, batch([event()])));
  assert.equal(server.batches[0].status, 0);
});

test('a delay delays, and does not hold up the closing', async (t) => {
  const server = await running(t, { collector: { delayMs: 150 } });
  const startedMs = performance.now();
  assert.equal((await post(server, batch([event()]))).status, 200);
  assert.ok(performance.now() - startedMs >= 145);
  server.setFault({ delayMs: 60_000 });
  const waiting = post(server, batch([event()])).then((answer) => answer.status, () => 'cut');
  while (server.batches.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const closingMs = performance.now();
  await server.close();
  assert.ok(performance.now() - closingMs < 2_000);
  assert.ok([200, 'cut'].includes(await waiting));
});
