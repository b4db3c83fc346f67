/**
 * Signs of frustration in clicks: many in one place, and those that nothing answers.
 *
 * Place in the flow: one of the captures; it sorts out the clicks that are worth a look, for rage-clicks.ts and dead-clicks.ts.
 */
import type { Capture } from "./types.js";
import { IGNORED } from "./clicks.js";
import { deadClicks } from "./dead-clicks.js";
import { listen, matches, passed } from "./listen.js";
import { rageClicks } from "./rage-clicks.js";

/** Where many clicks are a way of working, or what they do is not seen in the page. */
const BUSY = `${IGNORED},input,select,textarea,label,video,audio,canvas,[contenteditable]`;

/** Events: "Rage Clicked", "Dead Clicked". */
export function frustration(capture: Capture): void {
  const rage = rageClicks(capture);
  const dead = deadClicks(capture);
  listen(["click"], (click) => {
    const path = passed(click);
    // No detail: from the keyboard, or a label's click on its field. With a key or another button a link opens elsewhere.
    if (!click.isTrusted || !click.detail || click.button || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
    if (!path.length || path.some((node) => matches(node, BUSY))) return;
    rage(click, path);
    dead(click, path);
  });
}
