//! What speaks for and against two accounts telling of one incident: one small function a feature.
//!
//! A function's doc comment is its public description. It gives how strongly the feature is seen, in hundredths, and
//! what it saw, in words; the weight it is multiplied with stands in [`TABLE`]. Only what both accounts say is compared: a missing value never counts
//! against (log-odds sums after Fellegi and Sunter 1969).

use rashomon_model::Reason;
use rashomon_model::value::Comparison;
use rashomon_model::value::name::Likeness;

use crate::key::{AccountKey, DayNumber, Outcome, Person, Side, number};

/// Two accounts side by side.
#[derive(Debug)]
pub struct Pair<'a> {
    a: &'a AccountKey,
    b: &'a AccountKey,
    /// Text in common, in thousandths of the smaller page's.
    text: u16,
    names: Names,
}

/// What the names of two accounts have in common.
#[derive(Debug, Default)]
struct Names {
    /// Full names that agree, of people who are in the incident: rarity and the name, rarest first.
    full: Vec<(i32, String)>,
    /// Spelled a little differently.
    near: Vec<(i32, String)>,
    /// A lone surname or given name that fits a full one, or the same surname on the same side.
    part: Vec<(i32, String)>,
    /// Full names of police and others that agree.
    officials: Vec<(i32, String)>,
    /// Both name victims, and no name fits: the two.
    victims_clash: Option<(String, String)>,
    /// The same for suspects.
    suspects_clash: Option<(String, String)>,
}

/// A feature: how strongly, in hundredths, and what was seen.
type Seen = Option<(i32, String)>;

/// A row: name, weight in hundredths of a natural-log odds unit, function.
pub struct Feature {
    /// Name, as `why` shows it.
    pub name: &'static str,
    /// Weight at full strength.
    pub weight: i32,
    see: fn(&Pair) -> Seen,
}

/// What two accounts taken at random start from: most tell of different incidents, and the same city on the same day is
/// not enough (two shootings of one night stay two).
pub const PRIOR: i32 = -1000;

/// All features, supporting first. Set by hand to the odds that a logistic regression over the candidate pairs of `dev` gave on two
/// sets of accounts (days and places read by the program, names and ages by a crude stand-in), rounded, and kept firm
/// where dev is sparser than the world: one city has more shootings a night than dev has pages of.
pub const TABLE: &[Feature] = &[
    Feature { name: "same-name", weight: 1300, see: same_name },
    Feature { name: "more-names", weight: 250, see: more_names },
    Feature { name: "near-name", weight: 700, see: near_name },
    Feature { name: "part-of-name", weight: 500, see: part_of_name },
    Feature { name: "same-official", weight: 150, see: same_official },
    Feature { name: "same-city", weight: 700, see: same_city },
    Feature { name: "near-place", weight: 250, see: near_place },
    Feature { name: "same-state", weight: 150, see: same_state },
    Feature { name: "same-day", weight: 650, see: same_day },
    Feature { name: "next-day", weight: 300, see: next_day },
    Feature { name: "pages-near", weight: 250, see: pages_near },
    Feature { name: "same-age", weight: 250, see: same_age },
    Feature { name: "same-door", weight: 600, see: same_door },
    Feature { name: "same-street", weight: 350, see: same_street },
    Feature { name: "same-venue", weight: 200, see: same_venue },
    Feature { name: "same-toll", weight: 150, see: same_toll },
    Feature { name: "same-things", weight: 130, see: same_things },
    Feature { name: "shared-text", weight: 1100, see: shared_text },
    Feature { name: "same-page", weight: 700, see: same_page },
    Feature { name: "other-victims", weight: -900, see: other_victims },
    Feature { name: "other-suspects", weight: -200, see: other_suspects },
    Feature { name: "other-state", weight: -800, see: other_state },
    Feature { name: "other-city", weight: -500, see: other_city },
    Feature { name: "other-day", weight: -600, see: other_day },
    Feature { name: "other-ages", weight: -350, see: other_ages },
    Feature { name: "other-door", weight: -250, see: other_door },
    Feature { name: "other-toll", weight: -120, see: other_toll },
];

/// The sum of what is seen, and why, strongest first.
pub fn score(a: &AccountKey, b: &AccountKey, text: u16) -> (i32, Vec<Reason>) {
    let pair = Pair { a, b, text, names: Names::of(a, b) };
    let mut because: Vec<Reason> = TABLE
        .iter()
        .filter_map(|f| {
            let (strength, detail) = (f.see)(&pair)?;
            Some(Reason { feature: f.name.into(), detail: detail.into(), weight: f.weight * strength / 100 })
        })
        .collect();
    because.sort_by_key(|r| std::cmp::Reverse(r.weight.abs()));
    (PRIOR + because.iter().map(|r| r.weight).sum::<i32>(), because)
}

/// The sum alone.
pub fn sum(a: &AccountKey, b: &AccountKey, text: u16) -> i32 {
    score(a, b, text).0
}

impl Names {
    fn of(a: &AccountKey, b: &AccountKey) -> Self {
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
        let clash = |side: Side| {
            let of = |k: &AccountKey| {
                k.people.iter().filter(|p| p.side == side).filter_map(|p| p.name.clone().filter(|n| n.is_full())).collect::<Vec<_>>()
            };
            let (x, y) = (of(a), of(b));
            match (x.first(), y.first()) {
                (Some(n), Some(m)) => Some((n.caption(), m.caption())),
                _ => None,
            }
        };
        if names.full.is_empty() && names.near.is_empty() && names.part.is_empty() {
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

/// A rarity as strength: 14 units of -ln(share) are full strength.
fn by_rarity(list: &[(i32, String)], full: i32) -> Seen {
    list.first().map(|(rarity, name)| ((rarity * 100 / full).min(100), name.clone()))
}

/// Both name the same victim or suspect; the rarer the name, the more it says.
fn same_name(pair: &Pair) -> Seen {
    by_rarity(&pair.names.full, 1500).map(|(s, n)| (s, format!("both name {n}")))
}

/// Both name more than one of the same people.
fn more_names(pair: &Pair) -> Seen {
    let more = pair.names.full.len().checked_sub(2)? + 1;
    Some((100 * more.min(3) as i32, format!("{} names in common", more + 1)))
}

/// A name is spelled a little differently in both.
fn near_name(pair: &Pair) -> Seen {
    if !pair.names.full.is_empty() {
        return None;
    }
    by_rarity(&pair.names.near, 1500).map(|(s, n)| (s, format!("nearly the same name: {n}")))
}

/// A surname alone in one fits a full name in the other.
fn part_of_name(pair: &Pair) -> Seen {
    if !pair.names.full.is_empty() || !pair.names.near.is_empty() {
        return None;
    }
    by_rarity(&pair.names.part, 1200).map(|(s, n)| (s, format!("one name is part of the other: {n}")))
}

/// Both name the same official or officer, who may speak of many incidents.
fn same_official(pair: &Pair) -> Seen {
    pair.names.officials.first().map(|(_, n)| (100, format!("both name {n}")))
}

fn shared_city<'a>(pair: &Pair<'a>) -> Option<&'a str> {
    let (first, second) = (pair.a.cities.first()?, pair.b.cities.first()?);
    if first == second {
        return Some(first);
    }
    // A city said less often counts when the other page puts it first.
    let other = |k: &'a AccountKey, c: &str| k.cities.iter().take(3).map(|x| &**x).find(|x| *x == c);
    other(pair.a, second).or_else(|| other(pair.b, first))
}

/// Both tell of the same city; the smaller it is, the more it says.
fn same_city(pair: &Pair) -> Seen {
    let city = shared_city(pair)?;
    // By share of the country's 330 million: a metropolis 5 units, a village 11 and more.
    let people = pair.a.population.max(pair.b.population);
    let strength = match people {
        0..5_000 => 100,
        5_000..20_000 => 95,
        20_000..60_000 => 85,
        60_000..200_000 => 75,
        200_000..700_000 => 50,
        // There, a day has several: the day and the city alone stay below what joins.
        _ => 10,
    };
    Some((strength, format!("both in {city}")))
}

/// The nearest their cities can lie, in kilometres.
fn apart(pair: &Pair) -> Option<u32> {
    pair.a.spots.iter().flat_map(|s| pair.b.spots.iter().map(|t| s.km(*t))).min()
}

/// Different cities side by side, or the same county.
fn near_place(pair: &Pair) -> Seen {
    if shared_city(pair).is_some() {
        return None;
    }
    if let Some(km) = apart(pair).filter(|km| *km <= 25) {
        return Some((100 - 2 * km as i32, format!("{km} km apart")));
    }
    let county = pair.a.counties.iter().find(|c| pair.b.counties.contains(c))?;
    (pair.a.cities.is_empty() || pair.b.cities.is_empty()).then(|| (100, format!("both in {county}")))
}

/// The same state, where not both name a city.
fn same_state(pair: &Pair) -> Seen {
    if !pair.a.cities.is_empty() && !pair.b.cities.is_empty() {
        return None;
    }
    let state = pair.a.states.iter().find(|s| pair.b.states.contains(s))?;
    Some((100, format!("both in {state}")))
}

/// How the days stand: `Some(0)` when the same, else how many days apart, by the best pair of what both say first.
fn days_apart(pair: &Pair) -> Option<(DayNumber, String)> {
    let mut best: Option<(DayNumber, String)> = None;
    for d in pair.a.days.iter().take(3) {
        for e in pair.b.days.iter().take(3) {
            let gap = match (d.resolved, e.resolved) {
                (Some(x), Some(y)) => {
                    let (wide, gap) = (
                        number(x.last()) - number(x.first()) > 3 || number(y.last()) - number(y.first()) > 3,
                        (number(x.first()) - number(y.last())).max(number(y.first()) - number(x.last())).max(0),
                    );
                    // A month that holds the other's day says little.
                    if wide && gap == 0 { continue } else { gap }
                }
                _ => match d.compare(e) {
                    Comparison::Same | Comparison::Finer | Comparison::Coarser => 0,
                    Comparison::Contradicts => 2,
                    Comparison::Compatible => continue,
                },
            };
            if best.as_ref().is_none_or(|(g, _)| gap < *g) {
                best = Some((gap, if gap == 0 { d.caption() } else { format!("{} / {}", d.caption(), e.caption()) }));
            }
        }
    }
    best
}

/// Both put it on the same day.
fn same_day(pair: &Pair) -> Seen {
    days_apart(pair).filter(|(gap, _)| *gap == 0).map(|(_, day)| (100, format!("both on {day}")))
}

/// One day apart: a night has two dates, and a page its own day.
fn next_day(pair: &Pair) -> Seen {
    days_apart(pair).filter(|(gap, _)| *gap == 1).map(|(_, day)| (100, format!("a day apart: {day}")))
}

fn pages_apart(pair: &Pair) -> Option<DayNumber> {
    let (a, b) = (pair.a.page?, pair.b.page?);
    (a.0 > DayNumber::MIN && b.0 > DayNumber::MIN).then(|| (a.0 - b.1).max(b.0 - a.1).max(0))
}

/// Published within days of each other.
fn pages_near(pair: &Pair) -> Seen {
    let days = pages_apart(pair).filter(|d| *d <= 14)?;
    let strength = match days {
        0..=1 => 100,
        2..=4 => 70,
        _ => 30,
    };
    Some((strength, format!("published {days} {} apart", if days == 1 { "day" } else { "days" })))
}

fn same_sex(p: &Person, q: &Person) -> bool {
    p.female.is_none() || q.female.is_none() || p.female == q.female
}

/// A victim or suspect of the same age and sex on the same side; a second and third count too.
fn same_age(pair: &Pair) -> Seen {
    let mut found: Vec<String> = Vec::new();
    let mut taken = Vec::new();
    for p in pair.a.people.iter().filter(|p| p.side != Side::Other) {
        let Some(years) = p.age.as_ref().and_then(|a| a.exact_years()) else { continue };
        let twin = pair.b.people.iter().position(|q| {
            q.side == p.side && q.age.as_ref().and_then(|a| a.exact_years()) == Some(years) && same_sex(p, q) && !taken.contains(&q.party)
        });
        if let Some(q) = twin {
            taken.push(pair.b.people[q].party);
            found.push(years.to_string());
        }
    }
    (!found.is_empty()).then(|| (100 * found.len().min(3) as i32, format!("people of the same age: {}", found.join(", "))))
}

/// The same street and number or block.
fn same_door(pair: &Pair) -> Seen {
    let door = pair.a.addresses.iter().find(|d| {
        pair.b.addresses.iter().any(|e| {
            let streets = d.streets.iter().filter(|s| e.streets.contains(s)).count();
            streets >= 2 || (streets == 1 && d.number.is_some() && e.number.is_some_and(|n| d.number.is_some_and(|m| m / 100 == n / 100)))
        })
    })?;
    Some((100, format!("both at {}", door.written)))
}

/// The same street, without numbers that could tell.
fn same_street(pair: &Pair) -> Seen {
    if same_door(pair).is_some() {
        return None;
    }
    let door =
        pair.a.addresses.iter().find(|d| {
            pair.b.addresses.iter().any(|e| d.streets.iter().any(|s| e.streets.contains(s)) && (d.number.is_none() || e.number.is_none()))
        })?;
    Some((100, format!("both on {}", door.written)))
}

/// Both give a street and none agrees; another block of one street counts too. Numbers on both sides say it most firmly: two
/// doors of one night are two shootings.
fn other_door(pair: &Pair) -> Seen {
    let (d, e) = (pair.a.addresses.first()?, pair.b.addresses.first()?);
    if same_door(pair).is_some() || same_street(pair).is_some() {
        return None;
    }
    let firm = d.number.is_some() && e.number.is_some();
    Some((if firm { 180 } else { 100 }, format!("{} / {}", d.written, e.written)))
}

fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|w| b.binary_search(w).is_ok()).count()
}

/// Words of the venue in common.
fn same_venue(pair: &Pair) -> Seen {
    let n = shared(&pair.a.venue, &pair.b.venue);
    (n > 0).then(|| (50 + 25 * n.min(2) as i32, format!("the venue in common, by {n} {}", if n == 1 { "word" } else { "words" })))
}

/// The same number killed or hurt; the higher, the more it says.
fn same_toll(pair: &Pair) -> Seen {
    let same = |x: Option<u32>, y: Option<u32>| x.filter(|n| y == Some(*n) && *n >= 2).unwrap_or(0);
    let n = same(pair.a.killed, pair.b.killed) + same(pair.a.injured, pair.b.injured);
    (n > 0).then(|| (50 * n.min(6) as i32, format!("the same number of people: {n}")))
}

/// Words of weapons, vehicles and circumstances in common.
fn same_things(pair: &Pair) -> Seen {
    let n = shared(&pair.a.words, &pair.b.words);
    (n > 0).then(|| (50 * n.min(4) as i32, format!("{n} {} of weapon, vehicle or circumstance in common", if n == 1 { "word" } else { "words" })))
}

/// The pages share text: one is a copy of the other, or both of a third.
fn shared_text(pair: &Pair) -> Seen {
    (pair.text >= 100).then(|| (i32::from(pair.text) / 10, format!("{} % of the shorter page's text in common", pair.text / 10)))
}

/// The same address: versions of one page.
fn same_page(pair: &Pair) -> Seen {
    (pair.a.url.is_some() && pair.a.url == pair.b.url && pair.a.main && pair.b.main).then(|| (100, "versions of one page".into()))
}

fn alone(key: &AccountKey) -> bool {
    key.people.iter().filter(|p| p.side == Side::Victim).map(|p| p.size).sum::<u32>() == 1
}

/// Both name victims and none agrees; full strength where each tells of one victim alone.
fn other_victims(pair: &Pair) -> Seen {
    let (n, m) = pair.names.victims_clash.as_ref()?;
    Some((if alone(pair.a) && alone(pair.b) { 100 } else { 60 }, format!("victims {n} / {m}")))
}

/// Both name suspects and none agrees.
fn other_suspects(pair: &Pair) -> Seen {
    let (n, m) = pair.names.suspects_clash.as_ref()?;
    Some((100, format!("suspects {n} / {m}")))
}

/// Different states.
fn other_state(pair: &Pair) -> Seen {
    let (s, t) = (pair.a.states.first()?, pair.b.states.first()?);
    (!pair.a.states.iter().any(|x| pair.b.states.contains(x))).then(|| (100, format!("{s} / {t}")))
}

/// Different cities, not side by side.
fn other_city(pair: &Pair) -> Seen {
    if shared_city(pair).is_some() {
        return None;
    }
    let (c, d) = (pair.a.cities.first()?, pair.b.cities.first()?);
    let strength = match apart(pair) {
        Some(0..=25) => return None,
        Some(26..=60) => 60,
        Some(_) => 100,
        None => 60,
    };
    Some((strength, format!("{c} / {d}")))
}

/// Days that differ by more than one.
fn other_day(pair: &Pair) -> Seen {
    let (gap, days) = days_apart(pair).filter(|(gap, _)| *gap > 1)?;
    let strength = match gap {
        2 => 45,
        3..=7 => 75,
        _ => 100,
    };
    Some((strength, days))
}

/// Each tells of one victim alone, and their ages differ by more than a birthday.
fn other_ages(pair: &Pair) -> Seen {
    let only = |k: &AccountKey| {
        let mut victims = k.people.iter().filter(|p| p.side == Side::Victim && p.size == 1);
        let first = victims.next()?.age.clone()?;
        victims.next().is_none().then_some(first)
    };
    let (x, y) = (only(pair.a)?, only(pair.b)?);
    let clash = i32::from(x.low) > i32::from(y.high) + 12 || i32::from(y.low) > i32::from(x.high) + 12;
    clash.then(|| (100, format!("victim aged {} / {}", x.caption(), y.caption())))
}

/// Different numbers killed; one more can be one of the hurt who died.
fn other_toll(pair: &Pair) -> Seen {
    let dead = |k: &AccountKey| k.killed.or_else(|| k.people.iter().any(|p| p.outcome == Some(Outcome::Injured)).then_some(0));
    let (x, y) = (dead(pair.a)?, dead(pair.b)?);
    match x.abs_diff(y) {
        0 => None,
        1 => Some((40, format!("{x} / {y} killed"))),
        n => Some((50 + 25 * n.min(2) as i32, format!("{x} / {y} killed"))),
    }
}
