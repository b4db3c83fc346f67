/**
 * Decides whether a body is a batch that we take, and says at which path it is not.
 *
 * The first fault found refuses the whole batch: half of one would count as sent and never be sent again. It changes
 * nothing in the batch and stores nothing. Fields that we do not know are let through, bounded in size and depth.
 */
import { BatchError } from './batch-error.mjs';
import { readIsoTimeMs } from './iso-time.mjs';
import { isObject, own } from './own.mjs';

export const EVENT_LIMIT_BYTES = 32 * 1024;
export const DEPTH_LIMIT = 64;
export const MESSAGE_ID_LIMIT = 100;
/** What the batch's context may come to once it is repeated for each event. */
export const SHARED_LIMIT_BYTES = 8 * 1024 * 1024;

const TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'];
const AN_ISO_TIME = 'must be an ISO-8601 time with its zone, such as "2026-05-04T08:15:30.250Z"';

/** @typedef {{ batch: Record<string, unknown>[], sentAt: string, writeKey: string, context?: object }} Batch */

/**
 * @param {Buffer} bytes  The body as it came.
 * @returns {Batch}
 * @throws {BatchError}
 */
export function readBatch(bytes) {
  const body = parse(decode(bytes), 'body');
  if (!isObject(body)) throw new BatchError('body', 'must be a JSON object');
  const events = own(body, 'batch');
  if (!Array.isArray(events) || events.length === 0) throw new BatchError('batch', 'must be a non-empty array of events');
  requireText(own(body, 'writeKey'), 'writeKey');
  if (readIsoTimeMs(own(body, 'sentAt')) === null) throw new BatchError('sentAt', AN_ISO_TIME);
  requireObject(own(body, 'context'), 'context');
  requireShallow(own(body, 'context'), 'context');
  checkShared(own(body, 'context'), events.length);
  events.forEach((event, place) => checkEvent(event, `batch[${place}]`));
  return /** @type {Batch} */ (body);
}

/**
 * The same for newline-delimited JSON: an event a line, each with its own `sentAt` and `writeKey`. Blank lines are none.
 *
 * @param {Buffer} bytes
 * @returns {Record<string, unknown>[]}
 * @throws {BatchError}
 */
export function readLines(bytes) {
  const events = [];
  decode(bytes).split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const path = `lines[${index}]`;
    const event = parse(line, path);
    checkEvent(event, path);
    requireText(own(event, 'writeKey'), `${path}.writeKey`);
    if (readIsoTimeMs(own(event, 'sentAt')) === null) throw new BatchError(`${path}.sentAt`, AN_ISO_TIME);
    events.push(event);
  });
  if (events.length === 0) throw new BatchError('body', 'must have a line with an event');
  return events;
}

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BatchError('body', 'must be UTF-8');
  }
}

function parse(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BatchError(path, `must be JSON: ${error.message}`);
  }
}

/** A small body could else ask for gigabytes: a large context under thousands of tiny events. */
function checkShared(context, eventCount) {
  if (context === undefined) return;
  if (Buffer.byteLength(JSON.stringify(context)) * eventCount > SHARED_LIMIT_BYTES) {
    throw new BatchError('context', `must be smaller, since it is repeated for ${eventCount} events`);
  }
}

function checkEvent(event, path) {
  if (!isObject(event)) throw new BatchError(path, 'must be an object');
  const type = own(event, 'type');
  if (!TYPES.includes(type)) throw new BatchError(`${path}.type`, `must be one of ${TYPES.join(', ')}`);

  const messageId = own(event, 'messageId');
  requireText(messageId, `${path}.messageId`);
  if (messageId.length > MESSAGE_ID_LIMIT) {
    throw new BatchError(`${path}.messageId`, `must have at most ${MESSAGE_ID_LIMIT} characters`);
  }
  // Stored, all broken halves of a character become the same one, and two ids might turn into one.
  if (!messageId.isWellFormed()) throw new BatchError(`${path}.messageId`, 'must be well-formed text');

  checkVisitor(event, path);
  if (readIsoTimeMs(own(event, 'timestamp')) === null) throw new BatchError(`${path}.timestamp`, AN_ISO_TIME);
  if (type === 'track') requireText(own(event, 'event'), `${path}.event`);
  for (const field of ['properties', 'context', 'traits']) requireObject(own(event, field), `${path}.${field}`);
  checkSize(event, path);
}

function checkVisitor(event, path) {
  const ids = ['anonymousId', 'userId'].filter((field) => own(event, field) !== undefined);
  if (ids.length === 0) throw new BatchError(`${path}.anonymousId`, 'must be there, or else userId');
  for (const field of ids) requireText(own(event, field), `${path}.${field}`);
}

function checkSize(event, path) {
  // Depth first: writing a tree out again recurses, and its depth is the sender's choice.
  for (const field of ['properties', 'context', 'traits']) requireShallow(own(event, field), `${path}.${field}`);
  requireShallow(event, path);
  if (Buffer.byteLength(JSON.stringify(event)) > EVENT_LIMIT_BYTES) {
    throw new BatchError(path, `must have at most ${EVENT_LIMIT_BYTES} bytes as JSON`);
  }
}

function requireText(value, path) {
  if (typeof value !== 'string' || value === '') throw new BatchError(path, 'must be a non-empty string');
}

function requireObject(value, path) {
  if (value !== undefined && !isObject(value)) throw new BatchError(path, 'must be an object');
}

function requireShallow(value, path) {
  if (isDeeperThan(value, DEPTH_LIMIT)) throw new BatchError(path, `must not be nested deeper than ${DEPTH_LIMIT} levels`);
}

/** Goes no deeper than the limit itself, so that the check cannot be what overflows. */
function isDeeperThan(value, limit) {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((inner) => isDeeperThan(inner, limit - 1));
}
