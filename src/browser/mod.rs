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

use wasm_bindgen::prelude::*;

/// Calls back when the present task has ended, before the browser paints or takes the next task.
pub(crate) fn at_end_of_task(callback: impl FnOnce() + 'static) {
    queue_microtask(&Closure::once_into_js(callback));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &JsValue);
}
