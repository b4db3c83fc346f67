/** /v1/receipts: a receipt whose hash is right is countersigned, anything else is refused with a reason. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import test from 'node:test';
import { receiptHash } from '../server/receipts/receipt.mjs';
import { running } from './running.mjs';

const CONTENT = {
  at: 1795518000000,
  denied: ['marketing'],
  granted: ['analytics', 'media', 'media/tides'],
  jurisdiction: { gpc: 'honour', mode: 'opt-in', region: 'DE', source: 'time_zone' },
  locale: 'de',
  method: 'banner',
  outcome: 'partial',
  policy: { fingerprint: '99336ad3', revision: 1 },
  previous: null,
  signal: false,
  site: 'https://site.example',
  text: null,
  v: 1,
};
const receipt = (changes = {}) => {
  const content = { ...CONTENT, ...changes };
  return { ...content, id: receiptHash(content) };
};

async function send(server, body, method = 'POST') {
  const response = await fetch(`${server.url}/v1/receipts`, { method, body: typeof body === 'object' ? JSON.stringify(body) : body });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const keyOf = async (server) => (await fetch(`${server.url}/v1/receipts/key`)).json();

test('the hash is the one of the canonical JSON, in whatever order the members came', () => {
  // CONTENT is written in sorted order and without anything to escape, so its plain JSON is its canonical form.
  const hash = createHash('sha256').update(JSON.stringify(CONTENT)).digest('hex');
  assert.equal(receiptHash(CONTENT), hash);
  assert.equal(receiptHash(Object.fromEntries(Object.entries(CONTENT).reverse())), hash);
  assert.equal(receiptHash({ ...CONTENT, id: 'x', countersignature: { any: 1 } }), hash);
  assert.notEqual(receiptHash({ ...CONTENT, at: 1 }), hash);
});

test('a receipt is countersigned, and the public key verifies that', async (t) => {
  const server = await running(t);
  const { id } = receipt();
  const before = Date.now();
  const { status, body } = await send(server, receipt());
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body).sort(), ['key_id', 'signature', 'signed_at_ms']);
  assert.ok(body.signed_at_ms >= before && body.signed_at_ms <= Date.now());

  const { key_id, public_key } = await keyOf(server);
  assert.equal(key_id, body.key_id);
  assert.equal(public_key.d, undefined, 'the private part stays here');
  const holds = (text) => verify(null, Buffer.from(text), createPublicKey({ key: public_key, format: 'jwk' }), Buffer.from(body.signature, 'base64url'));
  assert.ok(holds(`${id}.${body.signed_at_ms}`));
  assert.ok(!holds(`${id}.${body.signed_at_ms + 1}`));

  const other = await running(t);
  assert.notEqual((await keyOf(other)).key_id, key_id, 'each start has a key of its own');
});

test('a receipt that is sent again is signed again, also with its countersignature', async (t) => {
  const server = await running(t);
  const { status } = await send(server, { ...receipt({ previous: 'a'.repeat(64) }), countersignature: { signature: 'x' } });
  assert.equal(status, 200);
});

test('whatever is no receipt is refused with the place and the reason', async (t) => {
  const server = await running(t);
  const deep = JSON.stringify(receipt()).replace('"revision":1', `"revision":${'['.repeat(9_000)}${']'.repeat(9_000)}`);
  const cases = [
    ['body', ''],
    ['body', 'nonsense'],
    ['body', '[]'],
    ['body', 'null'],
    ['body', Buffer.from([0x22, 0xff, 0x22])],
    ['body', deep],
    ['v', receipt({ v: 2 })],
    ['at', receipt({ at: -1 })],
    ['outcome', receipt({ outcome: 'maybe' })],
    ['granted', receipt({ granted: [1] })],
    ['policy', receipt({ policy: null })],
    ['previous', receipt({ previous: 'none' })],
    ['previous', receipt({ previous: undefined })],
    ['id', { ...receipt(), id: undefined }],
    ['id', { ...receipt(), id: '0'.repeat(64) }],
    ['id', { ...receipt(), granted: ['analytics', 'marketing'] }],
    ['id', { ...receipt(), extra: true }],
  ];
  for (const [path, body] of cases) {
    const raw = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${server.url}/v1/receipts`, { method: 'POST', body: raw });
    const { error } = await response.json();
    assert.deepEqual([response.status, error.path, typeof error.reason], [400, path, 'string'], String(raw).slice(0, 200));
  }
});

test('other methods and endless bodies are refused', async (t) => {
  const server = await running(t);
  const wrong = await fetch(`${server.url}/v1/receipts`);
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'POST']);
  assert.equal((await send(server, 'x'.repeat(70_000))).status, 413);
});
