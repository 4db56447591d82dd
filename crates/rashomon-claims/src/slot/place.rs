//! Slots of type city, county and state: where it happened, told from home towns, hospital towns and other incidents.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::gazetteer::{State, gazetteer};
use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::Place as PlaceValue;
use rashomon_model::value::place::Level;
use rashomon_model::{Kind, Stated, Subject, Value, ZoneKind};

use crate::draft::Draft;
use crate::mention::place::{Named, Stands};
use crate::models::Models;
use crate::scene::Scene;
use crate::whereabouts;

/// Points for all mentions of one name, and the best of them.
#[derive(Default)]
struct Tally {
    points: i32,
    best: Option<(i32, Range<usize>)>,
    told: Vec<(i32, Range<usize>)>,
    mentions: i32,
}

impl Tally {
    fn add(&mut self, points: i32, tokens: Range<usize>) {
        // Many mentions count, each less than the one before.
        self.mentions += 1;
        self.points += if self.mentions <= 4 { points } else { points.min(1) };
        self.told.push((points, tokens.clone()));
        if self.best.as_ref().is_none_or(|(most, _)| points > *most) {
            self.best = Some((points, tokens));
        }
    }

    /// Where it is told best, the best place first.
    fn places(&self) -> Vec<Range<usize>> {
        let mut told: Vec<&(i32, Range<usize>)> = self.told.iter().filter(|(points, _)| *points >= 0).collect();
        told.sort_by_key(|(points, tokens)| (-points, tokens.start));
        let first = self.best.iter().map(|(_, tokens)| tokens.clone());
        let more = told.into_iter().map(|(_, tokens)| tokens.clone()).filter(|t| self.best.as_ref().is_none_or(|(_, b)| b != t));
        first.chain(more).take(QUOTES).collect()
    }
}

/// How often one place is quoted at most.
const QUOTES: usize = 3;

/// From this score on (thousandths of a logit) the best of a page's towns is taken for the incident's: below, it is wrong more often
/// than right (cross-validated on dev).
const ENOUGH: i32 = -2500;

/// Drafts for the kind's city, county and state slots of the incident (the first of each).
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind, models: &Models) -> Vec<Draft> {
    let sheet = scene.sheet;
    let beat = models.beat(sheet.document);
    let towns = whereabouts::candidates(scene, beat).into_iter().map(|c| (c.score(&models.places), c));
    let town =
        towns.filter(|(score, _)| *score >= ENOUGH).max_by(|(a, c), (b, d)| a.cmp(b).then(d.name.cmp(&c.name)).then(d.state.code.cmp(c.state.code)));
    let mut states: BTreeMap<&'static str, (&'static State, Tally)> = BTreeMap::new();
    let mut counties: BTreeMap<Box<str>, Tally> = BTreeMap::new();
    let mut cities: BTreeMap<Box<str>, Tally> = BTreeMap::new();
    for mention in &scene.places {
        let near = scene.weight(&mention.tokens);
        let title = sheet.sentences[sheet.tokens[mention.tokens.start].sentence].zone == ZoneKind::Title;
        let how = match mention.value.stands {
            Stands::Dateline => 8,
            Stands::WithState => 3,
            Stands::Agency => 2,
            Stands::In => 3,
            Stands::Home => -3,
            Stands::Bare => 0,
        };
        let points = near.clamp(-3, 6) + how + i32::from(title);
        if let Some((state, tokens)) = &mention.value.state {
            states.entry(state.code).or_insert_with(|| (state, Tally::default())).1.add(points + 2, tokens.clone());
        }
        match &mention.value.named {
            Named::State(state) => states.entry(state.code).or_insert_with(|| (state, Tally::default())).1.add(points, mention.tokens.clone()),
            Named::County(name) => counties.entry(name.clone()).or_default().add(points, mention.tokens.clone()),
            Named::City(name) => cities.entry(rashomon_model::gazetteer::key(name)).or_default().add(points, mention.tokens.clone()),
        }
    }
    // The town's own state, where there is a town; else the one that most points to, the outlet's own before others.
    let at_home = |s: &State| beat.map_or(0, |b| b.share(s) as i32 / 20 - 1);
    let most = || states.values().map(|(s, t)| (t.points + at_home(s), *s)).filter(|(points, _)| *points >= 3);
    let best_state = match &town {
        Some((_, town)) => Some(town.state),
        None => most().max_by_key(|(points, s)| (*points, std::cmp::Reverse(s.code))).map(|(_, s)| s),
    };
    let county = counties.iter().filter(|(_, t)| t.points >= -4).max_by_key(|(name, t)| (t.points, std::cmp::Reverse((*name).clone())));
    let mut out = Vec::new();
    let mut draft = |of: ValueType, name: Box<str>, level: Level, state: Option<&'static State>, places: Vec<Range<usize>>, points: i32| {
        if let Some(slot) = kind.slots.iter().find(|s| s.value == of && s.of == Of::Incident) {
            out.extend(places.into_iter().map(|tokens| Draft {
                sure: points,
                subject: Subject::Incident,
                slot: Cow::Owned(slot.id.as_str().into()),
                anchor: tokens.end - 1,
                because: format!("the {} that most points to (weight {points}): {:?}", slot.id, sheet.words(tokens.clone())),
                tokens,
                stated: Stated::Is(Value::Place(PlaceValue { level, name: name.clone(), state: state.map(|s| s.name.into()) })),
            }));
        }
    };
    if let Some((score, town)) = &town {
        let places = cities.get(&rashomon_model::gazetteer::key(&town.name)).map(Tally::places).unwrap_or_default();
        let written = town.city.map_or_else(|| title_case(&town.name), |c| c.name.clone());
        draft(ValueType::City, written, Level::City, Some(town.state), places, *score);
    }
    if let Some((name, tally)) = county {
        let known = best_state.filter(|s| gazetteer().county(name, s.name).is_some());
        draft(ValueType::County, name.clone(), Level::County, known, tally.places(), tally.points);
    }
    if let Some((state, tally)) = best_state.and_then(|s| states.get(s.code)) {
        draft(ValueType::State, state.name.into(), Level::State, Some(state), tally.places(), tally.points);
    }
    out
}

/// "MILLBROOK" as "Millbrook".
fn title_case(name: &str) -> Box<str> {
    if name.chars().any(char::is_lowercase) {
        return name.into();
    }
    let word = |w: &str| {
        let mut chars = w.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect::<String>())
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ").into()
}
