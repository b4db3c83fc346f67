//! Everything that we touch in the host, one file for each thing. They convert and carry; they decide nothing.

pub mod clock;
pub mod convert;
pub mod dom;
pub(crate) mod host;
pub mod listen;
pub mod locks;
pub mod news;
pub mod outbox;
pub mod page;
pub mod random;
pub mod store;
pub mod transport;
