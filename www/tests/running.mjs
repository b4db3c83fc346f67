/**
 * Starts a server for one test, and stops it when the test ends, however it ends. Also makes folders that vanish so.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer } from '../server/start-server.mjs';

/** @param {import('node:test').TestContext} test */
export async function running(test, options = {}) {
  const server = await startServer(options);
  test.after(() => server.close());
  return server;
}

/** A folder with the given files, by path. */
export async function folder(test, files = {}) {
  const root = await mkdtemp(join(tmpdir(), 'courtesy-www-'));
  test.after(() => rm(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}
