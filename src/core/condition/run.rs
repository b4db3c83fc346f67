//! Runs a compiled condition.

use core::cmp::Ordering;

use super::{Condition, Facts, Join, Operator, Step};
use crate::value::Value;

impl Condition {
    /// Whether the condition holds for these facts. Costs no allocation.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.steps.is_empty() || self.step(0, facts)
    }

    fn step(&self, at: usize, facts: &Facts<'_>) -> bool {
        match self.steps.get(at) {
            Some(Step::Ask { attribute, operator, operand }) => operator.holds(facts.at(attribute), operand),
            Some(Step::Group { join, end }) => {
                // All and Not end at the first false, Any at the first true; GrowthBook: an empty $or is true.
                let stops_at = matches!(join, Join::Any);
                let is_empty = at + 1 == *end;
                let found = !is_empty && self.finds(stops_at, at + 1, *end, facts);
                match join {
                    Join::All => !found,
                    Join::Any => found || is_empty,
                    Join::Not => found,
                }
            }
            None => false,
        }
    }

    /// Whether a member between `at` and `end` answers `wanted`. Each begins where the one before it ends.
    fn finds(&self, wanted: bool, mut at: usize, end: usize, facts: &Facts<'_>) -> bool {
        while at < end {
            if self.step(at, facts) == wanted {
                return true;
            }
            at = match self.steps.get(at) {
                Some(Step::Group { end, .. }) => *end,
                _ => at + 1,
            };
        }
        false
    }
}

impl Operator {
    fn holds(self, actual: Option<&Value>, operand: &Value) -> bool {
        let actual = actual.unwrap_or(&Value::Null);
        let order = || compare(actual, operand);
        match self {
            Operator::Equal => actual == operand,
            Operator::NotEqual => actual != operand,
            Operator::Greater => order() == Some(Ordering::Greater),
            Operator::GreaterOrEqual => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
            Operator::Less => order() == Some(Ordering::Less),
            Operator::LessOrEqual => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
            Operator::In => is_in(actual, operand),
            Operator::NotIn => !is_in(actual, operand),
            Operator::Exists => (*actual != Value::Null) == (*operand == Value::Bool(true)),
        }
    }
}

/// Only two numbers or two texts can be ordered; texts by UTF-16 code unit, as JavaScript does.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::Text(left), Value::Text(right)) => {
            Some(left.bytes().map(utf16_rank).cmp(right.bytes().map(utf16_rank)))
        }
        _ => None,
    }
}

/// UTF-8 sorts as UTF-16 does but for one thing: what has four bytes (they begin with 0xf0 and above) is two surrogates there,
/// which come before U+E000 to U+FFFF (0xee and 0xef).
fn utf16_rank(byte: u8) -> u8 {
    if matches!(byte, 0xee | 0xef) { byte + 0x10 } else { byte }
}

/// A list is "in" another where they share a member.
fn is_in(actual: &Value, operand: &Value) -> bool {
    let Value::List(wanted) = operand else { return false };
    match actual {
        Value::List(items) => items.iter().any(|item| wanted.contains(item)),
        single => wanted.contains(single),
    }
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::value::Value;
    use alloc::string::String;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_are_ordered_as_javascript_orders_them(left in "[a\u{e9}\u{20ac}\u{d7ff}\u{e000}\u{efff}\u{f000}\u{ffff}\u{10000}\u{10ffff}]{0,4}", right: String) {
            for right in [right, left.chars().rev().collect()] {
                let expected = left.encode_utf16().cmp(right.encode_utf16());
                prop_assert_eq!(compare(&Value::from(left.as_str()), &Value::from(right)), Some(expected));
            }
        }
    }
}
