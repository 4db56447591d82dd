//! What resolution knows of an account: a small key instead of its claims and words.

use rashomon_model::gazetteer::{City, Spot, gazetteer};
use rashomon_model::value::address::{name_and_type, number_and_keeper};
use rashomon_model::value::name::fold;
use rashomon_model::value::place::Level;
use rashomon_model::value::{Actor, Age, Day, Name, Value};
use rashomon_model::{Account, AccountId, Claim, DocId, Field, PartyId, Point, Quote, Source, Stated, Subject, Words};
use xxhash_rust::xxh3::xxh3_64;

use crate::address;

/// From which score (in thousandths of a logit) the likeliest number of an account counts as told.
const LIKELY: i32 = -800;

/// Days counted from 1970-01-01.
pub type DayNumber = i32;

/// A key of an account: where, when, who and how many by its page's own light; what the page does not say is absent.
/// About 200 bytes and 100 for each person in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct AccountKey {
    /// The account.
    pub account: AccountId,
    /// Its document.
    pub doc: DocId,
    /// The document is about it.
    pub main: bool,
    /// Where its document tells of it, if beside what it is about: the words that make it an account, by which decisions point at it.
    pub beside: Vec<(Field, (u32, u32))>,
    /// Hash of the kind.
    pub kind: u64,
    /// States said, and those that the cities said can only lie in: full names, sorted.
    pub states: Vec<Box<str>>,
    /// Where its first city can lie, by the gazetteer.
    pub spots: Vec<Spot>,
    /// Inhabitants of its first city: how little it says to share it.
    pub population: u32,
    /// Counties said: folded names, sorted.
    pub counties: Vec<Box<str>>,
    /// Cities said: folded names, most often said first.
    pub cities: Vec<Box<str>>,
    /// Days the page gives for the incident, most often said first.
    pub days: Vec<Day>,
    /// First and last day on which the page may have been published.
    pub page: Option<(DayNumber, DayNumber)>,
    /// Streets with number or block.
    pub addresses: Vec<Door>,
    /// Words of its venues, hashed, sorted; without those that are said of any home, street or car.
    pub venue: Vec<u64>,
    /// Words of weapons, vehicles and circumstances, hashed, sorted.
    pub words: Vec<u64>,
    /// People in it.
    pub people: Vec<Person>,
    /// People killed: stated, else the likeliest number, else counted.
    pub killed: Option<u32>,
    /// People hurt: stated, else the likeliest number, else counted.
    pub injured: Option<u32>,
    /// Hash of the page's address, where it names one page.
    pub url: Option<u64>,
    /// Hash of the page's host.
    pub host: Option<u64>,
    /// Winnowed shingles of the page, sorted.
    pub shingles: Vec<u64>,
    /// Marks of the page's rarest words with their weights, by mark.
    pub rare: Vec<(u32, u8)>,
}

/// A street with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Door {
    /// Hashes of the street names without their types, each with the hash of its type where it has one, sorted.
    pub streets: Vec<(u64, Option<u64>)>,
    /// House number or block.
    pub number: Option<u32>,
    /// The street, to show.
    pub written: Box<str>,
}

impl Door {
    /// Streets in common: of one name, and of one type where both say it.
    pub fn streets_shared(&self, other: &Door) -> usize {
        let one = |(name, kind): &(u64, Option<u64>), (n, k): &(u64, Option<u64>)| name == n && (kind == k || kind.is_none() || k.is_none());
        self.streets.iter().filter(|s| other.streets.iter().any(|o| one(s, o))).count()
    }
}

/// What part a person has, as far as resolution needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Side {
    /// Hurt, killed or threatened.
    Victim,
    /// Suspected of it.
    Suspect,
    /// Police in the incident.
    Officer,
    /// One of the public who stepped in.
    Intervener,
    /// Witnesses, officials, people who speak.
    Other,
}

/// How it ended for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum Outcome {
    Unharmed,
    Injured,
    Killed,
}

/// A person or group of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Person {
    /// The party.
    pub party: PartyId,
    /// The fullest name.
    pub name: Option<Name>,
    /// The mark of the surname, as in [`AccountKey::rare`].
    pub family: Option<u32>,
    /// Hashes of the name's words, sorted: two names that share none are not compared. None of a name that is a place's.
    pub words: Vec<u64>,
    /// Age.
    pub age: Option<Age>,
    /// `Some(true)` female.
    pub female: Option<bool>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Part in it.
    pub side: Side,
    /// Shot himself or herself.
    pub oneself: bool,
    /// How many people.
    pub size: u32,
}

/// The hash that keys and the index use; it stays the same on every machine.
pub fn hash(words: &str) -> u64 {
    xxh3_64(words.as_bytes())
}

fn word_hashes(words: &str) -> Vec<u64> {
    fold(words).split(' ').filter(|w| w.len() > 2).map(hash).collect()
}

/// What is affirmed of a slot, most often said first, ties by first mention.
fn said<'a, T: PartialEq + 'a>(claims: impl Iterator<Item = &'a Claim>, pick: impl Fn(&'a Value) -> Option<T>) -> Vec<T> {
    let mut seen: Vec<(T, usize)> = Vec::new();
    for claim in claims {
        if claim.factuality.is_negative() {
            continue;
        }
        let Stated::Is(value) = &claim.stated else { continue };
        let Some(item) = pick(value) else { continue };
        match seen.iter_mut().find(|(i, _)| *i == item) {
            Some((_, n)) => *n += 1,
            None => seen.push((item, 1)),
        }
    }
    seen.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    seen.into_iter().map(|(i, _)| i).collect()
}

/// Words for venues of which every town has thousands.
const PLAIN: [&str; 30] = [
    "alley",
    "apartment",
    "apartments",
    "area",
    "backyard",
    "bedroom",
    "block",
    "building",
    "car",
    "complex",
    "driveway",
    "front",
    "home",
    "homes",
    "house",
    "lot",
    "neighborhood",
    "parking",
    "porch",
    "residence",
    "residential",
    "road",
    "room",
    "scene",
    "sidewalk",
    "street",
    "trailer",
    "truck",
    "vehicle",
    "yard",
];

impl AccountKey {
    /// The key of an account of a page.
    pub fn of(account: &Account, source: &Source) -> Self {
        let of = |slot: &'static str| account.claims.iter().filter(move |c| c.subject == Subject::Incident && c.slot.as_str() == slot);
        let place = |slot, level| {
            said(of(slot), |v| match v {
                Value::Place(p) if p.level == level => Some((fold(&p.name).into_boxed_str(), p.state.clone())),
                _ => None,
            })
        };
        let (cities, counties) = (place("city", Level::City), place("county", Level::County));
        let mut states: Vec<Box<str>> = said(of("state"), |v| if let Value::Place(p) = v { Some(p.name.clone()) } else { None });
        states.extend(cities.iter().chain(&counties).filter_map(|(_, state)| state.clone()));
        let first: Vec<&City> = cities.first().map_or(Vec::new(), |(name, state)| homes(name, state.as_deref(), &states));
        if let [only] = first[..] {
            states.push(only.state.name.into());
        }
        let names = |places: Vec<(Box<str>, Option<Box<str>>)>| {
            let mut out: Vec<Box<str>> = Vec::new();
            for (name, _) in places {
                if !out.contains(&name) {
                    out.push(name);
                }
            }
            out
        };
        let count = |slot| said(of(slot), |v| if let Value::Count(c) = v { c.named() } else { None }).into_iter().max();
        // What is too doubtful to be stated is told by its reader all the same, and two reports of one incident doubt alike.
        let likeliest = |slot: &str| {
            let offered = account.headcounts.iter().filter(|h| h.slot.as_str() == slot);
            offered.max_by_key(|h| (h.odds, std::cmp::Reverse(h.n))).filter(|h| h.n > 0 && h.odds >= LIKELY).map(|h| h.n)
        };
        let mut people: Vec<Person> = account.parties.iter().map(|p| Person::of(account, p.id, p.size)).collect();
        // Whom a park or a street is named after is nobody in it, whatever he was read as.
        let places: Vec<u64> = {
            let written = |c: &Claim| match c.stated.value() {
                Some(Value::Phrase(p)) => word_hashes(p),
                Some(Value::Address(a)) => word_hashes(&a.written),
                _ => Vec::new(),
            };
            of("venue").chain(of("address")).flat_map(written).collect()
        };
        for person in people.iter_mut().filter(|p| p.words.len() > 1 && p.words.iter().all(|w| places.contains(w))) {
            person.words.clear();
        }
        let counted = |outcome| {
            let n: u32 = people.iter().filter(|p| p.outcome == Some(outcome)).map(|p| p.size.min(1000)).sum();
            (n > 0).then_some(n)
        };
        let phrases = |slots: &[&'static str]| {
            let mut out: Vec<u64> = slots
                .iter()
                .flat_map(|s| of(s))
                .filter_map(|c| match c.stated.value() {
                    Some(Value::Phrase(p) | Value::Label(p)) => Some(p),
                    _ => None,
                })
                .flat_map(|p| word_hashes(p))
                .collect();
            sorted(&mut out);
            out
        };
        let page = source.published.as_ref().map(|p| (number(p.day.first()), number(p.day.last())));
        Self {
            account: account.id.clone(),
            doc: account.doc.clone(),
            main: account.main,
            beside: {
                let place = |q: &Quote| (q.field(), (q.bytes().start as u32, q.bytes().end as u32));
                account.trigger.iter().filter(|_| !account.main).map(place).collect()
            },
            kind: hash(account.kind.as_str()),
            states: {
                states.sort();
                states.dedup();
                states
            },
            spots: first.iter().map(|c| c.spot).collect(),
            population: first.iter().map(|c| c.population).max().unwrap_or(0),
            cities: names(cities),
            counties: {
                let mut c = names(counties);
                c.sort();
                c
            },
            days: said(of("date"), |v| if let Value::Day(d) = v { Some(d.clone()) } else { None }),
            page: page.or_else(|| source.captured.map(|c| (DayNumber::MIN, number(c)))),
            addresses: said(of("address"), |v| match v {
                Value::Address(a) if !a.streets.is_empty() => {
                    let street = |s: &str| {
                        // "State Road 62", "Ind. 62".
                        if let Some((road, keeper)) = number_and_keeper(s) {
                            return (hash(&format!("road {road}")), keeper.map(hash));
                        }
                        let (name, kind) = name_and_type(s);
                        (hash(name), kind.map(hash))
                    };
                    let mut streets: Vec<_> = a.streets.iter().map(|s| street(s)).collect();
                    streets.sort_unstable();
                    streets.dedup();
                    Some(Door { streets, number: a.number, written: a.written.clone() })
                }
                _ => None,
            }),
            venue: {
                let plain = PLAIN.map(hash);
                let mut venue = phrases(&["venue"]);
                venue.retain(|word| !plain.contains(word));
                venue
            },
            words: phrases(&["weapon", "vehicle", "circumstance"]),
            killed: count("killed").or_else(|| likeliest("killed")).or_else(|| counted(Outcome::Killed)),
            injured: count("injured").or_else(|| likeliest("injured")).or_else(|| counted(Outcome::Injured)),
            people,
            url: source.url.as_deref().and_then(address::page).map(|u| hash(&u)),
            host: source.url.as_deref().map(|u| hash(address::site(u))),
            shingles: source.fingerprint.clone(),
            rare: if account.counted { source.rare.clone() } else { Vec::new() },
        }
    }

    /// Whether a decision that points so means this account.
    pub fn is_meant(&self, point: &Point<'_>) -> bool {
        *point.doc == self.doc
            && point
                .words
                .map_or(self.main, |w| self.beside.iter().any(|(field, (start, end))| *field == w.field && *start < w.bytes.1 && w.bytes.0 < *end))
    }

    /// The words by which a decision can point at it; none where it is what its document is about.
    pub fn words(&self) -> Option<Words> {
        let (field, bytes) = *self.beside.first()?;
        Some(Words { doc: self.doc.clone(), field, bytes })
    }

    /// The first and last of the days given that its page resolves.
    pub fn day_span(&self) -> Option<(DayNumber, DayNumber)> {
        let resolved = || self.days.iter().filter_map(|d| d.resolved);
        Some((resolved().map(|r| number(r.first())).min()?, resolved().map(|r| number(r.last())).max()?))
    }
}

impl Person {
    fn of(account: &Account, party: PartyId, size: u32) -> Self {
        let of = |slot: &'static str| account.claims.iter().filter(move |c| c.subject == Subject::Party(party) && c.slot.as_str() == slot);
        let label = |slot| said(of(slot), |v| if let Value::Label(l) = v { Some(&**l) } else { None });
        let names = said(of("name"), |v| if let Value::Name(n) = v { Some(n) } else { None });
        let name = names.iter().copied().max_by_key(|n| (n.is_full(), n.caption().len(), std::cmp::Reverse(n.caption()))).cloned();
        let mut words: Vec<u64> = names.iter().flat_map(|n| word_hashes(&format!("{} {} {}", n.caption(), n.nickname, n.surname_key()))).collect();
        sorted(&mut words);
        let (roles, ends) = (label("role"), label("outcome"));
        let outcome = ends
            .iter()
            .filter_map(|o| match *o {
                "killed" => Some(Outcome::Killed),
                "injured" => Some(Outcome::Injured),
                "unharmed" => Some(Outcome::Unharmed),
                _ => None,
            })
            .max();
        let has = |r| roles.contains(&r);
        let shot = account.claims.iter().any(|c| {
            c.slot.as_str() == "shot_by"
                && matches!(c.stated.value(), Some(Value::Actor(Actor::Party(p))) if *p == party)
                && !c.factuality.is_negative()
        });
        let side = if has("intervener") {
            Side::Intervener
        } else if has("suspect") || shot && !has("officer") {
            Side::Suspect
        } else if has("officer") {
            Side::Officer
        } else if has("victim") || outcome.is_some_and(|o| o > Outcome::Unharmed) {
            Side::Victim
        } else {
            Side::Other
        };
        Self {
            party,
            family: name.as_ref().map(|n| hash(&n.surname_key()) as u32),
            name,
            words,
            age: said(of("age"), |v| if let Value::Age(a) = v { Some(a.clone()) } else { None }).into_iter().next(),
            female: label("gender").first().map(|g| *g == "female"),
            outcome,
            side,
            oneself: account.claims.iter().any(|c| {
                c.subject == Subject::Party(party) && c.slot.as_str() == "shot_by" && matches!(c.stated.value(), Some(Value::Actor(Actor::Oneself)))
            }),
            size,
        }
    }
}

/// The cities a name can mean: in the state said with it, in a state the account says, else the one that most people mean,
/// else up to four.
fn homes(name: &str, state: Option<&str>, states: &[Box<str>]) -> Vec<&'static City> {
    let all = || gazetteer().cities(name);
    let within: Vec<&City> = all().filter(|c| state.map_or(states.iter().any(|s| **s == *c.state.name), |s| s == c.state.name)).take(1).collect();
    if !within.is_empty() {
        return within;
    }
    gazetteer().best_known(name).map_or_else(|| all().take(4).collect(), |c| vec![c])
}

pub(crate) fn sorted(list: &mut Vec<u64>) {
    list.sort_unstable();
    list.dedup();
}

/// A day as a number that can be subtracted.
pub fn number(day: jiff::civil::Date) -> DayNumber {
    day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() as DayNumber / 24
}
