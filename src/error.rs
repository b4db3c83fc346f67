//! Failures as JavaScript sees them: an `Error` with `name`, `kind` and, where there is one, `path`. Never a bare string.

use courtesy_core::effect::Failure;
use courtesy_core::value::Fault;
use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// A failure as an `Error`.
#[must_use]
pub fn to_js(failure: &Failure) -> JsValue {
    let error = Error::new(&failure.message);
    error.set_name(failure.name);
    let set = |key: &str, text: &str| Reflect::set(&error, &key.into(), &text.into());
    // Setting a property of a fresh Error cannot fail.
    let _ = set("kind", failure.kind);
    if !failure.path.is_empty() {
        let _ = set("path", &failure.path);
    }
    error.into()
}

/// A fault in the config as an `Error`.
#[must_use]
pub fn config(fault: &Fault) -> JsValue {
    to_js(&Failure::config(fault))
}
