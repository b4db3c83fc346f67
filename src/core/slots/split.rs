//! A weighted split: deterministic for a visitor, as GrowthBook draws it (SDK spec, "getBucketRanges", "chooseVariation").

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::{Fault, FaultKind, View, hash_v2};

/// How far from 1 the weights of a split may add up: GrowthBook's own tolerance.
const WEIGHT_TOLERANCE: f64 = 0.01;

/// A split between variants.
#[derive(Clone, Debug)]
pub struct Split {
    /// The experiment's key; it seeds the hash, so that two experiments are independent.
    pub experiment: String,
    /// Each variant with its part of the visitors.
    pub branches: Vec<(String, f64)>,
}

impl Split {
    /// Reads `experiment` and `split` of a rule whose shape was checked.
    ///
    /// # Errors
    /// `missing` without an experiment, `value` where the weights do not add up to 1.
    pub(super) fn read(rule: &View<'_, '_>) -> Result<Split, Fault> {
        let (experiment, place) = (rule.field("experiment"), rule.field("split"));
        if !experiment.is_present() {
            return Err(experiment.fault(FaultKind::Missing, &["is missing; a split needs its key"]));
        }
        let (mut branches, mut sum) = (Vec::new(), 0.0);
        for branch in place.list() {
            let weight = branch.number("weight", 0.0);
            branches.push((branch.text("variant", "").into(), weight));
            sum += weight;
        }
        if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
            return Err(place.fault(FaultKind::Value, &["has weights that do not add up to 1"]));
        }
        Ok(Split { experiment: experiment.text_or("").into(), branches })
    }

    /// The visitor's place in [0, 1), and the variant that owns it; `None` where rounding left a gap at the end.
    #[must_use]
    pub fn draw(&self, visitor_id: &str) -> (f64, Option<&str>) {
        let bucket = hash_v2(&self.experiment, visitor_id);
        let mut range = 0.0..0.0;
        for (variant, weight) in &self.branches {
            range = next_range(range.end, *weight);
            if range.contains(&bucket) {
                return (bucket, Some(variant));
            }
        }
        (bucket, None)
    }
}

/// The part of [0, 1) that belongs to a weight, where the part before it ended.
fn next_range(start: f64, weight: f64) -> core::ops::Range<f64> {
    start..start + weight
}

/// The part of [0, 1) that each weight owns: what [`Split::draw`] walks through.
///
/// ```
/// assert_eq!(courtesy_core::slots::bucket_ranges(&[0.4, 0.6]), [0.0..0.4, 0.4..1.0]);
/// ```
#[must_use]
pub fn bucket_ranges(weights: &[f64]) -> Vec<core::ops::Range<f64>> {
    let mut ranges = Vec::new();
    let mut start = 0.0;
    for weight in weights {
        let range = next_range(start, *weight);
        start = range.end;
        ranges.push(range);
    }
    ranges
}
