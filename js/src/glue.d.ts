/** `courtesy-glue`: what wasm-bindgen made of src/lib.rs, with two exports of our own (js/scripts/build-scripts.mjs). */

/** The engine's one export: `hear` of src/lib.rs. */
export function hear(call: number): void;
/** What the Wasm imports. */
export function imports(): WebAssembly.Imports;
/** Makes this instance the one that `hear` calls. */
export function finish(instance: WebAssembly.Instance, module: WebAssembly.Module): void;
