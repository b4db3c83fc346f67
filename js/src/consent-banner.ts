/**
 * The banner: asks without standing in the way. Not modal: the page stays usable, and nothing is hidden until there is an answer.
 */
import type { Face } from "./consent-ui.js";
import { choices, make } from "./consent-parts.js";

/** Puts the banner into the face. */
export function makeBanner(face: Face): HTMLElement {
  const { _courtesy: courtesy, _text: text } = face;
  const answer = (value: boolean) => () => face._answer(section, Object.fromEntries(face._asked().map(({ id }) => [id, value])));
  // Which law holds is the engine's business; each has words of its own, since "unless you agree" would be wrong for two of them.
  const section = make(
    "section",
    { part: "banner", "aria-labelledby": "title" },
    make("h2", { id: "title", part: "title", tabIndex: -1 }, text["title"]!),
    make("p", { part: "body" }, face._body()),
    choices(
      ["reject", text["reject"]!, answer(false)],
      ["accept", text["accept"]!, answer(true)],
      ["choose", text["choose"]!, face._choose],
    ),
  );
  section.addEventListener("keydown", (event) => {
    // Where there is an answer already, leaving it as it is is one.
    if (event.key === "Escape" && !courtesy.consent.get()?.ask) face._end();
  });
  keepClear(section, face._host);
  face._root.append(section);
  return section;
}

/**
 * Leaves room for the banner at the end of the page, so that it never covers the last thing there, nor what has the focus
 * (WCAG 2.4.11). A box after the body moves nothing that is seen: a padding would shorten a body of full height.
 *
 * Also where a single-page site has swapped its body: the banner goes along into the new one.
 */
function keepClear(section: HTMLElement, host: HTMLElement): void {
  const { body } = document;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  // Told of every change of size, and a last time when the banner has left the page.
  const sizes = new ResizeObserver(() => {
    const { height, top } = section.getBoundingClientRect();
    // A site may have put it to the top.
    const side = top * 2 + height < innerHeight ? "start" : "end";
    sheet.replaceSync(
      height ? `html{scroll-padding-block-${side}:${height + 24}px}${side === "end" ? `html::after{content:"";display:block;block-size:${height + 24}px}` : ""}` : "",
    );
    if (section.isConnected) return;
    if (section.getRootNode() !== section && !host.hidden && document.body !== body) return document.body.append(host);
    sizes.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  });
  sizes.observe(section);
}
