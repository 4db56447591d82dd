//! `cargo xtask train parts`: what part somebody takes and how it ends, learned from the gold's claims about people and, more
//! cheaply, from the registry's victims and suspects in the other pages of dev, whom a page gives the same name or age.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rashomon_claims::cast::{Cast, Form};
use rashomon_claims::coreference::{Label, Ranker};
use rashomon_claims::headcount::{COUNTS, Counted, Ends, likely};
use rashomon_claims::part::{CLASSES, Class, Look, Parts, features};
use rashomon_claims::weights::{Choice, Example, Feature, Recipe, Weights as Learned, learn, learn_choices};
use rashomon_claims::{Models, Study};
use rashomon_model::Document;
use rashomon_model::value::Name;
use rashomon_model::value::name::Likeness;
use rayon::prelude::*;
use serde_json::Value;

use super::Weights;
use super::people::{self, json, text};

const RECIPE: Recipe = Recipe { rounds: 16, step: 0.02, shrink: 0.002, seen: 5 };
const COUNTING: Recipe = Recipe { rounds: 32, step: 0.005, shrink: 0.006, seen: 8 };
/// What a page's number from the registry counts beside one from the gold.
const COUNTED: f64 = 0.3;
/// What an example from the registry counts beside one from the gold.
const REGISTRY: f64 = 0.3;
/// Folds of `folds.json`.
const FOLDS: usize = 5;

/// A page to learn from.
struct Page {
    fold: usize,
    parties: Vec<Party>,
    counted: Counted,
    /// How many are dead and hurt, as far as that is known.
    counts: [Option<u64>; 2],
    /// Of the gold, not of the registry.
    gold: bool,
}

/// A party to learn from.
struct Party {
    features: Vec<Feature>,
    /// What the rules say, by class, and whether they say nothing of it.
    rules: Vec<bool>,
    silent: bool,
    /// By class: whether it holds, as far as that is known, and what that counts.
    labels: Option<(Vec<Option<bool>>, f64)>,
}

impl Page {
    /// Whether a party ended so, by weights that did not see the page.
    fn ended(&self, weights: &Learned, party: usize, outcome: &str) -> bool {
        let Some(row) = self.parties.get(party) else { return false };
        let score = |c: &Class| weights.score(row.features.iter().map(|f| c.feature(*f)));
        let is = |label: &str| {
            CLASSES
                .iter()
                .zip(&row.rules)
                .find(|(c, _)| c.slot == "outcome" && c.label == label)
                .map(|(c, said)| (Parts::holds(c, score(c), *said, row.silent), score(c)))
        };
        let other = if outcome == "killed" { "injured" } else { "killed" };
        match (is(outcome), is(other)) {
            (Some((true, mine)), Some((true, theirs))) => mine >= theirs,
            (mine, _) => mine.is_some_and(|(holds, _)| holds),
        }
    }
}

/// A page's people, as weights that did not see it judge their ends.
struct Judged<'a>(&'a Page, &'a Learned);

impl Ends for Judged<'_> {
    fn ended(&self, place: usize, party: usize) -> bool {
        self.0.ended(self.1, party, COUNTS[place].1)
    }
    fn chance(&self, place: usize, party: usize) -> i32 {
        let class = CLASSES.iter().find(|c| c.slot == "outcome" && c.label == COUNTS[place].1);
        class.zip(self.0.parties.get(party)).map_or(i32::MIN / 2, |(c, row)| self.1.score(row.features.iter().map(|f| c.feature(*f))))
    }
}

/// Trains on all pages; says what parties score that are read by weights which never saw their fold.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let pages = pages(shared)?;
    println!("{} pages, {} parties with labels", pages.len(), pages.iter().flat_map(|p| &p.parties).filter(|p| p.labels.is_some()).count());
    let folds = unseen(&pages);
    for (n, class) in CLASSES.iter().enumerate() {
        report(n, class, &pages, &folds);
    }
    for place in 0..COUNTS.len() {
        report_counts(place, &pages, &folds);
    }
    let parties = learn(&parties(&pages, |_| true), &RECIPE);
    let counts = learn_choices(&counts(&pages, &folds, |_| true), &COUNTING);
    Ok(vec![Weights { file: "parts.shooting.bin", bytes: parties.with(&counts).bytes() }])
}

/// For each fold, weights that did not see its pages.
pub fn cross_validated(shared: &Path) -> Result<Vec<Parts>, String> {
    Ok(unseen(&pages(shared)?).into_iter().map(Parts::new).collect())
}

fn unseen(pages: &[Page]) -> Vec<Learned> {
    let first: Vec<Learned> = (0..FOLDS).into_par_iter().map(|fold| learn(&parties(pages, |p| p.fold != fold), &RECIPE)).collect();
    let counting: Vec<Learned> =
        (0..FOLDS).into_par_iter().map(|fold| learn_choices(&counts(pages, &first, |p| p.fold != fold), &COUNTING)).collect();
    first.into_iter().zip(counting).map(|(parties, counts)| parties.with(&counts)).collect()
}

fn parties(pages: &[Page], of: impl Fn(&Page) -> bool) -> Vec<Example> {
    let mut examples = Vec::new();
    for row in pages.iter().filter(|p| of(p)).flat_map(|p| &p.parties) {
        let Some((labels, weight)) = &row.labels else { continue };
        for (class, label) in CLASSES.iter().zip(labels) {
            let Some(positive) = *label else { continue };
            examples.push(Example { features: row.features.iter().map(|f| class.feature(*f)).collect(), positive, weight: *weight });
        }
    }
    examples
}

/// The numbers that a page offers, and which is the right one; who ended how is said by weights that did not see the page.
fn counts(pages: &[Page], folds: &[Learned], of: impl Fn(&Page) -> bool) -> Vec<Choice> {
    let mut choices = Vec::new();
    for page in pages.iter().filter(|p| of(p)) {
        for (place, count) in page.counts.iter().enumerate() {
            let Some(count) = *count else { continue };
            let offers = page.counted.offers(place, &Judged(page, &folds[page.fold]));
            let weight = if page.gold { 1.0 } else { COUNTED };
            let right = offers.iter().position(|o| u64::from(o.n) == count);
            choices.push(Choice { options: offers.into_iter().map(|o| o.features).collect(), right, weight });
        }
    }
    choices
}

/// What the rules and the learned weights get right of the gold's parties, at several thresholds.
fn report(n: usize, class: &Class, pages: &[Page], folds: &[Learned]) {
    let scored: Vec<(i32, bool, bool)> = pages
        .iter()
        .filter(|p| p.gold)
        .flat_map(|page| page.parties.iter().map(move |r| (page, r)))
        .filter_map(|(page, r)| Some((folds[page.fold].score(r.features.iter().map(|f| class.feature(*f))), r.labels.as_ref()?.0[n]?, r.rules[n])))
        .collect();
    let f1 = |say: &dyn Fn(&(i32, bool, bool)) -> bool| {
        let (mut right, mut said, mut all) = (0, 0, 0);
        for row in &scored {
            right += usize::from(say(row) && row.1);
            said += usize::from(say(row));
            all += usize::from(row.1);
        }
        format!("{right} of {said} right, {all} there: F1 {:.3}", 2.0 * right as f64 / (said + all).max(1) as f64)
    };
    let both = f1(&|r| Parts::holds(class, r.0, r.2, false));
    println!("{} {}: rules {}; with what was learned {both}", class.slot, class.label, f1(&|r| r.2));
}

/// How often the rules' number is the right one, and the learned choice; and how sure it is.
fn report_counts(place: usize, pages: &[Page], folds: &[Learned]) {
    for gold in [true, false] {
        let (mut n, mut rules, mut right, mut offered) = (0, 0, 0, 0);
        let mut by_score: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
        for page in pages.iter().filter(|p| p.gold == gold) {
            let Some(count) = page.counts[place] else { continue };
            let offers = page.counted.offers(place, &Judged(page, &folds[page.fold]));
            n += 1;
            rules += usize::from(u64::from(page.counted.rule(place)) == count);
            offered += usize::from(offers.iter().any(|o| u64::from(o.n) == count));
            let scored = offers.iter().zip(likely(&folds[page.fold], &offers)).map(|(o, odds)| (odds, std::cmp::Reverse(o.n)));
            if let Some((score, best)) = scored.max() {
                right += usize::from(u64::from(best.0) == count);
                let row = by_score.entry((score / 500).clamp(-4, 4)).or_default();
                *row = (row.0 + 1, row.1 + usize::from(u64::from(best.0) == count));
            }
        }
        println!("{} of {} pages, {}: rules {rules}, learned {right}, offered {offered}", COUNTS[place].0, n, if gold { "gold" } else { "registry" });
        println!("   by score in 500s (all, right): {by_score:?}");
    }
}

/// Somebody of the registry.
struct Listed {
    name: Option<Name>,
    age: Option<u16>,
    suspect: bool,
    status: Vec<String>,
}

fn pages(shared: &Path) -> Result<Vec<Page>, String> {
    let kinds = people::kinds()?;
    let models: Vec<Models> = people::cross_validated(shared)?.into_iter().map(|people: Ranker| Models { people, ..Models::default() }).collect();
    let gold = people::pages(shared)?;
    let annotated: BTreeSet<String> = gold.iter().map(|p| p.document.id().as_str().to_owned()).collect();
    let read =
        |study: &Study<'_>, fold: usize, gold: bool, counts: [Option<u64>; 2], labels: &dyn Fn(usize) -> Option<(Vec<Option<bool>>, f64)>| Page {
            fold,
            parties: study
                .looks
                .iter()
                .enumerate()
                .map(|(p, looks)| Party {
                    features: features(looks),
                    rules: rules(looks),
                    silent: !looks.iter().any(|l| l.group == "told"),
                    labels: labels(p),
                })
                .collect(),
            counted: study.counted.clone(),
            counts,
            gold,
        };
    let mut out: Vec<Page> = gold
        .par_iter()
        .flat_map_iter(|page| {
            let mut rows = Vec::new();
            rashomon_claims::study(&page.document, &kinds, &models[page.fold], &mut |study| {
                let labels = people::labels(study.sheet, &study.cast.people, &page.people);
                let counts = ["killed", "injured"].map(|slot| Some(page.tolls.get(slot).copied().unwrap_or(0)));
                rows.push(read(study, page.fold, true, counts, &|p| of_gold(page, study.cast, &labels, p)));
            });
            rows
        })
        .collect();
    let registry = registry(shared, &annotated)?;
    let more: Vec<Page> = registry
        .par_iter()
        .flat_map_iter(|(document, fold, listed, tolls)| {
            let mut rows = Vec::new();
            rashomon_claims::study(document, &kinds, &models[*fold], &mut |study| {
                let counts = ["killed", "injured"].map(|slot| tolls.get(slot).copied());
                rows.push(read(study, *fold, false, counts, &|p| of_registry(listed, study.cast, p, &study.looks[p])));
            });
            rows
        })
        .collect();
    out.extend(more);
    Ok(out)
}

/// What the rules say of a party, by class.
fn rules(looks: &[Look]) -> Vec<bool> {
    CLASSES.iter().map(|c| looks.iter().any(|l| l.group == "told" && l.what == format!("{}={}", c.slot, c.label))).collect()
}

fn of_gold(page: &people::Page, cast: &Cast, labels: &[Option<Label>], party: usize) -> Option<(Vec<Option<bool>>, f64)> {
    // A group that is only heard is nobody of the page's: taught, it would say that the shot are no victims.
    if cast.groups.contains_key(&party) || cast.heard.contains(&party) {
        return None;
    }
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    let mut strange = false;
    for (m, _) in cast.mentions(party) {
        match labels.get(m)? {
            Some(Label::Partaker(n)) => *votes.entry(*n).or_default() += 1,
            Some(Label::Stranger(_)) => strange = true,
            None => {}
        }
    }
    let who = votes.iter().max_by_key(|(n, v)| (**v, std::cmp::Reverse(**n))).map(|(n, _)| &page.people[*n]);
    let holds = |c: &Class| who.is_some_and(|w| w.claims.iter().any(|(slot, value, ..)| slot == c.slot && value == c.label));
    Some((CLASSES.iter().map(|c| Some(holds(c))).collect(), if who.is_some() || strange { 1.0 } else { 0.5 }))
}

/// How many the record counts, by slot.
type Tolls = BTreeMap<&'static str, u64>;

/// A page of the registry: document, fold, people, tolls.
type Record = (Document, usize, Vec<Listed>, Tolls);

/// Pages of dev that the gold does not hold, with their folds and the people whom the registry lists.
fn registry(shared: &Path, annotated: &BTreeSet<String>) -> Result<Vec<Record>, String> {
    let lines = |name: &str| -> Result<Vec<Value>, String> {
        let path = shared.join("data/dev").join(name);
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        text.lines().map(|l| serde_json::from_str(l).map_err(|e| e.to_string())).collect()
    };
    let folds = json(&shared.join("data/dev/folds.json"))?;
    let records: BTreeMap<String, Value> = lines("dev.gold.jsonl")?.into_iter().map(|r| (text(&r, "gva_id"), r)).collect();
    let mut of: BTreeMap<String, String> = BTreeMap::new();
    for label in lines("dev.labels.jsonl")? {
        let one = label["event_ids"].as_array().is_some_and(|e| e.len() == 1);
        if label["good"] == true && one {
            of.insert(text(&label, "doc_id"), text(&label, "gva_id"));
        }
    }
    let mut out = Vec::new();
    for d in lines("dev.docs.jsonl")? {
        let id = text(&d, "doc_id");
        let Some(record) = of.get(&id).and_then(|r| records.get(r)).filter(|_| !annotated.contains(&id)) else { continue };
        let listed: Vec<Listed> = record["participants"].as_array().into_iter().flatten().map(listed).collect();
        let tolls = [("killed", "n_killed"), ("injured", "n_injured")].into_iter().filter_map(|(s, k)| Some((s, record[k].as_u64()?))).collect();
        out.push((super::document(&d), folds[&id].as_u64().unwrap_or(0) as usize % FOLDS, listed, tolls));
    }
    Ok(out)
}

fn listed(p: &Value) -> Listed {
    Listed {
        name: p["name"].as_str().and_then(Name::parse),
        age: p["age"].as_u64().and_then(|a| u16::try_from(a).ok()),
        suspect: p["type"] == "Subject-Suspect",
        status: p["status"].as_array().into_iter().flatten().filter_map(|s| s.as_str().map(str::to_owned)).collect(),
    }
}

/// A party whom the registry lists under the same name, or alone under the same age; a named one whom it does not list.
fn of_registry(listed: &[Listed], cast: &Cast, party: usize, looks: &[Look]) -> Option<(Vec<Option<bool>>, f64)> {
    if cast.groups.contains_key(&party) || cast.size(party) > 1 {
        return None;
    }
    let names: Vec<&Name> = cast.mentions(party).filter_map(|(_, m)| if let Form::Named(n) = &m.form { Some(n) } else { None }).collect();
    let by_name: Vec<&Listed> = listed
        .iter()
        .filter(|l| l.name.as_ref().is_some_and(|a| names.iter().any(|b| a.is_full() && b.is_full() && a.likeness(b) == Likeness::Full)))
        .collect();
    let age = cast.mentions(party).filter_map(|(_, m)| m.age.as_ref().and_then(|(a, _)| a.exact_years())).next();
    let by_age: Vec<&Listed> = if names.is_empty() { listed.iter().filter(|l| age.is_some() && l.age == age).collect() } else { Vec::new() };
    let uniform = looks.iter().any(|l| l.group == "told" && l.what == "role=officer");
    match (by_name.as_slice(), by_age.as_slice()) {
        ([one], _) | ([], [one]) => {
            let ended = |s: &str| one.status.iter().any(|x| x == s);
            let label = |c: &Class| match (c.slot, c.label) {
                ("role", "victim") if !uniform => Some(!one.suspect),
                ("role", "suspect") if !uniform => Some(one.suspect),
                ("role", "official" | "witness") => Some(false),
                ("outcome", "killed") => Some(ended("Killed")),
                ("outcome", "injured") => Some(ended("Injured")),
                _ => None,
            };
            Some((CLASSES.iter().map(label).collect(), REGISTRY))
        }
        ([], []) if names.iter().any(|n| n.is_full()) && listed.iter().any(|l| l.name.is_some()) => {
            let label = |c: &Class| match (c.slot, c.label) {
                ("role", "victim" | "suspect") | ("outcome", "killed" | "injured") => Some(false),
                _ => None,
            };
            Some((CLASSES.iter().map(label).collect(), REGISTRY / 2.0))
        }
        _ => None,
    }
}
