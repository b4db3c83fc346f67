//! Says where a score comes from: terms that add up to it exactly.

use alloc::string::String;
use alloc::vec::Vec;

use super::Intent;
use crate::value::{Json, fill, number};

/// What one signal adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The signal's id.
    pub signal: String,
    /// The signal's title.
    pub title: String,
    /// The points it adds now.
    pub points: f64,
}

/// A score and its terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The intent's id.
    pub intent: String,
    /// The sum of the contributions, added in order: equal to the last bit.
    pub score: f64,
    /// One for each declared signal, in declared order; those that add nothing included.
    pub contributions: Vec<Contribution>,
}

/// Adds up in order, from positive zero, as a reader of the contributions would in JavaScript (`Iterator::sum` begins at
/// negative zero).
pub(super) fn sum(points: impl Iterator<Item = f64>) -> f64 {
    points.fold(0.0, |sum, points| sum + points)
}

impl Explanation {
    pub(super) fn new(intent: &Intent, contributions: Vec<Contribution>) -> Explanation {
        let score = sum(contributions.iter().map(|contribution| contribution.points));
        Explanation { intent: intent.id.clone(), score, contributions }
    }

    /// For JavaScript.
    #[must_use]
    pub fn write(&self, mut json: Json) -> String {
        json.open();
        json.key("intent").text(&self.intent);
        json.key("score").number(self.score);
        json.key("contributions").list();
        for contribution in &self.contributions {
            json.open();
            json.key("signal").text(&contribution.signal);
            json.key("points").number(contribution.points);
            json.key("sentence").text(&contribution.sentence());
            json.close();
        }
        json.end();
        json.close();
        json.finish()
    }
}

impl Contribution {
    /// The same in plain words, points rounded for reading.
    #[must_use]
    pub fn sentence(&self) -> String {
        let tenths = number::rounded(tenths(self.points));
        let sentence = if self.points > 0.0 {
            "You {}: {} points."
        } else if self.points < 0.0 {
            "You {}: {} points, which speaks against it."
        } else {
            "Not seen: {}."
        };
        fill(sentence, &[&self.title, &tenths])
    }
}

/// Points rounded to tenths, halves away from zero; they are far below 2^53.
fn tenths(points: f64) -> f64 {
    // A little less than a half: or else the largest number below a half would be rounded up.
    let half = (0.5 - f64::EPSILON / 4.0).copysign(points);
    #[allow(clippy::cast_possible_truncation, reason = "saturates")]
    let whole = (points * 10.0 + half) as i64;
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let tenths = whole as f64 / 10.0;
    tenths
}
