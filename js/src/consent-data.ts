/** "Your data": what we hold, to be taken along as a file or to be erased, and what became of it. */
import type { Kept } from "./types.js";
import type { Face } from "./ask.js";
import { button, make } from "./consent-parts.js";
import { fill } from "./consent-words.js";

export function makeData({ _courtesy: courtesy, _text: text }: Face): HTMLElement {
  // Read out when it changes; and it takes the focus, which would be lost with the button that was pressed.
  const said = make("p", { role: "status", part: "report", tabIndex: -1 });
  const row = make("div", { className: "row", part: "actions" });
  const say = (...lines: string[]) => (said.textContent = lines.join("\n"));
  const act = (part: string, run: () => unknown) => button(part, text[part]!, run);

  const save = (what: string, data: unknown) => {
    if (!data) return say(text["failed"]!);
    const href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    make("a", { href, download: `${location.hostname}-${what}.json` }).click();
    // The download has begun by then.
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
  const names = (kept: Kept[]) => ({ names: kept.map(({ name }) => name).join(", ") || text["nothing"]! });
  const erase = async () => {
    offer();
    said.focus();
    const report = await courtesy.visitor.erase();
    if (!report) return say(text["failed"]!);
    const { removed, left, kept } = report;
    say(fill(text["removed"]!, names(removed)), fill(text["left"]!, names(left)), ...(kept.length > 0 ? [fill(text["kept"]!, names(kept))] : []));
  };
  const confirm = () => {
    say(text["erase_ask"]!);
    row.replaceChildren(
      act("erase_yes", erase),
      act("cancel", () => {
        say();
        offer();
        (row.lastChild as HTMLElement).focus();
      }),
    );
    said.focus();
  };
  const offer = () =>
    row.replaceChildren(
      act("download", async () => save("data", await courtesy.visitor.export())),
      act("receipts", () => save("receipts", courtesy.consent.receipts())),
      act("erase", confirm),
    );
  offer();
  return make("div", { part: "data" }, make("h3", {}, text["your_data"]!), said, row);
}
