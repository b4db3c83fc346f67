//! The page as the engine sees it: address, title, referrer, campaign parameters, privacy signal.

use super::door::{text, value, whole};
use courtesy_core::events::Page;
use courtesy_core::value::Value;

/// The page as it is now.
pub(crate) fn read() -> Page {
    let (address, path, title, referrer, parameters) = (text(), text(), text(), text(), value());
    let parameter = |name: &str| parameters.get(name).and_then(Value::as_text).map(Into::into);
    Page::new(&address, &path, &title, &referrer, &parameter)
}

/// What the browser signals: `navigator.globalPrivacyControl` (<https://w3c.github.io/gpc/>).
pub(crate) fn has_gpc() -> bool {
    whole() != 0
}
