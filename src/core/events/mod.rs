//! Room 2: what happened that we may record?
//!
//! Place in the flow: after consent. A [`Happening`] becomes an [`Event`] only against a
//! [`Grant<Analytics>`](crate::consent::Grant); before a choice it may wait in the [`Hold`]. The [`Recorder`] knows visitor,
//! session and campaign, numbers the events and keeps the [`Queue`] that delivers them in Segment-shaped batches. It scores
//! nothing and touches no network: batches leave as effects.

mod arrival;
mod aside;
mod attention;
pub mod bot;
mod campaign;
mod channel;
pub mod click_id;
mod contract;
mod delivery;
mod device;
mod dropped;
mod encoder;
mod event;
mod hold;
mod identity;
mod link;
mod outcome;
mod page;
mod patience;
mod priority;
mod queue;
mod recorder;
mod redact;
mod role;
mod session;
mod settings;
pub mod sources;
mod touch;
mod visit;
mod visitor;
mod wire;

pub use arrival::{Arrival, SourceMedium, source_of};
pub use campaign::Campaign;
pub use channel::{Channel, Profile, channel};
pub use contract::{Contracts, OnViolation, Violation};
pub use delivery::{Delivery, Leave};
pub use device::Device;
pub use dropped::Dropped;
pub use encoder::Format;
pub use event::{Event, Happening, Kind, MAX_EVENT_BYTES};
pub use hold::{Held, Hold};
pub use identity::{Identity, Who};
pub use outcome::Outcome;
pub use page::Page;
pub use patience::Patience;
pub use priority::Priority;
pub use queue::{Flight, Queue, Row};
pub use recorder::Recorder;
pub use redact::{redact, redact_value};
pub use role::Role;
pub use session::{SESSION_IDLE_MS, Session, SessionLimits};
pub use settings::Settings;
pub use touch::{Touch, Touches};
pub use visitor::Visitor;
