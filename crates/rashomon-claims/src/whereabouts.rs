//! Whereabouts: which of the towns that a page names is the incident's, and which town of that name. Every town of every name is weighed
//! by how it is named, by what else the page names and by where its outlet reports from, with weights learned from registry
//! records (`cargo xtask train places`).

use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::ZoneKind;
use rashomon_model::gazetteer::{City, State, gazetteer, key};

use crate::mention::place::{Named, Stands};
use crate::outlet::Beat;
use crate::scene::Scene;
use crate::weights::{Feature, Weights};

/// A town that the incident may have happened in.
#[derive(Debug)]
pub struct Candidate {
    /// As the page names it.
    pub name: Box<str>,
    /// Its state.
    pub state: &'static State,
    /// The town of that name there; `None` where the gazetteer has none, and the page says the state itself.
    pub city: Option<&'static City>,
    /// Where it is named, with how near each stands to the telling.
    pub told: Vec<(i32, Range<usize>)>,
    /// What holds of it: a group, and what it is there.
    pub holds: Vec<(&'static str, String)>,
}

impl Candidate {
    /// Its features: what holds, and what holds beside how it is named.
    pub fn features(&self) -> impl Iterator<Item = Feature> + '_ {
        let of = |group: &str| self.holds.iter().find(|(g, _)| *g == group).map_or("", |(_, w)| w.as_str());
        let (stands, share) = (of("stands"), of("share"));
        self.holds.iter().flat_map(move |(group, what)| {
            [Feature::of(&[group, what]), Feature::of(&["stands", stands, group, what]), Feature::of(&["share", share, group, what])]
        })
    }

    /// Its score, in thousandths of a logit.
    pub fn score(&self, weights: &Weights) -> i32 {
        weights.score(self.features())
    }
}

/// How many towns of one name are weighed, the most populous first.
const NAMESAKES: usize = 40;

#[derive(Default)]
struct Name {
    written: Box<str>,
    told: Vec<(i32, Range<usize>)>,
    stands: BTreeMap<Stands, usize>,
    beside: Vec<&'static State>,
    title: bool,
    first: usize,
}

/// Every town that a page's place names can mean, in order of their names.
pub fn candidates(scene: &Scene<'_, '_>, beat: Option<&Beat>) -> Vec<Candidate> {
    let sheet = scene.sheet;
    let mut names: BTreeMap<Box<str>, Name> = BTreeMap::new();
    let mut states: BTreeMap<&'static str, (usize, i32)> = BTreeMap::new();
    let mut counties: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in &scene.places {
        let near = scene.weight(&mention.tokens);
        if let Some((state, _)) = &mention.value.state {
            let known = states.entry(state.code).or_insert((0, i32::MIN));
            *known = (known.0 + 1, known.1.max(near + 2));
        }
        match &mention.value.named {
            Named::State(state) => {
                let known = states.entry(state.code).or_insert((0, i32::MIN));
                *known = (known.0 + 1, known.1.max(near));
            }
            Named::County(name) => *counties.entry(name).or_default() += 1,
            Named::City(name) => {
                let sentence = sheet.tokens[mention.tokens.start].sentence;
                let known = names.entry(key(name)).or_insert_with(|| Name { written: name.clone(), first: sentence, ..Name::default() });
                known.told.push((near, mention.tokens.clone()));
                *known.stands.entry(mention.value.stands).or_default() += 1;
                known.beside.extend(mention.value.state.as_ref().map(|(s, _)| *s));
                known.title |= sheet.sentences[sentence].zone == ZoneKind::Title;
            }
        }
    }
    let most_states = states.values().map(|(n, _)| *n).max().unwrap_or(0);
    let most_told = names.values().map(|n| n.told.len()).max().unwrap_or(0);
    let nearest = names.values().flat_map(|n| n.told.iter().map(|(w, _)| *w)).max().unwrap_or(0);
    let earliest = names.values().map(|n| n.first).min().unwrap_or(0);
    // The towns that the other names most likely mean: in the outlet's or the page's states, else the best known.
    let likely = |name: &str| -> Option<&'static City> {
        let told = |c: &&City| states.contains_key(c.state.code);
        let beaten = |c: &&City| beat.is_some_and(|b| b.share(c.state) >= 30);
        gazetteer()
            .cities(name)
            .find(|c| told(c) && beaten(c))
            .or_else(|| gazetteer().cities(name).find(told))
            .or_else(|| gazetteer().cities(name).find(beaten))
            .or_else(|| gazetteer().best_known(name))
    };
    let around: Vec<(&str, &'static City, usize)> = names.iter().filter_map(|(k, n)| Some((&**k, likely(&n.written)?, n.told.len()))).collect();
    let mut out = Vec::new();
    for (own, name) in &names {
        let known = gazetteer().cities(&name.written).take(NAMESAKES).map(|c| (c.state, Some(c)));
        let unheard = name.beside.iter().filter(|s| gazetteer().city(&name.written, s.name).is_none()).map(|s| (*s, None));
        let mut unheard: Vec<(&'static State, Option<&'static City>)> = unheard.collect();
        unheard.sort_by_key(|(s, _)| s.code);
        unheard.dedup_by_key(|(s, _)| s.code);
        for (rank, (state, city)) in known.chain(unheard).enumerate() {
            let mut holds: Vec<(&'static str, String)> = Vec::with_capacity(24);
            let mut hold = |group: &'static str, what: String| holds.push((group, what));
            hold("always", String::new());
            let best = name.stands.keys().min().map_or("", |s| stands(*s));
            hold("stands", best.into());
            for (how, n) in &name.stands {
                hold("named", format!("{} {}", stands(*how), (*n).min(3)));
            }
            let near = name.told.iter().map(|(w, _)| *w).max().unwrap_or(0);
            hold("near", near.clamp(-4, 6).to_string());
            hold("behind nearest", (nearest - near).clamp(0, 6).to_string());
            hold("times", name.told.len().min(6).to_string());
            hold("named most", (most_told - name.told.len()).min(4).to_string());
            hold("first in sentence", bucket(name.first).into());
            hold("first of all", (name.first == earliest).to_string());
            hold("in the headline", name.title.to_string());
            hold("words", name.written.split(' ').count().min(3).to_string());
            let beside = match name.beside.as_slice() {
                [] => "none",
                all if all.iter().any(|s| s.code == state.code) => "its own",
                _ => "another",
            };
            hold("state beside", beside.into());
            let named = match states.get(state.code) {
                Some((n, near)) => format!("{} {}", if *n == most_states { "most" } else { "some" }, (*near).clamp(-3, 5)),
                None if states.is_empty() => "no state".into(),
                None => "another".into(),
            };
            hold("its state is named", named);
            let county = match city.and_then(|c| c.county.as_ref()) {
                Some(c) if counties.contains_key(&**c) => "yes",
                _ if counties.is_empty() => "no county",
                _ => "another",
            };
            hold("its county is named", county.into());
            let share = beat.map_or("unknown", |b| match b.share(state) {
                0 => "0",
                1..15 => "some",
                15..50 => "half",
                50..80 => "most",
                _ => "all",
            });
            hold("share", share.into());
            hold("from the outlet's middle", beat.zip(city).map_or("unknown", |(b, c)| distance(b.middle.km(c.spot))).into());
            let size = city.map_or("unheard of", |c| people(c.population));
            hold("people", size.into());
            hold("namesakes", format!("{} {}", if rank == 0 { "first" } else { "later" }, gazetteer().cities(&name.written).take(3).count()));
            let well_known = gazetteer().best_known(&name.written).zip(city).is_some_and(|(c, d)| std::ptr::eq(c, d));
            hold("best known", well_known.to_string());
            let others = around.iter().filter(|(k, ..)| **k != **own);
            let km = |c: &City| city.map_or(u32::MAX, |d| c.spot.km(d.spot));
            let population = city.map_or(0, |c| c.population);
            let close: Vec<_> = others.clone().filter(|(_, c, _)| km(c) <= 60 && c.state.code == state.code).collect();
            hold("others within 60 km", format!("{} of {}", close.len().min(3), others.count().min(4)));
            let bigger = close.iter().filter(|(_, c, _)| km(c) <= 30 && c.population / 10 > population).map(|(.., n)| *n).max();
            let bigger = bigger.map_or("none".into(), |n| (n as i32 - name.told.len() as i32).clamp(-2, 3).to_string());
            hold("ten times bigger town near, named more", bigger);
            let smaller = close.iter().filter(|(_, c, _)| km(c) <= 30 && population / 10 > c.population).map(|(.., n)| *n).max();
            hold(
                "ten times smaller town near, named more",
                smaller.map_or("none".into(), |n| (n as i32 - name.told.len() as i32).clamp(-2, 3).to_string()),
            );
            out.push(Candidate { name: name.written.clone(), state, city, told: name.told.clone(), holds });
        }
    }
    out
}

fn stands(how: Stands) -> &'static str {
    match how {
        Stands::Dateline => "dateline",
        Stands::WithState => "with its state",
        Stands::Agency => "agency",
        Stands::In => "in",
        Stands::Home => "home",
        Stands::Bare => "bare",
    }
}

fn bucket(sentence: usize) -> &'static str {
    match sentence {
        0..=1 => "0-1",
        2..=4 => "2-4",
        5..=9 => "5-9",
        _ => "later",
    }
}

fn distance(km: u32) -> &'static str {
    match km {
        0..10 => "10 km",
        10..30 => "30 km",
        30..60 => "60 km",
        60..120 => "120 km",
        120..250 => "250 km",
        250..600 => "600 km",
        _ => "far",
    }
}

fn people(n: u32) -> &'static str {
    match n {
        0 => "0",
        1..2_000 => "2,000",
        2_000..10_000 => "10,000",
        10_000..50_000 => "50,000",
        50_000..200_000 => "200,000",
        200_000..800_000 => "800,000",
        _ => "more",
    }
}
