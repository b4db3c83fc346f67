//! A case of the verdict alone: a law and rows, each a situation in words and what follows from it
//! (`on yes fresh same same: denied gpc closed`; see tests/cases/cross-product.mjs).

use courtesy_core::consent::{Answer, Choice, Policy, Situation, Standing, decide};
use courtesy_core::value::{Value, View};

use crate::Played;

const DAY_MS: u64 = 86_400_000;
/// The purpose that is decided about.
const ITEM: &str = "statistics";

pub(crate) fn play(case: &Value, rows: &[Value], played: &mut Played) {
    let law = case.get("law").cloned().unwrap_or_default();
    let purpose = |id: &str| Value::object([("id", id.into()), ("vendor", "Somebody".into())]);
    let purposes = Value::List(vec![purpose(ITEM), purpose("other")]);
    let member = |key: &str| law.get(key).cloned().unwrap_or_default();
    let config = Value::object([
        ("mode", member("mode")),
        ("gpc", member("gpc")),
        ("revision", 2.0.into()),
        ("expires_days", 100.0.into()),
        ("purposes", purposes),
    ]);
    let policy = match Policy::read(&View::root(&config)) {
        Ok(policy) => policy,
        Err(fault) => return played.fail(format!("the law is refused: {fault}")),
    };
    for row in rows.iter().filter_map(Value::as_text) {
        let Some((told, wanted)) = row.split_once(": ") else {
            played.fail(format!("`{row}` has no verdict"));
            continue;
        };
        match situation(told, &policy) {
            Err(reason) => played.fail(format!("`{row}`: {reason}")),
            Ok(situation) => {
                let verdict = decide(&policy, &situation, NOW_MS, ITEM);
                let allowed = if verdict.allowed { "allowed" } else { "denied" };
                let open = if verdict.is_open { "open" } else { "closed" };
                let found = format!("{allowed} {} {open}", verdict.rule.as_str());
                played.transcript.note(told, &found.as_str().into());
                if found != wanted {
                    played.fail(format!("`{told}`: expected {wanted}, found {found}"));
                }
            }
        }
    }
}

const NOW_MS: u64 = 1_000 * DAY_MS;

fn situation(told: &str, policy: &Policy) -> Result<Situation, String> {
    let words: Vec<&str> = told.split(' ').collect();
    let [signal, said, age, revision, mark] = words.as_slice() else { return Err("five words are wanted".into()) };
    let mut situation = Situation { gpc: *signal == "on", ..Situation::default() };
    situation.jurisdiction.law = policy.law;
    let at_ms = match *age {
        "fresh" => NOW_MS - 99 * DAY_MS,
        "old" => NOW_MS - 100 * DAY_MS,
        "future" => NOW_MS + DAY_MS + 1,
        other => return Err(format!("`{other}` is no age")),
    };
    let revision = match *revision {
        "same" => 2,
        "older" => 1,
        "newer" => 3,
        other => return Err(format!("`{other}` is no revision")),
    };
    let declared = policy.item(ITEM).map(|item| item.mark.clone()).unwrap_or_default();
    let mark = if *mark == "same" { declared } else { format!("{declared}0") };
    let answered = |item: &str, is_yes: bool| Answer {
        item: item.into(),
        mark: mark.clone(),
        is_yes,
        at_ms,
        gpc: said.ends_with('+'),
    };
    let answers = match said.trim_end_matches('+') {
        "nothing" => return Ok(situation),
        "unreadable" => {
            situation.standing = Standing::Unreadable;
            return Ok(situation);
        }
        "other" => vec![answered("other", true)],
        "yes" => vec![answered(ITEM, true)],
        "no" => vec![answered(ITEM, false)],
        other => return Err(format!("`{other}` is nothing that can be said")),
    };
    let gpc = said.ends_with('+');
    situation.standing = Standing::Made(Choice { answers, at_ms, revision, gpc, receipt: String::new() });
    Ok(situation)
}
