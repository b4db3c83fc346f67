//! One document of the browser: its engine, and what the host keeps for it.

use std::collections::VecDeque;

use courtesy_core::events::Role;
use courtesy_core::{Engine, Key};

use super::disk::Transaction;
use super::election::Standing;
use super::outbox::Outbox;
use super::plan::Hook;
use super::shell::{Call, Micro};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Running,
    Frozen,
    /// In the back/forward cache.
    Cached,
    Dead,
}

/// One document. Another one in the same tab is another one.
#[derive(Debug)]
pub(crate) struct Tab {
    pub(crate) engine: Engine,
    pub(crate) life: Life,
    pub(crate) is_hidden: bool,
    pub(crate) outbox: Outbox,
    pub(crate) transaction: Transaction,
    pub(crate) standing: Standing,
    /// What the engine was last told that it is.
    pub(crate) role: Role,
    pub(crate) micros: VecDeque<Micro>,
    /// Records to be written.
    pub(crate) pending: Vec<(Key, Option<String>)>,
    /// The consent record as last read or written; `None` before the start.
    pub(crate) known: Option<Option<String>>,
    pub(crate) told: Option<String>,
    pub(crate) has_channel: bool,
    /// When the last message arrives.
    pub(crate) heard_ms: u64,
    pub(crate) wake_ms: u64,
    pub(crate) timer: u64,
    pub(crate) hook: Option<Hook>,
    /// The batch whose answer is awaited, and of how many noes it left.
    pub(crate) awaits: Option<(u32, u64)>,
    /// Bytes of requests that may outlive the page, until when, and the number of the batch.
    pub(crate) quota: Vec<(usize, u64, u32)>,
    pub(crate) armed: Option<String>,
    /// What waits while it sleeps.
    pub(crate) held: Vec<Call>,
    /// How many connections to the queue it has closed.
    pub(crate) connection: u64,
    pub(crate) is_to_close_queue: bool,
    /// How often it has asked for the database.
    pub(crate) opening: u64,
    /// Its rows lie in localStorage: the database was refused, or did not come.
    pub(crate) is_local: bool,
    /// It crashes after so many microtasks.
    pub(crate) doomed: Option<u64>,
}

impl Tab {
    pub(crate) fn new(engine: Engine) -> Tab {
        Tab {
            engine,
            life: Life::Running,
            is_hidden: false,
            outbox: Outbox::default(),
            transaction: Transaction::default(),
            standing: Standing::default(),
            role: Role::Listening,
            micros: Default::default(),
            pending: Vec::new(),
            known: None,
            told: None,
            has_channel: true,
            heard_ms: 0,
            wake_ms: 0,
            timer: 0,
            hook: None,
            awaits: None,
            quota: Vec::new(),
            armed: None,
            held: Vec::new(),
            connection: 0,
            is_to_close_queue: false,
            opening: 0,
            is_local: false,
            doomed: None,
        }
    }
}
