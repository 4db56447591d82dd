//! Harm: who of the cast is dead and who is hurt, how many there are, and who is meant by those called in other words.
//!
//! Stated counts bound the people: where a page says that one is dead and calls two people dead, it calls one
//! person by two descriptions. A group is told apart when the page tells of as many single people with its fate.

use std::collections::BTreeSet;
use std::ops::Range;

use rashomon_model::{Kind, ZoneKind};

use crate::cast::{Cast, Form, Opening, Person};
use crate::clause::{Clause, Clauses, Deed, People, parties};
use crate::sheet::Sheet;
use crate::tally::{self, Toll, What};

/// People of one page that are weighed against each other at most: work stays bounded on pages that are no news.
const PEOPLE: usize = 64;

/// Which fate is spoken of, for the choice of those meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Killed.
    Dead,
    /// Hurt and alive.
    Hurt,
    /// Either.
    Any,
}

/// Who was hurt or killed. Parties are places in [`Cast::parties`].
#[derive(Clone, Debug, Default)]
pub struct Harm {
    /// Stated counts, in order of place.
    pub stated: Vec<Toll>,
    /// Words that tell of one death without a number, in order of place.
    pub deaths: Vec<(Range<usize>, usize)>,
    /// How many are dead, stated or counted.
    pub killed: u32,
    /// How many are hurt and alive, stated or counted.
    pub injured: u32,
    /// Single people who are dead.
    pub dead: BTreeSet<usize>,
    /// Single people who are hurt and alive.
    pub alive: BTreeSet<usize>,
    /// Groups of whom harm is told.
    pub groups: BTreeSet<usize>,
    /// Dead or hurt by what they did themselves.
    oneself: BTreeSet<usize>,
    /// Single people who are others of the harmed under another description, or cannot be told from them.
    doubles: BTreeSet<usize>,
}

impl Harm {
    /// Reads harm off the clauses and the stated counts.
    pub fn of(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, kind: &Kind, open: &[bool]) -> Self {
        let (mut dead, mut hurt) = (BTreeSet::new(), BTreeSet::new());
        let mut harm = Self { stated: tally::stated(sheet, kind, open), deaths: tally::single_deaths(sheet, kind, open), ..Self::default() };
        // "Ana Reyes, 24 were shot": an age counts nobody.
        let is_age = |token: usize| cast.people.iter().filter_map(|p| p.age.as_ref()).any(|(_, tokens)| tokens.contains(&token));
        harm.stated.retain(|toll| !is_age(toll.tokens.start));
        harm.stated.extend(clauses.list.iter().filter_map(|c| together(sheet, cast, c)));
        let own: Vec<Toll> = clauses.list.iter().filter_map(|c| with_the_killer(cast, clauses, &harm.stated, c)).collect();
        harm.stated.extend(own);
        harm.stated.sort_by_key(|t| (t.sentence, t.tokens.start, t.tokens.end));
        for clause in clauses.list.iter().filter(|c| is_harm(c)) {
            let fatal = is_fatal(clause);
            for party in parties(cast, &clause.patients) {
                if fatal {
                    dead.insert(party)
                } else {
                    hurt.insert(party)
                };
                if clause.oneself {
                    harm.oneself.insert(party);
                }
            }
        }
        let alive_all: BTreeSet<usize> = hurt.difference(&dead).copied().collect();
        let apart = apart(cast, clauses, &alive_all, &dead);
        harm.killed = tally::best(&harm.stated, What::Dead).unwrap_or_else(|| heads(cast, clauses, &dead));
        harm.injured = match (tally::best(&harm.stated, What::Hurt), tally::best(&harm.stated, What::Hit)) {
            (Some(hurt), _) => hurt,
            (None, Some(hit)) => hit.saturating_sub(harm.killed),
            (None, None) => heads(cast, clauses, &apart),
        };
        // "One officer was hit" and the suspect: a count of the one leaves out the other.
        let uniform = nouns(kind, "officer");
        let suspect = nouns(kind, "suspect");
        let called = |p: &usize, words: &[&str]| cast.mentions(*p).take(PEOPLE).any(|(_, m)| m.noun.split(' ').any(|w| words.contains(&w)));
        let one = |words: &[&str]| apart.iter().any(|p| size(cast, *p) == Some(1) && called(p, words));
        if harm.injured == 1 && one(&uniform) && apart.iter().any(|p| called(p, &suspect) && !called(p, &uniform)) {
            harm.injured = 2;
        }
        harm.groups = dead.union(&hurt).copied().filter(|p| is_group(cast, *p)).collect();
        harm.dead = fullest(cast, dead.iter().copied().filter(|p| !is_group(cast, *p)), harm.killed);
        harm.alive = fullest(cast, apart.into_iter().filter(|p| !is_group(cast, *p)), harm.injured);
        harm.doubles = dead.union(&hurt).copied().filter(|p| !is_group(cast, *p) && !harm.dead.contains(p) && !harm.alive.contains(p)).collect();
        harm
    }

    /// Whether nobody at all is told to be hurt or dead.
    pub fn nobody(&self) -> bool {
        self.killed + self.injured == 0 && self.dead.is_empty() && self.alive.is_empty() && self.groups.is_empty()
    }

    /// Whether harm is told of a party.
    pub fn contains(&self, party: usize) -> bool {
        self.dead.contains(&party) || self.alive.contains(&party) || self.groups.contains(&party) || self.doubles.contains(&party)
    }

    /// Everybody harmed, each once: single people, and groups that are not told apart.
    pub fn everybody(&self, cast: &Cast) -> Vec<usize> {
        let all: Vec<usize> = self.dead.iter().chain(&self.alive).chain(&self.groups).copied().take(PEOPLE).collect();
        self.meant(cast, &all, Fate::Any)
    }

    /// The parties that some parties stand for: members for a group told apart, the one known person for a second
    /// description of him or her, nobody where it cannot be told.
    pub fn meant(&self, cast: &Cast, of: &[usize], fate: Fate) -> Vec<usize> {
        let mut out = Vec::new();
        for &party in of {
            let found = if is_group(cast, party) {
                self.members(cast, party, fate)
            } else if self.doubles.contains(&party) {
                match self.only() {
                    Some(one) => vec![one],
                    None if fate == Fate::Any => vec![party],
                    None => Vec::new(),
                }
            } else {
                vec![party]
            };
            for one in found {
                if !out.contains(&one) {
                    out.push(one);
                }
            }
        }
        out
    }

    /// The one person harmed, where there is but one.
    fn only(&self) -> Option<usize> {
        let mut all = self.dead.iter().chain(&self.alive);
        let one = all.next().copied();
        one.filter(|_| all.next().is_none() && self.groups.is_empty() && self.killed + self.injured <= 1)
    }

    fn members(&self, cast: &Cast, group: usize, fate: Fate) -> Vec<usize> {
        let size = size(cast, group);
        let others = |set: &BTreeSet<usize>| set.iter().copied().filter(|p| !self.oneself.contains(p)).collect::<Vec<_>>();
        let all = self.dead.union(&self.alive).copied().collect();
        let sets: Vec<Vec<usize>> = match fate {
            Fate::Dead => vec![others(&self.dead), self.dead.iter().copied().collect()],
            Fate::Hurt => vec![others(&self.alive), others(&all)],
            Fate::Any => vec![others(&all), others(&self.alive), others(&self.dead)],
        };
        match size {
            Some(n) => {
                if let Some(set) = sets.iter().find(|s| s.len() == n as usize) {
                    return set.clone();
                }
                let smaller: u32 =
                    self.groups.iter().take(PEOPLE).filter(|g| **g != group).filter_map(|g| self::size(cast, *g)).filter(|m| *m < n).sum();
                let singles = sets.first().map_or(0, Vec::len) as u32;
                if smaller + singles >= n && smaller < n { Vec::new() } else { vec![group] }
            }
            None => sets.into_iter().find(|s| s.len() >= 2).unwrap_or_else(|| vec![group]),
        }
    }

    /// Whom a state stands for ("in critical condition", "taken to a hospital") that begins at token `at`: the nearest
    /// harmed person to its left in the sentence, with those joined; else those whom the last clause of harm befell, at
    /// most two sentences back.
    pub fn holders(&self, sheet: &Sheet<'_>, people: &People<'_>, clauses: &Clauses, at: usize) -> Vec<usize> {
        let cast = people.cast();
        let Some(sentence) = sheet.tokens.get(at).map(|t| t.sentence) else { return Vec::new() };
        let word = |t: usize| sheet.tokens.get(t).map_or("", |t| &*t.lower);
        for &person in people.of_sentence(sentence).iter().rev() {
            let range = people.range(person);
            let Some(party) = cast.people[person].party else { continue };
            if range.end > at || people.speaks(person) || !self.contains(party) {
                continue;
            }
            let mut group = parties(cast, &people.joined_left(sentence, person));
            group.retain(|p| self.contains(*p));
            let found = self.meant(cast, &group, Fate::Any);
            // "One of the victims is in fair condition": it cannot be told which.
            let near = range.start.saturating_sub(2)..range.end;
            let one = near.clone().any(|t| word(t) == "one" && word(t + 1) == "of");
            return if one && found.len() > 1 { Vec::new() } else { found };
        }
        let open = sheet.sentences.get(sentence).map_or(at, |s| s.tokens.start);
        let lead = at.saturating_sub(14).max(open)..at;
        // "All are expected to survive": of those who live.
        if lead.clone().any(|t| matches!(word(t), "all" | "both" | "none" | "neither" | "everyone" | "victims")) {
            let living: Vec<usize> = self.alive.iter().chain(&self.groups).copied().take(PEOPLE).collect();
            return self.meant(cast, &living, Fate::Hurt);
        }
        let subject = people.subject(at, false, &[]);
        if let Some(&last) = subject.last() {
            // Whoever is "in critical condition" was hurt, whether or not the page says how.
            let between = people.range(last).end..at;
            let state = between.len() <= 12 && between.clone().any(|t| is_state(word(t))) && !between.clone().any(|t| word(t) == "said");
            return if state { self.meant(cast, &parties(cast, &subject), Fate::Any) } else { Vec::new() };
        }
        let one = lead.clone().any(|t| matches!(word(t), "one" | "another" | "two" | "three" | "others" | "other"));
        let first = sentence.saturating_sub(2);
        let from = clauses.list.partition_point(|c| c.sentence < first);
        let to = clauses.list.partition_point(|c| c.sentence <= sentence);
        for clause in clauses.list.get(from..to).unwrap_or(&[]).iter().rev() {
            if clause.verb <= at && is_harm(clause) && !clause.patients.is_empty() {
                let found = self.meant(cast, &parties(cast, &clause.patients), Fate::Any);
                // "One is in critical condition": it cannot be told which.
                return if one && found.len() != 1 { Vec::new() } else { found };
            }
        }
        Vec::new()
    }
}

/// Words between a person and what state he or she is in.
fn is_state(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "be"
            | "been"
            | "remains"
            | "remained"
            | "remain"
            | "listed"
            | "taken"
            | "rushed"
            | "flown"
            | "airlifted"
            | "transported"
            | "died"
            | "suffered"
            | "sustained"
            | "treated"
            | "underwent"
    )
}

/// The nouns by which a kind tells a role.
fn nouns<'k>(kind: &'k Kind, role: &str) -> Vec<&'k str> {
    let words = kind.slot("role").and_then(|s| s.words.iter().find(|(label, _)| **label == *role));
    words.map(|(_, words)| words.iter().map(|w| &**w).collect()).unwrap_or_default()
}

/// Whether a clause tells of harm done.
pub fn is_harm(clause: &Clause) -> bool {
    !clause.negated && !matches!(clause.deed, Deed::Fire | Deed::Spare | Deed::Strike)
}

fn is_fatal(clause: &Clause) -> bool {
    clause.fatal || matches!(clause.deed, Deed::Kill | Deed::Die)
}

/// "A man and a woman were shot", "a mother and two children were found dead": people told side by side of whom one verb tells are their number.
fn together(sheet: &Sheet<'_>, cast: &Cast, clause: &Clause) -> Option<Toll> {
    if !is_harm(clause) {
        return None;
    }
    let title = sheet.sentences.get(clause.sentence)?.zone == ZoneKind::Title;
    let counted = |m: &&Person| {
        matches!(m.form, Form::Described) && m.size.is_some() && sheet.tokens.get(m.head).is_some_and(|t| t.sentence == clause.sentence)
    };
    let all: BTreeSet<usize> = clause.patients.iter().copied().collect();
    let people: Vec<&Person> = all.iter().filter_map(|m| cast.people.get(*m)).collect();
    let parties: BTreeSet<Option<usize>> = people.iter().map(|p| p.party).collect();
    let joint = |t: usize| sheet.tokens.get(t).is_some_and(|t| matches!(&*t.lower, "," | "and" | "&"));
    let joined = |pair: &[&Person]| {
        let [a, b] = pair else { return false };
        let mut between = a.tokens.end..b.tokens.start;
        !between.is_empty() && between.all(joint)
    };
    let last = people.last().map_or(0, |p| p.tokens.start);
    let ends = last.checked_sub(1).and_then(|t| sheet.tokens.get(t)).is_some_and(|t| title || &*t.lower != ",");
    let fits =
        (2..=6).contains(&people.len()) && parties.len() == people.len() && people.iter().all(counted) && people.windows(2).all(joined) && ends;
    // "The man and the woman" may be some of those whom the page has counted, not "the mother and two children".
    let n: u32 = people.iter().filter_map(|p| p.size).sum();
    let group = people.iter().any(|p| p.size != Some(1));
    let first = people.first().filter(|p| fits && n <= 20 && (p.opening == Opening::Indefinite || group))?;
    let what = match clause.deed {
        _ if is_fatal(clause) => What::Dead,
        Deed::Attack => What::Hit,
        _ => What::Hurt,
    };
    let end = people.last().map_or(0, |p| p.tokens.end);
    let tokens = clause.words.start.min(first.tokens.start)..clause.words.end.max(end);
    Some(Toll { what, n, sentence: clause.sentence, tokens, anchor: clause.verb })
}

/// "Killed her two sons before taking her own life": the dead of the sentence and whoever killed them.
fn with_the_killer(cast: &Cast, clauses: &Clauses, stated: &[Toll], own: &Clause) -> Option<Toll> {
    let killer = own.patients.first().filter(|_| own.oneself && is_harm(own) && is_fatal(own) && own.patients.len() == 1)?;
    let killer = cast.people.get(*killer).filter(|m| m.size == Some(1))?.party?;
    let near = clauses.list.iter().filter(|c| c.sentence == own.sentence && c.verb != own.verb && is_harm(c) && is_fatal(c) && !c.oneself);
    let (dead, by): (u32, &Clause) = near
        .filter(|c| !c.patients.is_empty() && !parties(cast, &c.patients).contains(&killer))
        .filter_map(|c| Some((c.patients.iter().map(|m| cast.people.get(*m)?.size).sum::<Option<u32>>()?, c)))
        .max_by_key(|(n, _)| *n)?;
    let among = |t: &Toll| t.sentence == own.sentence && t.what == What::Dead && t.n > dead;
    if dead > 20 || stated.iter().any(among) {
        return None;
    }
    let tokens = by.words.start.min(own.words.start)..by.words.end.max(own.words.end);
    Some(Toll { what: What::Dead, n: dead + 1, sentence: own.sentence, tokens, anchor: own.verb })
}

/// The number of people of a party by its first mentions, where it is said; a plural without number has none.
pub fn size(cast: &Cast, party: usize) -> Option<u32> {
    cast.mentions(party).take(PEOPLE).filter_map(|(_, m)| m.size).max()
}

fn is_group(cast: &Cast, party: usize) -> bool {
    size(cast, party) != Some(1)
}

/// The best told `n` of some people: named before aged before the often mentioned; all where there are no more.
fn fullest(cast: &Cast, of: impl Iterator<Item = usize>, n: u32) -> BTreeSet<usize> {
    let mut all: Vec<usize> = of.collect();
    let rank = |p: usize| {
        let aged = cast.mentions(p).any(|(_, m)| m.age.is_some());
        (!is_named(cast, p), !aged, usize::MAX - cast.mentions(p).count(), p)
    };
    all.sort_by_key(|p| rank(*p));
    all.into_iter().take(n as usize).collect()
}

/// People in some parties, counted so that one person under two descriptions is one: the named, or as many as one
/// sentence puts side by side.
fn heads(cast: &Cast, clauses: &Clauses, of: &BTreeSet<usize>) -> u32 {
    let named = of.iter().filter(|p| size(cast, **p) == Some(1) && is_named(cast, **p)).count() as u32;
    let mut together = 0;
    for same in clauses.list.chunk_by(|a, b| a.sentence == b.sentence) {
        let harm = same.iter().filter(|c| is_harm(c)).flat_map(|c| &c.patients).copied().collect::<Vec<_>>();
        let there: Vec<u32> = parties(cast, &harm).into_iter().filter(|p| of.contains(p)).map(|p| size(cast, p).unwrap_or(1)).collect();
        let singles = there.iter().filter(|n| **n == 1).count() as u32;
        together = together.max(singles).max(there.into_iter().max().unwrap_or(0));
    }
    named.max(together)
}

fn is_named(cast: &Cast, party: usize) -> bool {
    cast.mentions(party).any(|(_, m)| matches!(m.form, Form::Named(_)))
}

/// Those surely other people than the dead: named, "another", kin, or beside one of them in a sentence of harm.
fn apart(cast: &Cast, clauses: &Clauses, alive: &BTreeSet<usize>, dead: &BTreeSet<usize>) -> BTreeSet<usize> {
    let told = |p: usize| is_named(cast, p) || cast.mentions(p).any(|(_, m)| m.kin || m.opening == Opening::Another);
    let mut out: BTreeSet<usize> = alive.iter().copied().filter(|p| dead.is_empty() || told(*p)).collect();
    for same in clauses.list.chunk_by(|a, b| a.sentence == b.sentence) {
        let harm: Vec<usize> = same.iter().filter(|c| is_harm(c)).flat_map(|c| &c.patients).copied().collect();
        let there = parties(cast, &harm);
        if there.iter().any(|p| dead.contains(p)) {
            out.extend(there.into_iter().filter(|p| alive.contains(p)));
        }
    }
    out
}
