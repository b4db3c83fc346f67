/**
 * engine.js: the glue that wasm-bindgen made, and the one way to load it.
 *
 * Place in the flow: loaded lazily by the client. The glue is bundled as it is; nothing of it is edited.
 */
import init, { Sdk } from "courtesy-glue";
import type { Engine, Notify } from "./client.js";
import { courtesyError, loadError } from "./errors.js";

/** Compiles the Wasm and the config. Rejects with what went wrong; the client classifies it. */
export async function load(config: unknown, wasm: string | URL, notify: Notify): Promise<Engine> {
  const response = await fetch(wasm);
  if (!response.ok) throw courtesyError("LoadError", "network", `${response.url} answered ${response.status}.`);
  try {
    await init({ module_or_path: response });
  } catch (error) {
    throw loadError(error, "invalid");
  }
  return new Sdk(config, notify) as unknown as Engine;
}
