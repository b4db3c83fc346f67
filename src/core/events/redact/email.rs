//! Finds the end of an e-mail address from its `@` on.

use super::symbol::{DIGIT, LETTER, Symbol};
use super::{EMAIL, Found, NOTHING, found};

/// Where the domain ends that begins here: with the last label that may be a top-level domain, which has two characters at
/// least and begins with a letter (<https://datatracker.ietf.org/doc/html/rfc3696#section-2>). What follows may be the end
/// of a sentence.
pub(super) fn end(bytes: &[u8], mut at: usize) -> Found {
    // `logo@2x.png` is a picture for dense screens.
    if let Some([b'0'..=b'9', b'x', b'.']) = bytes.get(at..at + 3) {
        return NOTHING;
    }
    let (mut end, mut has_dot, mut length, mut is_top) = (NOTHING, false, 0, false);
    loop {
        let symbol = Symbol::read(bytes, at);
        at += symbol.width();
        if symbol.is(LETTER | DIGIT) || symbol.byte() == b'-' {
            if length == 0 {
                is_top = has_dot && symbol.is(LETTER);
            }
            length += 1;
            if is_top && length > 1 && symbol.byte() != b'-' {
                end = found(EMAIL, at);
            }
        } else if symbol.byte() == b'.' && length > 0 {
            (has_dot, length) = (true, 0);
        } else {
            return end;
        }
    }
}
