//! Finds names that two purposes or services both declare as theirs.
//!
//! Nothing is broken by that: what an allowed item keeps stays (js/src/declared.ts). But what both keep goes only once both are
//! declined, and seldom is that what the author of `_g*` meant.

use courtesy_core::value::{Value, View};

use crate::check::Problem;

/// A name that an item declares, or a beginning of names.
struct Trace {
    item: String,
    list: &'static str,
    name: String,
    path: String,
}

/// One warning for each name that means what an earlier item has as well.
pub(crate) fn overlaps(document: &Value) -> Vec<Problem> {
    let outer = View::root(document);
    let inner = outer.field("courtesy");
    let ours = if inner.is_present() { &inner } else { &outer };
    let consent = ours.field("consent");
    let mut traces = Vec::new();
    for purpose in consent.field("purposes").list() {
        let id = purpose.field("id").text_or("");
        gather(&purpose, id.into(), &mut traces);
        for service in purpose.field("services").list() {
            gather(&service, format!("{id}/{}", service.field("id").text_or("")), &mut traces);
        }
    }
    let mut problems = Vec::new();
    for (index, trace) in traces.iter().enumerate() {
        let Some(other) = traces.iter().take(index).find(|other| other.item != trace.item && is_shared(other, trace))
        else {
            continue;
        };
        let Trace { path, name, .. } = trace;
        let message = format!(
            "{path}: `{name}` may be the same as `{}` of `{}`: what both keep is removed only where neither is allowed",
            other.name, other.item
        );
        problems.push(Problem { path: path.clone(), kind: "overlap".into(), message });
    }
    problems
}

fn gather(item: &View<'_, '_>, id: String, traces: &mut Vec<Trace>) {
    for list in ["cookies", "storage", "databases"] {
        for name in item.field(list).list() {
            traces.push(Trace { item: id.clone(), list, name: name.text_or("").into(), path: name.path() });
        }
    }
}

/// Whether some name is meant by both.
fn is_shared(a: &Trace, b: &Trace) -> bool {
    let meant = |one: &str, of: &str| match of.strip_suffix('*') {
        Some(start) => one.strip_suffix('*').unwrap_or(one).starts_with(start),
        None => one == of,
    };
    a.list == b.list && (meant(&a.name, &b.name) || meant(&b.name, &a.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Json;

    fn found(purposes: &str) -> Vec<String> {
        let Json(document) = serde_json::from_str(&format!(r#"{{"consent": {{"purposes": {purposes}}}}}"#)).unwrap();
        overlaps(&document).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn names_of_two_items_that_may_be_the_same_are_said_once() {
        let messages = found(
            r#"[{"id": "a", "cookies": ["_ga", "x"], "services": [{"id": "s", "storage": ["shop.cart"]}]},
                {"id": "b", "cookies": ["_g*", "x"], "storage": ["shop.*"], "databases": null}]"#,
        );
        let rest = "what both keep is removed only where neither is allowed";
        assert_eq!(
            messages,
            [
                format!("consent.purposes[1].cookies[0]: `_g*` may be the same as `_ga` of `a`: {rest}"),
                format!("consent.purposes[1].cookies[1]: `x` may be the same as `x` of `a`: {rest}"),
                format!("consent.purposes[1].storage[0]: `shop.*` may be the same as `shop.cart` of `a/s`: {rest}"),
            ]
        );
    }

    #[test]
    fn names_of_one_item_or_of_two_kinds_and_near_misses_are_not() {
        assert_eq!(
            found(
                r#"[{"id": "a", "cookies": ["_g*", "_ga"]}, {"id": "b", "storage": ["_ga"], "cookies": ["g", "_"]}]"#
            ),
            [""; 0]
        );
    }
}
