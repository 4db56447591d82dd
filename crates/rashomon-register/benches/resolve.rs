//! How long grouping takes, on invented accounts: `cargo bench -p rashomon-register -- [ACCOUNTS…]` (10,000, 100,000 and 1,000,000 when none is
//! named). Names by their share in the census, towns by their inhabitants, 230 reports a day as in the United States: the more accounts, the more years.

#![expect(clippy::disallowed_methods, reason = "a bench has a clock, and reads its own memory")]

use std::hint::black_box;
use std::time::Instant;

use jiff::civil::{Date, date};
use rashomon_model::gazetteer::{City, gazetteer};
use rashomon_model::value::day::{DayRange, Said};
use rashomon_model::value::{Age, Day, Name};
use rashomon_model::{AccountId, DocId, PartyId};
use rashomon_register::key::{AccountKey, Door, Outcome, Person, Side, hash, number};
use rashomon_register::neighbourhood::{Change, reach};
use rashomon_register::resolve::groups;
use rashomon_register::shelf::{Memory, Seat};

/// Reports a day.
const REPORTS: usize = 230;
/// Rare words of a page, and shingles.
const WORDS: usize = 64;
const SHINGLES: usize = 90;

/// Dice that always fall alike (SplitMix64: Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }
    fn in_100(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Things to draw, each as often as its share says.
struct Urn<T>(Vec<(u64, T)>);

impl<T> Urn<T> {
    fn of(things: impl Iterator<Item = (u64, T)>) -> Self {
        let mut sum = 0;
        let counted = things.map(|(share, thing)| {
            sum += share;
            (sum, thing)
        });
        Self(counted.collect())
    }
    fn draw(&self, dice: &mut Dice) -> &T {
        let at = dice.roll() % self.0.last().map_or(1, |(sum, _)| *sum);
        &self.0[self.0.partition_point(|(sum, _)| *sum <= at)].1
    }
}

/// A country that things happen in.
struct Country {
    cities: Urn<&'static City>,
    given: Urn<&'static str>,
    family: Urn<&'static str>,
}

impl Country {
    fn new() -> Self {
        let names = |kind: &str| {
            let lines = include_str!("../../../models/names.txt").lines().filter_map(|l| l.strip_prefix(kind)?.strip_prefix(' '));
            Urn::of(lines.flat_map(|line| {
                let mut words = line.split(' ');
                let level: f64 = words.next().and_then(|l| l.parse().ok()).unwrap_or(50.0);
                words.map(move |w| (((-level / 4.0).exp() * 1e9) as u64 + 1, w))
            }))
        };
        let cities = gazetteer().every_city().iter().map(|c| (u64::from(c.population) + 200, c));
        Self { cities: Urn::of(cities), given: names("given"), family: names("family") }
    }

    fn person(&self, dice: &mut Dice, side: Side, party: u32) -> Person {
        let name = format!("{} {}", self.given.draw(dice), self.family.draw(dice));
        let outcome = (side == Side::Victim).then(|| if dice.in_100(40) { Outcome::Killed } else { Outcome::Injured });
        Person {
            party: PartyId(party),
            family: name.split(' ').next_back().map(|w| hash(w) as u32),
            words: name.split(' ').map(hash).collect(),
            name: Name::parse(&name),
            age: Some(Age::years(15 + dice.below(25) as u16 + dice.below(25) as u16)),
            female: Some(dice.in_100(20)),
            outcome,
            side,
            oneself: false,
            size: 1,
        }
    }

    /// All reports of one incident on one day: one to a dozen, two at the mean, each saying most of it and not all.
    fn incident(&self, n: usize, dice: &mut Dice, out: &mut Vec<AccountKey>) {
        let city = self.cities.draw(dice);
        let day = date(2012, 1, 1).saturating_add(jiff::Span::new().days((n * 2 / REPORTS) as i64));
        let people: Vec<Person> =
            (0..1 + dice.below(3)).map(|p| self.person(dice, if p == 1 { Side::Suspect } else { Side::Victim }, p as u32)).collect();
        let door = Door { streets: vec![(dice.below(400) as u64, None)], number: Some(dice.below(90) as u32 * 100), written: "a street".into() };
        let own: Vec<u32> = (0..40).map(|_| dice.roll() as u32).collect();
        let local = hash(&city.name);
        let text: Vec<u64> = (0..SHINGLES).map(|_| dice.roll()).collect();
        let mut reports = 1;
        while reports < 12 && dice.in_100(50) {
            reports += 1;
        }
        for r in 0..reports {
            let after = if dice.in_100(85) { dice.below(3) } else { dice.below(500) };
            let page = day.saturating_add(jiff::Span::new().days(after as i64));
            let mut people = people.clone();
            people.retain(|_| dice.in_100(90));
            for person in &mut people {
                if dice.in_100(25) {
                    (person.name, person.words) = (None, Vec::new());
                }
                if dice.in_100(20) {
                    person.age = None;
                }
                person.words.sort_unstable();
            }
            // Of a page's rare words some are the story's, some its town's, the rest anybody's, common ones more often.
            let mut rare: Vec<(u32, u8)> = (0..WORDS)
                .map(|w| match w {
                    0..26 => (own[dice.below(own.len())], 84),
                    26..40 => ((local as u32).wrapping_add(dice.below(60) as u32), 70),
                    _ => (dice.below(30_000).min(dice.below(30_000)) as u32, 60),
                })
                .collect();
            rare.sort_unstable();
            rare.dedup_by_key(|w| w.0);
            let copy = r > 0 && dice.in_100(15);
            let mut shingles: Vec<u64> = text.iter().map(|s| if copy && !s.is_multiple_of(5) { *s } else { dice.roll() }).collect();
            shingles.sort_unstable();
            let doc = DocId::new(&format!("{:016x}", dice.roll()));
            out.push(AccountKey {
                account: AccountId::of(&[doc.as_str()]),
                doc,
                main: true,
                beside: Vec::new(),
                kind: 1,
                states: vec![city.state.name.into()],
                spots: vec![city.spot],
                population: city.population,
                counties: city.county.iter().map(|c| c.to_lowercase().into()).collect(),
                cities: if dice.in_100(90) { vec![city.name.to_lowercase().into()] } else { Vec::new() },
                days: if dice.in_100(85) { vec![on(day)] } else { Vec::new() },
                page: dice.in_100(90).then(|| (number(page), number(page))),
                addresses: if dice.in_100(60) { vec![door.clone()] } else { Vec::new() },
                venue: vec![dice.below(50) as u64],
                words: vec![dice.below(30) as u64],
                killed: Some(people.iter().filter(|p| p.outcome == Some(Outcome::Killed)).count() as u32).filter(|n| *n > 0),
                injured: Some(people.iter().filter(|p| p.outcome == Some(Outcome::Injured)).count() as u32).filter(|n| *n > 0),
                people,
                url: Some(dice.roll()),
                host: Some(dice.below(1500) as u64),
                shingles,
                rare,
            });
        }
    }

    fn accounts(&self, n: usize) -> Vec<AccountKey> {
        let mut dice = Dice(7);
        let mut out = Vec::with_capacity(n + 12);
        for incident in 0.. {
            if out.len() >= n {
                break;
            }
            self.incident(incident, &mut dice, &mut out);
        }
        out.truncate(n);
        out
    }
}

fn on(day: Date) -> Day {
    Day { said: Said::Days(DayRange::day(day)), resolved: Some(DayRange::day(day)) }
}

/// Resident memory now and at its highest, in MB, where Linux tells.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of =
        |what: &str| status.lines().find_map(|l| l.strip_prefix(what)?.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb / 1024);
    (of("VmRSS:"), of("VmHWM:"))
}

/// Seconds of processor time that this process has had, of all its threads, where Linux tells; else of the clock.
fn seconds(began: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold anything: user and system time are the 12th and 13th, in hundredths.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    if ticks.len() == 2 { ticks.iter().sum::<f64>() / 100.0 } else { began.elapsed().as_secs_f64() }
}

fn main() {
    let start = Instant::now();
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let country = Country::new();
    for n in sizes {
        let keys = country.accounts(n);
        let given = memory().0;
        let began = seconds(start);
        let shelf = Memory::of(&keys);
        let indexed = seconds(start) - began;
        let all: Vec<Seat> = (0..keys.len() as Seat).collect();
        let Ok(found) = groups(&shelf, &all, &[]);
        let took = seconds(start) - began;
        println!(
            "{n} accounts: {} incidents in {:.2} s of processor time ({:.2} s of it indexing), {:.1} µs an account; keys {given} MB, peak {} MB",
            found.len(),
            took,
            indexed,
            took * 1e6 / n as f64,
            memory().1
        );
        // One more document: what it reaches, grouped anew.
        let mut times: Vec<f64> = (0..200)
            .map(|k| {
                let added = [(k * (n / 200)) as Seat];
                let began = Instant::now();
                let Ok(reach) = reach(&shelf, &Change { added: &added, ..Change::default() }, &[]);
                let Ok(found) = groups(&shelf, &reach.regroup.into_iter().collect::<Vec<_>>(), &[]);
                black_box(found);
                began.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("  one document into it: median {:.2} ms, 95th of 100 {:.2} ms, longest {:.2} ms", times[100], times[190], times[199]);
    }
}
