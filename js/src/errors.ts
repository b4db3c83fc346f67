/**
 * Our errors, and what kind of failure a refusal to load is.
 *
 * Place in the flow: beside everything. Errors never reach the host's call stack: they are reported to `onError`.
 */
import type { CourtesyError } from "./types";

/** Makes an `Error` with name, kind and message. */
export function courtesyError(name: CourtesyError["name"], kind: string, message: string): CourtesyError {
  return Object.assign(new Error(message), { name, kind }) as CourtesyError;
}

/**
 * Classifies what went wrong on the way to a running engine.
 *
 * A `CompileError` that speaks of "unsafe-eval" is how all engines word the refusal of Wasm by CSP
 * (https://w3c.github.io/webappsec-csp/#can-compile-wasm-bytes); a response of the wrong type is a `TypeError` that names MIME.
 */
export function loadError(cause: unknown): CourtesyError {
  const { name = "", message = String(cause) } = (cause ?? {}) as Error;
  if ((cause as CourtesyError)?.kind) return cause as CourtesyError;
  const kind = /unsafe-eval|Content Security Policy/i.test(message)
    ? "csp"
    : typeof WebAssembly === "undefined"
      ? "unsupported"
      : /MIME/i.test(message)
        ? "mime"
        : name === "CompileError" || name === "LinkError"
          ? "invalid"
          : "network";
  const advice: Record<string, string> = {
    csp: "The page's CSP refuses WebAssembly; add 'wasm-unsafe-eval' to script-src.",
    unsupported: "This browser has no WebAssembly.",
    mime: "courtesy.wasm must be served as application/wasm.",
    invalid: "courtesy.wasm is damaged, or of another version than engine.js.",
    network: "courtesy.wasm, engine.js or the config could not be loaded.",
  };
  return courtesyError("LoadError", kind, `${advice[kind]} The page keeps its default content. (${message})`);
}
