//! `cargo xtask train [NAME]`: remakes the weight files of `models/` from `../shared`, byte for byte. Trainers read the data and give
//! bytes; the learning itself lies in the crate that reads the weights, so that both share their features.

pub mod days;
mod grammar;
pub mod judge;
pub mod links;
mod parts;
mod people;
pub mod places;
mod registry;
mod words;

use std::fs;
use std::path::Path;
use std::time::Instant;

use rashomon_model::Document;
use rashomon_reader::Raw;
use serde_json::Value;

/// A weight file of `models/`, made anew.
pub struct Weights {
    /// Its name in `models/`.
    pub file: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Takes `../shared`, says its scores on the standard output, gives the weight files.
type Trainer = fn(&Path) -> Result<Vec<Weights>, String>;

/// What can be trained, in the order of training.
const TRAINERS: &[(&str, Trainer)] = &[
    ("words", words::train),
    ("grammar", grammar::train),
    ("places", places::train),
    ("days", days::train),
    ("people", people::train),
    ("parts", parts::train),
    ("judge", judge::train),
    ("links", links::train),
];

/// The names of the trainers, for the usage text.
pub fn names() -> impl Iterator<Item = &'static str> {
    TRAINERS.iter().map(|(name, _)| *name)
}

/// Trains what is named, or everything, and writes it to `models/`.
pub fn run(root: &Path, only: Option<&str>) -> Result<(), String> {
    if only.is_some_and(|only| names().all(|name| name != only)) {
        return Err(format!("train: what? One of: {}", names().collect::<Vec<_>>().join(", ")));
    }
    let shared = crate::shared(root).ok_or("train: ../shared is absent")?;
    for (name, trainer) in TRAINERS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)) {
        let start = Instant::now();
        println!("== {name}");
        for weights in trainer(&shared)? {
            let path = root.join("models").join(weights.file);
            let before = fs::read(&path).ok();
            let change = match before {
                Some(before) if before == weights.bytes => "the same bytes as before",
                Some(_) => "other bytes than before",
                None => "new",
            };
            fs::write(&path, &weights.bytes).map_err(|e| format!("{}: {e}", path.display()))?;
            println!("models/{}: {} bytes, {change}", weights.file, weights.bytes.len());
        }
        println!("{name}: {:.0} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

/// A page as `dev.docs.jsonl` holds it, read as the program reads it.
fn document(d: &Value) -> Document {
    let some = |key: &str| d[key].as_str().map(str::to_owned);
    let raw = Raw {
        doc_id: some("doc_id"),
        title: some("title"),
        text: some("text").unwrap_or_default(),
        published: some("published"),
        url: some("url"),
        archived_at: some("archived_at"),
        ..Raw::default()
    };
    rashomon_reader::read_raw(&raw).0
}
