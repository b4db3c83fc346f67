//! What is wrong with a value, and where: the one error of everything that reads config or input.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;

use super::join;

/// Why a value cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Something required is absent.
    Missing,
    /// It is there, but of the wrong type.
    Type,
    /// The type is right, the value is not (out of range, unknown word, duplicate).
    Value,
    /// A name that nothing here knows.
    Unknown,
    /// A condition that cannot be compiled.
    Condition,
}

impl FaultKind {
    /// The word by which JavaScript knows this kind.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FaultKind::Missing => "missing",
            FaultKind::Type => "type",
            FaultKind::Value => "value",
            FaultKind::Unknown => "unknown",
            FaultKind::Condition => "condition",
        }
    }
}

/// A value that cannot be used: where it stands and why.
///
/// Boxed, so that the many results which carry one stay a pointer wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(Box<Detail>);

/// The parts of a [`Fault`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Where: `slots.hero.rules[0].when`. Empty for the whole document.
    pub path: String,
    /// What kind of fault.
    pub kind: FaultKind,
    /// The reason, as the second half of a sentence: "must be a number from 0 to 100".
    pub reason: String,
}

impl Fault {
    /// A fault at a path; the parts of the reason are put together.
    pub fn new(path: impl Into<String>, kind: FaultKind, reason: &[&str]) -> Fault {
        Fault(Box::new(Detail { path: path.into(), kind, reason: join(reason) }))
    }

    /// Path and reason in one sentence, without its full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        join(&[if self.path.is_empty() { "the document" } else { &self.path }, " ", &self.reason])
    }
}

impl Deref for Fault {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        &self.0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence())
    }
}
