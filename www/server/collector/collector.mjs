/**
 * `POST /v1/batch` and `/v1/ndjson`: takes Segment-shaped batches, or an event a line, and answers for them.
 *
 * A 200 means stored and durable. It is open to every origin and takes `text/plain`, because a page that is being left can
 * only send what needs no preflight. It authenticates nobody: it is the receiver of a demo.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { sendJson } from '../http/answer.mjs';
import { readBody } from '../http/body.mjs';
import { BatchError } from './batch-error.mjs';
import { StoreUnavailable } from '../database/store-unavailable.mjs';
import { readBatch, readLines } from './batch-validation.mjs';
import { eventRow } from './event-row.mjs';

export const BODY_LIMIT_BYTES = 500 * 1024;

const unpack = promisify(gunzip);

/** When a sender may come back while the database cannot be reached. The SDK's own back-off begins below and ends above it. */
const RETRY_AFTER_SECONDS = 5;

/** @typedef {'batch' | 'ndjson'} WireFormat */

/** For each format: how its events are read, each with what it came in, and the types a body may have. The first stands for none. */
const FORMATS = {
  batch: {
    read(bytes) {
      const batch = readBatch(bytes);
      return batch.batch.map((event) => [event, batch]);
    },
    mediaTypes: ['text/plain', 'application/json'],
  },
  ndjson: {
    read: (bytes) => readLines(bytes).map((event) => [event, event]),
    mediaTypes: ['text/plain', 'application/x-ndjson'],
  },
};

// A page of another origin may only read what is named: how long to wait, and by which clock.
const ANY_ORIGIN = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After, Date' };
const PREFLIGHT = {
  ...ANY_ORIGIN,
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Content-Type, Content-Encoding',
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
 *   handle: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, format?: WireFormat) => Promise<void>,
 *   counts: { duplicates: number, rejected: number },
 * }}  `counts` are of this run: events refused as known already, and batches refused with a 4xx of ours.
 */
export function createCollector({ store, fault, log, report }) {
  const counts = { duplicates: 0, rejected: 0 };

  async function keep(bytes, { read }, receivedAtMs) {
    const { duplicates } = await store.insert(read(bytes).map(([event, batch]) => eventRow(event, batch, receivedAtMs)));
    counts.duplicates += duplicates;
  }

  async function receive(request, response, format) {
    /** @type {ReceivedBatch} */
    const received = { receivedAtMs: 0, path: request.url, headers: request.headers, body: '', status: null };
    const { bytes, tooLarge } = await readDecoded(request);
    received.receivedAtMs = Date.now();
    received.body = bytes.toString('utf8');
    log(received);

    const ordered = fault.get();
    await fault.delay(ordered.delayMs);
    const answer = await answerFor(request, received, { bytes, tooLarge }, ordered, format);
    received.status = answer.status;
    if (answer.status === 0) response.destroy();
    else sendJson(response, answer.status, answer.body, { ...ANY_ORIGIN, ...answer.headers });
  }

  /** Stores where it should, and never throws: whatever goes wrong is an answer. */
  async function answerFor(request, received, { bytes, tooLarge }, ordered, format) {
    try {
      if (ordered.maxEvents !== undefined && format.read(bytes).length > ordered.maxEvents) {
        return faultAnswer({ status: 413 });
      }
      if (ordered.status === undefined || ordered.storesFirst) {
        requireReadable(request, tooLarge, format.mediaTypes);
        await keep(bytes, format, received.receivedAtMs);
      }
      return ordered.status === undefined ? { status: 200, body: { success: true } } : faultAnswer(ordered);
    } catch (error) {
      if (error instanceof BatchError) {
        counts.rejected += 1;
        return { status: error.status, body: { error: { path: error.path, reason: error.reason } } };
      }
      // Ours, not the sender's: a 5xx makes it keep the batch and try again.
      report(`the collector could not store a batch: ${error.message}`);
      if (error instanceof StoreUnavailable) {
        const body = { error: { path: 'body', reason: 'cannot be stored at present; send it again later' } };
        return { status: 503, body, headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } };
      }
      return { status: 500, body: { error: { path: 'body', reason: 'could not be stored; send it again later' } } };
    }
  }

  return {
    counts,
    async handle(request, response, format = 'batch') {
      if (request.method === 'OPTIONS') return void response.writeHead(204, PREFLIGHT).end();
      if (request.method !== 'POST') {
        const error = { path: 'method', reason: 'must be POST' };
        return sendJson(response, 405, { error }, { ...ANY_ORIGIN, Allow: 'POST, OPTIONS' });
      }
      return receive(request, response, FORMATS[format]);
    },
  };
}

/** The body as it was before `Content-Encoding: gzip`, where it says so; what cannot be unpacked stays as it is, and is no JSON. */
async function readDecoded(request) {
  const { bytes, tooLarge } = await readBody(request, BODY_LIMIT_BYTES);
  if (tooLarge || request.headers['content-encoding'] !== 'gzip') return { bytes, tooLarge };
  try {
    return { bytes: await unpack(bytes, { maxOutputLength: BODY_LIMIT_BYTES }), tooLarge };
  } catch (error) {
    return { bytes, tooLarge: error.code === 'ERR_BUFFER_TOO_LARGE' };
  }
}

function requireReadable(request, tooLarge, mediaTypes) {
  if (tooLarge) throw new BatchError('body', `must have at most ${BODY_LIMIT_BYTES} bytes`, 413);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new BatchError('body', `must be encoded by gzip or not at all, and is ${encoding}`, 415);
  }
  // A body without any type is taken too: that is what fetch() sends for a Blob that has none.
  const mediaType = (request.headers['content-type'] || mediaTypes[0]).split(';')[0].trim().toLowerCase();
  if (!mediaTypes.includes(mediaType)) throw new BatchError('body', `must be ${mediaTypes.join(' or ')}`, 415);
}

function faultAnswer({ status, retryAfterSeconds, retryAfterIsDate }) {
  const at = new Date(Date.now() + retryAfterSeconds * 1000);
  const asked = retryAfterIsDate ? at.toUTCString() : String(retryAfterSeconds);
  return {
    status,
    body: { error: { path: 'body', reason: `ordered fault ${status}` } },
    headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': asked },
  };
}
