/**
 * Whether the page answers a click, in any way that can be seen from here.
 *
 * Place in the flow: under dead-clicks.ts. It watches only from the pointer's way down until the click is judged, and stops with the
 * first answer. Not seen: changes within shadow roots that the click is not in, and what a handler does without any trace.
 */
import { page } from "../gate-page.js";
import { hasNavigation } from "./listen.js";

/** `toggle` is a popover's, `play` that of a player with controls of its own, `blur` the window's: a dialog or another window. */
const ANSWERS = "scroll input change submit reset invalid toggle play pause volumechange fullscreenchange blur".split(" ");

export interface Watch {
  /** Whether there was no answer until now. */
  _isSilent(): boolean;
  _stop(): void;
}

/** Watches from now on, for an answer to what began with `down`. */
export function watchForAnswer(down: Event): Watch {
  let isSilent = true;
  const answer = () => {
    isSilent = false;
    stop();
  };
  const ended = new AbortController();
  const observer = new MutationObserver(answer);
  const stop = () => {
    ended.abort();
    observer.disconnect();
  };

  const { target } = down;
  const before = state();
  const focused = page.activeElement;
  for (const node of down.composedPath())
    if (node instanceof Document || node instanceof ShadowRoot)
      observer.observe(node, { childList: true, attributes: true, characterData: true, subtree: true });
  const options = { capture: true, passive: true, signal: ended.signal };
  // Every element that loses the focus says `blur` as well.
  for (const type of ANSWERS) addEventListener(type, (event) => (type === "blur" && event.target !== window) || answer(), options);
  // A fragment that is none (`#`) changes the address and nothing else, so addresses are compared instead.
  if (hasNavigation()) navigation.addEventListener("navigate", ({ hashChange }) => hashChange || answer(), options);

  return {
    _stop: stop,
    _isSilent: () =>
      isSilent &&
      state() === before &&
      // A selection is what the click was for.
      getSelection()?.isCollapsed !== false &&
      // Any click takes the focus to what it is in.
      (page.activeElement === focused || Node.prototype.contains.call(page.activeElement ?? document, target as Node)),
  };
}

/** The address, and what is in the fields, which scripts change without any event. It is only compared, and forgotten then. */
function state(): string {
  const fields = page.querySelectorAll<HTMLInputElement>("input:not([type=password]),select,textarea");
  return [location.href.replace(/#$/, ""), ...Array.from(fields, ({ value, checked }) => value + checked)].join();
}
