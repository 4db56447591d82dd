//! The past is replayed: what a register says `--as-of` a day is, byte for byte, what a register of the pages known by that day says.
//! A page without a day counts from its capture; without either it is in no past. Needs `../shared` (`RASHOMON_SHARED`).
//!
//! A few days over a slice of dev here; sixty days over all of it with
//! `REPLAY_DAYS=60 REPLAY_STEP=1 cargo test --release -p rashomon --test replay`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::Date;
use rashomon::{kinds, pipeline};
use rashomon_claims::Models;
use rashomon_store::wire::kept::{Given, Reading};
use rayon::prelude::*;
use serde_json::Value;

fn dev() -> Option<PathBuf> {
    let shared = std::env::var_os("RASHOMON_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("data/dev/dev.docs.jsonl");
    if path.is_file() {
        return Some(path);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{} is absent", path.display());
    eprintln!("skipped: {} is absent", path.display());
    None
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

fn given(line: &str) -> Given {
    let page: Value = serde_json::from_str(line).unwrap();
    let text = |key: &str| page[key].as_str().map(str::to_owned);
    Given {
        doc_id: text("doc_id"),
        title: text("title"),
        published: text("published"),
        url: text("url"),
        archived_at: text("archived_at"),
        text: text("text").unwrap_or_default(),
        ..Given::default()
    }
}

#[test]
fn the_past_is_replayed() {
    let Some(path) = dev() else { return };
    let all = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = all.lines().skip(7).step_by(number("REPLAY_STEP", 40)).collect();
    let kinds = kinds::load(None).unwrap();
    let readings: Vec<Reading> =
        lines.par_iter().filter_map(|line| pipeline::read(&given(line), &kinds, Models::embedded()).ok()).map(|(_, reading)| reading).collect();
    let mut known: Vec<Date> = readings.iter().filter_map(|r| r.source.known_by()).collect();
    known.sort_unstable();
    let wanted = number("REPLAY_DAYS", 4);
    // Spread over the pages: as many come out before the first day as between any two.
    let days: Vec<Date> = (1..=wanted).filter_map(|n| known.get(n * known.len() / (wanted + 1))).copied().collect();
    assert!(days.len() == wanted && lines.len() > 100, "{} days, {} pages", days.len(), lines.len());

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("all.jsonl"), lines.join("\n")).unwrap();
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_rashomon")).current_dir(folder.path()).args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["add", "--quiet", "all.jsonl"]);
    for day in days {
        let then: Vec<Reading> = readings.iter().filter(|r| r.source.known_by().is_some_and(|known| known <= day)).cloned().collect();
        let expect: String = pipeline::register(then, &[], &kinds).iter().map(|i| i.to_json() + "\n").collect();
        let said = run(&["export", "--as-of", &day.to_string()]);
        assert!(!expect.is_empty());
        assert!(
            said == expect,
            "as of {day}: {} incidents, and {} in a register of the pages known then",
            said.lines().count(),
            expect.lines().count()
        );
    }
}
