//! Two accounts side by side: what the features look at.

use rashomon_model::value::name::Likeness;
use rashomon_model::value::{Age, Comparison};

use crate::key::{AccountKey, DayNumber, Outcome, Person, Side, hash, number};

/// House numbers this near on one street are near each other.
const BLOCKS: u32 = 300;

/// A page of fewer rare words is short.
const SHORT: usize = 8;

/// Two accounts side by side.
#[derive(Debug)]
pub struct Pair<'a> {
    pub a: &'a AccountKey,
    pub b: &'a AccountKey,
    /// Text in common, in thousandths of the smaller page's.
    pub text: u16,
    pub names: Names<'a>,
    /// Surnames of victims and suspects of one account that stand among the rare words of the other's page, though it has nobody of that name.
    pub told: Vec<&'a str>,
    days: Option<(DayNumber, usize, usize)>,
    place: Option<Distance>,
}

/// What the names of two accounts have in common.
#[derive(Debug, Default)]
pub struct Names<'a> {
    /// Full names that agree, of people who are in the incident: rarity and the name, rarest first.
    pub full: Vec<(i32, String)>,
    /// Spelled a little differently.
    pub near: Vec<(i32, String)>,
    /// A lone surname or given name that fits a full one, or the same surname on the same side.
    pub part: Vec<(i32, String)>,
    /// Full names of police and others that agree.
    pub officials: Vec<(i32, String)>,
    /// Both name victims, and no name fits: the two.
    pub victims_clash: Option<(&'a Person, &'a Person)>,
    /// The same for suspects.
    pub suspects_clash: Option<(&'a Person, &'a Person)>,
}

/// How places stand, nearest first; the same city by its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    Village,
    Town,
    City,
    Metropolis,
    Near,
    SameState,
    OtherNear,
    OtherCity,
    OtherState,
}

/// How days stand, by the nearest pair of what both say first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    Same,
    Next,
    Few,
    Weeks,
    Far,
}

impl<'a> Pair<'a> {
    pub fn of(a: &'a AccountKey, b: &'a AccountKey, text: u16) -> Self {
        let mut pair = Self { a, b, text, names: Names::of(a, b), told: Vec::new(), days: None, place: None };
        pair.read_names();
        pair.days = pair.nearest_days();
        pair.place = pair.nearest_place();
        pair
    }

    pub fn mains(&self) -> bool {
        self.a.main && self.b.main
    }

    /// Looks for the names of one page in the words of the other.
    fn read_names(&mut self) {
        if !self.mains() {
            return;
        }
        for (key, other) in [(self.a, self.b), (self.b, self.a)] {
            for person in key.people.iter().filter(|p| matches!(p.side, Side::Victim | Side::Suspect)) {
                let Some(name) = person.name.as_ref().filter(|n| n.is_full()) else { continue };
                let is_there = person.family.is_some_and(|mark| other.rare.binary_search_by_key(&mark, |(m, _)| *m).is_ok());
                if is_there && !other.people.iter().any(|q| q.family == person.family) {
                    self.told.push(&name.family);
                }
            }
        }
        self.told.sort_unstable();
        self.told.dedup();
        if !self.told.is_empty() {
            (self.names.victims_clash, self.names.suspects_clash) = (None, None);
        }
    }

    fn shared_city(&self) -> Option<&'a str> {
        let (first, second) = (self.a.cities.first()?, self.b.cities.first()?);
        if first == second {
            return Some(first);
        }
        // A city said less often counts when the other page puts it first.
        let other = |k: &'a AccountKey, c: &str| k.cities.iter().take(3).map(|x| &**x).find(|x| *x == c);
        other(self.a, second).or_else(|| other(self.b, first))
    }

    /// The nearest their cities can lie, in kilometres.
    fn km(&self) -> Option<u32> {
        self.a.spots.iter().flat_map(|s| self.b.spots.iter().map(|t| s.km(*t))).min()
    }

    fn nearest_place(&self) -> Option<Distance> {
        let states = !self.a.states.is_empty() && !self.b.states.is_empty();
        let state = self.a.states.iter().find(|s| self.b.states.contains(s));
        if self.shared_city().is_some() && (!states || state.is_some()) {
            return Some(match self.a.population.max(self.b.population) {
                1..20_000 => Distance::Village,
                // Of one that the gazetteer lacks nothing is known.
                0 | 20_000..150_000 => Distance::Town,
                150_000..700_000 => Distance::City,
                _ => Distance::Metropolis,
            });
        }
        let km = self.km();
        if km.is_some_and(|km| km <= 25) {
            return Some(Distance::Near);
        }
        let cities = !self.a.cities.is_empty() && !self.b.cities.is_empty();
        if !cities && self.a.counties.iter().any(|c| self.b.counties.contains(c)) {
            return Some(Distance::Near);
        }
        match (state, states) {
            (None, true) => Some(Distance::OtherState),
            (Some(_), _) if !cities => Some(Distance::SameState),
            _ if cities && km.is_some_and(|km| km <= 60) => Some(Distance::OtherNear),
            _ if cities => Some(Distance::OtherCity),
            _ => None,
        }
    }

    pub fn place(&self) -> Option<Distance> {
        self.place
    }

    pub fn say_place(&self) -> String {
        let of = |k: &AccountKey| k.cities.first().or(k.counties.first()).or(k.states.first()).map_or("no place", |c| &**c).to_owned();
        match (self.place, self.shared_city()) {
            (Some(Distance::Village | Distance::Town | Distance::City | Distance::Metropolis), Some(city)) => format!("both in {city}"),
            (None, _) => "a place on one side at most".into(),
            (Some(Distance::OtherState), _) => {
                let state = |k: &AccountKey| k.states.first().map_or(String::new(), |s| s.to_string());
                format!("{} / {}", state(self.a), state(self.b))
            }
            (Some(Distance::SameState), _) => {
                format!("both in {}", self.a.states.iter().find(|s| self.b.states.contains(s)).map_or("one state", |s| &**s))
            }
            _ => match self.km() {
                Some(km) => format!("{} / {}, {km} km apart", of(self.a), of(self.b)),
                None => format!("{} / {}", of(self.a), of(self.b)),
            },
        }
    }

    /// The nearest pair of days: how many days apart, and which of each.
    fn nearest_days(&self) -> Option<(DayNumber, usize, usize)> {
        let mut best: Option<(DayNumber, usize, usize)> = None;
        for (m, d) in self.a.days.iter().take(3).enumerate() {
            for (n, e) in self.b.days.iter().take(3).enumerate() {
                let gap = match (d.resolved, e.resolved) {
                    (Some(x), Some(y)) => {
                        let (x, y) = ((number(x.first()), number(x.last())), (number(y.first()), number(y.last())));
                        let gap = (x.0 - y.1).max(y.0 - x.1).max(0);
                        // A month that holds the other's day says little.
                        if gap == 0 && (x.1 - x.0 > 3 || y.1 - y.0 > 3) { continue } else { gap }
                    }
                    _ => match d.compare(e) {
                        Comparison::Same | Comparison::Finer | Comparison::Coarser => 0,
                        Comparison::Contradicts => 2,
                        Comparison::Compatible => continue,
                    },
                };
                if best.is_none_or(|(g, _, _)| gap < g) {
                    best = Some((gap, m, n));
                }
            }
        }
        best
    }

    pub fn days(&self) -> Option<Days> {
        self.days.map(|(gap, _, _)| match gap {
            0 => Days::Same,
            1 => Days::Next,
            2..=4 => Days::Few,
            5..=21 => Days::Weeks,
            _ => Days::Far,
        })
    }

    pub fn say_days(&self) -> String {
        let of = |k: &AccountKey, n: usize| k.days.get(n).map_or(String::new(), |d| d.caption());
        match self.days {
            Some((0, m, _)) => format!("both on {}", of(self.a, m)),
            Some((_, m, n)) => format!("{} / {}", of(self.a, m), of(self.b, n)),
            None => "a day on one side at most".into(),
        }
    }

    pub fn pages_apart(&self) -> Option<DayNumber> {
        let (a, b) = (self.a.page?, self.b.page?);
        (a.0 > DayNumber::MIN && b.0 > DayNumber::MIN).then(|| (a.0 - b.1).max(b.0 - a.1).max(0))
    }

    /// The cosine of the weights of the pages' rare words, in thousandths. Of short pages the city of both is left out: among few words it
    /// would count as much as a name, and it counts as their place.
    pub fn alike(&self) -> Option<i32> {
        let (x, y) = (&self.a.rare, &self.b.rare);
        if !self.mains() || x.is_empty() || y.is_empty() {
            return None;
        }
        let city: Vec<u32> =
            self.shared_city().filter(|_| x.len().min(y.len()) < SHORT).into_iter().flat_map(|c| c.split(' ')).map(|w| hash(w) as u32).collect();
        let (mut m, mut n, mut dot) = (0, 0, 0_u64);
        while let (Some(p), Some(q)) = (x.get(m), y.get(n)) {
            match p.0.cmp(&q.0) {
                std::cmp::Ordering::Less => m += 1,
                std::cmp::Ordering::Greater => n += 1,
                std::cmp::Ordering::Equal => {
                    dot += if city.contains(&p.0) { 0 } else { u64::from(p.1) * u64::from(q.1) };
                    m += 1;
                    n += 1;
                }
            }
        }
        let norm = |k: &[(u32, u8)]| k.iter().map(|(_, w)| u64::from(*w) * u64::from(*w)).sum::<u64>();
        Some((dot * 1000 / (norm(x) * norm(y)).isqrt().max(1)) as i32)
    }

    fn victims(key: &AccountKey) -> impl Iterator<Item = &Person> {
        key.people.iter().filter(|p| p.side == Side::Victim)
    }

    /// Each tells of one victim.
    pub fn alone(&self) -> bool {
        let alone = |k: &AccountKey| Self::victims(k).map(|p| p.size).sum::<u32>() == 1;
        alone(self.a) && alone(self.b)
    }

    /// The victim of each, where each tells of one alone.
    pub fn only_victims(&self) -> Option<(&'a Person, &'a Person)> {
        let only = |k: &'a AccountKey| {
            let mut victims = Self::victims(k).filter(|p| p.size == 1);
            let first = victims.next()?;
            victims.next().is_none().then_some(first)
        };
        Some((only(self.a)?, only(self.b)?))
    }

    pub fn only_ages(&self) -> Option<(&'a Age, &'a Age)> {
        let (x, y) = self.only_victims()?;
        Some((x.age.as_ref()?, y.age.as_ref()?))
    }

    pub fn say_ages(&self) -> String {
        self.only_ages().map_or(String::new(), |(x, y)| format!("victim aged {} / {}", x.caption(), y.caption()))
    }

    pub fn clash(&self, two: &Option<(&Person, &Person)>) -> String {
        let name = |p: &Person| p.name.as_ref().map_or(String::new(), |n| n.caption());
        two.map_or(String::new(), |(p, q)| format!("{} / {}", name(p), name(q)))
    }

    /// Ages of people on the same side, of the same sex and age; each counted once.
    pub fn same_ages(&self) -> Vec<String> {
        let (mut found, mut taken) = (Vec::new(), Vec::new());
        for p in self.a.people.iter().filter(|p| p.side != Side::Other) {
            let Some(years) = p.age.as_ref().and_then(|a| a.exact_years()) else { continue };
            let twin = self.b.people.iter().find(|q| {
                q.side == p.side
                    && q.age.as_ref().and_then(|a| a.exact_years()) == Some(years)
                    && (p.female.is_none() || q.female.is_none() || p.female == q.female)
                    && !taken.contains(&q.party)
            });
            if let Some(q) = twin {
                taken.push(q.party);
                found.push(years.to_string());
            }
        }
        found
    }

    /// How streets stand: the same door, the same street, other streets, other doors; and in words. Two doors of one night are two shootings.
    pub fn door(&self) -> Option<(usize, String)> {
        let (d, e) = (self.a.addresses.first()?, self.b.addresses.first()?);
        // Every town has an Elm Street; on one day it may be the town that one page got wrong.
        let elsewhere = matches!(self.place, Some(Distance::OtherCity | Distance::OtherState)) && self.days.is_some_and(|(gap, _, _)| gap > 1);
        for (wanted, bin) in [(true, 0), (false, 1)] {
            for d in &self.a.addresses {
                for e in &self.b.addresses {
                    let streets = d.streets_shared(e);
                    // Two crossings of one street with two others are two places.
                    if streets == 1 && d.streets.len() == 2 && e.streets.len() == 2 {
                        continue;
                    }
                    let numbers = d.number.zip(e.number);
                    let same = streets >= 2 || streets == 1 && numbers.is_some_and(|(m, n)| m / 100 == n / 100);
                    // A few blocks on is where it began, or was found; on another day it is another shooting.
                    let later = self.days.is_some_and(|(gap, _, _)| gap > 2);
                    let near = streets > 0 && !elsewhere && numbers.is_none_or(|(m, n)| m.abs_diff(n) <= if later { 0 } else { BLOCKS });
                    if wanted && same || !wanted && near {
                        return Some((bin, format!("{} / {}", d.written, e.written)));
                    }
                }
            }
        }
        Some((if d.number.is_some() && e.number.is_some() { 3 } else { 2 }, format!("{} / {}", d.written, e.written)))
    }

    pub fn venue(&self) -> usize {
        shared(&self.a.venue, &self.b.venue)
    }

    pub fn things(&self) -> usize {
        shared(&self.a.words, &self.b.words)
    }

    /// Dead and hurt, where the account tells of either.
    pub fn toll_of(&self, key: &AccountKey) -> Option<(u32, u32)> {
        let hurt = key.injured.or_else(|| key.people.iter().any(|p| p.outcome == Some(Outcome::Injured)).then_some(1));
        (key.killed.is_some() || hurt.is_some()).then(|| (key.killed.unwrap_or(0), hurt.unwrap_or(0))).filter(|(k, i)| k + i > 0)
    }

    pub fn say_toll(&self) -> String {
        let of = |k| self.toll_of(k).map_or(String::new(), |(k, i)| format!("{k} killed, {i} hurt"));
        format!("{} / {}", of(self.a), of(self.b))
    }
}

fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|w| b.binary_search(w).is_ok()).count()
}

impl<'a> Names<'a> {
    fn of(a: &'a AccountKey, b: &'a AccountKey) -> Self {
        let mut names = Names::default();
        for p in a.people.iter().filter(|p| p.name.is_some()) {
            for q in b.people.iter().filter(|q| q.name.is_some()) {
                names.meet(p, q);
            }
        }
        for list in [&mut names.full, &mut names.near, &mut names.part, &mut names.officials] {
            list.sort_by(|x, y| y.cmp(x));
            list.dedup_by(|x, y| x.1 == y.1);
        }
        if names.full.is_empty() && names.near.is_empty() && names.part.is_empty() {
            let first = |k: &'a AccountKey, side| k.people.iter().find(|p| p.side == side && p.name.as_ref().is_some_and(|n| n.is_full()));
            let clash = |side| Some((first(a, side)?, first(b, side)?));
            names.victims_clash = clash(Side::Victim);
            names.suspects_clash = clash(Side::Suspect);
        }
        names
    }

    fn meet(&mut self, p: &Person, q: &Person) {
        let (Some(n), Some(m)) = (&p.name, &q.name) else { return };
        if !p.words.iter().any(|w| q.words.binary_search(w).is_ok()) {
            return;
        }
        let inside = |side| matches!(side, Side::Victim | Side::Suspect);
        // One page may know a victim as the suspect, or not say what a person did: the name decides.
        let count = inside(p.side) || inside(q.side);
        let rarity = n.rarity().min(m.rarity());
        match n.likeness(m) {
            Likeness::Full if count => self.full.push((rarity, n.caption())),
            Likeness::Full => self.officials.push((rarity, n.caption())),
            Likeness::Near if count => self.near.push((rarity, format!("{} / {}", n.caption(), m.caption()))),
            Likeness::Part if count => self.part.push((rarity, format!("{} / {}", n.caption(), m.caption()))),
            _ => {}
        }
    }
}
