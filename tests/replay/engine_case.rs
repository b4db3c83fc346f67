//! A case of a whole engine: a config, and steps that each do something at a time and may expect something of it.

use courtesy_core::value::Value;

use crate::alias::Aliases;
use crate::page::Page;
use crate::probe::{self, Seen};
use crate::{Parse, Played, effect_to_value, input_reader, label};

pub(crate) fn play(case: &Value, steps: &[Value], parse: Parse, played: &mut Played) {
    let config = case.get("config").cloned().unwrap_or_default();
    let mut page = match Page::open(&config) {
        Ok(page) => page,
        Err(fault) => return played.fail(format!("the config is refused: {fault}")),
    };
    let mut aliases = Aliases::default();
    let mut now_ms = 0;
    for (index, step) in steps.iter().enumerate() {
        now_ms = step.get("at_ms").and_then(Value::as_whole).unwrap_or(now_ms);
        let place = format!("step {index} at {now_ms}");
        if let Err(reason) = play_step(&mut page, &config, &mut aliases, now_ms, step, parse, played, &place) {
            return played.fail(format!("{place}: {reason}"));
        }
    }
    note_views(&page, &config, now_ms, parse, played);
}

#[allow(clippy::too_many_arguments, reason = "one call, and a struct of the same eight would say no more")]
fn play_step(
    page: &mut Page,
    config: &Value,
    aliases: &mut Aliases,
    now_ms: u64,
    step: &Value,
    parse: Parse,
    played: &mut Played,
    place: &str,
) -> Result<(), String> {
    let (word, told) = match step.get("do") {
        Some(Value::Text(word)) => (word.as_str(), &Value::Null),
        Some(Value::Object(members)) => match members.as_slice() {
            [(word, told)] => (word.as_str(), told),
            _ => return Err("`do` must name one thing".into()),
        },
        _ => return Err("`do` is missing".into()),
    };
    let times = step.get("repeat").and_then(Value::as_whole).unwrap_or(1);
    let mut effects = Vec::new();
    for _ in 0..times {
        let input = input_reader::read(word, told, now_ms, page.all_stored(parse), page)?;
        page.find_rows(&input);
        effects.extend(page.handle(config, now_ms, input).map_err(|fault| format!("the config is refused: {fault}"))?);
    }
    aliases.learn(&effects, parse);
    played.transcript.note(place, &word.into());
    effects.iter().for_each(|effect| played.transcript.note(&label(effect), &effect_to_value(effect, parse)));
    played.failures.extend(page.laws(now_ms, &effects, parse).into_iter().map(|told| format!("{place}: {told}")));

    let Some(expected) = step.get("expect") else { return Ok(()) };
    let Value::Object(probes) = expected else { return Err("`expect` must be an object".into()) };
    let seen = Seen { page, effects: &effects, aliases, now_ms, parse };
    for (name, wanted) in probes {
        if let Some(told) = probe::check(&seen, name, wanted)? {
            played.fail(format!("{place} ({word}): {name}: {told}"));
        }
    }
    Ok(())
}

/// At the end of a case every view is written down, whether or not anything was expected of it.
fn note_views(page: &Page, config: &Value, now_ms: u64, parse: Parse, played: &mut Played) {
    let engine = &page.engine;
    let mut note = |label: &str, value: Value| played.transcript.note(label, &value);
    let consent = parse(&engine.view(now_ms, "consent", ""));
    for list in ["purposes", "services"] {
        if let Some(Value::Object(items)) = consent.get(list) {
            items.iter().for_each(|(id, _)| note("why", parse(&engine.view(now_ms, "why", id))));
        }
    }
    note("consent", consent);
    note("why", parse(&engine.view(now_ms, "why", "no such purpose")));
    for view in ["receipts", "google"] {
        note(view, parse(&engine.view(now_ms, view, "")));
    }
    note("may adopt", engine.may_adopt(now_ms).into());
    note("instance", engine.instance_id().into());
    note("recent", parse(&engine.recent_events()));
    note("touches", parse(&engine.touches(now_ms)));
    note("scores", parse(&engine.scores(now_ms)));
    if let Some(Value::Object(intents)) = config.at("intent.intents") {
        intents.iter().for_each(|(intent, _)| note("explain", parse(&engine.explain(now_ms, intent))));
    }
    note("slots", parse(&engine.slot_names()));
    if let Value::List(names) = parse(&engine.slot_names()) {
        for name in names.iter().filter_map(Value::as_text) {
            note("decide", parse(&engine.decide(now_ms, name)));
            note("decide next", parse(&engine.decide_next(now_ms, name)));
        }
    }
}
