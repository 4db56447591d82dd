//! `cargo xtask train words`: how rare words are in reports, a story counted once however many pages tell it.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon_model::Document;
use rashomon_reader::rarity::{Table, learn};
use rashomon_reader::{Page, Read, read_input};
use rayon::prelude::*;
use serde_json::Value;

use super::Weights;
use super::judge::{FOLDS, Pages};

/// The reports of dev, each with the story it tells.
fn reports(shared: &Path) -> Result<Vec<(String, Document)>, String> {
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
    let documents = read_input(&page).into_iter().filter_map(|r| if let Read::Document(d, _) = r { Some(*d) } else { None });
    Ok(documents.map(|d| (story.get(d.id().as_str()).cloned().unwrap_or_default(), d)).collect())
}

/// Counts the words of dev by story.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let reports = reports(shared)?;
    let bytes = learn(reports.iter().map(|(story, d)| (story.as_str(), d)));
    println!("{} words of {} reports", bytes.len() / 5, reports.len());
    Ok(vec![Weights { file: "words.bin", bytes }])
}

/// The rarest words of each page of dev, by words counted without its fold.
pub fn cross_validated(shared: &Path, pages: &Pages) -> Result<BTreeMap<String, Vec<(u32, u8)>>, String> {
    let reports = reports(shared)?;
    let fold = |d: &Document| pages.fold(d.id().as_str());
    let rarest = |of: usize| {
        let table = Table::read(&learn(reports.iter().filter(|(_, d)| fold(d) != of).map(|(story, d)| (story.as_str(), d))));
        let own = reports.iter().filter(|(_, d)| fold(d) == of);
        own.map(|(_, d)| (d.id().to_string(), table.rarest(d))).collect::<Vec<_>>()
    };
    Ok((0..FOLDS).into_par_iter().flat_map_iter(rarest).collect())
}
