//! What is going to happen, by its time. Of two things at one time the first that was said happens first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::network::Request;
use super::shell::Call;

#[derive(Debug)]
pub(crate) enum Event {
    /// A task of this tab.
    Task(usize, Call),
    /// Its timer rings, if it is still this one.
    Timer(usize, u64),
    /// A `storage` event.
    Stored(usize),
    /// A message of another tab.
    Said(usize, Message),
    /// A lock is granted to a request of this number.
    Granted(usize, u64),
    /// A lease is looked at.
    Look(usize, u64, bool),
    /// This connection of the tab's is open.
    Opened(usize, u64),
    /// The database that the tab has asked for so many times is refused, or has taken too long.
    NotOpened(usize, u64),
    /// Rows that were read by this connection of the tab's.
    Read(usize, u64, Vec<(String, String)>, u64),
    /// The disk has time for the next thing.
    Disk,
    /// Its connection is to be closed: another tab deletes the queue.
    VersionChange(usize),
    Arrives(Request),
}

#[derive(Clone, Debug)]
pub(crate) enum Message {
    Rows(Vec<(String, String)>),
    Consent(Option<String>),
}

#[derive(Debug, Default)]
pub(crate) struct Agenda {
    order: BinaryHeap<Reverse<(u64, u64)>>,
    events: BTreeMap<u64, Event>,
    last: u64,
    /// How many leases are to be looked at: they go on for ever.
    looks: usize,
}

impl Agenda {
    pub(crate) fn add(&mut self, at_ms: u64, event: Event) {
        self.last += 1;
        self.looks += usize::from(matches!(event, Event::Look(..)));
        self.order.push(Reverse((at_ms, self.last)));
        self.events.insert(self.last, event);
    }

    /// The next that happens until then.
    pub(crate) fn next(&mut self, until_ms: u64) -> Option<(u64, Event)> {
        let Reverse((at_ms, number)) = *self.order.peek()?;
        if at_ms > until_ms {
            return None;
        }
        self.order.pop();
        let event = self.events.remove(&number)?;
        self.looks -= usize::from(matches!(event, Event::Look(..)));
        Some((at_ms, event))
    }

    /// Nothing more will happen of itself.
    pub(crate) fn is_quiet(&self) -> bool {
        self.events.len() == self.looks
    }
}
