//! The wall clock.

/// Milliseconds since the Unix epoch.
#[must_use]
pub fn now_ms() -> u64 {
    from_js(js_sys::Date::now())
}

/// A time as JavaScript has it. A number that is no time (NaN, negative) becomes 0.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, and NaN becomes 0")]
pub fn from_js(ms: f64) -> u64 {
    ms as u64
}
