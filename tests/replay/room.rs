//! Runs the files of a room, and compares what they showed with what the host showed when it was last blessed.

use courtesy_core::value::Value;

use crate::{Parse, Transcript, files, place, run};

/// What a file showed.
#[derive(Clone, Debug)]
pub struct FileRun {
    /// The file, as in `consent/verdicts.json`.
    pub name: String,
    /// How many cases it holds.
    pub cases: usize,
    /// What was not as expected; each names file, case, step and probe.
    pub failures: Vec<String>,
    /// Everything that was seen.
    pub transcript: Transcript,
}

/// Runs one file.
#[must_use]
pub fn run_file(name: &str, text: &str, parse: Parse) -> FileRun {
    let file = parse(text);
    let mut done = FileRun { name: name.into(), cases: 0, failures: Vec::new(), transcript: Transcript::default() };
    let Some(Value::List(cases)) = file.get("cases") else {
        done.failures.push(format!("{name}: is not JSON with a list of `cases`"));
        return done;
    };
    for case in cases {
        let title = case.get("name").and_then(Value::as_text).unwrap_or("(a case without a name)");
        let played = match with_config(&file, case, parse) {
            Ok(case) => run(&case, parse),
            Err(reason) => {
                done.failures.push(format!("{name}: “{title}”: {reason}"));
                continue;
            }
        };
        done.cases += 1;
        let suspect =
            case.get("suspect").and_then(Value::as_text).map(|why| format!(" [suspected in the core: {why}]"));
        let suspect = suspect.unwrap_or_default();
        done.failures.extend(played.failures.iter().map(|told| format!("{name}: “{title}”: {told}{suspect}")));
        done.transcript.append(&played.transcript);
    }
    done
}

/// Runs all files of a room. Returns the number of cases.
///
/// # Errors
/// All that was not as expected, the digests included, a line each.
pub fn run_room(room: &str, parse: Parse) -> Result<usize, String> {
    let digests = parse(files::DIGESTS);
    let (mut cases, mut failures) = (0, Vec::new());
    for (name, text) in files::of_room(room) {
        let done = run_file(name, text, parse);
        cases += done.cases;
        failures.extend(done.failures);
        let (blessed, found) = (digests.get(name).and_then(Value::as_text), done.transcript.digest());
        if blessed != Some(found.as_str()) {
            let blessed = blessed.unwrap_or("none");
            failures.push(format!(
                "{name}: its transcript's digest is {found}, blessed is {blessed} (see tests/cases/README.md)"
            ));
        }
    }
    match (cases, failures.is_empty()) {
        (0, _) => Err(format!("the room `{room}` has no case")),
        (_, true) => Ok(cases),
        _ => Err(format!("\n{}\n", failures.join("\n"))),
    }
}

/// The case with its config: its own, or a shared one that it or its file uses, with the case's changes.
fn with_config(file: &Value, case: &Value, parse: Parse) -> Result<Value, String> {
    let mut config = match (case.get("config"), case.get("use").or(file.get("use")).and_then(Value::as_text)) {
        (Some(own), _) => own.clone(),
        (None, Some(shared)) => parse(files::config(shared).ok_or(format!("no shared config `{shared}`"))?),
        (None, None) => file.get("config").cloned().unwrap_or_default(),
    };
    if let Some(Value::Object(changes)) = case.get("set") {
        for (path, new) in changes {
            place::set(&mut config, path, Some(new.clone()));
        }
    }
    if let Some(Value::List(paths)) = case.get("remove") {
        for path in paths.iter().filter_map(Value::as_text) {
            place::set(&mut config, path, None);
        }
    }
    let mut case = case.clone();
    place::set(&mut case, "config", Some(config));
    Ok(case)
}
