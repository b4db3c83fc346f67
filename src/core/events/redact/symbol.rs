//! Reads text symbol by symbol, as the ASCII characters that they stand for, and says what each may be part of.
//!
//! Place in the flow: below the two finders, which look at nothing else. One table instead of a match at each place.

/// A digit.
pub(super) const DIGIT: u8 = 1;
/// A letter; of what is above ASCII each byte counts as one.
pub(super) const LETTER: u8 = 2;
/// May be in the local part of an e-mail address.
pub(super) const LOCAL: u8 = 4;
/// What digits go on from: they are then part of something longer.
pub(super) const JOIN: u8 = 8;
/// The same, behind a digit.
pub(super) const AFTER: u8 = 16;
/// A phone number or a card may begin with it.
pub(super) const START: u8 = 32;
/// May stand between the digits of a phone number or a card.
pub(super) const GAP: u8 = 64;
/// May be beside the digits of a UUID or a hash.
pub(super) const ID: u8 = 128;

static CLASSES: [u8; 128] = classes();

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "runs in the compiler only")]
const fn classes() -> [u8; 128] {
    let mut classes = [0; 128];
    let mut symbol = 0;
    while symbol < 128 {
        classes[symbol] = match symbol as u8 {
            b'0'..=b'9' => DIGIT | LOCAL | JOIN | START,
            b'a'..=b'f' | b'A'..=b'F' => LETTER | LOCAL | JOIN | ID,
            b'g'..=b'z' | b'G'..=b'Z' => LETTER | LOCAL | JOIN,
            b'-' => LOCAL | JOIN | GAP | ID,
            b'_' => LOCAL | JOIN | GAP,
            b'/' => JOIN | GAP,
            b'.' => LOCAL | AFTER | GAP,
            b':' | b',' => AFTER,
            b'+' => LOCAL | START | GAP,
            b'(' => START | GAP,
            b')' | b' ' => GAP,
            _ => 0,
        };
        symbol += 1;
    }
    classes
}

/// How many bytes before its own may belong to one symbol, which keeps its own width in one byte.
const MAX_UNSEEN: usize = 200;

/// A symbol, its width and its classes in one number: a tuple would go through memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol(u32);

impl Symbol {
    /// What stands before the first one.
    pub(super) const NONE: Symbol = Symbol(0);

    /// The symbol at a place. `%40` is an `@` (RFC 3986, section 2.1), and so is `%2540`, which was encoded twice; the spaces and
    /// dashes of typography, which are of U+0080 to U+00BF and U+2000 to U+2FFF as no letter of today is, are spaces. What has
    /// no width belongs to the symbol behind it. The full-width forms of Chinese and Japanese keyboards (U+FF01 to U+FF3F) are
    /// the ASCII characters that they are made of.
    #[inline(never)]
    #[allow(clippy::cast_possible_truncation, reason = "of a word its last byte; a width is small")]
    pub(super) fn read(bytes: &[u8], mut at: usize) -> Symbol {
        let byte = |at: usize| bytes.get(at).map_or(0, |byte| u32::from(*byte));
        let (start, mut first) = (at, byte(at));
        loop {
            let word = first << 16 | byte(at + 1) << 8 | byte(at + 2);
            let (symbol, width) = match word {
                // Zero-width spaces and joiners, marks of direction; the word joiner; the byte order mark.
                0xe2_808b..=0xe2_808f | 0xe2_81a0 | 0xef_bbbf if at < start + MAX_UNSEEN => {
                    at += 3;
                    first = byte(at);
                    continue;
                }
                // `%25` is the `%` of a code that was encoded once more, or just that.
                0x25_3235 if at < start + MAX_UNSEEN => {
                    at += 2;
                    first = 0x25;
                    continue;
                }
                // A hexadecimal digit is its last four bits, and nine more where it is a letter.
                0x25_3200..=0x25_37ff if (word as u8).is_ascii_hexdigit() => {
                    ((word >> 8 & 7) << 4 | ((word & 15) + (word >> 6 & 1) * 9), 3)
                }
                0xc2_0000..=0xc2_ffff => (0x20, 2),
                0xe2_0000..=0xe2_ffff => (0x20, 3),
                0xef_bc81..=0xef_bcbf => (word - 0xef_bc60, 3),
                _ => (first, 1),
            };
            let class = CLASSES.get(symbol as usize).map_or(LETTER | LOCAL | JOIN, |class| *class);
            return Symbol(u32::from(class) << 16 | ((at - start + width) as u32) << 8 | symbol);
        }
    }

    /// The ASCII character, or a byte of another one.
    #[allow(clippy::cast_possible_truncation, reason = "it is the lowest byte")]
    pub(super) fn byte(self) -> u8 {
        self.0 as u8
    }

    /// How many bytes it takes.
    pub(super) fn width(self) -> usize {
        (self.0 >> 8 & 0xff) as usize
    }

    /// Whether it is of one of these classes.
    pub(super) fn is(self, classes: u8) -> bool {
        self.0 >> 16 & u32::from(classes) != 0
    }
}
