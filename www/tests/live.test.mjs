/** /live.json: what came after, newest first, and the totals. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { running } from './running.mjs';
import { batch, event, getRaw, post } from './wire.mjs';

const live = async (server, query = '') => {
  const { status, body } = await getRaw(server, `/live.json${query}`);
  return { status, ...JSON.parse(String(body)) };
};

test('the totals are of everything, the rows of what came after', async (t) => {
  const server = await running(t);
  const empty = await live(server);
  assert.deepEqual([empty.events, empty.visitors, empty.sessions, empty.duplicates, empty.rejected, empty.last_arrival], [0, 0, 0, 0, 0, 0]);

  const first = event({ messageId: 'a' });
  await post(server, batch([first, event({ messageId: 'b', anonymousId: undefined, userId: 'ada', context: {} })]));
  await post(server, batch([first, event({ messageId: 'c', anonymousId: 'visitor-2' })]));
  await post(server, 'nonsense');

  const all = await live(server);
  assert.deepEqual(all.rows.map((row) => row.message_id), ['c', 'b', 'a']);
  assert.deepEqual([all.events, all.visitors, all.sessions, all.duplicates, all.rejected], [3, 3, 1, 1, 1]);
  assert.equal(all.run, empty.run);
  assert.equal(all.last_arrival, all.rows[0].arrival);

  const none = await live(server, `?after=${all.last_arrival}`);
  assert.deepEqual([none.rows, none.last_arrival, none.events], [[], all.last_arrival, 3]);
  const some = await live(server, `?after=${all.rows[2].arrival}&limit=1`);
  assert.deepEqual(some.rows.map((row) => row.message_id), ['c']);
});

test('a question that makes no sense is answered so', async (t) => {
  const server = await running(t);
  for (const query of ['?after=x', '?after=-1', '?limit=1.5', '?limit=1e9', `?after=${'9'.repeat(30)}`]) {
    assert.equal((await live(server, query)).status, 400, query);
  }
  for (const query of ['?after=&limit=', '?limit=0', '?limit=999999999', '?other=1']) {
    assert.equal((await live(server, query)).status, 200, query);
  }
});

test('no other origin may read it', async (t) => {
  const server = await running(t);
  const { headers } = await getRaw(server, '/live.json', { Origin: 'https://elsewhere.test' });
  assert.equal(headers['access-control-allow-origin'], undefined);
});
