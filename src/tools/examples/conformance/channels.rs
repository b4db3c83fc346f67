//! Suite `channels`: `{source, medium, campaign, expected}`, the last as Google Analytics names the channel.
//!
//! A case may say `referrer` (a host or an address), `click_id` (a parameter's name) and `profile`: `ga4`, which is the default, or
//! `ai`. Where the profile is left out and `AI Assistant` is expected, `ai` is meant: Google's own group has no assistants that
//! are known by their host.

use courtesy_core::events::{Arrival, Profile, channel};
use serde_json::Value;

use crate::{Outcome, text};

pub(crate) fn run(case: &Value) -> Outcome {
    let expected = text(case, "expected")?;
    let arrival = Arrival {
        source: text(case, "source")?,
        medium: text(case, "medium")?,
        campaign: text(case, "campaign")?,
        referrer_host: host(text(case, "referrer")?),
        click_id: text(case, "click_id")?,
    };
    let profile = match text(case, "profile")? {
        "ai" => Profile::Assistants,
        "" if expected.eq_ignore_ascii_case("AI Assistant") => Profile::Assistants,
        "" | "ga4" => Profile::Ga4,
        other => return Err(format!("there is no profile `{other}`; there are: ga4, ai")),
    };
    let found = channel(&arrival, profile).as_str();
    if found.eq_ignore_ascii_case(expected) { Ok(()) } else { Err(format!("expected {expected}, got {found}")) }
}

/// The host of an address; what has no scheme is one.
fn host(referrer: &str) -> &str {
    let authority = referrer.split_once("://").map_or(referrer, |(_, rest)| rest);
    authority.split(['/', '?', '#', ':']).next().unwrap_or(authority)
}
