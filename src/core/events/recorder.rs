//! Turns happenings into events: gives them a visitor, a session, a number and an identity, and queues them.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Delivery, Dropped, Event, Happening, Held, Hold, MAX_EVENT_BYTES, Outcome, Row, Visitor};
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
    visitor: Option<Visitor>,
    hold: Hold,
    seq: u64,
    dropped: Dropped,
    /// Rows of earlier pages that are believed to have arrived.
    doubtful: Vec<Row>,
    /// Which of them did arrive: the durable queue may hand them out once more before it has deleted them.
    arrived: Vec<String>,
    /// The last events, for the page to look at.
    recent: Vec<String>,
    /// The way out.
    pub delivery: Delivery,
}

impl Recorder {
    /// Names the instance.
    pub fn start(&mut self, instance_id: String) {
        self.instance_id = instance_id;
    }

    /// Takes up the visitor of an earlier page.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn restore(&mut self, grant: &Grant<Analytics>, stored: &Value) -> Result<(), StaleGrant> {
        grant.check()?;
        self.visitor = Visitor::from_record(stored);
        Ok(())
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
        let Some(first) = self.hold.first().filter(|_| self.visitor.is_none() && grant.check().is_ok()) else { return };
        let visitor = Visitor::new(random, first.at_ms, first.page.campaign.clone());
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
        let (at_ms, campaign) = (what.at_ms, what.page.campaign.clone());
        let visitor = self.visitor.get_or_insert_with(|| Visitor::new(random, at_ms, campaign.clone()));
        visitor.touch(random, at_ms, campaign.as_ref());
        self.dropped.hold_full += self.hold.take_overflowed();
        self.seq += 1;
        let event = Event { what, message_id: random.uuid_v7(at_ms), seq: self.seq };
        let json = event.to_wire(visitor, &self.instance_id, self.dropped, effects.json());
        let row = Row { id: event.message_id.clone(), json };
        if row.json.len() > MAX_EVENT_BYTES {
            self.seq -= 1;
            let fault = Fault::new("properties", FaultKind::Value, &["make an event of more than 32 KB"]);
            effects.notice(Notice::Failed(Failure::input(&fault)));
            return Ok(());
        }
        effects.push(Effect::Persist { id: row.id.clone(), json: row.json.clone() });
        visitor.keep(effects);
        let view = event.to_view(effects.json());
        effects.notice(Notice::Recorded(view.clone()));
        if self.recent.len() == MAX_RECENT {
            self.recent.remove(0);
        }
        self.recent.push(view);
        self.queue(row, effects);
        Ok(())
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
        if self.visitor.as_ref().is_some_and(|visitor| visitor.session.has(key, what.at_ms)) {
            return Ok(());
        }
        self.record(grant, what, random, effects)?;
        if let Some(visitor) = &mut self.visitor {
            visitor.session.once.push(key.into());
            visitor.keep(effects);
        }
        Ok(())
    }

    /// Takes up a row that an earlier page left behind. One that is believed to have arrived waits for the next answer.
    ///
    /// # Errors
    /// [`StaleGrant`]; then it is not taken up.
    pub fn adopt(&mut self, grant: &Grant<Analytics>, row: Row, effects: &mut Effects) -> Result<(), StaleGrant> {
        grant.check()?;
        let is_known = self.doubtful.iter().any(|known| known.id == row.id) || self.arrived.contains(&row.id);
        if is_known || self.delivery.knows(&row.id) {
            return Ok(());
        }
        if self.visitor.as_ref().is_some_and(|visitor| visitor.believed.contains(&row.id)) {
            self.doubtful.push(row);
        } else {
            self.queue(row, effects);
        }
        Ok(())
    }

    /// Takes the answer to a batch. It also tells whether the receiver stood when the page before this one left: if so, what
    /// that page believed was true; if not, it is sent again.
    pub fn land(&mut self, number: u32, outcome: Outcome, now_ms: u64, random: &mut Random, effects: &mut Effects) {
        let Some(refused) = self.delivery.land(number, outcome, now_ms, random, effects) else { return };
        self.dropped.refused += refused as u64;
        let doubtful = core::mem::take(&mut self.doubtful);
        let mut believed = Vec::new();
        if let Some(visitor) = self.visitor.as_mut().filter(|visitor| !visitor.believed.is_empty()) {
            believed = core::mem::take(&mut visitor.believed);
            visitor.keep(effects);
        }
        // Rows of earlier pages may leave before anything was recorded on this one, and so before there is a visitor.
        for row in &doubtful {
            if !believed.contains(&row.id) {
                believed.push(row.id.clone());
            }
        }
        if believed.is_empty() {
            return;
        }
        if outcome == Outcome::Accepted {
            for id in &believed {
                self.arrived.push(id.clone());
            }
            effects.settle(believed);
        } else {
            self.delivery.disbelieve(doubtful);
        }
    }

    /// Takes the browser's answer to a beacon: whether it took the body.
    pub fn beaconed(&mut self, number: u32, is_taken: bool, effects: &mut Effects) {
        let believed = self.delivery.beaconed(number, is_taken);
        self.believe(believed, effects);
    }

    /// Notes rows whose answer will not be seen. They stay in the durable queue until the next answer tells.
    fn believe(&mut self, mut rows: Vec<Row>, effects: &mut Effects) {
        if let Some(visitor) = self.visitor.as_mut().filter(|_| !rows.is_empty()) {
            for row in &rows {
                visitor.believed.push(row.id.clone());
            }
            visitor.keep(effects);
        }
        self.doubtful.append(&mut rows);
    }

    fn queue(&mut self, row: Row, effects: &mut Effects) {
        let lost = self.delivery.push(row);
        self.dropped.queue_full += lost.len() as u64;
        effects.settle(lost);
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
    pub fn abandon(&mut self) {
        self.wipe_hold();
        self.delivery.clear();
        self.visitor = None;
        self.doubtful.clear();
        self.arrived.clear();
        self.recent.clear();
    }

    /// Forgets everything: hold, queue, durable rows, visitor, in this order.
    pub fn forget(&mut self, effects: &mut Effects) {
        self.abandon();
        effects.push(Effect::Purge);
        effects.push(Effect::Forget { key: Key::Visitor });
    }
}
