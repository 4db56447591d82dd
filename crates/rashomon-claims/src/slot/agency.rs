//! The slot `agency`: police forces, sheriffs, prosecutors, coroners and fire departments by name. "Police" alone is none.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::{Kind, Stated, Subject, Value};

use crate::draft::Draft;
use crate::scene::Scene;
use crate::sheet::{Sheet, Token};

/// At most this many agencies of one page are drafts.
const MOST: usize = 5;

/// What sort of agency a head word makes. One name with two heads of one sort ("Millbrook police", "Millbrook Police
/// Department") is one agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Police,
    Sheriff,
    Fire,
    Examiner,
    Prosecutor,
    Other,
}

/// Where an agency is told: its longest form, its best weight, every place.
type Told = (Range<usize>, i32, Vec<Range<usize>>);

/// Drafts for the kind's slot `agency`.
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    if kind.slot("agency").is_none() {
        return Vec::new();
    }
    let sheet = scene.sheet;
    // The longest form of each, its best weight, every place where it stands.
    let mut agencies: BTreeMap<(Sort, String), Told> = BTreeMap::new();
    let mut at = 0;
    while at < sheet.tokens.len() {
        let Some((sort, tokens, name)) = agency_at(sheet, at) else {
            at += 1;
            continue;
        };
        let weight = scene.weight(&tokens).min(4);
        at = tokens.end.max(at + 1);
        let entry = agencies.entry((sort, name)).or_insert((tokens.clone(), weight, Vec::new()));
        entry.1 = entry.1.max(weight);
        entry.2.push(tokens.clone());
        if sheet.words(tokens.clone()).len() > sheet.words(entry.0.clone()).len() + 3 {
            entry.0 = tokens;
        }
    }
    let full: Vec<String> = agencies.values().map(|(tokens, ..)| initials(sheet.words(tokens.clone()))).collect();
    let named: Vec<Sort> = agencies.keys().filter(|(_, name)| !name.is_empty()).map(|(sort, _)| *sort).collect();
    let mut ranked: Vec<_> = agencies
        .iter()
        // "the sheriff's office" only where no sheriff is named.
        .filter(|((sort, name), _)| !name.is_empty() || !named.contains(sort))
        // "MPD" only where no "Millbrook police" is named.
        .filter(|((_, name), (tokens, ..))| {
            let short = tokens.len() == 1 && sheet.tokens[tokens.start].text.bytes().all(|b| b.is_ascii_uppercase());
            !short || !full.iter().any(|f| f.len() > 1 && name.strip_suffix("pd").is_some_and(|stem| f.starts_with(stem) && f.as_str() != name))
        })
        .map(|(_, (tokens, weight, places))| (*weight, tokens.clone(), places))
        .filter(|(weight, ..)| *weight >= -4)
        .collect();
    ranked.sort_by_key(|(weight, tokens, _)| (-weight, tokens.start));
    ranked
        .into_iter()
        .take(MOST)
        .flat_map(|(weight, longest, places)| {
            let value: Box<str> = sheet.words(longest.clone()).trim_end_matches("'s").into();
            let again = places.iter().filter(|p| **p != longest).take(2).cloned().collect::<Vec<_>>();
            std::iter::once(longest.clone()).chain(again).map(move |tokens| Draft {
                sure: 0,
                subject: Subject::Incident,
                slot: Cow::Borrowed("agency"),
                anchor: tokens.end - 1,
                because: format!("an agency by name (weight {weight})"),
                stated: Stated::Is(Value::Phrase(value.clone())),
                tokens,
            })
        })
        .collect()
}

/// The initials of a name, "pd" for its police: "Millbrook-Harlan Police Department" is "mhpd".
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    if words.len() < 2 {
        return String::new();
    }
    let own = words.iter().take_while(|w| !w.eq_ignore_ascii_case("police"));
    let mut out: String = own.filter_map(|w| w.chars().next()).filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    out.push_str("pd");
    out
}

/// The agency whose head word stands at a token: its sort, its tokens, and its own name in lower case.
fn agency_at(sheet: &Sheet<'_>, at: usize) -> Option<(Sort, Range<usize>, String)> {
    let token = &sheet.tokens[at];
    let sentence = &sheet.sentences[token.sentence].tokens;
    let lower = |i: usize| sheet.tokens.get(i).filter(|_| i < sentence.end).map_or("", |t| &*t.lower);
    let possessive = usize::from(lower(at + 1) == "'s");
    let then = |n: usize| lower(at + 1 + possessive + n);
    let office = |n: usize| matches!(then(n), "office" | "department" | "dept." | "dept");
    // (sort, tokens after the head, a name must stand before it)
    let (sort, tail, needs_name) = match &*token.lower {
        "police" => match lower(at + 1) {
            "accountability" | "oversight" | "standards" => (Sort::Other, 1, true),
            "department" | "dept." | "dept" => (Sort::Police, 1, true),
            _ => (Sort::Police, 0, true),
        },
        "sheriff" | "sheriffs" if possessive == 1 && office(0) => (Sort::Sheriff, 2, false),
        "sheriff" | "sheriffs" if office(0) => (Sort::Sheriff, 1, false),
        "sheriff" => (Sort::Sheriff, 0, true),
        "cops" => (Sort::Police, 0, true),
        "deputies" | "deputy" if at >= 1 && matches!(lower(at.wrapping_sub(1)), "county" | "parish") => (Sort::Sheriff, 0, true),
        "fire" if matches!(lower(at + 1), "department" | "rescue" | "dept.") => (Sort::Fire, 1, true),
        "fire-rescue" | "firefighters" => (Sort::Fire, 0, true),
        "medical" if matches!(lower(at + 1), "examiner" | "examiners") => {
            let has_office = lower(at + 2) == "'s" && matches!(lower(at + 3), "office" | "department");
            (Sort::Examiner, if has_office { 3 } else { 1 }, !has_office)
        }
        "coroner" if possessive == 1 && office(0) => (Sort::Examiner, 2, false),
        "coroner" => (Sort::Examiner, 0, true),
        "attorney" if possessive == 1 && then(0) == "office" => (Sort::Prosecutor, 2, true),
        "prosecutors" | "prosecutor" if possessive == 1 && then(0) == "office" => (Sort::Prosecutor, 2, true),
        "prosecutors" => (Sort::Prosecutor, 0, true),
        "highway" | "state" | "border" if lower(at + 1) == "patrol" => (Sort::Other, 1, token.lower.as_ref() != "border"),
        "marshals" => (Sort::Other, usize::from(lower(at + 1) == "service"), true),
        "bureau" if lower(at + 1) == "of" && lower(at + 2) == "investigation" => (Sort::Other, 2, true),
        "department" if lower(at + 1) == "of" && lower(at + 2) == "public" && lower(at + 3) == "safety" => (Sort::Other, 3, false),
        "department" if lower(at + 1) == "of" && lower(at + 2) == "natural" && lower(at + 3) == "resources" => (Sort::Other, 3, false),
        "public" if lower(at + 1) == "safety" && sheet.tokens[at].is_capital() => {
            (Sort::Other, if lower(at + 2) == "department" { 2 } else { 1 }, true)
        }
        _ if is_short_name(token) => return Some((Sort::Other, at..at + 1, token.lower.to_string())),
        _ => return None,
    };
    let end = at + 1 + tail;
    let mut start = at;
    while start > sentence.start && at - start < 6 {
        let before = &sheet.tokens[start - 1];
        let joins = matches!(&*before.lower, "'s" | "district" | "state" | "county" | "metro")
            || before.lower.as_ref() == "of" && start >= sentence.start + 2 && sheet.tokens[start - 2].is_capital();
        // "Millbrook, Ohio police".
        let town = before.text == ","
            && start >= sentence.start + 2
            && sheet.tokens[start - 2].is_capital()
            && at - start == 1
            && is_state(&sheet.tokens[start]);
        let compound = before.text.contains('-') && before.lower.ends_with("ed");
        let part = !compound
            && before.is_capital()
            && !SKIP.contains(&&*before.lower)
            && (sheet.tokens[start].spaced || matches!(sheet.tokens[start].text, "'s" | ","));
        let own_s = before.text == "'s" && start >= sentence.start + 2 && sheet.tokens[start - 2].is_capital();
        if !(part || (joins && before.text != "'s") || own_s || town) {
            break;
        }
        start -= 1;
    }
    // "an off-duty Millbrook police officer": whose officer somebody is, not who looks into it.
    let lead = if start > sentence.start { &*sheet.tokens[start - 1].lower } else { "" };
    if sort == Sort::Police && matches!(lower(at + 1), "officer" | "cop") && matches!(lead, "a" | "an" | "off-duty") {
        return None;
    }
    let name = sheet.words(start..at).to_lowercase();
    let generic = name.split(' ').all(|w| matches!(w, "" | "the" | "county" | "city" | "district" | "local"));
    let state_police = token.lower.as_ref() == "police" && name == "state";
    if needs_name && generic && !state_police {
        return None;
    }
    let name = name.trim_end_matches(" county").trim_end_matches(" district").trim_end_matches(" state").to_string();
    Some((sort, start..end, if generic { String::new() } else { name }))
}

/// A state by name or abbreviation.
fn is_state(token: &Token<'_>) -> bool {
    rashomon_model::gazetteer::state(token.text.trim_end_matches('.')).is_some() || token.text.ends_with('.')
}

/// "IMPD", "FBI".
fn is_short_name(token: &Token<'_>) -> bool {
    const KNOWN: &[&str] = &["FBI", "ATF", "SBI", "GBI", "TBI", "KBI", "BCA", "FDLE", "TBI", "OSBI", "ALEA"];
    let shouted = token.text.len() >= 4 && token.text.len() <= 6 && token.text.bytes().all(|b| b.is_ascii_uppercase());
    KNOWN.contains(&token.text) || shouted && token.text.ends_with("PD")
}

/// Capital words before an agency that are none of its name.
const SKIP: &[&str] = &[
    "the",
    "a",
    "an",
    "when",
    "on",
    "in",
    "at",
    "after",
    "and",
    "but",
    "if",
    "as",
    "according",
    "while",
    "since",
    "both",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "man",
    "woman",
    "shooting",
    "update",
    "breaking",
    "video",
    "photo",
    "watch",
    "call",
    "anyone",
    "with",
    "for",
    "by",
    "from",
    "to",
    "fatal",
    "multiple",
    "several",
    "two",
    "three",
    "meanwhile",
    "officers",
    "detectives",
    "that",
    "this",
    "homicide",
    "suspect",
    "victim",
    "teen",
    "now",
    "though",
    "although",
    "where",
    "however",
    "then",
    "also",
    "once",
    "because",
    "local",
    "area",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "some",
    "many",
    "its",
    "their",
    "his",
    "her",
    "yesterday",
    "earlier",
    "later",
    "today",
    "tonight",
];
