//! Writes the numbers that sites deal with: times, counts, points, places in a split.
//!
//! The short way is all that the visitor's Wasm has: what needs more digits is written by the host
//! ([`Host::number`](crate::Host::number)), whose code for it is there already.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers are checked to be small, and digits are"
)]

use alloc::string::String;

/// Numbers of up to four decimals take the short way.
const SCALE: f64 = 10_000.0;
/// Up to this, a scaled number has at most 15 digits, which no other number shares (IEEE 754, decimal precision).
const MAX_SCALED: f64 = 1e15;

/// Appends the text of a number as JavaScript writes it, if it has at most four decimals and fifteen digits with them.
/// Returns whether it has.
///
/// ```
/// use courtesy_core::value::number::write_short;
/// let mut out = String::new();
/// assert!(write_short(-0.25, &mut out));
/// assert!(!write_short(0.1 + 0.2, &mut out));
/// assert_eq!(out, "-0.25");
/// ```
pub fn write_short(number: f64, out: &mut String) -> bool {
    let size = number.abs();
    let scaled = nearest(size * SCALE);
    let is_short = scaled < MAX_SCALED && (scaled / SCALE).to_bits() == size.to_bits();
    if is_short {
        if number < 0.0 {
            out.push('-');
        }
        write_scaled(scaled as u64, out);
    }
    is_short
}

/// The text of a number below a hundred thousand million, rounded to four decimals: for sentences.
///
/// ```
/// assert_eq!(courtesy_core::value::number::rounded(-2.0 / 3.0), "-0.6667");
/// ```
#[must_use]
pub fn rounded(number: f64) -> String {
    let mut out = String::new();
    write_short(round(number), &mut out);
    out
}

/// A number rounded to four decimals, and to the even one of two.
#[must_use]
pub fn round(number: f64) -> f64 {
    (nearest(number.abs() * SCALE) / SCALE).copysign(number)
}

/// The nearest whole number to one from 0 to 2^52, and to the even one of two: there a float has no place for decimals.
fn nearest(number: f64) -> f64 {
    number + 4_503_599_627_370_496.0 - 4_503_599_627_370_496.0
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

/// The text of a whole number.
#[must_use]
pub fn whole_text(number: u64) -> String {
    let mut out = String::new();
    write_whole(number, &mut out);
    out
}
