//! Conditions over attributes, in the language of GrowthBook (a MongoDB-like query object).
//!
//! Place in the flow: below the rooms; intent asks them about events, slots about visitors. [`Condition::compile`] reads the
//! config once into a flat program, [`Condition::holds`] runs it against [`Facts`].
//!
//! Follows GrowthBook's SDK spec 0.12: comparisons are strict, so `"8"` is never greater than `5`, and a missing attribute
//! equals `null`. Operators so far: `$eq $ne $gt $gte $lt $lte $in $nin $exists $and $or $not`; another one is a fault that
//! names its path, never a silent false.

mod compile;
mod facts;
mod run;

pub use facts::Facts;

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::{Value, cut};

/// A compiled condition.
///
/// ```
/// use courtesy_core::condition::{Condition, Facts};
/// use courtesy_core::value::{Value, View};
/// let when = Value::object([("campaign.source", Value::from("mail")), ("age", Value::object([("$gte", Value::from(18.0))]))]);
/// let condition = Condition::compile(&View::root(&when)).unwrap();
/// let campaign = Value::object([("source", Value::from("mail"))]);
/// let age = Value::from(21.0);
/// let mut facts = Facts::new();
/// facts.lend("campaign", &campaign);
/// facts.lend("age", &age);
/// assert!(condition.holds(&facts));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// The program in prefix order: a group is followed by its members.
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    /// Joins the members that stand behind it, up to `end`.
    Group { join: Join, end: usize },
    /// Asks one attribute.
    Ask { attribute: String, operator: Operator, operand: Value },
}

#[derive(Clone, Copy, Debug)]
enum Join {
    /// True while each member is true.
    All,
    /// True when one member is true, or there are none.
    Any,
    /// True when a member is false.
    Not,
}

#[derive(Clone, Copy, Debug)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    In,
    NotIn,
    Exists,
}

/// The operators over one attribute, by their names.
const OPERATORS: [(&str, Operator); 9] = [
    ("$eq", Operator::Equal),
    ("$ne", Operator::NotEqual),
    ("$gt", Operator::Greater),
    ("$gte", Operator::GreaterOrEqual),
    ("$lt", Operator::Less),
    ("$lte", Operator::LessOrEqual),
    ("$in", Operator::In),
    ("$nin", Operator::NotIn),
    ("$exists", Operator::Exists),
];

impl Condition {
    /// Whether any attribute begins with `root` (such as `page`): then it cannot be answered where that root is unknown.
    #[must_use]
    pub fn mentions(&self, root: &str) -> bool {
        self.steps.iter().any(|step| match step {
            Step::Ask { attribute, .. } => cut(attribute, b'.').0 == root,
            Step::Group { .. } => false,
        })
    }
}
