//! Whose traces are to be removed from the browser: what withdrawn items had kept, and what declined ones left behind.
//!
//! It names items. What each of them keeps, the page reads in the config (js/src/declared.ts) and removes (js/src/cleaner.ts).

use alloc::string::String;
use alloc::vec::Vec;

use super::Ledger;
use crate::value::Json;

impl Ledger {
    /// Whose traces are to be removed since this was last asked (`Withdrawn`): of items that were withdrawn. `None` where they
    /// left none. `is_act` where the visitor said so now: only then may the page be loaded again, or else a page that names the
    /// region at each load would do so for ever.
    pub fn take_withdrawn(&mut self, is_act: bool, json: Json) -> Option<String> {
        let withdrawn = core::mem::take(&mut self.withdrawn);
        self.traces_of(&withdrawn, is_act, json)
    }

    /// Whose traces may be there although they were declined: a script of theirs that still ran may have set them again. Only
    /// after an answer: until then nothing was withdrawn.
    #[must_use]
    pub fn left_behind(&self, json: Json) -> Option<String> {
        let choice = self.choice()?;
        let mut declined = Vec::new();
        for (index, item) in self.policy.items.iter().enumerate() {
            if choice.answer(&item.id).is_some() {
                declined.push(index);
            }
        }
        self.traces_of(&declined, false, json)
    }

    fn traces_of(&self, items: &[usize], is_now: bool, mut json: Json) -> Option<String> {
        let mut is_any = false;
        json.open();
        json.key("items").list();
        for index in items {
            if let Some(item) = self.policy.items.get(*index)
                && item.leaves_traces
                && self.allowed.get(*index) == Some(&false)
            {
                is_any = true;
                json.text(&item.id);
            }
        }
        json.end();
        json.key("is_now").flag(is_now);
        json.close();
        is_any.then(|| json.finish())
    }
}
