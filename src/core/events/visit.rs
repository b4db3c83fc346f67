//! Whose event it is: the visitor, made or found, and what the event itself changes about that.
//!
//! Place in the flow: first step of recording, before the event has a number. It decides who is recorded at all: programs and visitors
//! outside of the sample are not.

use super::identity::PREVIOUS_ID;
use super::link::Linked;
use super::{Happening, Kind, Session, Settings, Touch, Visitor, redact, redact_value};
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
    let is_new = known.is_none();
    if is_new && what.kind == Kind::Reset {
        return Ok(None);
    }
    let visitor = known.get_or_insert_with(|| Visitor::new(random, what, settings));
    if let Some(linked) = linked {
        visitor.come(linked, is_new, what);
    } else if visitor.session.views == 0 && visitor.touches.last().is_none() {
        // Announced only: this is what led here.
        visitor.touches.add(Touch::of(what, settings));
    }
    if what.kind == Kind::Reset || visitor.identity.is_anothers(what) {
        *visitor = Visitor::new(random, what, settings);
        visitor.keep(effects);
    }
    if what.kind == Kind::Reset {
        return Ok(None);
    }
    if !visitor.is_sampled(settings) {
        // Only so that the next page, and every other tab, comes to the same answer.
        if is_new {
            visitor.keep(effects);
        }
        return Ok(None);
    }
    visitor.visit(random, what, settings);
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
    /// Goes on with a visit that began on another site of ours. Whoever is known here as a user stays that.
    fn come(&mut self, linked: Linked, is_new: bool, what: &Happening) {
        if !self.identity.user_id.is_empty() {
            return;
        }
        let Linked { id, session_id } = linked;
        let number = if is_new { 1 } else { self.session.number.saturating_add(1) };
        self.id = id;
        self.session = Session::begin(session_id, number, what.at_ms, what.page.campaign.clone());
        if is_new {
            // What led to the visit is known where it began.
            self.touches = super::Touches::default();
        }
    }
}
