/**
 * Keeps gated frames empty, with a placeholder in their stead, until they are let in; and empties them again after a no.
 *
 * Place in the flow: gate.ts says which are allowed. "Show this once" is the visitor's act for that one frame: it is loaded, nothing
 * is stored, and nothing else is allowed by it; it ends with the page, when the frame is given another item or address, or with the
 * visitor's next choice.
 */
import { takeBox } from "./gate-box.js";
import { page } from "./gate-page.js";
import { makePlaceholder, PLACEHOLDER } from "./gate-placeholder.js";
import { isWebAddress } from "./gate-trust.js";
import type { Words } from "./consent-words.js";

/** What a placeholder needs of the gate. */
export interface FrameHost {
  /** The words for this frame; `undefined` while they are on their way. */
  words(frame: HTMLIFrameElement): Words | undefined;
  /** The visitor always wants what this frame is part of, and says so by these words in this language. */
  always(frame: HTMLIFrameElement, locale: string, text: string): void;
}

const OWN_SOURCES = ["src", "srcdoc"];
/** A frame too small for words is kept empty without any: such frames show nothing either. */
const SMALLEST_PX = { width: 80, height: 40 };

/** What a visitor is asked about: this item from this address. */
const matter = ({ dataset }: HTMLElement) => `${dataset["courtesy"]} ${dataset["courtesySrc"]}`;

export function frameKeeper(host: FrameHost) {
  /** Placeholders by their frame, with what they ask about and what the frame's own `display` was. */
  const places = new Map<HTMLIFrameElement, { element: HTMLElement; asked: string; display: string }>();
  const loaded = new WeakMap<HTMLIFrameElement, string>();
  /** What each of these was let in for. */
  let once = new WeakMap<HTMLIFrameElement, string>();

  // A frame without a size (in a closed tab of the page, say) gets its placeholder when it has one.
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const frame = target as HTMLIFrameElement;
      const { width, height } = frame.getBoundingClientRect();
      if (!frame.isConnected || places.has(frame)) sizes.unobserve(frame);
      else if (width >= SMALLEST_PX.width && height >= SMALLEST_PX.height) place(frame);
    }
  });
  const hide = (frame: HTMLIFrameElement) => frame.style.setProperty("display", "none", "important");
  const fit = (frame: HTMLIFrameElement, element: HTMLElement, display: string) => {
    frame.style.display = display;
    takeBox(frame, element, () => hide(frame));
  };
  const place = (frame: HTMLIFrameElement) => {
    const words = host.words(frame);
    // Then it is looked at again.
    if (!words) return;
    sizes.unobserve(frame);
    const asked = matter(frame);
    const show = () => {
      once.set(frame, asked);
      load(frame);
    };
    // The page may have changed the frame in the very task of the press: a yes is one to what could be read.
    const ifSame = (act: () => void) => matter(frame) === asked && act();
    const always = (text: string) => ifSame(() => host.always(frame, words.lang, text));
    const element = makePlaceholder(words, frame.title, () => ifSame(show), always);
    const { display } = frame.style;
    places.set(frame, { element, asked, display });
    frame.before(element);
    fit(frame, element, display);
  };
  const remove = (frame: HTMLIFrameElement) => {
    sizes.unobserve(frame);
    const { element, display } = places.get(frame) ?? {};
    if (!element) return;
    places.delete(frame);
    const hadFocus = page.activeElement === element;
    element.remove();
    frame.style.display = display!;
    if (hadFocus) frame.focus({ preventScroll: true });
  };

  const load = (frame: HTMLIFrameElement) => {
    const address = frame.dataset["courtesySrc"]!;
    // Not only when it was looked at: between a look and a yes the page may have changed it.
    if (!isWebAddress(address)) return;
    remove(frame);
    // It would be shown instead.
    frame.removeAttribute("srcdoc");
    // The same address again would load the frame again.
    if (loaded.get(frame) === address) return;
    loaded.set(frame, address);
    frame.src = address;
  };

  addEventListener("resize", () => {
    requestAnimationFrame(() => {
      for (const [frame, { element, display }] of places) fit(frame, element, display);
    });
  });

  return {
    /** Lets a frame in. */
    load(frame: HTMLIFrameElement) {
      once.delete(frame);
      load(frame);
    },
    /** The visitor has chosen: nothing is let in any more that was let in once. */
    forget() {
      once = new WeakMap();
    },
    /** Keeps a frame out, or throws out what is in it; `mayAsk` is whether the visitor can let it in. */
    hold(frame: HTMLIFrameElement, mayAsk: boolean) {
      if (mayAsk && once.get(frame) === matter(frame)) return load(frame);
      once.delete(frame);
      // What has a source of its own began to load before anybody asked: that ends here too.
      if (loaded.delete(frame) || OWN_SOURCES.some((name) => frame.hasAttribute(name))) {
        for (const name of OWN_SOURCES) frame.removeAttribute(name);
        // Taking the attribute away unloads nothing; a frame that is put back begins anew, and leaves no step in the history.
        // By the frame's own methods: those of its parent, where that is a form, may be fields of it.
        const seat = new Comment();
        frame.replaceWith(seat);
        seat.replaceWith(frame);
      }
      if (mayAsk && places.get(frame)?.asked === matter(frame)) return;
      remove(frame);
      if (!mayAsk) return;
      // Anew: the browser does not tell again of one that it is asked to observe twice.
      sizes.unobserve(frame);
      sizes.observe(frame);
    },
    /** After the page moved, cloned or removed frames: takes placeholders away that stand for none. */
    tidy() {
      for (const [frame, { element }] of places) {
        if (!frame.isConnected) remove(frame);
        else if (element.nextSibling !== frame) frame.before(element);
      }
      const ours = new Set([...places.values()].map(({ element }) => element));
      for (const element of [...page.getElementsByTagName(PLACEHOLDER)] as HTMLElement[]) {
        if (ours.has(element)) continue;
        // The clone of one, before the clone of a frame that is hidden for it.
        const next = element.nextElementSibling;
        if (next instanceof HTMLIFrameElement) next.style.removeProperty("display");
        element.remove();
      }
    },
  };
}
