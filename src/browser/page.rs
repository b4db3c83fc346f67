//! The page as the engine sees it: address, title, referrer, campaign parameters, privacy signal.

use courtesy_core::consent::Signals;
use courtesy_core::events::Page;
use courtesy_core::value::Value;
use js_sys::{Array, Reflect};
use web_sys::{UrlSearchParams, window};

/// The page as it is now.
#[must_use]
pub fn read() -> Page {
    let Some(window) = window() else { return Page::default() };
    let (location, document) = (window.location(), window.document());
    let text = |text: Result<String, _>| Value::from(text.unwrap_or_default());
    let title = document.as_ref().map(web_sys::Document::title).unwrap_or_default();
    let referrer = document.as_ref().map(web_sys::Document::referrer).unwrap_or_default();
    Page::from_value(&Value::object([
        ("url", text(location.href())),
        ("path", text(location.pathname())),
        ("title", Value::from(title)),
        ("referrer", Value::from(referrer)),
        ("query", query(&location.search().unwrap_or_default())),
    ]))
}

fn query(search: &str) -> Value {
    let Ok(params) = UrlSearchParams::new_with_str(search) else { return Value::Null };
    let pairs = Array::from(&params).into_iter().map(|pair| {
        let pair: Array = Array::from(&pair);
        let text = |index| Value::from(pair.get(index).as_string().unwrap_or_default());
        Value::List(vec![text(0), text(1)])
    });
    Value::List(pairs.collect())
}

/// What the browser signals: `navigator.globalPrivacyControl` (<https://w3c.github.io/gpc/>).
#[must_use]
pub fn signals() -> Signals {
    let gpc = window().and_then(|window| Reflect::get(&window.navigator(), &"globalPrivacyControl".into()).ok());
    Signals { gpc: gpc.is_some_and(|gpc| gpc.is_truthy()) }
}
