//! A case of one condition: `{condition, attributes, expect}`, or `{condition, fault}` where it must not compile.

use courtesy_core::condition::{Condition, Facts};
use courtesy_core::value::{Value, View};

use crate::config_case::fault_to_value;
use crate::{Played, matching};

pub(crate) fn play(case: &Value, played: &mut Played) {
    let condition = case.get("condition").unwrap_or(&Value::Null);
    match Condition::compile(&View::root(condition)) {
        Err(fault) => {
            let found = fault_to_value(Some(&fault));
            played.transcript.note("fault", &found);
            match case.get("fault") {
                None => played.fail(format!("the condition does not compile: {fault}")),
                Some(wanted) => {
                    played.failures.extend(matching::holds(wanted, &found).map(|told| format!("fault: {told}")))
                }
            }
        }
        Ok(condition) => {
            let mut facts = Facts::new();
            if let Some(Value::Object(roots)) = case.get("attributes") {
                for (root, value) in roots {
                    facts.lend(root, value);
                }
            }
            let found = Value::Bool(condition.holds(&facts));
            played.transcript.note("holds", &found);
            let wanted = case.get("expect").cloned().unwrap_or_default();
            played.failures.extend(matching::exact(&wanted, &found).map(|told| format!("expect: {told}")));
        }
    }
}
