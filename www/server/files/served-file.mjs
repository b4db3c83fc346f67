/**
 * A file as it goes out: its bytes, their tag, and the same compressed, made once.
 *
 * It neither reads the disk nor answers a request.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { isCompressible } from './media-types.mjs';

const compress = promisify(brotliCompress);

/** The best there is: what the network panel shows is then what our size budgets count. */
const QUALITY = 11;
/** Below this the header of the answer weighs more than what is saved. */
const WORTHWHILE_BYTES = 256;

/** Compressed bodies by content, shared by all servers of this process: tests start many. */
const compressed = new Map();

/**
 * @typedef {object} ServedFile
 * @property {string} mediaType
 * @property {Buffer} bytes
 * @property {string} tag  Strong entity tag of `bytes`, without its quotes.
 * @property {() => Promise<Buffer | null>} brotli  `null` where it is not worth it.
 */

/**
 * @param {Buffer} bytes
 * @param {string} mediaType
 * @returns {ServedFile}
 */
export function servedFile(bytes, mediaType) {
  const tag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return {
    mediaType,
    bytes,
    tag,
    async brotli() {
      if (!isCompressible(mediaType) || bytes.length < WORTHWHILE_BYTES) return null;
      // The promise is kept, not its result, so that two requests at once compress but once.
      if (!compressed.has(tag)) {
        const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        compressed.set(tag, compress(bytes, { params }));
      }
      return compressed.get(tag);
    },
  };
}
