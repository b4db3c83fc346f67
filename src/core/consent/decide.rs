//! The one rule of the room: policy, signals and choice in, verdict out. Pure; a deny wins every tie.

use super::{Choice, Policy, Standing};
use crate::time::DAY_MS;

/// How far in the future a choice may be dated before it is not believed: clocks are corrected by minutes, records from
/// another year are not ours.
const CLOCK_TOLERANCE_MS: u64 = DAY_MS;

/// What the browser says of itself, apart from any choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Global Privacy Control is on (<https://w3c.github.io/gpc/>).
    pub gpc: bool,
}

/// Which rule decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Declared as necessary: always allowed.
    Necessary,
    /// The visitor has not answered (about this purpose).
    NoChoice,
    /// A record is there that cannot be read or believed.
    Invalid,
    /// The answer is older than the policy lets it be.
    Expired,
    /// The answer was given under an older revision.
    Revised,
    /// The visitor's answer.
    Choice,
    /// Global Privacy Control came after a yes.
    Gpc,
    /// No such purpose is declared.
    UnknownPurpose,
}

impl Rule {
    /// The word by which JavaScript knows this rule.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::Necessary => "necessary",
            Rule::NoChoice => "no_choice",
            Rule::Invalid => "invalid",
            Rule::Expired => "expired",
            Rule::Revised => "revised",
            Rule::Choice => "choice",
            Rule::Gpc => "gpc",
            Rule::UnknownPurpose => "unknown_purpose",
        }
    }

    /// Whether the visitor has to be asked (again). Not after a signal: who sends one has answered.
    #[must_use]
    pub fn wants_asking(self) -> bool {
        matches!(self, Rule::NoChoice | Rule::Invalid | Rule::Expired | Rule::Revised)
    }
}

/// Allowed or not, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the purpose may be pursued now.
    pub allowed: bool,
    /// What decided.
    pub rule: Rule,
}

/// Decides about one purpose.
///
/// ```
/// use courtesy_core::consent::{decide, Policy, Rule, Signals, Standing};
/// use courtesy_core::value::{Value, View};
/// let purposes = Value::List([Value::object([("id", Value::from("analytics"))])].into());
/// let config = Value::object([("purposes", purposes)]);
/// let policy = Policy::read(&View::root(&config)).unwrap();
/// let verdict = decide(&policy, Signals::default(), &Standing::None, 0, "analytics");
/// assert_eq!((verdict.allowed, verdict.rule), (false, Rule::NoChoice));
/// ```
#[must_use]
pub fn decide(policy: &Policy, signals: Signals, standing: &Standing, now_ms: u64, purpose: &str) -> Verdict {
    let denied = |rule| Verdict { allowed: false, rule };
    match policy.purpose(purpose) {
        None => return denied(Rule::UnknownPurpose),
        Some(declared) if declared.necessary => return Verdict { allowed: true, rule: Rule::Necessary },
        Some(_) => {}
    }
    let choice = match standing {
        Standing::None => return denied(Rule::NoChoice),
        Standing::Unreadable => return denied(Rule::Invalid),
        Standing::Made(choice) => choice,
    };
    if let Some(rule) = doubt(policy, choice, now_ms) {
        return denied(rule);
    }
    let named = |ids: &[alloc::string::String]| ids.iter().any(|id| id == purpose);
    match (named(&choice.denied), named(&choice.granted)) {
        (true, _) => denied(Rule::Choice),
        (false, false) => denied(Rule::NoChoice),
        (false, true) if policy.honours_gpc && signals.gpc && !choice.gpc => denied(Rule::Gpc),
        (false, true) => Verdict { allowed: true, rule: Rule::Choice },
    }
}

/// Why a choice as a whole does not count (any more).
fn doubt(policy: &Policy, choice: &Choice, now_ms: u64) -> Option<Rule> {
    if choice.at_ms > now_ms.saturating_add(CLOCK_TOLERANCE_MS) || choice.revision > policy.revision {
        Some(Rule::Invalid)
    } else if choice.revision < policy.revision {
        Some(Rule::Revised)
    } else if now_ms.saturating_sub(choice.at_ms) >= policy.expires_ms {
        Some(Rule::Expired)
    } else {
        None
    }
}
