/** "What you are shown": one entry for each declared slot; of a slot that does not stand in this page, what the next page would show. */
import { make, part, row, spoken } from "./make.js";

export function slotsPart(courtesy) {
  const { section, content } = part("What you are shown");
  return {
    section,
    draw: () => content.replaceChildren(make("ul", "", ...courtesy.slots.names().map(entry).filter((item) => item !== undefined))),
  };

  function entry(name) {
    const isHere = document.querySelector(`courtesy-slot[name="${CSS.escape(name)}"]`) !== null;
    const next = courtesy.slots.next(name);
    const now = isHere ? courtesy.slots.decide(name) : next;
    if (!now) return undefined;
    const tag = make("span", now.variant === "default" ? "panel-tag" : "panel-tag shown", now.variant);
    const place = isHere ? "" : "Not on this page. ";
    const rule = now.rule ? `Rule “${now.rule}”. ` : "";
    const item = make("li", "", row(spoken(name), tag), make("p", "panel-why", place + rule + now.sentence));
    item.dataset.slot = name;
    item.dataset.variant = now.variant;
    if (next && next.variant !== now.variant) {
      item.append(make("p", "panel-next", `From the next page on: ${next.variant}. ${next.sentence}`));
    }
    return item;
  }
}
