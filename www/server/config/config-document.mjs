/**
 * The document served as /courtesy.json: a file, read on each request, or an object given by a test.
 *
 * A broken document is served as it stands. What the page makes of it is exactly what we want to see.
 */
import { basename, dirname } from 'node:path';
import { openFolder } from '../files/folder.mjs';
import { servedFile } from '../files/served-file.mjs';

const MEDIA_TYPE = 'application/json; charset=utf-8';

/**
 * @param {string | object} config
 * @returns {{ name: string, find: () => Promise<import('../files/served-file.mjs').ServedFile | null> }}
 */
export function openConfig(config) {
  if (typeof config !== 'string') {
    const file = servedFile(Buffer.from(JSON.stringify(config)), MEDIA_TYPE);
    return { name: 'the config object', find: async () => file };
  }
  const folder = openFolder(dirname(config));
  return {
    name: config,
    async find() {
      const file = await folder.find(basename(config));
      return file && { ...file, mediaType: MEDIA_TYPE };
    },
  };
}
