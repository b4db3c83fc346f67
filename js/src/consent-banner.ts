/**
 * The banner: asks without standing in the way. Not modal: the page stays usable, and nothing is hidden until there is an answer.
 */
import type { Face } from "./ask.js";
import { choices, make } from "./consent-parts.js";
import { fill } from "./consent-words.js";

/** Puts the banner into the face. */
export function makeBanner(face: Face): void {
  const { _courtesy: courtesy, _text: text } = face;
  const answer = (value: boolean) => () => face._answer(section, Object.fromEntries(face._asked().map(({ id }) => [id, value])));
  // Who would get something is said before the question, not one click after it.
  const vendors = [...new Set(face._asked().flatMap(({ services = [] }) => services.map(({ vendor }) => vendor)))].filter(Boolean).join(", ");
  const section = make(
    "section",
    { part: "banner", "aria-labelledby": "title" },
    make("h2", { id: "title", part: "title", tabIndex: -1 }, text["title"]!),
    make("p", { part: "body" }, face._body()),
    make("p", { part: "vendors" }, vendors && fill(text["vendor"]!, { vendor: vendors })),
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
  face._root.append(section);
  face._banner = section;
  face._giveBack = keepClear(section, face._host);
}

/**
 * Leaves room for the banner at the end of the page, so that it never covers the last thing there, nor what has the focus
 * (WCAG 2.4.11). A box after the body moves nothing that is seen: a padding would shorten a body of full height.
 *
 * Also where a single-page site swaps its body: the banner goes along into the new one. Returns what ends it.
 */
function keepClear(section: HTMLElement, host: HTMLElement): () => void {
  let { body } = document;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  // Told of every change of size, and when the banner has left the page.
  const sizes = new ResizeObserver(() => {
    const { height, top } = section.getBoundingClientRect();
    const room = `${height + 24}px`;
    // A site may have put it to the top.
    const side = top * 2 + height < innerHeight ? "start" : "end";
    sheet.replaceSync(`html{scroll-padding-block-${side}:${room}}html::after{content:"";display:${side === "end" && height ? "block" : "none"};block-size:${room}}`);
    if (document.body !== body) (body = document.body).append(host);
  });
  sizes.observe(section);
  return () => {
    sizes.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}
