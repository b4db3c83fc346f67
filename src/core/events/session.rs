//! One visit, and when it ends.
//!
//! Place in the flow: part of the visitor's record, so one session goes on over pages and in all tabs. Each event asks first whether
//! the session is over; none ends by itself.

use alloc::string::String;
use alloc::vec::Vec;

use super::Campaign;
use crate::random::Random;
use crate::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::value::Presence::{Optional, Required};
use crate::value::{Field, Json, MAX_WHOLE, Shape, Value, View};

/// After which time without an event a visit ends where nothing else is said: the 30 minutes of Google Analytics
/// (<https://support.google.com/analytics/answer/12798876>).
pub const SESSION_IDLE_MS: u64 = 30 * MINUTE_MS;

/// When a session ends.
#[derive(Clone, Debug, Default)]
pub struct SessionLimits {
    /// After so long without an event. 1 to 600 minutes, default [`SESSION_IDLE_MS`].
    pub idle_ms: u64,
    /// So long after its beginning, whatever happens. 1 to 168 hours; default 24, as in PostHog
    /// (<https://posthog.com/docs/data/sessions>).
    pub max_ms: u64,
    /// Whether it ends at the visitor's midnight, as it did in Universal Analytics. Default false.
    pub ends_at_midnight: bool,
    /// How far the visitor's clock is ahead of UTC: the host's word at the start, and none of the config's. It holds for the page, so
    /// on the two nights a year when clocks are changed midnight may be an hour off.
    pub utc_offset_ms: i64,
}

const SHAPE: Shape = Shape::Object(&[
    Field("idle_minutes", Optional, Shape::Whole(1.0, 600.0)),
    Field("max_hours", Optional, Shape::Whole(1.0, 168.0)),
    Field("ends_at_midnight", Optional, Shape::Flag),
]);

impl SessionLimits {
    /// The shape of `events.session`.
    pub(super) const SHAPE: Shape = SHAPE;

    /// Reads `events.session`.
    pub(super) fn read(place: &View<'_, '_>) -> SessionLimits {
        SessionLimits {
            idle_ms: place.whole("idle_minutes", SESSION_IDLE_MS / MINUTE_MS) * MINUTE_MS,
            max_ms: place.whole("max_hours", 24) * HOUR_MS,
            ends_at_midnight: place.flag("ends_at_midnight", false),
            utc_offset_ms: 0,
        }
    }

    /// Which day a time belongs to where the visitor is.
    fn day(&self, at_ms: u64) -> u64 {
        at_ms.saturating_add_signed(self.utc_offset_ms) / DAY_MS
    }
}

/// One visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its id (UUID v4).
    pub id: String,
    /// Which of the visitor's sessions it is, from 1.
    pub number: u64,
    /// How many pages were viewed in it so far.
    pub views: u64,
    /// When its first event happened.
    pub started_ms: u64,
    /// When its last event happened.
    pub last_ms: u64,
    /// The campaign that began it.
    pub campaign: Option<Campaign>,
    /// What is recorded only once a session, by key (such as a slot's exposure).
    pub once: Vec<String>,
}

impl Session {
    /// A session that begins.
    pub(super) fn begin(id: String, number: u64, at_ms: u64, campaign: Option<Campaign>) -> Session {
        Session { id, number, views: 0, started_ms: at_ms, last_ms: at_ms, campaign, once: Vec::new() }
    }

    /// The session after this one.
    pub(super) fn next(&self, random: &mut Random, at_ms: u64, campaign: Option<Campaign>) -> Session {
        Session::begin(random.uuid_v4(), self.number.saturating_add(1), at_ms, campaign)
    }

    /// Whether `key` was recorded in this session, which must still be going on.
    #[must_use]
    pub fn has(&self, key: &str, at_ms: u64, limits: &SessionLimits) -> bool {
        !self.is_over(at_ms, None, limits) && self.once.iter().any(|known| known == key)
    }

    /// Whether an event at `at_ms` with this campaign belongs to another session: after its limits, on a new campaign, or when the
    /// clock was set back by as much as it may idle. A page that no campaign led to goes on with any session.
    #[must_use]
    pub fn is_over(&self, at_ms: u64, campaign: Option<&Campaign>, limits: &SessionLimits) -> bool {
        let (from_ms, to_ms) = (self.started_ms.min(at_ms), self.last_ms.max(at_ms));
        at_ms.abs_diff(self.last_ms) >= limits.idle_ms
            || to_ms - from_ms >= limits.max_ms
            || (limits.ends_at_midnight && limits.day(from_ms) != limits.day(to_ms))
            || campaign.is_some_and(|campaign| self.campaign.as_ref() != Some(campaign))
    }

    /// Notes that something happens in it.
    pub(super) fn go_on(&mut self, at_ms: u64) {
        self.started_ms = self.started_ms.min(at_ms);
        self.last_ms = self.last_ms.max(at_ms);
    }

    /// As it is stored.
    pub(super) const RECORD: Shape = RECORD;

    /// For the record.
    pub(super) fn write(&self, json: &mut Json) {
        json.open();
        json.key("id").text(&self.id);
        json.key("number").whole(self.number);
        json.key("views").whole(self.views);
        json.key("started").whole(self.started_ms);
        json.key("last").whole(self.last_ms);
        json.key("campaign").value(self.campaign.as_ref().map_or(&Value::Null, Campaign::value));
        json.key("once").texts(&self.once);
        json.close();
    }

    /// Reads back what was stored, whose shape was checked.
    pub(super) fn read(place: &View<'_, '_>) -> Session {
        Session {
            id: place.text("id", "").into(),
            number: place.whole("number", 1),
            views: place.whole("views", 0),
            started_ms: place.whole("started", 0),
            last_ms: place.whole("last", 0),
            campaign: place.get("campaign").and_then(Campaign::from_value),
            once: place.field("once").texts(),
        }
    }
}

const RECORD: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("number", Optional, Shape::Whole(0.0, MAX_WHOLE)),
    Field("views", Optional, Shape::Whole(0.0, MAX_WHOLE)),
    Field("started", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("last", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("campaign", Optional, Shape::Map(&Shape::Text)),
    Field("once", Required, Shape::List(&Shape::Text)),
]);
