//! Who the visitor is, where the site says so: user, traits and group.
//!
//! Place in the flow: told by the page, kept in the visitor's record, and on every event from then on. The words and what they mean are
//! those of Segment's spec (<https://segment.com/docs/connections/spec/>). Nothing is looked up and nothing is guessed here.

use alloc::string::String;

use super::{Happening, Kind, Page};
use crate::value::{Fault, FaultKind, Json, Value};

/// How long an id may be, in bytes.
const MAX_ID_BYTES: usize = 200;
/// How much of JSON the traits of a visitor may be: they are kept in the browser, and read at each page.
const MAX_TRAITS_BYTES: usize = 4 * 1024;

/// What the site says of the visitor.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// This is that user of ours.
    Identify {
        /// The site's own id of the user.
        user_id: String,
        /// What is known of them: an object, or nothing.
        traits: Value,
    },
    /// The user belongs to that group: a company, a team.
    Group {
        /// The site's own id of the group.
        group_id: String,
        /// What is known of it: an object, or nothing.
        traits: Value,
    },
    /// One user has two ids.
    Alias {
        /// The one from now on.
        user_id: String,
        /// The one before; empty for that by which events were recorded so far.
        previous_id: String,
    },
    /// The user has left: who comes next is somebody else.
    Reset,
}

impl Who {
    /// What happens thereby.
    ///
    /// # Errors
    /// With the path `user_id`, `group_id` or `previous_id`: `value` for an id that is empty or longer than 200 bytes. With the path
    /// `traits`: `type` for what is no object. Their size is checked when the event is recorded.
    pub fn happening(self, at_ms: u64, page: Page) -> Result<Happening, Fault> {
        let (kind, path, name, properties) = match self {
            Who::Identify { user_id, traits } => (Kind::Identify, "user_id", user_id, traits),
            Who::Group { group_id, traits } => (Kind::Group, "group_id", group_id, traits),
            Who::Alias { user_id, previous_id } => {
                let mut properties = Value::empty();
                if !previous_id.is_empty() {
                    check_id("previous_id", &previous_id)?;
                    properties.put(PREVIOUS_ID, previous_id.into());
                }
                (Kind::Alias, "user_id", user_id, properties)
            }
            Who::Reset => (Kind::Reset, "", String::new(), Value::Null),
        };
        if kind != Kind::Reset {
            check_id(path, &name)?;
        }
        let properties = match properties {
            Value::Null => Value::empty(),
            Value::Object(_) => properties,
            _ => return Err(Fault::new("traits", FaultKind::Type, &["must be an object"])),
        };
        Ok(Happening { kind, name, properties, at_ms, page })
    }
}

/// The only member of an alias: the id before.
pub(super) const PREVIOUS_ID: &str = "previousId";

fn check_id(path: &str, id: &str) -> Result<(), Fault> {
    if id.is_empty() || id.len() > MAX_ID_BYTES {
        return Err(Fault::new(path, FaultKind::Value, &["must have 1 to 200 bytes"]));
    }
    Ok(())
}

/// What is known of who the visitor is. Empty texts for nobody knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The site's id of the user.
    pub user_id: String,
    /// What the site has told of the user: an object.
    pub traits: Value,
    /// The site's id of the user's group.
    pub group_id: String,
}

impl Default for Identity {
    fn default() -> Identity {
        Identity { user_id: String::new(), traits: Value::empty(), group_id: String::new() }
    }
}

impl Identity {
    /// Whether this is said of another user than the one who is known: then a new visitor begins, so that two people on one device
    /// never become one (<https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/identity/>).
    #[must_use]
    pub fn is_anothers(&self, what: &Happening) -> bool {
        what.kind == Kind::Identify && !self.user_id.is_empty() && self.user_id != what.name
    }

    /// Takes in what is said of the visitor. Traits add up; where they would become too large, those told now take their place.
    ///
    /// # Errors
    /// With the path `traits`, for more than 4 KB; then nothing is taken in.
    pub fn learn(&mut self, what: &Happening, json: &dyn Fn() -> Json) -> Result<(), Fault> {
        let size = |traits: &Value| {
            let mut json = json();
            json.value(traits);
            json.finish().len()
        };
        match what.kind {
            Kind::Identify => {
                if size(&what.properties) > MAX_TRAITS_BYTES {
                    return Err(Fault::new("traits", FaultKind::Value, &["must be of at most 4 KB"]));
                }
                let mut all = core::mem::take(&mut self.traits);
                if let Value::Object(told) = &what.properties {
                    for (name, trait_) in told {
                        all.set(name, trait_.clone());
                    }
                }
                self.traits = if size(&all) > MAX_TRAITS_BYTES { what.properties.clone() } else { all };
                self.user_id.clone_from(&what.name);
            }
            Kind::Group => self.group_id.clone_from(&what.name),
            Kind::Page | Kind::Track | Kind::Alias | Kind::Reset => {}
        }
        Ok(())
    }
}
