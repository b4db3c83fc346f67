/** Stands in until A1's is merged: what an element is called in an event. */
export function selector(element: Element): string {
  return element.localName;
}
