//! Slots that a kind file's words and patterns fill by themselves: labels, phrases and counts of the incident
//! (weapon, circumstance, case status, shots fired, and whatever else a kind file adds).
//!
//! The label `-` keeps a phrase out; `?` says that the value is unknown. Phrases and counts near a word of the kind's list
//! `set_aside` (charges, records, convictions) are left out: a robbery somebody was once convicted of is not this one.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::Count;
use rashomon_model::{Kind, SlotId, Stated, Subject, Value, ZoneKind};

use crate::draft::Draft;
use crate::mention::person::lexicon;
use crate::pattern::{Found, Lexicon, Means};
use crate::scene::Scene;

/// How often one value is quoted at most.
const QUOTES: usize = 4;

/// A draft for every distinct value, quoting its best place: near the incident's telling, else the first.
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    let lexicon = Lexicon::of(kind);
    let aside: Vec<usize> =
        scene.found.iter().filter(|f| matches!(lexicon.means(f), Means::Listed(l) if &**l == "set_aside")).map(|f| f.tokens.start).collect();
    let mut best: Best<'_> = BTreeMap::new();
    for found in &scene.found {
        let (id, value) = match lexicon.means(found) {
            Means::Label(_, label) if &**label == "-" => continue,
            Means::Label(id, label) => (id, Some(label)),
            Means::Taken(id) => (id, None),
            _ => continue,
        };
        let Some(slot) = kind.slot(id.as_str()).filter(|s| s.of == Of::Incident) else { continue };
        if slot.value != ValueType::Label && is_aside(scene, &aside, found) {
            continue;
        }
        let value = match (slot.value, value, found.count) {
            (_, Some(label), _) if &**label == "?" => None,
            (ValueType::Count, None, Some(count)) => Some(Value::Count(count)),
            (ValueType::Count, Some(label), _) => Count::parse(label).map(Value::Count),
            (ValueType::Label, Some(label), _) => Some(Value::Label(label.clone())),
            (ValueType::Phrase, Some(label), _) => Some(Value::Phrase(label.clone())),
            (ValueType::Phrase, None, _) => match said(scene, found) {
                Some(words) => Some(Value::Phrase(words.into())),
                None => continue,
            },
            _ => continue,
        };
        let title = scene.sheet.sentences[scene.sheet.tokens[found.tokens.start].sentence].zone == ZoneKind::Title;
        // A headline's word stands for itself only where the text has no better one.
        let weight =
            scene.weight(&found.tokens).min(3) - 3 * i32::from(title) + 2 * i32::from(value.as_ref().is_some_and(|v| names(scene, found, v)));
        best.entry((id.clone(), value.map_or(Stated::Unknown, Stated::Is))).or_default().push((weight, found));
    }
    // A value that only says less than another of the page ("gun" beside "handgun", "several" beside a number) says nothing.
    let several = Stated::Is(Value::Count(Count::several()));
    let number = |s: &Stated| matches!(s, Stated::Is(Value::Count(_))) && *s != several;
    let says_less = |(id, stated): &(SlotId, Stated)| {
        if *stated == several && kind.slot(id.as_str()).is_some_and(|s| s.single) {
            return best.keys().any(|(i, s)| i == id && number(s));
        }
        let broader = kind.slot(id.as_str()).and_then(|s| s.broader.iter().find(|(l, _)| stated.caption() == **l)).map(|(_, list)| list);
        broader.is_some_and(|list| best.keys().any(|(i, s)| i == id && list.iter().any(|l| s.caption() == **l)))
    };
    let less: Vec<(SlotId, Stated)> = best.keys().filter(|k| says_less(k)).cloned().collect();
    best.retain(|k, _| !less.contains(k));
    // "The motive is unclear" says less than the circumstance that the page does name.
    let told: Vec<SlotId> = best.keys().filter(|(_, s)| s.value().is_some()).map(|(id, _)| id.clone()).collect();
    let open = |id: &SlotId| kind.slot(id.as_str()).is_some_and(|s| s.value == ValueType::Phrase && !s.single) && told.contains(id);
    best.retain(|(id, stated), _| *stated != Stated::Unknown || !open(id));
    let mut out: Vec<Draft> = standing(kind, best)
        .into_iter()
        .flat_map(|((id, stated), all)| {
            let top = all.iter().map(|(w, _)| *w).max().unwrap_or(0);
            let clear = all.into_iter().filter(move |(w, _)| *w + 2 >= top).take(QUOTES);
            clear.map(move |(_, found)| (id.clone(), stated.clone(), found))
        })
        .map(|(id, stated, found)| Draft {
            sure: 0,
            subject: Subject::Incident,
            slot: Cow::Owned(id.as_str().into()),
            stated,
            tokens: if id.as_str() == "case_status" { found.tokens.clone() } else { scene.phrase(&found.tokens, 4, 3) },
            anchor: found.tokens.end - 1,
            because: format!("the kind file's words for {id}: {:?}", scene.sheet.words(found.tokens.clone())),
        })
        .collect();
    out.sort_by_key(|d| (d.tokens.start, d.slot.clone()));
    out
}

/// The words that a pattern takes from the page, without an article before them. What the pattern took as a name is none where
/// it is a person's or a state's, or where it stands in a headline that writes every word with a capital.
fn said<'t>(scene: &Scene<'_, 't>, found: &Found) -> Option<&'t str> {
    let mut said = found.said.clone()?;
    let sheet = scene.sheet;
    let lower = |t: usize| &*sheet.tokens[t].lower;
    while said.len() > 1 && matches!(lower(said.start), "a" | "an" | "the" | "his" | "her" | "their" | "its" | "of") {
        said.start += 1;
    }
    if found.named
        && (matches!(lower(said.start), "a" | "an" | "the")
            || is_person_or_state(scene, &said)
            || in_capitals(scene, sheet.tokens[said.start].sentence))
    {
        return None;
    }
    Some(sheet.words(said))
}

/// "Ana Reyes", "Mr. Reyes", "U.S. District Judge Ana Reyes", "Ohio": people and states, which a name in a kind file does not mean.
fn is_person_or_state(scene: &Scene<'_, '_>, said: &Range<usize>) -> bool {
    let lower = |t: usize| scene.sheet.tokens[t].lower.trim_end_matches('.');
    let state = said.len() == 1 && lexicon::is_state(lower(said.start));
    let titled = said.clone().any(|t| lexicon::title(lower(t)).is_some());
    state || titled || said.len() <= 3 && said.len() >= 2 && lexicon::given(lower(said.start)).is_some() && !lexicon::is_thing(lower(said.end - 1))
}

/// Whether most words of a headline are written with a capital.
fn in_capitals(scene: &Scene<'_, '_>, sentence: usize) -> bool {
    let sentence = &scene.sheet.sentences[sentence];
    let words = || scene.sheet.tokens[sentence.tokens.clone()].iter().filter(|t| t.is_word());
    sentence.zone == ZoneKind::Title && words().filter(|t| t.is_capital()).count() * 3 > words().count() * 2
}

/// Every place of every value, with its weight.
type Best<'f> = BTreeMap<(SlotId, Stated), Vec<(i32, &'f Found)>>;

/// All values, but of a slot of phrases that holds one value only the one that stands best and is said most: a page names the
/// employer and, beside it, others.
fn standing<'f>(kind: &Kind, mut best: Best<'f>) -> Best<'f> {
    let worth = |places: &[(i32, &Found)]| {
        let first = places.iter().map(|(_, f)| f.tokens.start).min();
        let most = places.iter().map(|(weight, _)| *weight).max().unwrap_or(0);
        (most + places.len().min(5) as i32, Reverse(first))
    };
    for slot in kind.slots.iter().filter(|s| s.single && s.value == ValueType::Phrase && s.of == Of::Incident) {
        let of = best.iter().filter(|((id, stated), _)| *id == slot.id && *stated != Stated::Unknown);
        let first = of.max_by_key(|(_, places)| worth(places)).map(|(key, _)| key.clone());
        best.retain(|key, _| key.0 != slot.id || key.1 == Stated::Unknown || Some(key) == first.as_ref());
    }
    best
}

/// Whether the words found say the value itself ("murder-suicide", not "then himself").
fn names(scene: &Scene<'_, '_>, found: &Found, value: &Value) -> bool {
    let Value::Phrase(label) = value else { return false };
    let label = label.split([' ', '-']).next().unwrap_or_default();
    let stem: String = label.chars().take(label.chars().count().saturating_sub(2).max(3)).collect();
    scene.sheet.tokens[found.tokens.clone()].iter().any(|t| t.lower.starts_with(&*stem))
}

/// Whether a word of charges and records stands within a few words of it.
fn is_aside(scene: &Scene<'_, '_>, aside: &[usize], found: &Found) -> bool {
    let sentence = scene.sheet.tokens[found.tokens.start].sentence;
    let from = aside.partition_point(|a| a + 8 < found.tokens.start);
    aside[from..].iter().take_while(|a| **a < found.tokens.end + 4).any(|a| scene.sheet.tokens[*a].sentence == sentence && !found.tokens.contains(a))
}
