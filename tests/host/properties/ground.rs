//! The ground: identifiers have the form that RFC 9562 wants, times the form that JavaScript writes.

use courtesy_core::random::Random;
use courtesy_core::time;
use proptest::prelude::*;

use crate::tries;

fn is_uuid(text: &str, version: char) -> bool {
    let bytes: Vec<char> = text.chars().collect();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(index, character)| match index {
            8 | 13 | 18 | 23 => *character == '-',
            14 => *character == version,
            19 => "89ab".contains(*character),
            _ => character.is_ascii_digit() || ('a'..='f').contains(character),
        })
}

/// The date by walking from 1970, year by year and month by month: slow, and plain to see.
fn walked(at_ms: u64) -> String {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut days, mut year, mut month) = (at_ms / 86_400_000, 1970, 0);
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let months = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    while days >= months[month] {
        days -= months[month];
        month += 1;
    }
    let rest = at_ms % 86_400_000;
    let (hour, minute, second, milli) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", month + 1, days + 1)
}

#[test]
fn every_day_until_2106_is_written_as_a_calendar_has_it() {
    // With 2000, a leap year, and 2100, none.
    for day in 0..50_000 {
        let at_ms = day * 86_400_000 + day * 7 % 86_400_000;
        assert_eq!(time::iso(at_ms), walked(at_ms));
        assert_eq!(time::date(at_ms), walked(at_ms)[..10]);
    }
}

proptest! {
    #![proptest_config(tries(1_000))]

    #[test]
    fn every_millisecond_is_written_as_a_calendar_has_it(at_ms in 0_u64..250_000_000_000_000) {
        prop_assert_eq!(time::iso(at_ms), walked(at_ms));
    }

    #[test]
    fn every_number_reads_back_as_itself_from_json(bits in any::<u64>(), near in -1_000_000_i32..1_000_000) {
        for number in [f64::from_bits(bits), f64::from(near) / 100.0, f64::from(near) * 1e-7] {
            let text = courtesy_replay::json_text(&number.into());
            if number.is_finite() {
                // JSON.stringify writes -0 as 0 too.
                prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), (number + 0.0).to_bits(), "{}", text);
                prop_assert!(serde_json::from_str::<f64>(&text).is_ok(), "{}", text);
            } else {
                prop_assert_eq!(text, "null");
            }
        }
    }

    #[test]
    fn no_time_panics(at_ms in any::<u64>()) {
        let _ = (time::iso(at_ms), time::date(at_ms));
    }

    #[test]
    fn identifiers_have_their_form_and_differ(seed in any::<[u32; 4]>(), at_ms in 0_u64..1 << 48) {
        let mut random = Random::seeded(seed);
        let (visitor, event, next) = (random.uuid_v4(), random.uuid_v7(at_ms), random.uuid_v7(at_ms));
        prop_assert!(is_uuid(&visitor, '4'), "{}", visitor);
        prop_assert!(is_uuid(&event, '7'), "{}", event);
        prop_assert!(visitor != event && event != next);
        let time = event.replace('-', "");
        prop_assert_eq!(u64::from_str_radix(&time[..12], 16).unwrap(), at_ms, "an event's id begins with its time");
    }

    #[test]
    fn the_same_seed_gives_the_same_run_and_a_limit_is_kept(seed in any::<[u32; 4]>(), limit in any::<u64>()) {
        let (mut one, mut other) = (Random::seeded(seed), Random::seeded(seed));
        for _ in 0..10 {
            prop_assert_eq!(one.bits(), other.bits());
        }
        let drawn = one.below(limit);
        prop_assert!(drawn < limit || limit == 0 && drawn == 0);
    }
}
