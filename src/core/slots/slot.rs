//! Declared slots: their variants, their ordered rules, and the choice between them.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Decision, Reason, Split};
use crate::condition::{Condition, Facts};
use crate::consent::{Grant, Personalization, StaleGrant};
use crate::value::Presence::{Optional, Required};
use crate::value::{Fault, FaultKind, Field, Shape, Value, View};

/// The content that stands in the HTML.
pub const DEFAULT_VARIANT: &str = "default";

/// A place in the page whose content may change.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name, as in `<courtesy-slot name="hero">`.
    pub name: String,
    variants: Vec<(String, Value)>,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    id: String,
    when: Condition,
    then: Then,
}

#[derive(Clone, Debug)]
enum Then {
    Variant(String),
    Split(Split),
}

/// The `slots` part of a config.
const SHAPE: Shape = Shape::Map(&Shape::Object(&[
    Field("variants", Optional, Shape::Map(&Shape::Object(&[Field("fields", Required, Shape::Map(&CONTENT))]))),
    Field("rules", Optional, Shape::Distinct(&RULE)),
]));

/// What a variant may put into one bound element: text, and attributes that cannot run script.
const CONTENT: Shape = Shape::ContentOr(&[
    Field("text", Optional, Shape::Content),
    Field("href", Optional, Shape::Address),
    Field("src", Optional, Shape::Address),
    Field("alt", Optional, Shape::Content),
    Field("title", Optional, Shape::Content),
    Field("width", Optional, Shape::Content),
    Field("height", Optional, Shape::Content),
]);

const RULE: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("when", Optional, Shape::Any),
    Field("variant", Optional, Shape::Text),
    Field("experiment", Optional, Shape::Text),
    Field("split", Optional, Shape::List(&BRANCH)),
]);

const BRANCH: Shape =
    Shape::Object(&[Field("variant", Required, Shape::Text), Field("weight", Required, Shape::Number(0.0, 1.0))]);

/// Which page a decision is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// This one.
    ThisPage,
    /// The next one, of which only the visitor is known.
    NextPage,
}

/// Who is decided for.
#[derive(Clone, Debug)]
pub struct Audience<'a> {
    /// What conditions may ask about.
    pub facts: Facts<'a>,
    /// What splits are hashed over.
    pub visitor_id: &'a str,
}

/// All declared slots.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    slots: Vec<Slot>,
}

impl Catalog {
    /// Reads the `slots` part of a config into this catalog.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        for (name, place) in place.members() {
            self.slots.push_mut(Slot { name: name.into(), variants: Vec::new(), rules: Vec::new() }).fill(&place)?;
        }
        Ok(())
    }

    /// All slots, in declared order.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The content of a variant; `None` for the default, which stands in the HTML.
    #[must_use]
    pub fn fields(&self, slot: &str, variant: &str) -> Option<&Value> {
        let slot = self.slots.iter().find(|declared| declared.name == slot)?;
        slot.variants.iter().find(|(id, _)| id == variant).map(|(_, fields)| fields)
    }

    /// Decides one slot: the first rule whose condition holds.
    ///
    /// For [`Outlook::NextPage`] a rule that looks at the page cannot be answered: the default stays, with the reason
    /// [`Reason::NeedsPage`].
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn decide(
        &self,
        grant: &Grant<Personalization>,
        slot: &str,
        audience: &Audience<'_>,
        outlook: Outlook,
    ) -> Result<Decision, StaleGrant> {
        grant.check()?;
        let Some(declared) = self.slots.iter().find(|declared| declared.name == slot) else {
            return Ok(Decision::keep_default(slot, Reason::UnknownSlot));
        };
        for rule in &declared.rules {
            if outlook == Outlook::NextPage && rule.when.mentions("page") {
                return Ok(Decision::keep_default(slot, Reason::NeedsPage));
            }
            if rule.when.holds(&audience.facts) {
                return Ok(rule.apply(slot, audience.visitor_id));
            }
        }
        Ok(Decision::keep_default(slot, Reason::NoRule))
    }
}

impl Rule {
    fn read(place: &View<'_, '_>) -> Result<Rule, Fault> {
        let variant = place.field("variant");
        let then = match (variant.is_present(), place.field("split").is_present()) {
            (true, false) => Then::Variant(variant.text_or("").into()),
            (false, true) => Then::Split(Split::read(place)?),
            _ => return Err(place.fault(FaultKind::Value, &["must have either a `variant` or a `split`"])),
        };
        Ok(Rule { id: place.text("id", "").into(), when: Condition::compile(&place.field("when"))?, then })
    }

    fn apply(&self, slot: &str, visitor_id: &str) -> Decision {
        let (variant, reason) = match &self.then {
            Then::Variant(variant) => (variant.as_str(), Reason::Rule),
            Then::Split(split) => {
                let (bucket, variant) = split.draw(visitor_id);
                let experiment = split.experiment.clone();
                (variant.unwrap_or(DEFAULT_VARIANT), Reason::Split { experiment, bucket })
            }
        };
        Decision { slot: slot.into(), variant: variant.into(), rule: Some(self.id.clone()), reason }
    }

    /// The first variant that is not declared.
    fn undeclared<'a>(&'a self, declared: &[(String, Value)]) -> Option<&'a str> {
        let is_known = |variant: &str| variant == DEFAULT_VARIANT || declared.iter().any(|(id, _)| id == variant);
        match &self.then {
            Then::Variant(variant) if !is_known(variant) => Some(variant),
            Then::Variant(_) => None,
            Then::Split(split) => {
                for (variant, _) in &split.branches {
                    if !is_known(variant) {
                        return Some(variant);
                    }
                }
                None
            }
        }
    }
}

impl Slot {
    fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        for (id, variant) in place.field("variants").members() {
            if id == DEFAULT_VARIANT {
                return Err(variant.fault(FaultKind::Value, &["cannot be declared: the default stands in the HTML"]));
            }
            self.variants.push((id.into(), variant.field("fields").value().cloned().unwrap_or_default()));
        }
        for item in place.field("rules").list() {
            let rule = self.rules.push_mut(Rule::read(&item)?);
            if let Some(unknown) = rule.undeclared(&self.variants) {
                return Err(item.fault(FaultKind::Value, &["names the variant `", unknown, "`, which is not declared"]));
            }
        }
        Ok(())
    }
}
