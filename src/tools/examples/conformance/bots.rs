//! Suite `bots`: `{ua, bot}`, a user agent and whether it is a program's.

use courtesy_core::events::bot::is_bot;
use serde_json::Value;

use crate::{Outcome, text};

pub(crate) fn run(case: &Value) -> Outcome {
    let Some(expected) = case.get("bot").and_then(Value::as_bool) else {
        return Err("`bot` is not true or false".into());
    };
    let found = is_bot(text(case, "ua")?);
    if found == expected { Ok(()) } else { Err(format!("expected {expected}, got {found}")) }
}
