//! Ring 2: the engine in a browser that is made up: tabs that come, sleep and crash, a network that loses, a disk that refuses, a
//! visitor who changes their mind. After each of ten thousand scripts every event must be somewhere, and nobody's who said no.
//!
//! ```text
//! seed → plan ── steps ──▶ world: tabs (engine + shell + outbox), election, channel, disk, network ──▶ laws
//! ```
//!
//! Modelled, rule for rule: src/shell.rs and src/browser/outbox.rs (the order of calls within a task, one write at its end, the list
//! of what was deleted), and of js/src/host the durable queue with its connections, transactions and deletions, the records with
//! their `storage` events, the election by lock or lease, the channel, and which requests may outlive their page by how many bytes.
//! Time is virtual, and nothing happens but by the seed.
//!
//! Not modelled: granted.wasm that comes later (all tabs are whole), scores and slots, receipts and cookies, other tabs' code running
//! in the middle of a task, compression, the time that a task takes, calls made before the engine runs, a device that loses what its
//! database had committed.
//!
//! `SEED=1234 cargo test -p courtesy-replay --test simulation one -- --nocapture` replays one seed, with a log of every step.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]
#![allow(clippy::cast_possible_truncation, clippy::print_stdout, reason = "tests")]

mod json;

#[path = "simulation/agenda.rs"]
mod agenda;
#[path = "simulation/dice.rs"]
mod dice;
#[path = "simulation/disk.rs"]
mod disk;
#[path = "simulation/election.rs"]
mod election;
#[path = "simulation/faults.rs"]
mod faults;
#[path = "simulation/laws.rs"]
mod laws;
#[path = "simulation/network.rs"]
mod network;
#[path = "simulation/outbox.rs"]
mod outbox;
#[path = "simulation/plan.rs"]
mod plan;
#[path = "simulation/records.rs"]
mod records;
#[path = "simulation/rest.rs"]
mod rest;
#[path = "simulation/shell.rs"]
mod shell;
#[path = "simulation/shrink.rs"]
mod shrink;
#[path = "simulation/steps.rs"]
mod steps;
#[path = "simulation/tab.rs"]
mod tab;
#[path = "simulation/world.rs"]
mod world;

use laws::Tally;
use plan::Plan;
use world::World;

/// How many scripts; `SEEDS` says otherwise, for a long night.
const SEEDS: u64 = 10_000;

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn all() {
    let mut tally = Tally::default();
    let mut broken = Vec::new();
    for seed in 0..from_environment("SEEDS").unwrap_or(SEEDS) {
        let plan = Plan::new(seed);
        let (world, of_this) = World::run_plan(&plan, false);
        tally.add(of_this);
        if let Some(law) = world.ledger.broken {
            broken.push((seed, law));
            if from_environment("ALL").is_none() {
                break;
            }
        }
    }
    println!("{tally:#?}");
    for (seed, law) in &broken {
        println!("{seed}: {law}");
    }
    if let Some((seed, law)) = broken.first() {
        let plan = shrink::shrink(&Plan::new(*seed));
        let (world, _) = World::run_plan(&plan, true);
        println!("{:#?}\n{}", plan.browser, world.log);
        for step in &plan.steps {
            println!("after {} ms: {:?}", step.after_ms, step.act);
        }
        let say = "SEED={} cargo test -p courtesy-replay --test simulation one -- --nocapture";
        panic!("{law}; shrunk: {:?}\n{}", world.ledger.broken, say.replace("{}", &seed.to_string()));
    }
}

#[test]
fn one() {
    let Some(seed) = from_environment("SEED") else { return };
    let plan = Plan::new(seed);
    let (world, tally) = World::run_plan(&plan, true);
    println!("{:#?}\n{}\n{tally:#?}", plan.browser, world.log);
    if let Some(law) = world.ledger.broken {
        let shrunk = shrink::shrink(&plan);
        println!("shrunk to:\n{}", World::run_plan(&shrunk, true).0.log);
        for step in &shrunk.steps {
            println!("after {} ms: {:?}", step.after_ms, step.act);
        }
        panic!("{law}");
    }
}
