/**
 * Measures how long a visitor really looked at a view, and how far down.
 *
 * Place in the flow: counts by itself, and tells the sink when the view ends or is hidden. Engaged is a page that is visible, has the
 * focus, and had an input within the last 30 seconds. No timer ticks: time is added up when something changes. The one exception is
 * a frame that has the focus: only the frame hears when it loses that, and then another window of the site may have it.
 */
import type { Capture, Options } from "./types.js";
import { listen, onEnd } from "./listen.js";
import { page } from "../gate-page.js";

const IDLE_MS = 30_000;
/** How often is looked whether a frame still has the focus. */
const LOOK_MS = 1_000;
/** Less than a second more is no news. */
const NEWS_MS = 1_000;
const DEPTHS = [25, 50, 75, 90, 100];
/** Between a scroll and its measure: reading sizes while the page paints would have it laid out once more. */
const MEASURE_MS = 200;

export function attention({ sink, onView, onHide }: Capture, options: Options): void {
  // Time
  let engagedMs = 0;
  let toldMs = 0;
  let inputAtMs = performance.now();
  /** Up to when time is added up; `undefined` while the page is hidden or has no focus. */
  let countedToMs: number | undefined;

  const count = () => {
    const now = performance.now();
    if (countedToMs !== undefined) {
      engagedMs += Math.max(0, Math.min(now, inputAtMs + IDLE_MS) - countedToMs);
      countedToMs = now;
    }
    return now;
  };
  const active = () => (inputAtMs = count());
  const look = () => {
    const now = count();
    countedToMs = !page.hidden && page.hasFocus() ? now : undefined;
  };
  let looking: ReturnType<typeof setInterval> | undefined;
  const stopLooking = () => clearInterval(looking);
  const looked = () => {
    active();
    look();
    stopLooking();
    if (!page.hidden && page.activeElement instanceof HTMLIFrameElement) looking = setInterval(look, LOOK_MS);
  };

  // Depth
  let deepest = 0;
  let measure: ReturnType<typeof setTimeout> | undefined;
  const measured = () => {
    measure = undefined;
    const height = (page.scrollingElement ?? page.documentElement).scrollHeight;
    // At the top nothing was scrolled: sites go there for a new view. A pixel may be lost to rounding at the end.
    if (scrollY <= 0) return;
    const before = deepest;
    deepest = Math.max(before, Math.min(100, Math.floor(((scrollY + innerHeight + 1) / height) * 100)));
    if (options.scroll) for (const percent of DEPTHS) if (before < percent && percent <= deepest) sink.track("Page Scrolled", { percent });
  };

  const tell = () => {
    if (measure) {
      clearTimeout(measure);
      measured();
    }
    count();
    const ms = Math.round(engagedMs);
    sink.attend(ms, deepest);
    if (!options.engagement || ms - toldMs < NEWS_MS) return;
    sink.track("Page Engaged", { engaged_ms: ms - toldMs, scroll_percent: deepest });
    toldMs = ms;
  };

  listen(["pointermove", "pointerdown", "keydown", "wheel"], active);
  listen(["focus", "blur", "visibilitychange", "pageshow"], ({ target }) => target instanceof Element || looked());
  listen(["scroll"], ({ target }) => {
    if (target !== document) return;
    active();
    measure ??= setTimeout(measured, MEASURE_MS);
  });
  onHide(tell);
  onEnd(() => {
    clearTimeout(measure);
    stopLooking();
  });
  onView((isBack) => {
    // What is scrolled now may be the next view.
    clearTimeout(measure);
    measure = undefined;
    // Its totals were told when it was left. Now it is the turn of those of the page between.
    if (!isBack) tell();
    engagedMs = toldMs = deepest = 0;
    looked();
  });
  looked();
}
