/**
 * courtesy.js: the script tag.
 *
 * `<script src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>` in `<head>`. Makes `window.courtesy`; finds its
 * other files beside itself. Loaded `async` it works too: a slot that was painted keeps its default until the next view.
 */
import type { Courtesy } from "./types.js";
import { makeClient } from "./client.js";

declare global {
  interface Window {
    courtesy?: Courtesy;
  }
}

// `currentScript` is there only while the script runs for the first time, and may be an element that only bears its name.
const script = document.currentScript;
// Likewise `window.courtesy`: an element with this id is not a client.
if (script instanceof HTMLScriptElement && (!window.courtesy || (window.courtesy as unknown) instanceof Node)) {
  // An inlined script says in `data-base` where the other files are.
  const base = new URL(script.dataset["base"] ?? script.src, document.baseURI);
  const beside = (file: string) => new URL(file, base).href;
  window.courtesy = makeClient(
    { config: script.dataset["config"] ?? "/courtesy.json", region: script.dataset["region"]! },
    {
      _engine: () => import(beside("engine.js")),
      _consentUi: () => import(beside("consent-ui.js")),
      _rights: () => import(beside("rights.js")),
      _cleaner: () => import(beside("cleaner.js")),
      _gate: () => import(beside("gate.js")),
      _adapters: () => import(beside("adapters.js")),
      _wasmUrl: beside("courtesy.wasm"),
      _nonce: script.nonce,
      _google: script.dataset["google"],
    },
  );
} else if (!window.courtesy) {
  console.error("Courtesy: courtesy.js must be a classic script.");
}
