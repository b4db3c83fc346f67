//! The events part of the config.

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::Presence::Optional;
use crate::value::{Fault, Field, Shape, View};

/// How events are recorded and delivered.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where batches are posted: a path of this site or a URL. Default `/v1/batch`.
    pub endpoint: String,
    /// The source's key in the receiver, sent in the body so that no CORS preflight is needed. Default `courtesy`.
    pub write_key: String,
    /// Whether events wait in memory for the visitor's answer. Default true.
    pub hold_before_choice: bool,
    /// How many events make a batch due at once. 1 to 500, default 20.
    pub flush_at: u64,
    /// How long an event waits for company before it is sent. 0 to 60,000 ms, default 2,000.
    pub flush_after_ms: u64,
    /// Whether the receiver takes bodies of `Content-Encoding: gzip`. Default false: the header costs a CORS preflight where the
    /// receiver is of another origin, and receivers differ.
    pub gzip: bool,
    /// The names of events that are conversions (`attribution.conversions`); `Order Completed` is one by itself.
    pub conversions: Vec<String>,
}

/// The `events` part of a config.
const SHAPE: Shape = Shape::Object(&[
    Field("endpoint", Optional, Shape::Text),
    Field("write_key", Optional, Shape::Text),
    Field("hold_before_choice", Optional, Shape::Flag),
    Field("flush_at", Optional, Shape::Whole(1.0, 500.0)),
    Field("flush_after_ms", Optional, Shape::Whole(0.0, 60_000.0)),
    Field("gzip", Optional, Shape::Flag),
    Field("attribution", Optional, ATTRIBUTION),
]);

/// How visits are attributed to what led to them.
const ATTRIBUTION: Shape = Shape::Object(&[Field("conversions", Optional, Shape::List(&Shape::Text))]);

impl Settings {
    /// Reads the `events` part of a config into these settings.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        self.endpoint = place.text("endpoint", "/v1/batch").into();
        self.write_key = place.text("write_key", "courtesy").into();
        self.hold_before_choice = place.flag("hold_before_choice", true);
        self.flush_at = place.whole("flush_at", 20);
        self.flush_after_ms = place.whole("flush_after_ms", 2_000);
        self.gzip = place.flag("gzip", false);
        let attribution = place.field("attribution");
        self.conversions = attribution.field("conversions").texts();
        Ok(())
    }
}
