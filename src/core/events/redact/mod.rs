//! Takes e-mail addresses, phone numbers and payment cards out of text: `[email]`, `[phone]`, `[card]` stand in their place.
//!
//! Place in the flow: every text that an event carries goes through here before it is written. Nobody collects such data on
//! purpose, but it gets into addresses, titles, search terms and properties. What is found is what has the shape of such
//! data; names and street addresses have none. So this is a net under the site's own care, and no permission.
//!
//! A number in an event is far more often an id, a time or a price than somebody's, so its shape must be clear:
//!
//! | | is found | is left alone |
//! |---|---|---|
//! | e-mail | local part, `@`, `＠` or `%40`, a domain that ends in a word | `vue@3.4.21`, `logo@2x.png`, `/@name` |
//! | card | 13 to 19 digits that an issuer gives out and that pass Luhn's check, in one piece or in groups; with dots or low lines between only in printed ones (4-4-4-4, 4-6-5, 4-6-4) | times, decimals, article numbers (13 digits in one piece), UUIDs and hashes |
//! | phone | `+`, or `00` and a country's number set off, and 8 to 15 digits; an area code in brackets or with its leading zero, set off; the groups 3-3-4 of North America | plain digits, dates, versions, IP addresses, `123-456-789`, what goes on from a longer id |
//!
//! Percent-encoding is seen through, however often, and so are the spaces and dashes of typography, what has no width, and
//! the full-width digits and marks of Chinese and Japanese keyboards. Not found: national numbers without brackets, leading zero
//! or the groups 3-3-4, which look like any other number; a number with `00` in one piece, or with dots; a card that touches a
//! dash or a letter from a to f, as digits within a hash do; what is spelled out (`jane at example dot com`), encoded otherwise
//! (Base64, a full-width sign behind a `%`), or written in digits of other scripts. Numbers that are no text stay: as such come
//! counts, times and ids.

mod email;
mod number;
mod symbol;
#[cfg(test)]
mod tests;

use alloc::string::String;

use self::symbol::{AFTER, DIGIT, JOIN, LOCAL, START, Symbol};
use crate::value::Value;

/// The text without what could say who the visitor is; `None` where there is nothing of it, which costs one walk through it
/// and no allocation. Redacting twice gives the same.
///
/// ```
/// use courtesy_core::events::redact;
/// assert_eq!(redact("?q=jane.doe%40example.com&page=2").as_deref(), Some("?q=[email]&page=2"));
/// assert_eq!(redact("call (030) 123456-78 or 4111 1111 1111 1111").as_deref(), Some("call [phone] or [card]"));
/// assert_eq!(redact("2026-11-24T10:00:00.000Z, order 302-1234567"), None);
/// ```
#[must_use]
pub fn redact(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    // Where the local part of an address would begin, were there an `@` next.
    let mut local = 0;
    // What stands before, and whether digits here would go on from it, as in `sku-555-123-4567`.
    let (mut before, mut is_joined) = (Symbol::NONE, false);
    while at < bytes.len() {
        let symbol = Symbol::read(bytes, at);
        let next = at + symbol.width();
        let mut start = at;
        let found = if symbol.byte() == b'@' && local < at {
            start = local;
            email::end(bytes, next)
        } else if symbol.is(START) && !before.is(DIGIT) {
            number::end(bytes, at, before, is_joined)
        } else {
            NOTHING
        };
        if let Some(label) = LABELS.get(found & 3) {
            out.push_str(text.get(copied..start).unwrap_or(""));
            out.push_str(label);
            at = found >> 2;
            (copied, local, before, is_joined) = (at, at, Symbol::NONE, false);
            continue;
        }
        is_joined = symbol.is(JOIN) || symbol.is(AFTER) && before.is(DIGIT);
        at = next;
        if !symbol.is(LOCAL) {
            local = at;
        }
        before = symbol;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    Some(out)
}

/// Redacts all texts of a tree, and the names of its members. Two names that become the same stay two members of one name, of
/// which readers of JSON take the last.
pub fn redact_value(value: &mut Value) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::Text(text) => redact_text(text),
        Value::List(items) => {
            for item in items {
                redact_value(item);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                redact_text(name);
                redact_value(member);
            }
        }
    }
}

#[inline(never)]
fn redact_text(text: &mut String) {
    if let Some(clean) = redact(text) {
        *text = clean;
    }
}

/// What was found, and where it ends, in one number: the index of its label, and four times the end.
type Found = usize;

/// The index of no label.
const NOTHING: Found = 3;
const EMAIL: Found = 0;
const PHONE: Found = 1;
const CARD: Found = 2;

const LABELS: [&str; 3] = ["[email]", "[phone]", "[card]"];

const fn found(label: Found, end: usize) -> Found {
    end << 2 | label
}
