//! Runs a compiled condition.

use core::cmp::Ordering;

use super::{Condition, Facts, Step, Test};
use crate::value::Value;

impl Condition {
    /// Whether the condition holds for these facts. Costs no allocation.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.steps.is_empty() || self.step(0, facts)
    }

    fn step(&self, at: usize, facts: &Facts<'_>) -> bool {
        match self.steps.get(at) {
            Some(Step::All { end }) => self.members(at, *end).all(|member| self.step(member, facts)),
            // GrowthBook: an empty $or is true.
            Some(Step::Any { end }) => at + 1 == *end || self.members(at, *end).any(|member| self.step(member, facts)),
            Some(Step::Not { .. }) => !self.step(at + 1, facts),
            Some(Step::Ask { attribute, test }) => test.holds(facts.at(attribute)),
            None => false,
        }
    }

    /// The direct members of the group at `start`: each begins where the one before it ends.
    fn members(&self, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        core::iter::successors(Some(start + 1), |at| {
            Some(match self.steps.get(*at) {
                Some(Step::All { end } | Step::Any { end } | Step::Not { end }) => *end,
                _ => at + 1,
            })
        })
        .take_while(move |at| *at < end)
    }
}

impl Test {
    fn holds(&self, actual: Option<&Value>) -> bool {
        let exists = actual.is_some_and(|value| *value != Value::Null);
        let actual = actual.unwrap_or(&Value::Null);
        let order = |wanted: &Value| compare(actual, wanted);
        match self {
            Test::Equal(wanted) => actual == wanted,
            Test::NotEqual(wanted) => actual != wanted,
            Test::Greater(wanted) => order(wanted) == Some(Ordering::Greater),
            Test::GreaterOrEqual(wanted) => matches!(order(wanted), Some(Ordering::Greater | Ordering::Equal)),
            Test::Less(wanted) => order(wanted) == Some(Ordering::Less),
            Test::LessOrEqual(wanted) => matches!(order(wanted), Some(Ordering::Less | Ordering::Equal)),
            Test::In(wanted) => is_in(actual, wanted),
            Test::NotIn(wanted) => !is_in(actual, wanted),
            Test::Exists(wanted) => exists == *wanted,
        }
    }
}

/// Only two numbers or two texts can be ordered; texts by UTF-16 code unit, as JavaScript does.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::Text(left), Value::Text(right)) => Some(left.encode_utf16().cmp(right.encode_utf16())),
        _ => None,
    }
}

/// A list is "in" another where they share a member.
fn is_in(actual: &Value, wanted: &[Value]) -> bool {
    match actual {
        Value::List(items) => items.iter().any(|item| wanted.contains(item)),
        single => wanted.contains(single),
    }
}
