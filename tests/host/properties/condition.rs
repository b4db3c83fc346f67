//! Conditions: whatever stands in a config, compiling and asking never panic, and groups mean what they say.

use courtesy_core::condition::{Condition, Facts};
use courtesy_core::value::{Value, View};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::tree::{leaf, tree};
use crate::tries;

fn attribute() -> impl Strategy<Value = String> {
    proptest::sample::select(&["a", "b", "a.x", "a.x.y", "b.x", "c"][..]).prop_map(String::from)
}

fn object(members: Vec<(String, Value)>) -> Value {
    let mut unique: Vec<(String, Value)> = Vec::new();
    for (key, member) in members {
        if unique.iter().all(|(known, _)| *known != key) {
            unique.push((key, member));
        }
    }
    Value::Object(unique)
}

fn operators() -> impl Strategy<Value = Value> {
    let ordered = proptest::sample::select(&["$eq", "$ne", "$gt", "$gte", "$lt", "$lte"][..]);
    let one = prop_oneof![
        (ordered, leaf()).prop_map(|(name, operand)| (String::from(name), operand)),
        vec(leaf(), 0..4).prop_map(|items| ("$in".into(), Value::List(items))),
        vec(leaf(), 0..4).prop_map(|items| ("$nin".into(), Value::List(items))),
        any::<bool>().prop_map(|wanted| ("$exists".into(), Value::Bool(wanted))),
    ];
    vec(one, 0..3).prop_map(object)
}

/// A condition that compiles.
fn condition() -> impl Strategy<Value = Value> {
    let fields = vec((attribute(), prop_oneof![leaf(), operators()]), 0..3).prop_map(object);
    fields.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|all| Value::object([("$and", Value::List(all))])),
            vec(inner.clone(), 0..4).prop_map(|any| Value::object([("$or", Value::List(any))])),
            inner.prop_map(|not| Value::object([("$not", not)])),
        ]
    })
}

fn attributes() -> impl Strategy<Value = Value> {
    let deep = || leaf().prop_map(|y| Value::object([("x", Value::object([("y", y)]))]));
    let root = || prop_oneof![leaf(), deep(), leaf().prop_map(|x| Value::object([("x", x)])), tree()];
    vec((proptest::sample::select(&["a", "b", "c"][..]).prop_map(String::from), root()), 0..4).prop_map(object)
}

fn holds(condition: &Value, attributes: &Value) -> bool {
    let mut facts = Facts::new();
    if let Value::Object(roots) = attributes {
        for (root, value) in roots {
            facts.lend(root, value);
        }
    }
    Condition::compile(&View::root(condition)).unwrap().holds(&facts)
}

proptest! {
    #![proptest_config(tries(600))]

    #[test]
    fn compiling_and_asking_anything_at_all_never_panics(condition in tree(), attributes in tree()) {
        if let Ok(condition) = Condition::compile(&View::root(&condition)) {
            let mut facts = Facts::new();
            facts.lend("consent", &attributes);
            facts.lend("other", &attributes);
            let _ = condition.holds(&facts);
        }
    }

    #[test]
    fn not_is_the_opposite_and_groups_are_their_members(one in condition(), two in condition(), told in attributes()) {
        let (first, second) = (holds(&one, &told), holds(&two, &told));
        let group = |name, members| Value::object([(name, members)]);
        let both = || Value::List(vec![one.clone(), two.clone()]);
        prop_assert_eq!(holds(&group("$not", one.clone()), &told), !first);
        prop_assert_eq!(holds(&group("$and", both()), &told), first && second);
        prop_assert_eq!(holds(&group("$or", both()), &told), first || second);
    }

    #[test]
    fn a_test_and_its_opposite_never_agree(attribute in attribute(), wanted in leaf(), told in attributes()) {
        let ask = |operator, operand| Value::object([(attribute.as_str(), Value::object([(operator, operand)]))]);
        let list = || Value::List(vec![wanted.clone()]);
        prop_assert_ne!(holds(&ask("$eq", wanted.clone()), &told), holds(&ask("$ne", wanted.clone()), &told));
        prop_assert_ne!(holds(&ask("$in", list()), &told), holds(&ask("$nin", list()), &told));
        prop_assert_ne!(holds(&ask("$exists", true.into()), &told), holds(&ask("$exists", false.into()), &told));
        let at_least = holds(&ask("$gte", wanted.clone()), &told);
        prop_assert!(at_least || !holds(&ask("$gt", wanted.clone()), &told), "what is greater is at least as great");
    }
}
