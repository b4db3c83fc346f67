/**
 * What banner and dialog are made of. Elements and constructed style sheets only: nothing here needs `unsafe-inline` or a
 * Trusted Types policy.
 */
type Properties = Record<string, unknown>;

/** An element with properties (or attributes, where there is no property of that name) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, properties?: Properties, ...children: (Node | string)[]): HTMLElementTagNameMap[K];
export function make(tag: string, properties?: Properties, ...children: (Node | string)[]): HTMLElement;
export function make(tag: string, properties: Properties = {}, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) (element as unknown as Properties)[name] = value;
    else element.setAttribute(name, value as string);
  }
  element.append(...children);
  return element;
}

/** Any button. */
export const button = (part: string, label: string, onclick: () => void): HTMLButtonElement =>
  make("button", { type: "button", part: `button ${part}`, onclick }, label);

/**
 * The row of answers, for the banner and for the dialog: [part, label, act] of each. It takes nothing that could make one of them
 * bigger, brighter or farther away than another, and their style rule knows none of them by name.
 */
export const choices = (...of: [part: string, label: string, act: () => void][]): HTMLElement =>
  make("div", { className: "choices", part: "choices" }, ...of.map((one) => button(...one)));

/** All words of a view that can be read now, in their order, a line for each: what a visitor read before an act. */
export function readable(view: Element): string {
  const lines: string[] = [];
  const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode as Text;
    const line = data.trim();
    // What closed details hold was not read.
    if (line && parentElement!.checkVisibility?.() !== false) lines.push(line);
  }
  return lines.join("\n");
}

/**
 * Runs it once the browser has painted what the click did, so that whatever a press sets off is never waited for: but at once
 * where the page is hidden or left, since then no frame may come any more.
 */
export function afterPaint(run: () => unknown): void {
  const waiting = new AbortController();
  const once = () => {
    if (waiting.signal.aborted) return;
    waiting.abort();
    run();
  };
  addEventListener("pagehide", once, waiting);
  document.addEventListener("visibilitychange", once, waiting);
  if (document.hidden) once();
  else requestAnimationFrame(() => setTimeout(once));
}
