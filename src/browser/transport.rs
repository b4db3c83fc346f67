//! The network: one post whose answer is awaited, and the beacon of a leaving page.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use super::once;
use web_sys::{RequestCredentials, RequestInit, Response, window};

/// Up to how many bytes a request may outlive its page: all such requests share 64 KiB
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>).
const KEEPALIVE_BYTES: usize = 60_000;

/// Posts text; `done(status, retry_after_ms)` is called later, with status 0 where nobody answered.
///
/// The body goes as `text/plain` and without cookies, so that no CORS preflight is needed.
pub fn post(url: &str, body: &str, done: Box<dyn FnOnce(u16, Option<u64>)>) {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    init.set_credentials(RequestCredentials::Omit);
    // Not yet in web-sys.
    let _ = Reflect::set(&init, &"keepalive".into(), &(body.len() <= KEEPALIVE_BYTES).into());
    let Some(window) = window() else { return done(0, None) };
    let settle = once(Box::new(move |response: JsValue| {
        let response = response.dyn_into::<Response>().ok();
        let status = response.as_ref().map_or(0, Response::status);
        let retry_after_ms = response.as_ref().and_then(retry_after_ms);
        // Chromium gives the quota of a keepalive request back only when its answer was read.
        let _ = response.and_then(|response| response.text().ok());
        done(status, retry_after_ms);
    }));
    let fetched: JsValue = window.fetch_with_str_and_init(url, &init).into();
    fetched.unchecked_into::<Thenable>().then(&settle, &settle);
}

/// `Retry-After` in seconds (RFC 9110, section 10.2.3).
fn retry_after_ms(response: &Response) -> Option<u64> {
    let header = response.headers().get("retry-after").ok().flatten()?;
    header.parse::<u32>().ok().map(|seconds| u64::from(seconds) * 1000)
}

/// Hands a text to the browser to be posted even if the page ends now. Whether the browser took it.
#[must_use]
pub fn beacon(url: &str, body: &str) -> bool {
    window().is_some_and(|window| window.navigator().send_beacon_with_opt_str(url, Some(body)).unwrap_or(false))
}

#[wasm_bindgen]
extern "C" {
    type Thenable;
    /// Both ways lead to one function, of which the promise calls exactly one.
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &Function, rejected: &Function) -> JsValue;
}
