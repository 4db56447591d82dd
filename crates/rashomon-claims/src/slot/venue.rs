//! The slot `venue`: the kind of place, or the place's name ("apartment complex", "Clover Inn", "parking lot of a bar").
//! Head words are the kind file's list `venues`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::{Kind, Stated, Subject, Value, ZoneKind};

use crate::draft::Draft;
use crate::mention::address;
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
    let streets: Vec<Range<usize>> = address::find(sheet).into_iter().map(|m| m.tokens).collect();
    let mut tell = |value: String, weight: i32, quote: Range<usize>| {
        let entry = best.entry(value.to_lowercase()).or_insert_with(|| (weight, Vec::new(), value));
        entry.0 = entry.0.max(weight);
        entry.1.push((weight, quote));
    };
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
        // A town called after a park or a beach is no venue, nor is a street; nor is a car, unless people were in it.
        let next = scene.places.partition_point(|p| p.tokens.end < head.end);
        let town = scene
            .places
            .get(next)
            .is_some_and(|p| p.tokens.end == head.end && p.tokens.start < head.start && matches!(p.value.named, Named::City(_)))
            || holds(&streets, head.start)
            || BESIDE.contains(&lower(head.end))
            || lower(head.end - 1) == "party" && GROUPS.contains(&lower(head.start.wrapping_sub(1)));
        let ridden = || (start.saturating_sub(4).max(sentence.start)..start).any(|t| RIDDEN.contains(&lower(t)));
        if town
            || VEHICLES.contains(&lower(head.end - 1))
                && !(matches!(lower(start.wrapping_sub(1)), "in" | "inside" | "a" | "the" | "his" | "her" | "their") && ridden())
        {
            continue;
        }
        // "Clover Motel Inn" is named once, by its last word, a "Clover Park home" is a home; capitals of a headline are no name.
        if heads.get(i + 1).is_some_and(|n| n.start == head.end && tokens[head.start].is_capital()) || title && name < head.start {
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
        let last = lower(end - 1);
        let weight = scene.weight(&(start..end)) + 2 * i32::from(own_name) + i32::from(end > head.end) + i32::from(TELLING.contains(&last))
            - i32::from(PASSING.contains(&last))
            - 3 * i32::from(FLEETING.contains(&last))
            - 5 * i32::from(HOSTS.contains(&lower(head.end - 1)))
            - 3 * i32::from((name.saturating_sub(6).max(sentence.start)..name).any(|t| PUPILS.contains(&lower(t))));
        let quote = scene.phrase(&(start..end), 4, 0);
        tell(value, weight, quote);
    }
    for words in named(scene, &heads, &streets) {
        tell(sheet.words(words.clone()).to_string(), scene.weight(&words) + 1, scene.phrase(&words, 2, 0));
    }
    let mut ranked: Vec<_> = best.into_values().collect();
    for (_, told, _) in &mut ranked {
        told.sort_by_key(|(weight, tokens)| (-weight, tokens.start));
    }
    ranked.sort_by_key(|(weight, told, _)| (-weight, told.first().map(|(_, t)| t.start)));
    // The home, the house and the residence of one page are one place: the word that is told best.
    let mut dwelling = false;
    ranked.retain(|(.., value)| !DWELLINGS.contains(&&*value.to_lowercase()) || !std::mem::replace(&mut dwelling, true));
    ranked
        .into_iter()
        .filter(|(weight, ..)| *weight >= 1)
        .take(MOST)
        .flat_map(|(_, told, value)| told.into_iter().take(QUOTES).map(move |(weight, tokens)| (weight, tokens, value.clone())))
        .map(|(weight, tokens, value)| Draft {
            sure: 0,
            subject: Subject::Incident,
            slot: Cow::Borrowed("venue"),
            anchor: tokens.end - 1,
            because: format!("a place of the kind's list near what happened (weight {weight})"),
            tokens,
            stated: Stated::Is(Value::Phrase(value.into())),
        })
        .collect()
}

/// Whether one of some sorted ranges holds a token.
fn holds(list: &[Range<usize>], at: usize) -> bool {
    list[..list.partition_point(|r| r.start <= at)].last().is_some_and(|r| r.contains(&at))
}

/// Names that stand where only a place can, and have no word of the list: "outside Harlan's Roadhouse", "at Bistro 7".
fn named(scene: &Scene<'_, '_>, heads: &[Range<usize>], streets: &[Range<usize>]) -> Vec<Range<usize>> {
    let (sheet, tokens) = (scene.sheet, &scene.sheet.tokens);
    let mut out = Vec::new();
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| matches!(&*t.lower, "at" | "inside" | "outside")) {
        let sentence = &sheet.sentences[token.sentence];
        if sentence.zone == ZoneKind::Title {
            continue;
        }
        let end = sentence.tokens.end.min(i + 9);
        let mut start = i + 1;
        if start < end && (tokens[start].lower.as_ref() == "of" || tokens[start].lower.as_ref() == "to") {
            start += 1;
        }
        if start < end && tokens[start].lower.as_ref() == "the" {
            start += 1;
        }
        let part =
            |t: usize| tokens[t].is_capital() || t > start && (&*tokens[t].lower == "'s" || tokens[t].text.bytes().all(|b| b.is_ascii_digit()));
        let mut to = start;
        while to < end && part(to) {
            to += 1;
        }
        while to > start && &*tokens[to - 1].lower == "'s" {
            to -= 1;
        }
        if to - start < 2 {
            continue;
        }
        let words = start..to;
        let place = scene.places.get(scene.places.partition_point(|p| p.tokens.end <= start)).is_some_and(|p| p.tokens.start < to);
        let day = scene.days.get(scene.days.partition_point(|d| d.tokens.end <= start)).is_some_and(|d| d.tokens.start < to);
        let street = streets.get(streets.partition_point(|s| s.end <= start)).is_some_and(|s| s.start < to);
        let head = heads.get(heads.partition_point(|h| h.end <= start)).is_some_and(|h| h.start < to);
        let other = words.clone().any(|t| OTHERS.contains(&&*tokens[t].lower));
        if !(place || day || street || head || other) {
            out.push(words);
        }
    }
    out
}

/// Names of these are offices and hospitals, and no place where it happened.
const OTHERS: &[&str] = &[
    "hospital",
    "medical",
    "center",
    "centre",
    "health",
    "clinic",
    "police",
    "sheriff",
    "department",
    "office",
    "county",
    "court",
    "jail",
    "prison",
    "university",
    "college",
    "high",
    "airport",
    "general",
    "trauma",
    "memorial",
    "methodist",
    "baptist",
    "st.",
    "mercy",
    "regional",
    "news",
];
/// Sorts of place that a page names because it happened there; others that people pass, flee to, work in or are taken through.
const TELLING: &[&str] = &["apartments", "apartment", "complex", "lot", "party", "nightclub", "bar", "motel", "driveway"];
const PASSING: &[&str] = &["church", "store", "mall", "business"];
const FLEETING: &[&str] = &["vehicle", "vehicles", "lake", "condominium", "woods", "river"];
/// Beside these a school is somebody's, and a club an employer.
const PUPILS: &[&str] = &[
    "student",
    "students",
    "sophomore",
    "junior",
    "senior",
    "freshman",
    "grader",
    "teacher",
    "scholarship",
    "attended",
    "attends",
    "graduated",
    "graduate",
    "worked",
    "works",
    "employee",
    "manager",
];
/// After a head these make it another word: "home invasion", "house arrest".
const BESIDE: &[&str] =
    &["invasion", "invasions", "intruder", "owner", "owners", "arrest", "detention", "depot", "county", "officials", "surveillance"];
/// Parties that are no feast.
const GROUPS: &[&str] = &["hunting", "search", "third", "republican", "democratic", "political"];
/// Words for where somebody lives, said of one place in turns.
const DWELLINGS: &[&str] = &["home", "house", "residence", "homes", "houses", "residences"];

/// Places where people are taken, held, buried or tried.
const HOSTS: &[&str] = &["hospital", "jail", "court", "courthouse", "cemetery", "station", "prison", "school", "university", "college"];
