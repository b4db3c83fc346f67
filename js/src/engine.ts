/**
 * engine.js: the glue that wasm-bindgen made, the host's side of it, and the one way to load both.
 *
 * Place in the flow: loaded lazily by the client. It converts the client's calls into rows (host/door.ts) and decides nothing.
 */
import { finish, hear, imports } from "courtesy-glue";
import type { Engine, Notify } from "./client.js";
import { courtesyError, loadError } from "./errors.js";
import { Call, ask, connect, inform } from "./host/door.js";
import { flatten } from "./host/flatten.js";
import { listen, page, seed, signals } from "./host/page.js";
import { stored, tell } from "./host/store.js";

/** Compiles the Wasm and the config. Rejects with what went wrong; the client classifies it. */
export async function load(config: unknown, wasm: string | URL, notify: Notify): Promise<Engine> {
  const response = await fetch(wasm);
  if (!response.ok) throw courtesyError("LoadError", "network", `${response.url} answered ${response.status}.`);
  try {
    // A server that does not know the type of Wasm costs a moment, not the engine.
    const { instance, module } =
      response.headers.get("content-type") === "application/wasm"
        ? await WebAssembly.instantiateStreaming(response, imports())
        : await WebAssembly.instantiate(await response.arrayBuffer(), imports());
    finish(instance, module);
  } catch (error) {
    throw loadError(error, "invalid");
  }
  connect(hear);
  const fault = ask(Call.Open, flatten(config, ""));
  if (fault) throw fault;
  inform(notify);
  return engine;
}

/** The page may hand over anything, whatever the types say. */
const text = (value: unknown) => (typeof value == "string" ? value : "");

const engine: Engine = {
  start(atMs, region, zoneRegion) {
    listen();
    ask(Call.Start, [atMs, ...seed(), text(region), zoneRegion, ...signals(), ...page(), ...stored()]);
  },
  track: (name, properties, atMs) =>
    tell(Call.Track, [atMs, ...flatten(text(name) || name, "name"), ...flatten(properties, "properties")]),
  page: (properties, atMs) => tell(Call.Page, [atMs, ...page(), ...flatten(properties, "properties")]),
  choose: (answers, shown) => tell(Call.Choose, [...flatten(answers, "choice"), ...flatten(shown, "shown")]),
  region: (hint) => tell(Call.Region, [text(hint)]),
  erase: () => tell(Call.Erase),
  external: (answers) => tell(Call.External, flatten(answers, "external")),
  countersigned: (id, answer) => tell(Call.Countersigned, [id, JSON.stringify(answer)]),
  slot: (name, sight, shown, isPainted) =>
    tell(Call.Slot, [name, ["gone", "painted", "viewed"].indexOf(sight), shown, +isPainted]),
  view: (name, of) => ask(Call.View, [name, text(of)]) as never,
};
