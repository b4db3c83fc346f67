/**
 * consent-ui.js: the banner that asks. Loaded only when the visitor must be asked, or wants to be.
 *
 * Place in the flow: a face of the consent room. It shows what the engine gives it and hands back the answers; what they mean
 * is the engine's business. Non-modal: the page behind it stays usable, and nothing is hidden until there is an answer.
 */
import type { Courtesy, PurposeView } from "./types.js";
import type { ConsentTexts } from "./client.js";
import { style } from "./consent-style.js";

const TEXT = {
  title: "May we remember this visit?",
  body: "Choose what we may do. You can change your mind at any time.",
  accept: "Accept all",
  reject: "Reject all",
  choose: "Choose for each purpose",
  save: "Save my choice",
};

let host: HTMLElement | undefined;

/**
 * Shows the banner; a second call while it is open does nothing but move the focus to it. `before` gets the focus back when
 * it is closed.
 */
export function open(courtesy: Courtesy, { text }: ConsentTexts, before: HTMLElement | null): void {
  // The visitor asked for it: then the focus goes there. On the first view it would be a theft.
  const isWanted = !courtesy.consent.get()?.ask;
  // A page may have replaced its body since.
  if (!host?.isConnected) host = build(courtesy, { ...TEXT, ...text }, isWanted ? before : null);
  if (isWanted) host.shadowRoot!.querySelector("h2")!.focus();
}

function build(courtesy: Courtesy, text: typeof TEXT, before: HTMLElement | null): HTMLElement {
  const purposes = courtesy.consent.purposes();
  const allowed = courtesy.consent.get()?.purposes ?? {};
  const choosable = purposes.filter((purpose) => !purpose.necessary);
  const boxes = new Map<string, HTMLInputElement>();
  const element = make("courtesy-consent");

  // An answer in another tab answers here too.
  const stop = courtesy.consent.get()?.ask ? courtesy.consent.onChange(({ ask }) => ask || close()) : undefined;
  const close = () => {
    stop?.();
    element.remove();
    host = undefined;
    if (before?.isConnected) before.focus({ preventScroll: true });
  };
  const answer = (of: (purpose: PurposeView) => boolean) => {
    const choice = Object.fromEntries(choosable.map((purpose) => [purpose.id, of(purpose)]));
    close();
    courtesy.consent.set(choice);
  };
  const button = (label: string, act: () => void) => {
    const made = make("button", label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const title = make("h2", text.title);
  title.id = "title";
  title.tabIndex = -1;
  const list = make("ul");
  for (const purpose of purposes) {
    const box = make("input");
    box.type = "checkbox";
    box.name = purpose.id;
    box.checked = purpose.necessary || !!allowed[purpose.id];
    box.disabled = purpose.necessary;
    boxes.set(purpose.id, box);
    list.append(make("li", make("label", box, make("span", purpose.title, make("small", purpose.description)))));
  }
  const details = make(
    "details",
    make("summary", text.choose),
    list,
    button(text.save, () => answer((purpose) => boxes.get(purpose.id)!.checked)),
  );
  const section = make(
    "section",
    title,
    make("p", text.body),
    details,
    make(
      "div",
      button(text.reject, () => answer(() => false)),
      button(text.accept, () => answer(() => true)),
    ),
  );
  section.setAttribute("aria-labelledby", "title");
  section.setAttribute("part", "banner");
  section.addEventListener("keydown", (event) => {
    // Where there is an answer already, leaving it as it is is one.
    if (event.key === "Escape" && !courtesy.consent.get()?.ask) close();
  });

  const root = element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(section);
  document.body.append(element);
  return element;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K];
function make(tag: string, ...children: (Node | string)[]): HTMLElement;
function make(tag: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}
