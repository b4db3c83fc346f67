/**
 * courtesy.js: the script tag.
 *
 * `<script src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>` in `<head>`. Makes `window.courtesy`; finds its
 * other files beside itself. Loaded `async` it works too: a slot that was painted keeps its default until the next view.
 */
import type { Courtesy } from "./types.js";
import { makeClient } from "./client.js";
import { own } from "./own-member.js";

declare global {
  interface Window {
    courtesy?: Courtesy;
  }
}

// There only while the script runs for the first time.
const script = own("currentScript") as unknown;
// Elements and frames of our name are no own property of the window, and what is not a client gives way to ours.
const isThere = Object.hasOwn(window, "courtesy") && typeof window.courtesy?.track == "function";
if (script instanceof HTMLScriptElement && !isThere) {
  // An inlined script says in `data-base` where the other files are.
  const base = new URL(script.dataset["base"] ?? script.src, own("baseURI"));
  const beside = (file: string) => new URL(file, base).href;
  window.courtesy = makeClient(
    { config: script.dataset["config"] ?? "/courtesy.json", region: script.dataset["region"]!, debug: "debug" in script.dataset },
    {
      _engine: () => import(beside("engine.js")),
      _consentUi: () => import(beside("ask.js")),
      _rights: () => import(beside("rights.js")),
      _cleaner: () => import(beside("cleaner.js")),
      _gate: () => import(beside("gate.js")),
      _adapters: () => import(beside("adapters.js")),
      _wasmUrl: beside("courtesy.wasm"),
      _nonce: script.nonce,
      _google: script.dataset["google"],
    },
  );
} else if (!isThere) {
  console.error("Courtesy: courtesy.js must be a classic script.");
}
