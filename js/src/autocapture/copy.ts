/**
 * Copied text: how much of it, and where. The text itself is never read into an event.
 *
 * Place in the flow: one of the captures.
 */
import type { Capture } from "./types.js";
import { LOOK } from "./listening.js";
import { selector } from "./selector.js";

/** Events: "Text Copied". */
export function copy({ sink }: Capture): void {
  const look = ({ target }: Event) => {
    // What is selected within a field is not the page's selection.
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    const selection = getSelection();
    // Of its range, since the text of a selection itself needs a layout.
    const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
    const length = isField ? target.selectionEnd! - target.selectionStart! : `${range ?? ""}`.length;
    const node = isField ? target : range?.commonAncestorContainer;
    const element = node instanceof Element ? node : node?.parentElement;
    if (length && element) sink.track("Text Copied", { length, selector: selector(element) });
  };
  addEventListener("copy", look, LOOK);
}
