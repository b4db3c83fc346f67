//! What a condition is asked about: named roots, each a value that lives elsewhere.

use alloc::vec::Vec;

use crate::value::{Value, cut};

/// The attributes known at this moment.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    roots: Vec<(&'a str, &'a Value)>,
}

impl<'a> Facts<'a> {
    /// No attributes at all.
    #[must_use]
    pub fn new() -> Facts<'a> {
        Facts::default()
    }

    /// Adds a root. `Null` is as good as none.
    pub fn lend(&mut self, root: &'a str, value: &'a Value) {
        self.roots.push((root, value));
    }

    /// The value at a dotted path, or `None` where there is nothing.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Value> {
        let (root, rest) = cut(path, b'.');
        let (_, value) = self.roots.iter().find(|(name, _)| *name == root)?;
        rest.map_or(Some(value), |rest| value.at(rest))
    }
}
