//! Reads a condition object into a flat program; every fault names its path.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Condition, Join, OPERATORS, Operator, Step};
use crate::value::{Fault, FaultKind, Value, View};

/// How deep groups may nest. A hostile config must not exhaust the stack; people write three levels.
const MAX_DEPTH: usize = 32;

impl Condition {
    /// Compiles the condition object at `place`. Nothing there is a condition that always holds.
    ///
    /// # Errors
    /// `type` where an object or a list is wanted, `condition` for an unknown operator or a wrong operand.
    pub fn compile(place: &View<'_, '_>) -> Result<Condition, Fault> {
        let mut compiler = Compiler { steps: Vec::new(), depth: 0 };
        if place.is_present() {
            compiler.object(place)?;
        }
        Ok(Condition { steps: compiler.steps })
    }
}

struct Compiler {
    steps: Vec<Step>,
    depth: usize,
}

impl Compiler {
    /// Writes a group: a header now, its members through `body`, then the header's end.
    fn group(
        &mut self,
        join: Join,
        place: &View<'_, '_>,
        body: &mut dyn FnMut(&mut Compiler) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(place.fault(FaultKind::Condition, &["nests too deeply"]));
        }
        let start = self.steps.len();
        self.steps.push(Step::Group { join, end: 0 });
        body(self)?;
        let behind = self.steps.len();
        if let Some(Step::Group { end, .. }) = self.steps.get_mut(start) {
            *end = behind;
        }
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        if !matches!(place.value(), Some(Value::Object(_))) {
            return Err(place.fault(FaultKind::Type, &["must be an object"]));
        }
        self.group(Join::All, place, &mut |compiler| {
            for (name, member) in place.members() {
                match name {
                    "$and" => compiler.list(Join::All, &member)?,
                    "$or" => compiler.list(Join::Any, &member)?,
                    "$not" => compiler.group(Join::Not, &member, &mut |compiler| compiler.object(&member))?,
                    _ if is_operator(name) => return Err(unknown(&member, name)),
                    attribute => compiler.field(attribute, &member)?,
                }
            }
            Ok(())
        })
    }

    fn list(&mut self, join: Join, place: &View<'_, '_>) -> Result<(), Fault> {
        wants_list(place, FaultKind::Type)?;
        self.group(join, place, &mut |compiler| {
            for item in place.list() {
                compiler.object(&item)?;
            }
            Ok(())
        })
    }

    fn field(&mut self, attribute: &str, place: &View<'_, '_>) -> Result<(), Fault> {
        let operand = place.value().cloned().unwrap_or_default();
        if !is_operators(&operand) {
            self.steps.push(Step::Ask { attribute: attribute.into(), operator: Operator::Equal, operand });
            return Ok(());
        }
        self.group(Join::All, place, &mut |compiler| {
            for (name, operand) in place.members() {
                if name == "$not" {
                    compiler.group(Join::Not, &operand, &mut |compiler| compiler.field(attribute, &operand))?;
                } else {
                    let step = ask(attribute.into(), name, &operand)?;
                    compiler.steps.push(step);
                }
            }
            Ok(())
        })
    }
}

/// An object of operators, as against an object to be equal to: GrowthBook takes it for one when all keys begin with `$`.
fn is_operators(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty() && members.iter().all(|(key, _)| is_operator(key)),
        _ => false,
    }
}

fn is_operator(name: &str) -> bool {
    name.as_bytes().first() == Some(&b'$')
}

fn ask(attribute: String, name: &str, place: &View<'_, '_>) -> Result<Step, Fault> {
    let Some((_, operator)) = OPERATORS.iter().find(|(known, _)| *known == name) else {
        return Err(unknown(place, name));
    };
    match operator {
        Operator::In | Operator::NotIn => wants_list(place, FaultKind::Condition)?,
        Operator::Exists if !matches!(place.value(), Some(Value::Bool(_))) => {
            return Err(place.fault(FaultKind::Condition, &["must be true or false"]));
        }
        _ => {}
    }
    Ok(Step::Ask { attribute, operator: *operator, operand: place.value().cloned().unwrap_or_default() })
}

fn wants_list(place: &View<'_, '_>, kind: FaultKind) -> Result<(), Fault> {
    match place.value() {
        Some(Value::List(_)) => Ok(()),
        _ => Err(place.fault(kind, &["must be a list"])),
    }
}

fn unknown(place: &View<'_, '_>, name: &str) -> Fault {
    let known = "; known are $eq $ne $gt $gte $lt $lte $in $nin $exists $and $or $not";
    place.fault(FaultKind::Condition, &["uses the operator ", name, known])
}
