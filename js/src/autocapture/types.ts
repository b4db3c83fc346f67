/**
 * What autocapture.js is given and what its parts are given.
 *
 * Place in the flow: between the engine and the captures. The engine hands over a sink and what is switched on; each capture gets the
 * sink, and is told when a view ends and when the page is hidden. Nothing here runs.
 */

/** Where what was seen goes to: the engine, which decides what becomes of it. */
export interface Sink {
  /** Names in Segment's Object Action casing, properties in snake_case. */
  track(name: string, properties: object): void;
  /** A new page view begins: at another address of the same document, or back from the bfcache. */
  view(): void;
  /** The address of the last view; the present one, where it was only replaced since then. */
  viewed(): string;
  /** Totals of the present view, before it ends or is hidden: engaged time in ms, and how far it was scrolled, 0 to 100. */
  attend(engagedMs: number, scrollPercent: number): void;
}

/** What is to be captured. Overrides by `data-courtesy-event` are always captured. */
export interface Options {
  views: boolean;
  clicks: boolean;
  outbound: boolean;
  downloads: boolean;
  forms: boolean;
  scroll: boolean;
  engagement: boolean;
  frustration: boolean;
  media: boolean;
  /** The query parameters that hold what was searched for; none: not captured. */
  site_search: string[];
  copy: boolean;
  vitals: boolean;
  errors: boolean;
}

/** What a capture works with. */
export interface Capture {
  sink: Sink;
  /** `fn` is called when a view ends, before the next begins. `isBack`: it ended when the page was left, which comes back now. */
  onView(fn: (isBack: boolean) => void): void;
  /** `fn` is called when the page is hidden or left; also twice in a row. */
  onHide(fn: () => void): void;
}
