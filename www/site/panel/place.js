/** "Where you are": the law that holds there, what the browser signals, and a way to try other places. */
import { make, part } from "./make.js";
import { keepRegion, regionInAddress } from "./region.js";

/** `ZZ` is what ISO 3166 leaves free, and CLDR calls "unknown": a place that no rule of the config names. */
const PLACES = [["", "As detected"], ["DE", "Germany"], ["US-CA", "California"], ["US-NY", "New York"], ["JP", "Japan"], ["ZZ", "Unknown"]];
const MODES = {
  "opt-in": "nothing is allowed before you say yes (opt-in)",
  "opt-out": "everything is allowed until you say no (opt-out)",
  notice: "everything is allowed until you say no, and you are to be told (notice)",
};
const GPC = {
  honour: "Global Privacy Control counts as a no, until you say yes yourself.",
  final: "Global Privacy Control is final: no yes overrules it.",
  ignore: "Global Privacy Control does not count there.",
};

/** `US-CA` or `EEA` as a person would write it. */
function placeName(region) {
  const known = PLACES.find(([code]) => code === region)?.[1];
  if (known) return known;
  if (region === "EEA") return "the European Economic Area";
  try {
    return new Intl.DisplayNames("en", { type: "region" }).of(region) ?? region;
  } catch {
    return region; // A part of a country: its code has to do.
  }
}

/** The law in force, in a sentence. */
export function lawSentence({ mode, region, source }) {
  if (source === "unknown") return `Nobody knows where you are, so the strictest of all rules holds: ${MODES[mode]}.`;
  if (region === "ZZ") return `No rule names such a place, so the site’s own default holds: ${MODES[mode]}.`;
  const how = source === "time_zone" ? ", by your browser’s clock" : ", as you say";
  return `In ${placeName(region)}${how}: ${MODES[mode]}.`;
}

export function placePart(courtesy) {
  const { section, content } = part("Where you are");
  const select = make("select", "panel-select", ...PLACES.map(([code, name]) => new Option(name, code)));
  select.id = "panel-region";
  const label = make("label", "panel-label", "The law depends on the place. Try another:");
  label.htmlFor = select.id;
  const here = regionInAddress() ?? "";
  // Somebody may have written another code into the address.
  if (!PLACES.some(([code]) => code === here)) select.add(new Option(placeName(here), here));
  select.value = here;
  select.addEventListener("change", () => {
    keepRegion(select.value);
    courtesy.consent.setRegion(select.value || null);
    askAnew(courtesy);
  });
  const law = make("p", "panel-law");
  law.setAttribute("role", "status");
  const gpc = make("p", "panel-why");
  content.append(label, make("div", "panel-choice", select), law, gpc);

  return {
    section,
    draw() {
      const view = courtesy.consent.get();
      if (!view) return;
      const sentence = lawSentence(view);
      // Said again only where it differs: it is read out.
      if (law.textContent !== sentence) law.textContent = sentence;
      law.dataset.mode = view.mode;
      law.dataset.gpc = view.gpc;
      law.dataset.source = view.source;
      const first = courtesy.consent.purposes().find(({ necessary }) => !necessary);
      const sends = first && courtesy.consent.why(first.id)?.signal;
      gpc.textContent = `${GPC[view.gpc]} Your browser ${sends ? "sends it" : "does not send it"}.`;
    },
  };
}

/** A question that is open was worded for the law of the other place: it is taken away, and asked anew where it is owed. */
function askAnew(courtesy) {
  const open = document.querySelector("courtesy-consent");
  if (!open) return;
  open.remove();
  if (courtesy.consent.get()?.ask) courtesy.consent.open();
}
