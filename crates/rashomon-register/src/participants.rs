//! Who is who across the accounts of one incident.
//!
//! Accounts are taken one after the other, those that name most people first. Each party goes to the known person whom its name, then its
//! age and sex, then its part and outcome fit best, one to one within an account; whoever is left over is new. A clash of
//! names, ages or sexes rules out. A party that is a group whose members are told apart elsewhere is no person of its own.

use rashomon_model::value::name::{Likeness, fold};
use rashomon_model::value::{Age, Name, Value};
use rashomon_model::{Account, AccountId, NonEmpty, Participant, ParticipantId, PartyId, Stated, Subject};

use crate::key::{AccountKey, Outcome, Person, Side};

/// A person in the making: all that has been said by the parties joined so far.
struct Known {
    names: Vec<Name>,
    ages: Vec<Age>,
    female: Option<bool>,
    sides: Vec<Side>,
    outcomes: Vec<Outcome>,
    labels: Vec<Box<str>>,
    /// What he or she is to others: "mother", "roommate".
    kin: Vec<Box<str>>,
    size: u32,
    oneself: bool,
    /// Place of the account in the order of documents, the account, the party.
    parties: Vec<(usize, AccountId, PartyId)>,
    because: Vec<Box<str>>,
}

/// How a party fits a known person: not at all, or so well, and why.
enum Fit {
    Clash,
    Score(i32, String),
}

/// A name that agrees decides.
const BY_NAME: i32 = 100;
/// From here a party is placed for what is said of the person; below, only for the part that is left.
const BY_FACTS: i32 = 40;

/// Groups from this size on are taken in any order.
const CROWD: u32 = 16;

/// What an account calls a person beside a name.
struct Called<'a> {
    label: &'a str,
    kin: Vec<&'a str>,
}

/// What an account says that a party is to others.
fn kin(account: &Account, party: PartyId) -> impl Iterator<Item = &str> {
    account.claims.iter().filter(move |c| c.subject == Subject::Party(party) && !c.factuality.is_negative()).filter_map(|c| match &c.stated {
        Stated::Is(Value::Kin(kin)) => Some(&*kin.of),
        _ => None,
    })
}

/// The noun of a description: "the boy's mother" → "mother", "a clerk at the store" → "clerk"; none where it says no more than sex, age or number.
fn noun(label: &str) -> Option<String> {
    let words = fold(label);
    let end =
        [" of ", " at ", " in ", " from ", " with ", " who ", " near ", " on "].iter().filter_map(|w| words.find(w)).min().unwrap_or(words.len());
    let noun = words.get(..end)?.rsplit(' ').next()?;
    (noun.len() > 3 && VAGUE.split(' ').all(|w| w != noun)).then(|| noun.to_owned())
}

/// Nouns that anybody is called by.
const VAGUE: &str = "woman women girl girls boys male female males females person people persons child children teen teens teenager teenagers juvenile \
    adult adults victim victims suspect suspects others other another someone somebody anyone everyone resident residents neighbor \
    neighbors witness witnesses official officials police officer officers spokesman spokeswoman they them their this that himself \
    herself themselves friend friends individual individuals group gunman shooter";

/// What a group is called that leaves somebody out.
const BESIDE: &str = "other others another more additional remaining surviving survivors rest injured wounded hurt";

/// The participants of an incident, numbered: victims, officers, suspects, others; within these those that most accounts tell of first,
/// then by first mention. `accounts` come in the order of their documents, each with its key.
pub fn of(accounts: &[(&Account, &AccountKey)]) -> Vec<Participant> {
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    let named = |i: usize| accounts[i].1.people.iter().filter(|p| p.name.as_ref().is_some_and(Name::is_full)).count();
    order.sort_by_key(|i| (std::cmp::Reverse(named(*i)), *i));

    // Single people of all accounts first, then the small groups: whether the members of a group are told apart is known only then.
    let mut known: Vec<Known> = Vec::new();
    let sizes: std::collections::BTreeSet<u32> = accounts.iter().flat_map(|(_, key)| &key.people).map(|p| p.size.min(CROWD)).collect();
    for size in sizes {
        for &place in &order {
            let (account, key) = accounts[place];
            let parties: Vec<_> = parties(key).into_iter().filter(|(p, _)| p.size.min(CROWD) == size).collect();
            join(&mut known, place, account, &parties);
        }
    }
    let harmed = accounts.iter().filter_map(|(_, key)| Some(key.killed.unwrap_or(0) + key.injured.unwrap_or(0)).filter(|n| *n > 0)).max();
    doubles(&mut known, harmed);
    number(known)
}

/// People without a name whom an account tells apart from one with a name although it means one: of the same age; the one
/// suspect of all accounts; victims beyond the number that the accounts give.
fn doubles(known: &mut Vec<Known>, harmed: Option<u32>) {
    let suspects = known.iter().any(|k| k.size > 1 && k.side() == Side::Suspect);
    let mut at = 0;
    while at < known.len() {
        let victims = known.iter().filter(|k| k.size == 1 && k.is_harmed()).count() as u32;
        // "Four others", "the four people": one group under two descriptions.
        let heads: u32 = known.iter().filter(|k| k.is_harmed() && k.side() == Side::Victim).map(|k| k.size).sum();
        let again = (known[at].size > 1 && harmed.is_some_and(|n| heads > n)).then(|| known[at].group_again(known, at)).flatten();
        if let Some(to) = again {
            let from = known.remove(at);
            known[if to > at { to - 1 } else { to }].take(from, "the accounts count fewer victims");
            continue;
        }
        let target = known[at].is_vague().then(|| known[at].double(known, at, !suspects, harmed.is_some_and(|n| victims > n.max(1)))).flatten();
        match target {
            Some((to, why)) => {
                let from = known.remove(at);
                let to = if to > at { to - 1 } else { to };
                known[to].take(from, why);
            }
            None => at += 1,
        }
    }
}

/// The parties of an account, those with an equal full name as one: first the party that stands for them, then the others.
fn parties(key: &AccountKey) -> Vec<(&Person, Vec<PartyId>)> {
    let mut out: Vec<(&Person, Vec<PartyId>)> = Vec::new();
    for person in &key.people {
        let twin = out.iter_mut().find(|(other, _)| match (&other.name, &person.name) {
            (Some(n), Some(m)) => n.is_full() && m.is_full() && n.key() == m.key() && n.likeness(m) == Likeness::Full,
            _ => false,
        });
        match twin {
            Some((_, also)) => also.push(person.party),
            None => out.push((person, Vec::new())),
        }
    }
    out
}

fn join(known: &mut Vec<Known>, place: usize, account: &Account, parties: &[(&Person, Vec<PartyId>)]) {
    let before = known.len();
    let label = |p: PartyId| account.parties.iter().find(|q| q.id == p).map_or("", |q| &q.label);
    let called = |p: PartyId| Called { label: label(p), kin: kin(account, p).collect() };
    let mut goes: Vec<Option<(usize, String)>> = vec![None; parties.len()];
    let mut taken = vec![false; before];
    // By name and by facts, best first; then what is left, by part and outcome.
    for least in [BY_FACTS, 1] {
        let mut fits: Vec<(i32, usize, usize, String)> = Vec::new();
        for (p, (person, _)) in parties.iter().enumerate().filter(|(p, _)| goes[*p].is_none()) {
            for k in (0..before).filter(|k| !taken[*k]) {
                if let Fit::Score(score, why) = known[k].fit(person, &called(person.party))
                    && score >= least
                {
                    fits.push((score, p, k, why));
                }
            }
        }
        fits.sort_by_key(|(score, p, k, _)| (std::cmp::Reverse(*score), *p, *k));
        for (_, p, k, why) in fits {
            if goes[p].is_none() && !taken[k] {
                goes[p] = Some((k, why));
                taken[k] = true;
            }
        }
    }
    // A group of people whom others tell apart: its words hold of each. Where more fit than it has, they are kept with the first.
    let mut each: Vec<Vec<usize>> = vec![Vec::new(); parties.len()];
    for (p, (person, _)) in parties.iter().enumerate() {
        if goes[p].is_some() || person.size < 2 {
            continue;
        }
        let size = person.size as usize;
        let mut members: Vec<usize> = (0..before).filter(|k| known[*k].size == 1 && known[*k].may_belong_to(person)).collect();
        if members.len() > size {
            // "Four others": not those whom the account tells apart beside them.
            let others: Vec<usize> = members.iter().copied().filter(|k| known[*k].parties.iter().all(|(_, a, _)| *a != account.id)).collect();
            if others.len() == size {
                members = others;
            }
        }
        // "Five people": two who are told apart, and three men.
        let heads = |of: &[usize]| of.iter().map(|k| known[*k].size as usize).sum::<usize>();
        if members.len() < size {
            let smaller = (0..before).filter(|k| known[*k].size > 1 && known[*k].size < person.size && known[*k].may_belong_to(person));
            let all: Vec<usize> = members.iter().copied().chain(smaller).collect();
            if heads(&all) == size {
                goes[p] = all.first().map(|k| (*k, format!("\"{}\" are told apart elsewhere", label(person.party))));
                each[p] = all.get(1..).unwrap_or(&[]).to_vec();
                continue;
            }
        }
        if members.len() >= size {
            goes[p] = members.first().map(|k| (*k, format!("\"{}\" are told apart elsewhere", label(person.party))));
            if members.len() == size {
                each[p] = members.split_off(1);
            }
        }
        // "Four men were shot": whoever died of it is one of them, and what is said of the four holds of the others. "All four victims": as many
        // died, whatever else they are said to be.
        let beside = fold(label(person.party)).split(' ').any(|w| BESIDE.split(' ').any(|b| b == w));
        if goes[p].is_none() && person.side == Side::Victim && person.outcome.is_some_and(|o| o > Outcome::Unharmed) && !beside {
            let all: Vec<usize> = (0..before).filter(|k| known[*k].size < person.size && known[*k].is_hit_with(person)).collect();
            let alike = |k: &usize| person.outcome.is_some_and(|o| known[*k].outcomes.contains(&o)) || known[*k].outcomes.is_empty();
            let mut same = all.iter().copied().filter(alike);
            // Whom the account tells of beside the group are no members of it, unless another account tells of the rest.
            let elsewhere = all.iter().any(|k| known[*k].parties.iter().all(|(_, a, _)| *a != account.id));
            if heads(&all) == size && elsewhere {
                goes[p] = same.next().map(|k| (k, format!("\"{}\" are told apart elsewhere", label(person.party))));
                each[p] = same.collect();
            }
        }
    }
    for (((person, also), goes), each) in parties.iter().zip(goes).zip(each) {
        for k in each {
            known[k].because.push(format!("\"{}\" are told apart elsewhere", label(person.party)).into());
            known[k].parties.push((place, account.id.clone(), person.party));
        }
        let at = match goes {
            Some((k, why)) => {
                known[k].because.push(why.into());
                k
            }
            None => {
                known.push(Known::new(person.size));
                known.len() - 1
            }
        };
        known[at].add(place, account, person, label(person.party));
        known[at].parties.extend(also.iter().map(|p| (place, account.id.clone(), *p)));
    }
}

impl Known {
    fn new(size: u32) -> Self {
        Self {
            names: Vec::new(),
            ages: Vec::new(),
            female: None,
            sides: Vec::new(),
            outcomes: Vec::new(),
            labels: Vec::new(),
            kin: Vec::new(),
            size,
            oneself: false,
            parties: Vec::new(),
            because: Vec::new(),
        }
    }

    fn add(&mut self, place: usize, account: &Account, person: &Person, label: &str) {
        if let Some(name) = &person.name
            && !self.names.contains(name)
        {
            self.names.push(name.clone());
        }
        self.ages.extend(person.age.clone());
        self.female = self.female.or(person.female);
        self.sides.push(person.side);
        self.oneself |= person.oneself;
        self.outcomes.extend(person.outcome);
        self.labels.push(label.into());
        self.kin.extend(kin(account, person.party).map(Into::into));
        self.parties.push((place, account.id.clone(), person.party));
    }

    fn is_harmed(&self) -> bool {
        self.outcomes.iter().any(|o| *o > Outcome::Unharmed) || self.side() == Side::Victim
    }

    /// A single person without a name, not told to be another than somebody.
    fn is_vague(&self) -> bool {
        let other = |l: &str| fold(l).split(' ').any(|w| matches!(w, "another" | "second" | "third" | "other" | "also" | "accomplice"));
        self.size == 1 && self.names.is_empty() && !self.labels.iter().any(|l| other(l))
    }

    /// The one of the people told apart so far who can only be meant, and why.
    fn double(&self, known: &[Self], at: usize, one_suspect: bool, too_many: bool) -> Option<(usize, &'static str)> {
        let side = self.side();
        let fits = |k: &Self| k.size == 1 && !(self.female.is_some() && k.female.is_some() && self.female != k.female);
        let told = |k: &Self| !k.names.is_empty() || !k.ages.is_empty();
        let one = |pick: &dyn Fn(&Self) -> bool| {
            let mut all = known.iter().enumerate().filter(|(n, k)| *n != at && fits(k) && pick(k));
            let first = all.next().map(|(n, _)| n);
            first.filter(|_| all.next().is_none())
        };
        let near = |a: Side, b: Side| a == b || a == Side::Other || b == Side::Other;
        if let Some(age) = self.ages.first() {
            let exact = |a: &Age| a.high.saturating_sub(a.low) <= 12;
            let same = |k: &Self| exact(age) && near(side, k.side()) && k.ages.iter().any(|a| exact(a) && a.low <= age.high && age.low <= a.high);
            return one(&same).map(|n| (n, "of the same age, and nobody else is"));
        }
        match side {
            Side::Suspect if one_suspect => {
                let named = |k: &Self| told(k) && k.side() == side;
                let nobody = !known.iter().any(named);
                let vague = |k: &Self| nobody && k.is_vague() && k.side() == side;
                one(&named).or_else(|| one(&vague)).map(|n| (n, "the accounts tell of one suspect"))
            }
            Side::Victim if too_many => {
                let fate = |k: &Self| self.outcomes.is_empty() || k.outcomes.is_empty() || self.outcomes.iter().any(|o| k.outcomes.contains(o));
                let all = |k: &Self| told(k) && k.side() == side;
                let most = || {
                    let fitting = known.iter().enumerate().filter(|(n, k)| *n != at && fits(k) && all(k) && fate(k));
                    fitting.max_by_key(|(n, k)| (k.parties.len(), std::cmp::Reverse(*n))).map(|(n, _)| n)
                };
                one(&all).or_else(|| one(&|k| all(k) && fate(k))).or_else(most).map(|n| (n, "the accounts count fewer victims"))
            }
            _ => None,
        }
    }

    /// The one other group of as many victims who ended alike.
    fn group_again(&self, known: &[Self], at: usize) -> Option<usize> {
        let alike = |k: &Self| {
            let sex = self.female.is_none() || k.female.is_none() || self.female == k.female;
            let fate = self.outcomes.is_empty() || k.outcomes.is_empty() || self.outcomes.iter().any(|o| k.outcomes.contains(o));
            k.size == self.size && k.side() == Side::Victim && sex && fate
        };
        let mut all = known.iter().enumerate().filter(|(n, k)| *n != at && alike(k)).map(|(n, _)| n);
        let first = all.next().filter(|_| self.side() == Side::Victim);
        first.filter(|_| all.next().is_none())
    }

    /// Takes over all that was said of another.
    fn take(&mut self, other: Self, why: &str) {
        self.names.extend(other.names);
        self.ages.extend(other.ages);
        self.female = self.female.or(other.female);
        self.sides.extend(other.sides);
        self.outcomes.extend(other.outcomes);
        self.labels.extend(other.labels);
        self.kin.extend(other.kin);
        self.oneself |= other.oneself;
        self.parties.extend(other.parties);
        self.because.extend(other.because);
        self.because.push(why.into());
    }

    /// The side most often said; a victim or suspect before an officer before others.
    fn side(&self) -> Side {
        let count = |s: Side| self.sides.iter().filter(|x| **x == s).count();
        [Side::Victim, Side::Suspect, Side::Officer, Side::Intervener, Side::Other]
            .into_iter()
            .max_by_key(|s| (count(*s), std::cmp::Reverse(*s)))
            .unwrap_or(Side::Other)
    }

    fn by_name(&self, person: &Person) -> Option<Likeness> {
        let name = person.name.as_ref()?;
        self.names.iter().map(|n| n.likeness(name)).max()
    }

    fn fit(&self, person: &Person, called: &Called<'_>) -> Fit {
        if (self.size > 1) != (person.size > 1) || (self.size > 1 && self.size != person.size) {
            return Fit::Clash;
        }
        // A name says more than a pronoun that may have been another's.
        let alike = self.by_name(person);
        let of_age = person.age.is_some() && self.years_apart(person) == Some(0);
        let sexes = self.female.is_some() && person.female.is_some() && self.female != person.female;
        if sexes && !(alike == Some(Likeness::Full) || alike == Some(Likeness::Near) && of_age) {
            return Fit::Clash;
        }
        let (mut score, mut why) = match alike {
            Some(Likeness::Full) => (BY_NAME, "same name".to_string()),
            Some(Likeness::Near) => (BY_NAME * 3 / 4, "nearly the same name".to_string()),
            Some(Likeness::Part) => (BY_NAME / 2, "one name is part of the other".to_string()),
            Some(Likeness::Other) if self.garbled(person) => (BY_NAME / 2, "a name that differs, of the same age and part".to_string()),
            Some(Likeness::Other) => return Fit::Clash,
            None => (0, String::new()),
        };
        let named = score > 0;
        // An age in years says of two people without names that they are one; "in her 20s" does not.
        let exact = |a: &Age| a.high.saturating_sub(a.low) <= 12;
        let aged = person.age.as_ref().is_some_and(exact) && self.ages.iter().any(exact) && self.years_apart(person) == Some(0);
        match self.years_apart(person) {
            Some(0) => {
                score += 40;
                why = format!("{why}{}same age", if why.is_empty() { "" } else { ", " });
            }
            // A birthday between reports, or a slip; only a name bridges it.
            Some(1) if named => {}
            Some(n) if n > 1 && score >= BY_NAME => score -= 10,
            Some(_) => return Fit::Clash,
            None => {}
        }
        let (mine, theirs) = (self.side(), person.side);
        let sides = match (mine, theirs) {
            (a, b) if a == b && a != Side::Other => 15,
            // Witnesses, relatives and officials are one only when described alike.
            (Side::Other, Side::Other) if self.is_called(called) => 15,
            (Side::Other, Side::Other) => 0,
            // An officer can be the one who was hurt.
            (Side::Officer, Side::Victim) | (Side::Victim, Side::Officer) => 2,
            (Side::Other, _) | (_, Side::Other) if named || aged => 0,
            (Side::Other, _) | (_, Side::Other) if self.kin.iter().any(|k| called.kin.contains(&&**k)) => 10,
            // Who shot himself is both.
            (Side::Suspect, Side::Victim) | (Side::Victim, Side::Suspect) if aged && (person.oneself || self.oneself) => 0,
            _ if named => -20,
            _ => return Fit::Clash,
        };
        score += sides;
        if let (Some(o), Some(worst)) = (person.outcome, self.outcomes.iter().max()) {
            score += match (o, *worst) {
                (a, b) if a == b => 15,
                (Outcome::Killed, Outcome::Injured) | (Outcome::Injured, Outcome::Killed) => 0,
                _ if named => 0,
                _ => -12,
            };
        }
        if self.female.is_some() && self.female == person.female {
            score += 5;
        }
        if why.is_empty() {
            why = "the same part in it, and nothing speaks against".to_string();
        }
        if !named && !aged && sides == 0 { Fit::Clash } else { Fit::Score(score, why) }
    }

    /// Whether somebody else calls this person alike: by the same words, noun or relation.
    fn is_called(&self, called: &Called<'_>) -> bool {
        let noun_of = noun(called.label);
        self.kin.iter().any(|k| called.kin.contains(&&**k))
            || self.labels.iter().any(|l| fold(l) == fold(called.label) || noun_of.is_some() && noun(l) == noun_of)
    }

    /// The same given name or surname, the other written otherwise, and the same age in years and part in it: one page got the name wrong,
    /// for two people of one page are never one (each account's people are placed one to one).
    fn garbled(&self, person: &Person) -> bool {
        let Some(name) = &person.name else { return false };
        let exact = |a: &Age| a.high.saturating_sub(a.low) <= 12;
        let aged = person.age.as_ref().is_some_and(exact) && self.ages.iter().any(exact) && self.years_apart(person) == Some(0);
        let part = self.side() == person.side && person.side != Side::Other;
        aged && part && self.names.iter().any(|n| n.shares_a_part(name))
    }

    fn years_apart(&self, person: &Person) -> Option<u32> {
        let age = person.age.as_ref()?;
        let gap = |a: &Age| {
            let months = (i32::from(a.low) - i32::from(age.high)).max(i32::from(age.low) - i32::from(a.high)).max(0) as u32;
            months.div_ceil(12)
        };
        self.ages.iter().map(gap).min()
    }

    /// Whether this person, or this group, can be some of a group that was hit, dead or alive; of a group of dead only who died.
    fn is_hit_with(&self, group: &Person) -> bool {
        let sex = self.female.is_none() || group.female.is_none() || self.female == group.female;
        let dead = self.outcomes.contains(&Outcome::Killed);
        let fate = if group.outcome == Some(Outcome::Killed) { dead } else { self.side() == Side::Victim && self.is_harmed() };
        sex && fate && self.years_apart(group).is_none_or(|n| n == 0)
    }

    /// Whether this person can be one of a group.
    fn may_belong_to(&self, group: &Person) -> bool {
        let sex = self.female.is_none() || group.female.is_none() || self.female == group.female;
        let side = group.side != Side::Other && (self.side() == group.side || self.side() == Side::Other && !self.ages.is_empty());
        let outcome = group.outcome.is_none_or(|o| self.outcomes.is_empty() || self.outcomes.contains(&o));
        sex && side && outcome && self.years_apart(group).is_none_or(|n| n == 0)
    }
}

fn number(mut known: Vec<Known>) -> Vec<Participant> {
    for k in &mut known {
        k.parties.sort();
    }
    let rank = |k: &Known| match k.side() {
        Side::Victim => 0,
        Side::Officer => 1,
        Side::Suspect => 2,
        Side::Intervener => 3,
        Side::Other => 4,
    };
    known.sort_by_cached_key(|k| (rank(k), std::cmp::Reverse(k.parties.len()), k.parties.first().cloned()));
    let mut out = Vec::new();
    for mut k in known {
        let Some(parties) = NonEmpty::new(k.parties.into_iter().map(|(_, a, p)| (a, p)).collect()) else { continue };
        // Fullest name first; of two equally full ones the more usual spelling is not known, so the first in order.
        k.names.sort_by_key(|n| (std::cmp::Reverse((n.is_full(), n.caption().chars().count())), n.caption()));
        let mut names: Vec<Box<str>> = k.names.iter().map(|n| n.caption().into()).collect();
        names.extend(k.labels.iter().filter(|l| k.names.iter().any(|n| fold(l).contains(&fold(&n.family)))).cloned());
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|n| !n.is_empty() && seen.insert(n.clone()));
        // A surname alone is what somebody is called, not yet a name to go by.
        let name = k.names.first().filter(|n| n.is_full()).map(|n| n.caption().into());
        let label = k
            .names
            .first()
            .map(|n| n.caption().into())
            .or_else(|| k.labels.iter().max_by_key(|l| (l.chars().count(), std::cmp::Reverse((*l).clone()))).cloned());
        k.because.sort();
        k.because.dedup();
        out.push(Participant {
            id: ParticipantId(out.len() as u32 + 1),
            name,
            names,
            label: label.unwrap_or_else(|| "a person".into()),
            size: k.size,
            parties,
            because: k.because,
            age: None,
            age_group: None,
            gender: None,
            role: None,
            gva_type: None,
            status: Vec::new(),
            refuted: false,
        });
    }
    out
}
