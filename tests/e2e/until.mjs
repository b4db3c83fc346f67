/** Waiting that ends: for something to become true, or to see that nothing happens. */
import { setTimeout as pause } from "node:timers/promises";

const EVERY_MS = 25;

/**
 * Asks again and again until the answer is truthy, and gives it.
 *
 * @template T
 * @param {() => T | Promise<T>} ask
 * @param {number} [withinMs]
 * @returns {Promise<T>}  Rejects when the time is over; an error of the last ask is its cause.
 */
export async function until(ask, withinMs = 5_000) {
  const end = Date.now() + withinMs;
  let cause;
  do {
    cause = undefined;
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      cause = error;
    }
    await pause(EVERY_MS);
  } while (Date.now() < end);
  throw new Error(`not within ${withinMs} ms: ${ask}`, { cause });
}

/** Gives something that should not happen the time to happen. */
export const quiet = (ms) => pause(ms);
