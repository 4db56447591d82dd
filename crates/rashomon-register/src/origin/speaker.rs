//! Who a credited name is: an outlet, a person, an agency, or somebody without a name.

use std::collections::BTreeSet;

use rashomon_model::value::name::is_title;

/// What a name in an attribution stands for; the key is the same however it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// "WGN", "the Daily Herald".
    Outlet(String),
    /// "Sgt. Ana Reyes", "Reyes".
    Person(String),
    /// "Millbrook police", "authorities": what sort of agency, and its place where the words name one.
    Agency(&'static str, String),
    /// "witnesses", "his mother": not the same somebody on another page.
    Somebody(String),
}

/// Words that end the name of an outlet, or are one.
const OUTLETS: &[&str] = &[
    "news",
    "tv",
    "times",
    "tribune",
    "herald",
    "gazette",
    "journal",
    "chronicle",
    "press",
    "post",
    "star",
    "observer",
    "sentinel",
    "register",
    "dispatch",
    "examiner",
    "globe",
    "bee",
    "daily",
    "weekly",
    "radio",
    "newspaper",
    "station",
    "reuters",
    "ap",
    "cnn",
    "abc",
    "cbs",
    "nbc",
    "fox",
    "npr",
    "upi",
    "patch",
    "telegraph",
    "courier",
    "inquirer",
    "independent",
    "affiliate",
    "channel",
    "network",
    "media",
];

/// Offices and words of offices before a name, or standing for one, beside the titles of names.
const OFFICES: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "president",
    "attorney",
    "prosecutor",
    "examiner",
    "assistant",
    "public",
    "affairs",
    "information",
    "special",
    "investigator",
    "director",
    "town",
    "city",
    "county",
    "state",
    "police",
    "department",
    "department's",
    "sheriff's",
    "office",
    "district",
    "medical",
    "fire",
    "governor",
    "councilman",
    "councilwoman",
    "alderman",
    "victim's",
    "first",
];

/// Words of agencies and the sort they speak for. Generic voices of one sort are one root where the pages name only one such agency.
const AGENCIES: &[(&str, &str)] = &[
    ("prosecutor", "prosecutors"),
    ("prosecutors", "prosecutors"),
    ("prosecution", "prosecutors"),
    ("attorney's", "prosecutors"),
    ("coroner", "coroner"),
    ("coroner's", "coroner"),
    ("examiner", "coroner"),
    ("examiner's", "coroner"),
    ("fire", "fire"),
    ("firefighters", "fire"),
    ("paramedics", "fire"),
    ("sheriff's", "sheriff"),
    ("sheriff", "sheriff"),
    ("deputies", "sheriff"),
    ("affidavit", "court"),
    ("court", "court"),
    ("complaint", "court"),
    ("warrant", "court"),
    ("indictment", "court"),
    ("records", "court"),
    ("documents", "court"),
    ("hospital", "hospital"),
    ("police", "police"),
    ("authorities", "police"),
    ("officials", "police"),
    ("officers", "police"),
    ("investigators", "police"),
    ("detectives", "police"),
    ("cops", "police"),
    ("pd", "police"),
    ("report", "police"),
    ("troopers", "police"),
    ("dispatchers", "police"),
    ("agency", "police"),
    ("department", "police"),
];

/// Lower case, plain apostrophes, single spaces.
pub(super) fn fold(name: &str) -> String {
    name.replace('’', "'").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key of an outlet's folded name: articles and the kind of station taken off ("the WXYZ-TV" is WXYZ).
pub(super) fn outlet_key(folded: &str) -> String {
    let bare: Vec<&str> = folded
        .split([' ', '-'])
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty() && !matches!(*w, "the" | "tv" | "am" | "fm" | "news" | "com" | "channel"))
        .collect();
    if bare.is_empty() { folded.to_string() } else { bare.join(" ") }
}

pub(super) fn read(name: &str, publishers: &BTreeSet<String>) -> Speaker {
    let folded = fold(name);
    let words: Vec<&str> = folded.split([' ', '-']).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty()).collect();
    if publishers.contains(&folded) || publishers.contains(&outlet_key(&folded)) || is_outlet(name, &words) {
        return Speaker::Outlet(outlet_key(&folded));
    }
    // The name proper: capitalised words that are no title, from the end.
    let written = written(name);
    let telling = |w: &&&str| is_telling(w);
    let agency = AGENCIES.iter().find(|(w, _)| words.contains(w)).map(|(_, sort)| *sort);
    let ends_as_name = written.iter().rev().find(|w| !matches!(&*fold(w), "jr" | "sr" | "ii" | "iii")).is_some_and(|w| telling(&w));
    if ends_as_name && !matches!(words.last(), Some(w) if AGENCIES.iter().any(|(a, _)| a == w)) {
        let family = written.iter().rev().find(telling).map(|w| fold(w)).unwrap_or_default();
        return Speaker::Person(family);
    }
    if let Some(sort) = agency {
        let place: Vec<String> = written.iter().filter(telling).map(|w| fold(w)).filter(|w| !AGENCIES.iter().any(|(a, _)| a == w)).collect();
        return Speaker::Agency(sort, place.join(" "));
    }
    let bare: Vec<&str> = words.iter().copied().filter(|w| !matches!(*w, "the" | "a" | "an" | "his" | "her" | "their")).collect();
    // An office of which an incident has one ("the superintendent", "the mayor").
    match bare.as_slice() {
        [.., last @ ("superintendent" | "mayor" | "chief" | "coroner" | "judge" | "governor" | "supt")] => Speaker::Person((*last).to_string()),
        _ => Speaker::Somebody(bare.join(" ")),
    }
}

/// The words of a name without titles, offices and suffixes.
pub(super) fn proper(name: &str) -> Vec<&str> {
    written(name).into_iter().filter(|w| is_telling(w)).collect()
}

fn written(name: &str) -> Vec<&str> {
    name.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty()).collect()
}

fn is_telling(word: &str) -> bool {
    let low = fold(word);
    word.chars().next().is_some_and(char::is_uppercase)
        && !is_title(&low)
        && !OFFICES.contains(&&*low)
        && !matches!(&*low, "jr" | "sr" | "ii" | "iii" | "the" | "a" | "an")
}

fn is_outlet(name: &str, words: &[&str]) -> bool {
    // Call signs of American broadcasters: three or four capitals from K or W, perhaps with -TV.
    let call = |w: &str| (3..=4).contains(&w.len()) && w.starts_with(['K', 'W']) && w.chars().all(|c| c.is_ascii_uppercase());
    let site = name.split_whitespace().any(|w| w.ends_with(".com") || w.ends_with(".org") || w.ends_with(".net"));
    let capital = name.split_whitespace().any(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()));
    let common = words.iter().any(|w| matches!(*w, "police" | "sheriff" | "sheriff's" | "department" | "medical" | "release" | "conference"));
    name.split([' ', '-']).any(call) || site || (capital && !common && words.iter().any(|w| OUTLETS.contains(w)))
}
