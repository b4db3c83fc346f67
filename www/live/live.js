/**
 * Joins the feed, the table and the controls of the live page.
 *
 * It holds no data of its own; the parts do.
 */
import { createEventTable, KEPT } from './event-table.js';
import { createFeed } from './feed.js';

const STATES = { live: 'Live', paused: 'Paused', lost: 'No answer from the server, trying again' };

const [state, pause, toolbar, filter, shown, empty, none, clear, table, rows] =
  ['state', 'pause', 'toolbar', 'filter', 'shown', 'empty', 'none', 'clear', 'table', 'rows']
    .map((id) => document.getElementById(id));

const events = createEventTable(rows);
const number = new Intl.NumberFormat();
/** Events in the database; `null` until the first answer: until then not even their absence is known. */
let total = null;

const feed = createFeed({ limit: KEPT, onAnswer: receive, onState: sayState });

pause.addEventListener('click', () => {
  const paused = pause.getAttribute('aria-pressed') !== 'true';
  pause.setAttribute('aria-pressed', String(paused));
  feed.pause(paused);
});
filter.addEventListener('input', refilter);
clear.addEventListener('click', () => {
  filter.value = '';
  refilter();
  filter.focus();
});
// A browser may restore the field's text on a reload.
refilter();
feed.start();

function receive(answer, first) {
  if (first) events.clear();
  // What was there before the page was opened does not arrive now.
  events.add(answer.rows, !first);
  total = answer.events;
  for (const cell of document.querySelectorAll('[data-total]')) {
    write(cell, number.format(answer[cell.dataset.total]));
  }
  arrange();
}

function refilter() {
  events.filter(filter.value);
  arrange();
}

/** Shows the one of table, empty state and "no match" that is right. */
function arrange() {
  const [held, matching] = [events.held(), events.shown()];
  toolbar.hidden = held === 0;
  empty.hidden = held > 0 || total === null;
  none.hidden = held === 0 || matching > 0;
  table.hidden = matching === 0;
  const newest = total > held ? `the newest ${number.format(held)} of ${number.format(total)} events` : `${number.format(held)} events`;
  write(shown, matching === held ? `Showing ${newest}` : `Showing ${number.format(matching)} of ${newest}`);
}

function sayState(name) {
  state.dataset.state = name;
  write(state, STATES[name]);
}

/** Leaves equal text alone, so that a screen reader says only what is new. */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
