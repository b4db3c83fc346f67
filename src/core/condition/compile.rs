//! Reads a condition object into a flat program; every fault names its path.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Condition, Step, Test};
use crate::value::{Fault, FaultKind, Value, View};

/// How deep groups may nest. A hostile config must not exhaust the stack; people write three levels.
const MAX_DEPTH: usize = 32;

impl Condition {
    /// Compiles the condition object at `place`. Nothing there is a condition that always holds.
    ///
    /// # Errors
    /// `type` where it is not an object, `condition` for an unknown operator or a wrong operand.
    pub fn compile(place: &View<'_, '_>) -> Result<Condition, Fault> {
        let mut steps = Vec::new();
        object(place, &mut steps, MAX_DEPTH)?;
        Ok(Condition { steps })
    }
}

/// Writes a group: a header now, its members through `body`, then the header's end.
fn group(
    steps: &mut Vec<Step>,
    header: fn(usize) -> Step,
    body: impl FnOnce(&mut Vec<Step>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let start = steps.len();
    steps.push(header(0));
    body(steps)?;
    let end = steps.len();
    if let Some(step) = steps.get_mut(start) {
        *step = header(end);
    }
    Ok(())
}

fn object(place: &View<'_, '_>, steps: &mut Vec<Step>, depth: usize) -> Result<(), Fault> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(place.fault(FaultKind::Condition, format!("nests deeper than {MAX_DEPTH} levels")));
    };
    let members = place.members()?;
    group(
        steps,
        |end| Step::All { end },
        |steps| {
            for (name, member) in members {
                match name {
                    "$and" => list(&member, steps, depth, |end| Step::All { end })?,
                    "$or" => list(&member, steps, depth, |end| Step::Any { end })?,
                    "$not" => group(steps, |end| Step::Not { end }, |steps| object(&member, steps, depth))?,
                    _ if name.starts_with('$') => return Err(unknown(&member, name)),
                    attribute => field(attribute, &member, steps, depth)?,
                }
            }
            Ok(())
        },
    )
}

fn list(member: &View<'_, '_>, steps: &mut Vec<Step>, depth: usize, header: fn(usize) -> Step) -> Result<(), Fault> {
    let items = member.list()?;
    group(steps, header, |steps| {
        for item in items {
            object(&item, steps, depth)?;
        }
        Ok(())
    })
}

fn field(attribute: &str, member: &View<'_, '_>, steps: &mut Vec<Step>, depth: usize) -> Result<(), Fault> {
    match member.value() {
        Some(Value::Object(operators)) if is_operators(operators) => tests(attribute, member, steps, depth),
        plain => {
            let test = Test::Equal(plain.cloned().unwrap_or_default());
            steps.push(Step::Ask { attribute: attribute.into(), test });
            Ok(())
        }
    }
}

/// An object of operators, as against an object to be equal to: GrowthBook takes it for one when all keys begin with `$`.
fn is_operators(members: &[(String, Value)]) -> bool {
    !members.is_empty() && members.iter().all(|(key, _)| key.starts_with('$'))
}

fn tests(attribute: &str, member: &View<'_, '_>, steps: &mut Vec<Step>, depth: usize) -> Result<(), Fault> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(member.fault(FaultKind::Condition, format!("nests deeper than {MAX_DEPTH} levels")));
    };
    let operators = member.members()?;
    group(
        steps,
        |end| Step::All { end },
        |steps| {
            for (operator, operand) in operators {
                if operator == "$not" {
                    group(steps, |end| Step::Not { end }, |steps| field(attribute, &operand, steps, depth))?;
                } else {
                    steps.push(Step::Ask { attribute: attribute.into(), test: test(operator, &operand)? });
                }
            }
            Ok(())
        },
    )
}

fn test(operator: &str, operand: &View<'_, '_>) -> Result<Test, Fault> {
    let value = || operand.value().cloned().unwrap_or_default();
    Ok(match operator {
        "$eq" => Test::Equal(value()),
        "$ne" => Test::NotEqual(value()),
        "$gt" => Test::Greater(value()),
        "$gte" => Test::GreaterOrEqual(value()),
        "$lt" => Test::Less(value()),
        "$lte" => Test::LessOrEqual(value()),
        "$in" => Test::In(values(operand)?),
        "$nin" => Test::NotIn(values(operand)?),
        "$exists" => match operand.value() {
            Some(Value::Bool(wanted)) => Test::Exists(*wanted),
            _ => return Err(operand.fault(FaultKind::Condition, "must be true or false")),
        },
        _ => return Err(unknown(operand, operator)),
    })
}

fn values(operand: &View<'_, '_>) -> Result<Vec<Value>, Fault> {
    match operand.value() {
        Some(Value::List(items)) => Ok(items.clone()),
        _ => Err(operand.fault(FaultKind::Condition, "must be a list")),
    }
}

fn unknown(place: &View<'_, '_>, operator: &str) -> Fault {
    place.fault(
        FaultKind::Condition,
        format!("uses the operator {operator}, which is not supported; supported are $eq $ne $gt $gte $lt $lte $in $nin $exists $and $or $not"),
    )
}
