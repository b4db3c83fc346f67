//! What a visitor is asked about: purposes, and the services of each.
//!
//! Both are items of one flat list, a purpose before its services, so that everything that holds for one (an answer, a verdict, a
//! mark) holds for the other. Titles and texts are for the page, which has the config itself; they are not kept here, but for the
//! one that stands in our own sentences.

use alloc::string::String;

use crate::value::{View, join, number::write_whole, sha256};

/// A purpose, or a service of one.
#[derive(Clone, Debug)]
pub struct Item {
    /// `analytics`, or `analytics/counter`.
    pub id: String,
    /// Its name for visitors.
    pub title: String,
    /// The place of its purpose in the list, where it is a service.
    pub parent: Option<usize>,
    /// Always on, and never asked for: only what the visitor's own request needs.
    pub necessary: bool,
    /// Whether Global Privacy Control counts for it: the signal is about selling and sharing, and what the site does for itself may
    /// be no such thing. Config: `gpc` of a purpose, default true.
    pub heeds_gpc: bool,
    /// A hash of what is asked about; empty where that is the purpose alone. Another mark is another question.
    pub mark: String,
    /// Whether anything is declared that it keeps in the browser, or that only loading the page again can stop.
    pub leaves_traces: bool,
}

impl Item {
    /// Reads an item whose shape was checked.
    pub(super) fn read(place: &View<'_, '_>, parent: Option<(usize, &Item)>) -> Item {
        let own = place.field("id").text_or("");
        let (id, necessary, heeds_gpc) = match parent {
            Some((_, purpose)) => (join(&[&purpose.id, "/", own]), purpose.necessary, purpose.heeds_gpc),
            None => (own.into(), place.field("necessary").bool_or(false), place.field("gpc").bool_or(true)),
        };
        let mut item = Item {
            title: place.field("title").text_or(own).into(),
            id,
            parent: parent.map(|(index, _)| index),
            necessary,
            heeds_gpc,
            mark: String::new(),
            leaves_traces: place.field("reload_on_withdrawal").bool_or(false),
        };
        item.mark_by(place);
        item
    }

    /// Marks it by what is asked about: who does it, what is kept for it, in any order, and the item's own revision. Texts are no
    /// part of it: a better sentence is no other question.
    fn mark_by(&mut self, place: &View<'_, '_>) {
        // The sum of the facts' hashes knows no order.
        let mut sum = 0;
        for list in ["cookies", "databases", "storage"] {
            for name in place.field(list).list() {
                sum += sha256::start(&join(&[list, name.text_or("")]));
                self.leaves_traces = true;
            }
        }
        let vendor = place.field("vendor").text_or("");
        if !vendor.is_empty() {
            sum += sha256::start(vendor);
        }
        sum += u64::from(place.field("revision").whole_or(0));
        if sum > 0 {
            write_whole(sum, &mut self.mark);
        }
    }
}
