//! Proof of permission, as a type: what needs a grant cannot be called without one.

use alloc::rc::Rc;
use core::cell::Cell;
use core::marker::PhantomData;

mod sealed {
    /// Keeps [`super::Purpose`] to the two purposes of the SDK.
    pub trait Sealed {}
}

/// A purpose that the SDK itself pursues.
pub trait Purpose: sealed::Sealed {
    /// The id under which a site declares it.
    const ID: &'static str;
}

/// Recording and sending events.
#[derive(Clone, Copy, Debug)]
pub struct Analytics;

/// Scoring intent and choosing content.
#[derive(Clone, Copy, Debug)]
pub struct Personalization;

impl sealed::Sealed for Analytics {}
impl sealed::Sealed for Personalization {}

impl Purpose for Analytics {
    const ID: &'static str = "analytics";
}

impl Purpose for Personalization {
    const ID: &'static str = "personalization";
}

/// Permission for `P`, minted by the [`Ledger`](super::Ledger) only.
///
/// A grant belongs to an epoch. Every change of what is allowed begins a new one, so a grant that was kept across a
/// withdrawal is refused by [`Grant::check`].
///
/// A grant for one purpose is not a grant for another:
///
/// ```
/// use courtesy_core::consent::{Analytics, Grant};
/// fn record(_: &Grant<Analytics>) {}
/// fn caller(grant: &Grant<Analytics>) { record(grant) }
/// ```
/// ```compile_fail,E0308
/// use courtesy_core::consent::{Analytics, Grant, Personalization};
/// fn record(_: &Grant<Analytics>) {}
/// fn caller(grant: &Grant<Personalization>) { record(grant) }
/// ```
///
/// Nobody but the ledger can make one:
///
/// ```compile_fail,E0451
/// use courtesy_core::consent::{Analytics, Grant};
/// let grant: Grant<Analytics> = Grant { epoch: 0, current: Default::default(), purpose: Default::default() };
/// ```
/// ```compile_fail,E0277
/// use courtesy_core::consent::{Grant, Purpose};
/// struct Marketing;
/// impl Purpose for Marketing { const ID: &'static str = "marketing"; }
/// ```
///
/// And recording without one does not compile (the same call with a grant does, see
/// [`Recorder::record`](crate::events::Recorder::record)):
///
/// ```compile_fail,E0061
/// use courtesy_core::events::{Happening, Recorder};
/// fn sneak(recorder: &mut Recorder, what: Happening) { let _ = recorder.record(what); }
/// ```
#[derive(Clone, Debug)]
pub struct Grant<P: Purpose> {
    epoch: u32,
    current: Rc<Cell<u32>>,
    purpose: PhantomData<P>,
}

/// A grant was used after what it stood for had changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleGrant;

impl<P: Purpose> Grant<P> {
    pub(super) fn mint(current: &Rc<Cell<u32>>) -> Grant<P> {
        Grant { epoch: current.get(), current: Rc::clone(current), purpose: PhantomData }
    }

    /// Whether the grant still stands.
    ///
    /// # Errors
    /// [`StaleGrant`] once anything about the visitor's consent has changed since it was minted.
    pub fn check(&self) -> Result<(), StaleGrant> {
        if self.epoch == self.current.get() { Ok(()) } else { Err(StaleGrant) }
    }
}
