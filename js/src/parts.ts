/**
 * The parts that are loaded apart, and what they say to each other: types only.
 *
 * Place in the flow: between the client and every other file that reaches the visitor on its own.
 */
import type { Sight } from "./slot.js";
import type { CleanReport, Courtesy, CourtesyError, EraseReport, EventHook, KeptEvent, VisitorExport, PurposeView } from "./types.js";

/** The exports of engine.js. */
export interface EngineModule {
  /** First of all: what a visitor of earlier pages needs begins to come at once. */
  prepare(wasmUrl: string | URL | undefined): void;
  /** The config, which may be on its way still. */
  read(source: unknown): Promise<unknown>;
  /** What to say where the config came too late for Google's defaults. */
  late(): CourtesyError;
  load(config: unknown, wasm: Response, notify: Notify, region: string | undefined, hooks: ReadonlySet<EventHook>): Promise<Engine>;
}
/** News from the engine. */
export type Notify = (kind: string, payload: unknown) => void;
/** The calls that are kept, with their times, until the engine runs. */
export type Told = "track" | "page" | "identify" | "group" | "alias" | "reset" | "choose";
/** The engine, as engine.ts makes it. */
export interface Engine {
  start(atMs: number, region: string | undefined): void;
  /** One of these calls, with what the page handed over. */
  tell(what: Told, told: readonly unknown[], atMs: number): Promise<KeptEvent | undefined> | undefined;
  /** How the view that ends, or may end, was attended to so far. */
  attend(engagedMs: number, scrollPercent: number): void;
  /** There are hooks from now on. */
  hook(): void;
  region(hint: string | null): void;
  erase(): void;
  /** `null` where that manager says that no law asks for consent here. */
  external(answers: Record<string, boolean> | null): void;
  slot(name: string, sight: Sight, shown: string, isPainted: boolean): void;
  view(name: string, of: string): never;
}
/** The exports of ask.js. */
export interface ConsentUi {
  open(courtesy: Courtesy, texts: ConsentTexts, before: Element | null, view: "banner" | "preferences"): void | Promise<void>;
}
/** The site's own words: for every language, and by language (`{de: {title: "…", "analytics.title": "…"}}`). */
export interface ConsentTexts {
  text: Record<string, string>;
  locales: Record<string, Record<string, string>>;
}
/** The exports of rights.js. */
export interface Rights {
  exported(courtesy: Courtesy): Promise<VisitorExport>;
  erased(courtesy: Courtesy, erase: () => void): Promise<EraseReport>;
}
/** The exports of cleaner.js. */
export interface Cleaner {
  /** Says what became of it, where anything was there, and loads the page again where that was declared. */
  clean(what: ToClean, tell: (report: CleanReport) => void): Promise<void>;
}
/** What is kept: names, with `*` for any rest. */
export interface Traces {
  cookies: string[];
  storage: string[];
  databases: string[];
}
/** What is to be removed: what withdrawn items keep, but what allowed ones do. */
export interface ToClean {
  purposes: PurposeView[];
  withdrawn: Withdrawn[];
  /** Item → whether it is allowed now. */
  allowed(): Record<string, boolean>;
}
/** Whose traces are to be removed, as the engine says it; `is_now` of a withdrawal, else of one that was before. */
export interface Withdrawn {
  items: string[];
  is_now: boolean;
}
/** The exports of gate.js. */
export interface Gate {
  watch(courtesy: Courtesy, texts: ConsentTexts, report: (error: CourtesyError) => void, nonce: string | undefined): void;
}
/** The exports of adapters.js. */
export interface Adapters {
  listen(source: string, tell: (answers: Record<string, boolean> | null) => void): (() => void) | undefined;
  open(source: string): Promise<void>;
}

/** How the lazy parts are loaded: a bundler sees literal imports, the script tag has addresses. */
export interface Parts {
  _engine(): Promise<EngineModule>;
  _consentUi(): Promise<ConsentUi>;
  _rights(): Promise<Rights>;
  _cleaner(): Promise<Cleaner>;
  _gate(): Promise<Gate>;
  _adapters(): Promise<Adapters>;
  _wasmUrl: string | URL;
  /** The nonce of our own script tag. */
  _nonce?: string;
  /** What the script tag says in `data-google`. */
  _google?: string | undefined;
}
