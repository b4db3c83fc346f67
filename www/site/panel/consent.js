/** "What you allowed": each purpose and each service of it, with the reason in a sentence. */
import { button, make, part, row } from "./make.js";

/** A date is not to be broken at its hyphens. */
const whole = (sentence) => sentence.replaceAll(/(?<=\d)-(?=\d)/g, "\u2011");

export function consentPart(courtesy, tellKnows) {
  const { section, content } = part("What you allowed");
  section.append(
    make(
      "div",
      "panel-actions",
      button("Privacy choices", () => courtesy.consent.open()),
      button("All details", () => courtesy.consent.open("preferences")),
    ),
  );

  function entry({ id, title }, children = []) {
    const why = courtesy.consent.why(id);
    const isAllowed = why?.allowed ?? false;
    const tag = make("span", isAllowed ? "panel-tag on" : "panel-tag", isAllowed ? "allowed" : "not allowed");
    const item = make("li", "", row(title, tag), make("p", "panel-why", whole(why?.sentence ?? "")));
    item.dataset.purpose = id;
    item.dataset.allowed = String(isAllowed);
    if (children.length > 0) item.append(make("ul", "panel-services", ...children));
    return item;
  }

  return {
    section,
    draw() {
      const purposes = courtesy.consent.purposes();
      const entries = purposes.map((purpose) => entry(purpose, purpose.services.map((service) => entry(service))));
      tellKnows(purposes.some(({ id, necessary }) => !necessary && courtesy.consent.why(id)?.allowed));
      content.replaceChildren(make("ul", "", ...entries));
    },
  };
}
