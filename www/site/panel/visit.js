/**
 * "What led you here": the present visit, the log of all visits up to it, and what was frozen with each conversion.
 *
 * Session and queue are read from the export that any visitor may ask for. While something waits to be sent it looks again, as
 * nobody tells a page when its events have arrived.
 */
import { conversionList } from "./conversions.js";
import { make, part } from "./make.js";
import { origin, touchLog } from "./touch-log.js";
import { tries } from "./tries.js";

/** Events come in flocks: one look for all of them. */
const SETTLE_MS = 300;
const LOOK_EVERY_MS = 1_000;
/** Whoever is offline for longer sees the rest with the next event. */
const MAX_LOOKS = 10;
/** `courtesy.events.recent()` holds no more. */
const MAX_RECENT = 50;

export function visitPart(courtesy) {
  const { section, content } = part("What led you here");
  const facts = factList(["Channel", "Source / medium", "Campaign", "Session", "User", "Events"]);
  const log = touchLog();
  const conversions = conversionList();
  const all = [facts.list, log.element, conversions.element];
  const { links, acts } = tries(courtesy, () => draw());
  section.append(links, acts);
  let timer;

  function draw() {
    const touches = courtesy.events.touches();
    acts.hidden = !courtesy.consent.get()?.purposes.analytics;
    clearTimeout(timer);
    if (!touches?.last) {
      content.replaceChildren(make("p", "panel-why", whyNone(courtesy.consent.get())));
      return;
    }
    const { channel, name, click_id } = touches.last;
    facts.say("Channel", channel);
    facts.say("Source / medium", origin(touches.last));
    facts.say("Campaign", [name, click_id && `known by its ${click_id}`].filter(Boolean).join(", ") || "none");
    log.draw(touches);
    if (!facts.list.isConnected) content.replaceChildren(...all);
    timer = setTimeout(look, SETTLE_MS, MAX_LOOKS);
  }

  async function look(looks) {
    const stored = (await courtesy.visitor.export())?.stored;
    const visitor = stored?.local["courtesy.visitor"];
    // A no may have come meanwhile.
    if (!stored || !courtesy.events.touches()?.last) return;
    const waiting = stored.queue.length;
    const { number, views } = visitor?.session ?? {};
    facts.say("Session", number ? `number ${number}, view ${views}` : "only as long as this page");
    facts.say("User", visitor?.user_id ?? "not known");
    facts.say("Events", `${recorded(courtesy.events.recent().length)}, ${waiting === 0 ? "all sent" : `${waiting} waiting to be sent`}`);
    const isWhole = await conversions.draw(visitor?.id, courtesy.events.recent());
    if ((waiting === 0 && isWhole) || looks === 1) return;
    clearTimeout(timer);
    timer = setTimeout(look, LOOK_EVERY_MS, looks - 1);
  }

  return { section, draw };
}

/** Terms whose descriptions change in place, so that nothing jumps and no selection is lost. */
function factList(terms) {
  const places = new Map(terms.map((term) => [term, make("dd", "", "…")]));
  const list = make("dl", "panel-facts panel-visit", ...terms.flatMap((term) => [make("dt", "", term), places.get(term)]));
  return {
    list,
    say(term, text) {
      const place = places.get(term);
      place.dataset.fact = term.toLowerCase();
      if (place.textContent !== text) place.textContent = text;
    },
  };
}

const recorded = (count) => `${count < MAX_RECENT ? count : `${MAX_RECENT} or more`} recorded on this page`;

function whyNone({ ask, purposes } = {}) {
  if (purposes?.analytics) return "Nothing yet.";
  if (ask) return "Nothing is kept of how you came. Until you answer, it waits in the memory of this page.";
  return "Nothing is kept of how you came: you have not allowed it.";
}
