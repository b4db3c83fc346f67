//! Which part a tab plays in the delivery of what all tabs of a site record.

/// What this tab does with its rows. The host elects one sender among the tabs that share a durable queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Sends what it recorded itself: nobody elects.
    #[default]
    Alone,
    /// The same, and nothing can be kept: the browser is asked ahead to send what waits, should the page end without a word.
    Unkept,
    /// Keeps its rows in the durable queue, and tells the sender of them once they are there.
    Listening,
    /// Sends for all tabs.
    Sending,
}
