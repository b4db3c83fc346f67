/**
 * The columns of `events` that an insert fills, with their types, in order.
 *
 * It is the JavaScript twin of schema.sql without `arrival`, which the database numbers itself; it creates nothing.
 */

/** @typedef {'text' | 'whole' | 'time' | 'json'} ColumnType */

/** @type {ReadonlyArray<readonly [name: string, type: ColumnType]>} */
export const COLUMNS = [
  ['message_id', 'text'],
  ['type', 'text'],
  ['name', 'text'],
  ['anonymous_id', 'text'],
  ['user_id', 'text'],
  ['session_id', 'text'],
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
  ['properties', 'json'],
  ['context', 'json'],
];
