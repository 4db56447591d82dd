use std::collections::BTreeSet;

use super::speaker::{Speaker, read};

#[track_caller]
fn check(name: &str, expect: Speaker) {
    let publishers = BTreeSet::from(["millbrook daily".to_string()]);
    assert_eq!(read(name, &publishers), expect, "{name}");
}

#[test]
fn names_are_told_apart_however_they_are_written() {
    let person = |key: &str| Speaker::Person(key.into());
    let outlet = |key: &str| Speaker::Outlet(key.into());
    check("Millbrook Police Sgt. Ana Reyes", person("reyes"));
    check("Reyes", person("reyes"));
    check("Tom Reyes Jr.", person("reyes"));
    check("the superintendent", person("superintendent"));
    check("KQXZ-TV", outlet("kqxz"));
    check("the Millbrook Daily", outlet("millbrook daily"));
    check("Fairview Herald", outlet("fairview herald"));
    check("Millbrook police", Speaker::Agency("police", "millbrook".into()));
    check("authorities", Speaker::Agency("police", "".into()));
    check("Prosecutors", Speaker::Agency("prosecutors", "".into()));
    check("the victim's mother", Speaker::Somebody("victim's mother".into()));
}
