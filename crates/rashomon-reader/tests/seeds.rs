//! The seed pages, with what to expect from `gold/seeds`: comments, the rights notice and the page's furniture are no
//! reporting, and every claim's words are. Skips with a message where the shared folder is absent.
#![allow(clippy::disallowed_methods)] // a test reads files and one variable; the crate does not

use std::path::PathBuf;

use rashomon_model::{Document, Field, ZoneKind};
use rashomon_reader::{Page, Read, read_input};
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = std::env::var_os("RASHOMON_SHARED").map_or_else(beside, PathBuf::from);
    if path.join("gold/seeds/seeds.gold.json").exists() {
        return Some(path);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{} is absent", path.display());
    eprintln!("skipped: {} is absent (set RASHOMON_SHARED)", path.display());
    None
}

fn document(shared: &std::path::Path, name: &str) -> Document {
    let bytes = std::fs::read(shared.join("seeds").join(name)).expect("a seed page");
    match read_input(&Page { name: name.into(), bytes }).pop() {
        Some(Read::Document(document, _)) => *document,
        other => panic!("{name}: {other:?}"),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string of the gold file")
}

/// Kinds of the zones that a passage of the page touches.
fn kinds(document: &Document, words: &str) -> Vec<ZoneKind> {
    let start = document.text().raw().find(words).unwrap_or_else(|| panic!("{} has no {words:?}", document.id()));
    let end = start + words.len();
    let touched = document.zones().iter().filter(|z| z.field == Field::Text && (z.start as usize) < end && start < z.end as usize);
    touched.map(|z| z.kind).collect()
}

#[test]
fn only_the_report_is_evidence() {
    let Some(shared) = shared() else { return };
    let gold: Value = serde_json::from_slice(&std::fs::read(shared.join("gold/seeds/seeds.gold.json")).expect("the gold file")).expect("JSON");

    for (name, from) in gold["comments_start_at"].as_object().expect("pages") {
        let page = document(&shared, name);
        let from = page.text().raw().find(text(from)).expect("the first comment");
        for zone in page.zones().iter().filter(|z| z.field == Field::Text) {
            assert_eq!(zone.start as usize >= from, zone.kind == ZoneKind::Comment, "{name}: a {} at {}", zone.kind.as_str(), zone.start);
        }
        assert!(page.zones().iter().filter(|z| z.kind == ZoneKind::Comment).all(|z| z.comment.as_ref().is_some_and(|c| !c.thread.is_empty())));
    }

    let rights = &gold["rights_notice"];
    assert_eq!(kinds(&document(&shared, text(&rights["doc_id"])), text(&rights["quote"])), [ZoneKind::Rights]);
    for item in gold["page_furniture"].as_array().expect("a list") {
        let found = kinds(&document(&shared, text(&item["doc_id"])), text(&item["quote"]));
        assert!(found.iter().all(|k| *k == ZoneKind::Furniture), "{item}: {found:?}");
    }

    for incident in gold["incidents"].as_array().expect("a list") {
        for claim in incident["claims"].as_array().expect("a list") {
            let found = kinds(&document(&shared, text(&claim["doc_id"])), text(&claim["quote"]));
            assert!(found.iter().all(|k| k.is_reporting()), "{claim}: {found:?}");
        }
    }
}
