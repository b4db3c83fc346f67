//! The tools module: what developers and servers run, never a visitor.
//!
//! Place in the flow: beside the engine. [`check`] reads a config twice: through full serde types ([`schema`]), which find
//! misspelt names and wrong types everywhere in the document, and through the engine's own reader, which has the last word.
//! Compiled to Wasm for Node; used by `npx courtesy check` and by the dev server. [`types`] writes event contracts as TypeScript.
//! [`receipts`] verifies a visitor's chain of
//! receipts; the example `verify_receipt` does so for a file.

mod check;
mod consent_schema;
mod json;
mod overlap;
pub mod receipts;
pub mod schema;
mod types;

pub use check::{Problem, problems};
pub use types::types;

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

    /// Writes the event contracts of a config as TypeScript.
    ///
    /// # Errors
    /// `{path, kind, message}`, where the contracts are wrong.
    #[wasm_bindgen(js_name = types)]
    pub fn types_of_js(config: JsValue) -> Result<String, JsValue> {
        super::check::document_of_js(config)
            .and_then(|document| super::types::types(&document))
            .map_err(|problem| serde_wasm_bindgen::to_value(&problem).unwrap_or(JsValue::UNDEFINED))
    }

    /// Verifies a chain of receipts, given as JSON text. Returns `{receipts, broken: undefined | {index, id, reason}}`.
    #[wasm_bindgen]
    #[must_use]
    pub fn verify_receipts(json: &str) -> JsValue {
        serde_wasm_bindgen::to_value(&super::receipts::verify(json)).unwrap_or(JsValue::UNDEFINED)
    }
}

#[cfg(target_arch = "wasm32")]
pub use exports::{check, types_of_js, verify_receipts};
