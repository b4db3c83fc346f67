/**
 * The public types of Courtesy, written by hand: what a web developer sees.
 *
 * All times are milliseconds since the Unix epoch (`…_ms`), all durations carry their unit in the name.
 * Nothing here is generated; `npm run types` checks it against the code that implements it.
 */

/** A JSON value: what may stand in event properties and in the config document. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What {@link createCourtesy} takes. */
export interface CourtesyOptions {
  /** The config document, or the URL of one (fetched once, same-origin credentials). */
  config: object | string | URL;
  /** Where the engine's Wasm lies. Default: `courtesy.wasm` beside the script. */
  wasmUrl?: string | URL;
  /** Called once for each distinct failure of ours, never in the host's call stack. Default: `console.error`. */
  onError?: (error: CourtesyError) => void;
}

/** Every failure of ours, as `onError` receives it. The page itself is never affected. */
export interface CourtesyError extends Error {
  /** Which part failed. */
  name: "ConfigError" | "InputError" | "LoadError" | "StorageError" | "DeliveryError" | "InternalError";
  /**
   * What kind of failure. ConfigError: `missing` `type` `value` `unknown` `condition`. InputError: `missing` `type`
   * `value` `unknown`. LoadError: `csp` `network` `unsupported` `invalid`. StorageError: `denied` `full`.
   * DeliveryError: `unreachable` `refused`. InternalError: `trap`.
   */
  kind: string;
  /** Where in the config or in the input, such as `intent.intents.buy.signals[2].points`. */
  path?: string;
}

/** What the visitor allowed, as of now. */
export interface ConsentView {
  /** Whether the visitor must (still, or again) be asked. */
  ask: boolean;
  /** Whether each declared purpose is allowed now. `necessary` is always `true`. */
  purposes: Record<string, boolean>;
  /** When the choice in force was made, or `null` where there is none. */
  chosen_at_ms: number | null;
}

/** Why a purpose is allowed or denied. */
export interface Why {
  purpose: string;
  allowed: boolean;
  /** The rule that decided. */
  rule: "necessary" | "no_choice" | "invalid" | "expired" | "revised" | "choice" | "gpc" | "unknown_purpose";
  /** When the choice was made, or `null` where none is in force. */
  chosen_at_ms: number | null;
  /** Whether the browser sends Global Privacy Control now. */
  gpc: boolean;
  /** The same in plain words. */
  sentence: string;
}

/** A purpose as it is declared in the config, with its texts. */
export interface PurposeView {
  id: string;
  title: string;
  description: string;
  /** Always on, not to be chosen. */
  necessary: boolean;
}

/** An event as it was recorded. */
export interface EventView {
  type: "track" | "page";
  name: string;
  message_id: string;
  timestamp_ms: number;
  seq: number;
  properties: Record<string, Json>;
}

/** One term of a score: what one signal adds now. */
export interface Contribution {
  signal: string;
  /** Points this signal adds now, after decay and cap. */
  points: number;
  /** The same in plain words. */
  sentence: string;
}

/** A score with the terms that add up to it exactly. */
export interface Explanation {
  intent: string;
  /** The sum of all `contributions[].points`, added in order, to the last bit. */
  score: number;
  contributions: Contribution[];
}

/** Which variant a slot shows, and why. */
export interface Decision {
  slot: string;
  /** The variant's id; `default` is the content that stands in the HTML. */
  variant: string;
  /** Which rule of the slot decided, or `null`. */
  rule: string | null;
  /** The reason as a word. */
  reason: "rule" | "split" | "no_rule" | "consent" | "late" | "needs_page" | "unknown_slot";
  /** The visitor's place in the split, in [0, 1), or `null` where there was none. */
  bucket: number | null;
  /** The same in plain words. */
  sentence: string;
}

/** Removes the listener that it was returned for. */
export type Unsubscribe = () => void;

/** The client. Every method may be called at once; calls made before `ready` are queued with their times. */
export interface Courtesy {
  /** Settles when the engine runs (`"running"`) or has given up (`"inert"`: the page keeps its default content). */
  readonly ready: Promise<"running" | "inert">;

  /** Records that something happened. `properties` must be plain JSON of at most 32 KB. */
  track(name: string, properties?: Record<string, Json>): void;
  /** Records a page view; done once by itself at the start, to be called by single-page sites on a new view. */
  page(properties?: Record<string, Json>): void;

  readonly consent: {
    /** What is allowed now; `undefined` before `ready`. */
    get(): ConsentView | undefined;
    /** The declared purposes with their texts; empty before `ready`. */
    purposes(): PurposeView[];
    /** The visitor's act: purposes that are not named keep their present state. */
    set(choice: Record<string, boolean>): void;
    /** Shows the banner (also after a choice was made). */
    open(): void;
    /** Why a purpose is allowed or denied; `undefined` before `ready`. */
    why(purpose: string): Why | undefined;
    /** Calls `listener` with the present state (once it is known) and after every change. */
    onChange(listener: (consent: ConsentView) => void): Unsubscribe;
  };

  readonly events: {
    /** The last events recorded on this page, at most 50, oldest first. Empty without a grant for analytics. */
    recent(): EventView[];
    /** Calls `listener` after each recorded event. */
    onRecord(listener: (event: EventView) => void): Unsubscribe;
  };

  readonly intent: {
    /** The score of each intent now; empty without a grant for personalization. */
    scores(): Record<string, number>;
    /** The terms of one score; `undefined` for an unknown intent, or without a grant. */
    explain(intent: string): Explanation | undefined;
    /** Calls `listener` with the scores after each event that touched one. */
    onChange(listener: (scores: Record<string, number>) => void): Unsubscribe;
  };

  readonly slots: {
    /** What a slot shows and why; `undefined` before `ready`. */
    decide(slot: string): Decision | undefined;
    /** What the engine would show on the next page, and why; `undefined` before `ready`. */
    next(slot: string): Decision | undefined;
    /** The names of all declared slots; empty before `ready`. */
    names(): string[];
    /** Calls `listener` after each decision about a slot that stands in this page. */
    onDecision(listener: (decision: Decision) => void): Unsubscribe;
  };
}
