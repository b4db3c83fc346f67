//! Room 1: what did this visitor allow, and why?
//!
//! Place in the flow: first. Owns the [`Policy`], the [`Signals`] the browser sends, the visitor's [`Choice`], the pure
//! [`decide`] over the three, and the [`Grant`]s that later rooms ask for. Does not ask the visitor (that is the page's
//! part) and records no event.

mod choice;
mod decide;
mod grant;
mod ledger;
mod policy;
mod why;

pub use choice::{Choice, Standing};
pub use decide::{Rule, Signals, Verdict, decide};
pub use grant::{Analytics, Grant, Personalization, Purpose, StaleGrant};
pub use ledger::Ledger;
pub use policy::{DeclaredPurpose, Policy};
pub use why::Why;
