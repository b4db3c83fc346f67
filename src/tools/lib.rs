//! The tools module: what developers and servers run, never a visitor.
//!
//! Place in the flow: beside the engine. [`check`] reads a config twice: through full serde types ([`schema`]), which find
//! misspelt names and wrong types everywhere in the document, and through the engine's own reader, which has the last word.
//! Compiled to Wasm for Node; used by `npx courtesy check` and by the dev server.

mod check;
mod json;
pub mod schema;

pub use check::{Problem, problems};

#[cfg(target_arch = "wasm32")]
mod exports {
    use wasm_bindgen::prelude::*;

    /// Checks a config document. Returns `[{path, kind, message}]`, empty when it is fine; never throws.
    #[wasm_bindgen]
    #[must_use]
    pub fn check(config: JsValue) -> JsValue {
        let problems = super::check::problems_of_js(config);
        serde_wasm_bindgen::to_value(&problems).unwrap_or(JsValue::UNDEFINED)
    }
}

#[cfg(target_arch = "wasm32")]
pub use exports::check;
