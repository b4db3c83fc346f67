//! Who visits, as far as we may know: an anonymous visitor with a current session, and what led to it.
//!
//! Place in the flow: made when the first event is recorded, kept under `courtesy.visitor` with each event, read again by the next
//! page and by other tabs. In cookieless mode it is never kept, and ends with the page.

use alloc::string::String;
use alloc::vec::Vec;

use super::attention::Attention;
use super::{Happening, Held, Identity, Kind, Session, Settings, Touch, Touches, aside};
use crate::effect::{Effects, Key};
use crate::random::Random;
use crate::value::Presence::{Optional, Required};
use crate::value::{Field, MAX_WHOLE, Shape, Value, View, hash_v2};

/// The version of the stored record.
const VERSION: f64 = 1.0;

/// The stored record.
const RECORD: Shape = Shape::Object(&[
    Field("v", Required, Shape::Number(VERSION, VERSION)),
    Field("id", Required, Shape::Text),
    Field("session", Required, Session::RECORD),
    Field("changed", Optional, Shape::Whole(0.0, MAX_WHOLE)),
    Field("paused", Optional, Shape::Whole(0.0, MAX_WHOLE)),
    Field("user_id", Optional, Shape::Content),
    Field("traits", Optional, Shape::Map(&Shape::Any)),
    Field("group_id", Optional, Shape::Content),
    Field("touches", Optional, Shape::List(&Shape::Map(&Shape::Any))),
    Field("attention", Optional, Attention::RECORD),
    Field("waiting", Optional, Shape::List(&aside::WAITING)),
]);

/// An anonymous visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Visitor {
    /// The anonymous id (UUID v4, which tells no time).
    pub id: String,
    /// Who that is, where the site has said so.
    pub identity: Identity,
    /// When that was said last, or the visitor made: of two tabs' records the later one holds.
    pub(super) changed_ms: u64,
    /// Until when the receiver asked to be left alone: it asked the visitor's browser, whichever page of it sends.
    pub(super) paused_until_ms: u64,
    /// The session going on.
    pub session: Session,
    /// What led here, visit by visit.
    pub touches: Touches,
    /// How the last view that ended was attended to, until the next view tells it.
    pub(super) attention: Option<Attention>,
    /// Whether the record outlives the page.
    pub(super) is_kept: bool,
}

impl Visitor {
    /// A visitor never seen before.
    pub fn new(random: &mut Random, at_ms: u64, settings: &Settings) -> Visitor {
        let id = random.uuid_v4();
        Visitor {
            id,
            identity: Identity::default(),
            changed_ms: at_ms,
            paused_until_ms: 0,
            session: Session::begin(random.uuid_v4(), 1, at_ms, None),
            touches: Touches::default(),
            attention: None,
            is_kept: !settings.cookieless,
        }
    }

    /// Whether nothing was recorded yet of this visitor.
    pub(super) fn is_new(&self) -> bool {
        self.session.views == 0 && self.touches.last().is_none()
    }

    /// Notes that something happens: goes on with the session, or begins the next. Each session has a touch: what led to it. Only a page
    /// view is an arrival: whatever else happens on a page after a long rest was not led to by what led to the page.
    pub fn visit(&mut self, random: &mut Random, what: &Happening, settings: &Settings) {
        let is_arrival = what.kind == Kind::Page || self.is_new();
        let campaign = what.page.campaign.as_ref().filter(|_| is_arrival);
        if self.is_new() {
            let id = core::mem::take(&mut self.session.id);
            self.session = Session::begin(id, self.session.number, what.at_ms, campaign.cloned());
            self.touches.add(Touch::of(what, is_arrival, settings));
        } else if self.session.is_over(what.at_ms, campaign, &settings.session) {
            self.session = self.session.next(random, what.at_ms, campaign.cloned());
            self.touches.add(Touch::of(what, is_arrival, settings));
        }
        self.session.go_on(what.at_ms);
    }

    /// Notes that it is another one, or known otherwise, than at `before_ms`; also where the clock was set back since.
    pub(super) fn change(&mut self, before_ms: u64, at_ms: u64) {
        self.changed_ms = at_ms.max(before_ms.saturating_add(1));
    }

    /// Whether this visitor is one of those who are recorded. The answer is the same for ever, at any share: who is in a sample of a
    /// tenth is in one of a fifth too.
    #[must_use]
    pub fn is_sampled(&self, settings: &Settings) -> bool {
        settings.sample >= 1.0 || hash_v2("courtesy.sample", &self.id) < settings.sample
    }

    /// Wants the record kept.
    pub(super) fn keep(&self, effects: &mut Effects) {
        self.keep_with(&[], effects);
    }

    /// The same, with what waits for the next page to record it.
    pub(super) fn keep_with(&self, waiting: &[Held], effects: &mut Effects) {
        if !self.is_kept {
            return;
        }
        let mut json = effects.json();
        json.open();
        json.key("v").number(VERSION);
        json.key("id").text(&self.id);
        json.key("changed").whole(self.changed_ms);
        self.session.write(json.key("session"));
        if self.paused_until_ms > 0 {
            json.key("paused").whole(self.paused_until_ms);
        }
        let Identity { user_id, traits, group_id } = &self.identity;
        if !user_id.is_empty() {
            json.key("user_id").text(user_id);
            json.key("traits").value(traits);
        }
        if !group_id.is_empty() {
            json.key("group_id").text(group_id);
        }
        if self.touches.last().is_some() {
            self.touches.write_log(0, json.key("touches"));
        }
        if let Some(attention) = &self.attention {
            attention.write(json.key("attention"));
        }
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
        Some(Visitor {
            id: place.text("id", "").into(),
            identity: Identity {
                user_id: place.text("user_id", "").into(),
                traits: place.get("traits").cloned().unwrap_or_else(Value::empty),
                group_id: place.text("group_id", "").into(),
            },
            changed_ms: place.whole("changed", 0),
            paused_until_ms: place.whole("paused", 0),
            session: Session::read(&place.field("session")),
            touches: Touches::read(&place.field("touches")),
            attention: Attention::read(&place.field("attention")),
            is_kept: true,
        })
    }
}
