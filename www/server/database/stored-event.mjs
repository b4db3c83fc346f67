/**
 * Turns a row as a database gives it into the plain object that `rows()` and /live.json speak of.
 *
 * It only changes the form (bigint to number, Date or milliseconds to ISO text, JSON text to a tree); it selects nothing.
 */
import { COLUMNS } from './columns.mjs';

/**
 * @typedef {object} StoredEvent
 * @property {number} arrival  Grows with every stored event; gaps mean nothing.
 * @property {string} message_id
 * @property {'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'} type
 * @property {string | null} name
 * @property {string | null} anonymous_id
 * @property {string | null} user_id
 * @property {string | null} session_id
 * @property {string | null} instance_id
 * @property {number | null} seq
 * @property {string} timestamp  ISO-8601, UTC, as are the three below.
 * @property {string} corrected_at
 * @property {string} sent_at
 * @property {string} received_at
 * @property {string | null} path
 * @property {string | null} title
 * @property {string | null} campaign_source
 * @property {string | null} campaign_medium
 * @property {string | null} campaign_name
 * @property {string | null} channel  Of the visit; page views and conversions tell it.
 * @property {string | null} first_channel  Of conversions only, as are the four below.
 * @property {string | null} last_channel
 * @property {string | null} last_non_direct_channel
 * @property {string[]} touch_channels  Oldest first; empty for all others.
 * @property {Record<string, unknown>[] | null} touches
 * @property {number | null} engaged_ms  Of `Page Engaged`.
 * @property {number | null} dropped_queue_full  Of the instance so far, as are the six below.
 * @property {number | null} dropped_hold_full
 * @property {number | null} dropped_refused
 * @property {number | null} dropped_blocked
 * @property {number | null} dropped_corrupt
 * @property {number | null} dropped_contract
 * @property {number | null} dropped_hook
 * @property {Record<string, unknown> | null} properties
 * @property {Record<string, unknown>} context
 */

const READ = {
  text: (value) => value,
  whole: (value) => Number(value),
  time: (value) => new Date(value).toISOString(),
  json: (value) => JSON.parse(value),
  texts: (value) => value,
};

/**
 * @param {Record<string, any>} row
 * @returns {StoredEvent}
 */
export function storedEvent(row) {
  const event = { arrival: Number(row.arrival) };
  for (const [name, type] of COLUMNS) {
    // A list that is missing, in rows older than its column, is an empty one.
    event[name] = row[name] === null ? (type === 'texts' ? [] : null) : READ[type](row[name]);
  }
  return /** @type {StoredEvent} */ (event);
}
