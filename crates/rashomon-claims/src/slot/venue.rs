//! The slot `venue`: the kind of place, or the place's name ("apartment complex", "Clover Inn", "parking lot of a bar").
//! Head words are the kind file's list `venues`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::{Kind, Stated, Subject, Value, ZoneKind};

use crate::draft::Draft;
use crate::mention::place::Named;
use crate::pattern::{Lexicon, Means};
use crate::scene::Scene;

/// How often one venue is quoted at most.
const QUOTES: usize = 3;
/// At most this many venues of one page are drafts.
const MOST: usize = 2;

const PREPOSITIONS: &[&str] = &[
    "in",
    "inside",
    "outside",
    "at",
    "near",
    "behind",
    "to",
    "into",
    "from",
    "on",
    "of",
    "by",
    "toward",
    "towards",
    "through",
    "around",
    "within",
    "beside",
    "across",
    "leaving",
    "entered",
    "during",
    "attending",
];
/// Cars are places only of those who sat in them.
const VEHICLES: &[&str] = &["car", "vehicle", "van", "suv", "truck", "pickup"];
const RIDDEN: &[&str] = &["sitting", "seated", "sat", "sit", "riding", "shot", "found", "killed", "inside", "occurred", "happened"];
const DETERMINERS: &[&str] = &["a", "an", "the", "his", "her", "their", "its", "our", "this", "that", "another", "my", "some", "your", "one"];

/// Where a venue is told: its best weight, every place with its own, its name.
type Told = (i32, Vec<(i32, Range<usize>)>, String);

/// Drafts for the kind's slot `venue`.
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    if kind.slot("venue").is_none() {
        return Vec::new();
    }
    let sheet = scene.sheet;
    let lexicon = Lexicon::of(kind);
    let heads: Vec<Range<usize>> =
        scene.found.iter().filter(|f| *lexicon.means(f) == Means::Listed("venues".into())).map(|f| f.tokens.clone()).collect();
    let mut best: BTreeMap<String, Told> = BTreeMap::new();
    for (i, head) in heads.iter().enumerate() {
        let sentence = &sheet.sentences[sheet.tokens[head.start].sentence].tokens;
        let tokens = &sheet.tokens;
        let lower = |i: usize| tokens.get(i).filter(|_| sentence.contains(&i)).map_or("", |t| &*t.lower);
        // Back over what describes it.
        let mut start = head.start;
        let mut name = head.start;
        while start > sentence.start && head.start - start < 6 {
            let t = &tokens[start - 1];
            if DETERMINERS.contains(&&*t.lower) || PREPOSITIONS.contains(&&*t.lower) || !(t.is_word() || t.lower.as_ref() == "'s") {
                break;
            }
            start -= 1;
            if t.is_capital() && name == start + 1 || t.lower.as_ref() == "'s" && name == start + 1 && start > sentence.start {
                name = start;
            }
        }
        if lower(name) == "'s" {
            name += 1;
        }
        let title = sheet.sentences[tokens[head.start].sentence].zone == ZoneKind::Title;
        // A town called after a park or a beach is no venue; nor is a car, unless people were in it.
        let next = scene.places.partition_point(|p| p.tokens.end < head.end);
        let town = scene
            .places
            .get(next)
            .is_some_and(|p| p.tokens.end == head.end && p.tokens.start < head.start && matches!(p.value.named, Named::City(_)));
        let ridden = || (start.saturating_sub(4).max(sentence.start)..start).any(|t| RIDDEN.contains(&lower(t)));
        if town
            || VEHICLES.contains(&lower(head.end - 1))
                && !(matches!(lower(start.wrapping_sub(1)), "in" | "inside" | "a" | "the" | "his" | "her" | "their") && ridden())
        {
            continue;
        }
        // "Clover Motel Inn" is named once, by its last word; capitals of a headline are no name.
        if heads.get(i + 1).is_some_and(|n| n.start == head.end && tokens[n.start].is_capital()) || title && name < head.start {
            continue;
        }
        let before = start.checked_sub(1).map_or("", lower);
        let led = PREPOSITIONS.contains(&before) || DETERMINERS.contains(&before) && start >= 2 && PREPOSITIONS.contains(&lower(start - 2));
        // A name is a name when its head is capital too ("Clover Inn"), or when the head is a word of names ("Clover apartments").
        let own_name = name < head.start
            && tokens[head.start].is_capital()
            && sheet.sentences[tokens[head.start].sentence].zone != rashomon_model::ZoneKind::Title;
        if !led && !own_name || name < head.start && !own_name && tokens[head.start].is_capital() {
            continue;
        }
        // "about to head off to his shop": where somebody was going.
        let bound = (start.saturating_sub(5).max(sentence.start)..start).any(|t| matches!(lower(t), "head" | "heading" | "headed"))
            && (matches!(before, "to") || matches!(lower(start.wrapping_sub(2)), "to"));
        if bound {
            continue;
        }
        let start = if own_name { name } else { head.start };
        let mut end = head.end;
        // "parking lot of a restaurant".
        if (matches!(lower(end), "of" | "at" | "behind") || lower(end) == "outside")
            && let Some(next) = heads.get(i + 1).filter(|n| n.start < end + 6 && sentence.contains(&n.start))
        {
            let between = &tokens[end..next.start];
            if between.iter().all(|t| t.is_word() || t.lower.as_ref() == "'s") {
                end = next.end;
            }
        }
        let value = sheet.words(start..end).to_string();
        let weight =
            scene.weight(&(start..end)) + 2 * i32::from(own_name) + i32::from(end > head.end) - 5 * i32::from(HOSTS.contains(&lower(head.end - 1)));
        let quote = scene.phrase(&(start..end), 4, 0);
        let entry = best.entry(value.to_lowercase()).or_insert_with(|| (weight, Vec::new(), value));
        entry.0 = entry.0.max(weight);
        entry.1.push((weight, quote));
    }
    let mut ranked: Vec<_> = best.into_values().collect();
    for (_, told, _) in &mut ranked {
        told.sort_by_key(|(weight, tokens)| (-weight, tokens.start));
    }
    ranked.sort_by_key(|(weight, told, _)| (-weight, told.first().map(|(_, t)| t.start)));
    ranked
        .into_iter()
        .filter(|(weight, ..)| *weight >= 1)
        .take(MOST)
        .flat_map(|(_, told, value)| told.into_iter().take(QUOTES).map(move |(weight, tokens)| (weight, tokens, value.clone())))
        .map(|(weight, tokens, value)| Draft {
            subject: Subject::Incident,
            slot: Cow::Borrowed("venue"),
            anchor: tokens.end - 1,
            because: format!("a place of the kind's list near what happened (weight {weight})"),
            tokens,
            stated: Stated::Is(Value::Phrase(value.into())),
        })
        .collect()
}

/// Places where people are taken, held, buried or tried.
const HOSTS: &[&str] = &["hospital", "jail", "court", "courthouse", "cemetery", "station", "prison", "school", "university", "college"];
