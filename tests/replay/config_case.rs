//! A case of one config document: `{config, fault: {path, kind}}`, or `"fault": null` where it must be taken.

use courtesy_core::Engine;
use courtesy_core::engine::faults;
use courtesy_core::value::{Fault, Value};

use crate::{HOST, Played, matching};

pub(crate) fn play(case: &Value, played: &mut Played) {
    let config = case.get("config").unwrap_or(&Value::Null);
    let first = Engine::new(config, HOST).err();
    let found = fault_to_value(first.as_ref());
    played.transcript.note("fault", &found);
    let wanted = case.get("fault").unwrap_or(&Value::Null);
    played.failures.extend(matching::holds(wanted, &found).map(|told| format!("fault: {told}")));

    let all = Value::List(faults(config).iter().map(|fault| fault_to_value(Some(fault))).collect());
    played.transcript.note("faults", &all);
    if let Some(wanted) = case.get("faults") {
        played.failures.extend(matching::holds(wanted, &all).map(|told| format!("faults: {told}")));
    }
}

pub(crate) fn fault_to_value(fault: Option<&Fault>) -> Value {
    fault.map_or(Value::Null, |fault| {
        Value::object([
            ("path", fault.path.as_str().into()),
            ("kind", fault.kind.as_str().into()),
            ("reason", fault.reason.as_str().into()),
        ])
    })
}
