/**
 * The reports of this folder: what there are, running one, and its rows as a table of text.
 *
 * A report is one SQL text that both databases understand. It prints nothing and opens no database.
 */
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** @returns {Promise<string[]>}  Their names, sorted. */
export async function reportNames() {
  const files = await readdir(FOLDER);
  return files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -'.sql'.length)).sort();
}

/**
 * @param {import('../database/event-store.mjs').EventStore} store
 * @param {string} name
 * @returns {Promise<Record<string, string | number | null>[]>}
 * @throws {TypeError} for a name that is none.
 */
export async function runReport(store, name) {
  const names = await reportNames();
  if (!names.includes(name)) throw new TypeError(`there is no report ${name}; the reports: ${names.join(', ')}`);
  return store.report(await readFile(`${FOLDER}${name}.sql`, 'utf8'));
}

/**
 * @param {Record<string, string | number | null>[]} rows
 * @returns {string}  Names above columns, numbers to the right.
 */
export function asTable(rows) {
  if (rows.length === 0) return '(no rows)';
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '–')))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const isNumber = names.map((name) => rows.every((row) => row[name] === null || typeof row[name] === 'number'));
  const cell = (text, column) => (isNumber[column] ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}
