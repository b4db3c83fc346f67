//! Exponential decay, to the same bits on every machine: only operations that IEEE 754 rounds correctly.
//!
//! The algorithm and its constants are `e_exp.c` of FreeBSD's msun, as in the crate `libm`, for the one range that decay needs.
//! `libm::exp2` would bring a table of 4 KB that does not compress.

use core::f64::consts::LN_2;

/// ln 2 in two parts: the first has zeros at its end, so that subtracting it is exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// A polynomial for `x - 2(eˣ - 1 - x...)`: Remez, see the comment in `e_exp.c`.
const P1: f64 = 1.666_666_666_666_660_2e-1;
const P2: f64 = -2.777_777_777_701_559_3e-3;
const P3: f64 = 6.613_756_321_437_934e-5;
const P4: f64 = -1.653_390_220_546_525_2e-6;
const P5: f64 = 4.138_136_797_057_238_5e-8;

/// Closer to zero than this (2⁻²⁸), `1 + x` is all that a float can hold of `eˣ`.
const TINY: f64 = -f64::from_bits(0x3e30_0001_0000_0000);
/// From here on (half of ln 2) the nearer power of two is the next one.
const HALFWAY: f64 = -f64::from_bits(0x3fd6_2e43_0000_0000);

/// 2 to the power of `-half_lives`; these are positive. Exact for whole half-lives.
pub(super) fn half(half_lives: f64) -> f64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is positive")]
    let whole = half_lives as u64;
    #[allow(clippy::cast_precision_loss, reason = "where whole numbers are not exact, nothing is left of any points")]
    let rest = exp((whole as f64 - half_lives) * LN_2);
    // Below 2^-1074 there is nothing left. In two steps, since a float has no room for so small a power.
    let halvings = whole.min(1_100);
    rest * power_of_half(halvings / 2) * power_of_half(halvings - halvings / 2)
}

/// 2 to the power of `-exponent`, which is at most 1,022: only the bits of the float's own exponent.
fn power_of_half(exponent: u64) -> f64 {
    f64::from_bits((1_023 - exponent) << 52)
}

/// e to the power of `x`, which lies between -ln 2 and 0.
fn exp(x: f64) -> f64 {
    if x > TINY {
        return 1.0 + x;
    }
    let is_halved = x <= HALFWAY;
    let (high, low) = if is_halved { (x + LN_2_HIGH, -LN_2_LOW) } else { (x, 0.0) };
    let x = high - low;
    let square = x * x;
    let c = x - square * (P1 + square * (P2 + square * (P3 + square * (P4 + square * P5))));
    let result = 1.0 + (x * c / (2.0 - c) - low + high);
    if is_halved { result / 2.0 } else { result }
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation, reason = "tests")]
mod tests {
    use super::{exp, half};
    use core::f64::consts::LN_2;
    use proptest::prelude::*;

    fn libm_half(half_lives: f64) -> f64 {
        let whole = libm::floor(half_lives);
        libm::ldexp(libm::exp((whole - half_lives) * LN_2), -(whole.min(1_100.0) as i32))
    }

    #[test]
    fn whole_half_lives_are_exact() {
        for (half_lives, expected) in [(0.0, 1.0), (1.0, 0.5), (10.0, 1.0 / 1024.0), (1_074.0, 5e-324), (1e13, 0.0)] {
            assert_eq!(half(half_lives).to_bits(), f64::to_bits(expected));
        }
    }

    proptest! {
        #[test]
        fn decay_has_the_bits_of_libm(part in 0.0..1.0_f64, small in 0..80, many in 0.0..1_200.0_f64) {
            for x in [-part * LN_2, -part / 2_f64.powi(small), -f64::from_bits(part.to_bits() >> 1)] {
                if x >= -LN_2 {
                    prop_assert_eq!(exp(x).to_bits(), libm::exp(x).to_bits(), "{}", x);
                }
            }
            for half_lives in [part, many, part / 2_f64.powi(small)] {
                prop_assert_eq!(half(half_lives).to_bits(), libm_half(half_lives).to_bits(), "{}", half_lives);
            }
        }
    }
}
