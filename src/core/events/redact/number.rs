//! Finds payment cards and phone numbers.
//!
//! Digits come in groups with gaps between. Each group's end may be the number's end, if all up to there has the shape of a
//! card or of a phone number; the last such end is taken.

use super::symbol::{DIGIT, GAP, ID, JOIN, LETTER, LOCAL, START, Symbol};
use super::{CARD, Found, NOTHING, PHONE, found};

/// The lengths of the cards that issuers give out, by the first two digits: bit 0 stands for 13 digits, bit 6 for 19
/// (ISO/IEC 7812; <https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN)>).
static ISSUED: [u8; 70] = {
    const RANGES: [(usize, usize, u8); 6] = [
        (22, 27, 0b000_1000), // Mastercard, Mir: 16
        (30, 38, 0b000_1010), // Diners Club: 14 or 16; JCB: 16
        (34, 37, 0b000_0100), // American Express: 15
        (40, 49, 0b100_1001), // Visa: 13, 16 or 19
        (50, 59, 0b000_1000), // Mastercard, Maestro: 16
        (60, 69, 0b111_1000), // Discover, UnionPay, Maestro: 16 to 19
    ];
    issued(&RANGES)
};

#[allow(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn issued(ranges: &[(usize, usize, u8)]) -> [u8; 70] {
    let mut issued = [0; 70];
    let mut index = 0;
    while index < ranges.len() {
        let (mut prefix, last, lengths) = ranges[index];
        while prefix <= last {
            issued[prefix] |= lengths;
            prefix += 1;
        }
        index += 1;
    }
    issued
}

/// What was seen between the digits: a symbol's bit is that of its last five bits.
const DOT: u32 = 1 << (b'.' & 31);
const CLOSING: u32 = 1 << (b')' & 31);
/// Anything that no card has, for which no symbol stands.
const FOREIGN: u32 = 1 << 1;
const LOW_LINE: u32 = 1 << (b'_' & 31);
/// What no card has: cards are printed with single spaces or dashes.
const NOT_IN_CARDS: u32 = FOREIGN | CLOSING | 1 << (b'(' & 31) | 1 << (b'/' & 31);
/// What people type between the groups in which a card is printed, and nowhere else: `4111.1111.1111.1111`.
const ONLY_IN_PRINT: u32 = DOT | LOW_LINE;

/// Where a card or a phone number ends that begins here. `before` is what stands before, and `is_joined` whether digits
/// would go on from it.
pub(super) fn end(bytes: &[u8], mut at: usize, before: Symbol, is_joined: bool) -> Found {
    let mut end = NOTHING;
    // `+` or `(`, where it begins with one.
    let mut opening = 0;
    // The digits: how many, the first two and the third, and Luhn's sum, which must be a multiple of ten (ISO/IEC 7812-1). Every other
    // digit counts twice, from the end: so it is kept as if this were the last one, and as if one more came.
    let (mut digits, mut prefix, mut third) = (0_u32, 0_u32, 0);
    let (mut luhn, mut next_luhn) = (0, 0);
    // The groups: the length of this one, of the first, and of all as hexadecimal digits (`0x334`).
    let (mut group, mut first, mut shape) = (0_u32, 0_u32, 0_u32);
    // The gaps: how long this one is, and what was seen. Behind a decimal point stands no card.
    let (mut gap, mut seen) = (0, if before.byte() == b'.' && is_joined { FOREIGN } else { 0 });
    loop {
        let symbol = Symbol::read(bytes, at);
        let next = at + symbol.width();
        if symbol.is(DIGIT) {
            if digits > 18 {
                return end;
            }
            let digit = u32::from(symbol.byte() & 15);
            if digits < 2 {
                prefix = prefix * 10 + digit;
            } else if digits == 2 {
                third = digit;
            }
            (digits, group, gap) = (digits + 1, group + 1, 0);
            (luhn, next_luhn) = (next_luhn + digit, luhn + digit * 2 - if digit > 4 { 9 } else { 0 });
            at = next;
            continue;
        }
        if group > 0 {
            shape = shape << 4 | group;
            if first == 0 {
                first = group;
            }
            let in_print = if matches!(shape, 0x4444 | 0x465 | 0x464) { 0 } else { ONLY_IN_PRINT };
            let is_plain = seen & (NOT_IN_CARDS | in_print) == 0 && !before.is(ID) && !symbol.is(ID);
            let lengths = ISSUED.get(prefix as usize).map_or(0, |lengths| u32::from(*lengths));
            // Thirteen digits in one piece are an article (GTIN-13): Visa gave out its last such cards decades ago.
            let is_issued = digits > 12 && lengths >> (digits - 13) & 1 == 1 && (digits > 13 || group < 13);
            if is_plain && is_issued && first > 3 && luhn % 10 == 0 {
                end = found(CARD, at);
            }
            if group < 3 {
                // Cards are printed with three digits or more together, but for the last.
                seen |= FOREIGN;
            }
            let has_dot = seen & DOT > 0;
            let is_phone = match opening {
                // E.164 has at most 15 digits. With one dot it is a decimal.
                b'+' => digits > 7 && digits < 16 && prefix > 9 && (!has_dot || shape > 0xff),
                b'(' => seen & CLOSING > 0 && digits > 7 && digits < 14 && first > 1 && (first < 4 || prefix < 10),
                _ if is_joined || seen & LOW_LINE > 0 => false,
                _ if shape == 0x334 || shape == 0x1334 => true,
                // `00`, which most countries dial for `+` (https://www.itu.int/rec/T-REC-E.164), and a country's number, set off.
                _ if prefix == 0 => third > 0 && first > 2 && first < 6 && digits > 9 && digits < 18 && !has_dot,
                _ if prefix > 9 => false,
                // France; and whoever sets the area code off, but not `01-02-2026 10`.
                _ if first == 2 => matches!(shape, 0x22222 | 0x244 | 0x28),
                _ => first > 2 && first < 6 && digits > 9 && digits < 13 && !has_dot,
            };
            // It must not go on: `555-123-4567-890`, `555-123-4567a`.
            let goes_on = symbol.is(JOIN) && (!symbol.is(GAP) || symbol.byte() == b'_')
                || symbol.is(LOCAL) && !symbol.is(START) && Symbol::read(bytes, next).is(DIGIT);
            if is_phone && !goes_on {
                end = found(PHONE, at);
            }
        } else if digits == 0 {
            if before.is(LETTER | DIGIT) || gap > 1 || !symbol.is(START) {
                return NOTHING;
            }
            if gap == 0 {
                (opening, seen) = (symbol.byte(), FOREIGN);
            }
        }
        (group, gap) = (0, gap + 1);
        if !symbol.is(GAP) || gap > 3 {
            return end;
        }
        seen |= 1 << (symbol.byte() & 31);
        if gap > 1 {
            seen |= FOREIGN;
        }
        at = next;
    }
}
