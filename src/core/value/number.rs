//! Writes a number as JavaScript does: the shortest digits that read back as the same number.
//!
//! The standard library's formatting does the same job for 8 KB of Wasm and tables; this does it for one. The digits come from
//! exact arithmetic on whole numbers (Steele & White, "How to print floating-point numbers accurately", PLDI 1990, with the
//! boundaries of IEEE 754's round-half-even), their layout from ECMA-262, Number::toString.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "words are cut from larger sums on purpose; exponents, indices and scaled numbers are checked to be small"
)]

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Numbers of up to four decimals take a short way: counts, times, points and buckets are of this kind.
const SHORT_WAY: f64 = 10_000.0;
/// Up to this, a scaled number has at most 15 digits, which no other number shares (IEEE 754, decimal precision).
const SHORT_WAY_LIMIT: f64 = 1e15;

/// The text of a number.
///
/// ```
/// use courtesy_core::value::number::text;
/// assert_eq!([text(0.1), text(-25.0), text(1e21), text(1.5e-7)], ["0.1", "-25", "1e+21", "1.5e-7"]);
/// ```
#[must_use]
pub fn text(number: f64) -> String {
    let mut out = String::new();
    write(number, &mut out);
    out
}

/// Appends the text of a number to `out`.
pub fn write(number: f64, out: &mut String) {
    if !number.is_finite() {
        return out.push_str(if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        });
    }
    if number < 0.0 {
        out.push('-');
    }
    let scaled = libm::rint(number.abs() * SHORT_WAY);
    if scaled < SHORT_WAY_LIMIT && (scaled / SHORT_WAY).to_bits() == number.abs().to_bits() {
        return write_scaled(scaled as u64, out);
    }
    let bits = number.to_bits();
    let (exponent, fraction) = (bits >> 52 & 0x7ff, bits & ((1 << 52) - 1));
    let (digits, point) = shortest(exponent, fraction);
    lay_out(&digits, point, out);
}

/// Writes `scaled` / 10,000.
fn write_scaled(scaled: u64, out: &mut String) {
    let mut decimals = scaled % 10_000;
    write_whole(scaled / 10_000, out);
    if decimals > 0 {
        out.push('.');
    }
    while decimals > 0 {
        out.push((b'0' + (decimals / 1_000) as u8) as char);
        decimals = decimals % 1_000 * 10;
    }
}

/// Writes a whole number.
pub fn write_whole(number: u64, out: &mut String) {
    if number >= 10 {
        write_whole(number / 10, out);
    }
    out.push((b'0' + (number % 10) as u8) as char);
}

/// The digits of `0.d₁d₂… × 10^point`.
fn shortest(exponent: u64, fraction: u64) -> (Vec<u8>, i32) {
    // The value is mantissa × 2^power.
    let (mantissa, power) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent as i32 - 1075) };
    // Value = value/scale; a digit string is close enough when it is within `above` and `below` of the value, in units of
    // scale. At a power of two the neighbour below is half as far away.
    let is_edge = fraction == 0 && exponent > 1;
    let (mut value, mut scale) =
        (Big::from(mantissa << (1 + u32::from(is_edge))), Big::from(1 << (1 + u32::from(is_edge))));
    let mut below = Big::from(1);
    value.double(power.max(0));
    below.double(power.max(0));
    scale.double((-power).max(0));
    let mut above = below.clone();
    above.double(i32::from(is_edge));
    // Halfway cases read back as the even mantissa.
    let is_even = mantissa & 1 == 0;
    let reaches = |order: Ordering| order == Ordering::Greater || (is_even && order == Ordering::Equal);

    // Scale until the value lies in [0.1, 1).
    let mut point = 0;
    while reaches(value.plus(&above).cmp(&scale)) {
        scale.times(10);
        point += 1;
    }
    loop {
        let (mut value10, mut above10) = (value.clone(), above.clone());
        value10.times(10);
        above10.times(10);
        if reaches(value10.plus(&above10).cmp(&scale)) {
            break;
        }
        (value, above) = (value10, above10);
        below.times(10);
        point -= 1;
    }

    let mut digits = Vec::new();
    loop {
        value.times(10);
        above.times(10);
        below.times(10);
        let mut digit = 0;
        while value.cmp(&scale) != Ordering::Less {
            value.minus(&scale);
            digit += 1;
        }
        let is_low = reaches(below.cmp(&value));
        let is_high = reaches(value.plus(&above).cmp(&scale));
        if is_low || is_high {
            // Both neighbours would do: the nearer one.
            let rounds_up = is_high && (!is_low || value.plus(&value).cmp(&scale) != Ordering::Less);
            digits.push(digit + u8::from(rounds_up));
            return (digits, point);
        }
        digits.push(digit);
    }
}

/// ECMA-262, Number::toString (<https://tc39.es/ecma262/#sec-numeric-types-number-tostring>), steps 6 to 12.
fn lay_out(digits: &[u8], point: i32, out: &mut String) {
    let count = digits.len() as i32;
    let mut put = |index: i32| {
        let digit = usize::try_from(index).ok().and_then(|index| digits.get(index));
        out.push((b'0' + digit.copied().unwrap_or(0)) as char);
    };
    if (1..=21).contains(&point) {
        (0..point).for_each(&mut put);
        if count > point {
            out.push('.');
            tail(digits, point, out);
        }
    } else if (-5..=0).contains(&point) {
        out.push_str("0.");
        (point..0).for_each(|_| out.push('0'));
        tail(digits, 0, out);
    } else {
        put(0);
        if count > 1 {
            out.push('.');
            tail(digits, 1, out);
        }
        let power = point - 1;
        out.push_str(if power < 0 { "e-" } else { "e+" });
        write_whole(u64::from(power.unsigned_abs()), out);
    }
}

/// The digits from `start` on.
fn tail(digits: &[u8], start: i32, out: &mut String) {
    for digit in digits.iter().skip(start as usize) {
        out.push((b'0' + digit) as char);
    }
}

/// A whole number of any size, 32 bits a word, lowest first, without zero words at the end.
#[derive(Clone)]
struct Big(Vec<u32>);

impl Big {
    fn from(number: u64) -> Big {
        let mut big = Big([number as u32, (number >> 32) as u32].into());
        big.trim();
        big
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn times(&mut self, factor: u32) {
        let mut carry = 0;
        for word in &mut self.0 {
            let product = u64::from(*word) * u64::from(factor) + carry;
            *word = product as u32;
            carry = product >> 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn double(&mut self, times: i32) {
        let mut left = times;
        while left > 0 {
            let step = left.min(31);
            self.times(1 << step);
            left -= step;
        }
    }

    fn plus(&self, other: &Big) -> Big {
        let (mut sum, mut carry) = (Vec::new(), 0);
        for index in 0..self.0.len().max(other.0.len()) {
            let word = |big: &Big| u64::from(big.0.get(index).copied().unwrap_or(0));
            let total = word(self) + word(other) + carry;
            sum.push(total as u32);
            carry = total >> 32;
        }
        if carry > 0 {
            sum.push(carry as u32);
        }
        Big(sum)
    }

    /// Subtracts a number that is not larger.
    fn minus(&mut self, other: &Big) {
        let mut borrow = false;
        for (index, word) in self.0.iter_mut().enumerate() {
            let (less, under) = word.overflowing_sub(other.0.get(index).copied().unwrap_or(0));
            let (less, under_again) = less.overflowing_sub(u32::from(borrow));
            *word = less;
            borrow = under || under_again;
        }
        self.trim();
    }

    fn cmp(&self, other: &Big) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        // Each pair was printed by Node.
        let cases: [(f64, &str); 16] = [
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
            (100.0, "100"),
            (-1.25, "-1.25"),
            (2251799813685248.5, "2251799813685248.5"),
            (1e23, "1e+23"),
        ];
        for (number, expected) in cases {
            assert_eq!(text(number), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same_number_and_is_as_short_as_the_standard_library_makes_it(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let written = text(number);
            prop_assert_eq!(written.parse::<f64>().unwrap().to_bits() << 1, bits << 1);
            let digits = |text: &str| text.split('e').next().unwrap().replace(['.', '-'], "").trim_matches('0').len();
            prop_assert_eq!(digits(&written), digits(&alloc::format!("{number:e}")));
        }

        #[test]
        fn ordinary_numbers_are_written_as_the_standard_library_writes_them(number in -1e15..1e15_f64) {
            prop_assume!(number.abs() > 1e-6);
            prop_assert_eq!(text(number), alloc::format!("{number}"));
        }
    }
}
