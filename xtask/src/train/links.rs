//! `cargo xtask train links`: which accounts tell of one incident, learned from the pairs of dev that the register would compare. Labels are the registry's: two
//! pages tell of one incident when it cites both for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon_register::candidates;
use rashomon_register::features::learn::{Example, learn};
use rashomon_register::key::AccountKey;
use rashomon_register::resolve::groups_by;
use rashomon_register::shelf::{Memory, Seat};
use serde_json::Value;

use super::Weights;
use super::judge::{FOLDS, Pages, idle};

/// A pair with the fold of its pages; none where they lie in two.
struct Row {
    fold: Option<usize>,
    example: Example,
}

/// Trains on every pair, says how the pairs of each fold turn out by weights that never saw it.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let models = idle(shared)?;
    let kinds = rashomon::kinds::load(None)?;
    let pages = Pages::of(shared)?;
    let readings = pages.read(&kinds, &|fold| &models[fold]);
    let keys: BTreeMap<_, _> =
        readings.iter().flat_map(|r| r.telling.accounts.iter().map(|a| (a.id.clone(), AccountKey::of(a, &r.source)))).collect();
    let keys: Vec<AccountKey> = keys.into_values().collect();
    let events = events(shared)?;
    let of = |key: &AccountKey| events.get(key.doc.as_str()).filter(|_| key.main);
    let shelf = Memory::of(&keys);
    let Ok(pairs) = candidates::pairs(&shelf, keys.len() as Seat);
    let rows: Vec<Row> = pairs
        .iter()
        .filter_map(|(i, j, share)| {
            let (a, b) = (&keys[*i as usize], &keys[*j as usize]);
            let same = !of(a)?.is_disjoint(of(b)?);
            let (f, g) = (pages.fold(a.doc.as_str()), pages.fold(b.doc.as_str()));
            Some(Row { fold: (f == g).then_some(f), example: Example::of(a, b, *share, same) })
        })
        .collect();
    println!("{} accounts, {} pairs to learn from, {} of one incident", keys.len(), rows.len(), rows.iter().filter(|r| r.example.same).count());

    // Pairs of pages that stand together or apart, by weights that saw none of the fold's.
    let seats: Vec<Seat> = (0..keys.len() as Seat).collect();
    let (mut right, mut wrong, mut missed) = (0_usize, 0_usize, 0_usize);
    for fold in 0..FOLDS {
        let links = learn(rows.iter().filter(|r| r.fold != Some(fold)).map(|r| &r.example));
        let Ok(groups) = groups_by(&links, &shelf, &seats, &[]);
        let mut group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (n, members) in groups.iter().enumerate() {
            for key in members.members.iter().map(|s| &keys[*s as usize]).filter(|k| of(k).is_some() && pages.fold(k.doc.as_str()) == fold) {
                group.entry(n).or_default().push(keys.iter().position(|k| std::ptr::eq(k, key)).unwrap_or(0));
            }
        }
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        for key in keys.iter().filter(|k| pages.fold(k.doc.as_str()) == fold) {
            for event in of(key).into_iter().flatten() {
                *told.entry(event).or_default() += 1;
            }
        }
        let mut found = 0;
        for members in group.values() {
            for (n, i) in members.iter().enumerate() {
                for j in &members[..n] {
                    let same = of(&keys[*i]).zip(of(&keys[*j])).is_some_and(|(x, y)| !x.is_disjoint(y));
                    found += usize::from(same);
                    wrong += usize::from(!same);
                }
            }
        }
        right += found;
        missed += told.values().map(|n| n * (n - 1) / 2).sum::<usize>().saturating_sub(found);
    }
    let (p, r) = (right as f64 / (right + wrong).max(1) as f64, right as f64 / (right + missed).max(1) as f64);
    println!("cross-validated, pairs of pages in one incident: P {p:.3} R {r:.3} F1 {:.3}", 2.0 * p * r / (p + r));
    Ok(vec![Weights { file: "links.tsv", bytes: learn(rows.iter().map(|r| &r.example)).to_text().into_bytes() }])
}

/// The incidents that the registry cites each good page for.
fn events(shared: &Path) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
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
