//! Learning who is who: a page is read as it will be read, and where the labels know better the weights move towards the right party.

use std::collections::BTreeMap;

use rashomon_model::Kind;

use super::ranker::{Feature, Learner};
use super::{Choice, Ranker, Reader};
use crate::cast::Person;
use crate::grammar::Grammar;
use crate::involvement::{self, Sign};
use crate::sheet::Sheet;

/// Who a mention is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// Somebody who takes part in the incident.
    Partaker(usize),
    /// Somebody else, by surname.
    Stranger(String),
}

/// A page with the labels of its mentions, in the order of `mention::person::people`.
#[derive(Debug)]
pub struct Lesson<'s, 't> {
    /// Its words.
    pub sheet: &'s Sheet<'t>,
    people: Vec<Person>,
    signs: Vec<Vec<Sign>>,
    apart: Vec<Vec<usize>>,
    over: Vec<Vec<usize>>,
    /// Who each mention is, where that is known.
    pub labels: Vec<Option<Label>>,
}

impl<'s, 't> Lesson<'s, 't> {
    /// From its mentions and who each is, where that is known.
    pub fn of(sheet: &'s Sheet<'t>, kind: &Kind, people: Vec<Person>, labels: Vec<Option<Label>>) -> Self {
        let grammar = Grammar::of(sheet);
        let signs = involvement::signs(sheet, &grammar, kind, &people);
        let apart = super::apart(sheet, &grammar, &people);
        let over = super::governors(sheet, &grammar, &people);
        Self { sheet, people, signs, apart, over, labels }
    }

    fn reader(&self) -> Reader<'s, 't> {
        Reader::new(self.sheet, self.people.clone(), self.signs.clone(), self.apart.clone(), self.over.clone())
    }
}

/// How far the right party must lead.
const MARGIN: i64 = 2;

/// Learns weights from lessons, read `rounds` times.
pub fn learn(lessons: &[&Lesson<'_, '_>], rounds: usize) -> Ranker {
    let mut links = links(lessons, rounds, TURNS);
    // Which parties are one shows on pages whose links were not learned from them, as those to come.
    let unseen: Vec<Ranker> = (0..PARTS)
        .map(|part| {
            let others: Vec<&Lesson<'_, '_>> = (0..lessons.len()).filter(|k| k * PARTS / lessons.len() != part).map(|k| lessons[k]).collect();
            self::links(&others, rounds, 1)
        })
        .collect();
    let mut learner = Learner::new();
    for _ in 0..rounds {
        for (k, lesson) in lessons.iter().enumerate() {
            unite(lesson, lesson.reader(), &unseen[k * PARTS / lessons.len()], &mut learner);
        }
    }
    links.add(&learner.average());
    // With the parties as they will be, who takes part.
    let mut learner = Learner::new();
    for _ in 0..rounds {
        for lesson in lessons {
            judge(lesson, lesson.reader(), &links, &mut learner);
        }
    }
    links.add(&learner.average());
    links
}

/// Parts of the lessons of which each is read by what the others taught.
const PARTS: usize = 4;

/// Weights by which mentions find their parties.
fn links(lessons: &[&Lesson<'_, '_>], rounds: usize, turns: usize) -> Ranker {
    // What one order of reading happens to teach is evened out over several.
    let mut links = Ranker::zero();
    for turn in 0..turns {
        let mut learner = Learner::new();
        for round in 0..rounds {
            // Another order every round.
            let mut stride = 1 + 2 * (round + turn * rounds);
            while !coprime(stride, lessons.len()) {
                stride += 1;
            }
            for k in 0..lessons.len() {
                let lesson = lessons[(k * stride + turn) % lessons.len()];
                study(lesson, lesson.reader(), &mut learner);
            }
        }
        links.add(&learner.average());
    }
    links
}

/// Learns which parties are one: those whose mentions the labels give to one person.
fn unite(lesson: &Lesson<'_, '_>, mut reader: Reader<'_, '_>, links: &Ranker, learner: &mut Learner) {
    reader.meet(links);
    let who: Vec<Option<&Label>> = reader
        .parties
        .iter()
        .map(|q| {
            let mut counts: BTreeMap<&Label, usize> = BTreeMap::new();
            for label in q.mentions.iter().filter_map(|m| lesson.labels.get(*m)?.as_ref()) {
                *counts.entry(label).or_default() += 1;
            }
            counts.into_iter().max_by_key(|(_, n)| *n).map(|(label, _)| label)
        })
        .collect();
    for (a, b, features) in reader.pairs() {
        let (Some(x), Some(y)) = (who[a], who[b]) else { continue };
        let score = learner.now.score(&features);
        learner.step();
        if x == y && score < SURE {
            learner.nudge(&features, 1);
        } else if x != y && score > -SURE {
            learner.nudge(&features, -1);
        }
    }
}

/// In how many orders the lessons are read.
const TURNS: usize = 9;

/// No number but one divides both.
fn coprime(a: usize, b: usize) -> bool {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a <= 1
}

/// How far a party that takes part must lead.
const SURE: i64 = 4;

/// Learns which parties take part: those of whom the gold tells.
fn judge(lesson: &Lesson<'_, '_>, mut reader: Reader<'_, '_>, links: &Ranker, learner: &mut Learner) {
    reader.read(links);
    for q in &reader.parties {
        let labels: Vec<&Label> = q.mentions.iter().filter_map(|m| lesson.labels.get(*m)?.as_ref()).collect();
        if q.mentions.is_empty() {
            continue;
        }
        let part = labels.iter().any(|l| matches!(l, Label::Partaker(_)));
        let features = reader.alone(q);
        let score = learner.now.score(&features);
        learner.step();
        if part && score < SURE {
            learner.nudge(&features, 1);
        } else if !part && score > -SURE {
            learner.nudge(&features, -1);
        }
    }
}

fn study(lesson: &Lesson<'_, '_>, mut reader: Reader<'_, '_>, learner: &mut Learner) {
    let mut known: Vec<Option<Label>> = Vec::new();
    for m in 0..reader.people.len() {
        let label = lesson.labels.get(m).cloned().flatten();
        let party = match reader.choices(m) {
            Choice::Party(n) => Some(n),
            Choice::Open(parties, nobody, rule) => {
                let chosen = pick(&label, &known, &parties, &nobody, rule, learner);
                chosen.or_else(|| reader.open(m))
            }
        };
        if let Some(party) = party {
            if party >= known.len() {
                known.resize(party + 1, None);
            }
            if known[party].is_none() {
                known[party] = label;
            }
            reader.join(m, party);
        }
    }
}

/// The party for a mention, and what is learnt from it: of the right ones the best; where nobody knows, the best.
fn pick(
    label: &Option<Label>,
    known: &[Option<Label>],
    parties: &[(usize, Vec<Feature>)],
    nobody: &[Feature],
    rule: Option<usize>,
    learner: &mut Learner,
) -> Option<usize> {
    let options = || std::iter::once((None, nobody)).chain(parties.iter().map(|(n, f)| (Some(*n), f.as_slice())));
    let best = |learner: &Learner, open: &dyn Fn(Option<usize>) -> bool| {
        let mut best: Option<(i64, Option<usize>, &[Feature])> = None;
        for (n, f) in options().filter(|(n, _)| open(*n)) {
            let score = learner.now.score(f);
            if best.is_none_or(|(s, _, _)| score > s) {
                best = Some((score, n, f));
            }
        }
        best
    };
    let Some(label) = label else {
        // Where nobody knows, the rule of thumb teaches.
        if let (Some((_, n, wrong)), Some((_, _, right))) = (best(learner, &|_| true), best(learner, &|n| n == rule)) {
            learner.step();
            if n != rule {
                learner.lean(right, wrong);
            }
        }
        return rule;
    };
    let who = |n: Option<usize>| n.and_then(|n| known.get(n)).and_then(Option::as_ref);
    let met = options().any(|(n, _)| who(n) == Some(label));
    let right = |n: Option<usize>| if met { who(n) == Some(label) } else { who(n).is_none() };
    learner.step();
    let good = best(learner, &right);
    let bad = best(learner, &|n| !right(n));
    if let (Some((good, _, right)), Some((bad, _, wrong))) = (good, bad)
        && good < bad + MARGIN
    {
        learner.lean(right, wrong);
    }
    best(learner, &right).and_then(|(_, n, _)| n)
}
