//! `cargo xtask train judge`: which drafts are right, learned from the annotated pages. Every draft becomes a claim (the judge is
//! idle), the contract's own scorer says which are wrong, and the weights learn to tell them from the right ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use rashomon::pipeline;
use rashomon_claims::Models;
use rashomon_claims::judge::{Judge, features};
use rashomon_claims::weights::{self, Example, Recipe, learn, sigmoid};
use rashomon_model::{KindId, Kinds};
use rashomon_store::wire::kept::{Given, Reading};
use rayon::prelude::*;
use serde_json::Value;

use super::Weights;

/// Learned with these: fewer rounds underfit, more make the cross-validated score sink.
const RECIPE: Recipe = Recipe { rounds: 10, step: 0.012, shrink: 0.02, seen: 6 };
/// Folds of `folds.json`.
pub const FOLDS: usize = 5;

/// An example with the fold of its page.
type Row = (usize, Example);

/// Trains on every annotated page; says what pages score that are judged by weights which never saw them.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let pages = Pages::annotated(shared)?;
    let kinds = rashomon::kinds::load(None)?;
    let idle = idle(shared)?;
    let rows = rows(shared, &pages, &kinds, &idle)?;
    let right = rows.iter().filter(|(_, e)| e.positive).count();
    println!("{} drafts on {} pages, {right} of them right", rows.len(), pages.list.len());
    calibration(&rows);
    let all: Vec<Example> = rows.into_iter().map(|(_, e)| e).collect();
    Ok(vec![Weights { file: "judge.shooting.bin", bytes: learn(&all, &RECIPE).bytes() }])
}

/// For each fold, models that did not see its pages.
pub fn cross_validated(shared: &Path) -> Result<Vec<Models>, String> {
    let mut models = idle(shared)?;
    let kinds = rashomon::kinds::load(None)?;
    let rows = rows(shared, &Pages::annotated(shared)?, &kinds, &models)?;
    for (model, weights) in models.iter_mut().zip(folds(&rows)) {
        model.judges = BTreeMap::from([(KindId::new("shooting"), Judge::new(weights))]);
    }
    Ok(models)
}

/// For each fold, weights that did not see its drafts.
fn folds(rows: &[Row]) -> Vec<weights::Weights> {
    let others = |fold: usize| rows.iter().filter(|(f, _)| *f != fold).map(|(_, e)| e.clone()).collect::<Vec<_>>();
    (0..FOLDS).into_par_iter().map(|fold| learn(&others(fold), &RECIPE)).collect()
}

/// For each fold, models that did not see its pages, and no judge: it leaves nothing out, and every draft is wanted to learn one from.
fn idle(shared: &Path) -> Result<Vec<Models>, String> {
    let people = super::people::cross_validated(shared)?;
    let places = super::places::cross_validated(shared)?;
    let days = super::days::cross_validated(shared)?;
    let parts = super::parts::cross_validated(shared)?;
    let one = |(((people, (outlets, places)), days), parts)| {
        let parts = BTreeMap::from([(KindId::new("shooting"), parts)]);
        Models { judges: BTreeMap::new(), people, outlets, places, days, parts }
    };
    Ok(people.into_iter().zip(places).zip(days).zip(parts).map(one).collect())
}

/// Says how drafts that are scored by weights which never saw their pages turn out.
fn calibration(rows: &[Row]) {
    let weights = folds(rows);
    let mut scored: Vec<(i32, bool)> = rows.iter().map(|(f, e)| (weights[*f].score(e.features.iter().copied()), e.positive)).collect();
    scored.sort_unstable();
    let (mut beaten, mut wrong) = (0_usize, 0_usize);
    for (_, right) in &scored {
        if *right { beaten += wrong } else { wrong += 1 }
    }
    let pairs = wrong * (scored.len() - wrong);
    println!("cross-validated: a right draft beats a wrong one in {:.4} of pairs (AUC)", beaten as f64 / pairs.max(1) as f64);
    for tenth in 0..10 {
        let of = |score: i32| (sigmoid(f64::from(score) / 1000.0) * 10.0).min(9.0) as usize == tenth;
        let (n, right) = scored.iter().filter(|(s, _)| of(*s)).fold((0, 0), |(n, r), (_, right)| (n + 1, r + usize::from(*right)));
        println!("  said {}0 to {}0 in 100: {right} of {n} right", tenth, tenth + 1);
    }
}

/// Pages with their folds.
pub struct Pages {
    list: Vec<Given>,
    fold: BTreeMap<String, usize>,
}

impl Pages {
    /// The annotated pages of dev.
    fn annotated(shared: &Path) -> Result<Self, String> {
        let folder = shared.join("gold/dev");
        let mut wanted = BTreeSet::new();
        for entry in fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?.flatten() {
            let gold = json(&entry.path())?;
            for d in gold["documents"].as_array().into_iter().flatten() {
                wanted.extend(d["doc_id"].as_str().or(d.as_str()).map(str::to_owned));
            }
        }
        let mut all = Self::of(shared)?;
        all.list.retain(|g| wanted.contains(&g.doc_id.clone().unwrap_or_default()));
        Ok(all)
    }

    /// Every page of dev.
    pub fn of(shared: &Path) -> Result<Self, String> {
        let path = shared.join("data/dev/dev.docs.jsonl");
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let page = rashomon_reader::Page { name: "dev.docs.jsonl".into(), bytes };
        let list = rashomon_reader::split(&page).into_iter().filter_map(Result::ok).map(pipeline::given).collect();
        let folds = json(&shared.join("data/dev/folds.json"))?;
        let fold = folds.as_object().into_iter().flatten().filter_map(|(d, f)| Some((d.clone(), f.as_u64()? as usize % FOLDS))).collect();
        Ok(Self { list, fold })
    }

    /// The pages.
    pub fn list(&self) -> &[Given] {
        &self.list
    }

    /// The fold of a page.
    pub fn fold(&self, doc: &str) -> usize {
        self.fold.get(doc).copied().unwrap_or(0)
    }

    /// What the pages tell, each read by the models of its fold.
    pub fn read<'m>(&self, kinds: &Kinds, models: &(dyn Fn(usize) -> &'m Models + Sync)) -> Vec<Reading> {
        self.list
            .par_iter()
            .filter_map(|g| pipeline::read(g, kinds, models(self.fold(g.doc_id.as_deref().unwrap_or_default()))).ok())
            .map(|(_, reading)| reading)
            .collect()
    }

    /// What the contract's scorer says of these readings on the annotated pages, and their export.
    fn score_and_export(&self, shared: &Path, kinds: &Kinds, readings: Vec<Reading>) -> Result<(Value, Vec<Value>), String> {
        let folder = std::env::temp_dir().join(format!("rashomon-train-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let lines: Vec<String> = pipeline::register(readings, &[], kinds).iter().map(|i| i.to_json()).collect();
        let (export, result) = (folder.join("export.jsonl"), folder.join("score.json"));
        fs::write(&export, lines.join("\n")).map_err(|e| e.to_string())?;
        let status = Command::new("python3")
            .arg(shared.join("scoring/score_claims.py"))
            .arg("--gold")
            .arg(shared.join("gold/dev"))
            .arg("--export")
            .arg(&export)
            .arg("--json")
            .arg(&result)
            .stdout(std::process::Stdio::null())
            .status()
            .map_err(|e| format!("python3: {e}"))?;
        if !status.success() {
            return Err(format!("score_claims.py: {status}"));
        }
        let score = json(&result)?;
        let _ = fs::remove_dir_all(&folder);
        Ok((score, lines.iter().filter_map(|l| serde_json::from_str(l).ok()).collect()))
    }
}

/// Every draft of the annotated pages with what the scorer says of it.
fn rows(shared: &Path, pages: &Pages, kinds: &Kinds, idle: &[Models]) -> Result<Vec<Row>, String> {
    // (what holds, by claim)
    let drafts: Vec<BTreeMap<String, Vec<_>>> = pages
        .list
        .par_iter()
        .map(|given| {
            let mut seen = BTreeMap::new();
            if let Ok((document, _)) = pipeline::document(given) {
                let models = &idle[pages.fold(given.doc_id.as_deref().unwrap_or_default())];
                rashomon_claims::tell_watched(&document, kinds, models, &mut |id, draft, holds| {
                    seen.insert(id.to_string(), features(draft, holds).collect());
                });
            }
            seen
        })
        .collect();
    let seen: BTreeMap<String, Vec<_>> = drafts.into_iter().flatten().collect();
    let (score, export) = pages.score_and_export(shared, kinds, pages.read(kinds, &|fold| &idle[fold]))?;
    // Wrong ones, by what the scorer tells of them.
    let key = |gold: &str, doc: &Value, slot: &Value, value: &Value, quote: &Value| format!("{gold}\n{doc}\n{slot}\n{value}\n{quote}");
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    for e in score["errors"]["wrong"].as_array().into_iter().flatten() {
        *wrong.entry(key(e["gold_id"].as_str().unwrap_or(""), &e["doc_id"], &e["slot"], &e["value"], &e["quote"])).or_default() += 1;
    }
    let mut judged: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    let held: BTreeMap<&str, &Value> = export.iter().filter_map(|i| Some((i["incident_id"].as_str()?, i))).collect();
    for (gold, row) in score["per_incident"].as_object().into_iter().flatten() {
        let Some(incident) = row["incident_id"].as_str().and_then(|i| held.get(i)) else { continue };
        for claim in incident["claims"].as_array().into_iter().flatten() {
            judged.entry(key(gold, &claim["doc_id"], &claim["slot"], &claim["value"], &claim["quote"]["exact"])).or_default().push(claim);
        }
    }
    // Statements of one value are right or wrong together, and count as one: the scorer asks for each value once and calls only
    // the first of a wrong value's statements wrong.
    let group = |claim: &Value| format!("{}\n{}\n{}\n{}", claim["doc_id"], claim["about"], claim["slot"], claim["value"]);
    let mut groups: BTreeMap<String, (u32, Verdict)> = BTreeMap::new();
    for (key, claims) in &judged {
        let bad = wrong.get(key).copied().unwrap_or(0);
        let verdict = match bad {
            0 => Verdict::Right,
            n if n == claims.len() => Verdict::Wrong,
            // Of several that read alike some are right: which is not told.
            _ => Verdict::Untold,
        };
        for claim in claims {
            let entry = groups.entry(group(claim)).or_insert((0, Verdict::Right));
            entry.0 += 1;
            entry.1 = entry.1.max(verdict);
        }
    }
    let mut out = Vec::new();
    for claim in judged.values().flatten() {
        let Some((statements, verdict)) = groups.get(&group(claim)).filter(|(_, v)| *v != Verdict::Untold) else { continue };
        let Some(features) = claim["claim_id"].as_str().and_then(|id| seen.get(id)) else { continue };
        let fold = pages.fold(claim["doc_id"].as_str().unwrap_or(""));
        let positive = *verdict == Verdict::Right;
        out.push((fold, Example { features: features.clone(), positive, weight: 1.0 / f64::from(*statements) }));
    }
    Ok(out)
}

/// What the scorer says of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Right,
    Untold,
    Wrong,
}

fn json(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}
