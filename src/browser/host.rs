//! The host's functions, as js/src/host has them. None of them throws.

use courtesy_core::effect::Failure;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "courtesy-host")]
extern "C" {
    /// The answer to the present call, as JSON.
    pub(crate) fn answer(json: &str);
    /// News for the page; an empty text for none but that it happened.
    pub(crate) fn news(kind: &str, json: &str);
    #[wasm_bindgen(js_name = failed)]
    fn failed(name: &str, kind: &str, path: &str, message: &str);
    /// The text of a number, as JavaScript writes it.
    #[wasm_bindgen(js_name = numberText)]
    pub(crate) fn number_text(number: f64) -> String;

    /// Puts a variant into every slot of this name in the page.
    pub(crate) fn render(slot: &str, variant: &str, fields: &str);
    /// Comes back after a time; replaces an earlier one.
    pub(crate) fn wake(delay_ms: u32);
    /// Comes back when the present task has ended.
    #[wasm_bindgen(js_name = wakeAtEndOfTask)]
    pub(crate) fn wake_at_end_of_task();

    /// Posts text, compressed where the receiver takes that and it helps; the answer comes as a call.
    pub(crate) fn post(number: u32, url: &str, body: &str, keepalive: bool, gzip: bool);
    /// Posts text even if the page ends now. Whether the browser took it.
    pub(crate) fn beacon(url: &str, body: &str) -> bool;
    /// The same by another way, with room of its own.
    #[wasm_bindgen(js_name = postLater)]
    pub(crate) fn post_later(url: &str, body: &str) -> bool;
    /// Has the browser post text should the page end without a word; replaces what was said before, an empty text by nothing.
    #[wasm_bindgen(js_name = armPost)]
    pub(crate) fn arm_post(url: &str, body: &str);
}

/// Says that something failed; the page gets an `Error` with name, kind and, where there is one, path.
pub(crate) fn fail(failure: &Failure) {
    failed(failure.name, failure.kind, &failure.path, &failure.message);
}
