/**
 * Notices that a visitor is at another page without a new document: in single-page sites, and back from the bfcache.
 *
 * Place in the flow: the view of a new document is the client's; this begins the others. It decides what an address is; what a view
 * holds (title, referrer) the engine reads when it begins.
 *
 * A step of the history (push, or back and forth) to another path or query is a view; another hash is one where it looks like a path
 * (`#/plans`). Replacing an address changes the page's name for itself, and is none: filters and redirects do it all the time.
 */
import { page } from "../gate-page.js";
import { hasNavigation, listen, onEnd, signal } from "./listen.js";
import { guard } from "../errors.js";

/** So long a site has for the title of its new view. */
const SETTLE_MS = 100;
/** So long what the page between stored has to arrive: it is told that it goes at the same time as this one that it comes. */
const ARRIVE_MS = 300;

/** What tells one view from another. */
const address = ({ pathname, search, hash }: URL | Location = location) => pathname + search + (/^#!?\//.test(hash) ? hash : "");

/** Whether the page has gone on from the view at this address, before anybody listened here. */
export const isElsewhere = (viewed: string): boolean => address(new URL(viewed)) !== address();

/**
 * Calls `end` as soon as the address is another one, and `begin` when the new view has its title, or has had the time for it. Steps
 * within that time are one view, at the last address: nobody saw those between (a guard that sends visitors to the login page).
 *
 * @returns what begins a view that is still waiting at once, for a page that is being left.
 */
export function views(end: (isBack: boolean) => void, begin: () => void): () => void {
  let known = address();
  let isWaiting = false;
  const beginNow = () => {
    if (isWaiting) {
      isWaiting = false;
      begin();
    }
  };
  const moved = (isStep: boolean) => {
    const before = known;
    known = address();
    if (isStep && known !== before) next(false);
  };
  const next = (isBack: boolean) => {
    if (isWaiting) return;
    isWaiting = true;
    end(isBack);
    whenSettled(beginNow, isBack ? ARRIVE_MS : SETTLE_MS);
  };

  const { navigation } = window;
  if (hasNavigation()) {
    // `null` is an update of the entry's state alone.
    navigation.addEventListener(
      "currententrychange",
      ({ navigationType }) => moved(/push|traverse/.test(navigationType ?? "")),
      { signal: signal() },
    );
  } else {
    wrap("pushState", () => moved(true));
    wrap("replaceState", () => moved(false));
    listen(["popstate"], () => moved(true));
  }
  listen(["pageshow"], ({ persisted }) => {
    if (!persisted) return;
    known = address();
    next(true);
  });
  onEnd(() => (isWaiting = false));
  return beginNow;
}

/** The title may follow by a frame, or by a request: it is looked at in each frame. A hidden page has no frames, and slow timers. */
function whenSettled(go: () => void, withinMs: number): void {
  if (page.hidden) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = go;
    return port2.postMessage(0);
  }
  const before = page.title;
  const look = () => {
    if (page.title !== before) go();
    else frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  setTimeout(() => {
    cancelAnimationFrame(frame);
    go();
  }, withinMs);
}

/**
 * Hears of the site's calls, after they did what they do. `Reflect.set`: a history that is frozen stays as it is. In the end it goes,
 * or, where somebody else has wrapped it, does nothing more.
 */
function wrap(name: "pushState" | "replaceState", called: () => void): void {
  const original = history[name];
  let isOver = false;
  const wrapped = function (this: History, ...given: Parameters<History["pushState"]>) {
    original.apply(this, given);
    if (!isOver) guard(called);
  };
  Reflect.set(history, name, wrapped);
  onEnd(() => {
    isOver = true;
    if (history[name] === wrapped) Reflect.set(history, name, original);
  });
}
