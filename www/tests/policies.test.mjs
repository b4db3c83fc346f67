/** The policies that pages are served under, and the config that they are served with. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { startServer } from '../server/start-server.mjs';
import { folder, running } from './running.mjs';
import { getRaw } from './wire.mjs';

const policyOf = async (server, path = '/live') => (await getRaw(server, path)).headers['content-security-policy'];

test('pages are served under the strict policy', async (t) => {
  const server = await running(t);
  assert.equal(await policyOf(server),
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    + 'trusted-types courtesy');
  assert.equal(await policyOf(server, '/partner/tides'), (await policyOf(server)).replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
  const { headers } = await getRaw(server, '/live');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin');
  assert.equal(await policyOf(server, '/live/live.css'), undefined);
});

test('the policy can forbid WebAssembly, or be left out, or be a mistake', async (t) => {
  const strict = await policyOf(await running(t));
  assert.equal(await policyOf(await running(t, { csp: 'no-wasm' })), strict.replace(" 'wasm-unsafe-eval'", ''));
  assert.equal(await policyOf(await running(t, { csp: 'none' })), undefined);
  await assert.rejects(startServer({ csp: 'lax' }), /csp must be one of strict, no-wasm, none/);
});

test('our own pages need nothing that the policy forbids', async (t) => {
  const server = await running(t);
  for (const path of ['/live', '/live/not-found.html', '/partner/tides', '/partner/film', '/partner/privacy']) {
    const html = String((await getRaw(server, path)).body);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?:/i, path);
  }
});

test('the config is a file or an object, and is checked by the tools', async (t) => {
  const root = await folder(t, {
    'config.json': '{"slots":1}',
    'broken.json': '{"slots":',
    'sdk/tools/courtesy_tools.js': "exports.check = (c) => c.slots ? [{ path: 'slots', kind: 'type', message: 'must be an object' }] : []",
    'bad/tools/courtesy_tools.js': "throw new Error('no wasm')",
  });
  const start = (config, sdk = 'sdk') => {
    const printed = [];
    return running(t, { config, sdkDir: join(root, sdk), log: (line) => printed.push(line) }).then((server) => ({ server, printed }));
  };
  const served = async ({ server }) => {
    const { status, body } = await getRaw(server, '/courtesy.json');
    return [status, String(body)];
  };

  const file = await start(join(root, 'config.json'));
  assert.deepEqual(await served(file), [200, '{"slots":1}']);
  assert.deepEqual(file.printed, ['config: slots: must be an object [type]']);
  assert.deepEqual(file.server.warnings, file.printed);

  const object = await start({ events: {} });
  assert.deepEqual([await served(object), object.printed], [[200, '{"events":{}}'], []]);

  const broken = await start(join(root, 'broken.json'));
  assert.deepEqual(await served(broken), [200, '{"slots":']);
  assert.match(broken.printed[0], /^config: .*broken\.json is not JSON/);

  const missing = await start(join(root, 'nothing.json'));
  assert.equal((await served(missing))[0], 404);
  assert.match(missing.printed[0], /is missing/);

  assert.match((await start({}, 'bad')).printed[0], /the tools failed: no wasm/);
  assert.match((await start({}, 'none')).printed[0], /the tools are not built/);
});
