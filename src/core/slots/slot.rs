//! Declared slots: their variants, their ordered rules, and the choice between them.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Decision, Reason, Split, fields};
use crate::condition::{Condition, Facts};
use crate::consent::{Grant, Personalization, StaleGrant};
use crate::value::{Fault, FaultKind, Value, View};

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
    /// Reads the `slots` part of a config.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(place: &View<'_, '_>) -> Result<Catalog, Fault> {
        let mut slots = Vec::new();
        for (name, place) in place.members()? {
            slots.push(Slot::read(name, &place)?);
        }
        Ok(Catalog { slots })
    }

    /// The names of all slots, in declared order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().map(|slot| slot.name.as_str())
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
        place.only(&["id", "when", "variant", "experiment", "split"])?;
        let then = match (place.field("variant").is_present(), place.field("split").is_present()) {
            (true, false) => Then::Variant(place.field("variant").text()?.into()),
            (false, true) => Then::Split(Split::read(place)?),
            _ => return Err(place.fault(FaultKind::Value, "must have either a `variant` or a `split`")),
        };
        let id = place.field("id").text()?.into();
        Ok(Rule { id, when: Condition::compile(&place.field("when"))?, then })
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

    fn variants(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match &self.then {
            Then::Variant(variant) => (Some(variant.as_str()), None),
            Then::Split(split) => (None, Some(split.variants())),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }
}

impl Slot {
    fn read(name: &str, place: &View<'_, '_>) -> Result<Slot, Fault> {
        place.only(&["variants", "rules"])?;
        let mut variants = Vec::new();
        for (id, variant) in place.field("variants").members()? {
            if id == DEFAULT_VARIANT {
                return Err(variant.fault(FaultKind::Value, "cannot be declared: the default stands in the HTML"));
            }
            variant.only(&["fields"])?;
            variants.push((String::from(id), fields::read(&variant.field("fields"))?));
        }
        let mut rules: Vec<Rule> = Vec::new();
        for item in place.field("rules").list()? {
            let rule = Rule::read(&item)?;
            if rules.iter().any(|other| other.id == rule.id) {
                return Err(item.field("id").fault(FaultKind::Value, "is declared twice"));
            }
            let is_known = |variant: &str| variant == DEFAULT_VARIANT || variants.iter().any(|(id, _)| id == variant);
            if let Some(unknown) = rule.variants().find(|variant| !is_known(variant)) {
                return Err(item
                    .fault(FaultKind::Value, alloc::format!("names the variant `{unknown}`, which is not declared")));
            }
            rules.push(rule);
        }
        Ok(Slot { name: name.into(), variants, rules })
    }
}
