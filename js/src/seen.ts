/**
 * Notices elements that come into the page, or become what is looked for, later.
 *
 * Place in the flow: in the boot script, until the first gated node is found, and in gate.js from then on. Only what a batch of
 * changes touched is looked through, since it runs on every change of every page. Shadow roots are not looked into.
 */

/** Whether these changes brought (or took, where that matters) an element of this selector. */
export function touches(records: MutationRecord[], selector: string, alsoRemoved?: boolean): boolean {
  const holds = (node: Node) =>
    node instanceof Element && (node.matches(selector) || node.querySelector(selector) !== null);
  return records.some(
    ({ type, target, addedNodes, removedNodes }) =>
      // Text that is added to a script makes it one that can run; an attribute may make any element one of ours.
      (target as Element).matches?.(selector) ||
      (type === "childList" && ([...addedNodes].some(holds) || (alsoRemoved && [...removedNodes].some(holds)))),
  );
}

/** Calls `found` once, as soon as an element of `[attribute]` is in the page. */
export function whenSeen(attribute: string, found: () => void): void {
  const selector = `[${attribute}]`;
  if (document.querySelector(selector)) return found();
  const observer = new MutationObserver((records) => {
    if (!touches(records, selector)) return;
    observer.disconnect();
    found();
  });
  observer.observe(document, { childList: true, subtree: true, attributeFilter: [attribute] });
}
