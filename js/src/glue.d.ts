/** `courtesy-glue`: what wasm-bindgen made of src/lib.rs, with three exports of our own (js/scripts/build-scripts.mjs). */

/** The engine's one export: `hear` of src/lib.rs. */
export function hear(call: number): void;
/** What courtesy.wasm imports. */
export function imports(): WebAssembly.Imports;
/** What granted.wasm imports: the same, and the instance of courtesy.wasm that it is to complete. */
export function importsOfGranted(instance: WebAssembly.Instance): WebAssembly.Imports;
/** Makes this instance the one that `hear` calls. */
export function finish(instance: WebAssembly.Instance, module: WebAssembly.Module): void;
