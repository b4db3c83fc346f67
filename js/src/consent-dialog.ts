/**
 * The preferences dialog: each purpose and service by itself, when it was chosen, and the visitor's own data.
 *
 * A native modal dialog: the browser keeps the focus in it, makes the page behind inert, closes it on Escape and gives the focus back.
 */
import type { Face } from "./ask.js";
import { makeData } from "./consent-data.js";
import { button, choices, make } from "./consent-parts.js";
import { makePurposes } from "./consent-purposes.js";
import { fill } from "./consent-words.js";

/** Opens the dialog, unless it is open. */
export function showDialog(face: Face): void {
  const { _courtesy: courtesy, _text: text, _root: root } = face;
  if (root.querySelector("dialog")) return;
  const purposes = makePurposes(face);
  const answer = (value: boolean) => () => face._answer(dialog, Object.fromEntries(face._asked().map(({ id }) => [id, value])));
  const note = make("p", { part: "note" });
  const dialog = make(
    "dialog",
    { part: "dialog", "aria-labelledby": "choices-title" },
    make(
      // Not a <header>: outside of an article that would be the page's.
      "div",
      { className: "head" },
      // The heading, not a button: nothing is a choice by accident, and a screen reader begins with what this is.
      make("h2", { id: "choices-title", part: "title", tabIndex: -1, autofocus: true }, text["preferences_title"]!),
      button("close", "", () => dialog.close()),
    ),
    make("div", { className: "scroll" }, make("p", { part: "body" }, face._body()), note, purposes._element, makeData(face)),
    choices(
      ["reject", text["reject"]!, answer(false)],
      ["accept", text["accept"]!, answer(true)],
      ["save", text["save"]!, () => face._answer(dialog, purposes._choice())],
    ),
  );
  dialog.querySelector("button")!.ariaLabel = text["close"]!;

  const stop = courtesy.consent.onChange((view) => {
    purposes._show(view);
    const lines: string[] = [];
    const first = face._asked()[0];
    if (view.chosen_at_ms) {
      lines.push(fill(text["chosen"]!, { date: new Date(view.chosen_at_ms).toLocaleDateString(face._lang, { dateStyle: "long" }) }));
    }
    if (view.gpc !== "ignore" && first && courtesy.consent.why(first.id)?.signal) {
      lines.push(text[view.gpc === "final" ? "signal_final" : "signal"]!);
    }
    note.textContent = lines.join("\n");
  });
  dialog.addEventListener("close", () => {
    stop();
    dialog.remove();
    if (!face._banner) face._end(true);
  });
  // Before the banner, so that the style sheet can take that away meanwhile.
  root.prepend(dialog);
  dialog.showModal();
}
