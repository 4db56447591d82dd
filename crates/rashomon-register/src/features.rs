//! What speaks for and against two accounts telling of one incident: one small function a feature.
//!
//! A feature sees one of a few things (its bins), or nothing where an account does not say; each bin has a weight, learned from
//! labelled pairs (`models/links.tsv`; log-odds sums after Fellegi and Sunter 1969). A missing value never counts against. A bin's name, and what was
//! seen in words, are what `why` shows.

pub mod learn;
mod pair;

use std::sync::OnceLock;

use rashomon_model::Reason;

use crate::key::AccountKey;
use pair::{Days, Distance, Pair};

/// A feature: its name, its bins, which bin a pair falls into, and what was seen there, in words.
pub struct Feature {
    /// Name, as `why` shows it.
    pub name: &'static str,
    /// Names of its bins.
    pub bins: &'static [&'static str],
    see: fn(&Pair<'_>) -> Option<usize>,
    say: fn(&Pair<'_>) -> String,
}

impl std::fmt::Debug for Feature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.name, self.bins)
    }
}

/// All features.
pub const TABLE: &[Feature] = &[
    Feature {
        name: "same-name",
        bins: &["common", "usual", "rare", "very-rare"],
        see: same_name,
        say: |p| format!("both name {}", p.names.full[0].1),
    },
    Feature { name: "more-names", bins: &["2", "3", "4-more"], see: more_names, say: |p| format!("{} names in common", p.names.full.len()) },
    Feature { name: "near-name", bins: &["usual", "rare"], see: near_name, say: |p| format!("nearly the same name: {}", p.names.near[0].1) },
    Feature {
        name: "part-of-name",
        bins: &["usual", "rare"],
        see: part_of_name,
        say: |p| format!("one name is part of the other: {}", p.names.part[0].1),
    },
    Feature { name: "same-official", bins: &["1", "2-more"], see: same_official, say: |p| format!("both name {}", p.names.officials[0].1) },
    Feature {
        name: "name-in-text",
        bins: &["1", "2-more"],
        see: name_in_text,
        say: |p| format!("one names, and the other's words hold: {}", p.told.join(", ")),
    },
    Feature { name: "other-victims", bins: &["alone", "some"], see: other_victims, say: |p| p.clash(&p.names.victims_clash) },
    Feature { name: "other-suspects", bins: &["some"], see: other_suspects, say: |p| p.clash(&p.names.suspects_clash) },
    Feature { name: "place", bins: PLACES, see: |p| p.place().map(|d| d as usize), say: |p| p.say_place() },
    Feature { name: "day", bins: DAYS, see: |p| p.days().map(|d| d as usize), say: |p| p.say_days() },
    Feature { name: "place-and-day", bins: PLACES_AND_DAYS, see: place_and_day, say: |p| format!("{}, {}", p.say_place(), p.say_days()) },
    Feature {
        name: "pages",
        bins: &["1-day", "4-days", "2-weeks", "2-months", "a-year", "years"],
        see: pages,
        say: |p| format!("published {} days apart", p.pages_apart().unwrap_or(0)),
    },
    Feature {
        name: "rare-words",
        bins: &["0", "2", "4", "6", "8", "10", "12", "15", "18", "22", "27", "35", "50", "70"],
        see: rare_words,
        say: |p| format!("rare words alike by {} in 100", p.alike().unwrap_or(0) / 10),
    },
    Feature {
        name: "shared-text",
        bins: &["10", "25", "50", "75"],
        see: shared_text,
        say: |p| format!("{} % of the shorter page's text in common", p.text / 10),
    },
    Feature { name: "same-page", bins: &["yes"], see: same_page, say: |_| "versions of one page".into() },
    Feature { name: "one-host", bins: &["yes"], see: one_host, say: |_| "one site".into() },
    Feature {
        name: "same-age",
        bins: &["1", "2", "3-more"],
        see: same_age,
        say: |p| format!("people of the same age: {}", p.same_ages().join(", ")),
    },
    Feature { name: "other-ages", bins: &["a-year", "more"], see: other_ages, say: |p| p.say_ages() },
    Feature { name: "other-sex", bins: &["yes"], see: other_sex, say: |_| "one tells of a woman or girl, one of a man or boy".into() },
    Feature {
        name: "door",
        bins: &["same", "same-street", "other-street", "other-door"],
        see: |p| p.door().map(|d| d.0),
        say: |p| p.door().map_or(String::new(), |d| d.1),
    },
    Feature { name: "same-venue", bins: &["1", "2-more"], see: same_venue, say: |p| format!("words of the venue in common: {}", p.venue()) },
    Feature {
        name: "same-things",
        bins: &["1", "2", "3", "4-more"],
        see: same_things,
        say: |p| format!("words of weapon, vehicle or circumstance in common: {}", p.things()),
    },
    Feature {
        name: "toll",
        bins: &["same-1", "same-2", "same-3", "same-4", "1-more-died", "other-dead", "other-hurt", "far"],
        see: toll,
        say: |p| p.say_toll(),
    },
];

const PLACES: &[&str] = &["village", "town", "city", "metropolis", "near", "same-state", "other-near", "other-city", "other-state"];
const DAYS: &[&str] = &["same", "next", "days", "weeks", "far"];
/// Nine places by six days, the last "unknown".
const PLACES_AND_DAYS: &[&str] = &[
    "village-same",
    "village-next",
    "village-days",
    "village-weeks",
    "village-far",
    "village-unknown",
    "town-same",
    "town-next",
    "town-days",
    "town-weeks",
    "town-far",
    "town-unknown",
    "city-same",
    "city-next",
    "city-days",
    "city-weeks",
    "city-far",
    "city-unknown",
    "metropolis-same",
    "metropolis-next",
    "metropolis-days",
    "metropolis-weeks",
    "metropolis-far",
    "metropolis-unknown",
    "near-same",
    "near-next",
    "near-days",
    "near-weeks",
    "near-far",
    "near-unknown",
    "same-state-same",
    "same-state-next",
    "same-state-days",
    "same-state-weeks",
    "same-state-far",
    "same-state-unknown",
    "other-near-same",
    "other-near-next",
    "other-near-days",
    "other-near-weeks",
    "other-near-far",
    "other-near-unknown",
    "other-city-same",
    "other-city-next",
    "other-city-days",
    "other-city-weeks",
    "other-city-far",
    "other-city-unknown",
    "other-state-same",
    "other-state-next",
    "other-state-days",
    "other-state-weeks",
    "other-state-far",
    "other-state-unknown",
    "unknown-same",
    "unknown-next",
    "unknown-days",
    "unknown-weeks",
    "unknown-far",
    "unknown-unknown",
];

/// Weights of all features' bins, in hundredths of a natural-log odds unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// What two accounts that are compared start from.
    pub prior: i32,
    bins: Vec<Vec<i32>>,
}

/// By which weights two accounts are compared: the program's own, or, for who learns them, those that saw neither page.
pub trait Weigh {
    /// The weights for these two.
    fn weights(&self, a: &AccountKey, b: &AccountKey) -> &Weights;
}

impl Weigh for Weights {
    fn weights(&self, _: &AccountKey, _: &AccountKey) -> &Weights {
        self
    }
}

impl Weights {
    /// Those the program was built with.
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Weights> = OnceLock::new();
        ONE.get_or_init(|| Weights::read(include_str!("../../../models/links.tsv")))
    }

    /// Reads lines of feature, bin and weight; what has no line weighs nothing.
    pub fn read(text: &str) -> Self {
        let mut out = Self { prior: 0, bins: TABLE.iter().map(|f| vec![0; f.bins.len()]).collect() };
        for line in text.lines() {
            let mut cells = line.split('\t');
            let (Some(name), Some(bin), Some(Ok(weight))) = (cells.next(), cells.next(), cells.next().map(str::parse)) else { continue };
            if name == "prior" {
                out.prior = weight;
            }
            let row = TABLE.iter().position(|f| f.name == name);
            let slot = row.and_then(|f| Some((f, TABLE[f].bins.iter().position(|b| *b == bin)?)));
            if let Some((f, b)) = slot {
                out.bins[f][b] = weight;
            }
        }
        out
    }

    /// What [`Weights::read`] reads.
    pub fn to_text(&self) -> String {
        let mut out = format!("prior\t-\t{}\n", self.prior);
        for (feature, weights) in TABLE.iter().zip(&self.bins) {
            for (bin, weight) in feature.bins.iter().zip(weights) {
                out += &format!("{}\t{bin}\t{weight}\n", feature.name);
            }
        }
        out
    }
}

impl Weights {
    /// The sum of what is seen of two accounts, smaller id first, whose pages share so much text; and why, strongest first.
    pub fn score(&self, a: &AccountKey, b: &AccountKey, text: u16) -> (i32, Vec<Reason>) {
        let pair = Pair::of(a, b, text);
        let mut because: Vec<Reason> = Vec::new();
        for (feature, bin) in seen(&pair) {
            let (row, weight) = (&TABLE[feature], self.bins[feature][bin]);
            if weight != 0 {
                because.push(Reason { feature: row.name.into(), detail: (row.say)(&pair).into(), weight });
            }
        }
        because.sort_by_key(|r| std::cmp::Reverse(r.weight.abs()));
        let sum = self.prior + because.iter().map(|r| r.weight).sum::<i32>();
        because.push(Reason { feature: "prior".into(), detail: "two accounts that are worth comparing".into(), weight: self.prior });
        (sum, because)
    }

    /// The sum alone.
    pub fn sum(&self, a: &AccountKey, b: &AccountKey, text: u16) -> i32 {
        let pair = Pair::of(a, b, text);
        self.prior + seen(&pair).map(|(feature, bin)| self.bins[feature][bin]).sum::<i32>()
    }
}

/// What is seen of a pair, as (feature, bin).
fn seen<'p>(pair: &'p Pair<'p>) -> impl Iterator<Item = (usize, usize)> + 'p {
    TABLE.iter().enumerate().filter_map(|(n, feature)| Some((n, (feature.see)(pair)?)))
}

/// The first of some bounds that a number lies below.
fn below(n: i32, bounds: &[i32]) -> usize {
    bounds.iter().position(|b| n < *b).unwrap_or(bounds.len())
}

/// Both name the same victim or suspect; the rarer the name, the more it says.
fn same_name(pair: &Pair<'_>) -> Option<usize> {
    pair.names.full.first().map(|(rarity, _)| below(*rarity, &[1000, 1250, 1500]))
}

/// Both name more than one of the same people.
fn more_names(pair: &Pair<'_>) -> Option<usize> {
    pair.names.full.len().checked_sub(2).map(|n| n.min(2))
}

/// A name is spelled a little differently in both.
fn near_name(pair: &Pair<'_>) -> Option<usize> {
    pair.names.near.first().filter(|_| pair.names.full.is_empty()).map(|(rarity, _)| below(*rarity, &[1250]))
}

/// A surname alone in one fits a full name in the other.
fn part_of_name(pair: &Pair<'_>) -> Option<usize> {
    pair.names.part.first().filter(|_| pair.names.full.is_empty() && pair.names.near.is_empty()).map(|(rarity, _)| below(*rarity, &[800]))
}

/// Both name the same official or officer, who may speak of many incidents.
fn same_official(pair: &Pair<'_>) -> Option<usize> {
    pair.names.officials.len().checked_sub(1).map(|n| n.min(1))
}

/// A victim's or suspect's surname stands in the other page, where its own reading has nobody of that name.
fn name_in_text(pair: &Pair<'_>) -> Option<usize> {
    pair.told.len().checked_sub(1).map(|n| n.min(1))
}

/// Both name victims and none agrees; alone where each tells of one victim.
fn other_victims(pair: &Pair<'_>) -> Option<usize> {
    pair.names.victims_clash.as_ref().map(|_| usize::from(!pair.alone()))
}

/// Both name suspects and none agrees.
fn other_suspects(pair: &Pair<'_>) -> Option<usize> {
    pair.names.suspects_clash.as_ref().map(|_| 0)
}

/// How place and day stand together: the same city on the same day is more, or in a metropolis less, than both apart.
fn place_and_day(pair: &Pair<'_>) -> Option<usize> {
    let (place, day) = (pair.place(), pair.days());
    let row = place.map_or(PLACES.len(), |p: Distance| p as usize);
    Some(row * (DAYS.len() + 1) + day.map_or(DAYS.len(), |d: Days| d as usize))
}

/// How far apart the pages were published.
fn pages(pair: &Pair<'_>) -> Option<usize> {
    pair.pages_apart().map(|days| below(days, &[2, 5, 15, 61, 366]))
}

/// How alike the pages' rare words are (cosine).
fn rare_words(pair: &Pair<'_>) -> Option<usize> {
    pair.alike().map(|alike| below(alike, &[20, 40, 60, 80, 100, 120, 150, 180, 220, 270, 350, 500, 700]))
}

/// The pages share text: one is a copy of the other, or both of a third.
fn shared_text(pair: &Pair<'_>) -> Option<usize> {
    below(i32::from(pair.text), &[100, 250, 500, 750]).checked_sub(1)
}

/// The same address: versions of one page.
fn same_page(pair: &Pair<'_>) -> Option<usize> {
    (pair.a.url.is_some() && pair.a.url == pair.b.url && pair.mains()).then_some(0)
}

/// One site tells of it, but not at one address.
fn one_host(pair: &Pair<'_>) -> Option<usize> {
    (pair.a.host.is_some() && pair.a.host == pair.b.host && same_page(pair).is_none()).then_some(0)
}

/// Victims and suspects of the same age and sex on the same side.
fn same_age(pair: &Pair<'_>) -> Option<usize> {
    pair.same_ages().len().checked_sub(1).map(|n| n.min(2))
}

/// Each tells of one victim alone, and their ages differ.
fn other_ages(pair: &Pair<'_>) -> Option<usize> {
    let (x, y) = pair.only_ages()?;
    let apart = (i32::from(x.low) - i32::from(y.high)).max(i32::from(y.low) - i32::from(x.high));
    (apart > 0).then_some(usize::from(apart > 12))
}

/// Each tells of one victim alone, and their sexes differ.
fn other_sex(pair: &Pair<'_>) -> Option<usize> {
    let (x, y) = pair.only_victims()?;
    (x.female? != y.female?).then_some(0)
}

/// Words of the venue in common.
fn same_venue(pair: &Pair<'_>) -> Option<usize> {
    pair.venue().checked_sub(1).map(|n| n.min(1))
}

/// Words of weapons, vehicles and circumstances in common.
fn same_things(pair: &Pair<'_>) -> Option<usize> {
    pair.things().checked_sub(1).map(|n| n.min(3))
}

/// The numbers of dead and hurt, where both tell them; one more dead can be one of the hurt.
fn toll(pair: &Pair<'_>) -> Option<usize> {
    let ((k, i), (l, j)) = (pair.toll_of(pair.a)?, pair.toll_of(pair.b)?);
    Some(match (k.abs_diff(l), i.abs_diff(j)) {
        (0, 0) => (k + i).clamp(1, 4) as usize - 1,
        (0, 1) => 6,
        (1, n) if n <= 1 => 4,
        (n, m) if n <= 1 && m <= 2 => 5,
        _ => 7,
    })
}
