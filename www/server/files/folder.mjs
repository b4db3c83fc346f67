/**
 * A folder whose files are served, each read again only when it has changed on disk.
 *
 * It gives nothing that lies outside of it, not even through a symbolic link, and it knows no URLs.
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { mediaTypeOf } from './media-types.mjs';
import { servedFile } from './served-file.mjs';

/** What a missing file, or a folder in its place, looks like to the file system. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EACCES']);

/**
 * @param {string} root  May be missing, and may appear later: a build makes it.
 * @returns {{ find: (relativePath: string) => Promise<import('./served-file.mjs').ServedFile | null> }}
 */
export function openFolder(root) {
  const known = new Map();

  async function read(relativePath) {
    const path = await realpath(join(root, relativePath));
    if (!path.startsWith((await realpath(root)) + sep)) return null;
    const found = await stat(path);
    if (!found.isFile()) return null;
    const version = `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (known.get(path)?.version !== version) {
      known.set(path, { version, file: servedFile(await readFile(path), mediaTypeOf(path)) });
    }
    return known.get(path).file;
  }

  return {
    async find(relativePath) {
      try {
        return await read(relativePath);
      } catch (error) {
        if (ABSENT.has(error.code)) return null;
        throw error;
      }
    },
  };
}
