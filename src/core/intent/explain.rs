//! Says where a score comes from: terms that add up to it exactly.

use alloc::string::String;

use super::{Intent, Signal};
use crate::value::{Json, fill, number};

/// A score: the sum of what the signals are worth, added in declared order and from positive zero, as a reader of the
/// explanation would in JavaScript (`Iterator::sum` begins at negative zero).
pub(super) fn score(intent: &Intent, now_ms: u64) -> f64 {
    let mut score = 0.0;
    for signal in &intent.signals {
        score += signal.value(now_ms);
    }
    score
}

/// Writes a score and its terms (`Explanation`): one for each declared signal, in declared order; those that add nothing
/// included.
pub(super) fn write(intent: &Intent, now_ms: u64, mut json: Json) -> String {
    json.open();
    json.key("intent").text(&intent.id);
    json.key("score").number(score(intent, now_ms));
    json.key("contributions").list();
    for signal in &intent.signals {
        let points = signal.value(now_ms);
        json.open();
        json.key("signal").text(&signal.id);
        json.key("points").number(points);
        json.key("sentence").text(&sentence(signal, points));
        json.close();
    }
    json.end();
    json.close();
    json.finish()
}

/// What one signal adds, in plain words, rounded for reading.
fn sentence(signal: &Signal, points: f64) -> String {
    let sentence = if points > 0.0 {
        "You {}: {} points."
    } else if points < 0.0 {
        "You {}: {} points, which speaks against it."
    } else {
        "Not seen: {}."
    };
    fill(sentence, &[&signal.title, &number::rounded(tenths(points))])
}

/// Points rounded to tenths, halves away from zero; they are far below 2^53.
fn tenths(points: f64) -> f64 {
    // A little less than a half: or else the largest number below a half would be rounded up.
    let half = (0.5 - f64::EPSILON / 4.0).copysign(points);
    #[allow(clippy::cast_possible_truncation, reason = "saturates")]
    let whole = (points * 10.0 + half) as i64;
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let tenths = whole as f64 / 10.0;
    tenths
}

#[cfg(test)]
mod tests {
    use super::tenths;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tenths_are_rounded_as_libm_rounds(points in -1e6..1e6_f64, hundredths in -1_000..1_000) {
            for points in [points, f64::from(hundredths) / 100.0, 0.049_999_999_999_999_996, f64::from(hundredths) / 20.0] {
                prop_assert_eq!(tenths(points).to_bits() << 1, (libm::round(points * 10.0) / 10.0).to_bits() << 1);
            }
        }
    }
}
