/**
 * Turns a valid event of a batch into the row that is stored.
 *
 * Optional fields of a wrong type become null columns: a foreign sender's context is its own affair, and stays readable
 * in the `context` column as it was sent. It validates nothing and stores nothing.
 */
import { readIsoTimeMs } from './iso-time.mjs';
import { isObject, own } from './own.mjs';

/**
 * Times are milliseconds since the epoch; `properties` and `context` are JSON text.
 * @typedef {Record<string, string | number | null>} EventRow
 */

/**
 * @param {Record<string, unknown>} event
 * @param {import('./batch-validation.mjs').Batch} batch
 * @param {number} receivedAtMs
 * @returns {EventRow}
 */
export function eventRow(event, batch, receivedAtMs) {
  // Spreading copies a `__proto__` key as plain data; assigning it would not.
  const context = { ...own(batch, 'context'), ...own(event, 'context') };
  const properties = own(event, 'properties') ?? own(event, 'traits');
  const [page, campaign, courtesy] = [own(context, 'page'), own(context, 'campaign'), own(context, 'courtesy')];
  const timestampMs = readIsoTimeMs(own(event, 'timestamp'));
  const sentAtMs = readIsoTimeMs(own(batch, 'sentAt'));
  return {
    message_id: text(own(event, 'messageId')),
    type: text(own(event, 'type')),
    name: text(own(event, NAME_FIELDS[event.type])),
    anonymous_id: text(own(event, 'anonymousId')),
    user_id: text(own(event, 'userId')),
    session_id: text(own(courtesy, 'session_id')),
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
    properties: isObject(properties) ? json(properties) : null,
    context: json(context),
  };
}

const NAME_FIELDS = { track: 'event', page: 'name', screen: 'name', group: 'groupId', alias: 'previousId' };

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
