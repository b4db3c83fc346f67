/**
 * A log that keeps the latest entries and lets the oldest go, so that a server may run for days.
 *
 * What an entry is, is the business of whoever adds it.
 */

const KEPT = 5_000;

/**
 * @template T
 * @returns {{ entries: T[], add: (entry: T) => void }}  `entries` is one and the same array, oldest first.
 */
export function createLog() {
  /** @type {T[]} */
  const entries = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
    },
  };
}
