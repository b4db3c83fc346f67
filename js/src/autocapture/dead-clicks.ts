/**
 * Dead clicks: on what looks clickable, and nothing answers.
 *
 * Place in the flow: one of the signs of frustration. In doubt a click is not counted. Of several clicks in a row only the last is
 * judged, so a burst is one dead click.
 */
import type { Capture } from "./types.js";
import { type Watch, watchForAnswer } from "./answer.js";
import { clickable } from "./clickable.js";
import { hasNavigation, listen, matches, onEnd } from "./listen.js";
import { selector } from "./selector.js";

/** How long a page may take. Browsers without the Navigation API do not say that they are on their way to another page. */
const WAIT_MS = hasNavigation() ? 1_500 : 5_000;
/** Nothing stops a page for this long but a box of the browser's own, as of `alert` or `print`, or work for the click. */
const STOPPED_MS = 300;
/** Opens something else, or is where it leads already. */
const ELSEWHERE = "[download],[target]:not([target=_self]),[aria-selected=true],[aria-current]:not([aria-current=false])";

/** Events: "Dead Clicked". */
export function deadClicks({ sink, onView, onHide }: Capture): (click: MouseEvent, path: Element[]) => void {
  let watch: Watch | undefined;
  let timer: ReturnType<typeof setTimeout>;
  const wait = (then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(then, WAIT_MS);
  };
  const stop = () => {
    clearTimeout(timer);
    watch?._stop();
    watch = undefined;
  };
  onView(stop);
  onHide(stop);
  onEnd(stop);

  // Menus open when the pointer goes down, and the click finds them open.
  listen(["pointerdown"], (down) => {
    stop();
    watch = watchForAnswer(down);
    wait(stop);
  });

  return (click, path) => {
    const { href } = location;
    const clickedMs = performance.now();
    setTimeout(() => performance.now() - clickedMs > STOPPED_MS && stop());
    wait(() => {
      const isDead = watch?._isSilent() && !path.some((node) => matches(node, ELSEWHERE) || leads(node, href, click));
      const element = isDead && clickable(path);
      if (element) sink.track("Dead Clicked", { selector: selector(element) });
      stop();
    });
  };
}

/** Whether this is a link that goes somewhere by itself, or to where the visitor was already. */
function leads(link: Element, here: string, { defaultPrevented }: Event): boolean {
  if (!(link instanceof HTMLAnchorElement && link.href)) return false;
  const { href, protocol } = link;
  const isWeb = /^http/.test(protocol);
  // Mail, telephone and the like open something else. A script does, or does not.
  if (!isWeb || href === here) return protocol !== "javascript:";
  return !defaultPrevented && (!href.includes("#") || href.split("#")[0] !== here.split("#")[0]);
}
