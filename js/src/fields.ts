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
    const text = textOf(field);
    const { text: _, ...attributes } = typeof field === "string" ? { text: field } : field;
    if (text !== undefined && element.textContent !== text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value !== "string") continue;
      const isSafe = ATTRIBUTES.includes(name) && (!/^(?:href|src)$/.test(name) || isSafeUrl(value));
      if (isSafe && element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  }
}

/** The text that a field sets, if it sets any. */
export function textOf(field: Fields[string] | undefined): string | undefined {
  const text = typeof field === "string" ? field : field?.["text"];
  return typeof text === "string" ? text : undefined;
}

/**
 * Remembers what `bind` may change of an element, and returns how to bring it back; the element itself stays, with whatever
 * the page has attached to it. `aside` holds the children where they were put aside already.
 */
export function remember(element: Element, aside?: DocumentFragment): () => void {
  const children = [...element.childNodes];
  const attributes = ATTRIBUTES.map((name) => [name, element.getAttribute(name)] as const);
  return () => {
    element.replaceChildren(...(aside ? aside.childNodes : children));
    for (const [name, value] of attributes) {
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  };
}
