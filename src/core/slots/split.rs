//! A weighted split: deterministic for a visitor, as GrowthBook draws it (SDK spec, "getBucketRanges", "chooseVariation").

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::hash_v2;
use crate::value::{Fault, FaultKind, View, number};

/// How far from 1 the weights of a split may add up: GrowthBook's own tolerance.
const WEIGHT_TOLERANCE: f64 = 0.01;

/// A split between variants.
#[derive(Clone, Debug)]
pub struct Split {
    /// The experiment's key; it seeds the hash, so that two experiments are independent.
    pub experiment: String,
    branches: Vec<(String, Range<f64>)>,
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
        let (mut variants, mut weights, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for branch in place.list() {
            let weight = branch.field("weight").number_or(0.0);
            variants.push(String::from(branch.field("variant").text_or("")));
            weights.push(weight);
            sum += weight;
        }
        if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
            return Err(
                place.fault(FaultKind::Value, &["has weights that add up to ", &number::text(sum), ", not to 1"])
            );
        }
        let branches = variants.into_iter().zip(bucket_ranges(&weights, 1.0)).collect();
        Ok(Split { experiment: experiment.text_or("").into(), branches })
    }

    /// The variants, in declared order.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.branches.iter().map(|(variant, _)| variant.as_str())
    }

    /// The visitor's place in [0, 1), and the variant that owns it; `None` where rounding left a gap at the end.
    #[must_use]
    pub fn draw(&self, visitor_id: &str) -> (f64, Option<&str>) {
        let bucket = hash_v2(&self.experiment, visitor_id);
        let drawn = self.branches.iter().find(|(_, range)| range.contains(&bucket));
        (bucket, drawn.map(|(variant, _)| variant.as_str()))
    }
}

/// The part of [0, 1) that each weight owns; with a coverage below 1, the rest of its part stays out.
#[must_use]
pub fn bucket_ranges(weights: &[f64], coverage: f64) -> Vec<Range<f64>> {
    let mut start = 0.0;
    let ranges = weights.iter().map(|weight| {
        let range = start..start + coverage * weight;
        start += weight;
        range
    });
    ranges.collect()
}
