/**
 * `<courtesy-placeholder>`: stands where a frame would be, says what is missing and lets the visitor decide.
 *
 * Place in the flow: a face of the gate. It knows no consent: it shows words and hands back which button was pressed.
 */
import type { Words } from "./consent-words.js";
import { page } from "./gate-page.js";

export const PLACEHOLDER = "courtesy-placeholder";

// The names of its colours are the banner's (consent-style.ts), so that a site sets both at once.
const STYLE = `
:host { overflow: auto; border: 0 solid transparent; }
section {
  box-sizing: border-box; min-height: 100%; padding: .75rem; display: flex; flex-direction: column; gap: .5rem;
  align-items: center; justify-content: center; text-align: center; font: 1rem/1.4 var(--courtesy-font, system-ui, sans-serif);
  color: var(--courtesy-text, #22303c); background: var(--courtesy-background, #f3efe6);
}
p { margin: 0; overflow-wrap: anywhere; }
#title { font-weight: 700; }
div { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: center; }
button {
  min-height: 2.75rem; padding: .4rem .9rem; font: inherit; font-weight: 600; cursor: pointer; border-radius: .5rem;
  color: var(--courtesy-on-accent, #fff); background: var(--courtesy-accent, #1c4f72); border: 1px solid transparent;
}
:focus-visible { outline: 3px solid var(--courtesy-accent, #1c4f72); outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  section { color: var(--courtesy-text, #eef2f4); background: var(--courtesy-background, #18222b); }
  button { color: var(--courtesy-on-accent, #10202c); background: var(--courtesy-accent, #9cc9e8); }
  :focus-visible { outline-color: var(--courtesy-accent, #9cc9e8); }
}`;

let sheet: CSSStyleSheet | undefined;

/**
 * Makes one. `title` is the frame's own, which tells visitors with a screen reader what would be here. `always` is told all that can
 * be read in it.
 */
export function makePlaceholder({ lang, dir, text }: Words, title: string, once: () => void, always: (read: string) => void): HTMLElement {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  const element = Object.assign(page.createElement(PLACEHOLDER), { lang, dir });
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const lines: string[] = [];
  const make = (tag: string, line: string) => {
    lines.push(line);
    return Object.assign(page.createElement(tag), { textContent: line });
  };
  const button = (label: string, act: () => void) => {
    const made = make("button", label) as HTMLButtonElement;
    made.type = "button";
    // A page may have many of these buttons: each is read with what it is for.
    made.setAttribute("aria-describedby", "title");
    made.addEventListener("click", act);
    return made;
  };
  const missing = text["placeholder_title"]!;
  // No heading and no landmark: this stands in the middle of a page that has an outline of its own.
  const heading = make("p", title || missing);
  heading.id = "title";
  const box = page.createElement("section");
  box.append(heading, ...(title ? [make("p", missing)] : []), make("p", text["placeholder_body"]!));
  const row = page.createElement("div");
  row.append(button(text["load_once"]!, once), button(text["load_always"]!, () => always(lines.join("\n"))));
  box.append(row);
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", "title");
  root.append(box);
  return element;
}
