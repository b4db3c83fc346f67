/**
 * What looks as if a click on it would do something.
 *
 * Place in the flow: under the signs of frustration.
 */
import { page } from "../gate-page.js";
import { matches } from "./listen.js";

const CONTROL = "a[href],button,summary,[onclick],[role=button],[role=link],[role=tab],[role=menuitem]";

/** The link, button or the like that is nearest among the elements that a click passed. */
export const control = (path: Element[]): Element | undefined => path.find((node) => matches(node, CONTROL));

/** The same, or the element itself where the pointer says so. Asks for its style, so not while an event is handled. */
export function clickable(path: Element[]): Element | undefined {
  const isHand = (element: Element) => getComputedStyle(element).cursor === "pointer";
  // A hand all over the page says nothing; some pages have it to get clicks from old phones.
  return control(path) ?? (isHand(path[0]!) && !isHand(page.body) ? path[0] : undefined);
}
