/**
 * courtesy.js: the script tag.
 *
 * `<script src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>` in `<head>`. Makes `window.courtesy`; finds its
 * other files beside itself. Loaded `async` it works too: a slot that was painted keeps its default until the next view.
 */
import type { Courtesy } from "./types";
import { makeClient } from "./client";

declare global {
  interface Window {
    courtesy?: Courtesy;
  }
}

// `currentScript` is there only while the script runs for the first time.
const script = document.currentScript as HTMLScriptElement;
if (!window.courtesy) {
  const beside = (file: string) => new URL(file, script.src).href;
  window.courtesy = makeClient(
    { config: script.dataset["config"] ?? "/courtesy.json" },
    {
      _engine: () => import(beside("engine.js")),
      _consentUi: () => import(beside("consent-ui.js")),
      _wasmUrl: beside("courtesy.wasm"),
    },
  );
}
