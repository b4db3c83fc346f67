//! The browser shell: the only exports of the visitor's Wasm.
//!
//! Place in the flow: around the engine. [`Sdk`] converts what JavaScript hands over into inputs, and the answers back;
//! [`shell`] runs the engine's effects through [`browser`]. No rule of the product lives here: if something needs an `if` about
//! consent, events, intent or slots, it belongs into `courtesy-core`.
#![cfg(target_arch = "wasm32")]

pub mod browser;
pub mod error;
pub mod shell;

use std::rc::Rc;

use courtesy_core::engine::{Input, Sight};
use courtesy_core::value::{Fault, FaultKind, Value};
use js_sys::Function;
use wasm_bindgen::prelude::*;

use browser::{clock, convert};
use shell::Shell;

/// The engine in the page. All methods return plain values; news comes through the callback, after the call has ended.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sdk {
    shell: Rc<Shell>,
}

#[wasm_bindgen]
impl Sdk {
    /// Compiles a config. `notify(kind, payload)` is called with `ask`, `consent`, `recorded`, `scores`, `decided` or
    /// `failed`.
    ///
    /// # Errors
    /// A `ConfigError` with kind and path.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &JsValue, notify: Function) -> Result<Sdk, JsValue> {
        let config = convert::to_value(config, "").map_err(|fault| error::config(&fault))?;
        let shell = Shell::new(&config, notify).map_err(|fault| error::config(&fault))?;
        Ok(Sdk { shell })
    }

    /// Begins: reads storage, records the view of this page (opened at `at_ms`), listens to the page.
    pub fn start(&self, at_ms: f64) {
        self.shell.start(clock::from_js(at_ms));
    }

    /// Records an event that happened at `at_ms`.
    pub fn track(&self, name: &JsValue, properties: &JsValue, at_ms: f64) {
        let Some(name) = name.as_string() else {
            return self.shell.refuse(&Fault::new("name", FaultKind::Type, "must be text"));
        };
        if let Some(properties) = self.accept(properties, "properties") {
            self.shell.dispatch(Input::Track { name, properties, at_ms: clock::from_js(at_ms) });
        }
    }

    /// Records a view of the page as it is now.
    pub fn page(&self, properties: &JsValue, at_ms: f64) {
        if let Some(properties) = self.accept(properties, "properties") {
            let page = browser::page::read();
            self.shell.dispatch(Input::View { page, properties, at_ms: clock::from_js(at_ms) });
        }
    }

    /// The visitor's answers: an object of purpose → true or false.
    pub fn choose(&self, answers: &JsValue) {
        let Some(answers) = self.accept(answers, "choice") else { return };
        match convert::to_answers(&answers) {
            Ok(answers) => self.shell.dispatch(Input::Choose { answers }),
            Err(fault) => self.shell.refuse(&fault),
        }
    }

    /// A slot stands in the page, showing `shown`.
    #[wasm_bindgen(js_name = slotFound)]
    pub fn slot_found(&self, name: String, shown: String, is_painted: bool) {
        self.shell.dispatch(Input::Slot { name, sight: Sight::Found { shown, is_painted } });
    }

    /// A slot was painted in view.
    #[wasm_bindgen(js_name = slotPainted)]
    pub fn slot_painted(&self, name: String) {
        self.shell.dispatch(Input::Slot { name, sight: Sight::Painted });
    }

    /// At least half of a slot is in view.
    #[wasm_bindgen(js_name = slotViewed)]
    pub fn slot_viewed(&self, name: String) {
        self.shell.dispatch(Input::Slot { name, sight: Sight::Viewed });
    }

    /// A `ConsentView`.
    pub fn consent(&self) -> JsValue {
        self.shell.view(|engine, now_ms| engine.consent_view(now_ms))
    }

    /// `PurposeView[]`.
    pub fn purposes(&self) -> JsValue {
        self.shell.view(|engine, _| engine.purposes())
    }

    /// The banner's texts, as the config has them.
    #[wasm_bindgen(js_name = consentText)]
    pub fn consent_text(&self) -> JsValue {
        self.shell.view(|engine, _| engine.consent_text())
    }

    /// A `Why`.
    pub fn why(&self, purpose: &str) -> JsValue {
        self.shell.view(|engine, now_ms| engine.why(now_ms, purpose))
    }

    /// `EventView[]`.
    pub fn recent(&self) -> JsValue {
        self.shell.view(|engine, _| engine.recent_events())
    }

    /// Intent → score.
    pub fn scores(&self) -> JsValue {
        self.shell.view(|engine, now_ms| engine.scores(now_ms))
    }

    /// An `Explanation`, or `null`.
    pub fn explain(&self, intent: &str) -> JsValue {
        self.shell.view(|engine, now_ms| engine.explain(now_ms, intent))
    }

    /// The names of all declared slots.
    #[wasm_bindgen(js_name = slotNames)]
    pub fn slot_names(&self) -> JsValue {
        self.shell.view(|engine, _| engine.slot_names())
    }

    /// A `Decision` for this page.
    pub fn decide(&self, slot: &str) -> JsValue {
        self.shell.view(|engine, now_ms| engine.decide(now_ms, slot))
    }

    /// A `Decision` for the next page.
    pub fn next(&self, slot: &str) -> JsValue {
        self.shell.view(|engine, now_ms| engine.decide_next(now_ms, slot))
    }

    fn accept(&self, value: &JsValue, path: &str) -> Option<Value> {
        convert::to_value(value, path).map_err(|fault| self.shell.refuse(&fault)).ok()
    }
}
