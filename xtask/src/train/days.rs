//! `cargo xtask train days`: which of the days on a page is the incident's. Labels are the registry's records.

use std::path::Path;

use rashomon::pipeline;
use rashomon_claims::scene::Scene;
use rashomon_claims::sheet::Sheet;
use rashomon_claims::slot::day;
use rashomon_claims::weights::{self, Example, Recipe, learn};
use rashomon_store::wire::kept::Given;
use rayon::prelude::*;

use super::Weights;
use super::judge::{FOLDS, Pages};
use super::registry;

const RECIPE: Recipe = Recipe { rounds: 6, step: 0.03, shrink: 0.002, seen: 8 };

/// A page with its days.
struct Row {
    fold: usize,
    days: Vec<Example>,
}

/// Trains on all pages; says how often pages are dated right by weights that never saw their fold.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let rows = rows(shared)?;
    let folds = folds(&rows);
    println!(
        "{} pages, {} name the right day; cross-validated, by the score from which a day is taken:",
        rows.len(),
        rows.iter().filter(|r| r.days.iter().any(|d| d.positive)).count()
    );
    let score = |row: &Row, e: &Example| folds[row.fold].score(e.features.iter().copied());
    let taken: Vec<(i32, bool)> =
        rows.iter().filter_map(|row| row.days.iter().map(|e| (score(row, e), e.positive)).max_by_key(|(s, right)| (*s, !*right))).collect();
    for least in [-4000, -3000, -2500, -2000, -1500, -1000, -500, 0] {
        let right = taken.iter().filter(|(s, right)| *s >= least && *right).count();
        println!("  {least:>6}: {} dated, {right} right", taken.iter().filter(|(s, _)| *s >= least).count());
    }
    let examples: Vec<Example> = rows.into_iter().flat_map(|r| r.days).collect();
    println!("{} examples", examples.len());
    Ok(vec![Weights { file: "days.bin", bytes: learn(&examples, &RECIPE).bytes() }])
}

/// For each fold, weights that did not see its pages.
pub fn cross_validated(shared: &Path) -> Result<Vec<weights::Weights>, String> {
    Ok(folds(&rows(shared)?))
}

fn folds(rows: &[Row]) -> Vec<weights::Weights> {
    let others = |fold: usize| rows.iter().filter(|r| r.fold != fold).flat_map(|r| r.days.iter().cloned()).collect::<Vec<_>>();
    (0..FOLDS).into_par_iter().map(|fold| learn(&others(fold), &RECIPE)).collect()
}

/// Every page that the registry dates, with its days.
fn rows(shared: &Path) -> Result<Vec<Row>, String> {
    let cited = registry::cited(shared)?;
    let pages = Pages::of(shared)?;
    let kinds = rashomon::kinds::load(None)?;
    let kind = kinds.get("shooting").ok_or("no kind shooting")?;
    let row = |given: &Given| -> Option<Row> {
        let cited = cited.get(given.doc_id.as_deref()?)?;
        let day = cited.day?;
        let (document, _) = pipeline::document(given).ok()?;
        let sheet = Sheet::of(&document);
        let scene = Scene::of(&sheet, kind);
        let example = |c: day::Candidate| {
            // A weekday on a page without a day of its own is right where the weekday fits.
            let positive = match c.value.resolved {
                Some(range) => range.single() == Some(day),
                None => c.value.fits(day),
            };
            Example { features: c.features().collect(), positive, weight: 1.0 }
        };
        Some(Row { fold: cited.fold, days: day::candidates(&scene, kind, &|_| true).into_iter().map(example).collect() })
    };
    Ok(pages.list().par_iter().filter_map(row).collect())
}
