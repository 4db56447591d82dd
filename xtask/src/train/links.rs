//! `cargo xtask train links`: which accounts tell of one incident, learned from the pairs of dev that the register would compare. Labels are the registry's: two
//! pages tell of one incident when it cites both for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon_model::DocId;
use rashomon_register::candidates;
use rashomon_register::features::learn::{Example, learn};
use rashomon_register::features::{self, Weigh};
use rashomon_register::key::AccountKey;
use rashomon_register::resolve::groups_by;
use rashomon_register::shelf::{Memory, Seat};
use rashomon_store::wire::kept::Reading;
use rayon::prelude::*;
use serde_json::Value;

use super::Weights;
use super::judge::{self, FOLDS, Pages};

/// Parts in which each fold is parted by its incidents, so that weights for two pages need do without few others.
const PARTS: usize = 2;

/// A pair with the parts of its two pages.
struct Row {
    parts: [usize; 2],
    example: Example,
}

/// Weights for each two parts of dev that saw no page of either.
pub struct ByParts {
    weights: Vec<features::Weights>,
    part: BTreeMap<DocId, usize>,
}

impl Weigh for ByParts {
    fn weights(&self, a: &AccountKey, b: &AccountKey) -> &features::Weights {
        let of = |key: &AccountKey| self.part.get(&key.doc).copied().unwrap_or(0);
        &self.weights[of(a) * FOLDS * PARTS + of(b)]
    }
}

/// Trains on every pair, says how the pairs of pages turn out by weights that saw neither.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let pages = Pages::of(shared)?;
    let readings = readings(shared, &pages)?;
    let keys = keys(&readings);
    let events = events(shared)?;
    let parts = parts(&readings, &events, &pages);
    let rows = rows(&keys, &events, &parts);
    println!("{} accounts, {} pairs to learn from, {} of one incident", keys.len(), rows.len(), rows.iter().filter(|r| r.example.same).count());

    // Pairs of pages that stand together or apart.
    let links = by_parts(&rows, parts);
    let seats: Vec<Seat> = (0..keys.len() as Seat).collect();
    let Ok(groups) = groups_by(&links, &Memory::of(&keys), &seats, &[]);
    let of = |key: &AccountKey| events.get(key.doc.as_str()).filter(|_| key.main);
    let (mut found, mut wrong) = (0_usize, 0_usize);
    for group in &groups {
        let told: Vec<_> = group.members.iter().filter_map(|s| of(&keys[*s as usize])).collect();
        for (n, x) in told.iter().enumerate() {
            let same = told[..n].iter().filter(|y| !x.is_disjoint(y)).count();
            found += same;
            wrong += n - same;
        }
    }
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for event in keys.iter().filter_map(of).flatten() {
        *told.entry(event).or_default() += 1;
    }
    let all = told.values().map(|n| n * (n - 1) / 2).sum::<usize>();
    let (p, r) = (found as f64 / (found + wrong).max(1) as f64, found as f64 / all.max(1) as f64);
    println!("cross-validated, pairs of pages in one incident: P {p:.3} R {r:.3} F1 {:.3}", 2.0 * p * r / (p + r));
    Ok(vec![Weights { file: "links.tsv", bytes: learn(rows.iter().map(|r| &r.example)).to_text().into_bytes() }])
}

/// What the pages of dev tell, each read by models that did not see its fold.
pub fn readings(shared: &Path, pages: &Pages) -> Result<Vec<Reading>, String> {
    let models = judge::cross_validated(shared)?;
    let kinds = rashomon::kinds::load(None)?;
    let mut readings = pages.read(&kinds, &|fold| &models[fold]);
    let mut rare = super::words::cross_validated(shared, pages)?;
    for reading in &mut readings {
        reading.source.rare = rare.remove(reading.source.doc.as_str()).unwrap_or_default();
    }
    Ok(readings)
}

/// Weights learned for readings of dev, by parts of its folds.
pub fn cross_validated(shared: &Path, pages: &Pages, readings: &[Reading]) -> Result<ByParts, String> {
    let events = events(shared)?;
    let parts = parts(readings, &events, pages);
    Ok(by_parts(&rows(&keys(readings), &events, &parts), parts))
}

fn by_parts(rows: &[Row], part: BTreeMap<DocId, usize>) -> ByParts {
    let n = FOLDS * PARTS;
    let without = |(a, b): (usize, usize)| learn(rows.iter().filter(|r| r.parts.iter().all(|p| *p != a && *p != b)).map(|r| &r.example));
    let twos: Vec<(usize, usize)> = (0..n).flat_map(|a| (a..n).map(move |b| (a, b))).collect();
    let once: BTreeMap<(usize, usize), features::Weights> = twos.into_par_iter().map(|two| (two, without(two))).collect();
    let weights = (0..n * n).map(|at| once[&((at / n).min(at % n), (at / n).max(at % n))].clone()).collect();
    ByParts { weights, part }
}

/// The part of each page: its fold, and in it which half of the incidents it tells of.
fn parts(readings: &[Reading], events: &Events, pages: &Pages) -> BTreeMap<DocId, usize> {
    let part = |doc: &DocId| {
        let first = events.get(doc.as_str()).and_then(BTreeSet::first).map_or(0, |e| e.bytes().map(usize::from).sum());
        pages.fold(doc.as_str()) * PARTS + first % PARTS
    };
    readings.iter().map(|r| (r.source.doc.clone(), part(&r.source.doc))).collect()
}

/// The keys of all accounts, in the order of their ids.
fn keys(readings: &[Reading]) -> Vec<AccountKey> {
    let keys = readings.iter().flat_map(|r| r.telling.accounts.iter().map(|a| (a.id.clone(), AccountKey::of(a, &r.source))));
    keys.collect::<BTreeMap<_, _>>().into_values().collect()
}

/// Every pair that the register would compare, of pages that the registry cites.
fn rows(keys: &[AccountKey], events: &Events, parts: &BTreeMap<DocId, usize>) -> Vec<Row> {
    let of = |key: &AccountKey| events.get(key.doc.as_str()).filter(|_| key.main);
    let Ok(pairs) = candidates::pairs(&Memory::of(keys), keys.len() as Seat);
    let row = |(i, j, share): &(Seat, Seat, u16)| {
        let (a, b) = (&keys[*i as usize], &keys[*j as usize]);
        let same = !of(a)?.is_disjoint(of(b)?);
        Some(Row { parts: [*parts.get(&a.doc)?, *parts.get(&b.doc)?], example: Example::of(a, b, *share, same) })
    };
    pairs.iter().filter_map(row).collect()
}

/// The registry's incidents, by page.
type Events = BTreeMap<String, BTreeSet<String>>;

/// The incidents that the registry cites each good page for.
fn events(shared: &Path) -> Result<Events, String> {
    let path = shared.join("data/dev/dev.labels.jsonl");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = BTreeMap::new();
    for line in text.lines() {
        let label: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        if let (Some(doc), Some(events), Some(true)) = (label["doc_id"].as_str(), label["event_ids"].as_array(), label["good"].as_bool()) {
            out.insert(doc.to_owned(), events.iter().map(ToString::to_string).collect());
        }
    }
    Ok(out)
}
