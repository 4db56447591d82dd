//! How surely a filter holds of an incident, and by whose words.

use std::collections::BTreeSet;

use rashomon_model::gazetteer::{gazetteer, key};
use rashomon_model::value::day::DayRange;
use rashomon_model::value::name::{Likeness, fold};
use rashomon_model::value::{Day, Name};

use super::answer::Holding;
use super::{Called, Facts, Filter, Person, Put, Told, Trait, Where, Whom};

/// How surely something holds, in thousandths.
pub type Sure = u16;

/// All of it.
const SURE: Sure = 1000;
/// What the record says.
const RECORD: Sure = 970;
/// The record's best number is not the lowest that is said.
const BEST: Sure = 850;
/// Somebody says so, and the record does not.
const SAID: Sure = 300;
/// Nobody says anything of it.
const SILENT: Sure = 200;
/// A word of it stands in a report, and is not read as of anybody in it.
const IN_WORDS: Sure = 150;
/// No page is about it.
const BESIDE: Sure = 300;
/// Somebody says so, and the record is known to differ: below [`POSSIBLE`](super::POSSIBLE).
const UNLIKELY: Sure = 100;
/// So many days away from those of the record a day that somebody says is possible.
pub(super) const NEAR_DAYS: i32 = 31;
/// Nobody is known to be: more than another word, less than what can be.
const UNTOLD: Sure = 60;
/// Something else is said, and reports are wrong about it at times.
const OTHERWISE: Sure = 20;

/// How surely a filter holds of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// In thousandths.
    pub sure: Sure,
    /// Nobody says what is asked for.
    pub silent: bool,
    /// Places in the claims of the incident: those that decided.
    pub by: BTreeSet<usize>,
}

impl Weighed {
    /// Before anything is asked: that it is an incident of its own. What is only reported beside others is told elsewhere in four of five cases, by
    /// pages that are about it.
    pub(super) fn beside(others: bool) -> Self {
        Self::new(if others { BESIDE } else { SURE })
    }
    fn new(sure: Sure) -> Self {
        Self { sure, silent: false, by: BTreeSet::new() }
    }
    fn silent(sure: Sure) -> Self {
        Self { silent: true, ..Self::new(sure) }
    }
    /// Nothing is looked up where nobody asks by whose words.
    fn by(mut self, tell: bool, claims: impl IntoIterator<Item = usize>) -> Self {
        if tell {
            self.by.extend(claims);
        }
        self
    }
    /// Whether what the record says fits what is asked, or straddles it: neither is it silent, nor does it say otherwise.
    pub fn fits(&self) -> bool {
        !self.silent && self.sure >= SAID
    }
    /// Both hold.
    pub fn and(mut self, other: Self) -> Self {
        self.sure = (u32::from(self.sure) * u32::from(other.sure) / 1000) as Sure;
        self.silent |= other.silent;
        self.by.extend(other.by);
        self
    }
    fn or(self, other: Self) -> Self {
        if (other.sure, !other.silent) > (self.sure, !self.silent) { other } else { self }
    }
}

impl Filter {
    /// How surely it holds of an incident. `holding`: which documents hold which words; `tell`: by whose words is asked too.
    pub fn weigh(&self, facts: &Facts<'_>, holding: &Holding, tell: bool) -> Weighed {
        match self {
            Filter::Kind(kind) => Weighed::new(if facts.kind == &**kind { SURE } else { 0 }),
            Filter::In(place) => place.weigh(facts, tell),
            Filter::On(days) => on(*days, facts, tell),
            Filter::Count(whom, low, high) => count(*whom, *low, *high, facts, tell),
            Filter::Somebody(traits) => somebody(traits, facts, holding, tell),
            Filter::Slot(slot, values) => has(facts, None, slot, values, tell),
            Filter::Stands(slot, how) => stands(slot.as_deref(), how, facts),
            Filter::Words(words) => Weighed::new(if in_words(words, facts, holding) { SURE } else { 0 }),
            Filter::Any(all) => all.iter().map(|f| f.weigh(facts, holding, tell)).reduce(Weighed::or).unwrap_or_else(|| Weighed::new(0)),
            Filter::All(all) => all.iter().map(|f| f.weigh(facts, holding, tell)).fold(Weighed::new(SURE), Weighed::and),
            Filter::Not(filter) => {
                let it = filter.weigh(facts, holding, tell);
                Weighed { sure: SURE.saturating_sub(it.sure), ..it }
            }
        }
    }
}

fn in_words(words: &str, facts: &Facts<'_>, holding: &Holding) -> bool {
    holding.get(words).is_some_and(|docs| facts.docs.iter().any(|doc| docs.contains(*doc)))
}

/// Places of the claims on a slot of the incident that satisfy something.
fn said<'f>(facts: &'f Facts<'f>, slot: &'f str, holds: impl Fn(&str) -> bool + 'f) -> impl Iterator<Item = usize> + 'f {
    let of = move |told: &Told<'_>| told.about == "incident" && told.put != Put::Denied && holds(told.value);
    facts.claims.on(slot).filter(move |(_, told)| of(told)).map(|(place, _)| place)
}

fn places<'f>(told: impl Iterator<Item = (usize, Told<'f>)>) -> impl Iterator<Item = usize> {
    told.map(|(place, _)| place)
}

impl Where {
    fn weigh(&self, facts: &Facts<'_>, tell: bool) -> Weighed {
        let mut all = Weighed::new(SURE);
        let same = |a: &str, b: &str| key(a) == key(b);
        if let Some(state) = &self.state {
            let said = || said(facts, "state", |v| same(v, state));
            let is = facts.state.is_some_and(|s| same(s, state));
            // What the record says is enough.
            let by: Vec<usize> = if is { Vec::new() } else { said().collect() };
            all = all.and(match facts.state {
                _ if is => Weighed::new(RECORD.max(990)).by(tell, said()),
                None if by.is_empty() => Weighed::silent(SILENT),
                None => Weighed::new(SAID).by(tell, by),
                // The record has another; who looks for possible ones by the record's state misses none.
                _ if !by.is_empty() => Weighed::new(UNLIKELY).by(tell, by),
                // A town of that name lies in both states.
                _ if self.city.is_some() && self.city.as_deref().zip(facts.city).is_some_and(|(a, b)| same(a, b)) => Weighed::new(OTHERWISE),
                _ => Weighed::new(if self.city.is_none() && also_in(facts, state) { OTHERWISE } else { 0 }),
            });
        }
        if let Some(county) = self.county.as_deref() {
            all = all.and(county_of(county, facts, tell));
        }
        if let Some(city) = self.city.as_deref() {
            all = all.and(self.city(city, facts, tell));
        }
        all
    }

    fn city(&self, city: &str, facts: &Facts<'_>, tell: bool) -> Weighed {
        let by: Vec<usize> = said(facts, "city", |v| key(v) == key(city)).collect();
        let entry = self.state.as_deref().and_then(|state| gazetteer().city(city, state));
        let alias =
            |mine: &str| entry.is_some_and(|e| self.state.as_deref().and_then(|s| gazetteer().city(mine, s)).is_some_and(|m| std::ptr::eq(e, m)));
        match facts.city {
            Some(mine) if key(mine) == key(city) || alias(mine) => Weighed::new(RECORD).by(tell, by),
            Some(mine) if key(city) == key("New York") && BOROUGHS.contains(&&*key(mine)) => {
                Weighed::new(RECORD).by(tell, said(facts, "city", |_| true))
            }
            _ if !by.is_empty() => Weighed::new(SAID).by(tell, by),
            Some(_) => Weighed::new(OTHERWISE),
            None => match (entry.and_then(|e| e.county.as_deref()), facts.county) {
                (Some(of), Some(mine)) if key(of) != key(mine) => Weighed::new(OTHERWISE),
                _ => Weighed::silent(SILENT),
            },
        }
    }
}

/// Parts of New York that reports call by their own names.
const BOROUGHS: [&str; 6] = ["brooklyn", "bronx", "the bronx", "queens", "manhattan", "staten island"];

/// Whether there is a town of the incident's city's name in that state.
fn also_in(facts: &Facts<'_>, state: &str) -> bool {
    facts.city.is_some_and(|city| gazetteer().city(city, state).is_some())
}

fn county_of(county: &str, facts: &Facts<'_>, tell: bool) -> Weighed {
    let bare = |name: &str| key(name).trim_end_matches(" county").trim_end_matches(" parish").to_owned();
    let by: Vec<usize> = said(facts, "county", |v| bare(v) == bare(county)).collect();
    match facts.county {
        Some(mine) if bare(mine) == bare(county) => Weighed::new(RECORD).by(tell, by),
        _ if !by.is_empty() => Weighed::new(SAID).by(tell, by),
        Some(_) => Weighed::new(OTHERWISE),
        None => Weighed::silent(SILENT),
    }
}

/// Days and those around them on which the record of a possible incident can lie.
pub(super) fn about(days: DayRange) -> DayRange {
    let span = jiff::Span::new().days(NEAR_DAYS);
    DayRange::new(days.first().saturating_sub(span), days.last().saturating_add(span))
}

fn on(days: DayRange, facts: &Facts<'_>, tell: bool) -> Weighed {
    let within = |value: &str| Day::parse(value).and_then(|d| d.resolved).is_some_and(|r| r.overlap(days).is_some());
    let by = || said(facts, "date", within);
    let Some(mine) = facts.days else {
        let by: Vec<usize> = by().collect();
        return if by.is_empty() { Weighed::silent(SILENT) } else { Weighed::new(SAID).by(tell, by) };
    };
    if let Some(both) = mine.overlap(days) {
        return Weighed::new(if both == mine { RECORD } else { 400 }).by(tell, by());
    }
    let by: Vec<usize> = by().collect();
    let gap = if mine.last() < days.first() { mine.last().until(days.first()) } else { days.last().until(mine.first()) };
    let gap = gap.map_or(i32::MAX, |span| span.get_days());
    Weighed::new(match (by.is_empty(), gap) {
        (_, ..=1) | (false, ..=NEAR_DAYS) => IN_WORDS,
        (false, _) => UNLIKELY,
        (true, ..=7) => 50,
        (true, ..=31) => 10,
        (true, ..=400) => 2,
        _ => 0,
    })
    .by(tell, by)
}

fn count(whom: Whom, low: u32, high: Option<u32>, facts: &Facts<'_>, tell: bool) -> Weighed {
    let (slots, statuses): (&[&str], &[&str]) = match whom {
        Whom::Killed => (&["killed"], &["Killed"]),
        Whom::Injured => (&["injured"], &["Injured"]),
        Whom::Harmed => (&["killed", "injured"], &["Killed", "Injured"]),
    };
    let by = || slots.iter().flat_map(|slot| said(facts, slot, |_| true)).collect::<Vec<_>>();
    let tallies = [(Whom::Killed, facts.killed), (Whom::Injured, facts.injured)];
    let mut mine = tallies.into_iter().filter(|(of, _)| whom == *of || whom == Whom::Harmed).map(|(_, tally)| tally);
    let sum = mine.try_fold((0, 0, 0), |(l, b, h), t| t.map(|t| (l + t.low, b + t.best, h + t.high)));
    let Some((least, best, most)) = sum else { return Weighed::silent(SAID) };
    let fits = |n: u32| n >= low && high.is_none_or(|h| n <= h);
    Weighed::new(match () {
        () if fits(best) && fits(least) && fits(most) => RECORD,
        () if fits(best) => BEST,
        () if least <= high.unwrap_or(u32::MAX) && most >= low => SAID,
        () if low == 1 && facts.people.all().iter().any(|p| p.status.iter().any(|s| statuses.contains(&s))) => SAID,
        // By the record alone: what is answered without looking at claims is answered alike.
        () if most == 0 => UNTOLD,
        () => 30,
    })
    .by(tell, std::iter::once_with(by).flatten())
}

fn somebody(traits: &[Trait], facts: &Facts<'_>, holding: &Holding, tell: bool) -> Weighed {
    let name = traits.iter().find_map(|t| if let Trait::Named(name) = t { Some(name) } else { None });
    let people = facts.people.all();
    let best = people.iter().map(|person| Trait::all(traits, person, facts, tell)).reduce(Weighed::or);
    let none = match name {
        Some(name) if in_words(name.words(), facts, holding) => Weighed::new(IN_WORDS),
        // Nobody is named: it can be anybody.
        Some(_) if people.iter().all(|p| p.names.is_empty() || !p.listed) => Weighed::silent(30),
        Some(_) => Weighed::new(OTHERWISE),
        None if people.is_empty() => Weighed::silent(30),
        None => Weighed::new(0),
    };
    best.map_or(none.clone(), |best| best.or(none))
}

impl Trait {
    /// How surely a person is all of this.
    pub(super) fn all(traits: &[Self], person: &Person<'_>, facts: &Facts<'_>, tell: bool) -> Weighed {
        traits.iter().map(|t| t.weigh(person, facts, tell)).fold(Weighed::new(SURE), Weighed::and)
    }

    fn weigh(&self, person: &Person<'_>, facts: &Facts<'_>, tell: bool) -> Weighed {
        let claims = |slot: &'static str| facts.claims.on(slot).filter(move |(_, told)| told.about == person.id);
        match self {
            Trait::Named(name) => {
                let sure = person.names.iter().map(|n| name.likeness(n)).max().unwrap_or(0);
                // Registries list who did it and whom it befell; who speaks for an office is named beside them.
                let share = if person.listed || matches!(person.role, Some("victim" | "suspect")) { SURE } else { 300 };
                let sure = (u32::from(sure) * u32::from(share) / 1000) as Sure;
                Weighed::new(sure).by(tell && sure > 0, places(claims("name")))
            }
            Trait::Role(role) => match person.role {
                Some(mine) if mine == &**role => Weighed::new(RECORD).by(tell, places(claims("role"))),
                None => Weighed::silent(SILENT),
                Some(_) if claims("role").any(|(_, t)| t.value == &**role) => Weighed::new(SAID).by(tell, places(claims("role"))),
                Some(_) => Weighed::new(0),
            },
            Trait::Ended(status) => match () {
                () if person.status.contains(status) => Weighed::new(RECORD).by(tell, places(claims("outcome").chain(claims("arrested")))),
                () if person.status.is_empty() => Weighed::silent(SILENT),
                () => Weighed::new(OTHERWISE),
            },
            Trait::Aged(from, to) => match (person.age, person.age_group.and_then(years)) {
                (Some(age), _) => Weighed::new(if (*from..=*to).contains(&age) { RECORD } else { 0 }).by(tell, places(claims("age"))),
                (None, Some((a, b))) if a >= *from && b <= *to => Weighed::new(RECORD).by(tell, places(claims("age"))),
                (None, Some((a, b))) if a <= *to && b >= *from => Weighed::new(SAID),
                (None, Some(_)) => Weighed::new(0),
                (None, None) => Weighed::silent(IN_WORDS),
            },
            Trait::Gender(gender) => match person.gender {
                Some(mine) => Weighed::new(if mine == &**gender { RECORD } else { 0 }).by(tell, places(claims("gender"))),
                None => Weighed::silent(SILENT),
            },
            Trait::Fired => {
                let fired =
                    |told: &Told<'_>| told.put == Put::Firmly && (told.value == person.id || (told.value == "self" && told.about == person.id));
                let mine: Vec<usize> = places(facts.claims.on("shot_by").filter(|(_, told)| fired(told))).collect();
                match () {
                    () if !mine.is_empty() => Weighed::new(RECORD).by(tell, mine),
                    () if person.role == Some("suspect") => Weighed::new(700).by(tell, places(claims("role"))),
                    () => Weighed::new(OTHERWISE),
                }
            }
            Trait::ShotOneself => {
                let mine: Vec<usize> = places(claims("shot_by").filter(|(_, told)| told.value == "self" && told.put != Put::Denied)).collect();
                Weighed::new(if mine.is_empty() { OTHERWISE } else { RECORD }).by(tell, mine)
            }
            Trait::Has(slot, values) => has(facts, Some(person.id), slot, values, tell),
        }
    }
}

/// Years of an age group.
fn years(group: &str) -> Option<(u16, u16)> {
    match group {
        "Adult 18+" => Some((18, 130)),
        "Teen 12-17" => Some((12, 17)),
        "Child 0-11" => Some((0, 11)),
        _ => None,
    }
}

impl Called {
    /// How surely somebody of that name is meant.
    fn likeness(&self, given: &str) -> Sure {
        if self.can_be_in(given) { self.read(given) } else { 0 }
    }

    fn read(&self, given: &str) -> Sure {
        let Some(name) = Name::parse(given) else { return 0 };
        let (first, last) = (fold(&name.given), fold(&name.family));
        let middle = fold(&name.middle);
        let wanted = fold(self.words());
        let inner = || middle.split(' ').any(|m| m == wanted) || last.split(' ').any(|m| m == wanted);
        let near = |a: &str| a.len() > 3 && wanted.len() > 3 && one_apart(a, &wanted);
        match self {
            Called::First(_) => match () {
                () if !first.is_empty() && first == wanted => RECORD,
                () if inner() && (name.is_full() || last != wanted) => 400,
                () if last == wanted => SAID,
                () if near(&first) => IN_WORDS,
                () => 0,
            },
            Called::Last(_) => match () {
                () if last == wanted || last.rsplit(' ').next() == wanted.rsplit(' ').next() && last.ends_with(&wanted) => RECORD,
                () if inner() => 400,
                () if near(&last) => SILENT,
                () => 0,
            },
            Called::Any(_) => match () {
                () if wanted.contains(' ') => Called::Full(self.words().into()).likeness(given),
                () if first == wanted || last == wanted => RECORD,
                () if inner() => 400,
                () if near(&first) || near(&last) => IN_WORDS,
                () => 0,
            },
            Called::Full(words) => {
                let Some(full) = Name::parse(words) else { return 0 };
                let (f, l) = (fold(&full.given), fold(&full.family));
                match () {
                    () if f == first && l == last => SURE,
                    () if name.likeness(&full) == Likeness::Full => RECORD,
                    () if name.likeness(&full) == Likeness::Near => 600,
                    () if name.likeness(&full) == Likeness::Part => SAID,
                    () if l == last => SAID,
                    () if f == first && !first.is_empty() => 100,
                    () => 0,
                }
            }
        }
    }
}

impl Called {
    /// Whether a name has a word that is one letter away at most, by its ends, of which one letter changes one at most: most names are not read for it.
    fn can_be_in(&self, given: &str) -> bool {
        let wanted = self.words();
        if matches!(self, Called::Full(_)) || !wanted.is_ascii() || !given.is_ascii() || !wanted.bytes().all(|b| b.is_ascii_alphabetic()) {
            return true;
        }
        let ends = |word: &str| {
            let mut letters = word.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
            letters.next().map(|first| (first, letters.next_back().unwrap_or(first)))
        };
        let Some((first, last)) = ends(wanted) else { return true };
        given.split(|c: char| c.is_ascii_whitespace() || matches!(c, '-' | ',')).filter_map(ends).any(|(a, b)| a == first || b == last)
    }
}

/// Whether two words are one letter apart: another, one more, or one less.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let left = |n: usize, m: usize| a.iter().skip(n).eq(b.iter().skip(m));
    a != b && (left(same + 1, same + 1) || left(same + 1, same) || left(same, same + 1))
}

/// Whether a slot, of the incident and anybody in it or of one person, has one of these values.
fn has(facts: &Facts<'_>, who: Option<&str>, slot: &str, values: &[Box<str>], tell: bool) -> Weighed {
    let wanted: Vec<String> = values.iter().map(|v| format!(" {} ", fold(v))).collect();
    let mine = || facts.claims.on(slot).filter(|(_, t)| who.is_none_or(|who| t.about == who));
    let of = |put: Put| {
        let holds = |value: &str| {
            let value = format!(" {} ", fold(value));
            wanted.iter().any(|w| value.contains(w.as_str()))
        };
        mine().filter(move |(_, t)| t.put == put && holds(t.value)).map(|(place, _)| place).collect::<Vec<_>>()
    };
    let (firmly, weakly) = (of(Put::Firmly), of(Put::Weakly));
    match () {
        () if !firmly.is_empty() => Weighed::new(RECORD).by(tell, firmly),
        () if !weakly.is_empty() => Weighed::new(SAID).by(tell, weakly),
        () if mine().next().is_none() => Weighed::silent(30),
        () => Weighed::new(30),
    }
}

fn stands(slot: Option<&str>, how: &str, facts: &Facts<'_>) -> Weighed {
    let mut mine = facts.standings.iter().filter(|s| slot.is_none_or(|slot| s.slot == slot));
    let holds = match how {
        "single-origin" => mine.any(|s| s.single),
        how => mine.any(|s| s.status == how),
    };
    Weighed::new(if holds { SURE } else { 0 })
}
