//! The page as the engine sees it: address, title, referrer, campaign parameters, privacy signal.

use courtesy_core::consent::Signals;
use courtesy_core::events::Page;
use js_sys::Reflect;
use web_sys::{UrlSearchParams, window};

/// The page as it is now.
#[must_use]
pub fn read() -> Page {
    let Some(window) = window() else { return Page::default() };
    let location = window.location();
    let (title, referrer) = window.document().map_or_else(Default::default, |page| (page.title(), page.referrer()));
    let url = location.href().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    let query = UrlSearchParams::new_with_str(&location.search().unwrap_or_default()).ok();
    Page::new(&url, &path, &title, &referrer, &|name| query.as_ref()?.get(name))
}

/// What the browser signals: `navigator.globalPrivacyControl` (<https://w3c.github.io/gpc/>).
#[must_use]
pub fn signals() -> Signals {
    let gpc = window().and_then(|window| Reflect::get(&window.navigator(), &"globalPrivacyControl".into()).ok());
    Signals { gpc: gpc.is_some_and(|gpc| gpc.is_truthy()) }
}
