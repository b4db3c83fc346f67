/**
 * ClickHouse's HTTP interface, as far as we need it: <https://clickhouse.com/docs/interfaces/http>.
 *
 * Every failure, whether nobody answers, too late, or with an error, is a `StoreUnavailable`: what we ask for is right by our tests, so it
 * is the database's state that is not. It knows no table.
 */
import { StoreUnavailable } from '../store-unavailable.mjs';

/** Below what a browser waits for, so that the collector's own answer reaches it. */
const TIMEOUT_MS = 10_000;
const TOLD_CHARACTERS = 300;

const SETTINGS = {
  // Numbers as numbers; none of ours is beyond 2^53.
  output_format_json_quote_64bit_integers: '0',
  // Before a Distributed table: acknowledged by the shards, not just noted for them. Any other table takes no notice.
  insert_distributed_sync: '1',
};

/**
 * @param {{ url: string, timeoutMs?: number }} address  The URL may carry a user and a password, which go into headers.
 * @returns {(query: string, options?: { database?: string, body?: string }) => Promise<string>}
 *   With a body, the query stands in the URL and the body is its data. Resolves with the answer's text.
 */
export function createAsk({ url, timeoutMs = TIMEOUT_MS }) {
  const base = new URL(url);
  const headers = {};
  if (base.username) headers['X-ClickHouse-User'] = decodeURIComponent(base.username);
  if (base.password) headers['X-ClickHouse-Key'] = decodeURIComponent(base.password);
  base.username = '';
  base.password = '';

  return async (query, { database, body } = {}) => {
    const target = new URL(base);
    for (const [name, value] of Object.entries(SETTINGS)) target.searchParams.set(name, value);
    if (database !== undefined) target.searchParams.set('database', database);
    if (body !== undefined) target.searchParams.set('query', query);
    const init = { method: 'POST', headers, body: body ?? query, signal: AbortSignal.timeout(timeoutMs) };
    let response;
    let text;
    try {
      response = await fetch(target, init);
      text = await response.text();
    } catch (error) {
      const why = error.name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : (error.cause?.code ?? error.message);
      throw new StoreUnavailable(`ClickHouse at ${base.origin}: ${why}`, { cause: error });
    }
    if (!response.ok) throw new StoreUnavailable(`ClickHouse at ${base.origin}: ${text.trim().slice(0, TOLD_CHARACTERS)}`);
    return text;
  };
}
