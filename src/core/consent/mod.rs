//! Room 1: what did this visitor allow, and why?
//!
//! Place in the flow: first. Owns the [`Policy`], the [`Jurisdiction`], the browser's signal, the visitor's [`Choice`], the pure
//! [`decide`] over them, the [`Receipts`], and the [`Grant`]s that later rooms ask for. Does not ask the visitor (that is the
//! page's part) and records no event.

mod act;
mod choice;
mod crawler;
mod decide;
mod grant;
mod item;
mod jurisdiction;
mod ledger;
mod policy;
mod receipt;
mod traces;
mod views;

pub use choice::{Answer, Choice, Standing};
pub use crawler::is_crawler;
use decide::decide_item;
pub use decide::{Rule, Situation, Verdict, decide};
pub use grant::{Analytics, Grant, Personalization, Purpose, StaleGrant};
pub use item::Item;
pub use jurisdiction::{Gpc, Jurisdiction, Law, Mode, Whereabouts};
pub use ledger::{Found, Ledger};
pub use policy::Policy;
pub use receipt::{ERASE, Receipts, Shown};
