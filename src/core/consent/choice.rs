//! What the visitor said: the record of a choice, how it is stored and read back, and which of two records counts.

use alloc::string::String;
use alloc::vec::Vec;

use super::Policy;
use super::decide::is_believable;
use crate::value::Presence::{Optional, Required};
use crate::value::{Field, Json, MAX_WHOLE, Shape, Value, View};

/// The version of the stored record; a record of another version counts as unreadable.
const VERSION: f64 = 1.0;

/// How far in the future a yes of another subdomain may be dated: one device has one clock, so this is for its small corrections.
const SHARED_TOLERANCE_MS: u64 = 300_000;

/// The longest record that is shared whole: of the 4,096 bytes of a cookie (RFC 6265, 6.1) base64 makes 4 of 3, and its name and
/// where it holds need some.
const MAX_SHARED_BYTES: usize = 2_700;

/// The stored record.
const RECORD: Shape = Shape::Object(&[
    Field("v", Required, Shape::Number(VERSION, VERSION)),
    Field("at", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("revision", Required, Shape::Whole(0.0, 4_294_967_295.0)),
    Field("granted", Required, Shape::List(&Shape::Text)),
    Field("denied", Required, Shape::List(&Shape::Text)),
    Field("gpc", Required, Shape::Flag),
    Field("marks", Optional, Shape::Map(&Shape::Text)),
    Field("times", Optional, Shape::Map(&Shape::Whole(0.0, MAX_WHOLE))),
    Field("signals", Optional, Shape::Map(&Shape::Flag)),
    Field("receipt", Optional, Shape::Text),
]);

/// An answer about one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The item's id.
    pub item: String,
    /// The mark of what was asked about; empty where there was nothing to mark.
    pub mark: String,
    /// The answer.
    pub is_yes: bool,
    /// When it was given, in milliseconds since the epoch: no later than the choice, which may have left it as it was.
    pub at_ms: u64,
    /// Whether the browser sent Global Privacy Control then.
    pub gpc: bool,
}

/// A choice that a visitor made. It holds no identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The answers; an item that is not among them was not asked about.
    pub answers: Vec<Answer>,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// The policy's revision at that time.
    pub revision: u32,
    /// Whether the browser sent Global Privacy Control at that time.
    pub gpc: bool,
    /// The id of its receipt; empty where there is none.
    pub receipt: String,
}

/// What is known of the visitor's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    /// Never asked, or never answered.
    None,
    /// A record was there but cannot be read: treated as never answered, never as a yes.
    Unreadable,
    /// An answer.
    Made(Choice),
}

impl Choice {
    /// The answer about an item, if it was asked about.
    #[must_use]
    pub fn answer(&self, item: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.item == item)
    }

    /// The id of its receipt, if it has one.
    pub(super) fn receipt_id(&self) -> Option<&str> {
        Some(self.receipt.as_str()).filter(|id| !id.is_empty())
    }

    /// Writes the ids that have this answer, as a list.
    pub(super) fn write_ids(&self, is_yes: bool, json: &mut Json) {
        self.write_told(is_yes, &|_| true, json);
    }

    fn write_told(&self, is_yes: bool, is_told: &dyn Fn(&Answer) -> bool, json: &mut Json) {
        json.list();
        for answer in &self.answers {
            if answer.is_yes == is_yes && is_told(answer) {
                json.text(&answer.item);
            }
        }
        json.end();
    }

    /// The record to store.
    #[must_use]
    pub fn to_record(&self, json: Json) -> String {
        self.write(&|_| true, json)
    }

    /// The record that all subdomains share, by a cookie, which holds less than a storage does. Where the whole is too long, it
    /// leaves out what a purpose says for its services already, and each yes to one: so a no always reaches the others.
    #[must_use]
    pub fn to_shared(&self, new_json: &dyn Fn() -> Json) -> String {
        let whole = self.to_record(new_json());
        if whole.len() <= MAX_SHARED_BYTES {
            return whole;
        }
        let is_told = |answer: &Answer| {
            let slash = answer.item.bytes().position(|byte| byte == b'/');
            let purpose = slash.and_then(|slash| self.answer(answer.item.get(..slash)?));
            purpose.is_none_or(|purpose| purpose.is_yes && !answer.is_yes)
        };
        self.write(&is_told, new_json())
    }

    fn write(&self, is_told: &dyn Fn(&Answer) -> bool, mut json: Json) -> String {
        json.open();
        json.key("v").number(VERSION);
        json.key("at").whole(self.at_ms);
        json.key("revision").whole(self.revision.into());
        self.write_told(true, is_told, json.key("granted"));
        self.write_told(false, is_told, json.key("denied"));
        json.key("gpc").flag(self.gpc);
        for member in ["marks", "times", "signals"] {
            json.key(member).open();
            for answer in self.answers.iter().filter(|answer| is_told(answer)) {
                match member {
                    "marks" if !answer.mark.is_empty() => json.key(&answer.item).text(&answer.mark),
                    "times" if answer.at_ms != self.at_ms => json.key(&answer.item).whole(answer.at_ms),
                    "signals" if answer.gpc != self.gpc => json.key(&answer.item).flag(answer.gpc),
                    _ => {}
                }
            }
            json.close();
        }
        json.key("receipt").text(&self.receipt);
        json.close();
        json.finish()
    }

    fn from_record(record: &Value) -> Option<Choice> {
        let place = View::root(record);
        RECORD.check(&place).ok()?;
        let mut choice = Choice {
            answers: Vec::new(),
            at_ms: record.get("at")?.as_whole()?,
            revision: place.field("revision").whole_or(0),
            gpc: place.field("gpc").bool_or(false),
            receipt: place.field("receipt").text_or("").into(),
        };
        for (list, is_yes) in [("granted", true), ("denied", false)] {
            for item in place.field(list).texts() {
                // A record that says both yes and no was not written by us.
                if choice.answer(&item).is_some() {
                    return None;
                }
                let mark = place.field("marks").field(&item).text_or("").into();
                let at_ms = place.field("times").field(&item).value().and_then(Value::as_whole);
                let at_ms = at_ms.unwrap_or(choice.at_ms);
                if at_ms > choice.at_ms {
                    return None;
                }
                let gpc = place.field("signals").field(&item).bool_or(choice.gpc);
                choice.answers.push(Answer { item, mark, is_yes, at_ms, gpc });
            }
        }
        Some(choice)
    }

    /// What two choices say together: of each item the later answer; of two given at the very same time, the no. A choice under a
    /// higher revision of the questions leaves nothing of one under a lower.
    ///
    /// Commutative, associative and idempotent, so tabs and subdomains agree in whatever order they hear of each other.
    #[must_use]
    pub fn merge(mut self, other: Choice) -> Choice {
        self.absorb(other);
        self
    }

    /// Merges. Returns whether that changed anything.
    fn absorb(&mut self, other: Choice) -> bool {
        if self.revision != other.revision {
            let is_newer = other.revision > self.revision;
            if is_newer {
                *self = other;
            }
            return is_newer;
        }
        let mut changed = false;
        for answer in other.answers {
            match self.answers.iter_mut().find(|known| known.item == answer.item) {
                // Without the signal a yes is the weaker one.
                Some(known)
                    if (known.at_ms, answer.is_yes, &known.mark, known.gpc)
                        >= (answer.at_ms, known.is_yes, &answer.mark, answer.gpc) =>
                {
                    continue;
                }
                Some(known) => *known = answer,
                None => self.answers.push(answer),
            }
            changed = true;
        }
        if (self.at_ms, &self.receipt, self.gpc) < (other.at_ms, &other.receipt, other.gpc) {
            (self.at_ms, self.receipt, self.gpc) = (other.at_ms, other.receipt, other.gpc);
            changed = true;
        }
        changed
    }
}

impl Standing {
    /// Reads what the host found in storage; `Null` is "nothing there".
    #[must_use]
    pub fn from_stored(stored: &Value) -> Standing {
        match stored {
            Value::Null => Standing::None,
            record => Choice::from_record(record).map_or(Standing::Unreadable, Standing::Made),
        }
    }

    /// Takes to this origin's own record what a cookie says that all subdomains share. Returns whether it learned anything.
    ///
    /// Anybody on the site may write that cookie, so one that cannot be read or believed annuls nothing that we kept ourselves; our own
    /// record that cannot be read is nobody's yes. And a subdomain may ask about something else under the same name: its yes does
    /// not take the place of one to what is asked here, or else each would ask again after the other.
    pub fn learn(&mut self, shared: Standing, policy: &Policy, now_ms: u64) -> bool {
        let mut shared = match (shared, &self) {
            (Standing::Made(shared), Standing::None) => shared,
            (Standing::Made(shared), Standing::Made(_)) if is_believable(policy, &shared, now_ms) => shared,
            (Standing::Unreadable, Standing::None) => {
                *self = Standing::Unreadable;
                return false;
            }
            _ => return false,
        };
        // A clock was wrong. Which answer was the later one nobody can tell: then the no wins, and no yes comes from elsewhere.
        let is_ahead = |answer: &Answer| answer.is_yes && answer.at_ms > now_ms.saturating_add(SHARED_TOLERANCE_MS);
        shared.answers.retain(|answer| !is_ahead(answer));
        let Standing::Made(own) = self else {
            *self = Standing::Made(shared);
            return true;
        };
        let (count, is_declined) =
            (own.answers.len(), |item: &str| shared.answer(item).is_some_and(|answer| !answer.is_yes));
        own.answers.retain(|answer| !(is_ahead(answer) && is_declined(&answer.item)));
        let is_cut = count != own.answers.len();
        let is_asked_here = |answer: &Answer| policy.item(&answer.item).is_some_and(|item| item.mark == answer.mark);
        shared.answers.retain(|answer| {
            !answer.is_yes || is_asked_here(answer) || own.answer(&answer.item).is_none_or(|own| !is_asked_here(own))
        });
        own.absorb(shared) || is_cut
    }
}
