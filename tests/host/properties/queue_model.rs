//! What a careful reader of DESIGN.md would keep about every event: in which one place it is. Told the same things as the
//! engine, it says which effects must follow, and compares.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use courtesy_core::value::Value;
use courtesy_core::{Effect, Lane};

use crate::json;

/// A batch under way.
#[derive(Clone, Debug)]
pub(crate) struct Flight {
    pub(crate) number: u32,
    pub(crate) is_fetch: bool,
    pub(crate) ids: Vec<String>,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    Accepted,
    Refused,
    NotNow,
    /// Put back where a smaller batch can be made of it, else refused.
    TooLarge,
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) is_allowed: bool,
    pub(crate) waiting: VecDeque<String>,
    pub(crate) flights: Vec<Flight>,
    pub(crate) durable: BTreeSet<String>,
    /// When each event came, to check that order is kept.
    arrivals: BTreeMap<String, usize>,
    /// Settled because accepted, and how often each was.
    pub(crate) delivered: BTreeMap<String, usize>,
    pub(crate) refused: BTreeSet<String>,
    withdrawn: BTreeSet<String>,
    /// What the engine must settle with the effects to come.
    must_settle: Vec<Vec<String>>,
    last_number: u32,
    /// A page has left, and come back: in which order what it left is sent again is not promised.
    has_left: bool,
}

impl Model {
    fn arrive(&mut self, id: &str) {
        let place = self.arrivals.len();
        self.arrivals.entry(id.into()).or_insert(place);
        self.waiting.push_back(id.into());
        self.durable.insert(id.into());
    }

    pub(crate) fn knows(&self, id: &str) -> bool {
        let under_way = self.flights.iter().flat_map(|flight| &flight.ids);
        self.waiting.iter().chain(under_way).any(|known| known == id)
    }

    /// Whether the id was ever in the queue.
    pub(crate) fn has_been_seen(&self, id: &str) -> bool {
        self.arrivals.contains_key(id)
    }

    pub(crate) fn adopt(&mut self, id: &str) {
        if self.is_allowed && !self.knows(id) {
            self.arrive(id);
        }
    }

    pub(crate) fn withdraw(&mut self) {
        self.is_allowed = false;
        self.withdrawn.extend(std::mem::take(&mut self.durable));
        self.waiting.clear();
        self.flights.clear();
    }

    /// A batch is answered.
    pub(crate) fn land(&mut self, number: u32, fate: Fate) {
        let Some(index) = self.flights.iter().position(|flight| flight.number == number) else { return };
        let flight = self.flights.remove(index);
        let fate = match fate {
            Fate::TooLarge if flight.ids.len() > 1 => Fate::NotNow,
            Fate::TooLarge => Fate::Refused,
            _ => fate,
        };
        match fate {
            Fate::Accepted => self.deliver(flight.ids),
            Fate::Refused => {
                self.refused.extend(flight.ids.iter().cloned());
                self.must_settle.push(flight.ids);
            }
            Fate::NotNow | Fate::TooLarge => self.put_back(flight.ids),
        }
    }

    /// The browser took what outlives the page, or did not: nobody will hear of it.
    pub(crate) fn left(&mut self, number: u32) {
        let Some(index) = self.flights.iter().position(|flight| flight.number == number) else { return };
        let flight = self.flights.remove(index);
        self.put_back(flight.ids);
    }

    fn deliver(&mut self, ids: Vec<String>) {
        for id in &ids {
            *self.delivered.entry(id.clone()).or_default() += 1;
        }
        self.must_settle.push(ids);
    }

    fn put_back(&mut self, ids: Vec<String>) {
        ids.into_iter().rev().for_each(|id| self.waiting.push_front(id));
    }

    /// Compares the effects with what must follow, and takes them in.
    pub(crate) fn take(&mut self, effects: &[Effect]) -> Result<(), String> {
        for effect in effects {
            match effect {
                Effect::Persist(row) => self.persisted(&row.id, &row.json)?,
                Effect::Settle { ids } => {
                    let index = self.must_settle.iter().position(|due| due == ids).ok_or(format!("settles {ids:?}"))?;
                    self.must_settle.remove(index);
                    self.durable.retain(|id| !ids.contains(id));
                }
                Effect::Send { number, body, lane, .. } => self.sent(*number, body, *lane == Lane::Fetch)?,
                Effect::Purge if self.is_allowed => return Err("purges without a no".into()),
                _ => {}
            }
        }
        if let Some(due) = self.must_settle.pop() {
            return Err(format!("does not settle {due:?}"));
        }
        let under_way = self.flights.iter().flat_map(|flight| &flight.ids);
        let somewhere: Vec<&String> = self.waiting.iter().chain(under_way).collect();
        let places: BTreeSet<String> = somewhere.iter().map(|id| (*id).clone()).collect();
        if places.len() != somewhere.len() {
            return Err("an event is in two places".into());
        }
        if places != self.durable {
            return Err(format!("the durable queue holds {:?}, waiting or under way are {places:?}", self.durable));
        }
        Ok(())
    }

    fn persisted(&mut self, id: &str, json: &str) -> Result<(), String> {
        let wire = json::parse(json);
        let counted = wire.at("context.courtesy.dropped.refused").and_then(Value::as_whole).unwrap_or(0);
        if !self.is_allowed || self.arrivals.contains_key(id) {
            return Err(format!("records {id}, forbidden or twice"));
        }
        if counted != self.refused.len() as u64 {
            return Err(format!("counts {counted} refused events of {}", self.refused.len()));
        }
        self.arrive(id);
        Ok(())
    }

    fn sent(&mut self, number: u32, body: &str, is_fetch: bool) -> Result<(), String> {
        let body = json::parse(body);
        let Some(Value::List(events)) = body.get("batch") else { return Err("a body without a batch".into()) };
        let id = |event: &Value| event.get("messageId").and_then(Value::as_text).map(String::from);
        let ids: Vec<String> = events.iter().filter_map(id).collect();
        // What is sent by fetch is the oldest; a leaving page chooses.
        let is_next = if is_fetch {
            let next: Vec<String> = self.waiting.drain(..ids.len().min(self.waiting.len())).collect();
            ids == next
        } else {
            let waited = self.waiting.len();
            self.waiting.retain(|id| !ids.contains(id));
            waited - self.waiting.len() == ids.len()
        };
        if !self.is_allowed || ids.is_empty() || !is_next {
            return Err(format!("sends {ids:?}, which is not what waited"));
        }
        self.has_left |= !is_fetch;
        if !self.has_left && !ids.is_sorted_by_key(|id| self.arrivals.get(id)) {
            return Err(format!("sends out of order: {ids:?}"));
        }
        if number <= self.last_number || is_fetch && self.flights.iter().any(|flight| flight.is_fetch) {
            return Err(format!("sends batch {number} beside another, or twice"));
        }
        self.last_number = number;
        self.flights.push(Flight { number, is_fetch, ids });
        Ok(())
    }
}
