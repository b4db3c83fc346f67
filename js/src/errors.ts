/**
 * Our errors, and what kind of failure a refusal to load is.
 *
 * Place in the flow: beside everything. Errors never reach the host's call stack: they are reported to `onError`.
 */
import type { CourtesyError } from "./types.js";

/** Makes an `Error` with name, kind, message and, where there is one, path. */
export function courtesyError(name: CourtesyError["name"], kind: string, message: string, path?: string): CourtesyError {
  return Object.assign(new Error(message), { name, kind }, path && { path }) as CourtesyError;
}

/** Runs the page's code where it cannot hurt us. Its own error goes where uncaught errors go. */
export function guard(run: () => void): void {
  try {
    run();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

/**
 * Classifies what went wrong on the way to a running engine; `otherwise` is the kind of what shows no other mark.
 *
 * A `CompileError` that speaks of "unsafe-eval" is how all engines word the refusal of Wasm by CSP
 * (https://w3c.github.io/webappsec-csp/#can-compile-wasm-bytes).
 */
export function loadError(cause: unknown, otherwise: "network" | "invalid" = "network"): CourtesyError {
  if ((cause as CourtesyError)?.kind) return cause as CourtesyError;
  const message = String((cause as Error)?.message ?? cause);
  const kind = /unsafe-eval|Content Security Policy/i.test(message)
    ? "csp"
    : typeof WebAssembly === "undefined"
      ? "unsupported"
      : otherwise;
  const advice = {
    csp: "The page's CSP refuses WebAssembly; add 'wasm-unsafe-eval' to script-src.",
    unsupported: "This browser has no WebAssembly.",
    invalid: "courtesy.wasm or granted.wasm is damaged, or of another version than engine.js.",
    network: "A file of ours could not be loaded.",
  }[kind];
  return courtesyError("LoadError", kind, `${advice} The page keeps its default content. (${message})`);
}
