//! Room 4: what do we show, to whom, and did they see it?
//!
//! Place in the flow: last. Declared [`Slot`]s hold variants and ordered rules; [`Catalog::decide`] picks one and says why;
//! [`Ahead`] holds the next page's decisions for the boot script; [`Stage`] knows what this page shows, so that nothing
//! that was painted is swapped. It does not touch the DOM.

mod ahead;
mod decision;
mod slot;
mod split;
mod stage;

pub use ahead::Ahead;
pub use decision::{Decision, Reason};
pub use slot::{Audience, Catalog, DEFAULT_VARIANT, Outlook, Slot};
pub use split::{Split, bucket_ranges};
pub use stage::{EXPOSURE_EVENT, OnStage, Stage};

pub use crate::value::hash_v2;
