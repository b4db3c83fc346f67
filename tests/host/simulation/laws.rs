//! What became of every event, and the laws. The ledger knows of each event whatever an all-knowing observer would.

use std::collections::BTreeMap;

use courtesy_core::events::Outcome;

/// What is known of an event.
#[derive(Debug, Default)]
struct Entry {
    name: String,
    tab: usize,
    era: u64,
    seq: u64,
    /// How often it arrived at the receiver.
    arrivals: u64,
    is_committed: bool,
    /// Its transaction found no room: it lives in memory only.
    is_aborted: bool,
    /// It left with a page that awaits no answer: it is sent again.
    left_unawaited: bool,
    /// Counted by the engine as dropped.
    is_dropped: bool,
    is_spoilt: bool,
    is_withdrawn: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    events: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
    /// Events before this one were withdrawn, if they have not arrived.
    withdrawn: usize,
    seqs: BTreeMap<usize, u64>,
    dropped: BTreeMap<usize, u64>,
    /// Tabs that keep rows in memory only, and how many they say they dropped: they do not say which.
    unkept: BTreeMap<usize, u64>,
    /// Tabs that have ended without a word: what was only in their memory may be gone.
    pub(crate) crashed: Vec<usize>,
    /// Something happened after which an event may arrive twice.
    pub(crate) may_double: bool,
    pub(crate) has_aborted: bool,
    /// Rows may be in the queue that no tab knows of.
    pub(crate) may_leave_orphans: bool,
    pub(crate) broken: Option<String>,
}

/// What became of the events of a run, or of many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) recorded: u64,
    pub(crate) arrived: u64,
    pub(crate) counted: u64,
    pub(crate) withdrawn: u64,
    /// Not committed when their tab crashed, or where nothing can be.
    pub(crate) with_memory: u64,
    /// In no durable queue for want of room.
    pub(crate) without_room: u64,
    /// Arrivals beyond the first.
    pub(crate) doubles: u64,
    pub(crate) doubles_in_calm_runs: u64,
    pub(crate) calm_runs: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Tally) {
        self.recorded += other.recorded;
        self.arrived += other.arrived;
        self.counted += other.counted;
        self.withdrawn += other.withdrawn;
        self.with_memory += other.with_memory;
        self.without_room += other.without_room;
        self.doubles += other.doubles;
        self.doubles_in_calm_runs += other.doubles_in_calm_runs;
        self.calm_runs += other.calm_runs;
    }
}

impl Ledger {
    /// The first one counts: what follows may follow from it.
    pub(crate) fn break_law(&mut self, law: &str) {
        self.broken.get_or_insert_with(|| law.into());
    }

    fn of(&mut self, id: &str) -> Option<&mut Entry> {
        let index = *self.by_id.get(id)?;
        self.events.get_mut(index)
    }

    /// An event has a number: it comes right after the one before it.
    pub(crate) fn number(&mut self, tab: usize, json: &str) {
        let seq = seq(json);
        let last = self.seqs.insert(tab, seq).unwrap_or(0);
        if seq != last + 1 {
            self.break_law(&format!("seq {seq} follows upon {last}"));
        }
        if json.contains("\"dropped\":{") {
            self.check_counts(tab, json);
        }
    }

    /// An event is in the recorder: an `EventView`.
    pub(crate) fn record(&mut self, tab: usize, view: &str, era: u64) {
        let (id, name) = (after(view, "\"message_id\":\"", '"'), after(view, "\"name\":\"", '"'));
        let entry = Entry { name: name.into(), tab, era, seq: seq(view), ..Entry::default() };
        if self.by_id.insert(id.into(), self.events.len()).is_some() {
            self.break_law("two events of one messageId");
        }
        self.events.push(entry);
    }

    pub(crate) fn keeps_nothing(&mut self, tab: usize) {
        self.unkept.entry(tab).or_default();
    }

    pub(crate) fn drop_by_hook(&mut self, tab: usize) {
        *self.dropped.entry(tab).or_default() += 1;
    }

    /// The counts on the wire are what was dropped.
    pub(crate) fn check_counts(&mut self, tab: usize, json: &str) {
        let counted = counted(after(json, "\"dropped\":{", '}'));
        let dropped = self.dropped.get(&tab).copied().unwrap_or(0);
        if counted < dropped || (counted > dropped && !self.unkept.contains_key(&tab)) {
            self.break_law(&format!("tab {tab} counts {counted} as dropped, and dropped {dropped}"));
        }
    }

    /// What leaves a tab that keeps nothing is where it says how many it dropped.
    pub(crate) fn hear_counts(&mut self, tab: usize, body: &str) {
        if let Some(said) = self.unkept.get_mut(&tab) {
            for rest in body.split("\"dropped\":{").skip(1) {
                *said = counted(rest.split('}').next().unwrap_or("")).max(*said);
            }
        }
    }

    pub(crate) fn commit(&mut self, id: &str) {
        if let Some(entry) = self.of(id) {
            entry.is_committed = true;
        }
    }

    pub(crate) fn abort(&mut self, id: &str) {
        if let Some(entry) = self.of(id) {
            entry.is_aborted = true;
        }
    }

    pub(crate) fn spoil(&mut self, id: &str) {
        if let Some(entry) = self.of(id) {
            entry.is_spoilt = true;
        }
    }

    pub(crate) fn sent(&mut self, ids: &[String], era: u64, is_awaited: bool) {
        for id in ids {
            let Some(entry) = self.of(id) else { continue };
            entry.left_unawaited |= !is_awaited;
            if entry.era != era {
                let law = format!("{} leaves after a no", entry.name);
                self.break_law(&law);
            }
        }
    }

    pub(crate) fn arrive(&mut self, ids: &[String]) {
        for id in ids {
            match self.of(id) {
                Some(entry) => entry.arrivals += 1,
                None => self.break_law("an event arrives that was never recorded"),
            }
        }
    }

    /// The engine says that events need no further care: after a yes because they arrived, else because it drops them.
    pub(crate) fn settle(&mut self, tab: usize, ids: &[String], answer: Option<Outcome>) {
        let arrived = answer == Some(Outcome::Accepted);
        if matches!(answer, Some(Outcome::Later { .. } | Outcome::Unreachable | Outcome::Offline)) {
            self.break_law("events are let go of though the receiver may take them yet");
        }
        for id in ids {
            let Some(entry) = self.of(id) else { continue };
            if !arrived {
                entry.is_dropped = true;
            } else if entry.arrivals == 0 {
                let law = format!("{} is settled as arrived, and did not", entry.name);
                self.break_law(&law);
            }
        }
        if !arrived {
            *self.dropped.entry(tab).or_default() += ids.len() as u64;
        }
    }

    pub(crate) fn withdraw(&mut self) {
        self.withdrawn = self.events.len();
    }

    pub(crate) fn withdraw_of(&mut self, tab: usize) {
        for entry in &mut self.events {
            entry.is_withdrawn |= entry.tab == tab;
        }
    }

    pub(crate) fn names<'a>(&'a self, ids: &'a [String]) -> String {
        let name = |id: &'a String| self.by_id.get(id).map_or(id.as_str(), |index| self.events[*index].name.as_str());
        let mut names: Vec<&str> = ids.iter().take(8).map(name).collect();
        if ids.len() > 8 {
            names.push("…");
        }
        names.join(" ")
    }

    /// The sum: every event is in one of these places. `era` is the last one; a browser `is_unkept` that lets nobody keep rows.
    pub(crate) fn close(&mut self, era: u64, is_unkept: bool, lies_in_queue: &[String]) -> Tally {
        let mut tally = Tally { recorded: self.events.len() as u64, ..Tally::default() };
        let mut lost = Vec::new();
        for (index, entry) in self.events.iter().enumerate() {
            tally.doubles += entry.arrivals.saturating_sub(1);
            let is_withdrawn = index < self.withdrawn || entry.is_withdrawn || entry.era != era;
            let may_be_gone = self.crashed.contains(&entry.tab) || self.unkept.contains_key(&entry.tab) || is_unkept;
            let place = if entry.arrivals > 0 {
                &mut tally.arrived
            } else if entry.is_dropped || entry.is_spoilt {
                &mut tally.counted
            } else if is_withdrawn {
                &mut tally.withdrawn
            } else if entry.is_aborted && !entry.is_committed {
                &mut tally.without_room
            } else if !entry.is_committed && may_be_gone {
                &mut tally.with_memory
            } else {
                lost.push(format!("{} of tab {} (seq {})", entry.name, entry.tab, entry.seq));
                continue;
            };
            *place += 1;
        }
        let nameless = |(tab, said): (&usize, &u64)| said.saturating_sub(self.dropped.get(tab).copied().unwrap_or(0));
        let nameless: u64 = self.unkept.iter().map(nameless).sum();
        if lost.len() as u64 <= nameless {
            tally.counted += lost.len() as u64;
            lost.clear();
        }
        if let Some(first) = lost.first() {
            self.break_law(&format!("{} events are lost, the first: {first}", lost.len()));
        }
        if !lies_in_queue.is_empty() {
            self.break_law(&format!("the durable queue still holds {}", self.names(lies_in_queue)));
        }
        if !self.may_double && !self.has_aborted {
            tally.calm_runs = 1;
            tally.doubles_in_calm_runs = tally.doubles;
            let twice = self.events.iter().find(|entry| entry.arrivals > 1 && !entry.left_unawaited);
            if let Some(twice) = twice.map(|entry| entry.name.clone()) {
                self.break_law(&format!("{twice} arrives twice on a good day"));
            }
        }
        tally
    }
}

/// The number of an event on the wire, or of its view. No property of ours has that name.
fn seq(json: &str) -> u64 {
    let index = json.find("\"seq\":").map_or(json.len(), |index| index + 6);
    json[index..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

/// The sum of counts of dropped events, without those that never were events.
fn counted(counts: &str) -> u64 {
    counts
        .split(',')
        .filter(|count| !count.starts_with("\"hold_full\"") && !count.starts_with("\"corrupt\""))
        .filter_map(|count| count.rsplit(':').next()?.parse::<u64>().ok())
        .sum()
}

/// The text between a mark and the next `end`.
fn after<'a>(text: &'a str, mark: &str, end: char) -> &'a str {
    let Some(index) = text.find(mark) else { return "" };
    text[index + mark.len()..].split(end).next().unwrap_or("")
}
