/**
 * A collector's bad day, to order: tests and demonstrations make it slow, ill or deaf at run time.
 *
 * It holds the present fault and waits; what a fault means for an answer is up to collector.mjs.
 */
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {object} Fault
 * @property {number} [status]  Answer with this status and store nothing. 0 cuts the connection without an answer.
 * @property {number} [delayMs]  Wait this long first, before anything is stored. Default 0.
 * @property {boolean} [storesFirst]  With `status`: store the batch and lose only the answer. Default false.
 * @property {number} [retryAfterSeconds]  With `status`: send this as Retry-After.
 * @property {boolean} [retryAfterIsDate]  As an HTTP date, whole seconds. Default false.
 * @property {number} [maxEvents]  Answer 413 to a batch of more than so many events, and take the others.
 */

/**
 * @param {Fault} [initial]
 * @returns {{ get: () => Fault, set: (fault?: Fault) => void, delay: (delayMs?: number) => Promise<void>, end: () => void }}
 *   `set()` without a fault heals; `end` cuts all waiting short, for a server that closes.
 */
export function createFault(initial = {}) {
  let current = initial;
  const ended = new AbortController();
  return {
    get: () => current,
    set(fault = {}) {
      current = fault;
    },
    async delay(delayMs = 0) {
      if (delayMs > 0) await wait(delayMs, undefined, { signal: ended.signal }).catch(() => {});
    },
    end: () => ended.abort(),
  };
}
