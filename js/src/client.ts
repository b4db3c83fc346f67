/**
 * The client: the public object, usable at once.
 *
 * Place in the flow: between the page and the engine. Calls made before the engine runs wait in order, with their times;
 * news from the engine goes to the listeners, each in a try/catch of its own. It holds no rule: what a call means is the
 * engine's business.
 */
import type {
  CleanReport,
  Courtesy,
  CourtesyError,
  CourtesyOptions,
  EventHook,
  EventView,
  GoogleDefaults,
  Unsubscribe,
} from "./types.js";
import { courtesyError, guard, loadError } from "./errors.js";
import { setGoogleDefaults } from "./google.js";
import type { Engine, Notify, Parts, Rights, ToClean, Told } from "./parts.js";
import { watchOpeners } from "./opener.js";
import { own } from "./own-member.js";
import { whenSeen } from "./seen.js";
import { defineSlots, watchSlots } from "./slot.js";

/** Makes the client, and begins to load. */
export function makeClient(options: CourtesyOptions, parts: Parts): Courtesy {
  let openedAtMs = Date.now();
  const isAhead = globalThis.window && own("prerendering" as keyof Document);
  let engine: Engine | undefined;
  // Without a window nothing will ever run, so nothing waits.
  let waiting: (() => void)[] | undefined = globalThis.window ? [] : undefined;
  const listeners: Record<string, Set<(payload: never) => void>> = {};
  const reported = new Set<string>();
  const hooks = new Set<EventHook>();

  const report = (error: CourtesyError) => {
    const key = `${error.name} ${error.kind} ${error.path}`;
    // One report for each failure, except for the page's own mistakes: each of those is another.
    if (error.name !== "InputError" && reported.size === reported.add(key).size) return;
    guard(() => (options.onError ? options.onError(error) : console.error(error)));
  };
  /** A trapped engine is not called again. */
  const trapped = (error: unknown) => {
    engine = undefined;
    report(courtesyError("InternalError", "trap", `The engine stopped; nothing more is recorded on this page. (${error})`));
  };
  /** Runs the engine where it cannot hurt the page. */
  const call = <T>(use: (engine: Engine) => T): T | undefined => {
    if (!engine) return;
    try {
      return use(engine);
    } catch (error) {
      trapped(error);
    }
    return;
  };
  /** What stands now; `undefined` before the engine runs. */
  const view = (name: string, of = "") => call((engine) => engine.view(name, of)) as never;
  let updateGoogle: ReturnType<typeof setGoogleDefaults> | undefined;
  const defaultGoogle = (google: CourtesyOptions["google"] | string) => {
    if (globalThis.window && google !== undefined && google !== false)
      updateGoogle = setGoogleDefaults(google, (error) => setTimeout(() => report(error)));
  };
  const asked = options.google ?? parts._google;
  // Before anything else: no tag may run without them.
  defaultGoogle(asked ?? googleOf(options.config));
  const tellGoogle = () => {
    const state = updateGoogle && (view("google") as Parameters<typeof updateGoogle>[0] | undefined);
    if (state) updateGoogle!(state);
  };
  /** Loads a lazy part and uses it; what goes wrong on the way is reported. */
  const using = <T, U>(load: () => Promise<T>, use: (part: T) => U | Promise<U>): Promise<U | undefined> =>
    load()
      .then(use)
      .catch((error) => void report(loadError(error)));
  const whenRunning = async <T>(use: (engine: Engine) => T | Promise<T>): Promise<T | undefined> => {
    if (waiting) await new Promise<void>((done) => waiting!.push(done));
    return call(use);
  };
  /** The calls that wait go on, in their order; without an engine nothing comes of them. */
  const release = () => {
    const calls = waiting!;
    waiting = undefined;
    for (const go of calls) go();
  };
  /** A call that waits keeps its time, and what it was handed as it was then. */
  const tell =
    (what: Told) =>
    (...told: unknown[]) => {
      const atMs = Date.now();
      const kept = waiting ? snapshot(told) : told;
      return whenRunning((engine) => engine.tell(what, kept, atMs));
    };
  const on = <T>(kind: string, listener: (payload: T) => void): Unsubscribe => {
    const set = (listeners[kind] ??= new Set());
    set.add(listener);
    return () => set.delete(listener);
  };
  const notify: Notify = (kind, payload) => {
    if (options.debug) console.debug("Courtesy", kind, payload);
    if (kind === "failed") report(payload as CourtesyError);
    else if (kind === "trap") trapped(payload);
    else if (kind === "ask") client.consent.open();
    else if (kind === "clean")
      using(parts._cleaner, ({ clean }) => clean(payload as ToClean, (report) => notify("cleaned", report)));
    // First: what a listener starts finds Google's tags told.
    else if (kind === "consent") tellGoogle();
    for (const listener of listeners[kind] ?? []) guard(() => listener(payload as never));
  };
  /** Uses the visitor's rights once the engine runs; what goes wrong on the way is reported, and the answer is `undefined`. */
  const later = async <T>(use: (rights: Rights) => Promise<T>): Promise<T | undefined> =>
    (await client.ready) === "inert" ? undefined : using(parts._rights, use);
  const start = async (): Promise<"running" | "inert"> => {
    try {
      const given = options.config;
      const isAddress = typeof given === "string" || given instanceof URL;
      const [module, wasm, source] = await Promise.all([
        parts._engine().then((module) => (module.prepare(options.wasmUrl), module)),
        fetch(options.wasmUrl ?? parts._wasmUrl),
        isAddress ? fetch(given, { credentials: "same-origin" }) : given,
      ]);
      const config = await module.read(source);
      if (asked === undefined && !updateGoogle && googleOf(config)) {
        report(module.late());
        // Late is better than never: tags that have not asked yet, and every answer from now on.
        defaultGoogle(true);
      }
      const loaded = await module.load(config, wasm, notify, options.region, hooks);
      // A page that nobody sees yet is no view; one that is not parsed yet has no title and no place for a banner.
      await until(() => !own("prerendering" as keyof Document), "prerenderingchange");
      // It was opened when somebody saw it.
      if (isAhead) openedAtMs = Date.now();
      await until(() => own("readyState") !== "loading", "DOMContentLoaded");
      engine = loaded;
      call((engine) => engine.start(openedAtMs, options.region));
      tellGoogle();
      const external = view("external") as { source: string } | null | undefined;
      if (external) {
        using(parts._adapters, ({ listen }) =>
          listen(external.source, (answers) => call((engine) => engine.external(answers))),
        );
      }
      // What waited goes first.
      await release();
      call(watchSlots);
      return engine ? "running" : "inert";
    } catch (error) {
      release();
      report(loadError(error));
      return "inert";
    }
  };

  defineSlots(options.region ?? "");
  const client: Courtesy = {
    ready: globalThis.window ? Promise.resolve().then(start) : Promise.resolve("inert"),
    track: tell("track"),
    page: tell("page"),
    identify: tell("identify"),
    group: tell("group"),
    alias: tell("alias"),
    reset: tell("reset"),
    consent: {
      get: () => view("consent"),
      purposes: () => view("purposes") ?? [],
      set: tell("choose"),
      open: (view = "banner") =>
        void whenRunning((engine) => {
          const before = own("activeElement");
          const external = engine.view("external", "") as { source: string } | null;
          if (external) using(parts._adapters, (manager) => manager.open(external.source));
          else using(parts._consentUi, (ui) => ui.open(client, engine.view("consent_text", ""), before, view));
        }),
      receipt() {
        const inForce = client.consent.get()?.receipt_id;
        return client.consent.receipts().find(({ id }) => id === inForce);
      },
      receipts: () => view("receipts") ?? [],
      setRegion: (region) => void whenRunning((engine) => engine.region(region)),
      why: (purpose) => view("why", purpose),
      onChange(listener) {
        const stop = on("consent", listener);
        // Whoever comes late misses nothing.
        const state = client.consent.get();
        if (state) guard(() => listener(state));
        return stop;
      },
      onCleaned: (listener) => on<CleanReport>("cleaned", listener),
    },
    visitor: {
      export: () => later((rights) => rights.exported(client)),
      erase: () => later((rights) => rights.erased(client, () => call((engine) => engine.erase()))),
    },
    events: {
      recent: () => view("recent") ?? [],
      touches: () => view("touches") ?? undefined,
      onRecord: (listener) => on<EventView>("recorded", listener),
      use(hook) {
        // Of its own: whoever stops it stops nobody else's.
        const own: EventHook = (event) => hook(event);
        hooks.add(own);
        whenRunning((engine) => engine.hook());
        return () => hooks.delete(own);
      },
    },
    intent: {
      scores: () => view("scores") ?? {},
      explain: (intent) => view("explain", intent) ?? undefined,
      onChange: (listener) => on("scores", listener),
    },
    slots: {
      decide: (slot) => view("decide", slot),
      next: (slot) => view("next", slot),
      names: () => view("slot_names") ?? [],
      onDecision: (listener) => on("decided", listener),
    },
  };
  if (globalThis.window) {
    whenSeen("data-courtesy", () =>
      whenRunning((engine) =>
        using(parts._gate, ({ watch }) => watch(client, engine.view("consent_text", ""), report, parts._nonce)),
      ),
    );
    watchOpeners((view) => client.consent.open(view));
  }
  return client;
}

/** Google's part of a config: ours alone, or beside GrowthBook's. */
function googleOf(config: unknown): GoogleDefaults | undefined {
  type Consent = { consent?: { google?: GoogleDefaults } } | undefined;
  const document = config as (Consent & { courtesy?: Consent }) | undefined;
  return (document?.courtesy ?? document)?.consent?.google;
}

/** Waits for an event of the document, unless what it tells holds already. */
function until(holds: () => boolean, event: string): Promise<unknown> | undefined {
  return holds() ? undefined : new Promise((done) => addEventListener.call(document, event, done, { once: true }));
}

/** A waiting call must not change when the page goes on using its object. What cannot be copied is judged by the engine. */
function snapshot<T>(properties: T): T {
  try {
    return structuredClone(properties);
  } catch {
    return properties;
  }
}
