//! *asking: which incidents of a register does a question mean?* All of them are weighed by the facts that lie beside them; only those that are told of are opened.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_register::query::{Answer, Asked, Counted, Facts, Found, Holding, Narrow, Query, Verdict};
use rashomon_store::wire::{Claim, Incident};
use rashomon_store::{Error, Store};
use rayon::prelude::*;
use serde_json::Value;

use crate::facts;
use crate::failure::Result;
use crate::question::{Meaning, Wants};
use crate::questions::{self, Reply, because};
use crate::view::View;

/// Which documents hold which words, looked up once each.
#[derive(Debug)]
pub struct Words<'s> {
    /// `None`: texts are not for who asks.
    store: Option<&'s Store>,
    known: BTreeMap<String, BTreeSet<Box<str>>>,
}

impl<'s> Words<'s> {
    /// Of a register, as it may be seen.
    pub fn of(view: &View<'_>, store: &'s Store) -> Self {
        Self { store: (!view.is_public()).then_some(store), known: BTreeMap::new() }
    }
    /// Of the words that a query asks for.
    pub fn holding(&mut self, query: &Query) -> Result<Holding> {
        let mut holding = Holding::new();
        for words in query.words() {
            if !self.known.contains_key(words) {
                let found = self.store.map_or_else(|| Ok(Vec::new()), |store| store.search(words, false, u32::MAX as usize))?;
                self.known.insert(words.to_owned(), found.into_iter().map(Into::into).collect());
            }
            holding.insert(words.into(), self.known.get(words).cloned().unwrap_or_default());
        }
        Ok(holding)
    }
}

/// A question on its way to an answer.
#[derive(Debug)]
pub struct Asking<'m> {
    meaning: &'m Meaning,
    query: Query,
    counted: Option<Counted>,
    holding: Holding,
}

/// Incidents that are weighed at a time.
const WEIGHED: usize = 256;
/// Incidents that are opened at a time.
const OPENED: usize = 1024;

impl<'m> Asking<'m> {
    /// Of a question. `words`: of the register that is asked.
    pub fn of(meaning: &'m Meaning, words: &mut Words<'_>) -> Result<Self> {
        let holding = words.holding(&meaning.query())?;
        Ok(Self::by(meaning, holding))
    }

    /// The same where it is known which documents hold the words.
    pub fn by(meaning: &'m Meaning, holding: Holding) -> Self {
        Self { meaning, counted: questions::counted(meaning), query: meaning.query(), holding }
    }

    fn asked(&self) -> Asked<'_> {
        Asked { query: &self.query, counted: self.counted.as_ref(), holding: &self.holding }
    }

    /// The answer of these incidents.
    pub fn over<'f>(&self, all: impl IntoIterator<Item = &'f Facts<'f>>) -> Reply {
        Reply::of(self.meaning, self.asked().of(all))
    }

    /// The answer of a register.
    pub fn within(&self, view: &View<'_>) -> Result<Reply> {
        let reply = Reply::of(self.meaning, self.weighed(view, &self.query.narrow())?);
        // What is most likely meant may be told otherwise throughout: then everything is looked at.
        if self.meaning.wants == Wants::Which && reply.counted.iter().all(|f| f.verdict == Verdict::Excluded) {
            return Ok(Reply::of(self.meaning, self.weighed(view, &Narrow::default())?));
        }
        Ok(reply)
    }

    /// What is known of all incidents that can be asked for: one thread reads, the others weigh.
    fn weighed(&self, view: &View<'_>, narrow: &Narrow) -> Result<Answer> {
        let weigh = |heap: Heap| {
            let mut answer = Answer::default();
            // What a person put out of the register is not asked for.
            let all =
                heap.each().filter_map(facts::unpacked).filter(|facts| !facts.out && narrow.kind.as_deref().is_none_or(|kind| facts.kind == kind));
            all.for_each(|facts| self.asked().look(&facts, &mut answer));
            // In order by itself: the whole is then put in order in half the time.
            Answer::of([answer])
        };
        // Where a state or days are asked for, the tables leave out most of what lies there anyway.
        let brief = narrow.state.is_none() && narrow.days.is_none() && self.asked().is_brief();
        let (send, weighed) = std::sync::mpsc::channel();
        rayon::in_place_scope(|scope| {
            let mut heap = Heap::default();
            let full = |heap: &mut Heap| {
                let next = Heap { bytes: Vec::with_capacity(heap.bytes.len()), ends: Vec::with_capacity(WEIGHED) };
                let (heap, send, weigh) = (std::mem::replace(heap, next), send.clone(), &weigh);
                // The other end is there until all is weighed.
                scope.spawn(move |_| drop(send.send(weigh(heap))));
            };
            let each = |facts: &[u8]| -> std::result::Result<(), Error> {
                heap.put(facts);
                if heap.ends.len() == WEIGHED {
                    full(&mut heap);
                }
                Ok(())
            };
            let read = if brief { view.each_briefly(each) } else { view.each_asked(narrow, each) };
            full(&mut heap);
            read
        })?;
        drop(send);
        Ok(Answer::of(weighed))
    }

    /// What is told of some of the incidents of an answer, in their order, each with the claims that decided.
    pub fn told<T: Send>(&self, view: &View<'_>, found: &[&Found], tell: impl Fn(&Found, &Incident, &[&Claim]) -> T + Sync) -> Result<Vec<T>> {
        let mut all = Vec::with_capacity(found.len());
        for some in found.chunks(OPENED) {
            let held = some.iter().map(|f| Ok((*f, view.incident(&f.id)?))).collect::<Result<Vec<_>>>()?;
            let told = held.into_par_iter().filter_map(|(found, json)| {
                let incident = Incident::from_json(&json?)?;
                let by = self.query.weigh(&facts::of(&incident), &self.holding).1.by;
                let by: Vec<&Claim> = by.iter().filter_map(|place| incident.claims.get(*place)).collect();
                Some(tell(found, &incident, &by))
            });
            all.extend(told.collect::<Vec<T>>());
        }
        Ok(all)
    }

    /// Why these incidents are in the answer.
    pub fn because(&self, view: &View<'_>, found: &[&Found]) -> Result<Vec<Value>> {
        self.told(view, found, |found, _, by| because(found, by))
    }
}

/// Facts of incidents as they lie in the register, one after the other.
#[derive(Default)]
struct Heap {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Heap {
    fn put(&mut self, facts: &[u8]) {
        self.bytes.extend_from_slice(facts);
        self.ends.push(self.bytes.len());
    }
    fn each(&self) -> impl Iterator<Item = &[u8]> {
        let froms = std::iter::once(0).chain(self.ends.iter().copied());
        froms.zip(&self.ends).filter_map(|(from, to)| self.bytes.get(from..*to))
    }
}
