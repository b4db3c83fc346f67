/**
 * Turns a valid event of a batch into the row that is stored.
 *
 * Optional fields of a wrong type become null columns: a foreign sender's context is its own affair, and stays readable
 * in the `context` column as it was sent. It validates nothing and stores nothing.
 */
import { readIsoTimeMs } from './iso-time.mjs';
import { isObject, own } from './own.mjs';

/**
 * Times are milliseconds since the epoch; `properties`, `context` and `touches` are JSON text.
 * @typedef {Record<string, string | number | string[] | null>} EventRow
 */

/**
 * @param {Record<string, unknown>} event
 * @param {{ sentAt?: unknown, context?: unknown }} batch  What it came in; a line of NDJSON came in itself.
 * @param {number} receivedAtMs
 * @returns {EventRow}
 */
export function eventRow(event, batch, receivedAtMs) {
  // Spreading copies a `__proto__` key as plain data; assigning it would not.
  const context = { ...own(batch, 'context'), ...own(event, 'context') };
  const properties = own(event, 'properties') ?? own(event, 'traits');
  const [page, campaign, courtesy] = [own(context, 'page'), own(context, 'campaign'), own(context, 'courtesy')];
  const attribution = own(courtesy, 'attribution');
  const last_channel = channel(own(attribution, 'last'));
  const timestampMs = readIsoTimeMs(own(event, 'timestamp'));
  const sentAtMs = readIsoTimeMs(own(batch, 'sentAt'));
  return {
    message_id: text(own(event, 'messageId')),
    type: text(own(event, 'type')),
    name: text(own(event, NAME_FIELDS[event.type])),
    anonymous_id: text(own(event, 'anonymousId')),
    user_id: text(own(event, 'userId')),
    session_id: text(own(courtesy, 'session_id')),
    instance_id: text(own(courtesy, 'instance_id')),
    seq: whole(own(courtesy, 'seq')),
    timestamp: timestampMs,
    // The visitor's clock may be wrong by years, but not between an event and its sending.
    corrected_at: receivedAtMs - (sentAtMs - timestampMs),
    sent_at: sentAtMs,
    received_at: receivedAtMs,
    path: text(own(page, 'path')) ?? text(own(properties, 'path')),
    title: text(own(page, 'title')) ?? text(own(properties, 'title')),
    campaign_source: text(own(campaign, 'source')),
    campaign_medium: text(own(campaign, 'medium')),
    campaign_name: text(own(campaign, 'name')),
    // A conversion's own visit is its last touch; no other event has both.
    channel: channel(own(courtesy, 'touch')) ?? last_channel,
    first_channel: channel(own(attribution, 'first')),
    last_channel,
    last_non_direct_channel: channel(own(attribution, 'last_non_direct')),
    ...touchColumns(own(attribution, 'touches')),
    engaged_ms: whole(own(properties, 'engaged_ms')),
    ...droppedColumns(own(courtesy, 'dropped')),
    properties: isObject(properties) ? json(properties) : null,
    context: json(context),
  };
}

const NAME_FIELDS = { track: 'event', page: 'name', screen: 'name', group: 'groupId', alias: 'previousId' };

const DROPPED = ['queue_full', 'hold_full', 'refused', 'blocked', 'corrupt', 'contract', 'hook'];

/** On the wire a reason that never happened is left out; only who tells of none at all has no number. */
function droppedColumns(dropped) {
  const count = (reason) => (isObject(dropped) ? (whole(own(dropped, reason)) ?? 0) : null);
  return Object.fromEntries(DROPPED.map((reason) => [`dropped_${reason}`, count(reason)]));
}

function touchColumns(touches) {
  if (!Array.isArray(touches)) return { touch_channels: [], touches: null };
  return { touch_channels: touches.map(channel).filter((name) => name !== null), touches: json(touches) };
}

function channel(touch) {
  return text(own(touch, 'channel'));
}

function text(value) {
  return typeof value === 'string' ? value.toWellFormed() : null;
}

function whole(value) {
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Half a character is written by `JSON.stringify` as an escape that DuckDB refuses; it becomes U+FFFD. */
function json(tree) {
  return JSON.stringify(tree).replace(/\\(u....|.)/g, (escape, what) => (/^ud[89a-f]/.test(what) ? '\ufffd' : escape));
}
