//! The order of the four rooms: consent → events → intent → slots. No rule of its own but that order.
//!
//! [`Engine::new`] compiles a config, [`Engine::handle`] takes one [`Input`] and answers with effects, and the views
//! (`consent_view`, `why`, `explain`, `decide` …) say what stands and why, changing nothing.

mod config;
mod flow;
mod input;
mod permit;
mod rest;
mod show;
mod views;

pub use config::faults;
pub use input::{Answer, Input, Sight, Start, Stored};

use alloc::string::String;
use core::mem::ManuallyDrop;

use crate::consent::Ledger;
use crate::effect::Effects;
use crate::events::{Page, Recorder};
use crate::host::Host;
use crate::intent::Scorer;
use crate::random::Random;
use crate::slots::{Catalog, Stage};
use crate::value::{Fault, Json, Value};
use rest::Rest;

/// The engine: a state machine over inputs.
///
/// ```
/// use courtesy_core::Host;
/// use courtesy_core::engine::{Engine, Input, Start};
/// use courtesy_core::value::Value;
/// let host = Host { number: |number| number.to_string() };
/// let mut engine = Engine::new(&Value::object([]), host).unwrap();
/// let effects = engine.handle(1_000, Input::Start(Start::default()));
/// assert_eq!(effects.len(), 1); // "consent is known": nothing to ask for, nothing allowed, nothing stored
/// ```
#[derive(Debug)]
pub struct Engine {
    host: Host,
    consent: Ledger,
    rest: Rest,
    recorder: Recorder,
    scorer: Scorer,
    catalog: Catalog,
    stage: Stage,
    random: Random,
    page: Page,
    /// The address that was viewed last in this document.
    viewed_url: String,
    /// When consent was last looked at for having expired.
    looked_ms: u64,
    /// What the host was last told to keep as the decide-ahead record.
    ahead: Option<String>,
    /// Where the page said at its start that the visitor is, as it said it.
    hint: String,
}

impl Engine {
    /// Compiles a config document.
    ///
    /// # Errors
    /// The first [`Fault`], with its path. [`faults`] has those of all rooms.
    pub fn new(config: &Value, host: Host) -> Result<Engine, Fault> {
        // One whose config is refused is left behind: code that frees engines would be in the Wasm for that alone.
        let mut engine = ManuallyDrop::new(Engine {
            host,
            consent: Ledger::default(),
            rest: Rest::default(),
            recorder: Recorder::default(),
            scorer: Scorer::default(),
            catalog: Catalog::default(),
            stage: Stage::default(),
            random: Random::default(),
            page: Page::default(),
            viewed_url: String::new(),
            looked_ms: 0,
            ahead: None,
            hint: String::new(),
        });
        engine.configure(config)?;
        Ok(ManuallyDrop::into_inner(engine))
    }

    /// Takes one input and answers with what is to be done, in order.
    ///
    /// `now_ms` is the time in milliseconds since the Unix epoch. It may jump (clocks are set); nothing panics, nothing is
    /// granted for it.
    pub fn handle(&mut self, now_ms: u64, mut input: Input) -> Effects {
        let mut effects = Effects::new(self.host);
        // A stale grant means that consent changed under way: what is left undone needed it.
        let _ = self.flow(now_ms, &mut input, &mut effects);
        self.want_rest(now_ms, &mut effects);
        effects
    }

    fn json(&self) -> Json {
        Json::new(self.host)
    }
}
