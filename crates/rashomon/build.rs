//! Names the program parts that read and join: the hash of their sources is part of the key of everything derived, so
//! that a register never mixes what two programs made.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = hash(&crates, &["rashomon-model/src", "rashomon-reader/src", "rashomon-claims/src"]);
    let joined = hash(&crates, &["rashomon-register/src", "rashomon-store/src", "rashomon/src/facts.rs"]);
    println!("cargo::rustc-env=RASHOMON_READS={read}");
    println!("cargo::rustc-env=RASHOMON_JOINS={joined}");
}

fn hash(crates: &Path, sources: &[&str]) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    let sources = sources.iter().map(|path| crates.join(path));
    for dir in sources.chain([crates.join("../models")]) {
        println!("cargo::rerun-if-changed={}", dir.display());
        let mut files = Vec::new();
        collect(&dir, &mut files);
        files.sort();
        // How a register is asked changes nothing that is derived, but for what is kept to be asked.
        files.retain(|file| file.ends_with("query/facts.rs") || !file.components().any(|part| part.as_os_str() == "query"));
        for file in files {
            hash.update(file.strip_prefix(crates).unwrap_or(&file).to_string_lossy().as_bytes());
            hash.update(&fs::read(&file).unwrap_or_default());
        }
    }
    hash.finalize().to_hex().chars().take(16).collect()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    if dir.is_file() {
        files.push(dir.to_owned());
    }
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
