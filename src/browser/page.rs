//! The page as the engine sees it: address, title, referrer, campaign parameters, privacy signal.

use courtesy_core::events::Page;
use wasm_bindgen::prelude::*;

use super::host::{call, get, global, text};

/// The page as it is now.
#[must_use]
pub fn read() -> Page {
    let (location, document) = (global("location"), global("document"));
    let query = parameters(&text(&location, "search"));
    let parameter = |name: &str| call(&query, "get", name.into(), JsValue::UNDEFINED)?.as_string();
    Page::new(
        &text(&location, "href"),
        &text(&location, "pathname"),
        &text(&document, "title"),
        &text(&document, "referrer"),
        &parameter,
    )
}

/// What the browser signals: `navigator.globalPrivacyControl` (<https://w3c.github.io/gpc/>).
#[must_use]
pub fn has_gpc() -> bool {
    get(&global("navigator"), "globalPrivacyControl").is_truthy()
}

#[wasm_bindgen]
extern "C" {
    type UrlSearchParams;
    #[wasm_bindgen(constructor, js_class = "URLSearchParams")]
    fn new(search: &str) -> UrlSearchParams;
}

fn parameters(search: &str) -> JsValue {
    UrlSearchParams::new(search).into()
}
