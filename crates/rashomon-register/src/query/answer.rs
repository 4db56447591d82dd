//! From what is asked to an answer: certain, possible and excluded incidents, and how many.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::value::day::DayRange;

use super::hold::Weighed;
use super::{CERTAIN, COUNTED, Facts, POSSIBLE, Query, Tally, Trait, Whom};

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
    pub docs: Docs,
    /// What becomes of it.
    pub verdict: Verdict,
    /// How surely it is one, in thousandths.
    pub sure: u16,
    /// Something that is asked is said by nobody.
    pub silent: bool,
    /// The days that it can have happened on, by the record.
    pub days: Option<DayRange>,
    /// Its city, by the record.
    pub city: Option<Box<str>>,
    /// The people who are counted in it, where people are.
    pub people: Tally,
}

/// Ids of documents, in one piece: an answer may hold those of a hundred thousand incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Docs {
    /// Each behind a character whose number, from [`Docs::LENGTH`] on, is its length in bytes.
    text: Box<str>,
    many: u32,
}

impl Docs {
    /// Of four bytes, as all after it; there are a million of them.
    const LENGTH: u32 = 0x1_0000;

    fn of(docs: &[&str]) -> Self {
        let mut text = String::with_capacity(docs.iter().map(|doc| 4 + doc.len()).sum());
        for doc in docs {
            text.extend(char::from_u32(Self::LENGTH + doc.len() as u32));
            text.push_str(doc);
        }
        Self { text: text.into(), many: docs.len() as u32 }
    }
    /// How many.
    pub fn many(&self) -> usize {
        self.many as usize
    }
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut rest = &*self.text;
        std::iter::from_fn(move || {
            let mut chars = rest.chars();
            let length = u32::from(chars.next()?).checked_sub(Self::LENGTH)?;
            let (doc, next) = chars.as_str().split_at_checked(length as usize)?;
            rest = next;
            Some(doc)
        })
    }
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
    /// The one that is most likely meant, also where more speaks against it than for it.
    likeliest: Option<Found>,
}

/// A question, and what it is answered by.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'q> {
    /// What is asked for.
    pub query: &'q Query,
    /// People are counted, and which.
    pub counted: Option<&'q Counted>,
    /// Which documents hold the words that are asked for.
    pub holding: &'q Holding,
}

impl Query {
    /// What becomes of an incident, and by whose words.
    pub fn weigh(&self, facts: &Facts<'_>, holding: &Holding) -> (Verdict, Weighed) {
        self.look(facts, holding, true)
    }

    /// `tell`: whether by whose words is asked too.
    fn look(&self, facts: &Facts<'_>, holding: &Holding, tell: bool) -> (Verdict, Weighed) {
        let mut all = Weighed::beside(!facts.main);
        for filter in &self.filters {
            all = all.and(filter.weigh(facts, holding, tell));
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

impl Asked<'_> {
    /// Whether [`Facts::brief`] answers it ([`Query::is_brief`]).
    pub fn is_brief(&self) -> bool {
        let counted = match self.counted {
            Some(Counted::Those(traits)) => traits.iter().all(Trait::is_brief),
            Some(Counted::Tally(_)) | None => true,
        };
        counted && self.query.is_brief()
    }

    /// Which of these incidents are asked for.
    pub fn of<'f>(&self, all: impl IntoIterator<Item = &'f Facts<'f>>) -> Answer {
        let mut answer = Answer::default();
        for facts in all {
            self.look(facts, &mut answer);
        }
        Answer::of([answer])
    }

    /// Looks at one more incident: what is known then is a part, of which [`Answer::of`] makes the whole.
    pub fn look(&self, facts: &Facts<'_>, answer: &mut Answer) {
        let (verdict, weighed) = self.query.look(facts, self.holding, false);
        let is_likelier =
            weighed.sure > 0 && answer.likeliest.as_ref().is_none_or(|best| best.likely() < (weighed.sure, facts.docs.len(), Reverse(facts.id)));
        if is_likelier {
            answer.likeliest = Some(self.found(facts, verdict, &weighed));
        }
        match verdict {
            Verdict::Excluded => answer.excluded += 1,
            _ => answer.found.push(self.found(facts, verdict, &weighed)),
        }
    }

    fn found(&self, facts: &Facts<'_>, verdict: Verdict, weighed: &Weighed) -> Found {
        let (killed, injured) = (facts.killed.unwrap_or_default(), facts.injured.unwrap_or_default());
        let people = match self.counted {
            None => Tally::default(),
            Some(Counted::Tally(Whom::Killed)) => killed,
            Some(Counted::Tally(Whom::Injured)) => injured,
            Some(Counted::Tally(Whom::Harmed)) => {
                Tally { low: killed.low + injured.low, best: killed.best + injured.best, high: killed.high + injured.high }
            }
            Some(Counted::Those(traits)) => {
                let sure: Vec<(u16, u32)> = facts.people.all().iter().map(|p| (Trait::all(traits, p, facts, false).sure, p.size.max(1))).collect();
                let from = |least: u16| sure.iter().filter(|(sure, _)| *sure >= least).map(|(_, size)| size).sum();
                Tally { low: from(CERTAIN), best: from(COUNTED), high: from(POSSIBLE) }
            }
        };
        Found {
            id: facts.id.into(),
            docs: Docs::of(&facts.docs),
            verdict,
            sure: weighed.sure,
            silent: weighed.silent,
            days: facts.days,
            city: facts.city.map(Into::into),
            people,
        }
    }
}

impl Found {
    /// By what the likeliest is chosen.
    fn likely(&self) -> (u16, usize, Reverse<&str>) {
        (self.sure, self.docs.many(), Reverse(&self.id))
    }
}

impl Answer {
    /// What is known of all incidents, from what is known of some and of others.
    pub fn of(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::default();
        for part in parts {
            whole.excluded += part.excluded;
            whole.found.extend(part.found);
            whole.likeliest = match (whole.likeliest, part.likeliest) {
                (Some(a), Some(b)) => Some(if a.likely() < b.likely() { b } else { a }),
                (a, b) => a.or(b),
            };
        }
        whole.found.sort_by(|a, b| (Reverse(a.sure), &a.id).cmp(&(Reverse(b.sure), &b.id)));
        whole
    }

    /// The one that is most likely meant; beside it those that count as well and happened on its day in its town, for they may be it, told apart.
    /// By id.
    pub fn meant(&self) -> Vec<&Found> {
        let Some(best) = &self.likeliest else { return Vec::new() };
        let one = |f: &&Found| f.verdict <= Verdict::Likely && f.days.is_some() && f.days == best.days && f.city == best.city;
        let beside = self.found.iter().filter(|f| f.id != best.id).filter(one);
        let mut meant: Vec<&Found> = beside.chain([best]).collect();
        meant.sort_by(|a, b| a.id.cmp(&b.id));
        meant
    }

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
