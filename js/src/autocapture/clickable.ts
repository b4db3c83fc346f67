/**
 * What looks as if a click on it would do something.
 *
 * Place in the flow: under the signs of frustration.
 */
import { page } from "../gate-page.js";

const CLICKABLE = "a[href],button,summary,[onclick],[role=button],[role=link],[role=tab],[role=menuitem]";

/** `Element.closest`, of the prototype: a form's field of that name stands in front of it. */
export const closest = (element: Element, what: string): Element | null => Element.prototype.closest.call(element, what);

/** The link, button or the like that `target` is in. */
export const control = (target: Element): Element | null => closest(target, CLICKABLE);

/** The same, or `target` itself where the pointer says so. Asks for its style, so not while an event is handled. */
export function clickable(target: Element): Element | null {
  const isHand = (element: Element) => getComputedStyle(element).cursor === "pointer";
  // A hand all over the page says nothing; some pages have it to get clicks from old phones.
  return control(target) ?? (isHand(target) && !isHand(page.body) ? target : null);
}
