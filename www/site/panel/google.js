/** "What Google’s tags would be told": read from the data layer, as a tag of theirs would. None is loaded on this site. */
import { make, part, row } from "./make.js";

/** The commands of Consent Mode in the order in which they came. */
const commands = () => (window.dataLayer ?? []).filter((entry) => entry[0] === "consent").map(([, action, state]) => ({ action, state }));

export function googlePart() {
  const { section, content } = part("What Google’s tags would be told");
  return {
    section,
    draw() {
      const all = commands();
      const updates = all.filter(({ action }) => action === "update").length;
      // The last word counts; what is no signal (how long to wait, for which regions) is left out.
      const state = Object.assign({}, ...all.map((command) => command.state));
      const signals = Object.entries(state).filter(([, word]) => word === "granted" || word === "denied");
      const list = make("ul", "panel-signals");
      for (const [signal, word] of signals) {
        const item = make("li", "", row(signal, make("span", word === "granted" ? "panel-tag on" : "panel-tag", word)));
        item.dataset.signal = signal;
        item.dataset.word = word;
        list.append(item);
      }
      const told = updates === 0 ? "The defaults, set before any tag could run." : `The defaults, and ${updates === 1 ? "one update" : `${updates} updates`} since this page began.`;
      content.replaceChildren(make("p", "panel-why", `${told} No script of Google’s is loaded here.`), list);
    },
  };
}
