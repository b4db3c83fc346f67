//! Turns happenings into events: gives them a visitor, a session, a number and an identity, and queues them.

use alloc::string::String;
use alloc::vec::Vec;

use super::attention::Attention;
use super::link;
use super::redact;
use super::visit::visitor_of;
use super::wire::Wire;
use super::{
    Delivery, Device, Dropped, Event, Happening, Held, Hold, Kind, MAX_EVENT_BYTES, OnViolation, Outcome, Page,
    Priority, Role, Row, Visitor,
};
use crate::consent::{Analytics, Grant, StaleGrant};
use crate::effect::{Effect, Effects, Failure, Key, Notice};
use crate::random::Random;
use crate::value::{Fault, FaultKind, Json, Value};

/// How many events the page may look back on.
const MAX_RECENT: usize = 50;

/// The recorder: everything that room 2 keeps.
#[derive(Debug, Default)]
pub struct Recorder {
    /// Names this running engine on the wire: a tab between two page loads.
    instance_id: String,
    device: Device,
    /// Whether a program visits, once somebody wanted to know.
    is_bot: Option<bool>,
    visitor: Option<Visitor>,
    hold: Hold,
    seq: u64,
    dropped: Dropped,
    /// How many events broke their contract.
    violations: u64,
    /// The last events, for the page to look at.
    recent: Vec<String>,
    /// Whether functions of the page look at each event first.
    pub has_hooks: bool,
    /// What they look at: rows, and what the page is shown of them.
    hooked: Vec<(Row, String)>,
    /// The way out.
    pub delivery: Delivery,
}

impl Recorder {
    /// Names the instance, and says what browser it runs in.
    pub fn start(&mut self, instance_id: String, device: Device) {
        self.instance_id = instance_id;
        self.delivery.settings.session.utc_offset_ms = device.utc_offset_minutes.saturating_mul(60_000);
        self.device = device;
    }

    /// Whether what it knows outlives the page: not in cookieless mode.
    #[must_use]
    pub fn keeps(&self) -> bool {
        !self.delivery.settings.cookieless
    }

    /// Takes up the visitor of an earlier page, or of another tab; unless that one was busy and wrote what it knew from before a login or
    /// a logout here: then what holds is kept once more.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn restore(
        &mut self,
        grant: &Grant<Analytics>,
        stored: &Value,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        if self.keeps() {
            let stored = Visitor::from_record(stored);
            match (&self.visitor, &stored) {
                (Some(own), Some(stored)) if own.changed_ms > stored.changed_ms => own.keep(effects),
                _ => self.visitor = stored,
            }
            if let Some(visitor) = &self.visitor {
                self.delivery.patience.recall(visitor.paused_until_ms);
            }
        }
        Ok(())
    }

    /// Takes up what an earlier page left to be recorded. It waits before what waits here, which happened later.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn take_back(&mut self, grant: &Grant<Analytics>, stored: &Value) -> Result<(), StaleGrant> {
        grant.check()?;
        let later = self.hold.release();
        for held in Visitor::waiting(stored).into_iter().chain(later) {
            self.hold.push(held);
        }
        Ok(())
    }

    /// Leaves what waits to the next page, since this one goes. Takes the grant itself, as [`Recorder::introduce`] does. Where another
    /// tab made the visitor, this one has none to keep it with.
    pub fn set_aside(&mut self, grant: Grant<Analytics>, effects: &mut Effects) {
        let is_any = self.hold.first().is_some() && grant.check().is_ok();
        if let Some(visitor) = self.visitor.as_ref().filter(|visitor| is_any && visitor.is_kept) {
            visitor.keep_with(&self.hold.release(), effects);
        }
    }

    /// Lets a happening wait for the visitor's answer.
    pub fn hold(&mut self, held: Held) {
        self.hold.push(held);
    }

    /// Hands out what waited, in order: the visitor answered. Recording each of them needs a grant of its own.
    pub fn release(&mut self) -> Vec<Held> {
        self.hold.release()
    }

    /// Lets go of what waited: the visitor said no.
    pub fn wipe_hold(&mut self) {
        self.hold = Hold::default();
    }

    /// Makes the visitor whose first events wait, and wants that kept. Needed before the rest of the room is there, so it takes the
    /// grant itself, and not a reference (js/scripts/granted-functions.mjs).
    pub fn introduce(&mut self, grant: Grant<Analytics>, random: &mut Random, effects: &mut Effects) {
        let settings = &self.delivery.settings;
        // Whether a program visits is not known here; if it does, nothing may be kept of it.
        let is_needed = self.visitor.is_none() && !settings.drops_bots && grant.check().is_ok();
        // Who comes over a link from another site of ours is somebody already.
        let Some(first) = self.hold.first().filter(|first| is_needed && first.page.link.is_empty()) else { return };
        let visitor = Visitor::new(random, first.at_ms, settings);
        visitor.keep(effects);
        self.visitor = Some(visitor);
    }

    /// Records a happening.
    ///
    /// ```
    /// use courtesy_core::Host;
    /// use courtesy_core::consent::{Analytics, Grant, StaleGrant};
    /// use courtesy_core::effect::Effects;
    /// use courtesy_core::events::{Happening, Recorder};
    /// use courtesy_core::random::Random;
    /// fn allowed(recorder: &mut Recorder, grant: &Grant<Analytics>, what: Happening) -> Result<(), StaleGrant> {
    ///     let host = Host { number: |number| number.to_string() };
    ///     recorder.record(grant, what, &mut Random::seeded([1, 2, 3, 4]), &mut Effects::new(host))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing is recorded.
    pub fn record(
        &mut self,
        grant: &Grant<Analytics>,
        what: Happening,
        random: &mut Random,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        // Of these three the visitor learns; what is refused must not have been learnt.
        let before = (what.kind != Kind::Track).then(|| self.visitor.clone());
        if let Err(fault) = self.record_it(what, random, effects) {
            if let Some(before) = before {
                self.visitor = before;
                if let Some(visitor) = &self.visitor {
                    visitor.keep(effects);
                }
            }
            effects.notice(Notice::Failed(Failure::input(&fault)));
        }
        Ok(())
    }

    fn record_it(&mut self, mut what: Happening, random: &mut Random, effects: &mut Effects) -> Result<(), Fault> {
        let settings = &self.delivery.settings;
        let is_bot = *self.is_bot.get_or_insert_with(|| self.device.is_bot());
        if is_bot && settings.drops_bots {
            return Ok(());
        }
        if settings.redacts {
            what.redact()?;
        }
        let violation = match what.kind {
            Kind::Track => settings.contracts.check(&what.name, &what.properties),
            _ => None,
        };
        self.violations += u64::from(violation.is_some());
        if violation.as_ref().is_some_and(|violation| violation.on_violation == OnViolation::Drop) {
            self.dropped.contract += 1;
            return Ok(());
        }
        // Only the view that the link led to: what follows is of whoever that is.
        let linked = match what.kind {
            Kind::Page => link::accept(&what.page, settings, &self.device, what.at_ms),
            _ => None,
        };
        let visitor = visitor_of(&mut self.visitor, linked, &mut what, settings, random, effects)?;
        let Some(visitor) = visitor else { return Ok(()) };
        self.dropped.hold_full += self.hold.take_overflowed();
        let (message_id, priority) = (random.uuid_v7(what.at_ms), what.priority(settings));
        let event = Event { what, message_id, seq: self.seq + 1 };
        let mut wire = Wire {
            visitor,
            device: &self.device,
            is_bot,
            priority,
            lookback_ms: settings.lookback_ms,
            violation: violation.as_deref(),
            violations: self.violations,
            instance_id: &self.instance_id,
            dropped: self.dropped,
        };
        let mut json = wire.write(&event, effects.json());
        if json.len() > MAX_EVENT_BYTES && priority == Priority::Conversion {
            // An order is worth more than the whole way to it: the first touch and the last stay.
            wire.lookback_ms = 0;
            json = wire.write(&event, effects.json());
        }
        if json.len() > MAX_EVENT_BYTES {
            return Err(too_large());
        }
        let row = Row { id: event.message_id.clone(), priority, json };
        self.seq = event.seq;
        let view = event.to_view(effects.json());
        if self.has_hooks {
            effects.notice(Notice::Hook(row.json.clone()));
            self.hooked.push((row, view));
        } else {
            self.enter(row, view, effects);
        }
        Ok(())
    }

    /// Takes back an event that the page's functions have looked at, as they left it; `None` where they dropped it. What identifies
    /// it stays as it was.
    ///
    /// # Errors
    /// [`StaleGrant`]; then it is not recorded.
    pub fn looked_at(
        &mut self,
        grant: &Grant<Analytics>,
        id: &str,
        event: Option<Value>,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        let Some(index) = self.hooked.iter().position(|(row, _)| row.id == id) else { return Ok(()) };
        let (mut row, view) = self.hooked.remove(index);
        let Some(mut event) = event else {
            self.dropped.hook += 1;
            return Ok(());
        };
        // What they made of it that is no event is not done.
        if let Value::Object(members) = &mut event {
            members.retain(|(key, _)| key != "messageId");
            event.put("messageId", id.into());
            let mut json = effects.json();
            json.value(&event);
            let json = json.finish();
            if json.len() > MAX_EVENT_BYTES {
                effects.notice(Notice::Failed(Failure::input(&too_large())));
            } else {
                row.json = json;
            }
        }
        self.enter(row, view, effects);
        Ok(())
    }

    /// Into the durable queue, and on its way.
    fn enter(&mut self, row: Row, view: String, effects: &mut Effects) {
        if self.delivery.role != Role::Unkept {
            effects.push(Effect::Persist(row.clone()));
        }
        if let Some(visitor) = &self.visitor {
            visitor.keep(effects);
        }
        effects.notice(Notice::Recorded { id: row.id.clone(), view: view.clone() });
        if self.recent.len() == MAX_RECENT {
            self.recent.remove(0);
        }
        self.recent.push(view);
        self.queue(row, effects);
    }

    /// Records a happening unless `key` was recorded in this session already.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing is recorded.
    pub fn record_once(
        &mut self,
        grant: &Grant<Analytics>,
        key: &str,
        what: Happening,
        random: &mut Random,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        let limits = &self.delivery.settings.session;
        if self.visitor.as_ref().is_some_and(|visitor| visitor.session.has(key, what.at_ms, limits)) {
            return Ok(());
        }
        let before = self.seq;
        self.record(grant, what, random, effects)?;
        if let Some(visitor) = self.visitor.as_mut().filter(|_| self.seq > before) {
            visitor.session.once.push(key.into());
            visitor.keep(effects);
        }
        Ok(())
    }

    /// The address of a link with the visitor in it, for another site of ours (as JSON); `null` where it is none.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn link(
        &self,
        grant: &Grant<Analytics>,
        url: &str,
        page: &Page,
        now_ms: u64,
        mut json: Json,
    ) -> Result<String, StaleGrant> {
        grant.check()?;
        let settings = &self.delivery.settings;
        let visitor = self.visitor.as_ref().filter(|visitor| visitor.is_sampled(settings));
        let decorated =
            visitor.and_then(|visitor| link::decorate(url, visitor, page.host(), settings, &self.device, now_ms));
        json.text_or_null(decorated.as_deref());
        Ok(json.finish())
    }

    /// What led here, visit by visit (`Touches`); `null` before anything was recorded.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn touches(&self, grant: &Grant<Analytics>, mut json: Json) -> Result<String, StaleGrant> {
        grant.check()?;
        match &self.visitor {
            Some(visitor) => visitor.touches.write(0, &mut json),
            None => json.null(),
        }
        Ok(json.finish())
    }

    /// Takes note of how the view that ends was attended to; the next one tells it.
    ///
    /// # Errors
    /// [`StaleGrant`]; then it is forgotten.
    pub fn attend(
        &mut self,
        grant: &Grant<Analytics>,
        page: &Page,
        engaged_ms: u64,
        scroll_percent: u64,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        let path = page.text("path");
        let redacted = if self.delivery.settings.redacts { redact(path) } else { None };
        let path = redacted.unwrap_or_else(|| path.into());
        if let Some(visitor) = &mut self.visitor {
            visitor.attention = Some(Attention { path, engaged_ms, scroll_percent: scroll_percent.min(100) });
            visitor.keep(effects);
        }
        Ok(())
    }

    /// Takes up a row of the durable queue.
    ///
    /// # Errors
    /// [`StaleGrant`]; then it is not taken up.
    pub fn adopt(&mut self, grant: &Grant<Analytics>, row: Row, effects: &mut Effects) -> Result<(), StaleGrant> {
        grant.check()?;
        if !self.delivery.knows(&row.id) {
            self.queue(row, effects);
        }
        Ok(())
    }

    /// Takes the answer to a batch.
    pub fn land(&mut self, number: u32, outcome: Outcome, now_ms: u64, random: &mut Random, effects: &mut Effects) {
        self.dropped.refused += self.delivery.land(number, outcome, now_ms, random, effects) as u64;
        let asked_until_ms = self.delivery.patience.asked_until_ms();
        if let Some(visitor) = self.visitor.as_mut().filter(|visitor| visitor.paused_until_ms != asked_until_ms) {
            visitor.paused_until_ms = asked_until_ms;
            visitor.keep(effects);
        }
    }

    /// Counts rows of the durable queue that cannot be read.
    pub fn quarantined(&mut self, count: u64) {
        self.dropped.corrupt += count;
    }

    fn queue(&mut self, row: Row, effects: &mut Effects) {
        let lost = self.delivery.push(row, effects) as u64;
        if self.delivery.is_blocked() {
            self.dropped.blocked += lost;
        } else {
            self.dropped.queue_full += lost;
        }
    }

    /// The name of the running instance.
    #[must_use]
    pub fn instance_id(&self) -> &str {
        &self.instance_id
    }

    /// The last events, oldest first, for JavaScript.
    #[must_use]
    pub fn recent(&self, mut json: Json) -> String {
        json.list();
        for event in &self.recent {
            json.raw(event);
        }
        json.end();
        json.finish()
    }

    /// The campaign of the current session, as attributes.
    #[must_use]
    pub fn campaign(&self) -> Option<&Value> {
        Some(self.visitor.as_ref()?.session.campaign.as_ref()?.value())
    }

    /// Whether what is stored is of another visitor than the one whose events these are.
    #[must_use]
    pub fn is_of_another(&self, stored: &Value) -> bool {
        let id = stored.get("id").and_then(Value::as_text);
        self.visitor.as_ref().is_some_and(|visitor| Some(visitor.id.as_str()) != id)
    }

    /// Lets go of everything that this page has in memory. What is stored is of somebody else by now.
    pub fn abandon(&mut self, effects: &mut Effects) {
        self.wipe_hold();
        self.delivery.clear(effects);
        self.visitor = None;
        self.recent.clear();
        self.hooked.clear();
    }

    /// Forgets everything: hold, queue, durable rows, visitor, in this order.
    pub fn forget(&mut self, effects: &mut Effects) {
        self.abandon(effects);
        effects.push(Effect::Purge);
        effects.push(Effect::Forget { key: Key::Visitor });
    }
}

fn too_large() -> Fault {
    Fault::new("properties", FaultKind::Value, &["make an event of more than 32 KB"])
}
