//! Places in a document: reads, sets and removes what stands at a path such as `intent.intents.buy.signals[2].points`.

use courtesy_core::value::Value;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into an object's member.
    Member(String),
    /// Into a list's element.
    Index(usize),
}

/// The steps of a path. Names must hold neither dots nor brackets.
#[must_use]
pub fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let mut pieces = part.split('[');
        if let Some(name) = pieces.next().filter(|name| !name.is_empty()) {
            steps.push(Step::Member(name.into()));
        }
        steps.extend(pieces.filter_map(|piece| piece.trim_end_matches(']').parse().ok()).map(Step::Index));
    }
    steps
}

/// What stands one step further.
#[must_use]
pub fn child<'a>(value: &'a Value, step: &Step) -> Option<&'a Value> {
    match (value, step) {
        (Value::Object(_), Step::Member(name)) => value.get(name),
        (Value::List(items), Step::Index(index)) => items.get(*index),
        _ => None,
    }
}

/// What stands at a path.
#[must_use]
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path).iter().try_fold(value, child)
}

/// Puts `new` at a path; `None` removes what is there. Objects on the way are made.
pub fn set(value: &mut Value, path: &str, new: Option<Value>) {
    put(value, &steps(path), new);
}

/// As [`set`], for a path in steps: names may hold anything.
pub fn put(value: &mut Value, steps: &[Step], new: Option<Value>) {
    let Some((first, rest)) = steps.split_first() else {
        *value = new.unwrap_or_default();
        return;
    };
    match first {
        Step::Member(name) => {
            if !matches!(value, Value::Object(_)) {
                *value = Value::Object(Vec::new());
            }
            let Value::Object(members) = value else { return };
            if rest.is_empty() && new.is_none() {
                members.retain(|(known, _)| known != name);
            } else if let Some((_, member)) = members.iter_mut().find(|(known, _)| known == name) {
                put(member, rest, new);
            } else {
                let mut member = Value::Null;
                put(&mut member, rest, new);
                members.push((name.clone(), member));
            }
        }
        Step::Index(index) => {
            let Value::List(items) = value else { return };
            match items.get_mut(*index) {
                Some(_) if rest.is_empty() && new.is_none() => drop(items.remove(*index)),
                Some(item) => put(item, rest, new),
                None => items.push(new.unwrap_or_default()),
            }
        }
    }
}
