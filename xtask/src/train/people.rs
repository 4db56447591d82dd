//! `cargo xtask train people`: who is who inside a document. Labels are the gold's claims: a mention inside the words of a claim about
//! somebody is that somebody.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::Path;

use rashomon_claims::cast::{Cast, Form, Opening, Person};
use rashomon_claims::coreference::{self, Label, Lesson, Ranker};
use rashomon_claims::grammar::Grammar;
use rashomon_claims::mention::person;
use rashomon_claims::sheet::Sheet;
use rashomon_model::text::Field;
use rashomon_model::value::name::Likeness;
use rashomon_model::value::{Age, Comparison, Name};
use rashomon_model::{Document, Kind, Kinds};
use serde_json::Value;

use super::Weights;

/// A gold participant as one document tells it.
#[derive(Default)]
pub(super) struct Somebody {
    group: bool,
    names: Vec<Name>,
    ages: Vec<Age>,
    roles: BTreeSet<String>,
    /// Slot, value, quote, field.
    pub(super) claims: Vec<(String, String, String, Field)>,
}

/// A document with what the gold says of its people.
pub(super) struct Page {
    pub(super) document: Document,
    pub(super) fold: usize,
    pub(super) people: Vec<Somebody>,
    /// The highest numbers of dead and hurt that the page gives, by slot.
    pub(super) tolls: BTreeMap<String, u64>,
}

/// Folds of `folds.json`.
const FOLDS: usize = 5;
/// Times the lessons are read.
const ROUNDS: usize = 12;

/// Trains and says the scores, cross-validated by the folds.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    taught(shared, |pages, lessons, kind| {
        let mut score = Score::default();
        for (fold, ranker) in unseen(pages, lessons).iter().enumerate() {
            for (lesson, _) in lessons.iter().zip(pages).filter(|(_, p)| p.fold == fold) {
                let cast = Cast::of(lesson.sheet, &Grammar::of(lesson.sheet), kind, ranker);
                score.add(&cast, &lesson.labels);
            }
        }
        score.print();
        let ranker = coreference::learn(&lessons.iter().collect::<Vec<_>>(), ROUNDS);
        vec![Weights { file: "people.tsv", bytes: ranker.to_text().into_bytes() }]
    })
}

/// For each fold, weights that did not see its pages.
pub fn cross_validated(shared: &Path) -> Result<Vec<Ranker>, String> {
    taught(shared, |pages, lessons, _| unseen(pages, lessons))
}

fn unseen(pages: &[Page], lessons: &[Lesson<'_, '_>]) -> Vec<Ranker> {
    let others = |fold: usize| lessons.iter().zip(pages).filter(move |(_, p)| p.fold != fold).map(|(l, _)| l).collect::<Vec<_>>();
    (0..FOLDS).map(|fold| coreference::learn(&others(fold), ROUNDS)).collect()
}

/// What the gold has of a page: fold, people, counts by slot.
type Wanted = (usize, Vec<Somebody>, BTreeMap<String, u64>);

/// Calls with the gold's pages as lessons.
fn taught<T>(shared: &Path, with: impl FnOnce(&[Page], &[Lesson<'_, '_>], &Kind) -> T) -> Result<T, String> {
    let pages = pages(shared)?;
    let kinds = kinds()?;
    let kind = kinds.get("shooting").ok_or("no kind shooting")?;
    let sheets: Vec<Sheet<'_>> = pages.iter().map(|p| Sheet::of(&p.document)).collect();
    let lessons: Vec<Lesson<'_, '_>> = sheets
        .iter()
        .zip(&pages)
        .map(|(sheet, page)| {
            let people = person::people(sheet);
            let labels = labels(sheet, &people, &page.people);
            Lesson::of(sheet, kind, people, labels)
        })
        .collect();
    Ok(with(&pages, &lessons, kind))
}

pub(super) fn text(v: &Value, key: &str) -> String {
    match &v[key] {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

pub(super) fn json(path: &Path) -> Result<Value, String> {
    let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|e| format!("{}: {e}", path.display()))
}

pub(super) fn kinds() -> Result<Kinds, String> {
    Kinds::parse(&[("incident", include_str!("../../../kinds/incident.toml")), ("shooting", include_str!("../../../kinds/shooting.toml"))])
        .map_err(|e| format!("{e:?}"))
}

/// The gold's documents with their people, in order of incident and document.
pub(super) fn pages(shared: &Path) -> Result<Vec<Page>, String> {
    let folds = json(&shared.join("data/dev/folds.json"))?;
    let mut gold: Vec<_> = fs::read_dir(shared.join("gold/dev")).map_err(|e| e.to_string())?.filter_map(|e| Some(e.ok()?.path())).collect();
    gold.sort();
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    let mut order = Vec::new();
    for path in gold {
        let incident = json(&path)?;
        let list = |key: &str| incident[key].as_array().cloned().unwrap_or_default();
        let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for c in list("claims").iter().filter(|c| text(c, "slot") == "name") {
            names.entry(text(c, "about")).or_default().extend(Name::parse(&text(c, "value")));
        }
        for d in list("documents") {
            if matches!(text(&d, "about").as_str(), "other" | "junk") {
                continue;
            }
            let doc = text(&d, "doc_id");
            let mut people = Vec::new();
            for p in list("participants") {
                let id = text(&p, "id");
                let mut who = Somebody {
                    group: p["group"].as_bool().unwrap_or(false) || p["size"].as_u64().is_some_and(|n| n > 1),
                    names: names.get(&id).cloned().unwrap_or_default(),
                    ..Somebody::default()
                };
                for c in list("claims").iter().filter(|c| text(c, "doc_id") == doc && text(c, "about") == id) {
                    let (slot, value) = (text(c, "slot"), text(c, "value"));
                    match slot.as_str() {
                        "age" => who.ages.extend(Age::parse(&value)),
                        "role" => {
                            who.roles.insert(value.clone());
                        }
                        _ => {}
                    }
                    let field = if text(c, "field") == "title" { Field::Title } else { Field::Text };
                    who.claims.push((slot, value, text(c, "quote"), field));
                }
                people.push(who);
            }
            let mut tolls: BTreeMap<String, u64> = BTreeMap::new();
            for c in list("claims").iter().filter(|c| text(c, "doc_id") == doc && matches!(text(c, "slot").as_str(), "killed" | "injured")) {
                let most = tolls.entry(text(c, "slot")).or_default();
                *most = (*most).max(text(c, "value").parse().unwrap_or(0));
            }
            let fold = folds[&doc].as_u64().unwrap_or(0) as usize;
            order.push(doc.clone());
            wanted.insert(doc, (fold, people, tolls));
        }
    }
    let docs = fs::read_to_string(shared.join("data/dev/dev.docs.jsonl")).map_err(|e| e.to_string())?;
    let mut found = BTreeMap::new();
    for line in docs.lines() {
        let d: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let id = text(&d, "doc_id");
        if let Some((fold, people, tolls)) = wanted.remove(&id) {
            found.insert(id, Page { document: super::document(&d), fold, people, tolls });
        }
    }
    Ok(order.iter().filter_map(|id| found.remove(id)).collect())
}

/// Gives mentions their labels, where the gold's words leave no doubt.
pub(super) fn labels(sheet: &Sheet<'_>, mentions: &[Person], people: &[Somebody]) -> Vec<Option<Label>> {
    let places: Vec<Option<(Field, Range<usize>)>> =
        mentions.iter().map(|m| sheet.quote(m.head..m.head + 1).map(|q| (q.field(), q.bytes()))).collect();
    let owner = |m: &Person| m.form == Form::Pronoun && matches!(&*m.noun, "his" | "her" | "their");
    let mut votes: Vec<BTreeMap<usize, u32>> = vec![BTreeMap::new(); mentions.len()];
    let text = |field: Field| match field {
        Field::Title => sheet.document.title().map(|t| t.raw()),
        _ => Some(sheet.document.text().raw()),
    };
    let fits = |m: &Person, who: &Somebody| (m.size != Some(1)) == who.group || m.form == Form::Pronoun && m.size.is_none();
    let mut late: Vec<(usize, Vec<usize>)> = Vec::new();
    for (n, who) in people.iter().enumerate() {
        for (slot, value, quote, field) in &who.claims {
            if quote.is_empty() {
                continue;
            }
            let Some(text) = text(*field) else { continue };
            let spots: Vec<usize> = text.match_indices(quote.as_str()).map(|(i, _)| i).collect();
            if spots.len() > 1 && quote.len() < 12 && slot != "name" {
                continue;
            }
            for spot in spots {
                let range = spot..spot + quote.len();
                let inside: Vec<usize> = (0..mentions.len())
                    .filter(|k| places[*k].as_ref().is_some_and(|(f, r)| *f == *field && range.start <= r.start && r.end <= range.end))
                    .collect();
                let mut these: Vec<usize> = inside
                    .iter()
                    .copied()
                    .filter(|k| match slot.as_str() {
                        "name" => {
                            let name = Name::parse(value);
                            matches!((&mentions[*k].form, name), (Form::Named(a), Some(b)) if a.likeness(&b) >= Likeness::Part)
                        }
                        "age" => mentions[*k].age.as_ref().is_some_and(|(a, _)| who.ages.iter().any(|b| b.compare(a) == Comparison::Same)),
                        "shot_by" | "relationship" => false,
                        "gender" => mentions[*k].female.is_none_or(|f| f == (value == "female")),
                        _ => true,
                    })
                    .filter(|k| fits(&mentions[*k], who))
                    .collect();
                if these.len() > 1 {
                    these.retain(|k| !owner(&mentions[*k]));
                }
                match these.as_slice() {
                    [one] if inside.iter().filter(|k| !owner(&mentions[**k])).count() <= 1 || matches!(slot.as_str(), "name" | "age") => {
                        *votes[*one].entry(n).or_default() += if matches!(slot.as_str(), "name" | "age") { 3 } else { 1 }
                    }
                    [] => {}
                    _ => late.push((n, these)),
                }
            }
        }
    }
    // Names and ages that only one participant has.
    let present = |who: &Somebody| !who.claims.is_empty();
    let mut out: Vec<Option<Label>> = vec![None; mentions.len()];
    for (k, m) in mentions.iter().enumerate() {
        if let Form::Named(name) = &m.form {
            let full: Vec<usize> = (0..people.len()).filter(|n| people[*n].names.iter().any(|b| b.likeness(name) >= Likeness::Part)).collect();
            match full.as_slice() {
                [one] => *votes[k].entry(*one).or_default() += 5,
                [] => out[k] = Some(Label::Stranger(name.family.to_lowercase())),
                _ => {}
            }
        } else if m.size == Some(1)
            && let Some((age, _)) = &m.age
        {
            let aged: Vec<usize> =
                (0..people.len()).filter(|n| present(&people[*n]) && people[*n].ages.iter().any(|b| b.compare(age) == Comparison::Same)).collect();
            if let [one] = aged.as_slice() {
                *votes[k].entry(*one).or_default() += 2;
            }
        }
        if m.form == Form::Described && m.size == Some(1) && m.opening == Opening::Definite {
            let role = match &*m.noun {
                "suspect" | "gunman" | "shooter" | "defendant" => "suspect",
                "victim" => "victim",
                _ => continue,
            };
            let of: Vec<usize> = (0..people.len()).filter(|n| people[*n].roles.contains(role)).collect();
            if let [one] = of.as_slice()
                && !people[*one].group
            {
                *votes[k].entry(*one).or_default() += 1;
            }
        }
    }
    for k in 0..mentions.len() {
        let top = votes[k].values().max().copied().unwrap_or(0);
        let mut best = votes[k].iter().filter(|(_, v)| **v == top);
        if let (Some((n, _)), None) = (best.next(), best.next()) {
            out[k] = Some(Label::Partaker(*n));
        }
    }
    // Of several in one quote, the one that is not known as another.
    for (n, these) in late {
        let mine = these.iter().any(|k| out[*k] == Some(Label::Partaker(n)));
        let open: Vec<usize> = these.iter().copied().filter(|k| out[*k].is_none()).collect();
        if let ([one], false) = (open.as_slice(), mine) {
            out[*one] = Some(Label::Partaker(n));
        }
    }
    out
}

/// How well parties fit the labels.
#[derive(Default)]
struct Score {
    mentions: usize,
    precision: f64,
    recall: f64,
    /// Kept parties of labelled mentions, and how many of them stand for somebody whom another party has already.
    parties: usize,
    again: usize,
    /// Parties of strangers only.
    strangers: usize,
    unlabelled: usize,
    mixed: usize,
    /// Gold people of a document with a label, and those without any party.
    gold: usize,
    lost: usize,
}

impl Score {
    fn add(&mut self, cast: &Cast, labels: &[Option<Label>]) {
        let labelled: Vec<usize> = (0..labels.len()).filter(|k| matches!(labels[*k], Some(Label::Partaker(_)))).collect();
        let party = |k: usize| cast.people[k].party.map_or(usize::MAX - k, |p| p);
        for a in &labelled {
            let same = |b: &&usize| party(*a) == party(**b);
            let system = labelled.iter().filter(same).count() as f64;
            let gold = labelled.iter().filter(|b| labels[*a] == labels[**b]).count() as f64;
            let both = labelled.iter().filter(same).filter(|b| labels[*a] == labels[**b]).count() as f64;
            self.mentions += 1;
            self.precision += both / system;
            self.recall += both / gold;
        }
        let mut seen = BTreeSet::new();
        for (n, mentions) in cast.parties.iter().enumerate() {
            let group = cast.groups.contains_key(&n);
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            let mut strange = 0;
            for k in mentions {
                match &labels[*k] {
                    Some(Label::Partaker(n)) => *counts.entry(*n).or_default() += 1,
                    Some(Label::Stranger(_)) => strange += 1,
                    None => {}
                }
            }
            let Some((best, _)) = counts.iter().max_by_key(|(_, v)| **v) else {
                if strange > 0 {
                    self.strangers += 1;
                } else if !group {
                    self.unlabelled += 1;
                }
                continue;
            };
            if group {
                continue;
            }
            self.parties += 1;
            self.mixed += usize::from(counts.len() > 1 || strange > 0);
            if !seen.insert(*best) {
                self.again += 1;
            }
        }
        let gold: BTreeSet<&Label> = labelled.iter().filter_map(|k| labels[*k].as_ref()).collect();
        self.gold += gold.len();
        self.lost += gold.iter().filter(|l| matches!(l, Label::Partaker(n) if !seen.contains(n))).count();
    }

    fn print(&self) {
        let n = self.mentions.max(1) as f64;
        let (p, r) = (self.precision / n, self.recall / n);
        println!(
            "mentions {} · B3 P {p:.3} R {r:.3} F {:.3} · parties {} again {} mixed {} · strangers {} unlabelled {} · gold {} lost {}",
            self.mentions,
            2.0 * p * r / (p + r),
            self.parties,
            self.again,
            self.mixed,
            self.strangers,
            self.unlabelled,
            self.gold,
            self.lost
        );
    }
}
