/**
 * engine.js: the glue that wasm-bindgen made, the host's side of it, and the one way to load both.
 *
 * Place in the flow: loaded lazily by the client. It converts the client's calls into rows (host/door.ts) and decides nothing.
 */
import { finish, hear, imports, importsOfGranted } from "courtesy-glue";
import type { Engine, Notify, Told, Withdrawn } from "./parts.js";
import { type Declared, partsOf, purposes, words } from "./declared.js";
import { courtesyError, loadError } from "./errors.js";
import { Call, ask, connect, deny, failed, inform, news } from "./host/door.js";
import { flatten } from "./host/flatten.js";
import { capture, giveUp, look, take, whenKept } from "./host/delivery.js";
import { device, listen, move, page, seed, signals, takeOffLink } from "./host/page.js";
import { complete, isKnown, say, stored, tell } from "./host/store.js";
import type { ConsentView, CourtesyError, EventHook, Receipt } from "./types.js";

let declared: Declared;
let events: ReturnType<typeof partsOf>["events"];
let zoneRegion: string;
let instance: WebAssembly.Instance;

/** granted.wasm and granted.js as they come, before anybody asked. */
let early: ReturnType<typeof fetchGranted> | undefined;
let fetchGranted: () => Promise<[typeof import("./granted.js"), Response]>;

/**
 * Knows where granted.wasm lies: beside a courtesy.wasm of the page's own choice, else beside this script, where bundlers look for it.
 * Whoever was here before will need it at once, so it comes beside the other files. That is no answer to whether it may be used.
 */
export function prepare(wasmUrl?: string | URL): void {
  fetchGranted = async () =>
    Promise.all([
      import("./granted.js"),
      fetch(wasmUrl ? new URL("granted.wasm", new Request(wasmUrl).url) : new URL("./granted.wasm", import.meta.url)),
    ]);
  early = isKnown() ? fetchGranted() : undefined;
  // Nobody may come to wait for it.
  early?.catch(() => {});
}

/** The config, whether the page handed it over or its address. Rejects with what is wrong with it. */
export async function read(source: unknown): Promise<unknown> {
  if (!(source instanceof Response)) return source;
  requireOk(source);
  const text = await source.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw courtesyError("ConfigError", "type", `The config at ${source.url} is no JSON: ${(error as Error).message}`);
  }
}

/** The config wants Google's defaults set, and came too late for that. */
export const late = (): CourtesyError => courtesyError("ConfigError", "missing", "Came too late: say data-google, or createCourtesy({google}).", "consent.google");

/** Whether granted.wasm was here before the start. */
let isWhole = false;
/** It is here, or on its way. */
let whole: Promise<boolean> | undefined;

/** Loads granted.wasm, once. What goes wrong is told; then it is tried again when it is next wanted. */
function loadGranted(): Promise<boolean> {
  return (whole ??= (async () => {
    try {
      const [{ granted }, response] = await (early ?? fetchGranted());
      await instantiate(response, importsOfGranted(instance));
      take(granted([ask, deny, failed, flatten, page, say, tell]));
      // Nothing will be kept, so nobody waits for it.
      if (events?.cookieless) giveUp();
      return true;
    } catch (error) {
      whole = undefined;
      news("failed", "", loadError(error));
      return false;
    } finally {
      early = undefined;
    }
  })());
}

function requireOk({ ok, url, status }: Response): void {
  if (!ok) throw courtesyError("LoadError", "network", `${url} answered ${status}.`);
}

async function instantiate(response: Response, given: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  requireOk(response);
  try {
    // A server that does not know the type of Wasm costs a moment, not the engine.
    return response.headers.get("content-type") === "application/wasm"
      ? await WebAssembly.instantiateStreaming(response, given)
      : await WebAssembly.instantiate(await response.arrayBuffer(), given);
  } catch (error) {
    throw loadError(error, "invalid");
  }
}

/** Compiles the Wasm, which has begun to come, and the config. Rejects with what went wrong; the client classifies it. */
export async function load(
  config: unknown,
  response: Response,
  notify: Notify,
  region: string | undefined,
  itsHooks: ReadonlySet<EventHook>,
): Promise<Engine> {
  hooks = itsHooks;
  ({ consent: declared = {}, events } = partsOf(config));
  const zone = regionOfTimeZone(text(region) || declared.region);
  const courtesy = await instantiate(response, imports());
  ({ instance } = courtesy);
  try {
    finish(instance, courtesy.module);
  } catch (error) {
    throw loadError(error, "invalid");
  }
  connect(hear);
  const fault = ask(Call.Open, flatten(config, ""));
  if (fault) throw fault;
  inform((kind, payload) => {
    if (kind === "hook") return look(payload as never, hooks);
    if (kind === "clean") return void clean(payload as Withdrawn, notify);
    if (kind === "receipt") return void sign(payload as Receipt);
    if (kind === "want") return void loadGranted().then((isHere) => {
        if (!isHere) return;
        complete();
        capture(engine.view("consent", ""), events?.autocapture);
      });
    if (kind === "consent") capture(payload as ConsentView, events?.autocapture);
    notify(kind, payload);
  });
  if (early) isWhole = await loadGranted();
  zoneRegion = await zone;
  return engine;
}

/** A lazy part that does not come costs what it does, and is told. */
const lost = (error: unknown) => news("failed", "", loadError(error));

/** What the engine takes for a place; CDNs say `XX` and `T1` for nobody knows where. */
const PLACE = /^(?!xx)([a-z]{2}|eea)\b/i;

/**
 * The country of the browser's time zone, where the config has rules for regions and nobody names the place; the table is loaded
 * beside the Wasm.
 */
async function regionOfTimeZone(hint = ""): Promise<string> {
  if (!declared.regions || PLACE.test(hint)) return "";
  try {
    return (await import("./zones.js")).regionOfTimeZone();
  } catch {
    // Unknown: then the strictest rule holds.
    return "";
  }
}

let hooks: ReadonlySet<EventHook>;

let withdrawn: Withdrawn[] = [];

async function clean(said: Withdrawn, notify: Notify) {
  // An erasure says it twice in one breath, of what is withdrawn by it and of what was before: two cleaners would take the report from
  // each other.
  if (withdrawn.push(said) > 1) return;
  await 0;
  const all = withdrawn;
  withdrawn = [];
  const allowed = () => {
    const { purposes, services } = engine.view("consent", "") as ConsentView;
    return { ...purposes, ...services };
  };
  notify("clean", { purposes: purposes(declared), withdrawn: all, allowed });
}

async function sign(receipt: Receipt) {
  try {
    const { countersign } = await import("./countersign.js");
    const answer = await countersign(declared.receipts!.endpoint, receipt);
    if (answer !== undefined) tell(Call.Countersigned, [receipt.id, JSON.stringify(answer)]);
  } catch {
    // It is tried again at the next start.
  }
}

/** The page may hand over anything, whatever the types say. */
const text = (value: unknown) => (typeof value == "string" ? value : "");
/** Empty for nobody's word; `undefined` for what is no region, which is told. */
const hint = (region: unknown): string | undefined => {
  if (typeof region == "string") return region;
  if (region === null) return "";
  failed("InputError", "type", "region", "region must be text or null.");
  return;
};

/** The calls that are kept, and how what they were handed is called where it is at fault. */
const calls: Record<Told, readonly [Call, string, string]> = {
  track: [Call.Track, "name", "properties"],
  page: [Call.Page, "", "properties"],
  identify: [Call.Identify, "user_id", "traits"],
  group: [Call.Group, "group_id", "traits"],
  alias: [Call.Alias, "user_id", "previous_id"],
  reset: [Call.Reset, "", ""],
  choose: [Call.Choose, "choice", "shown"],
};

const engine: Engine = {
  start(atMs, region) {
    listen();
    const asked = [hint(region ?? null) ?? "", zoneRegion, ...signals(), +!isWhole, +(hooks.size > 0), ...device()];
    ask(Call.Start, [atMs, ...seed(), ...asked, ...page(), ...stored()]);
    takeOffLink();
    if (events?.links) import("./links.js").then(({ watch }) => watch((url) => engine.view("link", url)), lost);
  },
  tell(what, [first, second], atMs) {
    const [call, ofFirst, ofSecond] = calls[what];
    // A page view brings the page along; a single-page site's other calls may come before it.
    if (call !== Call.Page) move();
    const tokens = call === Call.Page ? page() : flatten(text(first) || first, ofFirst);
    return whenKept(tell(call, [atMs, ...tokens, ...flatten(call === Call.Page ? first : second, ofSecond)]));
  },
  attend: (engagedMs, scrollPercent) => void tell(Call.Attend, [engagedMs, scrollPercent]),
  hook: () => void ask(Call.Hooks),
  region(region) {
    const known = hint(region);
    if (known !== undefined) tell(Call.Region, [known]);
  },
  erase: () => void tell(Call.Erase),
  external(answers) {
    // It has nothing to ask here: what is opened from now on is ours.
    if (!answers) delete declared.external;
    tell(Call.External, flatten(answers, "external"));
  },
  slot: (name, sight, shown, isPainted) =>
    void tell(Call.Slot, [name, ["gone", "painted", "viewed"].indexOf(sight), shown, +isPainted]),
  view: (name, of) => (views[name]?.() ?? ask(Call.View, [name, text(of)])) as never,
};

/** What the config itself says, and the engine need not be asked for. */
const views: Record<string, (() => unknown) | undefined> = {
  __proto__: null as never,
  purposes: () => purposes(declared),
  consent_text: () => words(declared),
  external: () => declared.external,
};
