//! Who visits, as far as we may know: an anonymous visitor with a current session.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Campaign, Held, aside};
use crate::effect::{Effects, Key};
use crate::random::Random;
use crate::time::MINUTE_MS;
use crate::value::Presence::{Optional, Required};
use crate::value::{Field, MAX_WHOLE, Shape, Value, View};

/// A session ends after this time without an event: the 30 minutes of Google Analytics
/// (<https://support.google.com/analytics/answer/12798876>).
pub const SESSION_IDLE_MS: u64 = 30 * MINUTE_MS;

/// The version of the stored record.
const VERSION: f64 = 1.0;

/// The stored record.
const RECORD: Shape = Shape::Object(&[
    Field("v", Required, Shape::Number(VERSION, VERSION)),
    Field("id", Required, Shape::Text),
    Field("waiting", Optional, Shape::List(&aside::WAITING)),
    Field(
        "session",
        Required,
        Shape::Object(&[
            Field("id", Required, Shape::Text),
            Field("started", Required, Shape::Whole(0.0, MAX_WHOLE)),
            Field("last", Required, Shape::Whole(0.0, MAX_WHOLE)),
            Field("campaign", Optional, Shape::Map(&Shape::Text)),
            Field("once", Required, Shape::List(&Shape::Text)),
        ]),
    ),
]);

/// An anonymous visitor: a random number, and the current session.
#[derive(Clone, Debug, PartialEq)]
pub struct Visitor {
    /// The anonymous id (UUID v4, which tells no time).
    pub id: String,
    /// The session going on.
    pub session: Session,
}

/// One visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its id (UUID v4).
    pub id: String,
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
    fn begin(random: &mut Random, at_ms: u64, campaign: Option<Campaign>) -> Session {
        Session { id: random.uuid_v4(), started_ms: at_ms, last_ms: at_ms, campaign, once: Vec::new() }
    }

    /// Whether `key` was recorded in this session, which must still be going on.
    #[must_use]
    pub fn has(&self, key: &str, at_ms: u64) -> bool {
        !self.is_over(at_ms, None) && self.once.iter().any(|known| known == key)
    }

    /// Whether an event at `at_ms` with this campaign belongs to another session: after 30 idle minutes, on a new campaign,
    /// or when the clock was set back by as much.
    fn is_over(&self, at_ms: u64, campaign: Option<&Campaign>) -> bool {
        at_ms.abs_diff(self.last_ms) >= SESSION_IDLE_MS
            || campaign.is_some_and(|campaign| self.campaign.as_ref() != Some(campaign))
    }
}

impl Visitor {
    /// A visitor never seen before.
    pub fn new(random: &mut Random, at_ms: u64, campaign: Option<Campaign>) -> Visitor {
        Visitor { id: random.uuid_v4(), session: Session::begin(random, at_ms, campaign) }
    }

    /// Notes that something happens now: goes on with the session, or begins the next.
    pub fn touch(&mut self, random: &mut Random, at_ms: u64, campaign: Option<&Campaign>) {
        if self.session.is_over(at_ms, campaign) {
            self.session = Session::begin(random, at_ms, campaign.cloned());
        }
        self.session.last_ms = self.session.last_ms.max(at_ms);
    }

    /// Wants the record kept.
    pub(super) fn keep(&self, effects: &mut Effects) {
        self.keep_with(&[], effects);
    }

    /// The same, with what waits for the next page to record it.
    pub(super) fn keep_with(&self, waiting: &[Held], effects: &mut Effects) {
        let mut json = effects.json();
        json.open();
        json.key("v").number(VERSION);
        json.key("id").text(&self.id);
        json.key("session").open();
        json.key("id").text(&self.session.id);
        json.key("started").whole(self.session.started_ms);
        json.key("last").whole(self.session.last_ms);
        json.key("campaign").value(self.session.campaign.as_ref().map_or(&Value::Null, Campaign::value));
        json.key("once").texts(&self.session.once);
        json.close();
        if !waiting.is_empty() {
            aside::write(waiting, json.key("waiting"));
        }
        json.close();
        effects.keep(Key::Visitor, json);
    }

    /// What an earlier page left to be recorded.
    #[must_use]
    pub fn waiting(record: &Value) -> Vec<Held> {
        let place = View::root(record);
        if *record == Value::Null || RECORD.check(&place).is_err() {
            return Vec::new();
        }
        aside::read(&place.field("waiting"))
    }

    /// Reads what was stored; anything unreadable is a visitor never seen before.
    #[must_use]
    pub fn from_record(record: &Value) -> Option<Visitor> {
        let place = View::root(record);
        // A shape is content with nothing.
        place.value()?;
        RECORD.check(&place).ok()?;
        let session = place.field("session");
        Some(Visitor {
            id: place.text("id", "").into(),
            session: Session {
                id: session.text("id", "").into(),
                started_ms: session.whole("started", 0),
                last_ms: session.whole("last", 0),
                campaign: session.get("campaign").and_then(Campaign::from_value),
                once: session.field("once").texts(),
            },
        })
    }
}
