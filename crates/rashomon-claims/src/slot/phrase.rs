//! Slots that a kind file's words and patterns fill by themselves: labels, phrases and counts of the incident
//! (weapon, circumstance, case status, shots fired, and whatever else a kind file adds).

use std::borrow::Cow;
use std::collections::BTreeMap;

use rashomon_model::kind::{Of, ValueType};
use rashomon_model::{Kind, SlotId, Stated, Subject, Value};

use crate::draft::Draft;
use crate::pattern::{Found, Lexicon, Means};
use crate::scene::Scene;

/// A draft for every distinct value, quoting its best place: near the incident's telling, else the first.
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    let lexicon = Lexicon::of(kind);
    let mut best: BTreeMap<(SlotId, Value), (i32, &Found)> = BTreeMap::new();
    for found in &scene.found {
        let (id, value) = match lexicon.means(found) {
            Means::Label(_, label) if &**label == "-" => continue,
            Means::Label(id, label) => (id, Some(label)),
            Means::Counted(id) => (id, None),
            _ => continue,
        };
        let Some(slot) = kind.slot(id.as_str()).filter(|s| s.of == Of::Incident) else { continue };
        let value = match (slot.value, value, found.count) {
            (ValueType::Count, None, Some(count)) => Value::Count(count),
            (ValueType::Count, Some(label), _) => match label.parse() {
                Ok(n) => Value::Count(rashomon_model::value::Count::exactly(n)),
                Err(_) => Value::Count(rashomon_model::value::Count::several()),
            },
            (ValueType::Label, Some(label), _) => Value::Label(label.clone()),
            (ValueType::Phrase, Some(label), _) => Value::Phrase(label.clone()),
            _ => continue,
        };
        let weight = scene.weight(&found.tokens).min(3);
        let entry = best.entry((id.clone(), value)).or_insert((weight, found));
        if weight > entry.0 + 2 {
            *entry = (weight, found);
        }
    }
    let mut out: Vec<Draft> = best
        .into_iter()
        .map(|((id, value), (_, found))| Draft {
            subject: Subject::Incident,
            slot: Cow::Owned(id.as_str().into()),
            stated: Stated::Is(value),
            tokens: found.tokens.clone(),
            anchor: found.tokens.end - 1,
            because: format!("the kind file's words for {id}: {:?}", scene.sheet.words(found.tokens.clone())),
        })
        .collect();
    out.sort_by_key(|d| (d.tokens.start, d.slot.clone()));
    out
}
