/**
 * Shows a tree as indented JSON with coloured parts, as text nodes in spans.
 *
 * It does not fold and does not link; colours are the style sheet's.
 */
import { element } from './element.js';

/** A key with its colon, another string, or a number or word. */
const PARTS = /("(?:[^"\\]|\\.)*")(?=\s*:)|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null)/g;

/**
 * @param {unknown} tree
 * @returns {HTMLElement}
 */
export function jsonView(tree) {
  const text = JSON.stringify(tree, null, 2);
  // A region that scrolls must be reachable by keyboard, and named.
  const view = element('pre', { class: 'json', tabindex: '0', role: 'region', 'aria-label': 'The event as JSON' });
  let done = 0;
  for (const match of text.matchAll(PARTS)) {
    view.append(text.slice(done, match.index));
    view.append(element('span', { class: match[1] ? 'key' : match[2] ? 'text' : 'plain' }, match[0]));
    done = match.index + match[0].length;
  }
  view.append(text.slice(done));
  return view;
}
