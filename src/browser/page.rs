//! The page as the engine sees it: address, title, referrer, campaign parameters, privacy signal, time zone.

use courtesy_core::consent::Signals;
use courtesy_core::events::Page;
use courtesy_core::value::Value;
use wasm_bindgen::prelude::*;

use super::door::{text, value, whole};

#[wasm_bindgen(raw_module = "courtesy-host")]
extern "C" {
    /// The browser's time zone, by its name in the IANA data base; empty where the browser does not say.
    #[must_use]
    #[wasm_bindgen(js_name = timeZone)]
    pub fn time_zone() -> String;
}

/// The page as it is now.
pub(crate) fn read() -> Page {
    let (address, path, title, referrer, parameters) = (text(), text(), text(), text(), value());
    let parameter = |name: &str| parameters.get(name).and_then(Value::as_text).map(Into::into);
    Page::new(&address, &path, &title, &referrer, &parameter)
}

/// What the browser signals: `navigator.globalPrivacyControl` (<https://w3c.github.io/gpc/>).
pub(crate) fn signals() -> Signals {
    Signals { gpc: whole() != 0 }
}
