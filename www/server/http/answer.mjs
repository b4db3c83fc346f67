/**
 * Writes the two plain kinds of answers: a JSON document, and a line of text.
 *
 * Files have an answer of their own (files/send-file.mjs); policies for pages are in page-headers.mjs.
 */

/** No answer of this server is to be guessed at by the browser, and none of these is worth keeping. */
const ALWAYS = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} document
 * @param {Record<string, string>} [headers]
 */
export function sendJson(response, status, document, headers = {}) {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(document), headers);
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} line
 * @param {Record<string, string>} [headers]
 */
export function sendText(response, status, line, headers = {}) {
  send(response, status, 'text/plain; charset=utf-8', `${line}\n`, headers);
}

function send(response, status, mediaType, body, headers) {
  if (response.destroyed || response.headersSent) return;
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...ALWAYS, 'Content-Type': mediaType, 'Content-Length': length, ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
