//! Paths → pages: files, folders (all below them, sorted), and `-` for standard input.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rashomon_reader::Page;

/// One input that was found, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it lies; `None` is standard input.
    pub path: Option<PathBuf>,
    /// What it is called: its file name; where two inputs share that, the path below the folder that was named.
    pub name: String,
}

impl Input {
    /// Its bytes.
    pub fn page(&self) -> io::Result<Page> {
        let bytes = match &self.path {
            Some(path) => fs::read(path)?,
            None => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                bytes
            }
        };
        // Standard input has no name to tell its format by.
        let lines = self.path.is_none() && bytes.trim_ascii_start().starts_with(b"{");
        Ok(Page { name: if lines { "stdin.jsonl".into() } else { self.name.clone() }, bytes })
    }
}

/// Every input under the paths that were named; a path that cannot be walked is an error with its name.
pub fn gather(paths: &[PathBuf]) -> Result<Vec<Input>, (PathBuf, String)> {
    // (path, path below what was named)
    let mut found: Vec<(Option<PathBuf>, PathBuf)> = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            found.push((None, path.clone()));
        } else if path.is_dir() {
            for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
                let entry = entry.map_err(|e| (path.clone(), e.to_string()))?;
                let hidden =
                    entry.path().strip_prefix(path).is_ok_and(|below| below.components().any(|c| c.as_os_str().as_encoded_bytes().starts_with(b".")));
                if entry.file_type().is_file() && !hidden {
                    let below = entry.path().strip_prefix(path).unwrap_or(entry.path()).to_owned();
                    found.push((Some(entry.into_path()), below));
                }
            }
        } else {
            match fs::metadata(path) {
                Ok(_) => found.push((Some(path.clone()), path.clone())),
                Err(e) => return Err((path.clone(), e.to_string())),
            }
        }
    }
    let file_name = |path: &Path| path.file_name().map_or_else(|| path.to_string_lossy().into_owned(), |n| n.to_string_lossy().into_owned());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (_, below) in &found {
        *times.entry(file_name(below)).or_default() += 1;
    }
    let mut below_times: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (_, below) in &found {
        *below_times.entry(below.clone()).or_default() += 1;
    }
    Ok(found
        .into_iter()
        .map(|(path, below)| {
            let short = file_name(&below);
            let name = if times.get(&short) == Some(&1) {
                short
            } else {
                // Two named folders may hold the same path below them: then the path as it was written tells them apart.
                let longer = if below_times.get(&below) == Some(&1) { &below } else { path.as_ref().unwrap_or(&below) };
                longer
                    .components()
                    .filter_map(|c| match c {
                        std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
                    .join("/")
            };
            Input { path, name }
        })
        .collect())
}
