/**
 * Reports from the command line: `node www/server/report.mjs loss [--db PATH]`, of the database that COLLECTOR names.
 *
 * Without a name it prints all of them. DuckDB's file belongs to one process: stop the server first, ClickHouse does not mind.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chosenDatabase } from './database/database-choice.mjs';
import { openEventStore } from './database/event-store.mjs';
import { asTable, reportNames, runReport } from './reports/report.mjs';

const DATABASE = fileURLToPath(new URL('../data/events.duckdb', import.meta.url));

async function main() {
  const { values, positionals } = parseArgs({ options: { db: { type: 'string' } }, allowPositionals: true });
  const store = await openEventStore(chosenDatabase(process.env, resolve(values.db ?? DATABASE)));
  try {
    for (const name of positionals.length > 0 ? positionals : await reportNames()) {
      const table = asTable(await runReport(store, name));
      console.log(`${name}\n\n${table.replace(/^/gm, '  ')}\n`);
    }
  } finally {
    await store.close();
  }
}

main().catch((error) => {
  const isLocked = /lock on file/i.test(error.message);
  console.error(`! ${isLocked ? 'The database is in use by the server. Stop it first, or give --db another path.' : error.message}`);
  process.exitCode = 1;
});
