//! Everything that we touch in the host, by functions of js/src/host. They convert and carry; they decide nothing.
//!
//! Only numbers and texts cross. A type of the host that Rust held would cost the visitor its table, its glue and some 60 bytes
//! for each place where it is used; one that stays on its own side costs a word of JavaScript.

pub mod clock;
pub mod door;
pub mod host;
pub mod outbox;
pub mod page;
pub mod store;
