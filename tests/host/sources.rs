//! How many sites of other people's lists our own short one knows: Google's (of the help page on channels) and Matomo's.
//!
//! They stand beside the repository (`../shared/cases`); where they are absent the tests say so and pass. Every one prints
//! what it misses.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod shared;

use courtesy_core::events::sources::{Category, find};

/// The share of sources that are in the right category, in percent; prints it with what is missing.
fn recall(title: &str, sources: &[String], category: Category) -> f64 {
    let is_known = |source: &&String| find(source).is_some_and(|known| known.category == category);
    let missing: Vec<&str> = sources.iter().filter(|source| !is_known(source)).map(String::as_str).collect();
    #[allow(clippy::cast_precision_loss, reason = "some hundreds")]
    let percent = 100.0 * (1.0 - missing.len() as f64 / sources.len() as f64);
    println!("{title}: {percent:.1} % of {}; not known: {}", sources.len(), missing.join(" "));
    percent
}

/// The hosts of one of Matomo's lists: the items `- host` below each name, or below `urls:` there.
fn hosts(yaml: &str, is_grouped: bool) -> Vec<String> {
    let (mut hosts, mut is_urls) = (Vec::new(), !is_grouped);
    for line in yaml.lines() {
        let item = line.trim();
        match item.strip_prefix("- ") {
            // A path belongs to a kind of search on the same site; `{}` stands for any country.
            Some(host) if is_urls && !host.contains('/') => {
                hosts.push(host.trim_matches('\'').replace("{}", "de"));
            }
            Some(_) => {}
            None if is_grouped && item.ends_with(':') => is_urls = item == "urls:",
            None => {}
        }
    }
    hosts
}

#[test]
fn googles_source_categories() {
    let Some(csv) = shared::text("ga4_source_categories.csv") else { return };
    for (word, category, floor) in [
        ("SEARCH", Category::Search, 99.0),
        ("SOCIAL", Category::Social, 70.0),
        ("VIDEO", Category::Video, 97.0),
        ("SHOPPING", Category::Shopping, 98.0),
    ] {
        let rows: Vec<String> = csv
            .lines()
            .filter_map(|row| row.split_once(','))
            .filter(|(_, category)| category.trim().ends_with(word))
            .map(|(source, _)| source.to_owned())
            .collect();
        assert!(!rows.is_empty(), "no rows of {word}");
        let percent = recall(&format!("Google's {word}"), &rows, category);
        assert!(percent >= floor, "{word}: {percent} %, and {floor} % is the floor");
    }
}

#[test]
fn matomos_lists() {
    for (file, is_grouped, category, floor) in [
        ("matomo-SearchEngines.yml", true, Category::Search, 30.0),
        ("matomo-Socials.yml", false, Category::Social, 60.0),
        ("matomo-AIAssistants.yml", false, Category::Assistant, 95.0),
    ] {
        let Some(yaml) = shared::text(file) else { continue };
        let percent = recall(file, &hosts(&yaml, is_grouped), category);
        assert!(percent >= floor, "{file}: {percent} %, and {floor} % is the floor");
    }
}
