//! A host without JavaScript: writes numbers as `Number::toString` does, from the standard library's digits.

use courtesy_core::Host;
use courtesy_core::value::{Json, Value};

/// What a host of Rust lends the engine.
pub const HOST: Host = Host { number: number_text };

/// The JSON text of a value.
#[must_use]
pub fn json_text(value: &Value) -> String {
    let mut json = Json::new(HOST);
    json.value(value);
    json.finish()
}

/// ECMA-262, Number::toString (<https://tc39.es/ecma262/#sec-numeric-types-number-tostring>), steps 6 to 12.
///
/// ```
/// use courtesy_replay::number_text;
/// assert_eq!([0.1, -25.0, 1e21, 1.5e-7].map(number_text), ["0.1", "-25", "1e+21", "1.5e-7"]);
/// ```
#[must_use]
pub fn number_text(number: f64) -> String {
    // As few digits as read back as the same number (`d.ddde-7`), and of those the nearest, and of two the even ones (ECMA-262's
    // note 2, which every engine follows): the standard library rounds such a tie only where it is told how many digits.
    let shortest = format!("{:e}", number.abs());
    let decimals = shortest.split('e').next().map_or(0, |digits| digits.len().saturating_sub(2));
    let nearest = format!("{:.decimals$e}", number.abs());
    let (digits, power) = nearest.split_once('e').unwrap_or((&nearest, "0"));
    let digits = digits.replace('.', "");
    let point = 1 + power.parse::<i32>().unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let (before, after) = digits.split_at(usize::try_from(point).unwrap_or(0).min(digits.len()));
    let count = i32::try_from(digits.len()).unwrap_or(0);
    match point {
        1..=21 if count <= point => format!("{sign}{digits}{}", zeros(point - count)),
        1..=21 => format!("{sign}{before}.{after}"),
        -5..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{sign}{first}{dot}{rest}e{:+}", point - 1)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{json_text, number_text};
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        // Each pair was printed by Node.
        let cases: [(f64, &str); 19] = [
            (0.0, "0"),
            (-0.0, "0"),
            (5e-324, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (2.2250738585072014e-308, "2.2250738585072014e-308"),
            (0.000001, "0.000001"),
            (1e-7, "1e-7"),
            (123456789012345680000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (0.1, "0.1"),
            (0.30000000000000004, "0.30000000000000004"),
            (9007199254740993.0, "9007199254740992"),
            (9007199254740994.0, "9007199254740994"),
            (100.0, "100"),
            (-1.25, "-1.25"),
            (2251799813685248.5, "2251799813685248.5"),
            (1e23, "1e+23"),
            (1379302168579829.2, "1379302168579829.2"),
            (1379302168579829.8, "1379302168579829.8"),
        ];
        for (number, expected) in cases {
            assert_eq!(number_text(number), expected);
            assert_eq!(json_text(&number.into()), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same_number(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            // JavaScript writes -0 as 0.
            prop_assert_eq!(number_text(number).parse::<f64>().unwrap().to_bits(), (number + 0.0).to_bits());
        }

        #[test]
        fn the_cores_short_way_writes_what_the_host_would(bits: u64, scaled in -2_000_000_000_000_000_i64..2_000_000_000_000_000, shift in 0..8) {
            for number in [f64::from_bits(bits), scaled as f64 / 10_f64.powi(shift), scaled as f64, (scaled as f64).exp2()] {
                if number.is_finite() {
                    prop_assert_eq!(json_text(&number.into()), number_text(number));
                }
            }
        }

        #[test]
        fn what_is_written_has_as_few_digits_as_can_be(bits: u64, ordinary in -1e15..1e15_f64) {
            let digits = |text: &str| text.split('e').next().unwrap().replace(['.', '-'], "").trim_matches('0').len();
            for number in [f64::from_bits(bits), ordinary] {
                if number.is_finite() {
                    prop_assert_eq!(digits(&number_text(number)), digits(&format!("{number:e}")), "{}", number);
                }
            }
        }
    }
}
