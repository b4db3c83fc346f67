/**
 * Rage clicks: three and more within a second on one spot.
 *
 * Place in the flow: one of the signs of frustration. A burst is told once, when it is over, with all its clicks.
 */
import type { Capture } from "./types.js";
import { control } from "./clickable.js";
import { onEnd } from "./listen.js";
import { selector } from "./selector.js";

const CLICKS = 3;
const WITHIN_MS = 1_000;
const WITHIN_PX = 30;

/** Events: "Rage Clicked". */
export function rageClicks({ sink, onView, onHide }: Capture): (click: MouseEvent, path: Element[]) => void {
  let burst: MouseEvent[] = [];
  /** What was clicked, from when it was rage. */
  let what = "";
  let timer: ReturnType<typeof setTimeout>;

  const end = () => {
    clearTimeout(timer);
    const clicks = burst.length;
    // Three clicks are also how a paragraph is selected.
    if (what && (clicks > CLICKS || getSelection()?.isCollapsed !== false)) sink.track("Rage Clicked", { selector: what, clicks });
    burst = [];
    what = "";
  };
  onView(end);
  onHide(end);
  onEnd(() => clearTimeout(timer));

  return (click, path) => {
    // Not by the timer alone: a busy page hears of its clicks late.
    const isIn = (first: MouseEvent | undefined) => first && click.timeStamp - first.timeStamp <= WITHIN_MS;
    const [first] = burst;
    if (first && !(isIn(burst.at(-1)) && Math.hypot(click.clientX - first.clientX, click.clientY - first.clientY) <= WITHIN_PX)) end();
    burst.push(click);
    if (isIn(burst.at(-CLICKS))) what ||= selector(control(path) ?? path[0]!);
    clearTimeout(timer);
    timer = setTimeout(end, WITHIN_MS);
  };
}
