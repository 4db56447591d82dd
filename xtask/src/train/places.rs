//! `cargo xtask train places`: where outlets report from, and which of the towns on a page is the incident's. Labels are the registry's
//! records: the town and state of the incident that a page was cited for.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon::pipeline;
use rashomon_claims::outlet::Outlets;
use rashomon_claims::scene::Scene;
use rashomon_claims::sheet::Sheet;
use rashomon_claims::weights::{self, Example, Recipe, learn};
use rashomon_claims::whereabouts::{self, Candidate};
use rashomon_model::Kind;
use rashomon_model::gazetteer::key;
use rayon::prelude::*;

use super::Weights;
use super::judge::{FOLDS, Pages};
use super::registry::{self, Cited};

const RECIPE: Recipe = Recipe { rounds: 6, step: 0.05, shrink: 0.001, seen: 5 };

/// Both sets of weights.
pub type Learned = (Outlets, weights::Weights);

/// Trains on all pages; says how often pages are placed right by weights that never saw their fold.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let places = registry::cited(shared)?;
    let pages = Pages::of(shared)?;
    let (rows, outlets) = rows(&pages, &places)?;
    let folds = folds(&rows);
    println!(
        "{} pages, {} name the right town; cross-validated, by the score from which a town is taken:",
        rows.len(),
        rows.iter().filter(|r| r.candidates.iter().any(|c| c.right)).count()
    );
    let best = |row: &Row| row.candidates.iter().map(|c| (c.score(&folds[row.fold]), c.right, c.state)).max_by_key(|(s, right, _)| (*s, !*right));
    let taken: Vec<_> = rows.iter().filter_map(best).collect();
    for least in [-4000, -3000, -2500, -2000, -1500, -1000, -500, 0] {
        let (mut all, mut right, mut states) = (0, 0, 0);
        for (_, is_right, its_state) in taken.iter().filter(|(score, ..)| *score >= least) {
            (all, right, states) = (all + 1, right + usize::from(*is_right), states + usize::from(*its_state));
        }
        println!("  {least:>6}: {all} placed, {right} in the right town, {states} in the right state");
    }
    let examples = rows.iter().flat_map(Row::examples).collect::<Vec<_>>();
    println!("{} examples, {} outlets", examples.len(), outlets.to_text().lines().count() - 1);
    Ok(vec![
        Weights { file: "outlets.tsv", bytes: outlets.to_text().into_bytes() },
        Weights { file: "places.bin", bytes: learn(&examples, &RECIPE).bytes() },
    ])
}

/// For each fold, weights that did not see its pages.
pub fn cross_validated(shared: &Path) -> Result<Vec<Learned>, String> {
    let places = registry::cited(shared)?;
    let pages = Pages::of(shared)?;
    let (rows, _) = rows(&pages, &places)?;
    let weights = folds(&rows);
    Ok(weights.into_iter().enumerate().map(|(fold, w)| (outlets(&places, Some(fold)), w)).collect())
}

fn folds(rows: &[Row]) -> Vec<weights::Weights> {
    let others = |fold: usize| rows.iter().filter(|r| r.fold != fold).flat_map(Row::examples).collect::<Vec<_>>();
    (0..FOLDS).into_par_iter().map(|fold| learn(&others(fold), &RECIPE)).collect()
}

/// A page with the towns it may be about.
struct Row {
    fold: usize,
    candidates: Vec<Judged>,
}

/// A town, and whether it is the right one, and in the right state.
struct Judged {
    features: Vec<weights::Feature>,
    right: bool,
    state: bool,
}

impl Judged {
    fn score(&self, weights: &weights::Weights) -> i32 {
        weights.score(self.features.iter().copied())
    }
}

impl Row {
    fn examples(&self) -> impl Iterator<Item = Example> + '_ {
        self.candidates.iter().map(|c| Example { features: c.features.clone(), positive: c.right, weight: 1.0 })
    }
}

/// Every page with its towns; what is known of outlets never comes from the page's own fold. And the outlets by all pages.
fn rows(pages: &Pages, places: &BTreeMap<String, Cited>) -> Result<(Vec<Row>, Outlets), String> {
    let kinds = rashomon::kinds::load(None)?;
    let kind: &Kind = kinds.get("shooting").ok_or("no kind shooting")?;
    let by_fold: Vec<Outlets> = (0..FOLDS).map(|fold| outlets(places, Some(fold))).collect();
    let row = |given: &rashomon_store::wire::kept::Given| -> Option<Row> {
        let place = places.get(given.doc_id.as_deref()?)?;
        let (document, _) = pipeline::document(given).ok()?;
        let sheet = Sheet::of(&document);
        let scene = Scene::of(&sheet, kind);
        let beat = by_fold[place.fold].beat(&place.url);
        let judged = |c: Candidate| {
            let state = c.state.code == place.state.code;
            Judged { right: state && place.towns.contains(&key(&c.name)), state, features: c.features().collect() }
        };
        Some(Row { fold: place.fold, candidates: whereabouts::candidates(&scene, beat).into_iter().map(judged).collect() })
    };
    Ok((pages.list().par_iter().filter_map(row).collect(), outlets(places, None)))
}

fn outlets(places: &BTreeMap<String, Cited>, without: Option<usize>) -> Outlets {
    Outlets::learn(places.values().filter(|p| Some(p.fold) != without).map(|p| (p.url.as_str(), p.state, p.spot)))
}
