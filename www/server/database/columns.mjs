/**
 * The columns of `events` that an insert fills, with their types, in order.
 *
 * It is the JavaScript twin of both schemas without `arrival`, which is numbered where the rows are kept; it creates nothing.
 */

/** @typedef {'text' | 'whole' | 'time' | 'json' | 'texts'} ColumnType  `texts` is a list, empty where nothing is told. */

/** @type {ReadonlyArray<readonly [name: string, type: ColumnType]>} */
export const COLUMNS = [
  ['message_id', 'text'],
  ['type', 'text'],
  ['name', 'text'],
  ['anonymous_id', 'text'],
  ['user_id', 'text'],
  ['session_id', 'text'],
  ['instance_id', 'text'],
  ['seq', 'whole'],
  ['timestamp', 'time'],
  ['corrected_at', 'time'],
  ['sent_at', 'time'],
  ['received_at', 'time'],
  ['path', 'text'],
  ['title', 'text'],
  ['campaign_source', 'text'],
  ['campaign_medium', 'text'],
  ['campaign_name', 'text'],
  ['channel', 'text'],
  ['first_channel', 'text'],
  ['last_channel', 'text'],
  ['last_non_direct_channel', 'text'],
  ['touch_channels', 'texts'],
  ['touches', 'json'],
  ['engaged_ms', 'whole'],
  ['dropped_queue_full', 'whole'],
  ['dropped_hold_full', 'whole'],
  ['dropped_refused', 'whole'],
  ['dropped_blocked', 'whole'],
  ['dropped_corrupt', 'whole'],
  ['dropped_contract', 'whole'],
  ['dropped_hook', 'whole'],
  ['properties', 'json'],
  ['context', 'json'],
];
