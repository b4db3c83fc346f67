//! Calendar arithmetic on milliseconds since the Unix epoch. The clock itself is the host's.

use alloc::string::String;

use crate::value::number::write_whole;

/// One minute in milliseconds.
pub const MINUTE_MS: u64 = 60_000;
/// One hour in milliseconds.
pub const HOUR_MS: u64 = 3_600_000;
/// One day in milliseconds (no leap seconds, as in Unix time).
pub const DAY_MS: u64 = 86_400_000;

/// Year, month (1 to 12) and day (1 to 31) of a time, in UTC.
///
/// The algorithm is Howard Hinnant's `civil_from_days` (<https://howardhinnant.github.io/date_algorithms.html>): years begin
/// on the first of March, so that the leap day is the last of its year.
fn civil(at_ms: u64) -> (u64, u64, u64) {
    let days = at_ms / DAY_MS + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it.
///
/// ```
/// assert_eq!(courtesy_core::time::iso(1_709_208_000_123), "2024-02-29T12:00:00.123Z");
/// ```
#[must_use]
pub fn iso(at_ms: u64) -> String {
    let mut out = date(at_ms);
    let seconds = at_ms / 1000;
    let mut part = |mark, number, digits| {
        out.push(mark);
        pad(number, digits, &mut out);
    };
    part('T', seconds / 3600 % 24, 2);
    part(':', seconds / 60 % 60, 2);
    part(':', seconds % 60, 2);
    part('.', at_ms % 1000, 3);
    out.push('Z');
    out
}

/// The date alone, for sentences: `2024-02-29`.
#[must_use]
pub fn date(at_ms: u64) -> String {
    let (year, month, day) = civil(at_ms);
    let mut out = String::new();
    pad(year, 4, &mut out);
    for number in [month, day] {
        out.push('-');
        pad(number, 2, &mut out);
    }
    out
}

/// Writes a number with at least so many digits.
fn pad(number: u64, digits: u32, out: &mut String) {
    for place in (1..digits).rev() {
        if number < 10_u64.pow(place) {
            out.push('0');
        }
    }
    write_whole(number, out);
}
