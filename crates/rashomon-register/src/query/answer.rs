//! From what is asked to an answer: certain, possible and excluded incidents, and how many.

use std::collections::{BTreeMap, BTreeSet};

use super::hold::Weighed;
use super::{CERTAIN, COUNTED, Facts, POSSIBLE, Query, Tally, Told, Trait, Whom};

/// Which documents hold which words: for names and words that are asked for ([`Query::words`]).
pub type Holding = BTreeMap<Box<str>, BTreeSet<Box<str>>>;

/// What becomes of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// All that is asked is said of it, by two reports or more, and nothing speaks against it.
    Certain,
    /// What is best known of it says so, and a doubt is left, be it that one report alone tells of it: it counts.
    Likely,
    /// Something speaks for it, or no report says what is asked: it does not count.
    Possible,
    /// It is not one.
    Excluded,
}

/// An incident that is not excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: Box<str>,
    /// Its documents.
    pub docs: Vec<Box<str>>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// How surely it is one, in thousandths.
    pub sure: u16,
    /// Something that is asked is said by nobody.
    pub silent: bool,
    /// The statements that decided.
    pub by: Vec<Told>,
    /// The people who are counted in it, where people are.
    pub people: Tally,
}

/// Which people are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The dead or the hurt, by the record.
    Tally(Whom),
    /// Those who are all of this.
    Those(Vec<Trait>),
}

/// A number, and between which others it lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Span {
    pub low: u32,
    pub best: u32,
    pub high: u32,
}

/// What is known of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// By how surely, then by id.
    pub found: Vec<Found>,
    /// How many incidents are none.
    pub excluded: usize,
}

impl Query {
    /// What becomes of an incident.
    pub fn weigh(&self, facts: &Facts, holding: &Holding) -> (Verdict, Weighed) {
        let mut all = Weighed::beside(!facts.main);
        for filter in &self.filters {
            all = all.and(filter.weigh(facts, holding));
            if all.sure == 0 {
                break;
            }
        }
        let verdict = match all.sure {
            // One report alone is wrong in one of four cases, several in one of ten.
            CERTAIN.. if !all.silent && facts.docs.len() > 1 => Verdict::Certain,
            COUNTED.. => Verdict::Likely,
            POSSIBLE.. => Verdict::Possible,
            _ => Verdict::Excluded,
        };
        (verdict, all)
    }
}

/// Which of these incidents are asked for. `counted`: people are counted, and which.
pub fn answer<'f>(query: &Query, counted: Option<&Counted>, all: impl IntoIterator<Item = &'f Facts>, holding: &Holding) -> Answer {
    let mut answer = Answer::default();
    for facts in all {
        match query.weigh(facts, holding) {
            (Verdict::Excluded, _) => answer.excluded += 1,
            (verdict, weighed) => answer.found.push(found(facts, verdict, &weighed, counted)),
        }
    }
    answer.found.sort_by(|a, b| (std::cmp::Reverse(a.sure), &a.id).cmp(&(std::cmp::Reverse(b.sure), &b.id)));
    answer
}

/// The one of these incidents that is most likely meant, also where more speaks against it than for it; beside it those that count as well and
/// happened on its day in its town, for they may be it, told apart.
pub fn find<'f>(query: &Query, all: impl IntoIterator<Item = &'f Facts>, holding: &Holding) -> Vec<Found> {
    let weighed: Vec<_> = all.into_iter().map(|facts| (query.weigh(facts, holding), facts)).filter(|((_, w), _)| w.sure > 0).collect();
    let most = |w: &Weighed, f: &Facts| (w.sure, f.docs.len(), std::cmp::Reverse(f.id.clone()));
    let Some((_, best)) = weighed.iter().max_by(|((_, v), f), ((_, w), g)| most(v, f).cmp(&most(w, g))) else { return Vec::new() };
    let one = |f: &Facts| f.id == best.id || (f.days.is_some() && f.days == best.days && f.city == best.city);
    let meant = weighed.iter().filter(|((verdict, _), f)| f.id == best.id || (*verdict <= Verdict::Likely && one(f)));
    meant.map(|((verdict, weighed), facts)| found(facts, *verdict, weighed, None)).collect()
}

fn found(facts: &Facts, verdict: Verdict, weighed: &Weighed, counted: Option<&Counted>) -> Found {
    let (killed, injured) = (facts.killed.unwrap_or_default(), facts.injured.unwrap_or_default());
    let people = match counted {
        None => Tally::default(),
        Some(Counted::Tally(Whom::Killed)) => killed,
        Some(Counted::Tally(Whom::Injured)) => injured,
        Some(Counted::Tally(Whom::Harmed)) => {
            Tally { low: killed.low + injured.low, best: killed.best + injured.best, high: killed.high + injured.high }
        }
        Some(Counted::Those(traits)) => {
            let sure: Vec<(u16, u32)> = facts.people.iter().map(|p| (Trait::all(traits, p, facts).sure, p.size.max(1))).collect();
            let from = |least: u16| sure.iter().filter(|(sure, _)| *sure >= least).map(|(_, size)| size).sum();
            Tally { low: from(CERTAIN), best: from(COUNTED), high: from(POSSIBLE) }
        }
    };
    Found {
        id: facts.id.clone(),
        docs: facts.docs.clone(),
        verdict,
        sure: weighed.sure,
        silent: weighed.silent,
        by: weighed.by.iter().filter_map(|place| facts.claims.get(*place)).cloned().collect(),
        people,
    }
}

impl Answer {
    /// Those that count: certain, or likely.
    pub fn counted(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|f| f.verdict <= Verdict::Likely)
    }
    /// How many incidents: no fewer than are certain, no more than are possible.
    pub fn incidents(&self) -> Span {
        let of = |worst: Verdict| self.found.iter().filter(|f| f.verdict <= worst).count() as u32;
        Span { low: of(Verdict::Certain), best: of(Verdict::Likely), high: of(Verdict::Possible) }
    }
    /// How many people.
    pub fn people(&self) -> Span {
        let sum = |worst: Verdict, of: fn(&Tally) -> u32| self.found.iter().filter(|f| f.verdict <= worst).map(|f| of(&f.people)).sum();
        // Somebody is asked for: who is possible has one at least.
        Span { low: sum(Verdict::Certain, |t| t.low), best: sum(Verdict::Likely, |t| t.best), high: sum(Verdict::Possible, |t| t.high.max(1)) }
    }
}
