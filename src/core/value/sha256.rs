//! SHA-256 (FIPS 180-4, <https://doi.org/10.6028/NIST.FIPS.180-4>): binds a receipt to its content and to the receipt before it.
//!
//! Place in the flow: consent only. Not the browser's `crypto.subtle`, which answers later and only on secure pages, and so could
//! not be replayed; not the crate `sha2`, which costs 2.2 KB of brotli, this costs a quarter of it. The constants are computed as
//! the standard defines them, since a table of them does not compress.

use alloc::string::String;
use alloc::vec::Vec;

/// The digest of a text's UTF-8, as 64 lower-case hexadecimal digits.
///
/// ```
/// use courtesy_core::value::sha256;
/// assert!(sha256::hex("abc").starts_with("ba7816bf8f01cfea")); // FIPS 180-4's own example
/// ```
#[must_use]
pub fn hex(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for word in digest(text.as_bytes()) {
        for place in (0..8).rev() {
            digits.push(char::from_digit(word >> (place * 4) & 0xf, 16).unwrap_or('0'));
        }
    }
    digits
}

/// The first 32 bits of the digest of a text, as a number to add up: it tells texts apart, it proves nothing.
#[must_use]
pub fn start(text: &str) -> u64 {
    let [first, ..] = digest(text.as_bytes());
    first.into()
}

fn digest(message: &[u8]) -> [u32; 8] {
    let (mut keys, mut state) = ([0; 64], [0; 8]);
    let mut prime = 1_u32;
    for index in 0..64 {
        prime += 1;
        while (2..prime).any(|divisor| prime.is_multiple_of(divisor)) {
            prime += 1;
        }
        set(&mut keys, index, root_fraction(prime, 3.0));
        set(&mut state, index, root_fraction(prime, 2.0));
    }
    // Section 5.1.1: a one bit, zeros up to 56 bytes of the last block, and the length in bits.
    let mut padded = Vec::from(message);
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks(64) {
        compress(&mut state, block, &keys);
    }
    state
}

/// Section 6.2.2.
fn compress(state: &mut [u32; 8], block: &[u8], keys: &[u32; 64]) {
    let mut schedule = [0; 64];
    for index in 0..64 {
        let word = if index < 16 {
            block.iter().skip(index * 4).take(4).fold(0, |word, byte| word << 8 | u32::from(*byte))
        } else {
            let (near, far) = (at(&schedule, index - 2), at(&schedule, index - 15));
            let near = near.rotate_right(17) ^ near.rotate_right(19) ^ near >> 10;
            let far = far.rotate_right(7) ^ far.rotate_right(18) ^ far >> 3;
            near.wrapping_add(far).wrapping_add(at(&schedule, index - 7)).wrapping_add(at(&schedule, index - 16))
        };
        set(&mut schedule, index, word);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, key) in schedule.iter().zip(keys) {
        let choice = e & f ^ !e & g;
        let majority = a & b ^ a & c ^ b & c;
        let first = h
            .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
            .wrapping_add(choice)
            .wrapping_add(*word)
            .wrapping_add(*key);
        let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22)).wrapping_add(majority);
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
    }
    for (word, added) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(added);
    }
}

/// The first 32 bits of the fraction of a prime's square or cube root (sections 4.2.2 and 5.3.3), by Newton's method: 53 bits of
/// an f64 hold three bits before the point and leave enough behind the 32.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the root of a prime below 312 is below 18")]
fn root_fraction(prime: u32, degree: f64) -> u32 {
    let prime = f64::from(prime);
    let mut root = prime;
    for _ in 0..64 {
        let slope = if degree > 2.0 { root * root } else { root };
        root -= (root * slope - prime) / (degree * slope);
    }
    ((root - f64::from(root as u32)) * 4_294_967_296.0) as u32
}

fn at(words: &[u32], index: usize) -> u32 {
    words.get(index).copied().unwrap_or(0)
}

/// Sets a word; past the end, nothing.
fn set(words: &mut [u32], index: usize, word: u32) {
    if let Some(place) = words.get_mut(index) {
        *place = word;
    }
}

#[cfg(test)]
mod tests {
    use super::hex;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    fn reference(text: &str) -> alloc::string::String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| alloc::format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_standards_own_examples_have_their_digests() {
        assert_eq!(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(hex(long), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }

    proptest! {
        #[test]
        fn every_text_has_the_digest_that_the_crate_sha2_gives_it(text in ".{0,300}") {
            prop_assert_eq!(hex(&text), reference(&text));
        }
    }
}
