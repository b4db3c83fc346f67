//! What stands beside the repository (`../shared/cases`): lists of others, to score ours against. Not every machine has them.

use std::path::Path;

/// The text of a file there; `None`, and a word about it, where it is absent.
pub(crate) fn text(name: &str) -> Option<String> {
    let file = format!("../shared/cases/{name}");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(&file)).ok();
    if text.is_none() {
        println!("skipped: {file} is not there");
    }
    text
}
