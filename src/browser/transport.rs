//! The network: one post whose answer is awaited, and the beacon of a leaving page.

use js_sys::JSON;
use wasm_bindgen::JsValue;

use super::clock;
use super::host::{at_end_of_task, call, get, global, invoke, once, set, window};

/// Up to how many bytes a request may outlive its page: all such requests share 64 KiB
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>).
const KEEPALIVE_BYTES: usize = 60_000;

/// How long an answer is waited for: a collector that hangs must not hold up what comes after.
const PATIENCE_MS: u32 = 30_000;

/// Posts text; `done(status, retry_after_ms)` is called later, with status 0 where nobody answered.
///
/// The body goes as `text/plain` and without cookies, so that no CORS preflight is needed.
pub fn post(url: &str, body: &str, done: Box<dyn FnOnce(u16, Option<u64>)>) {
    let init = JSON::parse(r#"{"method":"POST","credentials":"omit"}"#).unwrap_or_default();
    set(&init, "body", &body.into());
    set(&init, "keepalive", &(body.len() <= KEEPALIVE_BYTES).into());
    let patience = call(&global("AbortSignal"), "timeout", PATIENCE_MS.into(), JsValue::UNDEFINED);
    set(&init, "signal", &patience.unwrap_or_default());
    // Both ways lead to one function, of which the promise calls exactly one: an error has no status.
    let settle = once(Box::new(move |response| {
        let (status, retry_after_ms) = (status(&response), retry_after_ms(&response));
        let done = once(Box::new(move |_| done(status, retry_after_ms)));
        // Chromium gives the quota of a keepalive request back only when its answer was read: a next one before that is refused.
        let read = invoke(&response, "text").and_then(|text| call(&text, "then", done.clone(), done.clone()));
        if read.is_none() {
            at_end_of_task(done);
        }
    }));
    let posted = call(&window(), "fetch", url.into(), init)
        .and_then(|answer| call(&answer, "then", settle.clone(), settle.clone()));
    if posted.is_none() {
        at_end_of_task(settle);
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates; a status has three digits")]
fn status(response: &JsValue) -> u16 {
    get(response, "status").as_f64().unwrap_or_default() as u16
}

/// `Retry-After` in seconds (RFC 9110, section 10.2.3). A date, its other form, is no JSON.
fn retry_after_ms(response: &JsValue) -> Option<u64> {
    let header = call(&get(response, "headers"), "get", "retry-after".into(), JsValue::UNDEFINED)?.as_string()?;
    Some(clock::from_js(JSON::parse(&header).ok()?.as_f64()? * 1000.0))
}

/// Hands a text to the browser to be posted even if the page ends now. Whether the browser took it.
///
/// A beacon carries the cookies of the collector's site, which cannot be switched off; a collector on a site of its own has
/// none.
#[must_use]
pub fn beacon(url: &str, body: &str) -> bool {
    let taken = call(&global("navigator"), "sendBeacon", url.into(), body.into());
    taken.is_some_and(|taken| taken.is_truthy())
}
