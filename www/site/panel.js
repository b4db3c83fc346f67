/**
 * The panel "What Courtesy knows": draws the client's public views, and redraws the part that changed.
 *
 * It asks for nothing that any page could not ask for, keeps nothing anywhere (not even whether it is open), and is
 * built from text nodes only, so that a strict CSP with Trusted Types has nothing to object to.
 */

/** @type {import("../../js/src/types.ts").Courtesy | undefined} */
const courtesy = window.courtesy;
const root = document.documentElement;
const panel = document.querySelector(".panel");
const body = document.querySelector("#panel-body");
const handle = panel.querySelector(".panel-handle");
const close = panel.querySelector(".panel-close");
const wide = matchMedia("(min-width: 75rem)");

/** Makes an element; strings among the children become text. */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** `get_help` as a person would write it: `Get help`. */
function spoken(id) {
  const words = id.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One decimal where it says something, else none. */
function points(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 1 });
}

function part(title) {
  const section = make("section", "panel-part", make("h3", "", title));
  const content = make("div", "");
  section.append(content);
  return { section, content };
}

// Open and shut -------------------------------------------------------------------------------------------------

function isOpen() {
  return root.dataset.panel ? root.dataset.panel === "open" : wide.matches;
}

function tellState() {
  handle.setAttribute("aria-expanded", String(isOpen()));
}

function setOpen(open) {
  root.dataset.panel = open ? "open" : "closed";
  tellState();
  (open ? close : handle).focus({ preventScroll: true });
}

handle.addEventListener("click", () => setOpen(true));
close.addEventListener("click", () => setOpen(false));
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) setOpen(false);
});
wide.addEventListener("change", tellState);
tellState();

// The four parts ------------------------------------------------------------------------------------------------

const consent = part("What you allowed");
const intents = part("What you seem to want");
const slots = part("What you are shown");
const events = part("What was recorded");

function drawConsent() {
  const purposes = courtesy.consent.purposes().filter((purpose) => !purpose.necessary);
  const list = make("ul", "");
  let allowed = 0;
  for (const purpose of purposes) {
    const why = courtesy.consent.why(purpose.id);
    const yes = why?.allowed ?? false;
    if (yes) allowed += 1;
    const tag = make("span", yes ? "panel-tag on" : "panel-tag", yes ? "allowed" : "not allowed");
    const row = make("div", "panel-row", make("strong", "", purpose.title), tag);
    const item = make("li", "", row, make("p", "panel-why", why?.sentence ?? ""));
    item.dataset.purpose = purpose.id;
    item.dataset.allowed = String(yes);
    list.append(item);
  }
  panel.toggleAttribute("data-knows", allowed > 0);
  consent.content.replaceChildren(list);
}

function drawIntents() {
  const scores = Object.entries(courtesy.intent.scores());
  if (scores.length === 0) {
    intents.content.replaceChildren(make("p", "panel-why", "No score is kept: you have not allowed it."));
    return;
  }
  const list = make("ul", "");
  for (const [id, score] of scores) {
    const terms = courtesy.intent.explain(id)?.contributions.filter((term) => term.points > 0) ?? [];
    const row = make("div", "panel-row", make("strong", "", spoken(id)), make("output", "", points(score)));
    const item = make("li", "", row, scoreBar(terms, score));
    item.dataset.intent = id;
    const lines = make("ul", "panel-terms");
    for (const term of terms) lines.append(make("li", "", term.sentence));
    if (terms.length === 0) lines.append(make("li", "", "Nothing points to it yet."));
    item.append(lines);
    list.append(item);
  }
  intents.content.replaceChildren(list);
}

/** A bar of 100 points, with one block for each term of the score. */
function scoreBar(terms, score) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "panel-score");
  svg.setAttribute("viewBox", "0 0 100 4");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const scale = 100 / Math.max(100, score);
  let x = 0;
  for (const term of terms) {
    const block = document.createElementNS(svg.namespaceURI, "rect");
    block.setAttribute("x", String(x));
    block.setAttribute("width", String(term.points * scale));
    block.setAttribute("height", "4");
    svg.append(block);
    x += term.points * scale;
  }
  return svg;
}

/** One entry for each declared slot; of a slot that does not stand in this page, what the next page would show. */
function drawSlots() {
  const list = make("ul", "");
  for (const name of courtesy.slots.names()) {
    const here = document.querySelector(`courtesy-slot[name="${CSS.escape(name)}"]`) !== null;
    const next = courtesy.slots.next(name);
    const now = here ? courtesy.slots.decide(name) : next;
    if (!now) continue;
    const tag = make("span", now.variant === "default" ? "panel-tag" : "panel-tag shown", now.variant);
    const row = make("div", "panel-row", make("strong", "", spoken(name)), tag);
    const place = here ? "" : "Not on this page. ";
    const rule = now.rule ? `Rule “${now.rule}”. ` : "";
    const item = make("li", "", row, make("p", "panel-why", place + rule + now.sentence));
    item.dataset.slot = name;
    item.dataset.variant = now.variant;
    if (next && next.variant !== now.variant) {
      item.append(make("p", "panel-next", `From the next page on: ${next.variant}. ${next.sentence}`));
    }
    list.append(item);
  }
  slots.content.replaceChildren(list);
}

function drawEvents(fresh) {
  const recent = [...courtesy.events.recent()].reverse();
  if (recent.length === 0) {
    events.content.replaceChildren(make("p", "panel-why", whyNoEvents()));
    return;
  }
  const list = make("ol", "panel-events");
  list.tabIndex = 0;
  list.setAttribute("aria-label", "Recorded events, newest first");
  for (const event of recent) {
    const time = make("time", "", new Date(event.timestamp_ms).toLocaleTimeString("en-GB"));
    time.dateTime = new Date(event.timestamp_ms).toISOString();
    const row = make("div", "panel-row", make("strong", "", event.name || "Page viewed"), time);
    const item = make("li", event.message_id === fresh ? "panel-new" : "", row);
    const detail = describe(event);
    if (detail) item.append(make("p", "panel-why", detail));
    item.dataset.event = event.name || event.type;
    list.append(item);
  }
  events.content.replaceChildren(list);
}

function whyNoEvents() {
  const { ask, purposes } = courtesy.consent.get() ?? {};
  if (purposes?.analytics) return "Nothing yet.";
  if (ask) return "Nothing is recorded. Until you answer, what happens waits in the memory of this page.";
  return "Nothing is recorded: you have not allowed it.";
}

/** The properties in short: the path of a page, the pairs of anything else. */
function describe({ type, properties }) {
  if (type === "page") return typeof properties.path === "string" ? properties.path : "";
  return Object.entries(properties).map(([key, value]) => `${key}: ${typeof value === "object" ? "…" : value}`).join(", ");
}

// Start ---------------------------------------------------------------------------------------------------------

function say(...sentences) {
  body.replaceChildren(...sentences.map((sentence) => make("p", "", sentence)));
}

function drawAll() {
  drawConsent();
  drawIntents();
  drawSlots();
  drawEvents();
}

function start() {
  const choices = make("button", "panel-button", "Change what you allow");
  choices.type = "button";
  choices.addEventListener("click", () => courtesy.consent.open());
  consent.section.append(choices);
  drawAll();
  body.replaceChildren(consent.section, intents.section, slots.section, events.section);

  courtesy.consent.onChange(drawAll);
  courtesy.intent.onChange(() => { drawIntents(); drawSlots(); });
  courtesy.slots.onDecision(drawSlots);
  courtesy.events.onRecord((event) => { drawEvents(event.message_id); drawIntents(); drawSlots(); });
}

if (!courtesy) {
  say("Nothing. Its script did not reach this page, so the page shows what everybody sees.");
} else if (await courtesy.ready === "running") {
  start();
} else {
  say("Nothing. Courtesy could not start here and has stepped aside; the page shows what everybody sees.");
}
