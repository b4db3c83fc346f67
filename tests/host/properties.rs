//! Ring 2: laws that hold for every input, tried with random ones (proptest). One file a law-giver.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod json;

#[path = "properties/channels.rs"]
mod channels;
#[path = "properties/condition.rs"]
mod condition;
#[path = "properties/config.rs"]
mod config;
#[path = "properties/consent.rs"]
mod consent;
#[path = "properties/consent_laws.rs"]
mod consent_laws;
#[path = "properties/contract.rs"]
mod contract;
#[path = "properties/ground.rs"]
mod ground;
#[path = "properties/intent.rs"]
mod intent;
#[path = "properties/queue.rs"]
mod queue;
#[path = "properties/queue_model.rs"]
mod queue_model;
#[path = "properties/redact.rs"]
mod redact;
#[path = "properties/rest.rs"]
mod rest;
#[path = "properties/storage.rs"]
mod storage;
#[path = "properties/tree.rs"]
mod tree;
#[path = "properties/visits.rs"]
mod visits;

/// How many random inputs a law is tried with: enough to meet every branch often, few enough for two cores.
fn tries(cases: u32) -> proptest::prelude::ProptestConfig {
    proptest::prelude::ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}
