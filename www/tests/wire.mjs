/**
 * What the tests send: a valid batch to begin from, and the ways to send one.
 *
 * It asserts nothing.
 */
import { request } from 'node:http';

let lastId = 0;

/** A valid event; `changes` replace fields, and a field that is `undefined` is left out on the wire. */
export function event(changes = {}) {
  lastId += 1;
  return {
    type: 'track',
    messageId: `message-${lastId}`,
    anonymousId: 'visitor-1',
    event: 'Demo Requested',
    timestamp: '2026-05-04T08:15:30.250Z',
    properties: { plan: 'pro' },
    context: {
      page: { path: '/pricing', title: 'Pricing' },
      campaign: { source: 'newsletter', medium: 'email', name: 'spring' },
      courtesy: { session_id: 'session-1', seq: 7, tab_id: 'tab-1', dropped: { queue_full: 2 } },
    },
    ...changes,
  };
}

export function batch(events, changes = {}) {
  return { batch: events, sentAt: '2026-05-04T08:15:32.000Z', writeKey: 'demo', ...changes };
}

/** The same events as NDJSON: one a line, each with what else stands around all of them. */
export function lines(events, { sentAt = '2026-05-04T08:15:32.000Z', writeKey = 'demo' } = {}) {
  return events.map((one) => JSON.stringify({ ...one, sentAt, writeKey })).join('\n');
}

/** Sends a body as the browser's beacon does; anything but text and bytes is written as JSON first. */
export async function post(server, body, { type = 'text/plain;charset=UTF-8', headers = {}, path = '/v1/batch' } = {}) {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    body: raw,
    headers: { 'Content-Type': type, ...headers },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Asks for a path exactly as it is written: `fetch` would resolve its dots. */
export function getRaw(server, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const asked = request({ port: server.port, host: '127.0.0.1', path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
