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
  /** Where the engine's Wasm lies, with `granted.wasm` beside it. Default: `courtesy.wasm` beside the script. */
  wasmUrl?: string | URL;
  /** Where the visitor is, if the page or its server knows: `DE`, `US-CA`. Script tag: `data-region`. */
  region?: string | undefined;
  /**
   * Google Consent Mode v2: sets all seven signals to denied before any tag runs, then follows the visitor's choice. Script tag:
   * `data-google`, empty or with this as JSON. Which purpose grants which signal stands in the config.
   */
  google?: boolean | GoogleDefaults;
  /** Tells the console, by `console.debug`, whatever the engine says: answers, events, scores, decisions. Script tag: `data-debug`. */
  debug?: boolean;
  /** Called once for each distinct failure of ours, never in the host's call stack. Default: `console.error`. */
  onError?: (error: CourtesyError) => void;
}

/** What Google's tags are told before the visitor's choice is known (https://developers.google.com/tag-platform/security/guides/consent). */
export interface GoogleDefaults {
  /** How long tags wait for our update, in milliseconds. Default 500. */
  wait_for_update?: number;
  /** Default true: while `ad_storage` is denied, ad click identifiers are left out. */
  ads_data_redaction?: boolean;
  /** Default false: carries click identifiers through links of this site while storage is denied. */
  url_passthrough?: boolean;
  /** Signals granted by default in some regions (ISO 3166-2), where the law lets them be. */
  regions?: { region: string[]; granted: string[] }[];
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

/** The law that holds where the visitor is, as the config's regions have it. */
export interface Jurisdiction {
  /** `opt-in`: nothing before a yes. `opt-out`: allowed until a no. `notice`: the same, where the law asks for a notice only. */
  mode: "opt-in" | "opt-out" | "notice";
  /** How Global Privacy Control counts: a later explicit yes wins (`honour`), it wins over any yes (`final`), or `ignore`. */
  gpc: "honour" | "final" | "ignore";
  /** `DE`, `US-CA`, a group such as `EEA`, or `null` where nobody knows: then the strictest of all declared rules holds. */
  region: string | null;
  /** Who said so: the page or its server, the browser's time zone, or nobody. */
  source: "hint" | "time_zone" | "unknown";
}

/** What the visitor allowed, as of now. */
export interface ConsentView extends Jurisdiction {
  /** Whether the visitor must (still, or again) be asked. */
  ask: boolean;
  /** Whether each declared purpose is allowed now. `necessary` is always `true`. */
  purposes: Record<string, boolean>;
  /** The same for each declared service, as `purpose/service`. */
  services: Record<string, boolean>;
  /** When the choice in force was made, or `null` where there is none. */
  chosen_at_ms: number | null;
  /** The receipt of that choice, or `null`. */
  receipt_id: string | null;
}

/** Why a purpose or a service is allowed or denied. */
export interface Why extends Jurisdiction {
  /** `analytics`, or `analytics/counter` for a service. */
  purpose: string;
  allowed: boolean;
  /** The rule that decided. */
  rule:
    | "necessary" // declared as necessary
    | "no_choice" // not answered
    | "invalid" // a record that cannot be believed
    | "expired" // an answer that is too old
    | "revised" // an answer to an older revision
    | "changed" // what was asked about is not what it was
    | "choice" // the visitor's answer
    | "gpc" // Global Privacy Control
    | "opt_out" // allowed until a no
    | "notice" // allowed until a no, with a notice
    | "external" // another consent manager on this page
    | "unknown_purpose"; // nothing of this name is declared
  /** When the choice was made, or `null` where none is in force. */
  chosen_at_ms: number | null;
  /** When that choice ends, or `null`. */
  expires_at_ms: number | null;
  /** The receipt of that choice, or `null`. */
  receipt_id: string | null;
  /** Whether the browser sends Global Privacy Control now. */
  signal: boolean;
  /** The same in plain words. */
  sentence: string;
}

/** A service of a purpose: somebody who does something, and what is kept for it. */
export interface ServiceView {
  /** `purpose`, or `purpose/service`: what {@link Courtesy.consent} `set` and `data-courtesy` take. */
  id: string;
  title: string;
  description: string;
  /** Who runs it; empty where it is the site itself. */
  vendor: string;
  /** That vendor's privacy policy, or empty. */
  policy_url: string;
  /** Names of cookies, storage keys and databases, with `*` for any rest. */
  cookies: string[];
  storage: string[];
  databases: string[];
}

/** A purpose as it is declared in the config, with its texts; like a service, it may keep things itself. */
export interface PurposeView extends ServiceView {
  /** Always on, not to be chosen. */
  necessary: boolean;
  services: ServiceView[];
}

/** How a choice was made: what a receipt proves. */
export interface Shown {
  /** Where: the banner, the preferences dialog, a placeholder in the page, or a call of the site's own (default). */
  method?: "banner" | "preferences" | "placeholder" | "api";
  /** The language of the texts, such as `de`. */
  locale?: string;
  /** All that the visitor read before the act; only its hash is kept. */
  text?: string;
}

/**
 * A receipt: one choice, hashed together with the receipt before it. Its `id` is the SHA-256 of its canonical JSON (RFC 8785)
 * without `id` and `countersignature`. What each field is in ISO/IEC TS 27560 and in Kantara's receipt: docs/receipts.md.
 */
export interface Receipt {
  v: 1;
  id: string;
  /** The receipt before this one, or `null` for the first. */
  previous: string | null;
  /** When, in milliseconds since the epoch. */
  at: number;
  /** When its yes ends, or `null` where it does not end by itself. */
  expires_at: number | null;
  outcome: "granted" | "denied" | "partial" | "erased";
  granted: string[];
  denied: string[];
  policy: { fingerprint: string; revision: number };
  jurisdiction: Jurisdiction;
  signal: boolean;
  method: string;
  locale: string | null;
  /** SHA-256 of the texts that were shown, or `null`. */
  text: string | null;
  /** The site, as `https://site.example`. */
  site: string;
  /** What the endpoint `consent.receipts.endpoint` answered, once it has. */
  countersignature?: Json;
}

/** What was done about things that a withdrawn purpose had kept. */
export interface CleanReport {
  /** What is gone: read again and not found. */
  removed: Kept[];
  /** What could not be removed, such as cookies that only their server can delete or set again by a script still running. */
  left: Kept[];
}
/** Something kept in the browser. */
export interface Kept {
  kind: "cookie" | "local" | "session" | "database";
  name: string;
}

/** Everything that we hold about this visitor. */
export interface VisitorExport {
  exported_at_ms: number;
  consent: ConsentView;
  why: Why[];
  receipts: Receipt[];
  /** Our records in this browser by key, and our durable queue. */
  stored: { local: Record<string, Json>; cookies: Record<string, Json>; queue: Json[] };
  /** What the running engine knows: recorded events, scores with their terms, decisions. */
  engine: { events: EventView[]; intents: Explanation[]; slots: Decision[] };
}

/** What became of an erasure: of what we held, and of what services had kept. */
export interface EraseReport extends CleanReport {
  /** What stays, and why: the no itself and its receipt, which hold no identifier. */
  kept: Kept[];
}

/** An event as it was recorded. */
export interface EventView {
  type: "track" | "page" | "identify" | "group" | "alias";
  /** Its name; for a page view the title, else the id that was told. */
  name: string;
  message_id: string;
  timestamp_ms: number;
  seq: number;
  /** What was told of it; of a user or a group the traits. */
  properties: Record<string, Json>;
}

/** An arrival: what led to a visit. Of the campaign only what the address said; what is not there is left out. */
export interface Touch {
  at_ms: number;
  /** A group of Google Analytics' default channel group, or `AI Assistant`. */
  channel: string;
  source: string;
  medium: string;
  /** `utm_campaign`, `utm_term`, `utm_content`, `utm_id`. */
  name?: string;
  term?: string;
  content?: string;
  id?: string;
  /** The parameter of a click id, such as `gclid`, and its value. */
  click_id?: string;
  click_value?: string;
  /** The landing page. */
  path: string;
}

/** What led the visitor here, visit by visit. */
export interface Touches {
  /** The very first one. */
  first: Touch | null;
  /** That of the present visit. */
  last: Touch | null;
  /** The last one that somebody or something sent the visitor by. */
  last_non_direct: Touch | null;
  /** At most 30, oldest first. */
  touches: Touch[];
}

/** Where a recorded event is kept until the receiver has it: `memory` lasts as long as the page. */
export interface KeptEvent {
  message_id: string;
  storage: "indexeddb" | "localstorage" | "memory";
}

/**
 * Looks at an event as it will be sent, after the engine has returned and before the event is kept. It may change the event, or
 * return another in its place; `null` drops it, which is counted on the wire (`dropped.hook`). Anything else that it returns says
 * nothing. What it throws costs this hook only: the event goes on as it was. It may not be asynchronous, and cannot change
 * `messageId`.
 */
export type EventHook = (event: Record<string, Json>) => Record<string, Json> | null | void;

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

  /**
   * Records that something happened. `properties` must be plain JSON of at most 32 KB, or have a `toJSON` that makes that of it;
   * `__proto__` is no key.
   *
   * Settles when the event is kept, so that it survives a crash; with `undefined` where it was not recorded now: it was refused (which
   * `onError` hears), analytics is declined, or not yet answered. Never rejects.
   */
  track(name: string, properties?: Record<string, Json>): Promise<KeptEvent | undefined>;
  /** Records a page view; done once by itself at the start, to be called by single-page sites on a new view. Settles as `track` does. */
  page(properties?: Record<string, Json>): Promise<KeptEvent | undefined>;
  /**
   * Says which user of yours the visitor is: every event from now on carries `userId`. Another user than the one before begins as
   * another visitor. `traits` add up, to at most 4 KB. An e-mail address is no id unless `events.privacy.redact` is false.
   */
  identify(userId: string, traits?: Record<string, Json>): Promise<KeptEvent | undefined>;
  /** Says which company or team the user belongs to: every event from now on carries `context.groupId`. */
  group(groupId: string, traits?: Record<string, Json>): Promise<KeptEvent | undefined>;
  /** Says that the user `previousId` (default: the one known so far) is called `userId` in your systems from now on. */
  alias(userId: string, previousId?: string): Promise<KeptEvent | undefined>;
  /** The user has left: a new visitor and a new session begin, and user, traits and group are forgotten. To be called on logout. */
  reset(): Promise<unknown>;

  readonly consent: {
    /** What is allowed now; `undefined` before `ready`. */
    get(): ConsentView | undefined;
    /** The declared purposes and services with their texts; empty before `ready`. */
    purposes(): PurposeView[];
    /**
     * The visitor's act: purposes and services (`purpose/service`) that are not named keep their present state; a purpose that is
     * named takes its services with it, unless they are named as well.
     */
    set(choice: Record<string, boolean>, shown?: Shown): void;
    /**
     * Shows the banner, or with `"preferences"` the dialog with all details (also after a choice was made). Where another consent
     * manager answers (`external`), its own.
     */
    open(view?: "banner" | "preferences"): void;
    /** Why a purpose or service is allowed or denied; `undefined` before `ready`. */
    why(purpose: string): Why | undefined;
    /** The receipt of the choice in force; `undefined` before `ready`, or where there is none (any more). */
    receipt(): Receipt | undefined;
    /** All receipts that are kept here, oldest first: at most 50. */
    receipts(): Receipt[];
    /**
     * Says where the visitor is (`DE`, `US-CA`). `null` or an empty text takes that back: then the config's `region` decides, and
     * without one the browser's time zone. Anything else is an InputError, and changes nothing. A hint is kept for this page only.
     */
    setRegion(region: string | null): void;
    /** Calls `listener` with the present state (once it is known) and after every change. */
    onChange(listener: (consent: ConsentView) => void): Unsubscribe;
    /** Calls `listener` after the things of a withdrawn purpose were cleaned up. */
    onCleaned(listener: (report: CleanReport) => void): Unsubscribe;
  };

  readonly visitor: {
    /** One document with everything we hold; `undefined` where the engine does not run. */
    export(): Promise<VisitorExport | undefined>;
    /** Deletes everything we hold, looks again, and says what is left. Afterwards every purpose is declined. */
    erase(): Promise<EraseReport | undefined>;
  };

  readonly events: {
    /** The last events recorded on this page, at most 50, oldest first. Empty without a grant for analytics. */
    recent(): EventView[];
    /** What led the visitor here, visit by visit; `undefined` before anything was recorded, and without a grant for analytics. */
    touches(): Touches | undefined;
    /** Calls `listener` after each recorded event. */
    onRecord(listener: (event: EventView) => void): Unsubscribe;
    /** Has `hook` look at each event before it is kept and sent; see {@link EventHook}. */
    use(hook: EventHook): Unsubscribe;
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
