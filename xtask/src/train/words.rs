//! `cargo xtask train words`: how rare words are in reports, a story counted once however many pages tell it.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon_model::Document;
use rashomon_reader::{Page, Read, read_input};
use serde_json::Value;

use super::Weights;

/// Counts the words of dev by story.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let path = |name: &str| shared.join("data/dev").join(name);
    let read = |name: &str| std::fs::read(path(name)).map_err(|e| format!("{}: {e}", path(name).display()));
    let mut story: BTreeMap<String, String> = BTreeMap::new();
    for line in String::from_utf8_lossy(&read("dev.labels.jsonl")?).lines() {
        let label: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        if let (Some(doc), Some(event)) = (label["doc_id"].as_str(), label["event_ids"][0].as_str()) {
            story.insert(doc.to_owned(), event.to_owned());
        }
    }
    let page = Page { name: "dev.docs.jsonl".into(), bytes: read("dev.docs.jsonl")? };
    let documents: Vec<Document> = read_input(&page).into_iter().filter_map(|r| if let Read::Document(d, _) = r { Some(*d) } else { None }).collect();
    let of = |d: &Document| story.get(d.id().as_str()).map_or("", String::as_str).to_owned();
    let stories: Vec<String> = documents.iter().map(of).collect();
    let bytes = rashomon_reader::rarity::learn(stories.iter().map(String::as_str).zip(&documents));
    println!("{} words of {} reports", bytes.len() / 5, documents.len());
    Ok(vec![Weights { file: "words.bin", bytes }])
}
