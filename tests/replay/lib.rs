//! Replays case files against the engine: the same runner for the host ring and for the Wasm ring.
//!
//! # Layout, in reading order
//!
//! * [`files`] – the case files, compiled in, so that both rings run the same bytes.
//! * [`room`] – runs every file of a room and compares its digest with the blessed one.
//! * `case`, then one file a kind: `engine_case`, `condition_case`, `config_case`.
//! * `page` – the page around an engine: its storage and its durable queue, as a model.
//! * `host` – what a host of Rust lends the engine in place of a browser.
//! * `probe` – what a step may expect; `matching` – what "as expected" means.
//! * [`Transcript`] – everything that was seen, and its digest.
//!
//! What this crate does not do: read JSON. The host's reader is handed in ([`Parse`]), so that in Wasm the text that the
//! core wrote is read by a browser's own `JSON.parse`.

mod alias;
mod case;
mod condition_case;
mod config_case;
mod effect_value;
mod engine_case;
pub mod files;
mod host;
mod input_reader;
mod matching;
mod page;
pub mod place;
mod probe;
mod room;
mod transcript;

pub use case::{Played, run};
pub use effect_value::{effect_to_value, label};
pub use host::{HOST, json_text, number_text};
pub use room::{FileRun, run_file, run_room};
pub use transcript::{Transcript, digest};

use courtesy_core::value::Value;

/// The host's reader of JSON text. Text that is not JSON gives `Null`.
pub type Parse = fn(&str) -> Value;
