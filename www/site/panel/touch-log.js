/** The touch log as a table: one row for each visit, with what led to it. */
import { make, moment } from "./make.js";

const HEADS = ["Time", "Channel", "Source / medium", "Landing page"];

/** `google / cpc`, as Google Analytics writes it. */
export const origin = ({ source, medium }) => `${source} / ${medium}`;

/** The day says more than the hour, once it is another. */
export function shortMoment(ms) {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return moment(ms, isToday ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });
}

export function touchLog() {
  const rows = make("tbody", "");
  const table = make("table", "", make("caption", "", "Every visit, oldest first"), make("thead", "", make("tr", "", ...HEADS.map(head))), rows);
  const element = make("div", "panel-touches", table);
  // What scrolls must be reachable by keyboard, and named.
  element.tabIndex = 0;
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", "Touch log");
  return {
    element,
    draw({ touches }) {
      rows.replaceChildren(...touches.map((touch, index) => entry(touch, marks(index, touches.length))));
    },
  };
}

function head(text) {
  const cell = make("th", "", text);
  cell.scope = "col";
  return cell;
}

const marks = (index, length) => [index === 0 && "first", index === length - 1 && "last"].filter(Boolean);

function entry(touch, marks) {
  const when = make("th", "", shortMoment(touch.at_ms), ...marks.map((mark) => make("span", "panel-tag", mark)));
  when.scope = "row";
  const cells = [touch.channel, origin(touch), touch.path].map((text) => make("td", "", text));
  const item = make("tr", "", when, ...cells);
  item.dataset.touch = touch.channel;
  return item;
}
