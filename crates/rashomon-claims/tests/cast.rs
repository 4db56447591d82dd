//! Who is who in a report: text in, parties out.

use rashomon_claims::cast::Cast;
use rashomon_claims::draft::Draft;
use rashomon_claims::grammar::Grammar;
use rashomon_claims::models::Models;
use rashomon_claims::sheet::Sheet;
use rashomon_claims::slot::{occupation, relationship};
use rashomon_model::text::{DocId, Field, Source, Text, Zone};
use rashomon_model::value::{Actor, Kin};
use rashomon_model::{Document, Kinds, PartyId, Subject, Value, ZoneKind};

fn kinds() -> Kinds {
    Kinds::parse(&[("incident", include_str!("../../../kinds/incident.toml")), ("shooting", include_str!("../../../kinds/shooting.toml"))])
        .expect("kind files")
}

fn page(title: &str, text: &str) -> Document {
    let zone = |kind, field, of: &str| Zone { kind, field, start: 0, end: of.len() as u32, comment: None };
    let mut zones = Vec::new();
    if !title.is_empty() {
        zones.push(zone(ZoneKind::Title, Field::Title, title));
    }
    zones.push(zone(ZoneKind::Body, Field::Text, text));
    let title = (!title.is_empty()).then(|| Text::plain(title));
    Document::new(Source::unknown(DocId::new("page")), title, Text::plain(text), zones).expect("zones")
}

/// Parties a line each: their mentions as written.
fn check(title: &str, text: &str, expect: &[&str]) {
    let (document, kinds) = (page(title, text), kinds());
    let sheet = Sheet::of(&document);
    let cast = Cast::of(&sheet, &Grammar::of(&sheet), kinds.get("shooting").expect("shooting"), &Models::embedded().people);
    let got: Vec<String> =
        (0..cast.parties.len()).map(|p| cast.mentions(p).map(|(_, m)| sheet.words(m.tokens.clone())).collect::<Vec<_>>().join(" | ")).collect();
    assert_eq!(got, expect, "{text}");
}

#[test]
fn a_description_gets_its_name() {
    check(
        "Man shot in Millbrook",
        "A 27-year-old man was shot in Millbrook on Thursday. The victim, Dario Quill, was taken to a hospital. He died there, Sgt. Ana Reyes said. Quill was 27.",
        &["Man | A 27-year-old man | The victim | Dario Quill | He | Quill", "Sgt. Ana Reyes"],
    );
}

#[test]
fn a_given_name_may_be_in_no_list_and_a_surname_be_a_make() {
    check(
        "",
        "Ronquell Marsh and Luis Ford, 31, were shot in Hickory Marsh on Thursday, near a Lincoln Navigator. Jamirra Brasket said so.",
        &["Ronquell Marsh", "Luis Ford, 31"],
    );
    check(
        "",
        "A man was shot on Thursday. The victim has been identified by Kettle County Police as Dario Quill of Oak Street.",
        &["A man | The victim | Dario Quill"],
    );
}

#[test]
fn two_ages_are_two_people() {
    check(
        "",
        "A 16-year-old boy and a 19-year-old man were shot. The 16-year-old died. The 19-year-old is in critical condition.",
        &["A 16-year-old boy | The 16-year-old", "a 19-year-old man | The 19-year-old"],
    );
}

#[test]
fn lists_of_names_keep_their_ages() {
    check(
        "",
        "Police identified the victims as Ana Reyes, 31, and Luis Ortega, 29. Reyes was killed and Ortega was wounded.",
        &["the victims", "Ana Reyes, 31 | Reyes", "Luis Ortega, 29 | Ortega"],
    );
}

#[test]
fn who_is_charged_is_somebody_whatever_the_name() {
    check("", "Police arrested Ezquarrio Thandel Voskin on Monday. Voskin was charged with murder.", &["Ezquarrio Thandel Voskin | Voskin"]);
}

#[test]
fn a_list_of_names_is_no_headline() {
    check(
        "",
        "The victims include Zorvane Quill, 24; Talvero Ortega, 23; Ricky Reyes Jr., 23; and Wendell Moss, 22.",
        &["The victims", "Zorvane Quill, 24", "Talvero Ortega, 23", "Ricky Reyes Jr., 23", "Wendell Moss, 22"],
    );
}

#[test]
fn who_took_the_picture_is_nobody_in_it() {
    check("", "A man was shot outside a store. Ana Reyes / The Millbrook Star", &["A man"]);
}

#[test]
fn whoever_does_it_is_not_whom_it_befalls() {
    check(
        "",
        "Owen Tate, 30, broke into a house on Friday. A 52-year-old man came down with a shotgun. That 52-year-old shot him in the leg.",
        &["Owen Tate, 30 | him", "A 52-year-old man | That 52-year-old"],
    );
}

#[test]
fn nobody_is_his_own_son() {
    check("", "Abel Crane says his son, 16-year-old Theo, was shot by a gunman.", &["Abel Crane | his", "his son | 16-year-old Theo", "a gunman"]);
}

#[test]
fn the_home_town_of_a_resident_parts_nothing() {
    check(
        "",
        "A man was shot on Friday. Deputies arrested 41-year-old Dunmore resident Carla Voss and charged her with murder.",
        &["A man", "41-year-old Dunmore resident Carla Voss | her"],
    );
}

#[test]
fn the_chief_is_not_the_officer_who_was_hurt() {
    check(
        "",
        "Police Superintendent Luis Ortega said a man opened fire. The officer was shot in the leg.",
        &["Superintendent Luis Ortega", "a man", "The officer"],
    );
}

#[test]
fn streets_towns_and_residents_are_no_people() {
    check("", "Residents of Oak Park said Monday that gunfire rang out near Brown Street and Mercy Hospital.", &[]);
}

/// Relationships: whose, what, to whom.
fn check_kin(text: &str, expect: &[&str]) {
    let (document, kinds) = (page("", text), kinds());
    let sheet = Sheet::of(&document);
    let kind = kinds.get("shooting").expect("shooting");
    let cast = Cast::of(&sheet, &Grammar::of(&sheet), kind, &Models::embedded().people);
    let name = |p: PartyId| cast.mentions(p.0 as usize).next().map_or("", |(_, m)| sheet.words(m.tokens.clone()));
    let show = |draft: &Draft| match (&draft.subject, draft.stated.value()) {
        (Subject::Party(who), Some(Value::Kin(Kin { of, to: Some(Actor::Party(to)) }))) => format!("{}: {of} of {}", name(*who), name(*to)),
        _ => format!("{draft:?}"),
    };
    let got: Vec<String> = relationship::drafts(&sheet, &cast, kind).iter().map(show).collect();
    assert_eq!(got, expect, "{text}");
}

#[test]
fn kin_is_kin_of_each_other_where_both_take_part() {
    check_kin(
        "Dario Quill, 40, shot his wife, Mara Quill, 38, police said. She was pronounced dead.",
        &["his wife: wife of Dario Quill, 40", "Dario Quill, 40: husband of his wife"],
    );
    check_kin("Dario Quill, 40, was shot. His sister, Mara Quill, said he was at work.", &["His sister: sister of Dario Quill, 40"]);
}

#[test]
fn kin_is_told_by_its_owner() {
    check(
        "",
        "Dario Quill, 40, shot his wife, Mara Quill, 38, police said. She was pronounced dead.",
        &["Dario Quill, 40 | his", "his wife | Mara Quill, 38 | She"],
    );
}

#[test]
fn one_of_several_is_one() {
    check(
        "",
        "Dario Quill and Mara Quill were shot outside a store in Millbrook. One of the victims died at a hospital.",
        &["Dario Quill", "Mara Quill", "One of the victims"],
    );
}

#[test]
fn who_tells_of_it_is_not_who_was_hurt_at_that_age() {
    check(
        "",
        "A 25-year-old man was shot in Millbrook. Dario Quill, 25, a builder from Dayton, said he heard five shots.",
        &["A 25-year-old man", "Dario Quill, 25 | he"],
    );
}

#[test]
fn who_holds_an_office_is_quoted_also_in_other_words() {
    check(
        "",
        "A man was shot. Millbrook Police Chief Ana Reyes posted that it was over. Mara Quill, the county's chief deputy, could only say the man was alive.",
        &["A man | the man", "Chief Ana Reyes", "Mara Quill"],
    );
}

#[test]
fn a_pair_of_kin_gets_its_names_in_order() {
    check(
        "",
        "Dario Quill, 40, was shot. Also dead were his son and daughter - Luis Quill, 4, and Mara Quill, 2.",
        &["Dario Quill, 40 | his", "his son | Luis Quill, 4", "daughter | Mara Quill, 2"],
    );
}

#[test]
fn an_age_in_words_is_no_name() {
    check("", "A 30-year-old man was shot. Nineteen-year-old Ricky Quill was shot.", &["A 30-year-old man", "Nineteen-year-old Ricky Quill"]);
}

#[test]
fn the_second_deed_of_a_subject_is_its_own() {
    check("", "Two men came up on foot and opened fire. A woman was shot.", &["Two men", "A woman"]);
}

#[test]
fn an_owner_between_two_people_is_neither() {
    check("", "A woman and her son were killed.", &["A woman | her", "her son"]);
    check("", "A gunman killed a woman and her son.", &["A gunman", "a woman | her", "her son"]);
    check("", "Dario Quill, 31, and his brother, Marco Quill, 25, were shot.", &["Dario Quill, 31 | his", "his brother | Marco Quill, 25"]);
    check("", "A man, a woman and a child were shot.", &["A man", "a woman", "a child"]);
}

#[test]
fn a_new_owner_is_nobody_met() {
    check(
        "",
        "A man is accused of shooting a Millbrook police officer. Prosecutors said an officer's bullet hit him.",
        &["A man | him", "a Millbrook police officer"],
    );
}

/// Occupations: whose, what.
fn check_work(text: &str, expect: &[&str]) {
    let (document, kinds) = (page("", text), kinds());
    let sheet = Sheet::of(&document);
    let kind = kinds.get("shooting").expect("shooting");
    let cast = Cast::of(&sheet, &Grammar::of(&sheet), kind, &Models::embedded().people);
    let got: Vec<String> = occupation::drafts(&sheet, &cast, kind)
        .iter()
        .map(|d| {
            let Subject::Party(p) = d.subject else { return String::new() };
            let who = cast.mentions(p.0 as usize).next().map_or("", |(_, m)| sheet.words(m.tokens.clone()));
            format!("{who}: {}", sheet.words(d.tokens.clone()))
        })
        .collect();
    assert_eq!(got, expect, "{text}");
}

#[test]
fn what_people_do_stands_behind_their_names() {
    check_work("Dario Quill, 25, a construction worker from Dayton, was shot.", &["Dario Quill, 25: construction worker"]);
    check_work(
        "A man was shot, said Mara Quill, chief deputy of the Millbrook Sheriff's Office.",
        &["Mara Quill: chief deputy of the Millbrook Sheriff's Office"],
    );
    check_work("Dario Quill was shot. He was a student at Millbrook High School.", &["Dario Quill: student at Millbrook High School"]);
    check_work("Dario Quill, a friend of the officer, was shot.", &[]);
}
