//! The page as the engine sees it: address, title, referrer, parameters, the browser and its privacy signal.

use super::door::{number, text, value, whole};
use courtesy_core::events::{Device, Page};

/// The page as it is now.
pub(crate) fn read() -> Page {
    let (address, path, title, referrer, parameters) = (text(), text(), text(), text(), value());
    Page::new(&address, &path, &title, &referrer, &parameters)
}

/// What the browser says of itself.
#[allow(clippy::cast_possible_truncation, reason = "`as` saturates, and NaN becomes 0")]
pub(crate) fn device() -> Device {
    Device { context: value(), utc_offset_minutes: number() as i64 }
}

/// What the browser signals: `navigator.globalPrivacyControl` (<https://w3c.github.io/gpc/>).
pub(crate) fn has_gpc() -> bool {
    whole() != 0
}
