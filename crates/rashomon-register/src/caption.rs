//! One line for an incident, from the caption patterns of its kind.

use std::collections::BTreeMap;

use rashomon_model::incident::Record;
use rashomon_model::kind::{Kind, Of};
use rashomon_model::{About, Finding, Participant, SlotId};

/// The first caption pattern of the kind that can be filled: `{victim}` who was hit, `{place}` where, `{killed}` and
/// `{injured}` how many, in words, and any other slot of the incident by its name, as preferred (`{employer}`). Nobody
/// is ever named as the one who did it, and nobody who is accused as the one it happened to.
pub fn of(kind: &Kind, participants: &[Participant], record: &Record, findings: &BTreeMap<(About, SlotId), Finding>) -> Box<str> {
    let fill = |pattern: &str| {
        let mut text = pattern.to_string();
        for (key, value) in [
            ("{victim}", victim(participants)),
            ("{place}", place(record)),
            ("{killed}", number(record.killed.map(|t| t.best))),
            ("{injured}", number(record.injured.map(|t| t.best))),
        ] {
            if text.contains(key) {
                text = text.replace(key, &value?);
            }
        }
        for slot in kind.slots.iter().filter(|s| s.of == Of::Incident) {
            let key = format!("{{{}}}", slot.id);
            if text.contains(&key) {
                let preferred = findings.get(&(About::Incident, slot.id.clone()))?.preferred.as_ref()?;
                text = text.replace(&key, &preferred.values.first().caption());
            }
        }
        let mut chars = text.chars();
        let first = chars.next()?;
        Some(first.to_uppercase().chain(chars).collect::<String>())
    };
    kind.captions.iter().find_map(|pattern| fill(pattern)).map_or_else(|| kind.label.clone(), Into::into)
}

/// The one person who was hit: "officer", a name, "a 16-year-old girl"; nothing where there are several.
fn victim(participants: &[Participant]) -> Option<String> {
    let hurt =
        |p: &&Participant| p.gva_type.as_deref() == Some("Victim") && !p.refuted && p.status.iter().any(|s| matches!(&**s, "Killed" | "Injured"));
    let mut hit = participants.iter().filter(hurt);
    let one = hit.next()?;
    if hit.next().is_some() || one.size > 1 {
        return None;
    }
    if one.role.as_deref() == Some("officer") {
        return Some("officer".into());
    }
    match (one.age, one.gender.as_deref()) {
        (Some(age), Some("female")) => Some(format!("{age}-year-old {}", if age < 18 { "girl" } else { "woman" })),
        (Some(age), Some("male")) => Some(format!("{age}-year-old {}", if age < 18 { "boy" } else { "man" })),
        (Some(age), _) => Some(format!("{age}-year-old")),
        (None, Some("female")) => Some("woman".into()),
        (None, Some("male")) => Some("man".into()),
        _ => None,
    }
}

fn place(record: &Record) -> Option<String> {
    match (&record.city, &record.county, &record.state) {
        (Some(city), _, Some(state)) => Some(format!("{city}, {state}")),
        (Some(city), ..) => Some(city.to_string()),
        (None, Some(county), Some(state)) => Some(format!("{county}, {state}")),
        (None, Some(county), None) => Some(county.to_string()),
        (None, None, Some(state)) => Some(state.to_string()),
        _ => None,
    }
}

/// "two"; nothing for none or unknown.
fn number(n: Option<u32>) -> Option<String> {
    const WORDS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let n = n.filter(|n| *n > 0)?;
    Some(WORDS.get(n as usize - 1).map_or_else(|| n.to_string(), |w| (*w).to_string()))
}
