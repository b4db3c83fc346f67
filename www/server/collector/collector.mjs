/**
 * `POST /v1/batch`: takes Segment-shaped batches and answers for them.
 *
 * A 200 means stored and durable. It is open to every origin and takes `text/plain`, because a page that is being left can
 * only send what needs no preflight. It authenticates nobody: it is the receiver of a demo.
 */
import { sendJson } from '../http/answer.mjs';
import { readBody } from '../http/body.mjs';
import { BatchError } from './batch-error.mjs';
import { readBatch } from './batch-validation.mjs';
import { eventRow } from './event-row.mjs';

export const BODY_LIMIT_BYTES = 500 * 1024;

const MEDIA_TYPES = ['text/plain', 'application/json'];
const ANY_ORIGIN = { 'Access-Control-Allow-Origin': '*' };
const PREFLIGHT = {
  ...ANY_ORIGIN,
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '600',
};

/**
 * @typedef {object} ReceivedBatch
 * @property {number} receivedAtMs  When its last byte had come.
 * @property {string} path  With its query.
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} body  As text; only its beginning where it was too large.
 * @property {number | null} status  What was answered; null until then, 0 where the connection was cut.
 */

/**
 * @param {object} parts
 * @param {import('../database/event-store.mjs').EventStore} parts.store
 * @param {ReturnType<import('./fault.mjs').createFault>} parts.fault
 * @param {(batch: ReceivedBatch) => void} parts.log
 * @param {(line: string) => void} parts.report  Told of failures that are ours.
 * @returns {{
 *   handle: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>,
 *   counts: { duplicates: number, rejected: number },
 * }}  `counts` are of this run: events refused as known already, and batches refused with a 4xx of ours.
 */
export function createCollector({ store, fault, log, report }) {
  const counts = { duplicates: 0, rejected: 0 };

  async function keep(bytes, receivedAtMs) {
    const batch = readBatch(bytes);
    const { duplicates } = await store.insert(batch.batch.map((event) => eventRow(event, batch, receivedAtMs)));
    counts.duplicates += duplicates;
  }

  async function receive(request, response) {
    /** @type {ReceivedBatch} */
    const received = { receivedAtMs: 0, path: request.url, headers: request.headers, body: '', status: null };
    const { bytes, tooLarge } = await readBody(request, BODY_LIMIT_BYTES);
    received.receivedAtMs = Date.now();
    received.body = bytes.toString('utf8');
    log(received);

    const ordered = fault.get();
    await fault.delay(ordered.delayMs);
    const answer = await answerFor(request, received, { bytes, tooLarge }, ordered);
    received.status = answer.status;
    if (answer.status === 0) response.destroy();
    else sendJson(response, answer.status, answer.body, { ...ANY_ORIGIN, ...answer.headers });
  }

  /** Stores where it should, and never throws: whatever goes wrong is an answer. */
  async function answerFor(request, received, { bytes, tooLarge }, ordered) {
    try {
      if (ordered.status === undefined || ordered.storesFirst) {
        requireReadable(request, tooLarge);
        await keep(bytes, received.receivedAtMs);
      }
      return ordered.status === undefined ? { status: 200, body: { success: true } } : faultAnswer(ordered);
    } catch (error) {
      if (error instanceof BatchError) {
        counts.rejected += 1;
        return { status: error.status, body: { error: { path: error.path, reason: error.reason } } };
      }
      // Ours, not the sender's: a 5xx makes it keep the batch and try again.
      report(`the collector could not store a batch: ${error.message}`);
      return { status: 500, body: { error: { path: 'body', reason: 'could not be stored; send it again later' } } };
    }
  }

  return {
    counts,
    async handle(request, response) {
      if (request.method === 'OPTIONS') return void response.writeHead(204, PREFLIGHT).end();
      if (request.method !== 'POST') {
        const error = { path: 'method', reason: 'must be POST' };
        return sendJson(response, 405, { error }, { ...ANY_ORIGIN, Allow: 'POST, OPTIONS' });
      }
      return receive(request, response);
    },
  };
}

function requireReadable(request, tooLarge) {
  if (tooLarge) throw new BatchError('body', `must have at most ${BODY_LIMIT_BYTES} bytes`, 413);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new BatchError('body', `must not be encoded, and is ${encoding}`, 415);
  // A body without any type is taken too: that is what fetch() sends for a Blob that has none.
  const mediaType = (request.headers['content-type'] || MEDIA_TYPES[0]).split(';')[0].trim().toLowerCase();
  if (!MEDIA_TYPES.includes(mediaType)) throw new BatchError('body', `must be ${MEDIA_TYPES.join(' or ')}`, 415);
}

function faultAnswer({ status, retryAfterSeconds }) {
  return {
    status,
    body: { error: { path: 'body', reason: `ordered fault ${status}` } },
    headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  };
}
