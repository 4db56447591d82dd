//! Names the program parts that read and join: the hash of their sources is part of the key of everything derived, so
//! that a register never mixes what two programs made.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = hash(&crates, &["rashomon-model", "rashomon-reader", "rashomon-claims"]);
    let joined = hash(&crates, &["rashomon-register", "rashomon-store"]);
    println!("cargo::rustc-env=RASHOMON_READS={read}");
    println!("cargo::rustc-env=RASHOMON_JOINS={joined}");
}

fn hash(crates: &Path, names: &[&str]) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    let sources = names.iter().map(|name| crates.join(name).join("src"));
    for dir in sources.chain([crates.join("../models")]) {
        println!("cargo::rerun-if-changed={}", dir.display());
        let mut files = Vec::new();
        collect(&dir, &mut files);
        files.sort();
        // How a register is asked changes nothing that is derived.
        files.retain(|file| !file.components().any(|part| part.as_os_str() == "query"));
        for file in files {
            hash.update(file.strip_prefix(crates).unwrap_or(&file).to_string_lossy().as_bytes());
            hash.update(&fs::read(&file).unwrap_or_default());
        }
    }
    hash.finalize().to_hex().chars().take(16).collect()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
