//! Every example in a kind file is a test of its slot.

use rashomon_claims::scene::Scene;
use rashomon_claims::sheet::Sheet;
use rashomon_claims::slot;
use rashomon_model::kind::Of;
use rashomon_model::text::{Source, Text, Zone};
use rashomon_model::{DocId, Document, Field, Kinds, ZoneKind};

fn kinds() -> Kinds {
    Kinds::parse(&[("incident", include_str!("../../../kinds/incident.toml")), ("shooting", include_str!("../../../kinds/shooting.toml"))]).unwrap()
}

fn document(text: &str) -> Document {
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None };
    Document::new(Source::unknown(DocId::new("d")), None, Text::plain(text), vec![zone]).unwrap()
}

/// What each incident slot says in a text: slot, caption, quote.
fn said(kinds: &Kinds, text: &str) -> Vec<(String, String, String)> {
    let kind = kinds.get("shooting").unwrap();
    let document = document(text);
    let sheet = Sheet::of(&document);
    let drafts = slot::scene_drafts(&Scene::of(&sheet, kind), kind);
    drafts.iter().map(|d| (d.slot.to_string(), d.stated.caption(), sheet.quote(d.tokens.clone()).unwrap().exact().to_string())).collect()
}

#[test]
fn every_example_of_the_kind_files_says_what_it_says() {
    let kinds = kinds();
    let mut wrong = Vec::new();
    for slot in kinds.get("shooting").unwrap().slots.iter().filter(|s| s.of == Of::Incident) {
        // Tolls are read with the people in them, not from words alone.
        for example in slot.examples.iter().filter(|_| !matches!(slot.id.as_str(), "killed" | "injured")) {
            let values: Vec<String> = said(&kinds, &example.text).into_iter().filter(|(s, ..)| *s == slot.id.as_str()).map(|(_, v, _)| v).collect();
            let right = if &*example.says == "nothing" { values.is_empty() } else { values.iter().any(|v| **v == *example.says) };
            if !right {
                wrong.push(format!("{}: {:?} says {values:?}, not {:?}", slot.id, example.text, example.says));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_report_says_where_when_and_how() {
    let kinds = kinds();
    let text = "MILLBROOK, Ohio (AP) \u{2014} A man was shot and killed early Sunday outside an apartment complex in the 1200 block of Oak Street.\n\
                Millbrook police said a black Honda pulled up about 1:30 a.m. and someone fired six shots from a handgun after an argument.\n\
                Police Chief Ana Reyes said Tuesday that no arrests have been made. The victim, of Toledo, died at a hospital.";
    let mut got: Vec<String> = said(&kinds, text).into_iter().map(|(s, v, _)| format!("{s}: {v}")).collect();
    got.sort();
    got.dedup(); // what is told twice is quoted twice
    let expect = "address: 1200 block of Oak Street, agency: Millbrook police, case_status: at-large, circumstance: argument, city: Millbrook, \
                  date: Sunday, shots_fired: 6, state: Ohio, time: 01:30, time: early-morning, vehicle: black Honda, venue: apartment complex, weapon: handgun";
    assert_eq!(got.join(", "), expect);
}

#[test]
fn nothing_is_read_from_nothing_and_long_lines_are_no_trouble() {
    let kinds = kinds();
    assert!(said(&kinds, "x").is_empty());
    let line = "He was shot in the 1200 block of Oak Street in Millbrook, Ohio, on Sunday at 5 p.m. and ".repeat(4_000);
    let start = said(&kinds, &line);
    assert!(start.iter().any(|(slot, value, _)| slot == "time" && value == "17:00"));
}
