//! Whose event it is: the visitor, made or found, and what the event itself changes about that.
//!
//! Place in the flow: first step of recording, before the event has a number. It decides who is recorded at all: programs and visitors
//! outside of the sample are not.

use super::identity::PREVIOUS_ID;
use super::link::Linked;
use super::{Happening, Kind, Session, Settings, Visitor, redact, redact_value};
use crate::effect::Effects;
use crate::random::Random;
use crate::value::{Fault, FaultKind};

impl Happening {
    /// Takes out of it what could say who somebody is, everywhere. Ids stay as they are, since two of them must not become one.
    ///
    /// # Errors
    /// With the path `user_id`, `group_id` or `previous_id`, for an id that is an e-mail address.
    pub(super) fn redact(&mut self) -> Result<(), Fault> {
        redact_value(&mut self.page.attributes);
        if let Some(campaign) = &mut self.page.campaign {
            redact_value(campaign.value_mut());
        }
        let path = match self.kind {
            Kind::Page | Kind::Track => {
                redact_value(&mut self.properties);
                if let Some(name) = redact(&self.name) {
                    self.name = name;
                }
                return Ok(());
            }
            Kind::Group => "group_id",
            Kind::Identify | Kind::Alias | Kind::Reset => "user_id",
        };
        if self.kind == Kind::Alias {
            let previous = self.properties.get(PREVIOUS_ID).and_then(crate::value::Value::as_text).unwrap_or("");
            refuse_address(previous, "previous_id")?;
        } else {
            redact_value(&mut self.properties);
        }
        refuse_address(&self.name, path)
    }
}

/// An id of digits may look like a telephone or a card, and mostly is none; one with an `@` is an address.
fn refuse_address(id: &str, path: &str) -> Result<(), Fault> {
    if id.bytes().any(|byte| byte == b'@') && redact(id).is_some() {
        let reason = "is an e-mail address: give an id that says nothing, or allow it by events.privacy.redact: false";
        return Err(Fault::new(path, FaultKind::Value, &[reason]));
    }
    Ok(())
}

/// The visitor whose event this is; `None` where it is not to be recorded.
///
/// # Errors
/// As [`Identity::learn`](super::Identity::learn).
pub(super) fn visitor_of<'a>(
    known: &'a mut Option<Visitor>,
    linked: Option<Linked>,
    what: &mut Happening,
    settings: &Settings,
    random: &mut Random,
    effects: &mut Effects,
) -> Result<Option<&'a mut Visitor>, Fault> {
    let is_made = known.is_none();
    if is_made && what.kind == Kind::Reset {
        return Ok(None);
    }
    let visitor = known.get_or_insert_with(|| Visitor::new(random, what.at_ms, settings));
    let is_led = linked.is_some_and(|linked| visitor.come(linked, what));
    let before_ms = visitor.changed_ms;
    let is_other = what.kind == Kind::Reset || visitor.identity.is_anothers(what);
    if is_other {
        *visitor = Visitor::new(random, what.at_ms, settings);
    }
    if is_other || is_led || matches!(what.kind, Kind::Identify | Kind::Group) {
        visitor.change(before_ms, what.at_ms);
    }
    if is_other {
        visitor.keep(effects);
    }
    if what.kind == Kind::Reset {
        return Ok(None);
    }
    if !visitor.is_sampled(settings) {
        // Only so that the next page, and every other tab, comes to the same answer.
        if is_made {
            visitor.keep(effects);
        }
        return Ok(None);
    }
    // What led to a visit that began on another site of ours is known there.
    if !is_led {
        visitor.visit(random, what, settings);
    }
    visitor.identity.learn(what, &|| effects.json())?;
    if what.kind == Kind::Page {
        visitor.session.views = visitor.session.views.saturating_add(1);
        if let Some(attention) = visitor.attention.take() {
            attention.tell(&mut what.properties);
        }
    }
    Ok(Some(visitor))
}

impl Visitor {
    /// Goes on with a visit that began on another site of ours. Whoever is known here as a user stays that; then it does not.
    fn come(&mut self, linked: Linked, what: &Happening) -> bool {
        if !self.identity.user_id.is_empty() {
            return false;
        }
        let number = if self.is_new() { 1 } else { self.session.number.saturating_add(1) };
        self.id = linked.id;
        self.session = Session::begin(linked.session_id, number, what.at_ms, what.page.campaign.clone());
        true
    }
}
