/**
 * How the captures listen to a page, and how they read its elements.
 *
 * Place in the flow: under every capture. At the window, captured: a page may stop its events on their way, and the window's methods
 * cannot be hidden by an element's name. Passive: nothing here ever stops a click or a scroll.
 */

type PageEvents = WindowEventMap & DocumentEventMap;

/** Everything that the captures hold on to in the page, from a yes to the no after it. */
let life: AbortController;

/** Begins to listen. @returns what ends all of it. */
export function live(): () => void {
  life = new AbortController();
  return () => life.abort();
}

/** To be given to whatever `listen` does not hear. */
export const signal = (): AbortSignal => life.signal;

/** `fn` lets go of what no signal ends: timers, and what was put into the page. */
export const onEnd = (fn: () => void): void => life.signal.addEventListener("abort", fn);

/** Calls `heard` for each event of these types, of the window or below it. */
export function listen<K extends keyof PageEvents>(types: K[], heard: (event: PageEvents[K]) => void): void {
  for (const type of types) addEventListener(type, heard as EventListener, { capture: true, passive: true, signal: signal() });
}

/** Where there is no Navigation API, elements or variables of the page may have its name; none of them has such a key. */
export const hasNavigation = (): boolean => !!window.navigation?.currentEntry?.key;

/** The elements that an event passes, its target first; into open shadow roots too. */
export const passed = (event: Event): Element[] => event.composedPath().filter((node) => node instanceof Element);

/**
 * A member of an element, whatever the fields of a form are named: `<input name="parentNode">` stands in front of its form's
 * (https://html.spec.whatwg.org/#dom-form-nameditem).
 */
export const own = <K extends keyof Element>(element: Element, name: K): Element[K] =>
  Reflect.get(Element.prototype, name, element);

/** An attribute's text; `undefined` where it is missing or empty. */
export const attribute = (element: Element, name: string): string | undefined =>
  Element.prototype.getAttribute.call(element, name) || undefined;

export const matches = (element: Element, selector: string): boolean => Element.prototype.matches.call(element, selector);
