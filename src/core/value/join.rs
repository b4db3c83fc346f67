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

/// A sentence with its blanks (`{}`) filled in, in order. Parts for which there is no blank are left out.
///
/// ```
/// use courtesy_core::value::fill;
/// assert_eq!(fill("“{}” is {}.", &["a", "b", "c"]), "“a” is b.");
/// ```
#[must_use]
pub fn fill(sentence: &str, parts: &[&str]) -> String {
    let (mut out, mut rest) = (String::new(), sentence);
    for part in parts {
        let (before, Some(behind)) = cut(rest, b'{') else { break };
        out.push_str(before);
        out.push_str(part);
        // The closing brace follows at once.
        rest = behind.get(1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// What stands before an ASCII character, and what behind it, where it is there. (The searchers of the standard library
/// weigh 1 KB.)
#[must_use]
pub fn cut(text: &str, mark: u8) -> (&str, Option<&str>) {
    let found = text.bytes().position(|byte| byte == mark);
    match found.and_then(|found| text.split_at_checked(found)) {
        Some((before, rest)) => (before, rest.get(1..)),
        None => (text, None),
    }
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

/// The first characters of a text, without a last word that would be cut in two.
///
/// ```
/// assert_eq!(courtesy_core::value::short("naïve", 3), "naï");
/// assert_eq!(courtesy_core::value::short("write to jane@example.com", 20), "write to");
/// ```
#[must_use]
pub fn short(text: &str, chars: usize) -> &str {
    let mut begun = 0;
    for (index, byte) in text.bytes().enumerate() {
        // All bytes of a character but its first begin with the bits 10.
        if byte & 0xc0 != 0x80 {
            begun += 1;
        }
        if begun > chars {
            return text.get(..whole_words(text.as_bytes(), index)).unwrap_or(text);
        }
    }
    text
}

/// How long a word may be that is left out rather than cut.
const MAX_WORD_BYTES: usize = 100;

/// Where the last word before `end` begins, if that is near: half an address is one that nobody recognises. The groups of a number
/// count as one word.
fn whole_words(bytes: &[u8], end: usize) -> usize {
    for at in (end.saturating_sub(MAX_WORD_BYTES)..end).rev() {
        if let Some([before, b' ' | b'/' | b'?' | b'&' | b'=' | b',']) = bytes.get(at..at + 2)
            && !before.is_ascii_digit()
        {
            return at + 1;
        }
    }
    end
}
