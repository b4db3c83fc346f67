/** Files: clean URLs, types, compression, conditional requests, and no way out of the folders. */
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { folder, running } from './running.mjs';
import { getRaw } from './wire.mjs';

const PAGE = `<!doctype html><title>A page</title>${'<p>words</p>'.repeat(100)}`;
const WASM = Buffer.concat([Buffer.from('0061736d01000000', 'hex'), Buffer.alloc(2_000)]);

async function withSite(t, options = {}) {
  const root = await folder(t, {
    'site/index.html': 'home',
    'site/pricing.html': PAGE,
    'site/docs/index.html': 'docs',
    'site/docs/getting-started.html': 'start',
    'site/site.css': 'body { color: red }',
    'site/.hidden': 'secret',
    'sdk/courtesy.js': 'js',
    'sdk/courtesy.wasm': WASM,
    'sdk/tools/courtesy_tools.js': 'exports.check = () => []',
    'secret.txt': 'secret',
  });
  return { root, server: await running(t, { siteDir: join(root, 'site'), sdkDir: join(root, 'sdk'), ...options }) };
}

test('clean URLs find their pages', async (t) => {
  const { server } = await withSite(t);
  const pages = { '/': 'home', '/pricing': PAGE, '/pricing?utm_source=x': PAGE, '/docs': 'docs', '/docs/getting-started': 'start' };
  for (const [path, text] of Object.entries(pages)) {
    const { status, headers, body } = await getRaw(server, path);
    assert.deepEqual([status, headers['content-type'], String(body)], [200, 'text/html; charset=utf-8', text], path);
  }
});

test('a page has one URL; others lead there, and never to another host', async (t) => {
  const { server } = await withSite(t);
  const redirects = { '/pricing/?a=1': '/pricing?a=1', '/pricing.html': '/pricing', '/index.html': '/', '/docs/': '/docs', '/docs/index.html': '/docs' };
  for (const [path, location] of Object.entries(redirects)) {
    const { status, headers } = await getRaw(server, path);
    assert.deepEqual([status, headers.location], [308, location], path);
  }
  for (const path of ['//elsewhere.test/', '//pricing/', '/nothing/', '/nothing.html']) {
    assert.equal((await getRaw(server, path)).status, 404, path);
  }
});

test('types are right, most of all of WebAssembly', async (t) => {
  const { server } = await withSite(t);
  const types = {
    '/courtesy/courtesy.wasm': 'application/wasm',
    '/courtesy/courtesy.js': 'text/javascript; charset=utf-8',
    '/site.css': 'text/css; charset=utf-8',
    '/courtesy.json': 'application/json; charset=utf-8',
    '/live/live.js': 'text/javascript; charset=utf-8',
  };
  for (const [path, type] of Object.entries(types)) {
    const { status, headers } = await getRaw(server, path);
    assert.deepEqual([status, headers['content-type'], headers['x-content-type-options']], [200, type, 'nosniff'], path);
  }
});

test('nothing leads out of the folders', async (t) => {
  const { root, server } = await withSite(t);
  await symlink(join(root, 'secret.txt'), join(root, 'site', 'link.txt'));
  const paths = [
    '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%2e%2e%2fsecret.txt', '/..%5csecret.txt', '/..\\secret.txt',
    '/docs/../../secret.txt', '/docs/..%2f..%2fsecret.txt', '/courtesy/..%2f..%2fsecret.txt', '/courtesy/../secret.txt',
    '/live/..%2fserver.mjs', '/live/%2e%2e/server.mjs', '/%252e%252e/secret.txt', '/.hidden', '/%2ehidden', '/secret.txt%00.html',
    '/%', '/%ff', '/link.txt', '/docs%2f..%2f..%2fsecret.txt', '/./site.css', `${server.url}/site.css`, '*', '/courtesy/', '/tools',
  ];
  for (const path of paths) {
    const { status, body } = await getRaw(server, path);
    assert.deepEqual([status, body.includes('secret')], [404, false], path);
  }
});

test('what is not there is a 404: a page for people, a line for programs', async (t) => {
  const { server } = await withSite(t);
  const page = await getRaw(server, '/nothing', { Accept: 'text/html,*/*' });
  assert.deepEqual([page.status, page.headers['content-type']], [404, 'text/html; charset=utf-8']);
  assert.ok(page.headers['content-security-policy']);
  assert.match(String(page.body), /Page not found/);
  const line = await getRaw(server, '/courtesy/nothing.js');
  assert.deepEqual([line.status, line.headers['content-type']], [404, 'text/plain; charset=utf-8']);
});

test('a browser that takes brotli gets it, for text and wasm', async (t) => {
  const { server } = await withSite(t);
  for (const [path, content] of [['/pricing', Buffer.from(PAGE)], ['/courtesy/courtesy.wasm', WASM]]) {
    const small = await getRaw(server, path, { 'Accept-Encoding': 'gzip, br;q=0.9' });
    assert.equal(small.headers['content-encoding'], 'br');
    assert.equal(small.headers.vary, 'Accept-Encoding');
    assert.ok(small.body.length < content.length);
    assert.deepEqual(brotliDecompressSync(small.body), content);
    const plain = await getRaw(server, path, { 'Accept-Encoding': 'gzip, br;q=0' });
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.deepEqual(plain.body, content);
    assert.notEqual(plain.headers.etag, small.headers.etag);
  }
});

test('what the browser holds is not sent again, until it changes', async (t) => {
  const { root, server } = await withSite(t);
  const { headers } = await getRaw(server, '/site.css');
  const held = await getRaw(server, '/site.css', { 'If-None-Match': `"x", W/${headers.etag}` });
  assert.deepEqual([held.status, held.body.length, held.headers.etag], [304, 0, headers.etag]);
  await writeFile(join(root, 'site', 'site.css'), 'body { color: blue; }');
  const changed = await getRaw(server, '/site.css', { 'If-None-Match': headers.etag });
  assert.deepEqual([changed.status, String(changed.body)], [200, 'body { color: blue; }']);
});

test('HEAD has no body; other methods are not taken', async (t) => {
  const { server } = await withSite(t);
  const head = await fetch(`${server.url}/pricing`, { method: 'HEAD', headers: { 'Accept-Encoding': 'identity' } });
  assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, String(PAGE.length), '']);
  assert.equal((await fetch(`${server.url}/pricing`, { method: 'POST', body: 'x' })).status, 405);
});

test('an SDK that is not built yet is a 404, and is found once it is', async (t) => {
  const root = await folder(t);
  const server = await running(t, { sdkDir: join(root, 'dist'), siteDir: join(root, 'site') });
  assert.equal((await getRaw(server, '/courtesy/courtesy.js')).status, 404);
  assert.equal((await getRaw(server, '/')).status, 404);
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist', 'courtesy.js'), 'built');
  assert.equal(String((await getRaw(server, '/courtesy/courtesy.js')).body), 'built');
});
