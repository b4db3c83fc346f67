/**
 * Rage clicks: three and more within a second on one spot.
 *
 * Place in the flow: one of the signs of frustration. A burst is told once, when it is over, with all its clicks.
 */
import type { Capture } from "./types.js";
import { control } from "./clickable.js";
import { selector } from "./selector.js";

const CLICKS = 3;
const WITHIN_MS = 1_000;
const WITHIN_PX = 30;

interface Burst {
  x: number;
  y: number;
  timesMs: number[];
  /** What was clicked, from when it was rage. */
  selector?: string;
}

/** Events: "Rage Clicked". */
export function rageClicks({ sink, onView, onHide }: Capture): (click: MouseEvent, target: Element) => void {
  let burst: Burst | undefined;
  let timer: ReturnType<typeof setTimeout>;

  const end = () => {
    clearTimeout(timer);
    const clicks = burst?.timesMs.length;
    // Three clicks are also how a paragraph is selected.
    const isSelecting = clicks === CLICKS && getSelection()?.isCollapsed === false;
    if (burst?.selector && !isSelecting) sink.track("Rage Clicked", { selector: burst.selector, clicks });
    burst = undefined;
  };
  onView(end);
  onHide(end);

  return ({ clientX: x, clientY: y, timeStamp }, target) => {
    const isNear = burst && Math.hypot(x - burst.x, y - burst.y) <= WITHIN_PX && timeStamp - burst.timesMs.at(-1)! <= WITHIN_MS;
    if (!isNear) end();
    burst ??= { x, y, timesMs: [] };
    burst.timesMs.push(timeStamp);
    if (timeStamp - burst.timesMs.at(-CLICKS)! <= WITHIN_MS) burst.selector ??= selector(control(target) ?? target);
    clearTimeout(timer);
    timer = setTimeout(end, WITHIN_MS);
  };
}
