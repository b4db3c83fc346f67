//! What is remembered of a visitor for personalization, on the device only: counts, and the id by which splits are drawn.

use alloc::string::String;

use crate::events::SESSION_IDLE_MS;
use crate::random::Random;
use crate::value::Presence::Required;
use crate::value::{Field, Json, MAX_WHOLE, Shape, Value, View};

/// The stored profile.
pub(super) const RECORD: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("page_views", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("visits", Required, Shape::Whole(1.0, MAX_WHOLE)),
    Field("last", Required, Shape::Whole(0.0, MAX_WHOLE)),
]);

/// A visitor's profile. Its id is not the analytics id and never leaves the device.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// What splits are hashed over (UUID v4).
    pub id: String,
    /// How many pages were viewed, ever.
    pub page_views: u64,
    /// How many visits there were: a new one begins after 30 idle minutes.
    pub visits: u64,
    /// When something last happened.
    pub last_ms: u64,
}

impl Profile {
    /// A visitor on a first visit.
    pub fn new(random: &mut Random, now_ms: u64) -> Profile {
        Profile { id: random.uuid_v4(), page_views: 0, visits: 1, last_ms: now_ms }
    }

    /// Notes that something happens now.
    pub fn touch(&mut self, now_ms: u64, is_page_view: bool) {
        self.visits += u64::from(now_ms.abs_diff(self.last_ms) >= SESSION_IDLE_MS);
        self.page_views += u64::from(is_page_view);
        self.last_ms = now_ms;
    }

    /// The attributes `visitor.*` of conditions.
    #[must_use]
    pub fn to_attributes(&self) -> Value {
        let mut attributes = Value::empty();
        attributes.put("page_views", Value::whole(self.page_views));
        attributes.put("visits", Value::whole(self.visits));
        attributes.put("returning", Value::from(self.visits > 1));
        attributes
    }

    /// Writes the stored record.
    pub(super) fn write_record(&self, json: &mut Json) {
        json.open();
        json.key("id").text(&self.id);
        json.key("page_views").whole(self.page_views);
        json.key("visits").whole(self.visits);
        json.key("last").whole(self.last_ms);
        json.close();
    }

    /// Reads back what was stored under a shape that was checked.
    pub(super) fn from_record(place: &View<'_, '_>) -> Profile {
        Profile {
            id: place.text("id", "").into(),
            page_views: place.whole("page_views", 0),
            visits: place.whole("visits", 0),
            last_ms: place.whole("last", 0),
        }
    }
}
