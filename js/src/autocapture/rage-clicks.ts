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

/** Events: "Rage Clicked". */
export function rageClicks({ sink, onView, onHide }: Capture): (click: MouseEvent, path: Element[]) => void {
  let first: MouseEvent | undefined;
  let timesMs: number[] = [];
  /** What was clicked, from when it was rage. */
  let what = "";
  let timer: ReturnType<typeof setTimeout>;

  const end = () => {
    clearTimeout(timer);
    const clicks = timesMs.length;
    // Three clicks are also how a paragraph is selected.
    if (what && (clicks > CLICKS || getSelection()?.isCollapsed !== false)) sink.track("Rage Clicked", { selector: what, clicks });
    first = undefined;
    timesMs = [];
    what = "";
  };
  onView(end);
  onHide(end);

  return (click, path) => {
    // Clicks that come late, as those of a busy page do, are told apart by when they were made.
    if (
      first &&
      (Math.hypot(click.clientX - first.clientX, click.clientY - first.clientY) > WITHIN_PX ||
        click.timeStamp - timesMs.at(-1)! > WITHIN_MS)
    )
      end();
    first ??= click;
    timesMs.push(click.timeStamp);
    if (click.timeStamp - timesMs.at(-CLICKS)! <= WITHIN_MS) what ||= selector(control(path) ?? path[0]!);
    clearTimeout(timer);
    timer = setTimeout(end, WITHIN_MS);
  };
}
