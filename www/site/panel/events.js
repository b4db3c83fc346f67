/** "What was recorded": the last events of this page, newest first. */
import { make, moment, part, row } from "./make.js";

export function eventsPart(courtesy) {
  const { section, content } = part("What was recorded");
  return {
    section,
    /** `fresh` is the id of the event that has just come. */
    draw(fresh) {
      const recent = [...courtesy.events.recent()].reverse();
      if (recent.length === 0) {
        content.replaceChildren(make("p", "panel-why", whyNone(courtesy.consent.get())));
        return;
      }
      const list = make("ol", "panel-events", ...recent.map((event) => entry(event, fresh)));
      list.tabIndex = 0;
      list.setAttribute("aria-label", "Recorded events, newest first");
      content.replaceChildren(list);
    },
  };
}

function entry(event, fresh) {
  const item = make("li", event.message_id === fresh ? "panel-new" : "", row(event.name || "Page viewed", moment(event.timestamp_ms)));
  const detail = describe(event);
  if (detail) item.append(make("p", "panel-why", detail));
  item.dataset.event = event.name || event.type;
  return item;
}

function whyNone({ ask, purposes } = {}) {
  if (purposes?.analytics) return "Nothing yet.";
  if (ask) return "Nothing is recorded. Until you answer, what happens waits in the memory of this page.";
  return "Nothing is recorded: you have not allowed it.";
}

/** The properties in short: the path of a page, the pairs of anything else. */
function describe({ type, properties }) {
  if (type === "page") return typeof properties.path === "string" ? properties.path : "";
  return Object.entries(properties).map(([key, value]) => `${key}: ${typeof value === "object" ? "…" : value}`).join(", ");
}
