/**
 * Reads what led to an event from its context, and builds the table of a conversion's touches.
 *
 * A page view carries the touch of its visit, a conversion all of them as they were then; nothing else carries any.
 */
import { element } from './element.js';
import { sayTime } from './times.js';

const HEADS = ['Time', 'Channel', 'Source / medium', 'Campaign', 'Landing page'];

/** The channel of the visit in which it happened, or `null` where the event does not say. */
export function channelOf({ context }) {
  const { touch, attribution } = context.courtesy ?? {};
  const channel = touch?.channel ?? attribution?.last?.channel;
  return typeof channel === 'string' ? channel : null;
}

/** @returns {HTMLElement | null}  `null` for an event that is no conversion. */
export function touchTable({ context }) {
  const touches = context.courtesy?.attribution?.touches;
  // Anybody may send anything.
  const told = Array.isArray(touches) ? touches.filter((touch) => typeof touch === 'object' && touch !== null) : [];
  if (told.length === 0) return null;
  const head = element('tr', {}, ...HEADS.map((text) => element('th', { scope: 'col' }, text)));
  const table = element('table', { class: 'touches' },
    element('caption', {}, 'What led to this conversion, as it was then'),
    element('thead', {}, head),
    element('tbody', {}, ...told.map(touchRow)));
  // On a phone it may be wider than its place.
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'What led to this conversion' }, table);
}

function touchRow({ at_ms, channel, source, medium, name, path }) {
  const cells = [channel, `${source ?? '–'} / ${medium ?? '–'}`, name, path];
  return element('tr', {}, element('th', { scope: 'row' }, when(at_ms)), ...cells.map((text) => element('td', {}, String(text ?? '–'))));
}

function when(atMs) {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return '–';
  const { day, clock } = sayTime(at.toISOString());
  return day === null ? clock : `${day}, ${clock}`;
}
