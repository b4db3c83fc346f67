//! GrowthBook's hashing (SDK spec, section "hash"): the same visitor gets the same number in every SDK.
//!
//! Place in the flow: splits of slots, and sampling of visitors.

use crate::value::number::whole_text;

/// FNV-1a with 32 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>) over UTF-16 code units, as JavaScript sees text.
fn fnv1a_32(start: u32, text: &str) -> u32 {
    let mut hash = start;
    for unit in text.encode_utf16() {
        hash = (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// Where FNV-1a with 32 bits begins.
const START: u32 = 0x811c_9dc5;

/// A number in [0, 1) with four digits from seed and value. Version 2 of GrowthBook's hash, which has no bias between
/// experiments.
///
/// ```
/// use courtesy_core::value::hash_v2;
/// assert_eq!(hash_v2("seed", "a"), 0.0505); // a case of GrowthBook's own
/// ```
#[must_use]
pub fn hash_v2(seed: &str, value: &str) -> f64 {
    let first = fnv1a_32(fnv1a_32(START, seed), value);
    let second = fnv1a_32(START, &whole_text(first.into()));
    f64::from(second % 10_000) / 10_000.0
}
