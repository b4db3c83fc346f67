/**
 * Which media type a file is served as, and whether it is worth compressing.
 *
 * The list holds what a site like ours consists of; anything else is a plain stream of bytes.
 */
import { extname } from 'node:path';

const TEXT = '; charset=utf-8';

const MEDIA_TYPES = {
  '.avif': 'image/avif',
  '.css': `text/css${TEXT}`,
  '.gif': 'image/gif',
  '.html': `text/html${TEXT}`,
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': `text/javascript${TEXT}`,
  '.json': `application/json${TEXT}`,
  '.map': `application/json${TEXT}`,
  '.mjs': `text/javascript${TEXT}`,
  '.png': 'image/png',
  '.svg': `image/svg+xml${TEXT}`,
  '.ts': `text/plain${TEXT}`,
  '.txt': `text/plain${TEXT}`,
  '.wasm': 'application/wasm',
  '.webmanifest': `application/manifest+json${TEXT}`,
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': `application/xml${TEXT}`,
};

/**
 * @param {string} path
 * @returns {string}
 */
export function mediaTypeOf(path) {
  return MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

/**
 * @param {string} mediaType
 * @returns {boolean}  False for what is compressed by its own format.
 */
export function isCompressible(mediaType) {
  return mediaType.endsWith(TEXT) || mediaType === 'application/wasm';
}
