//! A small seeded generator: identifiers and jitter. The seed is the host's (`crypto.getRandomValues`).
//!
//! Not for secrets: it gives uniqueness and spread, and repeats itself for a given seed so that a run can be replayed.

use alloc::string::String;

/// xoroshiro128++ by Blackman and Vigna (<https://prng.di.unimi.it/xoroshiro128plusplus.c>, public domain).
#[derive(Clone, Debug, Default)]
pub struct Random {
    state: (u64, u64),
}

impl Random {
    /// Starts from 128 bits of the host's randomness.
    #[must_use]
    pub fn seeded(seed: [u32; 4]) -> Random {
        let [a, b, c, d] = seed;
        let joined = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        let state = (joined(a, b), joined(c, d));
        // The all-zero state never leaves itself.
        Random { state: if state == (0, 0) { (1, 0) } else { state } }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let (a, mut b) = self.state;
        let result = a.wrapping_add(b).rotate_left(17).wrapping_add(a);
        b ^= a;
        self.state = (a.rotate_left(49) ^ b ^ (b << 21), b.rotate_left(28));
        result
    }

    /// A whole number from 0 to `limit` (excluded); 0 where `limit` is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        // The bias of a remainder is below 2^-40 for our limits (a minute in milliseconds).
        self.bits().checked_rem(limit).unwrap_or(0)
    }

    /// A random UUID, version 4 (RFC 9562, section 5.4): tells nothing about when it was made. For visitors.
    pub fn uuid_v4(&mut self) -> String {
        let (high, low) = (self.bits(), self.bits());
        uuid(high & !0xf000 | 0x4000, low)
    }

    /// A UUID that sorts by its time, version 7 (RFC 9562, section 5.7). For events.
    pub fn uuid_v7(&mut self, at_ms: u64) -> String {
        let (high, low) = (self.bits(), self.bits());
        uuid(at_ms << 16 | 0x7000 | high & 0x0fff, low)
    }
}

/// Writes 128 bits as a UUID of the common variant.
fn uuid(high: u64, low: u64) -> String {
    let low = low & !(0b11 << 62) | 0b10 << 62;
    let mut out = String::new();
    for index in (0..32).rev() {
        let half = if index < 16 { low } else { high };
        let digit = (half >> (index % 16 * 4)) & 0xf;
        out.push(char::from_digit(u32::try_from(digit).unwrap_or(0), 16).unwrap_or('0'));
        if matches!(index, 24 | 20 | 16 | 12) {
            out.push('-');
        }
    }
    out
}
