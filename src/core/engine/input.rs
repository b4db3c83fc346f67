//! What the engine is told. The shell makes an input of everything that happens in the page.

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::Shown;
use crate::events::{Device, Leave, Outcome, Page, Role, Row, Who};
use crate::value::Value;

/// Something that happened in the page.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is not moved about")]
pub enum Input {
    /// The engine begins on this page: once, before everything else.
    Start(Start),
    /// Another tab changed what is stored.
    Restored(Stored),
    /// The code is there that [`Start::is_partial`] said was missing.
    Whole(Stored),
    /// A page is viewed (again): a new view of a single-page site.
    View {
        /// The page.
        page: Page,
        /// What the site tells of it.
        properties: Value,
        /// When it was called, which may be before the engine ran.
        at_ms: u64,
    },
    /// What follows happens on another page, of which no view was told: a single-page site's, as a rule, that tells it later.
    Moved {
        /// The page.
        page: Page,
    },
    /// The site records an event.
    Track {
        /// Its name.
        name: String,
        /// Its properties.
        properties: Value,
        /// When it was called, which may be before the engine ran.
        at_ms: u64,
    },
    /// The site says who the visitor is.
    Who {
        /// What it says.
        who: Who,
        /// When it was called, which may be before the engine ran.
        at_ms: u64,
    },
    /// The present view ends, or may end: how it was attended to so far.
    Attend {
        /// How long the page was looked at: visible, focused, and the visitor not idle.
        engaged_ms: u64,
        /// How far down it was seen, in percent of its height.
        scroll_percent: u64,
    },
    /// The visitor answers: yes or no to some purposes.
    Choose {
        /// Purpose or service, and answer.
        answers: Vec<(String, bool)>,
        /// How the visitor was asked.
        shown: Shown,
    },
    /// The visitor wants everything erased.
    Erase,
    /// The page says where the visitor is.
    Region {
        /// `DE`, `US-CA`; empty for nobody knows.
        hint: String,
    },
    /// Another consent manager of this page tells the visitor's answers.
    External {
        /// Its names, and the answers; `None` where it says that no law of its own applies.
        answers: Option<Vec<(String, bool)>>,
    },
    /// The site's endpoint took a receipt.
    Countersigned {
        /// The receipt's id.
        id: String,
        /// What it answered, as JSON.
        answer: String,
    },
    /// Something about a slot in this page.
    Slot {
        /// The slot's name.
        name: String,
        /// What.
        sight: Sight,
    },
    /// What this tab does for others from now on.
    Role(Role),
    /// Events of the durable queue that this tab, the sender, may not know.
    Adopted {
        /// They.
        rows: Vec<Row>,
        /// How many could not be read, and were set aside.
        corrupt: u64,
    },
    /// These events are in the durable queue now.
    Kept {
        /// Their `messageId`s.
        ids: Vec<String>,
    },
    /// Functions of the page want to look at each event before it is kept.
    Hooks,
    /// They have looked at one.
    Hooked {
        /// Its `messageId`.
        id: String,
        /// The event as it is to be sent, or `None` where they dropped it.
        event: Option<Value>,
    },
    /// A tab that is looked at records, and this one, the sender, is not looked at.
    Pass,
    /// The device is online again.
    Online,
    /// What became of a batch.
    Answered {
        /// The batch's number.
        number: u32,
        /// The answer.
        answer: Answer,
    },
    /// The time that was asked for has come.
    Tick,
    /// The page is hidden; it may come back.
    Hidden,
    /// The page is going away; answers will not be seen.
    Leaving(Leave),
}

/// How the engine begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// 128 bits of the host's randomness.
    pub seed: [u32; 4],
    /// What storage holds.
    pub stored: Stored,
    /// Whether the browser sends Global Privacy Control.
    pub gpc: bool,
    /// Where the visitor is, as the page knows (`DE`, `US-CA`); empty where it does not.
    pub region: String,
    /// The region of the browser's time zone: a country, or `EEA`; empty where it tells nothing.
    pub by_time_zone: String,
    /// Whether a search engine's program reads the page: it has nothing to answer, and its picture of the page is of the page.
    pub is_crawler: bool,
    /// Whether the code that only a grant leads to is still missing. Then nothing is granted, and what happens waits, until
    /// [`Input::Whole`]; [`Notice::Want`](crate::Notice::Want) asks for it.
    pub is_partial: bool,
    /// What the browser says of itself.
    pub device: Device,
    /// The page, whose view is recorded.
    pub page: Page,
    /// When the page was opened, in milliseconds since the epoch: before the engine was there.
    pub at_ms: u64,
    /// What this tab does for others, until more is known.
    pub role: Role,
    /// Whether functions of the page want to look at each event.
    pub has_hooks: bool,
}

/// What storage holds; `Null` for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// Under `courtesy.consent`.
    pub consent: Value,
    /// What all subdomains share: the cookie `courtesy.consent`.
    pub shared: Value,
    /// Under `courtesy.receipts`.
    pub receipts: Value,
    /// Under `courtesy.visitor`.
    pub visitor: Value,
    /// Under `courtesy.intent`.
    pub intent: Value,
    /// Under `courtesy.ahead`.
    pub ahead: Value,
}

/// Something about a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It stands in the page.
    Found {
        /// The variant in it now: `default`, or what the boot script put there ahead.
        shown: String,
        /// Whether it was painted in view already.
        is_painted: bool,
    },
    /// The last of its name left the page: the next one begins anew.
    Gone,
    /// It was painted in view.
    Painted,
    /// At least half of it is in view.
    Viewed,
}

/// The answer to a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The receiver answered, or nobody did.
    Received(Outcome),
    /// The browser took a beacon, or did not.
    Beacon {
        /// Whether it did.
        is_taken: bool,
    },
}
