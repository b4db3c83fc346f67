//! What a condition is asked about: named roots, each a value, borrowed where it can be.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::value::{Value, cut};

/// The attributes known at this moment.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    roots: Vec<(&'a str, Cow<'a, Value>)>,
}

impl<'a> Facts<'a> {
    /// No attributes at all.
    #[must_use]
    pub fn new() -> Facts<'a> {
        Facts::default()
    }

    /// Adds a root that is computed for this question.
    pub fn add(&mut self, root: &'a str, value: Value) {
        self.roots.push((root, Cow::Owned(value)));
    }

    /// Adds a root that lives elsewhere.
    pub fn lend(&mut self, root: &'a str, value: &'a Value) {
        self.roots.push((root, Cow::Borrowed(value)));
    }

    /// The value at a dotted path, or `None` where there is nothing.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Value> {
        let (root, rest) = cut(path, b'.');
        let (_, value) = self.roots.iter().find(|(name, _)| *name == root)?;
        rest.map_or(Some(value), |rest| value.at(rest))
    }
}
