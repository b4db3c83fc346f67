//! The case files, compiled in: host and Wasm run the same bytes, and the browser has no disk to read them from.
//!
//! A new file is named here; `every_case_file_is_compiled_in` (tests/host/cases.rs) fails until it is.

macro_rules! texts {
    ($($name:literal)*) => {
        &[$((concat!($name, ".json"), include_str!(concat!("../cases/", $name, ".json")))),*]
    };
}

/// Name and text of every case file.
pub const ALL: &[(&str, &str)] = texts! {
    "consent/choosing" "consent/cross" "consent/erasing" "consent/external" "consent/receipts" "consent/regions"
    "consent/services" "consent/shared" "consent/tampered" "consent/time" "consent/verdicts"
    "events/adoption" "events/attention" "events/attribution" "events/batch" "events/contracts" "events/delivery" "events/faults" "events/hold" "events/identity" "events/links" "events/privacy" "events/hooks" "events/patience"
    "events/sender" "events/session" "events/withdrawal"
    "intent/scores" "intent/storage"
    "slots/ahead" "slots/exposure" "slots/rules" "slots/split" "slots/stage"
    "flow/granted" "flow/rooms"
    "config/faults"
    "condition/operators"
};

/// Name and text of every config that cases share.
pub const CONFIGS: &[(&str, &str)] = texts! {
    "configs/mind" "configs/recorder" "configs/shop" "configs/stage"
};

/// File name → digest of its transcript, as blessed on the host.
pub const DIGESTS: &str = include_str!("../cases/digests.json");

/// The files of a room.
pub fn of_room(room: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> + use<'_> {
    ALL.iter().filter(move |(name, _)| name.split('/').next() == Some(room))
}

/// The text of a shared config.
#[must_use]
pub fn config(name: &str) -> Option<&'static str> {
    let path = format!("configs/{name}.json");
    CONFIGS.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}
