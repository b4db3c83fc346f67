//! One declared signal: a condition over an event, and the points it gives.

use alloc::string::String;

use super::decay::half;
use crate::condition::{Condition, Facts};
use crate::time::DAY_MS;
use crate::value::Presence::{Optional, Required};
use crate::value::number;
use crate::value::{Fault, Field, Json, MAX_WHOLE, Shape, View};

/// The largest number of points (and cap): far beyond need, far below where sums lose whole numbers.
const MAX_POINTS: f64 = 1_000_000.0;

/// A signal as declared by the site.
#[derive(Clone, Debug)]
pub struct Signal {
    /// Its id, under which its value is kept.
    pub id: String,
    /// What the visitor did, as in "you *read the pricing page*". Default: the id.
    pub title: String,
    /// When it fires.
    when: Condition,
    /// Points that one firing adds. May be negative.
    points: f64,
    /// The value stays within ±cap. Default: ten firings' worth.
    cap: f64,
    /// In how many days the value halves. 0.01 to 3,650, default 7.
    half_life_days: f64,
    /// Its value when it last fired.
    pub(super) reading: Reading,
}

/// A signal's value at a moment. Between moments it decays.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// The points at `at_ms`.
    pub points: f64,
    /// The moment, in milliseconds since the epoch.
    pub at_ms: u64,
}

/// A stored reading.
pub(super) const READING: Shape = Shape::Object(&[
    Field("points", Required, Shape::Number(-MAX_POINTS, MAX_POINTS)),
    Field("at", Required, Shape::Whole(0.0, MAX_WHOLE)),
]);

/// A signal in the config.
pub(super) const SHAPE: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("title", Optional, Shape::Text),
    Field("when", Required, Shape::Any),
    Field("points", Required, Shape::Number(-MAX_POINTS, MAX_POINTS)),
    Field("cap", Optional, Shape::Number(0.0, MAX_POINTS)),
    Field("half_life_days", Optional, Shape::Number(0.01, 3_650.0)),
]);

impl Signal {
    /// Reads a signal whose shape was checked.
    ///
    /// # Errors
    /// The first fault of its condition.
    pub(super) fn read(place: &View<'_, '_>) -> Result<Signal, Fault> {
        let id = place.text("id", "");
        let points = place.number("points", 0.0);
        Ok(Signal {
            id: id.into(),
            title: place.text("title", id).into(),
            when: Condition::compile(&place.field("when"))?,
            points,
            cap: place.number("cap", (points.abs() * 10.0).min(MAX_POINTS)),
            half_life_days: place.number("half_life_days", 7.0),
            reading: Reading::default(),
        })
    }

    /// Takes notice of an event. Returns whether the signal fired.
    ///
    /// Readings are kept to a ten-thousandth of a point, so that they are short to store.
    pub fn observe(&mut self, facts: &Facts<'_>, at_ms: u64) -> bool {
        let fires = self.when.holds(facts);
        if fires {
            let points = number::round(self.value(at_ms) + self.points);
            self.reading = Reading { points: self.limit(points), at_ms: at_ms.max(self.reading.at_ms) };
        }
        fires
    }

    /// What the signal is worth now: exponential decay, such that host and Wasm agree to the last bit.
    ///
    /// A clock that was set back does not make a value grow: it stays as it was read.
    #[must_use]
    pub fn value(&self, now_ms: u64) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "a span of time in milliseconds is far below 2^53")]
        let days = now_ms.saturating_sub(self.reading.at_ms) as f64 / DAY_MS as f64;
        self.limit(self.reading.points * half(days / self.half_life_days))
    }

    fn limit(&self, points: f64) -> f64 {
        points.clamp(-self.cap, self.cap)
    }
}

impl Reading {
    pub(super) fn write_record(self, json: &mut Json) {
        json.open();
        json.key("points").number(self.points);
        json.key("at").whole(self.at_ms);
        json.close();
    }

    /// Reads back what was stored under a shape that was checked; nothing is a signal that never fired.
    pub(super) fn from_record(place: &View<'_, '_>) -> Reading {
        let at_ms = place.whole("at", 0);
        Reading { points: place.number("points", 0.0), at_ms }
    }
}
