//! Redaction: whatever the text, it neither panics nor changes its mind; what was put in does not come out.

use courtesy_core::events::{redact, redact_value};
use courtesy_core::random::Random;
use courtesy_core::value::Value;
use proptest::prelude::*;

use crate::tree::tree;
use crate::tries;

/// Text made of what the finders look at.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[0-9]{1,5}",
        2 => "[-+() ./:,_@%]{1,2}",
        1 => "[a-gxé]{1,3}",
        1 => proptest::sample::select(
            &["%40", "%20", "%2B", "\u{a0}", "–", ".com", "4111111111111111", "555-123-4567", "jane@example.com", "+49 30 1234567", "[email]"][..]
        ).prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![tricky(), ".{0,60}", "\\PC{0,60}"]
}

fn clean(text: &str) -> String {
    redact(text).unwrap_or_else(|| text.into())
}

fn email() -> impl Strategy<Value = String> {
    ("[a-zA-Z0-9]([a-zA-Z0-9._+-]{0,12}[a-zA-Z0-9])?", "[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", "[a-z]{2,6}", any::<bool>())
        .prop_filter("2x.png is a picture", |(_, domain, ..)| !(domain.len() == 2 && domain.ends_with('x')))
        .prop_map(|(local, domain, top, is_encoded)| {
            format!("{local}{}{domain}.{top}", if is_encoded { "%40" } else { "@" })
        })
}

/// A number as issuers give it out, with Luhn's digit at its end.
fn card() -> impl Strategy<Value = String> {
    let issued = proptest::sample::select(
        &[
            ("4", 16),
            ("4", 19),
            ("51", 16),
            ("2221", 16),
            ("34", 15),
            ("37", 15),
            ("36", 14),
            ("30", 16),
            ("35", 16),
            ("6011", 16),
            ("62", 18),
            ("67", 19),
        ][..],
    );
    (issued, "[0-9]{19}", proptest::sample::select(&["", " ", "-", "\u{a0}", "%20"][..])).prop_map(
        |((prefix, length), rest, gap)| {
            let mut digits = format!("{prefix}{rest}");
            digits.truncate(length - 1);
            let sum: u32 = digits
                .bytes()
                .rev()
                .enumerate()
                .map(|(index, byte)| {
                    let digit = u32::from(byte - b'0') * if index % 2 == 0 { 2 } else { 1 };
                    digit / 10 + digit % 10
                })
                .sum();
            digits.push_str(&((10 - sum % 10) % 10).to_string());
            let groups: Vec<&str> =
                digits.as_bytes().chunks(4).map(|group| std::str::from_utf8(group).unwrap()).collect();
            groups.join(gap)
        },
    )
}

/// Text beside which a card is no part of a longer number or of a hash.
fn beside() -> impl Strategy<Value = (String, String)> {
    // What has no width stands between nothing: it is looked past. (The full-width forms count as what they look like.)
    let is_seen = |character: &char| !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let is_apart = |character: char| {
        !character.is_ascii_hexdigit() && !matches!(character, '-' | '.' | '%' | '\u{ff01}'..='\u{ff5e}')
    };
    (any_text(), any_text()).prop_filter("apart", move |(before, behind)| {
        before.chars().rev().find(is_seen).is_none_or(is_apart) && behind.chars().find(is_seen).is_none_or(is_apart)
    })
}

proptest! {
    #![proptest_config(tries(4_000))]

    #[test]
    fn redacting_twice_gives_the_same(text in any_text()) {
        let once = clean(&text);
        prop_assert_eq!(redact(&once), None, "{} -> {}", text, once);
    }

    #[test]
    fn text_without_marks_and_with_few_digits_is_left_alone(pieces in proptest::collection::vec("[^@+%0-9]{0,20}", 8), digits in "[0-9]{6}") {
        let mut text = String::new();
        for (piece, digit) in pieces.iter().zip(digits.chars()) {
            text.push_str(piece);
            text.push(digit);
        }
        prop_assert_eq!(redact(&text), None);
    }

    #[test]
    fn an_email_anywhere_is_gone((before, behind) in (any_text(), any_text()), email in email()) {
        // With `%4` before, its first character would be half of an encoded one.
        prop_assume!(!before.bytes().rev().take(2).any(|byte| byte == b'%'));
        let text = format!("{before}{email}{behind}");
        prop_assert!(!clean(&text).contains(&email), "{} -> {}", text, clean(&text));
    }

    #[test]
    fn a_card_apart_is_gone((before, behind) in beside(), card in card()) {
        let text = format!("{before}{card}{behind}");
        prop_assert!(!clean(&text).contains(&card), "{} -> {}", text, clean(&text));
    }

    #[test]
    fn our_own_ids_and_times_are_left_alone(seed in any::<[u32; 4]>(), at_ms in 1_600_000_000_000_u64..2_000_000_000_000) {
        let mut random = Random::seeded(seed);
        let (visitor, event) = (random.uuid_v4(), random.uuid_v7(at_ms));
        let hash = courtesy_core::value::sha256::hex(&visitor);
        let time = courtesy_core::time::iso(at_ms);
        for text in [format!("{visitor} {event}"), hash, format!("{time}/{at_ms}"), format!("{}.{}", at_ms / 7, at_ms / 1_000)] {
            prop_assert_eq!(redact(&text), None);
        }
    }

    #[test]
    fn a_tree_keeps_its_form(tree in tree(), text in any_text()) {
        let mut value = Value::object([("tree", tree.clone())]);
        value.put(&text, Value::List([Value::from(text.as_str()), tree].into()));
        redact_value(&mut value);
        let once = value.clone();
        redact_value(&mut value);
        prop_assert_eq!(courtesy_replay::json_text(&once), courtesy_replay::json_text(&value));
        let Value::Object(members) = &value else { panic!() };
        prop_assert_eq!(&members[1].0, &clean(&text));
    }
}
