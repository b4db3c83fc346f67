/**
 * "What you can prove": the receipts of this browser, newest first.
 *
 * It shows whether each names the one before it, and whether the site's server has signed it. Whether the hashes are right is
 * verified by the tools, which share no code with what wrote them; here stands how to ask them.
 */
import { button, make, moment, part } from "./make.js";
import { download } from "./download.js";

const OUTCOMES = { granted: "Yes to all", denied: "No to all", partial: "Yes to some", erased: "Erased" };
/** A countersignature comes after a request, of which nobody tells: so it is looked for, a few times. */
const LOOK_EVERY_MS = 400;
const LOOKS = 15;

export function receiptsPart(courtesy) {
  const { section, content } = part("What you can prove");
  const command = make("code", "panel-command", "cargo run -q --example verify_receipt receipts.json");
  // Made once: a button that is made anew loses the focus.
  const actions = make(
    "div",
    "",
    make("div", "panel-actions", button("Download receipts", () => download("receipts", courtesy.consent.receipts()))),
    make("p", "panel-why", "To verify the whole chain, with code that shares nothing with what wrote it:"),
    command,
  );
  section.append(actions);
  let waiting;

  function entry(receipt, before) {
    const { id, at, outcome, method, locale, jurisdiction, previous, countersignature } = receipt;
    const time = moment(at, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const law = `${jurisdiction.mode}, ${jurisdiction.region ?? "place unknown"}`;
    const code = make("code", "", id.slice(0, 12));
    code.title = id;
    const facts = make("dl", "panel-facts");
    const fact = (name, ...value) => facts.append(make("dt", "", name), make("dd", "", ...value));
    fact("By", [method, locale].filter(Boolean).join(", "));
    fact("Law", law);
    fact("Id", code);
    fact("Chain", chainWord(previous, before));
    fact("Signed", countersignature ? `by the server, key ${String(countersignature.key_id).slice(0, 8)}` : "not yet, by the server");
    const item = make("li", "", make("div", "panel-row", make("strong", "", OUTCOMES[outcome] ?? outcome), time), facts);
    item.dataset.receipt = id;
    item.dataset.outcome = outcome;
    item.dataset.signed = String(countersignature !== undefined);
    return item;
  }

  function draw(looks = LOOKS) {
    clearTimeout(waiting);
    const receipts = courtesy.consent.receipts();
    actions.hidden = receipts.length === 0;
    if (receipts.length === 0) {
      content.replaceChildren(make("p", "panel-why", "No receipt: you have not chosen anything yet."));
      return;
    }
    const entries = receipts.map((receipt, index) => entry(receipt, receipts[index - 1])).reverse();
    const list = make("ol", "panel-receipts", ...entries);
    list.tabIndex = 0;
    list.setAttribute("aria-label", "Receipts, newest first");
    content.replaceChildren(list);
    if (looks > 0 && !receipts.at(-1).countersignature) waiting = setTimeout(() => draw(looks - 1), LOOK_EVERY_MS);
  }

  return { section, draw: () => draw() };
}

/** Only 50 are kept, so the first in the list may name one that has gone. */
function chainWord(previous, before) {
  if (previous === null) return "the first one";
  if (!before) return `follows ${previous.slice(0, 8)}, no longer kept`;
  return previous === before.id ? `follows ${previous.slice(0, 8)}` : "broken: does not name the one before it";
}
