//! What registries of shootings call things, as filters: the characteristics of the Gun Violence Archive.

use super::{Filter, Trait, Whom};

/// How a characteristic is called here, by the registry's name of it or ours; `None` for one that is not known. Case, and words in parentheses after
/// it, do not count.
pub fn name(called: &str) -> Option<&'static str> {
    let bare = called.split('(').next().unwrap_or(called).trim().to_lowercase();
    NAMES.iter().find(|(ours, theirs)| *ours == bare || theirs.contains(&bare.as_str())).map(|(ours, _)| *ours)
}

/// Our names, and the registry's in lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("fatal accidental shooting", &["accidental shooting - death"]),
    ("accidental shooting", &["accidental shooting - injury", "accidental/negligent discharge"]),
    ("accidentally self-inflicted", &["self-inflicted"]),
    ("drive-by shooting", &["drive-by"]),
    ("mass shooting", &[]),
    ("playing with a gun", &["playing with gun"]),
    ("child found and fired a gun", &["child picked up & fired gun"]),
    ("domestic violence", &[]),
    ("murder-suicide", &["murder/suicide"]),
    ("shooting in or around a bar or club", &["bar/club incident - in or around establishment"]),
    ("hunting accident", &[]),
    ("officer involved", &["officer involved incident", "officer involved shooting"]),
    ("shooting while cleaning a gun", &["cleaning gun"]),
    ("shooting at a house party", &["house party"]),
    ("home invasion", &[]),
    ("defensive gun use", &["defensive use"]),
];

/// The filter that says what a characteristic says, by the registry's name of it or ours; `None` for one that is not known.
pub fn characteristic(called: &str) -> Option<Filter> {
    let circumstance = |values: &[&str]| slot("circumstance", values);
    let accident =
        || circumstance(&["accident", "playing with gun", "gun being cleaned", "hunting", "child found unsecured gun", "taking a selfie with a gun"]);
    let not_suicide = || Filter::Not(Box::new(circumstance(&["suicide"])));
    Some(match name(called)? {
        "fatal accidental shooting" => Filter::All(vec![accident(), Filter::Count(Whom::Killed, 1, None), not_suicide()]),
        "accidental shooting" => accident(),
        "accidentally self-inflicted" => Filter::All(vec![accident(), Filter::Somebody(vec![Trait::ShotOneself]), not_suicide()]),
        "drive-by shooting" => circumstance(&["drive-by"]),
        "mass shooting" => Filter::Count(Whom::Harmed, 4, None),
        "playing with a gun" => circumstance(&["playing with gun", "child found unsecured gun"]),
        "child found and fired a gun" => {
            Filter::All(vec![Filter::Any(vec![accident(), not_suicide()]), Filter::Somebody(vec![Trait::Fired, Trait::Aged(0, 12)])])
        }
        "domestic violence" => Filter::Any(vec![circumstance(&["domestic"]), slot("relationship", PARTNERS)]),
        "murder-suicide" => circumstance(&["murder-suicide"]),
        "shooting in or around a bar or club" => {
            slot("venue", &["bar", "club", "nightclub", "lounge", "pub", "tavern", "saloon", "strip club", "night club", "grill", "cabaret"])
        }
        "hunting accident" => circumstance(&["hunting"]),
        "officer involved" => {
            Filter::Any(vec![circumstance(&["officer-involved"]), Filter::Somebody(vec![Trait::Role("officer".into()), Trait::Fired])])
        }
        "shooting while cleaning a gun" => circumstance(&["gun being cleaned"]),
        "shooting at a house party" => Filter::Any(vec![slot("venue", &["party", "house party"]), circumstance(&["party", "house party"])]),
        "home invasion" => circumstance(&["home invasion"]),
        "defensive gun use" => circumstance(&["defensive use", "self-defense"]),
        _ => return None,
    })
}

fn slot(slot: &str, values: &[&str]) -> Filter {
    Filter::Slot(slot.into(), values.iter().map(|v| (*v).into()).collect())
}

/// What partners are to each other.
const PARTNERS: &[&str] = &[
    "wife",
    "husband",
    "girlfriend",
    "boyfriend",
    "ex wife",
    "ex husband",
    "ex girlfriend",
    "ex boyfriend",
    "estranged wife",
    "estranged husband",
    "fiance",
    "fiancee",
    "partner",
    "spouse",
];
