//! The house rules that a compiler does not check (DESIGN.md §2). Also a test, so CI runs it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates and those of ours they may use, beside `rashomon-model`.
const ROOMS: &[(&str, &[&str])] = &[
    ("rashomon-model", &[]),
    ("rashomon-reader", &[]),
    ("rashomon-claims", &[]),
    ("rashomon-register", &[]),
    ("rashomon-store", &[]),
    ("rashomon-fetch", &[]),
    ("rashomon", &["rashomon-reader", "rashomon-claims", "rashomon-register", "rashomon-store", "rashomon-fetch"]),
    ("xtask", &["rashomon", "rashomon-reader", "rashomon-claims", "rashomon-register", "rashomon-store"]),
];

/// Checks every rule; the error lists each place that breaks one.
pub fn run(root: &Path) -> Result<(), String> {
    let mut broken = String::new();
    let files = tracked(root);
    rooms(root, &mut broken);
    locks(root, &mut broken);
    sources(root, &files, &mut broken);
    manual(root, &files, &mut broken);
    names(root, &files, &mut broken);
    sizes(root, &files, &mut broken);
    if broken.is_empty() {
        println!("tidy: {} files, all rules hold", files.len());
        Ok(())
    } else {
        Err(format!("tidy:\n{broken}"))
    }
}

/// Files of the tree that are ours: everything but build output, caches of Python's tools and git's own.
fn tracked(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                let cache = name.to_string_lossy().ends_with("_cache");
                let skip = name == "target" || name == ".git" || cache || path.ends_with("evals/out");
                if !skip {
                    folders.push(path);
                }
            } else if name != ".git" && !name.to_string_lossy().contains(".rashomon") && path.extension().is_none_or(|e| e != "so") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn show(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// Siblings do not see each other; every room is on the map.
fn rooms(root: &Path, broken: &mut String) {
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    for (room, may) in ROOMS {
        let manifest = if *room == "xtask" { root.join("xtask/Cargo.toml") } else { root.join("crates").join(room).join("Cargo.toml") };
        let Ok(text) = fs::read_to_string(&manifest) else {
            let _ = writeln!(broken, "  {room}: no {}", show(root, &manifest));
            continue;
        };
        let table: toml::Table = text.parse().unwrap_or_default();
        for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for name in table.get(section).and_then(|v| v.as_table()).into_iter().flat_map(|t| t.keys()) {
                let ours = ROOMS.iter().any(|(r, _)| r == name);
                if ours && name != "rashomon-model" && name != room && !may.contains(&name.as_str()) {
                    let _ = writeln!(broken, "  {room}: may not know {name} ({section})");
                }
            }
        }
        if !map.contains(room) {
            let _ = writeln!(broken, "  ARCHITECTURE.md: does not name {room}");
        }
    }
    for entry in fs::read_dir(root.join("crates")).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !ROOMS.iter().any(|(r, _)| name == **r) {
            let _ = writeln!(broken, "  crates/{}: a room that is not in xtask/src/tidy.rs", name.to_string_lossy());
        }
    }
}

/// The Python package locks its own tree, in which our rooms stand with what they need: `--locked` refuses it once a manifest has moved on.
fn locks(root: &Path, broken: &mut String) {
    let read = |at: &str| fs::read_to_string(root.join(at)).ok().and_then(|text| text.parse::<toml::Table>().ok());
    let Some(lock) = read("python/Cargo.lock") else {
        let _ = writeln!(broken, "  python/Cargo.lock: is no lock");
        return;
    };
    let packages = lock.get("package").and_then(|p| p.as_array()).into_iter().flatten();
    for package in packages {
        let Some(room) = package.get("name").and_then(|n| n.as_str()) else { continue };
        let Some(manifest) = read(&format!("crates/{room}/Cargo.toml")) else { continue };
        let locked: Vec<&str> = package.get("dependencies").and_then(|d| d.as_array()).into_iter().flatten().filter_map(|d| d.as_str()).collect();
        for section in ["dependencies", "build-dependencies"] {
            let needed = manifest.get(section).and_then(|s| s.as_table()).into_iter().flat_map(|t| t.keys());
            for name in needed.filter(|name| !locked.iter().any(|d| d.split(' ').next() == Some(name))) {
                let _ = writeln!(
                    broken,
                    "  python/Cargo.lock: {room} needs {name} and is locked without it; cargo update --workspace --manifest-path python/Cargo.toml"
                );
            }
        }
    }
}

/// What no source file may hold.
fn sources(root: &Path, files: &[PathBuf], broken: &mut String) {
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let at = show(root, path);
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        if matches!(stem.as_str(), "util" | "utils" | "common" | "helpers" | "misc") {
            let _ = writeln!(broken, "  {at}: a room without a subject; name what it holds");
        }
        if at.starts_with("xtask") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap_or_default();
        let lib = at.strip_suffix("/src/lib.rs").is_some();
        if lib && !text.starts_with("//!") {
            let _ = writeln!(broken, "  {at}: does not open with what it takes, gives and may not know");
        }
        for (n, line) in text.lines().enumerate() {
            let n = n + 1;
            if line.contains("#[ignore") {
                let _ = writeln!(broken, "  {at}:{n}: an ignored test; assert what happens and say why");
            }
            let serialises = line.contains("derive(") && line.contains("Serialize") && !line.contains("cfg_attr");
            // What is asked comes in as JSON and goes out again as it was understood, and a worker is told in bytes what to do; what is kept is the store's.
            let rim = [
                "crates/rashomon-store/src/wire.rs",
                "crates/rashomon-store/src/wire/",
                "crates/rashomon/src/question",
                "crates/rashomon/src/worker.rs",
            ];
            if serialises && !rim.iter().any(|rim| at.starts_with(rim)) {
                let _ = writeln!(broken, "  {at}:{n}: serialisation stays at the rim, in rashomon-store::wire");
            }
            let disk = line.contains("rusqlite::") && !at.starts_with("crates/rashomon-store/");
            if disk && !at.contains("/tests/") {
                let _ = writeln!(broken, "  {at}:{n}: only rashomon-store writes our formats");
            }
        }
    }
}

/// Every kind, slot, notice id and flag stands in the manual.
fn manual(root: &Path, files: &[PathBuf], broken: &mut String) {
    let manual = fs::read_to_string(root.join("docs/manual.md")).unwrap_or_default();
    for path in files.iter().filter(|p| p.parent() == Some(&root.join("kinds")) && p.extension().is_some_and(|e| e == "toml")) {
        let kind = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        if !manual.contains(&format!("`{kind}`")) {
            let _ = writeln!(broken, "  docs/manual.md: does not name the kind `{kind}`");
        }
        let table: toml::Table = fs::read_to_string(path).unwrap_or_default().parse().unwrap_or_default();
        for slot in table.get("slots").and_then(|v| v.as_table()).into_iter().flat_map(|t| t.keys()) {
            if !manual.contains(&format!("`{slot}`")) {
                let _ = writeln!(broken, "  docs/manual.md: does not name the slot `{slot}` of {kind}.toml");
            }
        }
    }
    let (mut ids, mut long) = (0, 0);
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "rs") && show(root, p).contains("/src/")) {
        let text = fs::read_to_string(path).unwrap_or_default();
        for id in notice_ids(&text) {
            ids += 1;
            if !manual.contains(&format!("`{id}`")) {
                let _ = writeln!(broken, "  docs/manual.md: does not name the notice `{id}` of {}", show(root, path));
            }
        }
        for flag in flags(&text) {
            long += 1;
            if !manual.contains(&format!("--{flag}")) {
                let _ = writeln!(broken, "  docs/manual.md: does not name the flag --{flag} of {}", show(root, path));
            }
        }
    }
    // A scan that finds nothing any more checks nothing.
    if ids < 10 || long < 10 {
        let _ = writeln!(broken, "  xtask/src/tidy.rs: found {ids} notices and {long} flags in the sources; its scan is out of date");
    }
    for place in ["docs/manual.md", "ARCHITECTURE.md"] {
        if fs::read_to_string(root.join(place)).is_ok_and(|text| text.contains("@@")) {
            let _ = writeln!(broken, "  {place}: holds a place that was never filled (@@)");
        }
    }
}

/// Ids of notices as the sources write them: first argument of `notice(` and `aside(`, or `id: "…"` inside `Notice {`.
fn notice_ids(text: &str) -> Vec<&str> {
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    let mut ids = Vec::new();
    for (mark, name) in [("notice(", ""), ("aside(", ""), ("Notice {", "id:")] {
        for (at, _) in text.match_indices(mark) {
            let rest = text.get(at + mark.len()..).unwrap_or("").trim_start();
            let id = rest.strip_prefix(name).map(str::trim_start).and_then(|r| r.strip_prefix('"')).and_then(|r| r.split('"').next());
            ids.extend(id.filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        }
    }
    ids
}

/// Long flags of clap's fields: `#[arg(long …)] as_of: …` is `as-of`, and `long = "name"` names its own.
fn flags(text: &str) -> Vec<String> {
    let mut flags = Vec::new();
    for (at, _) in text.match_indices("#[arg(") {
        let rest = text.get(at..).unwrap_or("");
        let Some((attribute, field)) = rest.split_once(")]") else { continue };
        let field = field.trim_start().split(':').next().unwrap_or("").trim();
        for word in attribute.trim_start_matches("#[arg(").split(',').map(str::trim) {
            match word.strip_prefix("long").map(|w| w.trim_start().trim_start_matches('=').trim()) {
                Some("") => flags.push(field.replace('_', "-")),
                Some(named) if named.starts_with('"') => flags.push(named.trim_matches('"').to_owned()),
                _ => {}
            }
        }
    }
    flags
}

/// No name of the seed pages, which are not ours to publish, stands in the tree.
fn names(root: &Path, files: &[PathBuf], broken: &mut String) {
    let Some(shared) = super::shared(root) else {
        println!("tidy: names of the seed pages not checked: ../shared is absent");
        return;
    };
    let gold = fs::read_to_string(shared.join("gold/seeds/seeds.gold.json")).unwrap_or_default();
    let gold: serde_json::Value = serde_json::from_str(&gold).unwrap_or_default();
    let mut surnames: Vec<String> = Vec::new();
    for incident in gold["incidents"].as_array().into_iter().flatten() {
        for claim in incident["claims"].as_array().into_iter().flatten().filter(|c| c["slot"] == "name") {
            let name = claim["value"].as_str().unwrap_or("");
            let parts: Vec<&str> = name.split(' ').filter(|p| !p.ends_with('.')).collect();
            if let (true, Some(last)) = (parts.len() > 1, parts.last()) {
                surnames.push((*last).to_owned());
            }
        }
    }
    surnames.sort();
    surnames.dedup();
    for path in files {
        let at = show(root, path);
        if at.starts_with("models/") {
            continue; // frozen lists of all names of a census, and all places
        }
        let Ok(text) = fs::read_to_string(path) else { continue };
        for surname in surnames.iter().filter(|s| text.contains(s.as_str())) {
            let _ = writeln!(broken, "  {at}: holds a name of the seed pages ({surname}); invent one");
        }
    }
}

/// Weights and data stay small.
fn sizes(root: &Path, files: &[PathBuf], broken: &mut String) {
    let size = |p: &PathBuf| fs::metadata(p).map_or(0, |m| m.len());
    let models: u64 = files.iter().filter(|p| p.starts_with(root.join("models"))).map(size).sum();
    if models > 40 << 20 {
        let _ = writeln!(broken, "  models/: {} MB, at most 40", models >> 20);
    }
    for path in files.iter().filter(|p| !p.starts_with(root.join("models")) && size(p) > 1 << 20) {
        let _ = writeln!(broken, "  {}: larger than 1 MB", show(root, path));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        if let Err(message) = super::run(&crate::root()) {
            panic!("{message}");
        }
    }
}
