//! js/src/host/store.ts: records in localStorage, written at the end of a task and heard of in other tabs some time later; and the
//! channel between tabs.

use courtesy_core::Key;
use courtesy_core::engine::Stored;

use super::agenda::{Event, Message};
use super::faults::Storage;
use super::shell::{Call, Micro};
use super::tab::Life;
use super::world::World;
use crate::json;

const CONSENT: Key = Key::Consent;

impl World {
    pub(crate) fn tell(&mut self, tab: usize, call: Call) {
        if self.tabs[tab].pending.is_empty() && self.tabs[tab].known.is_some() {
            self.refresh(tab);
        }
        self.ask(tab, call);
    }

    pub(crate) fn refresh(&mut self, tab: usize) {
        let is = self.kept_text(tab, CONSENT);
        if self.tabs[tab].known.as_ref() != Some(&is) {
            self.restore(tab);
        }
    }

    pub(crate) fn restore(&mut self, tab: usize) {
        self.ask(tab, Call::Restored);
    }

    pub(crate) fn keep_record(&mut self, tab: usize, key: Key, json: Option<String>) {
        // Receipts have no part in this, and are long.
        if key == Key::Receipts {
            return;
        }
        let page = &mut self.tabs[tab];
        if page.pending.is_empty() {
            page.micros.push_back(Micro::Write);
        }
        page.pending.retain(|(known, _)| *known != key);
        page.pending.push((key, json));
    }

    pub(crate) fn write_records(&mut self, tab: usize) {
        let wall_ms = self.wall_ms();
        for (key, json) in std::mem::take(&mut self.tabs[tab].pending) {
            if self.browser.storage != Storage::Blocked {
                let value = json.as_deref().map(json::parse);
                self.records.retain(|(known, _, _)| *known != key);
                if let (Some(json), Some(value)) = (&json, value) {
                    self.records.push((key, json.clone(), value));
                }
                for other in 0..self.tabs.len() {
                    if other != tab && self.tabs[other].life == Life::Running {
                        let after_ms = self.dice.pick(&[1, 5, 20, 300]);
                        self.agenda.add(self.now_ms + after_ms, Event::Stored(other));
                    }
                }
            }
            if key == CONSENT {
                let is_yes = self.tabs[tab].engine.may_adopt(wall_ms);
                self.answer_is(tab, is_yes);
                self.tabs[tab].told.clone_from(&json);
                self.tabs[tab].known = Some(self.kept_text(tab, CONSENT));
                self.say(tab, &Message::Consent(json));
            }
        }
    }

    pub(crate) fn kept_text(&self, tab: usize, key: Key) -> Option<String> {
        if self.browser.storage == Storage::Blocked {
            return if key == CONSENT { self.tabs[tab].told.clone() } else { None };
        }
        self.records.iter().find(|(known, _, _)| *known == key).map(|(_, text, _)| text.clone())
    }

    pub(crate) fn stored(&mut self, tab: usize) -> Stored {
        let consent = self.kept_text(tab, CONSENT);
        self.tabs[tab].known = Some(consent.clone());
        if self.browser.storage == Storage::Blocked {
            return Stored { consent: consent.as_deref().map(json::parse).unwrap_or_default(), ..Stored::default() };
        }
        let of = |key| self.records.iter().find(|(known, _, _)| *known == key).map(|(_, _, value)| value.clone());
        let (consent, visitor) = (of(CONSENT).unwrap_or_default(), of(Key::Visitor).unwrap_or_default());
        Stored { consent, visitor, ..Stored::default() }
    }

    /// To the other tabs that listen.
    pub(crate) fn say(&mut self, tab: usize, message: &Message) {
        if !self.tabs[tab].has_channel {
            return;
        }
        let mut at_ms = self.now_ms;
        for other in 0..self.tabs.len() {
            if other != tab && self.tabs[other].has_channel {
                at_ms += self.dice.below(10);
                // Messages of one tab arrive in their order.
                at_ms = at_ms.max(self.tabs[other].heard_ms);
                self.tabs[other].heard_ms = at_ms;
                self.agenda.add(at_ms, Event::Said(other, message.clone()));
            }
        }
    }

    pub(crate) fn said(&mut self, tab: usize, message: Message) {
        if !self.tabs[tab].has_channel || self.tabs[tab].life != Life::Running {
            return;
        }
        match message {
            Message::Rows(rows) => {
                if self.tabs[tab].is_hidden {
                    self.ask(tab, Call::Pass);
                }
                self.tell(tab, Call::Rows(rows, 0));
            }
            Message::Consent(text) => {
                if self.browser.storage == Storage::Blocked {
                    // An answer without a visitor is taken for somebody else's: what waits here is let go of.
                    self.ledger.withdraw_of(tab);
                    self.tabs[tab].awaits = None;
                }
                self.tabs[tab].told = text;
                self.restore(tab);
            }
        }
        self.drain(tab);
    }
}
