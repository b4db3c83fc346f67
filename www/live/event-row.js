/**
 * Builds the two rows of an event: the line in the table, and the detail that opens below it.
 *
 * The detail is built when it is first opened. Which rows are shown is up to event-table.js.
 */
import { element } from './element.js';
import { jsonView } from './json-view.js';
import { saySpan, sayTime, sayWholeTime } from './times.js';
import { channelOf, touchTable } from './touches.js';

const COLUMN_COUNT = '7';
/** The beginning of a UUID v7 is the time, the same for all visitors of a minute; its end tells them apart. */
const ID_TAIL = 8;

/**
 * @param {import('../server/database/stored-event.mjs').StoredEvent} event
 * @returns {{ text: string, arrival: number, row: HTMLElement, detail: HTMLElement }}
 *   `text` is what a filter looks through, in lower case.
 */
export function eventRow(event) {
  const id = `event-${event.arrival}`;
  const detail = element('tr', { class: 'detail', id, hidden: '' });
  const toggle = element('button', { type: 'button', class: 'toggle', 'aria-expanded': 'false', 'aria-controls': id }, label(event));
  const row = element('tr', { class: 'event' },
    element('td', { class: 'when' }, time(event)),
    element('th', { scope: 'row' }, toggle),
    cell('wide', event.path),
    cell('wide channel', channelOf(event)),
    cell('wide code', tail(event.anonymous_id ?? event.user_id)),
    cell('wide code', tail(event.session_id)),
    cell('wide count', event.seq === null ? null : String(event.seq)));

  // The whole line is a target for the mouse; a click on the button, or a key pressed on it, arrives here as well.
  row.addEventListener('click', () => {
    const open = detail.hidden;
    if (open && !detail.firstChild) detail.append(element('td', { colspan: COLUMN_COUNT }, facts(event), touchTable(event), jsonView(event)));
    detail.hidden = !open;
    row.classList.toggle('open', open);
    toggle.setAttribute('aria-expanded', String(open));
  });
  return { text: values(event).join('\n').toLowerCase(), arrival: event.arrival, row, detail };
}

/** All values in a tree, without its keys: every event has a key "page", and hardly anybody looks for it. */
function values(tree) {
  if (typeof tree !== 'object' || tree === null) return [String(tree)];
  return Object.values(tree).flatMap(values);
}

function label(event) {
  const name = event.name ?? (event.type === 'identify' ? event.user_id : event.title);
  return element('span', { class: 'label' },
    element('span', { class: 'type', 'data-type': event.type }, event.type), ' ',
    element('span', { class: 'name' }, name ?? ''),
    below(event.path, channelOf(event)));
}

/** What a phone has no column for. */
function below(...texts) {
  const said = texts.filter((text) => text !== null);
  return said.length === 0 ? null : element('span', { class: 'below' }, said.join(' · '));
}

function time(event) {
  const { day, clock } = sayTime(event.corrected_at);
  return element('time', { datetime: event.corrected_at }, day === null ? null : element('span', {}, day), clock);
}

const cell = (kind, text) => element('td', { class: kind }, text ?? '–');
const tail = (id) => id && (id.length > ID_TAIL ? `…${id.slice(-ID_TAIL)}` : id);

function facts(event) {
  const fact = (term, value) => element('div', {}, element('dt', {}, term), element('dd', {}, value));
  const sentAtMs = Date.parse(event.sent_at);
  return element('dl', { class: 'facts' },
    fact('happened', sayWholeTime(event.corrected_at)),
    fact('waited to be sent', saySpan(sentAtMs - Date.parse(event.timestamp))),
    fact('visitor’s clock', sayClock(sentAtMs - Date.parse(event.received_at))));
}

/** The way here counts as being behind, so a second is nothing. */
function sayClock(aheadMs) {
  if (Math.abs(aheadMs) < 1_000) return 'agrees with ours';
  return `${saySpan(Math.abs(aheadMs))} ${aheadMs < 0 ? 'behind ours' : 'ahead of ours'}`;
}
