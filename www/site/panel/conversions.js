/**
 * What each conversion says of what led to it, as the collector keeps it: not as the browser remembers it.
 *
 * It reads what /live reads, and of that only this visitor's.
 */
import { make, row } from "./make.js";
import { origin, shortMoment } from "./touch-log.js";

/** The conversion that www/courtesy.json declares. */
export const CONVERSION = "Demo Requested";
const URL_OF_EVENTS = "/live.json?limit=200";

export function conversionList() {
  const list = make("ul", "panel-conversions");
  const note = make("p", "panel-why");
  note.setAttribute("role", "status");
  const element = make("div", "", list, note);
  let shown = "";

  /** Draws them; `false` where one of `recent` has not arrived yet. */
  async function draw(visitor, recent) {
    const kept = await arrived(visitor);
    const missing = recent.some(({ name, message_id }) => name === CONVERSION && !kept.some((event) => event.message_id === message_id));
    say(missing ? "A conversion is on its way to the collector." : kept.length > 0 ? "Kept by the collector. No later visit changes them." : "");
    const ids = kept.map(({ message_id }) => message_id).join();
    if (ids !== shown) list.replaceChildren(...kept.map(entry));
    shown = ids;
    return !missing;
  }

  function say(text) {
    if (note.textContent !== text) note.textContent = text;
    element.hidden = text === "";
  }
  say("");
  return { element, draw };
}

/** This visitor's conversions, newest first; none where nobody answers. */
async function arrived(visitor) {
  try {
    const { rows } = await (await fetch(URL_OF_EVENTS)).json();
    return rows.filter(({ anonymous_id, context }) => anonymous_id === visitor && context.courtesy?.attribution);
  } catch {
    return [];
  }
}

function entry({ message_id, name, corrected_at, context }) {
  const { first, last, touches } = context.courtesy.attribution;
  const facts = [["First", said(first)], ["Last", said(last)], ["Touches", touches.map(({ channel }) => channel).join(" → ")]];
  const list = make("dl", "panel-facts", ...facts.flatMap(([term, text]) => [make("dt", "", term), make("dd", "", text)]));
  const item = make("li", "", row(name, shortMoment(Date.parse(corrected_at))), list);
  item.dataset.conversion = message_id;
  return item;
}

const said = (touch) => (touch ? `${touch.channel}, ${origin(touch)}` : "none");
