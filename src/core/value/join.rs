//! Puts texts together. The standard library's formatting would cost 3 KB of Wasm, and more at each place that uses it.

use alloc::string::String;

/// The parts, one after the other.
///
/// ```
/// assert_eq!(courtesy_core::value::join(&["a", "b", "c"]), "abc");
/// ```
#[must_use]
pub fn join(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        out.push_str(part);
    }
    out
}

/// Words as they are enumerated in a sentence: `` `a`, `b` ``.
#[must_use]
pub fn words(words: &[&str]) -> String {
    let mut out = String::new();
    for word in words {
        out.push_str(if out.is_empty() { "`" } else { ", `" });
        out.push_str(word);
        out.push('`');
    }
    out
}
