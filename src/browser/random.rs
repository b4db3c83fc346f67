//! The host's randomness.

/// 128 random bits, to seed the engine's generator.
///
/// Where `crypto` is missing (very old embedded browsers) `Math.random` stands in: the seed names things, it keeps no secret.
#[must_use]
pub fn seed() -> [u32; 4] {
    let mut bytes = [0_u8; 16];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number in [0, 256)")]
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    let word = |index: usize| {
        let bytes = bytes.get(index * 4..).and_then(<[u8]>::first_chunk::<4>).copied();
        u32::from_le_bytes(bytes.unwrap_or_default())
    };
    [word(0), word(1), word(2), word(3)]
}
