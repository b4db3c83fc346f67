/**
 * Notices elements that come into the page, or become what is looked for, later.
 *
 * Place in the flow: in the boot script, until the first gated node is found, and in gate.js from then on. Only what a batch of
 * changes touched is looked through, since it runs on every change of every page. Shadow roots are not looked into.
 *
 * Methods are taken from the prototypes: an element named "querySelector" stands in front of the document's method, and a field of
 * a form in front of the form's.
 */

/** The elements of this selector that these changes brought, took, or made something else. */
export function touched(records: MutationRecord[], selector: string): Set<HTMLElement> {
  const { matches, querySelectorAll } = Element.prototype;
  const found = new Set<Element>();
  for (const { target, addedNodes, removedNodes } of records) {
    for (const node of [target, ...addedNodes, ...removedNodes]) {
      if (!(node instanceof Element)) continue;
      // The target too: text that is added to a script makes it one that can run, an attribute may make any element one of ours.
      if (matches.call(node, selector)) found.add(node);
      if (node !== target) for (const inner of querySelectorAll.call(node, selector)) found.add(inner);
    }
  }
  return found as Set<HTMLElement>;
}

/** Calls `found` once, as soon as an element of `[attribute]` is in the page. */
export function whenSeen(attribute: string, found: () => void): void {
  const selector = `[${attribute}]`;
  if (Document.prototype.querySelector.call(document, selector)) return found();
  const observer = new MutationObserver((records) => {
    if (!touched(records, selector).size) return;
    observer.disconnect();
    found();
  });
  observer.observe(document, { childList: true, subtree: true, attributeFilter: [attribute] });
}
