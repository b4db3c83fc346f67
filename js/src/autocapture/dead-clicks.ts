/**
 * Dead clicks: on what looks clickable, and nothing answers.
 *
 * Place in the flow: one of the signs of frustration. In doubt a click is not counted. Of several clicks in a row only the last is
 * judged, so a burst is one dead click.
 */
import type { Capture } from "./types.js";
import { type Watch, watchForAnswer } from "./answer.js";
import { clickable, closest } from "./clickable.js";
import { LOOK } from "./listening.js";
import { selector } from "./selector.js";

/** How long a page may take. Browsers without the Navigation API do not say that they are on their way to another page. */
const WAIT_MS = "navigation" in window ? 1_500 : 5_000;
/** Nothing stops a page for this long but a box of the browser's own, as of `alert` or `print`, or work for the click. */
const STOPPED_MS = 300;
/** Goes elsewhere, or is where it leads already. */
const ELSEWHERE = "[download],[target]:not([target=_self]),[aria-selected=true],[aria-current]:not([aria-current=false])";

/** Events: "Dead Clicked". */
export function deadClicks({ sink, onView, onHide }: Capture): (click: MouseEvent, target: Element) => void {
  let watch: Watch | undefined;
  let timer: ReturnType<typeof setTimeout>;
  const wait = (then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(then, WAIT_MS);
  };
  const stop = () => {
    clearTimeout(timer);
    watch?.stop();
    watch = undefined;
  };
  onView(stop);
  onHide(stop);

  // Menus open when the pointer goes down, and the click finds them open.
  const lookDown = (down: PointerEvent) => {
    stop();
    watch = watchForAnswer(down);
    wait(stop);
  };
  addEventListener("pointerdown", lookDown, LOOK);

  return (click, target) => {
    const { href } = location;
    const clickedMs = performance.now();
    setTimeout(() => performance.now() - clickedMs > STOPPED_MS && stop());
    wait(() => {
      const element = watch?.isSilent() && !closest(target, ELSEWHERE) && clickable(target);
      if (element && !leads(closest(target, "a[href]"), href, click)) sink.track("Dead Clicked", { selector: selector(element) });
      stop();
    });
  };
}

/** Whether the link goes somewhere by itself, or to where the visitor was already. */
function leads(link: Element | null, here: string, { defaultPrevented }: Event): boolean {
  // A link in an SVG has no address of this kind.
  if (!(link instanceof HTMLAnchorElement)) return !!link;
  const { href, protocol } = link;
  const [to, fragment] = href.split("#");
  if (protocol === "javascript:") return false;
  // Mail, telephone and the like open something else.
  if (!/^http/.test(protocol) || href === here) return true;
  return !defaultPrevented && (fragment === undefined || to !== here.split("#")[0]);
}
