//! The events part of the config.

use alloc::string::String;

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
    pub flush_at: usize,
    /// How long an event waits for company before it is sent. 0 to 60,000 ms, default 2,000.
    pub flush_after_ms: u64,
}

/// The `events` part of a config.
const SHAPE: Shape = Shape::Object(&[
    Field("endpoint", Optional, Shape::Text),
    Field("write_key", Optional, Shape::Text),
    Field("hold_before_choice", Optional, Shape::Flag),
    Field("flush_at", Optional, Shape::Whole(1.0, 500.0)),
    Field("flush_after_ms", Optional, Shape::Whole(0.0, 60_000.0)),
]);

impl Settings {
    /// Reads the `events` part of a config into these settings.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        self.endpoint = place.field("endpoint").text_or("/v1/batch").into();
        self.write_key = place.field("write_key").text_or("courtesy").into();
        self.hold_before_choice = place.field("hold_before_choice").bool_or(true);
        self.flush_at = place.field("flush_at").whole_or(20) as usize;
        self.flush_after_ms = u64::from(place.field("flush_after_ms").whole_or(2_000));
        Ok(())
    }
}
