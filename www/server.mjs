/**
 * The demo from the command line: `node www/server.mjs`, then open what it prints.
 *
 * It reads the arguments and the environment, prints, and stops on a signal; everything else is server/start-server.mjs.
 */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chosenDatabase } from './server/database/database-choice.mjs';

const USAGE = `Usage: node www/server.mjs [options]

  --port <number>   first port to try (4173)
  --host <address>  address of this machine to listen on (127.0.0.1)
  --db <path>       where events are kept, or :memory: (www/data/events.duckdb)
  --csp <mode>      strict, no-wasm or none (strict)
  --help            this text

COLLECTOR=clickhouse in the environment keeps events in ClickHouse instead (CLICKHOUSE_URL, CLICKHOUSE_DATABASE): docs/collector.md`;

const DATABASE = fileURLToPath(new URL('data/events.duckdb', import.meta.url));

function readArguments() {
  const text = { type: /** @type {const} */ ('string') };
  const { values } = parseArgs({ options: { port: text, host: text, db: text, csp: text, help: { type: 'boolean' } } });
  const port = values.port ?? '4173';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new TypeError(`--port must be 0 to 65535, and is ${port}`);
  return {
    help: values.help,
    port: Number(port),
    host: values.host,
    database: chosenDatabase(process.env, values.db === ':memory:' ? values.db : resolve(values.db ?? DATABASE)),
    csp: /** @type {import('./server/http/page-headers.mjs').CspMode | undefined} */ (values.csp),
  };
}

async function main() {
  const { help, ...options } = readArguments();
  if (help) return console.log(USAGE);
  // Imported late, so that --help and a wrong argument need nothing installed.
  const { startServer } = await import('./server/start-server.mjs');
  const server = await startServer({ ...options, log: (line) => console.warn(`! ${line}`) });
  const kept = typeof options.database === 'string' && options.database !== ':memory:' ? shorten(options.database) : server.place;
  console.log(`
  Courtesy demo   ${server.url}/
  Live events     ${server.url}/live
  Kept in         ${kept} (${await howMany(server)})

  Stop with Ctrl+C.
`);

  const stop = async (signal) => {
    // A second signal ends the process at once, by Node's own default.
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
    const events = await howMany(server);
    await server.close();
    console.log(`${signal}: stopped, ${events} in ${kept}`);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** A database of its own may be away; the collector then answers 503 and goes on. */
async function howMany(server) {
  return server.events.count().then((events) => `${events} events`, () => 'not to be reached at present');
}

function shorten(path) {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

/** One line for what a user can mend; the rest of the story only for what is our fault. */
function explain(error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND') return `${error.message}\n  Run "npm ci" in www first.`;
  if (/lock on file/i.test(error.message)) return 'The database is in use by another server. Stop it, or give --db another path.';
  return error.message;
}

main().catch((error) => {
  console.error(`! ${explain(error)}`);
  process.exitCode = 1;
});
