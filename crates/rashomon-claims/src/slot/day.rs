//! Slots of type day: the day of the incident, told from the days of arrests, hearings, deaths in hospital and statements.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::day::Said;
use rashomon_model::{Kind, Stated, Subject, Value};

use crate::draft::Draft;
use crate::mention::{Mention, clock};
use crate::scene::Scene;

/// Verbs of saying: "police said Tuesday" tells when they spoke.
const SAYING: &[&str] = &[
    "said",
    "told",
    "announced",
    "says",
    "confirmed",
    "tweeted",
    "wrote",
    "reported",
    "released",
    "identified",
    "posted",
    "updated",
    "published",
    "appeared",
    "pleaded",
    "arraigned",
    "arrested",
    "charged",
    "sentenced",
    "scheduled",
    "filed",
    "indicted",
    "convicted",
    "statement",
    "conference",
    "release",
    "hearing",
    "court",
    "interview",
    "trial",
    "email",
    "by",
];

/// At most this many different days of one page are drafts.
const MOST: usize = 2;

/// How often one day is quoted at most.
const QUOTES: usize = 3;

/// Where a day is told: its best weight, every mention with its own.
type Told = (i32, Vec<(i32, Mention<rashomon_model::value::Day>)>);

/// Drafts for the kind's day slot of the incident (its first).
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    let Some(slot) = kind.slots.iter().find(|s| s.value == ValueType::Day && s.of == Of::Incident) else { return Vec::new() };
    let sheet = scene.sheet;
    let clocks: Vec<usize> = clock::find(sheet).iter().map(|m| m.tokens.start).collect();
    let mut best: BTreeMap<String, Told> = BTreeMap::new();
    for mention in scene.days.iter().cloned() {
        let weight = weight(scene, &clocks, &mention, kind.looks_back);
        let entry = best.entry(mention.value.caption()).or_insert((weight, Vec::new()));
        entry.0 = entry.0.max(weight);
        entry.1.push((weight, mention));
    }
    let mut ranked: Vec<_> = best.into_values().collect();
    for (_, told) in &mut ranked {
        told.sort_by_key(|(weight, m)| (-weight, m.tokens.start));
    }
    ranked.sort_by_key(|(weight, told)| (-weight, told.first().map(|(_, m)| m.tokens.start)));
    let top = ranked.first().map_or(0, |(w, _)| *w);
    ranked
        .into_iter()
        .enumerate()
        .filter(|(i, (weight, told))| {
            // "Tuesday, five days after the shooting" is this incident's day whatever stands near.
            let shifted = told.iter().any(|(_, m)| matches!(m.value.said, Said::Shifted(..)));
            *weight >= -1 && (*i == 0 || (*i < MOST && *weight >= 3 && *weight >= top) || (*i <= MOST && shifted))
        })
        .flat_map(|(_, (_, told))| told.into_iter().enumerate().filter(|(n, (weight, _))| *n == 0 || *weight >= 0).map(|(_, t)| t).take(QUOTES))
        .map(|(weight, mention)| Draft {
            subject: Subject::Incident,
            slot: Cow::Owned(slot.id.as_str().into()),
            anchor: mention.tokens.end - 1,
            because: format!("the day nearest to what happened (weight {weight}): {:?}", sheet.words(mention.tokens.clone())),
            tokens: scene.phrase(&mention.tokens, 3, 1),
            stated: Stated::Is(Value::Day(mention.value)),
        })
        .collect()
}

fn weight(scene: &Scene<'_, '_>, clocks: &[usize], mention: &Mention<rashomon_model::value::Day>, looks_back: bool) -> i32 {
    let sheet = scene.sheet;
    let tokens = &mention.tokens;
    let sentence = &sheet.sentences[sheet.tokens[tokens.start].sentence];
    let mut weight = scene.weight(tokens);
    let next = clocks.partition_point(|c| *c < tokens.start);
    let beside = |c: &usize| c.abs_diff(tokens.start) <= 6;
    if clocks.get(next).is_some_and(beside) || next.checked_sub(1).and_then(|n| clocks.get(n)).is_some_and(beside) {
        weight += 2;
    }
    // "said Tuesday", "in a statement on Tuesday".
    let before = sheet.tokens[sentence.tokens.start..tokens.start].iter().rev().take(3);
    if before.take_while(|t| t.is_word()).any(|t| SAYING.contains(&&*t.lower)) {
        weight -= 5;
    }
    // A line that is little but a day is the page's own.
    let words = sheet.tokens[sentence.tokens.clone()].iter().filter(|t| t.is_word()).count();
    if words <= tokens.len() + 4
        && matches!(mention.value.said, Said::Days(_) | Said::MonthDay(..))
        && scene.triggers.iter().all(|t| !sentence.tokens.contains(t))
    {
        weight -= 5;
    }
    let told = |t: &usize| (tokens.end..tokens.end + 4).contains(t);
    let near = |t: &usize| (tokens.start.saturating_sub(8)..tokens.end + 8).contains(t) && sentence.tokens.contains(t);
    match mention.value.said {
        Said::Days(_) | Said::Month(_) if looks_back && scene.triggers.iter().any(near) => weight + 1,
        Said::Shifted(..) if scene.triggers.iter().any(told) => 6,
        Said::Days(days) if days.single().is_none() => weight - 4,
        Said::Month(_) => weight - 4,
        Said::Ago(0) => weight - 1,
        // A date written out tells of the deed more often than of the page's own week.
        Said::Days(_) | Said::MonthDay(..) => weight + 1,
        _ => weight,
    }
}
