/**
 * Says which element it was, in words that are the same at the next deploy.
 *
 * Place in the flow: used by the captures that tell of an element. What the author named comes first: an id, a test id, a field's
 * name; otherwise the way down from the nearest one that is named. Never a class (a style's name), never a text. It is a hint for
 * people and reports: nothing makes sure that it finds one element only.
 */
import { attribute, own } from "./listen.js";

/**
 * Ids that a framework counted or drew: React's `:r1:` and `_r_1_`, Radix, MUI, Ember, Angular's `mat-input-0`, hashes, and whatever
 * has three digits in a row or digits on both sides of letters. One that is wrongly taken for such costs the short name only.
 */
const GENERATED = /[:«»]|\d{3}|\d[a-z]+\d|^(_r_|radix|mui|ember|headlessui|react|mat-|cdk-|ext-|yui|__)/i;
const ID_MAX_LENGTH = 60;
/** So many steps of a structural path: enough to tell siblings apart, too few to break at each change of the layout. */
const MAX_STEPS = 4;

/** `#buy`, `[data-testid="buy"]`, `input[name="email"]`, or `#plans > div:nth-of-type(2) > a`; ` >>> ` goes into a shadow root. */
export function selector(element: Element): string {
  let path = "";
  for (let steps = 1, node = element; ; steps++) {
    const name = named(node);
    path = (name ?? place(node)) + path;
    const parent: Node | null = own(node, "parentNode");
    const isInShadow = parent instanceof ShadowRoot;
    const above = isInShadow ? parent.host : parent;
    if (name || steps === MAX_STEPS || !(above instanceof Element)) return path;
    path = (isInShadow ? " >>> " : " > ") + path;
    node = above;
  }
}

function named(element: Element): string | undefined {
  const id = attribute(element, "id");
  if (id && id.length <= ID_MAX_LENGTH && !GENERATED.test(id)) return `#${CSS.escape(id)}`;
  const testId = attribute(element, "data-testid");
  if (testId) return `[data-testid=${JSON.stringify(testId)}]`;
  const name = attribute(element, "name");
  return name && `${own(element, "localName")}[name=${JSON.stringify(name)}]`;
}

/** Its tag, and which of its siblings of the same tag it is, unless it is the only one. */
function place(element: Element): string {
  const tag = own(element, "localName");
  const count = (step: "previousElementSibling" | "nextElementSibling") => {
    let same = 0;
    for (let node = own(element, step); node; node = own(node, step)) if (own(node, "localName") === tag) same++;
    return same;
  };
  const before = count("previousElementSibling");
  return before || count("nextElementSibling") ? `${tag}:nth-of-type(${before + 1})` : tag;
}
