//! Room 3: what does this visitor seem to want?
//!
//! Place in the flow: after events, before slots. Declared [`Signal`]s turn what happens into points, per intent, decayed and
//! capped; [`Scorer::explain`] says which signal gave what. Works only against a
//! [`Grant<Personalization>`](crate::consent::Grant), on the device, and tells nobody: scores leave it only as attributes for
//! slots and as views for the page.

mod decay;
mod explain;
mod model;
mod profile;
mod scorer;
mod signal;

pub use model::{Intent, Model};
pub use profile::Profile;
pub use scorer::Scorer;
pub use signal::{Reading, Signal};
