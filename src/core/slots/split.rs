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
    /// Reads `experiment` and `split` of a rule.
    ///
    /// # Errors
    /// The first fault, with its path; `value` where the weights do not add up to 1.
    pub fn read(rule: &View<'_, '_>) -> Result<Split, Fault> {
        let experiment = rule.field("experiment").text()?.into();
        let place = rule.field("split");
        let (mut variants, mut weights) = (Vec::new(), Vec::new());
        for branch in place.list()? {
            branch.only(&["variant", "weight"])?;
            variants.push(String::from(branch.field("variant").text()?));
            weights.push(branch.field("weight").number(0.0..=1.0)?);
        }
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
            return Err(place.fault(
                FaultKind::Value,
                alloc::format!("has weights that add up to {}, not to 1", number::text(sum)),
            ));
        }
        let branches = variants.into_iter().zip(bucket_ranges(&weights, 1.0)).collect();
        Ok(Split { experiment, branches })
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
