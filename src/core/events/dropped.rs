//! Counts what had to be dropped. The counts travel with every event, so that a receiver can compute the loss itself.

use crate::value::Json;

/// How many events were dropped in this engine's life, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// The queue was full; the oldest went.
    pub queue_full: u64,
    /// The hold was full before the visitor answered; the newest went.
    pub hold_full: u64,
    /// The receiver refused them for good.
    pub refused: u64,
    /// Nobody could be reached for so long that no more was gathered: an ad blocker, as a rule.
    pub blocked: u64,
    /// Found in the durable queue, and not to be read.
    pub corrupt: u64,
    /// They broke a contract that drops what breaks it.
    pub contract: u64,
    /// A function of the page's (`events.use`) dropped them.
    pub hook: u64,
}

impl Dropped {
    /// For the wire: reasons that never happened are left out.
    pub fn write(&self, json: &mut Json) {
        json.open();
        let mut count = |reason, count| {
            if count > 0 {
                json.key(reason).whole(count);
            }
        };
        count("queue_full", self.queue_full);
        count("hold_full", self.hold_full);
        count("refused", self.refused);
        count("blocked", self.blocked);
        count("corrupt", self.corrupt);
        count("contract", self.contract);
        count("hook", self.hook);
        json.close();
    }
}
