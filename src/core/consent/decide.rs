//! The one rule of the room: policy, jurisdiction, signal, choice and another manager's answers in, verdict out. Pure; a deny wins
//! every tie. The table stands in DESIGN.md.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Choice, Gpc, Item, Jurisdiction, Mode, Policy, Standing};
use crate::time::DAY_MS;

/// How far in the future a choice may be dated before it is not believed: clocks are set wrong by a time zone, records from another
/// year are not ours.
pub(super) const CLOCK_TOLERANCE_MS: u64 = DAY_MS;

/// Everything that is known of a visitor's wishes, each from its own source. None of them ever writes another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Which law holds.
    pub jurisdiction: Jurisdiction,
    /// Global Privacy Control is on now (<https://w3c.github.io/gpc/>).
    pub gpc: bool,
    /// The visitor's last choice.
    pub standing: Standing,
    /// What another consent manager said about our items; an item that is not among them was not answered.
    pub external: Vec<(String, bool)>,
}

/// Which rule decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Declared as necessary: always allowed.
    Necessary,
    /// The visitor has not answered (about this item).
    NoChoice,
    /// A record is there that cannot be read or believed.
    Invalid,
    /// The answer is older than the policy lets it be.
    Expired,
    /// The answer was given under an older revision.
    Revised,
    /// What is asked about is not what was answered.
    Changed,
    /// The visitor's answer.
    Choice,
    /// Global Privacy Control.
    Gpc,
    /// Allowed until a no.
    OptOut,
    /// Allowed until a no, and the law asks for a notice.
    Notice,
    /// Another consent manager answers here.
    External,
    /// Nothing of this name is declared.
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
            Rule::Changed => "changed",
            Rule::Choice => "choice",
            Rule::Gpc => "gpc",
            Rule::OptOut => "opt_out",
            Rule::Notice => "notice",
            Rule::External => "external",
            Rule::UnknownPurpose => "unknown_purpose",
        }
    }
}

/// Allowed or not, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the item may be pursued now.
    pub allowed: bool,
    /// What decided.
    pub rule: Rule,
    /// Whether an answer is still wanted, from the visitor or from the manager who asks in our place.
    pub is_open: bool,
}

impl Verdict {
    const fn closed(allowed: bool, rule: Rule) -> Verdict {
        Verdict { allowed, rule, is_open: false }
    }
}

/// Decides about one item, by its id.
///
/// ```
/// use courtesy_core::consent::{decide, Policy, Rule, Situation};
/// use courtesy_core::value::{Value, View};
/// let purposes = Value::List([Value::object([("id", Value::from("analytics"))])].into());
/// let config = Value::object([("purposes", purposes)]);
/// let policy = Policy::read(&View::root(&config)).unwrap();
/// let verdict = decide(&policy, &Situation::default(), 0, "analytics");
/// assert_eq!((verdict.allowed, verdict.rule, verdict.is_open), (false, Rule::NoChoice, true));
/// ```
#[must_use]
pub fn decide(policy: &Policy, situation: &Situation, now_ms: u64, id: &str) -> Verdict {
    match policy.item(id) {
        Some(item) => decide_item(policy, situation, now_ms, item),
        None => Verdict::closed(false, Rule::UnknownPurpose),
    }
}

pub(super) fn decide_item(policy: &Policy, situation: &Situation, now_ms: u64, item: &Item) -> Verdict {
    if item.necessary {
        return Verdict::closed(true, Rule::Necessary);
    }
    let own = decide_alone(policy, situation, now_ms, item);
    // What stands for the whole stands for its parts, but for one that was allowed alone.
    if let Some(purpose) = item.parent.and_then(|index| policy.items.get(index)) {
        let verdict = decide_item(policy, situation, now_ms, purpose);
        let is_alone = own.allowed && own.rule == Rule::Choice && !policy.is_external;
        if !(verdict.allowed || is_alone && was_said_apart(situation, item, purpose)) {
            return verdict;
        }
    }
    // A no of ours stands, from a time before that manager or from a call of the page; so does a signal that is final.
    let declines = !own.allowed && matches!(own.rule, Rule::Choice | Rule::Gpc) && !own.is_open;
    if !policy.is_external || declines {
        return own;
    }
    match situation.external.iter().find(|(known, _)| *known == item.id) {
        Some((_, is_yes)) => Verdict::closed(*is_yes, Rule::External),
        // A manager that knows purposes only has answered for their services, too.
        None if item.parent.is_some() && !policy.maps(&item.id) => Verdict::closed(true, Rule::External),
        None => Verdict { allowed: false, rule: Rule::External, is_open: situation.external.is_empty() },
    }
}

/// Whether a service's answer is one of its own, that no answer to its purpose has since taken the place of: later, or beside a no.
/// A yes that came with its purpose's ends with that.
fn was_said_apart(situation: &Situation, service: &Item, purpose: &Item) -> bool {
    let Standing::Made(choice) = &situation.standing else { return false };
    let Some(answer) = choice.answer(&service.id) else { return false };
    choice
        .answer(&purpose.id)
        .is_none_or(|whole| answer.at_ms > whole.at_ms || answer.at_ms == whole.at_ms && !whole.is_yes)
}

/// Without a look at other managers.
fn decide_alone(policy: &Policy, situation: &Situation, now_ms: u64, item: &Item) -> Verdict {
    let Situation { jurisdiction, standing, .. } = situation;
    let (mode, gpc) = (jurisdiction.law.mode, jurisdiction.law.gpc);
    let is_heard = situation.gpc && item.heeds_gpc && gpc != Gpc::Ignore;
    if is_heard && gpc == Gpc::Final {
        // Nothing that the visitor could say would change it, so nothing is asked.
        return Verdict::closed(false, Rule::Gpc);
    }
    let unanswered = match standing {
        Standing::None => Rule::NoChoice,
        Standing::Unreadable => Rule::Invalid,
        Standing::Made(choice) => match (doubt(policy, choice, now_ms, item), choice.answer(&item.id)) {
            (Some(Rule::Invalid), _) => Rule::Invalid,
            (_, None) => Rule::NoChoice,
            (None, Some(answer)) if answer.is_yes => {
                let is_overruled = is_heard && !answer.gpc;
                return Verdict::closed(!is_overruled, if is_overruled { Rule::Gpc } else { Rule::Choice });
            }
            (None, Some(_)) => return Verdict::closed(false, Rule::Choice),
            // Who objected does not have to object again each year.
            (Some(_), Some(answer)) if !answer.is_yes && mode != Mode::OptIn => {
                return Verdict::closed(false, Rule::Choice);
            }
            (Some(doubt), Some(_)) => doubt,
        },
    };
    match mode {
        Mode::OptIn => Verdict { allowed: false, rule: unanswered, is_open: true },
        _ if is_heard => Verdict::closed(false, Rule::Gpc),
        // It may have been a no.
        _ if unanswered == Rule::Invalid => Verdict { allowed: false, rule: unanswered, is_open: true },
        Mode::OptOut => Verdict { allowed: true, rule: Rule::OptOut, is_open: true },
        Mode::Notice => Verdict { allowed: true, rule: Rule::Notice, is_open: true },
    }
}

/// Why a choice does not count (any more) for an item.
fn doubt(policy: &Policy, choice: &Choice, now_ms: u64, item: &Item) -> Option<Rule> {
    let answer = choice.answer(&item.id);
    let expires_ms =
        if answer.is_some_and(|answer| answer.is_yes) { policy.yes_expires_ms } else { policy.no_expires_ms };
    if !is_believable(policy, choice, now_ms) {
        Some(Rule::Invalid)
    } else if choice.revision < policy.revision {
        Some(Rule::Revised)
    } else if answer.is_some_and(|answer| now_ms.saturating_sub(answer.at_ms) >= expires_ms) {
        Some(Rule::Expired)
    } else if answer.is_some_and(|answer| answer.mark != item.mark) {
        Some(Rule::Changed)
    } else {
        None
    }
}

/// Whether a choice can be one that was made here: not in the future, nor about questions that were never asked.
pub(super) fn is_believable(policy: &Policy, choice: &Choice, now_ms: u64) -> bool {
    choice.at_ms <= now_ms.saturating_add(CLOCK_TOLERANCE_MS) && choice.revision <= policy.revision
}
