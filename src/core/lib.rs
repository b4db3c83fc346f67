//! The engine of Courtesy: every rule of the product, and nothing else.
//!
//! ```text
//! page ── Input ──▶ engine ── Effect ──▶ page
//!             consent → events → intent → slots
//! ```
//!
//! # Layout, in reading order
//!
//! * [`engine`] – [`Engine::handle`]: one input in, effects out; the order of the rooms.
//! * [`consent`] – what did this visitor allow, and why? Mints [`consent::Grant`].
//! * [`events`] – what happened that we may record? Queue and batches.
//! * [`intent`] – what does this visitor seem to want? Scores and their explanation.
//! * [`slots`] – what do we show, to whom, and did they see it?
//! * [`value`], [`condition`], [`time`], [`random`] – the ground that the rooms stand on.
//!
//! A later room may use an earlier one, never the other way round.
//!
//! # What this crate does not do
//!
//! It has no clock, no randomness, no storage, no network and no DOM: `no_std` keeps it so. Time arrives with every call,
//! randomness as a seed in [`Input::Start`], all else as inputs; what it wants done leaves as [`Effect`]s. So the same
//! inputs give the same bits on the host and in Wasm.
//!
//! [`Engine::handle`]: engine::Engine::handle
//! [`Input::Start`]: engine::Input::Start
//! [`Effect`]: effect::Effect

#![no_std]

extern crate alloc;

pub mod condition;
pub mod consent;
pub mod effect;
pub mod engine;
pub mod events;
mod host;
pub mod intent;
pub mod random;
pub mod slots;
pub mod time;
pub mod value;

pub use effect::{Effect, Effects, Failure, Key, Lane, Notice};
pub use engine::{Engine, Input};
pub use host::Host;
