//! What is kept in the browser: small records, read at the start and when another tab changed them, written once per task.

use courtesy_core::effect::Key;
use courtesy_core::engine::Stored;
use wasm_bindgen::prelude::*;

use super::door;

#[wasm_bindgen(raw_module = "courtesy-host")]
extern "C" {
    fn keep(key: &str, json: &str);
    /// Keeps the consent record for other subdomains as well, by a cookie.
    pub(crate) fn share(json: &str);
}

/// Keeps a text under a key, or deletes it (`None`), at the end of the task; the last call for a key wins.
pub(crate) fn put(key: Key, json: Option<&str>) {
    keep(key.as_str(), json.unwrap_or(""));
}

/// What storage holds; `Null` for nothing. A record that is no JSON is text, which no room takes for its own.
pub(crate) fn stored() -> Stored {
    let [consent, receipts, visitor, intent, ahead, shared] = [(); 6].map(|()| door::value());
    Stored { consent, shared, receipts, visitor, intent, ahead }
}
