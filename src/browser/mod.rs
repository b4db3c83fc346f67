//! Everything that we touch in the host, one file for each thing. They convert and carry; they decide nothing.

pub mod clock;
pub mod convert;
pub mod dom;
pub mod listen;
pub mod locks;
pub mod outbox;
pub mod page;
pub mod random;
pub mod store;
pub mod transport;

use js_sys::Function;
use wasm_bindgen::prelude::*;

/// A JavaScript function that calls back once, with its first argument, and then frees itself.
///
/// All callbacks are boxed into one type: as generics, each of them would add half a kilobyte to the Wasm.
pub(crate) fn once(callback: Box<dyn FnOnce(JsValue)>) -> Function {
    Closure::once_into_js(callback).unchecked_into()
}

/// Calls back when the present task has ended, before the browser paints or takes the next task.
pub(crate) fn at_end_of_task(callback: Box<dyn FnOnce(JsValue)>) {
    queue_microtask(&once(callback));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &Function);
}
