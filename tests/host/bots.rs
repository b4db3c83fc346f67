//! How many bots say that they are, and that no browser does: a public list of bots beside the repository
//! (`../shared/cases`; where it is absent the test says so and passes), and browsers of our own collection.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod shared;

use courtesy_core::events::bot::is_bot;

/// User agents of browsers, one a line; `#` begins a remark.
const BROWSERS: &str = include_str!("browsers.txt");

#[test]
fn bots_are_found() {
    let Some(json) = shared::text("crawler-user-agents.json") else { return };
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let agents: Vec<&str> = list
        .iter()
        .filter_map(|bot| bot.get("instances")?.as_array())
        .flatten()
        .filter_map(serde_json::Value::as_str)
        .collect();
    let missed: Vec<&str> = agents.iter().copied().filter(|agent| !is_bot(agent)).collect();
    println!("bots: {} of {} found; not found:\n{}", agents.len() - missed.len(), agents.len(), missed.join("\n"));
    assert!(agents.len() > 1_000, "only {} user agents", agents.len());
    assert!(missed.len() * 100 <= agents.len(), "more than one in a hundred is not found: {}", missed.len());
}

#[test]
fn no_browser_is_a_bot() {
    let agents: Vec<&str> = BROWSERS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(agents.len() >= 60, "only {} browsers", agents.len());
    let wrong: Vec<&str> = agents.iter().copied().filter(|agent| is_bot(agent)).collect();
    assert!(wrong.is_empty(), "taken for bots:\n{}", wrong.join("\n"));
}
