//! Slots of type clock: the time of day of the incident.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::Clock;
use rashomon_model::{Kind, Stated, Subject, Value};

use crate::draft::Draft;
use crate::mention::{Mention, clock};
use crate::scene::Scene;

/// At most this many different times of one page are drafts.
const MOST: usize = 2;

/// How often one time is quoted at most.
const QUOTES: usize = 3;

/// Where a time is told: its best weight, every mention with its own.
type Told = (i32, Vec<(i32, Mention<Clock>)>);

/// Drafts for the kind's clock slot of the incident (its first).
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    let Some(slot) = kind.slots.iter().find(|s| s.value == ValueType::Clock && s.of == Of::Incident) else { return Vec::new() };
    let mut best: BTreeMap<String, Told> = BTreeMap::new();
    for mention in clock::find(scene.sheet) {
        let weight = scene.weight(&mention.tokens) + i32::from(matches!(mention.value, Clock::At { .. }));
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
        .filter(|(i, (weight, _))| *weight >= 1 && *i < MOST && *weight + 4 >= top)
        .flat_map(|(_, (_, told))| told.into_iter().take(QUOTES))
        .map(|(weight, mention)| Draft {
            sure: 0,
            subject: Subject::Incident,
            slot: Cow::Owned(slot.id.as_str().into()),
            anchor: mention.tokens.end - 1,
            because: format!("the time nearest to what happened (weight {weight}): {:?}", scene.sheet.words(mention.tokens.clone())),
            tokens: mention.tokens,
            stated: Stated::Is(Value::Clock(mention.value)),
        })
        .collect()
}
