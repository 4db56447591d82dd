//! Slots of type city, county and state: where it happened, told from home towns, hospital towns and other incidents.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::gazetteer::{City, State, gazetteer};
use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::Place as PlaceValue;
use rashomon_model::value::place::Level;
use rashomon_model::{Kind, Stated, Subject, Value, ZoneKind};

use crate::draft::Draft;
use crate::mention::place::{Named, Stands};
use crate::scene::Scene;

/// Points for all mentions of one name, and the best of them.
#[derive(Default)]
struct Tally {
    points: i32,
    best: Option<(i32, Range<usize>)>,
    told: Vec<(i32, Range<usize>)>,
    mentions: i32,
    /// Stands once as a town does: in a dateline, with its state, in an agency's name.
    firm: bool,
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

/// Drafts for the kind's city, county and state slots of the incident (the first of each).
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    let sheet = scene.sheet;
    let mut states: BTreeMap<&'static str, (&'static State, Tally)> = BTreeMap::new();
    let mut counties: BTreeMap<Box<str>, Tally> = BTreeMap::new();
    type Candidate = (Box<str>, Tally, Option<&'static State>);
    let mut cities: BTreeMap<Box<str>, Candidate> = BTreeMap::new();
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
            Named::City(name) => {
                let known = cities.entry(rashomon_model::gazetteer::key(name)).or_insert_with(|| (name.clone(), Tally::default(), None));
                known.1.add(points, mention.tokens.clone());
                known.1.firm |= matches!(mention.value.stands, Stands::Dateline | Stands::WithState | Stands::Agency);
                known.2 = known.2.or(mention.value.state.as_ref().map(|(s, _)| *s));
            }
        }
    }
    let best_state = states.values().filter(|(_, t)| t.points >= 3).max_by_key(|(s, t)| (t.points, std::cmp::Reverse(s.code))).map(|(s, _)| *s);
    // A city's points fall where the page's state has none of its name, unless the page writes that state beside it.
    let ranked = |name: &str, tally: &Tally, beside: Option<&State>| {
        let elsewhere = best_state.is_some_and(|s| gazetteer().city(name, s.name).is_none() && beside.is_none_or(|b| b.code != s.code));
        tally.points - if elsewhere { 6 } else { 0 }
    };
    let city = cities
        .values()
        .map(|(name, tally, state)| (ranked(name, tally, *state), name, tally, state))
        .filter(|(points, ..)| *points >= 3)
        .max_by_key(|(points, name, ..)| (*points, std::cmp::Reverse((*name).clone())));
    // A name that also is a quarter's ("Englewood") gives way to the ten times bigger city around it that the page names too.
    let spot = |name: &str| match best_state {
        Some(s) => gazetteer().city(name, s.name),
        None => gazetteer().best_known(name).or_else(|| gazetteer().cities(name).next()),
    };
    let city = match city {
        Some((points, name, tally, state)) if !tally.firm => {
            let around = cities.values().find(|(other, t, _)| {
                let bigger = |c: &City| spot(name).is_none_or(|w| c.population / 10 > w.population && c.spot.km(w.spot) <= 30);
                t.best.is_some() && t.points >= 0 && other != name && spot(other).is_some_and(|c| c.population > 50_000 && bigger(c))
            });
            around.map(|(other, t, s)| (t.points, other, t, s)).or(Some((points, name, tally, state)))
        }
        other => other,
    };
    let county = counties.iter().filter(|(_, t)| t.points >= -4).max_by_key(|(name, t)| (t.points, std::cmp::Reverse((*name).clone())));
    let mut out = Vec::new();
    let mut draft = |of: ValueType, name: Box<str>, level: Level, state: Option<&'static State>, places: Vec<Range<usize>>, points: i32| {
        if let Some(slot) = kind.slots.iter().find(|s| s.value == of && s.of == Of::Incident) {
            out.extend(places.into_iter().map(|tokens| Draft {
                subject: Subject::Incident,
                slot: Cow::Owned(slot.id.as_str().into()),
                anchor: tokens.end - 1,
                because: format!("the {} that most points to (weight {points}): {:?}", slot.id, sheet.words(tokens.clone())),
                tokens,
                stated: Stated::Is(Value::Place(PlaceValue { level, name: name.clone(), state: state.map(|s| s.name.into()) })),
            }));
        }
    };
    if let Some((points, name, tally, state)) = city {
        let in_page_s = best_state.filter(|s| gazetteer().city(name, s.name).is_some());
        let known = state.or(in_page_s).or_else(|| gazetteer().best_known(name).map(|c| c.state));
        let written = known.and_then(|s| gazetteer().city(name, s.name)).map_or_else(|| title_case(name), |c| c.name.clone());
        draft(ValueType::City, written, Level::City, known, tally.places(), points);
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
