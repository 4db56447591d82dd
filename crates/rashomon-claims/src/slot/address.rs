//! Slots of type address: the street, block or crossing where it happened.

use std::borrow::Cow;

use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::{Address, Comparison};
use rashomon_model::{Kind, Stated, Subject, Value};

use crate::draft::Draft;
use crate::mention::{Mention, address};
use crate::scene::Scene;

/// At most this many different addresses of one page are drafts.
const MOST: usize = 2;

/// Drafts for the kind's address slot of the incident (its first).
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    let Some(slot) = kind.slots.iter().find(|s| s.value == ValueType::Address && s.of == Of::Incident) else { return Vec::new() };
    let mut ranked: Vec<(i32, Mention<Address>)> = address::find(scene.sheet)
        .into_iter()
        .map(|m| {
            let exact = if m.value.number.is_some() { 3 } else { i32::from(m.value.streets.len() > 1) };
            (scene.weight(&m.tokens) + exact - 5 * i32::from(is_home(scene, m.tokens.start)), m)
        })
        .filter(|(weight, _)| *weight >= 0)
        .collect();
    ranked.sort_by_key(|(weight, m)| (-weight, m.tokens.start));
    let top = ranked.first().map_or(0, |(weight, _)| *weight);
    let mut kept: Vec<(i32, Mention<Address>)> = Vec::new();
    for (weight, mention) in ranked.into_iter().take(24) {
        let news = kept.iter().all(|(_, k)| !k.value.shares_a_street(&mention.value) || k.value.compare(&mention.value) == Comparison::Contradicts);
        if kept.len() < MOST && weight + 1 >= top && news {
            kept.push((weight, mention));
        }
    }
    kept.into_iter()
        .map(|(weight, mention)| Draft {
            sure: 0,
            subject: Subject::Incident,
            slot: Cow::Owned(slot.id.as_str().into()),
            anchor: mention.tokens.end - 1,
            because: format!("the address nearest to what happened (weight {weight}): {:?}", scene.sheet.words(mention.tokens.clone())),
            tokens: mention.tokens,
            stated: Stated::Is(Value::Address(mention.value)),
        })
        .collect()
}

/// "Reyes, of the 1200 block of Oak", "who lived on Elm Street": where somebody lives.
fn is_home(scene: &Scene<'_, '_>, at: usize) -> bool {
    let lower = |back: usize| at.checked_sub(back).and_then(|i| scene.sheet.tokens.get(i)).map_or("", |t| &*t.lower);
    let of = (lower(1) == "of" && lower(2) == ",") || (lower(1) == "the" && lower(2) == "of" && lower(3) == ",");
    of || (1..=4).any(|n| matches!(lower(n), "lived" | "lives" | "living" | "resides" | "resided"))
}
