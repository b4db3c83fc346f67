/**
 * Puts fields into an element: text and a few attributes that cannot run script, nothing else.
 *
 * The core has checked them when it read the config; they are checked again here because the record may have been changed in
 * storage on its way.
 */
import type { Fields } from "./ahead.js";

/** The rule of `is_safe` in src/core/value/shape.rs. */
const isSafeUrl = (url: string) =>
  !/[\u0000-\u0020]/.test(url) && (!/^[^/?#]*:/.test(url) || /^(?:https?|mailto|tel):/i.test(url));
const ATTRIBUTES = ["href", "src", "alt", "title", "width", "height"];

/** Sets every bound element within `root` whose field is given. Setting what is there already changes nothing. */
export function bind(root: Element, fields: Fields): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-bind]")) {
    const field = fields[element.dataset["bind"]!];
    if (field == null) continue;
    const { text, ...attributes } = typeof field === "string" ? { text: field } : field;
    if (typeof text === "string" && element.textContent !== text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value !== "string") continue;
      const isSafe = ATTRIBUTES.includes(name) && (!/^(?:href|src)$/.test(name) || isSafeUrl(value));
      if (isSafe && element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  }
}

/**
 * Remembers what `bind` may change of an element, and returns how to bring it back; the element itself stays, with whatever
 * the page has attached to it. `text` is for an element that the parser has not finished with: what it said in the end.
 */
export function remember(element: Element, text?: () => string): () => void {
  const children = [...element.childNodes];
  const attributes = ATTRIBUTES.map((name) => [name, element.getAttribute(name)] as const);
  return () => {
    if (text) element.textContent = text();
    else element.replaceChildren(...children);
    for (const [name, value] of attributes) {
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  };
}
