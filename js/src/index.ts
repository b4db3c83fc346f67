/**
 * The npm door: `import { createCourtesy } from "courtesy"`. Importing does nothing; creating starts loading.
 *
 * On a server, where there is no window, the client is inert: every call is accepted, nothing is loaded.
 */
import type { Courtesy, CourtesyOptions } from "./types.js";
import { makeClient } from "./client.js";

export type * from "./types.js";

let client: Courtesy | undefined;

/**
 * Makes the page's client. A second call gives the same one, and so does a page that has the script tag as well, whose
 * `window.courtesy` is taken with the options that the tag gave it: two engines would count every view twice.
 *
 * ```ts
 * const courtesy = createCourtesy({ config: "/courtesy.json" });
 * courtesy.track("Demo Requested", { plan: "pro" });
 * ```
 */
export function createCourtesy(options: CourtesyOptions): Courtesy {
  client ??= ofScriptTag() ?? makeClient(options, {
    // @ts-ignore: a sibling in dist, left to the bundler as it is.
    _engine: () => import("./engine.js"),
    // @ts-ignore: likewise.
    _consentUi: () => import("./ask.js"),
    // @ts-ignore: likewise.
    _rights: () => import("./rights.js"),
    // @ts-ignore: likewise.
    _cleaner: () => import("./cleaner.js"),
    // @ts-ignore: likewise.
    _gate: () => import("./gate.js"),
    // @ts-ignore: likewise.
    _adapters: () => import("./adapters.js"),
    _wasmUrl: new URL("./courtesy.wasm", import.meta.url),
  });
  return client;
}

/** The client that courtesy.js made. An element with this id is none. */
function ofScriptTag(): Courtesy | undefined {
  const made = globalThis.window?.courtesy;
  return typeof made?.track === "function" ? made : undefined;
}
