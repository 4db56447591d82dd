//! how pages that are one are known as such: two captures of one address are versions, and near-duplicates share an origin.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rashomon::pipeline;
use rashomon_claims::Models;
use rashomon_store::wire;
use rashomon_store::wire::kept::{Given, Reading};
use rayon::prelude::*;
use serde_json::Value;

/// One in so many pairs of captures is read.
const STEP: usize = 5;
/// From so much shared text (thousandths) two pages are one story to the register.
const ONE_STORY: u16 = 700;

/// Two rows of the table; `export`: dev's.
pub fn score(shared: &Path, export: &Path) -> Result<String, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let (found, told) = captures(&read(&shared.join("data/dev/dev.dual.jsonl"))?)?;
    let (one, groups) = duplicates(&read(&shared.join("data/dev/dev.labels.jsonl"))?, &read(export)?);
    let mut rows = String::new();
    let mut row = |group: &str, name: &str, n: usize, of: usize, what: &str| {
        let _ = writeln!(rows, "{group:<11}{name:<37}{:.4}  {n} of {of} {what}", n as f64 / of.max(1) as f64);
    };
    row("versions", "captures of one address", found, told, "pairs that both tell of an incident");
    row("", "near-duplicates of one origin", one, groups, "groups with two pages that tell of an incident");
    Ok(rows)
}

/// Pairs of captures of one address that both tell of an incident, and those of them that one incident holds as versions.
fn captures(pairs: &str) -> Result<(usize, usize), String> {
    let kinds = rashomon::kinds::load(None)?;
    let pairs: Vec<Value> = pairs.lines().step_by(STEP).filter_map(|l| serde_json::from_str(l).ok()).collect();
    let pages: Vec<Given> = pairs.iter().flat_map(|pair| ["wayback", "diffbot"].map(|capture| given(pair, capture))).collect();
    let readings: Vec<Reading> =
        pages.par_iter().filter_map(|g| pipeline::read(g, &kinds, Models::embedded()).ok()).map(|(_, reading)| reading).collect();
    let telling: BTreeSet<String> = readings.iter().filter(|r| r.telling.accounts.iter().any(|a| a.main)).map(|r| r.source.doc.to_string()).collect();
    let versions: BTreeSet<(String, String)> = pipeline::register(readings, &[], &kinds)
        .into_iter()
        .flat_map(|incident| incident.copies)
        .filter(|copied| copied.versions)
        .map(|copied| ordered(copied.documents.0, copied.documents.1))
        .collect();
    let (mut found, mut told) = (0, 0);
    for pair in pages.chunks(2) {
        let [Given { doc_id: Some(a), .. }, Given { doc_id: Some(b), .. }] = pair else { continue };
        if telling.contains(a) && telling.contains(b) {
            told += 1;
            found += usize::from(versions.contains(&ordered(a.clone(), b.clone())));
        }
    }
    Ok((found, told))
}

/// One capture of a pair, under a name of its own.
fn given(pair: &Value, capture: &str) -> Given {
    let text = |key: &str| pair[capture][key].as_str().map(str::to_owned);
    Given {
        doc_id: text("doc_id").map(|id| format!("{capture}-{id}")),
        title: text("title"),
        published: text("published"),
        url: pair["url"].as_str().map(str::to_owned),
        archived_at: text("archived_at"),
        text: text("text").unwrap_or_default(),
        ..Given::default()
    }
}

fn ordered(a: String, b: String) -> (String, String) {
    if a < b { (a, b) } else { (b, a) }
}

/// Groups of near-duplicates of which two pages or more tell of an incident, and those whose pages the register holds for one story.
fn duplicates(labels: &str, export: &str) -> (usize, usize) {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for label in labels.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
        if let (Some(group), Some(doc)) = (label["near_dup_group"].as_str(), label["doc_id"].as_str()) {
            groups.entry(group.to_owned()).or_default().insert(doc.to_owned());
        }
    }
    let incidents: Vec<wire::Incident> = export.lines().filter_map(wire::Incident::from_json).collect();
    let mut story: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut main: BTreeSet<&str> = BTreeSet::new();
    for incident in &incidents {
        main.extend(incident.documents.iter().filter(|d| d.part == "main").map(|d| d.doc_id.as_str()));
        let alike = incident.copies.iter().filter(|c| c.versions || c.share >= ONE_STORY);
        story.extend(alike.map(|c| (c.documents.0.as_str(), c.documents.1.as_str())));
    }
    let (mut one, mut all) = (0, 0);
    for group in groups.values() {
        let telling: Vec<&str> = group.iter().map(String::as_str).filter(|doc| main.contains(doc)).collect();
        let [first, rest @ ..] = telling.as_slice() else { continue };
        if !rest.is_empty() {
            all += 1;
            one += usize::from(rest.iter().all(|doc| story.contains(&(*first, *doc)) || story.contains(&(*doc, *first))));
        }
    }
    (one, all)
}
