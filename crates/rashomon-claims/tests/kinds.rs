//! Every example in a kind file is a test of its slot.

use rashomon_claims::Models;
use rashomon_claims::scene::Scene;
use rashomon_claims::sheet::Sheet;
use rashomon_claims::slot;
use rashomon_model::kind::Of;
use rashomon_model::text::{Source, Text, Zone};
use rashomon_model::{DocId, Document, Field, Kind, Kinds, ZoneKind};

fn kinds() -> Kinds {
    let files = [
        ("fire", include_str!("../../../kinds/fire.toml")),
        ("incident", include_str!("../../../kinds/incident.toml")),
        ("job-loss", include_str!("../../../kinds/job-loss.toml")),
        ("shooting", include_str!("../../../kinds/shooting.toml")),
    ];
    Kinds::parse(&files).unwrap()
}

fn document(text: &str) -> Document {
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None };
    Document::new(Source::unknown(DocId::new("d")), None, Text::plain(text), vec![zone]).unwrap()
}

/// What each incident slot says in a text: slot, caption, quote.
fn said(kind: &Kind, text: &str) -> Vec<(String, String, String)> {
    let document = document(text);
    let sheet = Sheet::of(&document);
    let drafts = slot::scene_drafts(&Scene::of(&sheet, kind), kind, Models::embedded(), &|_| true);
    drafts.iter().map(|d| (d.slot.to_string(), d.stated.caption(), sheet.quote(d.tokens.clone()).unwrap().exact().to_string())).collect()
}

#[test]
fn every_example_of_the_kind_files_says_what_it_says() {
    let kinds = kinds();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for kind in kinds.iter() {
        for slot in kind.slots.iter().filter(|s| s.of == Of::Incident) {
            // Tolls are read with the people in them, not from words alone. What `incident` says of its own is asked in the words of a shooting.
            let shared = kinds.get("incident").is_some_and(|i| i.slot(slot.id.as_str()).is_some()) && kind.id.as_str() != "shooting";
            for example in slot.examples.iter().filter(|_| !shared && !matches!(slot.id.as_str(), "killed" | "injured")) {
                let values: Vec<String> = said(kind, &example.text).into_iter().filter(|(s, ..)| *s == slot.id.as_str()).map(|(_, v, _)| v).collect();
                let right = if &*example.says == "nothing" { values.is_empty() } else { values.iter().any(|v| **v == *example.says) };
                seen += 1;
                if !right {
                    wrong.push(format!("{} {}: {:?} says {values:?}, not {:?}", kind.id, slot.id, example.text, example.says));
                }
            }
        }
    }
    assert!(seen > 20, "the kind files have examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_report_says_where_when_and_how() {
    let kinds = kinds();
    let text = "MILLBROOK, Ohio (AP) \u{2014} A man was shot and killed early Sunday outside an apartment complex in the 1200 block of Oak Street.\n\
                Millbrook police said a black Honda pulled up about 1:30 a.m. and someone fired six shots from a handgun after an argument.\n\
                Police Chief Ana Reyes said Tuesday that no arrests have been made. The victim, of Toledo, died at a hospital.";
    let mut got: Vec<String> = said(kinds.get("shooting").unwrap(), text).into_iter().map(|(s, v, _)| format!("{s}: {v}")).collect();
    got.sort();
    got.dedup(); // what is told twice is quoted twice
    let expect = "address: 1200 block of Oak Street, agency: Millbrook police, case_status: at-large, circumstance: argument, city: Millbrook, \
                  date: Sunday, shots_fired: 6, state: Ohio, time: 01:30, time: early-morning, vehicle: black Honda, venue: apartment complex, weapon: handgun";
    assert_eq!(got.join(", "), expect);
}

#[test]
fn nothing_is_read_from_nothing_and_long_lines_are_no_trouble() {
    let kinds = kinds();
    assert!(said(kinds.get("shooting").unwrap(), "x").is_empty());
    let line = "He was shot in the 1200 block of Oak Street in Millbrook, Ohio, on Sunday at 5 p.m. and ".repeat(4_000);
    let start = said(kinds.get("shooting").unwrap(), &line);
    assert!(start.iter().any(|(slot, value, _)| slot == "time" && value == "17:00"));
}

/// The kinds of the accounts of a page that opens with some words.
fn kinds_of(text: &str) -> String {
    let told = rashomon_claims::tell(&document(text), &kinds(), Models::embedded());
    told.accounts.iter().map(|a| a.kind.to_string()).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_page_is_of_the_kind_that_it_tells_of() {
    assert_eq!(kinds_of("A fire destroyed a barn near Millbrook on Monday. Fire crews from Oakdale came. Nobody lost a job."), "fire");
    assert_eq!(kinds_of("Oakdale Foods fired a clerk on Monday. She was dismissed for being late."), "job-loss");
    assert_eq!(
        kinds_of(
            "A man was shot on Oak Street on Monday. The shooter opened fire on him. An officer fired back.\nA shot hit a house. Fire crews took him to a hospital."
        ),
        "shooting"
    );
    // A page about both is of both.
    assert_eq!(
        kinds_of(
            "A fire destroyed a house on Monday, and the blaze spread. The fire was set by a man who shot his brother. The arson is under investigation."
        ),
        "fire, shooting"
    );
    // A passing word is no telling.
    assert_eq!(
        kinds_of("The council met on Monday.\nThe mayor spoke.\nA clerk answered.\nThe town hall opened.\nOne asked about the fire of May."),
        ""
    );
}
