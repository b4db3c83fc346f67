//! What is remembered of a visitor for personalization, on the device only: counts, and the id by which splits are drawn.

use alloc::string::String;

use crate::events::SESSION_IDLE_MS;
use crate::random::Random;
use crate::value::Value;

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
        Value::object([
            ("page_views", Value::whole(self.page_views)),
            ("visits", Value::whole(self.visits)),
            ("returning", Value::from(self.visits > 1)),
        ])
    }

    /// The members of the stored record.
    #[must_use]
    pub fn to_record(&self) -> Value {
        Value::object([
            ("id", Value::from(self.id.as_str())),
            ("page_views", Value::whole(self.page_views)),
            ("visits", Value::whole(self.visits)),
            ("last", Value::whole(self.last_ms)),
        ])
    }

    /// Reads what was stored; anything unreadable is a first visit.
    #[must_use]
    pub fn from_record(record: &Value) -> Option<Profile> {
        Some(Profile {
            id: record.get("id")?.as_text()?.into(),
            page_views: record.get("page_views")?.as_whole()?,
            visits: record.get("visits")?.as_whole()?,
            last_ms: record.get("last")?.as_whole()?,
        })
    }
}
