//! The host's randomness.

use wasm_bindgen::prelude::*;

use super::host::{global, invoke};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(words: &mut [u32]) -> Result<(), JsValue>;
}

/// 128 random bits, to seed the engine's generator.
///
/// Where `crypto` is missing (very old embedded browsers) `Math.random` stands in: the seed names things, it keeps no secret.
#[must_use]
pub fn seed() -> [u32; 4] {
    let mut words = [0; 4];
    if get_random_values(&mut words).is_err() {
        for word in &mut words {
            let random = invoke(&global("Math"), "random").and_then(|random| random.as_f64()).unwrap_or_default();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number in [0, 2^32)")]
            let bits = (random * 4_294_967_296.0) as u32;
            *word = bits;
        }
    }
    words
}
