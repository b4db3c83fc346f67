/**
 * Puts the demo's server together, starts it and takes it down again: pages, SDK, collector, countersigner, live page.
 *
 * It prints nothing unless it is given a `log`, and reads neither arguments nor environment: server.mjs does that.
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createCollector } from './collector/collector.mjs';
import { createFault } from './collector/fault.mjs';
import { checkConfig } from './config/config-check.mjs';
import { openConfig } from './config/config-document.mjs';
import { openEventStore } from './database/event-store.mjs';
import { openFolder } from './files/folder.mjs';
import { sendJson } from './http/answer.mjs';
import { createLog } from './http/bounded-log.mjs';
import { listen, requireLoopback } from './http/listen.mjs';
import { pageHeaders } from './http/page-headers.mjs';
import { createLiveFeed } from './live/live-feed.mjs';
import { createCountersigner } from './receipts/countersigner.mjs';
import { createRoutes } from './routes.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @typedef {object} ServerOptions
 * @property {number} [port]  Default 0: any free one. A port that is taken yields the next free one.
 * @property {string} [host]  Of this machine only. Default 127.0.0.1.
 * @property {string | import('./database/event-store.mjs').ClickHouseAddress} [database]  A path or `:memory:` (default) for DuckDB, or
 *   where ClickHouse is.
 * @property {import('./http/page-headers.mjs').CspMode} [csp]  Default `strict`.
 * @property {string | object} [config]  Served as /courtesy.json: a path, or the document. Default www/courtesy.json.
 * @property {string} [sdkDir]   Default js/dist.
 * @property {string} [siteDir]  Default www/site.
 * @property {import('./collector/fault.mjs').Fault} [collector]  The collector's fault to begin with.
 * @property {(line: string) => void} [log]  Told what a developer should know. Default: nobody.
 */

/**
 * @typedef {object} LoggedRequest
 * @property {number} receivedAtMs
 * @property {string} method
 * @property {string} path  With its query, as sent.
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number | null} status  `null` until answered.
 */

/**
 * @typedef {object} RunningServer
 * @property {string} url   Without a slash at its end.
 * @property {number} port
 * @property {() => Promise<void>} close  Finishes what is being written, cuts every connection. May be called twice.
 * @property {string} place  Where events are kept, for people.
 * @property {import('./database/event-store.mjs').EventStore} store  For reports.
 * @property {{ rows: () => Promise<import('./database/stored-event.mjs').StoredEvent[]>, count: () => Promise<number> }} events
 *   What is stored, oldest first.
 * @property {import('./collector/collector.mjs').ReceivedBatch[]} batches  Every body received, also a refused one.
 * @property {LoggedRequest[]} requests  Every request. Both logs are live arrays that keep the latest 5,000.
 * @property {{ duplicates: number, rejected: number }} counts  Of this run; live.
 * @property {(fault?: import('./collector/fault.mjs').Fault) => void} setFault  Without an argument: healthy again.
 * @property {string[]} warnings  What was wrong with the config at the start.
 */

/**
 * @param {ServerOptions} [options]
 * @returns {Promise<RunningServer>}
 */
export async function startServer({
  port = 0,
  host = '127.0.0.1',
  database = ':memory:',
  csp = 'strict',
  config: configSource = here('../courtesy.json'),
  sdkDir = here('../../js/dist'),
  siteDir = here('../site'),
  collector: initialFault = {},
  log = () => {},
} = {}) {
  // What can be wrong with the options is found before anything is opened.
  requireLoopback(host);
  const headers = pageHeaders(csp);
  const config = openConfig(configSource);
  const warnings = await checkConfig(config, sdkDir);
  warnings.forEach((line) => log(line));

  const store = await openEventStore(database, log);
  const fault = createFault(initialFault);
  const batches = createLog();
  const requests = createLog();
  const collector = createCollector({ store, fault, log: batches.add, report: log });
  const route = createRoutes({
    site: openFolder(siteDir),
    sdk: openFolder(sdkDir),
    live: openFolder(here('../live')),
    partner: openFolder(here('../partner')),
    config,
    collect: collector.handle,
    feed: createLiveFeed({ store, counts: collector.counts }),
    receipts: createCountersigner(),
    pageHeaders: headers,
    partnerHeaders: pageHeaders(csp, "'self'"),
  });

  const server = createServer((request, response) => {
    logRequest(requests, request, response);
    route(request, response).catch((error) => answerFailure(request, response, error, log));
  });
  // What is no HTTP at all gets the shortest answer; without a listener Node gives the same, but by its own taste.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });

  let address;
  try {
    address = await listen(server, host, port);
  } catch (error) {
    await store.close();
    throw error;
  }
  if (port !== 0 && address.port !== port) log(`port ${port} is taken, using ${address.port}`);

  /** @type {Promise<void> | undefined} */
  let closing;
  return {
    ...address,
    place: store.place,
    store,
    events: { rows: () => store.rows(), count: () => store.count() },
    batches: batches.entries,
    requests: requests.entries,
    counts: collector.counts,
    warnings,
    setFault: fault.set,
    close: () => (closing ??= closeAll(server, fault, store)),
  };
}

function logRequest(log, request, response) {
  const entry = { receivedAtMs: Date.now(), method: request.method, path: request.url, headers: request.headers, status: null };
  log.add(entry);
  response.on('finish', () => {
    entry.status = response.statusCode;
  });
}

/** A failure of ours costs one answer, never the process; a visitor who left is no failure. */
function answerFailure(request, response, error, log) {
  if (request.errored || response.destroyed) return;
  log(`${request.method} ${request.url} failed: ${error?.stack ?? error}`);
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { error: { path: 'body', reason: 'the server failed; its terminal says why' } });
}

/** How long answers under way may take before their connections are cut. */
const GRACE_MS = 500;

async function closeAll(server, fault, store) {
  fault.end();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(cut);
  await store.close();
}
