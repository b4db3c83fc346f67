//! What the site declares: purposes, revision, expiry, and how it takes Global Privacy Control.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Analytics, Personalization, Purpose};
use crate::time::DAY_MS;
use crate::value::Presence::{Optional, Required};
use crate::value::{Fault, FaultKind, Field, Shape, Value, View};

/// A purpose as declared by the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredPurpose {
    /// Its id. `analytics` and `personalization` are the two that the SDK itself asks for.
    pub id: String,
    /// A short name for visitors.
    pub title: String,
    /// What is done with the data, in a sentence for visitors.
    pub description: String,
    /// Always on, and never asked for: only what the visitor's own request needs.
    pub necessary: bool,
}

/// The consent part of the config. The mode is opt-in: nothing before yes.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Raised by the site when something material changed; older choices are asked for again. Default 1.
    pub revision: u32,
    /// How long a choice holds, in milliseconds. Config: `expires_days`, 1 to 730, default 180
    /// (CNIL's guidelines of 2020 advise six months, <https://www.cnil.fr/en/cookies-and-other-tracking-devices>).
    pub expires_ms: u64,
    /// Whether Global Privacy Control withdraws a yes that is older than the signal. Default: honoured.
    pub honours_gpc: bool,
    /// The declared purposes, in the order in which they are shown.
    pub purposes: Vec<DeclaredPurpose>,
    /// The banner's texts, handed to the page as they are.
    pub text: Value,
}

/// The `consent` part of a config.
const SHAPE: Shape = Shape::Object(&[
    Field("mode", Optional, Shape::Word(&["opt-in"])),
    Field("revision", Optional, Shape::Whole(0.0, 4_294_967_295.0)),
    Field("expires_days", Optional, Shape::Whole(1.0, 730.0)),
    Field("gpc", Optional, Shape::Word(&["honour", "ignore"])),
    Field("purposes", Optional, Shape::Distinct(&PURPOSE)),
    Field("text", Optional, Shape::Map(&Shape::Text)),
]);

const PURPOSE: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("title", Optional, Shape::Text),
    Field("description", Optional, Shape::Text),
    Field("necessary", Optional, Shape::Flag),
]);

impl Policy {
    /// Reads the `consent` part of a config.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(place: &View<'_, '_>) -> Result<Policy, Fault> {
        let mut policy = Policy::default();
        policy.fill(place)?;
        Ok(policy)
    }

    /// Reads the `consent` part of a config into this policy. (Rooms are filled in place: moving them costs Wasm.)
    ///
    /// # Errors
    /// The first fault, with its path; the policy is then of no use.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        self.revision = place.field("revision").whole_or(1);
        self.expires_ms = u64::from(place.field("expires_days").whole_or(180)) * DAY_MS;
        self.honours_gpc = place.field("gpc").text_or("honour") == "honour";
        self.text = place.field("text").value().cloned().unwrap_or_default();
        for item in place.field("purposes").list() {
            let id = item.field("id").text_or("");
            let necessary = item.field("necessary").bool_or(false);
            if necessary && (id == Analytics::ID || id == Personalization::ID) {
                return Err(item
                    .field("necessary")
                    .fault(FaultKind::Value, &["must not be true for ", id, ": it needs a yes"]));
            }
            self.purposes.push(DeclaredPurpose {
                id: id.into(),
                title: item.field("title").text_or(id).into(),
                description: item.field("description").text_or("").into(),
                necessary,
            });
        }
        Ok(())
    }

    /// The declared purpose of this id.
    #[must_use]
    pub fn purpose(&self, id: &str) -> Option<&DeclaredPurpose> {
        self.purposes.iter().find(|purpose| purpose.id == id)
    }

    /// The purposes that a visitor decides about.
    pub fn choosable(&self) -> impl Iterator<Item = &DeclaredPurpose> {
        self.purposes.iter().filter(|purpose| !purpose.necessary)
    }
}
