//! The browser shell: the only exports of the visitor's Wasm.
//!
//! Place in the flow: around the engine. [`Sdk`] converts what JavaScript hands over into inputs, and the answers back;
//! [`shell`] runs the engine's effects through [`browser`]. No rule of the product lives here: if something needs an `if` about
//! consent, events, intent or slots, it belongs into `courtesy-core`.
#![cfg(target_arch = "wasm32")]

pub mod browser;
pub mod error;
pub mod shell;

use courtesy_core::consent::Shown;
use courtesy_core::engine::{Input, Sight};
use courtesy_core::value::{Fault, FaultKind, Value};
use js_sys::Function;
use wasm_bindgen::prelude::*;

use browser::{clock, convert};
use shell::Shell;

/// Two-level segregated fit (<http://www.gii.upv.es/tlsf/>), for 1.7 KB of brotli less than the standard library's allocator and
/// at its speed. The price is memory: at 500 events a second both stay below 200 pages, in bursts of 2,000 events this one was
/// seen to reach up to twice the other's.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The engine in the page. All methods return plain values; news comes through the callback, after the call has ended.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sdk {
    shell: &'static Shell,
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

    /// Begins: reads storage, records the view of this page (opened at `at_ms`, in `region`), listens to the page.
    pub fn start(&self, at_ms: f64, region: &JsValue) {
        self.shell.start(clock::from_js(at_ms), region.as_string().unwrap_or_default());
    }

    /// Records an event that happened at `at_ms`.
    pub fn track(&self, name: &JsValue, properties: &JsValue, at_ms: f64) {
        let Some(name) = name.as_string() else {
            return self.shell.refuse(&Fault::new("name", FaultKind::Type, &["must be text"]));
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

    /// The visitor's answers: an object of purpose or service → true or false; and how the visitor was asked.
    pub fn choose(&self, answers: &JsValue, shown: &JsValue) {
        let (Some(answers), Some(shown)) = (self.accept(answers, "choice"), self.accept(shown, "shown")) else {
            return;
        };
        match convert::to_answers(answers) {
            Ok(answers) => self.shell.dispatch(Input::Choose { answers, shown: Shown::read(&shown) }),
            Err(fault) => self.shell.refuse(&fault),
        }
    }

    /// What another consent manager says, by its own names.
    pub fn external(&self, answers: &JsValue) {
        let Some(answers) = self.accept(answers, "external") else { return };
        match convert::to_answers(answers) {
            Ok(answers) => self.shell.dispatch(Input::External { answers }),
            Err(fault) => self.shell.refuse(&fault),
        }
    }

    /// Where the visitor is; `null` where nobody knows.
    pub fn region(&self, hint: &JsValue) {
        self.shell.dispatch(Input::Region { hint: hint.as_string().unwrap_or_default() });
    }

    /// Forgets everything about the visitor.
    pub fn erase(&self) {
        self.shell.dispatch(Input::Erase);
    }

    /// Something about a slot in the page: `found` (with what it shows, and whether that was painted),
    /// `painted`, `viewed`, `gone`.
    pub fn slot(&self, name: &JsValue, sight: &JsValue, shown: &JsValue, is_painted: bool) {
        let text = |value: &JsValue| value.as_string().unwrap_or_default();
        let sight = match text(sight).as_str() {
            "gone" => Sight::Gone,
            "painted" => Sight::Painted,
            "viewed" => Sight::Viewed,
            _ => Sight::Found { shown: text(shown), is_painted },
        };
        self.shell.dispatch(Input::Slot { name: text(name), sight });
    }

    /// What stands now, by name: see [`Engine::view`](courtesy_core::engine::Engine::view).
    pub fn view(&self, name: &JsValue, of: &JsValue) -> JsValue {
        let text = |value: &JsValue| value.as_string().unwrap_or_default();
        self.shell.view(&text(name), &text(of))
    }

    fn accept(&self, value: &JsValue, path: &str) -> Option<Value> {
        convert::to_value(value, path).map_err(|fault| self.shell.refuse(&fault)).ok()
    }
}
