/**
 * Makes a server listen on this machine only, on the port asked for or the next one that is free.
 *
 * It takes no address that others could reach: the collector believes everybody.
 */
import { once } from 'node:events';
import { isIP } from 'node:net';

/** How many ports are tried after the first. */
const NEXT_PORTS = 20;

/**
 * @param {import('node:http').Server} server
 * @param {string} host  One that `requireLoopback` lets through.
 * @param {number} port  0 takes any free one.
 * @returns {Promise<{ port: number, url: string }>}
 */
export async function listen(server, host, port) {
  const last = port === 0 ? 0 : Math.min(port + NEXT_PORTS, 65_535);
  for (let candidate = port; ; candidate += 1) {
    try {
      server.listen({ port: candidate, host });
      await once(server, 'listening');
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate >= last) throw error;
    }
  }
  const bound = server.address().port;
  return { port: bound, url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}` };
}

/**
 * @param {string} host
 * @throws {RangeError} for an address that others could reach.
 */
export function requireLoopback(host) {
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (!isLoopback) throw new RangeError(`host must be of this machine (127.0.0.1, ::1 or localhost), and is ${host}`);
}
