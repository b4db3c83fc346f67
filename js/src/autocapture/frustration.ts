/**
 * Signs of frustration in clicks: many in one place, and those that nothing answers.
 *
 * Place in the flow: one of the captures; it sorts out the clicks that are worth a look, for rage-clicks.ts and dead-clicks.ts.
 */
import type { Capture } from "./types.js";
import { closest } from "./clickable.js";
import { deadClicks } from "./dead-clicks.js";
import { LOOK } from "./listening.js";
import { rageClicks } from "./rage-clicks.js";

/** Where many clicks are a way of working, or what they do is not seen in the page. */
const BUSY = "input,select,textarea,label,option,video,audio,canvas,iframe,object,embed,[contenteditable]";

/** Events: "Rage Clicked", "Dead Clicked". */
export function frustration(capture: Capture): void {
  const rage = rageClicks(capture);
  const dead = deadClicks(capture);
  const look = (click: MouseEvent) => {
    const [target] = click.composedPath();
    const isPlain = !(click.button || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey);
    // No detail: from the keyboard, or a label's click on its field.
    if (!isPlain || !click.isTrusted || !click.detail || !(target instanceof Element) || closest(target, BUSY)) return;
    rage(click, target);
    dead(click, target);
  };
  addEventListener("click", look, LOOK);
}
