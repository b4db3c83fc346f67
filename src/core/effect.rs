//! What the engine wants done. The shell carries effects out in order and decides nothing.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Deref;

use crate::events::Row;
use crate::host::Host;
use crate::value::{Fault, Json, Value, join};

/// Effects, in the order in which they are to be carried out.
#[derive(Clone, Debug)]
pub struct Effects {
    all: Vec<Effect>,
    host: Host,
}

impl Effects {
    /// No effects yet; what they hold as JSON is written with this host.
    #[must_use]
    pub fn new(host: Host) -> Effects {
        Effects { all: Vec::new(), host }
    }

    /// Begins a JSON text.
    #[must_use]
    pub fn json(&self) -> Json {
        Json::new(self.host)
    }

    /// Adds one. Not inlined: an effect is large, and pushed from many places.
    #[inline(never)]
    pub fn push(&mut self, effect: Effect) {
        self.all.push(effect);
    }

    /// Adds news for the page.
    #[inline(never)]
    pub fn notice(&mut self, notice: Notice) {
        self.push(Effect::Notice(notice));
    }

    /// Wants `value` kept under `key`.
    #[inline(never)]
    pub fn store(&mut self, key: Key, value: &Value) {
        let mut json = self.json();
        json.value(value);
        self.keep(key, json);
    }

    /// Wants a text kept under `key`.
    #[inline(never)]
    pub fn keep(&mut self, key: Key, json: Json) {
        self.push(Effect::Store { key, json: json.finish() });
    }

    /// Wants these events deleted from the durable queue, where there are any.
    #[inline(never)]
    pub fn settle(&mut self, ids: Vec<String>) {
        if !ids.is_empty() {
            self.push(Effect::Settle { ids });
        }
    }
}

impl Deref for Effects {
    type Target = [Effect];

    fn deref(&self) -> &[Effect] {
        &self.all
    }
}

impl IntoIterator for Effects {
    type Item = Effect;
    type IntoIter = alloc::vec::IntoIter<Effect>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

/// Something to do in the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep `json` under `key`. The last value of a task wins; a write may wait for the end of the task.
    Store {
        /// Which record.
        key: Key,
        /// Its text.
        json: String,
    },
    /// Delete what is kept under `key`.
    Forget {
        /// Which record.
        key: Key,
    },
    /// Keep the visitor's choice where all subdomains of the site find it.
    Share {
        /// Its text.
        json: String,
    },
    /// Write an event to the durable queue, before it is sent.
    Persist(Row),
    /// Delete these events from the durable queue: they need no further care.
    Settle {
        /// Their `messageId`s.
        ids: Vec<String>,
    },
    /// Delete the whole durable queue, of every tab: the visitor withdrew.
    Purge,
    /// Post a batch, and tell [`Input::Answered`](crate::Input::Answered) what came of it.
    Send {
        /// The batch's number.
        number: u32,
        /// Where to.
        url: String,
        /// The body, as `text/plain`.
        body: String,
        /// By which way.
        lane: Lane,
        /// Whether the receiver takes it compressed, by gzip.
        gzip: bool,
    },
    /// Tell the tab that sends of these events, which are in the durable queue.
    Relay {
        /// They.
        rows: Vec<Row>,
    },
    /// Have the browser post this body should the page end without a word; replaces an earlier one. An empty body: nothing any more.
    Arm {
        /// Where to.
        url: String,
        /// The body.
        body: String,
    },
    /// Let another tab be the sender, if one wants to.
    Pass,
    /// Come back with [`Input::Tick`](crate::Input::Tick) at this time; replaces an earlier wake.
    Wake {
        /// When, in milliseconds since the epoch.
        at_ms: u64,
    },
    /// Put a variant into a slot of this page.
    Render {
        /// The slot's name.
        slot: String,
        /// The variant's id.
        variant: String,
        /// Its content as JSON: field names with text, or with text and attributes; `null` for the default.
        fields: String,
    },
    /// Tell those who listen.
    Notice(Notice),
}

/// The records kept in the browser's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The visitor's choice.
    Consent,
    /// The receipts of all choices.
    Receipts,
    /// Visitor and session. Needs a grant for analytics.
    Visitor,
    /// Profile and signal values. Needs a grant for personalization.
    Intent,
    /// The next page's decisions. Needs a grant for personalization.
    Ahead,
}

impl Key {
    /// All keys.
    pub const ALL: [Key; 5] = [Key::Consent, Key::Receipts, Key::Visitor, Key::Intent, Key::Ahead];

    /// The name in storage.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Key::Consent => "courtesy.consent",
            Key::Receipts => "courtesy.receipts",
            Key::Visitor => "courtesy.visitor",
            Key::Intent => "courtesy.intent",
            Key::Ahead => "courtesy.ahead",
        }
    }
}

/// The way by which a batch leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// `fetch`: its answer is awaited.
    Fetch,
    /// `sendBeacon`: the page is going away; the answer is only whether the browser took it.
    Beacon,
    /// `fetchLater`, at once: what did not fit into a beacon. The answer is the same.
    Later,
}

/// News for the page, told as JSON text. Handed over only after the engine has returned.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The visitor must be asked.
    Ask,
    /// Something is allowed, and its code is not there: [`Input::Whole`](crate::Input::Whole) is awaited. Told again with the next
    /// change of consent, since it may have failed to come.
    Want,
    /// What is allowed is known, or has changed (a `ConsentView`).
    Consent(String),
    /// What withdrawn items had kept is to be removed (`Withdrawn`).
    Clean(String),
    /// A receipt is to be countersigned (a `Receipt`): [`Input::Countersigned`](crate::Input::Countersigned) says where it was.
    Receipt(String),
    /// The page's functions are to look at an event (as it will be sent): [`Input::Hooked`](crate::Input::Hooked) says what they
    /// made of it.
    Hook(String),
    /// An event was recorded.
    Recorded {
        /// Its `messageId`.
        id: String,
        /// An `EventView`.
        view: String,
    },
    /// A score changed (intent → score).
    Scores(String),
    /// A slot of this page was decided (a `Decision`).
    Decided(String),
    /// Something failed; nothing else is affected.
    Failed(Failure),
}

/// A failure, for the developer: becomes an `Error` with `name`, `kind` and `path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `ConfigError`, `InputError`, `StorageError`, `DeliveryError`.
    pub name: &'static str,
    /// Which kind, as a word.
    pub kind: &'static str,
    /// Where in config or input; empty where there is no path.
    pub path: String,
    /// What happened and what it means, as a sentence.
    pub message: String,
}

impl Failure {
    /// A fault in the config.
    #[must_use]
    pub fn config(fault: &Fault) -> Failure {
        Failure::from_fault("ConfigError", fault)
    }

    /// A fault in what the page handed over.
    #[must_use]
    pub fn input(fault: &Fault) -> Failure {
        Failure::from_fault("InputError", fault)
    }

    fn from_fault(name: &'static str, fault: &Fault) -> Failure {
        let message = join(&[&fault.sentence(), "."]);
        Failure { name, kind: fault.kind.as_str(), path: fault.path.clone(), message }
    }

    /// The receiver of events does not answer, or does not want them.
    #[must_use]
    pub fn delivery(kind: &'static str, message: impl Into<String>) -> Failure {
        Failure { name: "DeliveryError", kind, path: String::new(), message: message.into() }
    }
}
