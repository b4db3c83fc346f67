/**
 * The table: puts new events on top, lets the oldest go, and hides what the filter does not match.
 *
 * Rows are never built anew, so that an open detail stays open and focus stays where it is. It fetches nothing.
 */
import { eventRow } from './event-row.js';

/** More than anybody reads; all others are in the database. */
export const KEPT = 500;

/**
 * @param {HTMLElement} body  The table's body.
 * @returns {{ add: (events: object[], fresh: boolean) => void, filter: (text: string) => void, clear: () => void, held: () => number, shown: () => number }}
 *   `add` takes events newest first.
 */
export function createEventTable(body) {
  /** Newest first. */
  let entries = [];
  let words = [];

  const matches = (entry) => words.every((word) => entry.text.includes(word));

  function show(entry) {
    entry.row.hidden = !matches(entry);
    const open = entry.row.classList.contains('open');
    entry.detail.hidden = entry.row.hidden || !open;
  }

  function drop(entry) {
    entry.row.remove();
    entry.detail.remove();
  }

  return {
    add(events, fresh) {
      const added = events.map(eventRow);
      added.forEach((entry) => {
        entry.row.classList.toggle('fresh', fresh);
        show(entry);
      });
      body.prepend(...added.flatMap(({ row, detail }) => [row, detail]));
      entries = [...added, ...entries];
      entries.splice(KEPT).forEach(drop);
    },
    filter(text) {
      words = text.toLowerCase().split(/\s+/).filter(Boolean);
      entries.forEach(show);
    },
    clear() {
      entries.splice(0).forEach(drop);
    },
    held: () => entries.length,
    shown: () => entries.filter(matches).length,
  };
}
