//! Failures as JavaScript sees them: an `Error` with `name`, `kind` and, where there is one, `path`. Never a bare string.

use courtesy_core::effect::Failure;
use courtesy_core::value::Fault;
use js_sys::Error;
use wasm_bindgen::JsValue;

use crate::browser::host::set;

/// A failure as an `Error`.
#[must_use]
pub fn to_js(failure: &Failure) -> JsValue {
    let error = JsValue::from(Error::new(&failure.message));
    set(&error, "name", &failure.name.into());
    set(&error, "kind", &failure.kind.into());
    if !failure.path.is_empty() {
        set(&error, "path", &failure.path.as_str().into());
    }
    error
}

/// A fault in the config as an `Error`.
#[must_use]
pub fn config(fault: &Fault) -> JsValue {
    to_js(&Failure::config(fault))
}
