/**
 * Ways to try attribution: links that arrive as such a visitor would, and buttons that say who it is or what was wanted.
 *
 * No page can forge a referrer, so each link says where it comes from in its address, as those senders do themselves.
 */
import { button, make } from "./make.js";
import { CONVERSION } from "./conversions.js";

const ARRIVALS = [
  ["Newsletter", "/?utm_source=tidings&utm_medium=email&utm_campaign=spring-launch"],
  ["Search ad", "/pricing?gclid=EAIaIQobChMIdemo"],
  ["ChatGPT", "/docs?utm_source=chatgpt.com"],
  ["Instagram", "/features?utm_source=ig&utm_medium=social&utm_content=link_in_bio"],
];
const USER = "harbour-17";

/** `done` is called after each act. */
export function tries(courtesy, done) {
  const links = make("ul", "panel-actions", ...ARRIVALS.map(([from, href]) => make("li", "", link(from, href))));
  const label = make("p", "panel-label", "Come again, as if from:");
  label.id = "panel-arrivals";
  links.setAttribute("aria-labelledby", label.id);
  const acts = make(
    "div",
    "panel-actions",
    button("Ask for a demo", () => courtesy.track(CONVERSION, { topic: "demo" }).then(done)),
    button(`Identify as ${USER}`, () => courtesy.identify(USER, { berths: 120 }).then(done)),
    button("Reset", () => courtesy.reset().then(done)),
  );
  return { links: make("div", "panel-tries", label, links), acts };
}

function link(text, href) {
  const made = make("a", "panel-button", text);
  made.href = href;
  return made;
}
