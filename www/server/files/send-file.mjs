/**
 * Answers a request with a file: conditional, compressed where the browser takes it, without a body for HEAD.
 *
 * Everything is revalidated on each use (`no-cache`), since a developer changes files all the time; ranges are not offered.
 */

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {import('./served-file.mjs').ServedFile} file
 * @param {{ status?: number, headers?: Record<string, string> }} [options]
 */
export async function sendFile(request, response, file, { status = 200, headers = {} } = {}) {
  const small = takesBrotli(request.headers['accept-encoding']) ? await file.brotli() : null;
  const body = small ?? file.bytes;
  // Each encoding has its own tag: a strong one stands for the very bytes.
  const tag = `"${file.tag}${small ? '-br' : ''}"`;
  const common = {
    'Content-Type': file.mediaType,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
    ETag: tag,
    ...headers,
  };
  if (response.destroyed) return;
  if (status === 200 && isKnown(request.headers['if-none-match'], file.tag)) {
    response.writeHead(304, common).end();
    return;
  }
  const encoding = small ? { 'Content-Encoding': 'br' } : {};
  response.writeHead(status, { ...common, ...encoding, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** `br;q=0` means "not br". */
function takesBrotli(header = '') {
  return header.split(',').some((part) => /^\s*br\s*(;\s*q=(0\.0*[1-9]|1).*)?$/i.test(part));
}

/** Whether the browser holds this content, in whichever encoding. */
function isKnown(header = '', tag) {
  return header.trim() === '*' || header.split(',').some((part) => {
    const held = part.trim().replace(/^W\//, '');
    return held === `"${tag}"` || held === `"${tag}-br"`;
  });
}
