/**
 * engine.js: the glue that wasm-bindgen made, and the one way to load it.
 *
 * Place in the flow: loaded lazily by the client. The glue is bundled as it is; nothing of it is edited.
 */
import init, { Sdk } from "courtesy-glue";
import type { Engine, Notify } from "./client";

/** Compiles the Wasm and the config. Rejects with what went wrong; the client classifies it. */
export async function load(config: unknown, wasm: string | URL, notify: Notify): Promise<Engine> {
  await init({ module_or_path: wasm });
  return new Sdk(config, notify) as unknown as Engine;
}
