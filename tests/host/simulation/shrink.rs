//! Makes a failing script shorter: steps are left out, one after the other, as long as it breaks the same law.

use super::plan::Plan;
use super::world::World;

pub(crate) fn shrink(plan: &Plan) -> Plan {
    let broken = |plan: &Plan| World::run_plan(plan, false).0.ledger.broken.map(|law| kind(&law));
    let wanted = broken(plan);
    let mut plan = plan.clone();
    let mut size = plan.steps.len() / 2;
    while size > 0 {
        let mut index = 0;
        while index < plan.steps.len() {
            let mut shorter = plan.clone();
            shorter.steps.drain(index..(index + size).min(plan.steps.len()));
            if broken(&shorter) == wanted {
                plan = shorter;
            } else {
                index += size;
            }
        }
        size /= 2;
    }
    plan
}

/// Which law: names of events and numbers aside.
fn kind(law: &str) -> String {
    let words = law.split_whitespace().filter(|word| word.chars().all(|letter| !letter.is_ascii_digit()));
    words.filter(|word| word.chars().all(char::is_lowercase)).collect()
}
