/**
 * Copied text: how much of it, and where. The text itself is in no event.
 *
 * Place in the flow: one of the captures.
 */
import type { Capture } from "./types.js";
import { IGNORED } from "./clicks.js";
import { listen, matches, passed } from "./listen.js";
import { selector } from "./selector.js";

/** Events: "Text Copied". */
export function copy({ sink }: Capture): void {
  listen(["copy"], (event) => {
    const path = passed(event);
    const element = path[0];
    if (!element || path.some((node) => matches(node, IGNORED))) return;
    const selection = getSelection();
    // What is selected in a field is not the page's selection. That one's range tells its text without a layout.
    const length =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
        ? element.selectionEnd! - element.selectionStart!
        : selection?.rangeCount && `${selection.getRangeAt(0)}`.length;
    if (length) sink.track("Text Copied", { length, selector: selector(element) });
  });
}
