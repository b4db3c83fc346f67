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
import type { Engine, Notify, Parts, ToClean } from "./parts.js";
import { watchOpeners } from "./opener.js";
import { whenSeen } from "./seen.js";
import { defineSlots, watchSlots } from "./slot.js";

/** Makes the client, and begins to load. */
export function makeClient(options: CourtesyOptions, parts: Parts): Courtesy {
  const openedAtMs = Date.now();
  let engine: Engine | undefined;
  // Without a window nothing will ever run, so nothing waits.
  let waiting: (() => void)[] | undefined = globalThis.window ? [] : undefined;
  const listeners: Record<string, Set<(payload: never) => void>> = {};
  const reported = new Set<string>();
  const hooks: EventHook[] = [];

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
  let updateGoogle: ReturnType<typeof setGoogleDefaults> | undefined;
  const defaultGoogle = (google: CourtesyOptions["google"] | string) => {
    if (globalThis.window && google !== undefined && google !== false)
      updateGoogle = setGoogleDefaults(google, (error) => setTimeout(() => report(error)));
  };
  const asked = options.google ?? parts._google;
  // Before anything else: no tag may run without them.
  defaultGoogle(asked ?? googleOf(options.config));
  const tellGoogle = () => {
    const state = updateGoogle && call((engine) => engine.view("google", ""));
    if (state) updateGoogle!(state);
  };
  /** Loads a lazy part and uses it; what goes wrong on the way is reported. */
  const using = <T>(load: () => Promise<T>, use: (part: T) => unknown) =>
    load()
      .then(use)
      .catch((error) => report(loadError(error)));
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
  const on = <T>(kind: string, listener: (payload: T) => void): Unsubscribe => {
    const set = (listeners[kind] ??= new Set());
    set.add(listener);
    return () => set.delete(listener);
  };
  const notify: Notify = (kind, payload) => {
    if (kind === "failed") report(payload as CourtesyError);
    else if (kind === "trap") trapped(payload);
    else if (kind === "ask") client.consent.open();
    else if (kind === "clean") clean(payload as ToClean);
    // First: what a listener starts finds Google's tags told.
    else if (kind === "consent") tellGoogle();
    for (const listener of listeners[kind] ?? []) guard(() => listener(payload as never));
  };
  const clean = (what: ToClean) =>
    using(parts._cleaner, async ({ clean }) => {
      notify("cleaned", await clean(what));
      if (what.reload) location.reload();
    });
  /** Uses a lazy part once the engine runs; what goes wrong on the way is reported, and the answer is `undefined`. */
  const later = async <T>(use: () => Promise<T>): Promise<T | undefined> => {
    if ((await client.ready) === "inert") return;
    try {
      return await use();
    } catch (error) {
      report(loadError(error));
    }
    return;
  };
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
      await until(() => !(document as { prerendering?: boolean }).prerendering, "prerenderingchange");
      await until(() => document.readyState !== "loading", "DOMContentLoaded");
      engine = loaded;
      call((engine) => engine.start(openedAtMs, options.region));
      tellGoogle();
      const external = call((engine) => engine.view("external", "") as { source: string } | null);
      if (external) {
        using(parts._adapters, ({ listen }) =>
          listen(external.source, (answers) => call((engine) => engine.external(answers))),
        );
      }
      release();
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
    track(name, properties) {
      const atMs = Date.now();
      const kept = waiting ? snapshot(properties) : properties;
      return whenRunning((engine) => engine.track(name, kept, atMs));
    },
    page(properties) {
      const atMs = Date.now();
      const kept = waiting ? snapshot(properties) : properties;
      return whenRunning((engine) => engine.page(kept, atMs));
    },
    consent: {
      get: () => call((engine) => engine.view("consent", "")),
      purposes: () => call((engine) => engine.view("purposes", "")) ?? [],
      set(choice, shown) {
        const kept = waiting ? snapshot([choice, shown] as const) : ([choice, shown] as const);
        whenRunning((engine) => engine.choose(...kept));
      },
      open: (view = "banner") =>
        void whenRunning((engine) => {
          const before = document.activeElement;
          const external = engine.view("external", "") as { source: string } | null;
          if (external) using(parts._adapters, (manager) => manager.open(external.source));
          else using(parts._consentUi, (ui) => ui.open(client, engine.view("consent_text", ""), before, view));
        }),
      receipt() {
        const inForce = client.consent.get()?.receipt_id;
        return client.consent.receipts().find(({ id }) => id === inForce);
      },
      receipts: () => call((engine) => engine.view("receipts", "")) ?? [],
      setRegion: (region) => void whenRunning((engine) => engine.region(region)),
      why: (purpose) => call((engine) => engine.view("why", purpose)),
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
      export: () => later(async () => (await parts._rights()).exported(client)),
      erase: () => later(async () => (await parts._rights()).erased(client, () => call((engine) => engine.erase()))),
    },
    events: {
      recent: () => call((engine) => engine.view("recent", "")) ?? [],
      onRecord: (listener) => on<EventView>("recorded", listener),
      use(hook) {
        hooks.push(hook);
        whenRunning((engine) => engine.hook());
        return () => void hooks.splice(hooks.indexOf(hook), 1);
      },
    },
    intent: {
      scores: () => call((engine) => engine.view("scores", "")) ?? {},
      explain: (intent) => call((engine) => engine.view("explain", intent)) ?? undefined,
      onChange: (listener) => on("scores", listener),
    },
    slots: {
      decide: (slot) => call((engine) => engine.view("decide", slot)),
      next: (slot) => call((engine) => engine.view("next", slot)),
      names: () => call((engine) => engine.view("slot_names", "")) ?? [],
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
  return holds() ? undefined : new Promise((done) => document.addEventListener(event, done, { once: true }));
}

/** A waiting call must not change when the page goes on using its object. What cannot be copied is judged by the engine. */
function snapshot<T>(properties: T): T {
  try {
    return structuredClone(properties);
  } catch {
    return properties;
  }
}
