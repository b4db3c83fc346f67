/**
 * The panel "What Courtesy knows": draws the client's public views, and redraws the part that changed.
 *
 * It asks for nothing that any page could not ask for, and keeps nothing anywhere (not even whether it is open). Each part is a file
 * of its own beside this one.
 */
import { consentPart } from "./consent.js";
import { eventsPart } from "./events.js";
import { googlePart } from "./google.js";
import { intentsPart } from "./intents.js";
import { make } from "./make.js";
import { placePart } from "./place.js";
import { receiptsPart } from "./receipts.js";
import { slotsPart } from "./slots.js";
import { visitPart } from "./visit.js";

/** @type {import("../../../js/src/types.ts").Courtesy | undefined} */
const courtesy = window.courtesy;
const root = document.documentElement;
const panel = document.querySelector(".panel");
const body = document.querySelector("#panel-body");
const handle = panel.querySelector(".panel-handle");
const close = panel.querySelector(".panel-close");
const wide = matchMedia("(min-width: 75rem)");

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

// Start ---------------------------------------------------------------------------------------------------------

function say(...sentences) {
  body.replaceChildren(...sentences.map((sentence) => make("p", "", sentence)));
}

function start() {
  const place = placePart(courtesy);
  const consent = consentPart(courtesy, (knows) => panel.toggleAttribute("data-knows", knows));
  const receipts = receiptsPart(courtesy);
  const google = googlePart();
  const visit = visitPart(courtesy);
  const intents = intentsPart(courtesy);
  const slots = slotsPart(courtesy);
  const events = eventsPart(courtesy);
  const all = [place, consent, receipts, google, visit, intents, slots, events];

  const drawAll = () => all.forEach(({ draw }) => draw());
  drawAll();
  body.replaceChildren(...all.map(({ section }) => section));

  courtesy.consent.onChange(drawAll);
  courtesy.intent.onChange(() => { intents.draw(); slots.draw(); });
  courtesy.slots.onDecision(() => slots.draw());
  courtesy.events.onRecord((event) => { events.draw(event.message_id); visit.draw(); intents.draw(); slots.draw(); });
}

if (!courtesy) {
  say("Nothing. Its script did not reach this page, so the page shows what everybody sees.");
} else if (await courtesy.ready === "running") {
  start();
} else {
  say("Nothing. Courtesy could not start here and has stepped aside; the page shows what everybody sees.");
}
