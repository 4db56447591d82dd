//! Scores on real corpora: feeds `../shared` to the program, runs its scorers, prints one table, guards the floors.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rashomon::pipeline;

use crate::train::{judge, links};
use crate::{contradictions, questions, versions};

/// What the command line asks for.
#[derive(Debug, Default)]
pub struct Options {
    update: bool,
    allow_regression: bool,
    keep: Option<PathBuf>,
    folds: bool,
}

impl Options {
    /// `None` when an argument is unknown.
    pub fn parse(args: &[String]) -> Option<Self> {
        let mut options = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--update" => (options.update, options.folds) = (true, true),
                "--folds" => options.folds = true,
                "--allow-regression" => options.allow_regression = true,
                "--keep" => options.keep = Some(args.next()?.into()),
                _ => return None,
            }
        }
        Some(options)
    }
}

/// Rows where less is better; every other row is better when higher.
const LESS: [&str; 5] =
    ["comments leaked", "hard pairs merged", "good documents in no incident", "claims from other incidents' words", "median width"];
/// A score may wobble by this much below its floor (rounding of the table) before it counts as sunk.
const SLACK: f64 = 0.0005;

/// Runs all evaluations; an error names the scores that sank.
pub fn run(root: &Path, options: &Options) -> Result<(), String> {
    let Some(shared) = super::shared(root) else {
        println!("evals: skipped: ../shared is absent (set RASHOMON_SHARED to where it is)");
        return Ok(());
    };
    let out = options.keep.clone().unwrap_or_else(|| root.join("evals/out"));
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    must(Command::new("cargo").current_dir(root).args(["build", "--release", "--quiet", "--package", "rashomon"]))?;
    let program = target(root).join("release/rashomon");

    let mut notes = String::new();
    for (name, input) in [("dev", "data/dev/dev.docs.jsonl"), ("dev.gvdb", "data/dev/extra/gvdb.dev.jsonl"), ("dev.seeds", "seeds")] {
        let docs = out.join(format!("{name}.docs.jsonl"));
        let file = File::create(&docs).map_err(|e| format!("{}: {e}", docs.display()))?;
        must(Command::new("python3").arg(shared.join("scoring/inputs.py")).arg(shared.join(input)).stdout(file))?;
        let count = fs::read_to_string(&docs).map_err(|e| e.to_string())?.lines().count();
        if options.folds && name == "dev" {
            let began = Instant::now();
            cross_validated(&shared, &out.join("dev.jsonl"))?;
            let _ = writeln!(
                notes,
                "dev: each page read by models that did not see its fold, each two joined by links that saw neither's ({:.0} s with training)",
                began.elapsed().as_secs_f64()
            );
            continue;
        }
        let register = out.join(format!("{name}.rashomon"));
        let (took, peak) =
            watched(Command::new(&program).arg("-r").arg(&register).arg("add").arg(&docs).stdout(Stdio::null()).stderr(Stdio::null()))?;
        let export = File::create(out.join(format!("{name}.jsonl"))).map_err(|e| e.to_string())?;
        let began = Instant::now();
        must(Command::new(&program).arg("-r").arg(&register).args(["export", "--format", "jsonl"]).stdout(export))?;
        let _ = writeln!(
            notes,
            "{name}: {count} documents in {:.1} s ({:.0} a second), peak {} MB; export {:.1} s",
            took.as_secs_f64(),
            count as f64 / took.as_secs_f64(),
            peak / 1024,
            began.elapsed().as_secs_f64()
        );
    }

    let scored = Command::new("bash")
        .arg(shared.join("scoring/all.sh"))
        .arg(shared.join("data/dev/dev"))
        .arg(out.join("dev.jsonl"))
        .env("OUT", out.join("scores"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("scoring/all.sh: {e}"))?;
    if !scored.status.success() {
        return Err("evals: scoring/all.sh failed".into());
    }
    let mut table = String::from_utf8_lossy(&scored.stdout).into_owned();
    for kind in KINDS {
        table.push_str(&score_kind(&program, &shared, &out, kind)?);
    }
    table.push_str(&read_as(&out.join("scores/claims.json"))?);
    table.push_str(&pages(&program, &shared, &out)?);
    table.push_str(&contradictions::score(&shared, &out.join("dev.jsonl"))?);
    table.push_str(&questions::score(&shared, &out.join("dev.jsonl"), &out)?);
    table.push_str(&versions::score(&shared, &out.join("dev.jsonl"))?);
    print!("{table}\n{notes}");
    compare(&root.join("evals/floors.toml"), &scores(&table), options)
}

/// Reads dev with models that did not see each page's fold, groups it by links that saw neither page's, and writes the export.
fn cross_validated(shared: &Path, to: &Path) -> Result<(), String> {
    let pages = judge::Pages::of(shared)?;
    let readings = links::readings(shared, &pages)?;
    let links = links::cross_validated(shared, &pages, &readings)?;
    let kinds = rashomon::kinds::load(None)?;
    let lines: Vec<String> = pipeline::register_by(&links, readings, &[], &kinds).iter().map(|i| i.to_json()).collect();
    fs::write(to, lines.join("\n")).map_err(|e| format!("{}: {e}", to.display()))
}

/// Kinds besides shootings that the gold has pages of.
const KINDS: [&str; 2] = ["fire", "job-loss"];

/// Rows of the table for one kind: the pages that tell of one and are found, the others that stay quiet, the mean of the fields.
fn score_kind(program: &Path, shared: &Path, out: &Path, kind: &str) -> Result<String, String> {
    let register = out.join(format!("kind.{kind}.rashomon"));
    let pages = shared.join(format!("data/dev/extra/{kind}.docs.jsonl"));
    watched(Command::new(program).arg("-r").arg(&register).arg("add").arg(pages).stdout(Stdio::null()).stderr(Stdio::null()))?;
    let export = out.join(format!("kind.{kind}.jsonl"));
    let file = File::create(&export).map_err(|e| format!("{}: {e}", export.display()))?;
    must(Command::new(program).arg("-r").arg(&register).args(["export", "--format", "jsonl"]).stdout(file))?;
    let gold = shared.join(format!("gold/kinds/{kind}.jsonl"));
    let scored = Command::new("python3")
        .arg(shared.join("scoring/score_kinds.py"))
        .arg("--gold")
        .arg(gold)
        .arg("--export")
        .arg(export)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("scoring/score_kinds.py: {e}"))?;
    // "fire: 65 pages, found 0.97, quiet 0.93, macro 0.77, people F1 0.33"
    let said = String::from_utf8_lossy(&scored.stdout);
    let line = said.lines().find(|l| l.starts_with(kind)).ok_or_else(|| format!("scoring/score_kinds.py said nothing of {kind}"))?;
    let mut rows = String::new();
    for (n, row) in ["found", "quiet", "macro"].iter().enumerate() {
        let value = line.split([',', ':']).find_map(|part| part.trim().strip_prefix(row)?.trim().parse::<f64>().ok());
        let value = value.ok_or_else(|| format!("scoring/score_kinds.py: no {row} of {kind}"))?;
        let _ = writeln!(rows, "{:<11}{row:<37}{value:.4}", if n == 0 { kind } else { "" });
    }
    Ok(rows)
}

/// Rows of how pages of markup are read: the folders of `data/pages`, each with what its truth tells.
fn pages(program: &Path, shared: &Path, out: &Path) -> Result<String, String> {
    let mut rows = String::new();
    for folder in ["articles", "segments"] {
        let dir = shared.join("data/pages").join(folder);
        let read = out.join(format!("pages.{folder}.jsonl"));
        let file = File::create(&read).map_err(|e| format!("{}: {e}", read.display()))?;
        watched(Command::new(program).arg("read").arg(dir.join("html")).args(["--format", "jsonl"]).stdout(file).stderr(Stdio::null()))?;
        let scored = Command::new("python3")
            .arg(shared.join("scoring/score_pages.py"))
            .arg("--truth")
            .arg(dir.join("truth.json"))
            .arg("--read")
            .arg(&read)
            .args(["--json", "-"])
            .stderr(Stdio::inherit())
            .output()
            .map_err(|e| format!("scoring/score_pages.py: {e}"))?;
        let json: serde_json::Value = serde_json::from_slice(&scored.stdout).map_err(|e| format!("scoring/score_pages.py: {e}"))?;
        for (group, row) in [
            ("articles", "f1"),
            ("segments", "f1"),
            ("comments", "kept"),
            ("comments", "leaked"),
            ("title", "accuracy"),
            ("date", "accuracy"),
            ("date", "precision"),
        ] {
            if let Some(value) = json[group][row].as_f64() {
                let _ = writeln!(rows, "{:<11}{:<37}{value:.4}", if rows.is_empty() { "pages" } else { "" }, format!("{group} {row}"));
            }
        }
    }
    Ok(rows)
}

/// Rows that the scorer of claims measures and `all.sh` prints in passing or not at all.
fn read_as(scores: &Path) -> Result<String, String> {
    let text = fs::read_to_string(scores).map_err(|e| format!("{}: {e}", scores.display()))?;
    let json: serde_json::Value = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", scores.display()))?;
    let mut rows = vec![
        ("per document F1".to_owned(), &json["claims"]["per_document"]["f1"]),
        ("participants aligned F1".to_owned(), &json["participants"]["f1"]),
    ];
    let slots = ["name", "age", "date", "time", "killed", "injured"];
    rows.extend(slots.map(|slot| (format!("precision as read: {slot}"), &json["claims"]["slots"][slot]["p"])));
    let mut out = String::new();
    for (n, (row, value)) in rows.into_iter().enumerate() {
        let value = value.as_f64().ok_or_else(|| format!("{}: no {row}", scores.display()))?;
        let _ = writeln!(out, "{:<11}{row:<37}{value:.4}", if n == 0 { "reading" } else { "" });
    }
    Ok(out)
}

/// `group / row` → value, from the table that `all.sh` prints.
fn scores(table: &str) -> BTreeMap<String, f64> {
    let mut group = String::new();
    let mut scores = BTreeMap::new();
    for line in table.lines() {
        let mut cells = line.split("  ").map(str::trim).filter(|c| !c.is_empty());
        if !line.starts_with(' ') {
            group = cells.next().unwrap_or_default().to_owned();
        }
        if let (Some(name), Some(Ok(value))) = (cells.next(), cells.next().map(str::parse)) {
            scores.insert(format!("{group} / {name}"), value);
        }
    }
    scores
}

fn compare(path: &Path, scores: &BTreeMap<String, f64>, options: &Options) -> Result<(), String> {
    let floors: BTreeMap<String, f64> = match fs::read_to_string(path) {
        Ok(text) => {
            let table: toml::Table = text.parse().map_err(|e| format!("{}: {e}", path.display()))?;
            table.into_iter().filter_map(|(k, v)| Some((k, v.as_float()?))).collect()
        }
        Err(_) => BTreeMap::new(),
    };
    let less = |name: &str| LESS.iter().any(|l| name.contains(l));
    let mut sunk = String::new();
    for (name, floor) in &floors {
        match scores.get(name) {
            None => {
                let _ = writeln!(sunk, "  {name}: not scored, floor {floor:.4}");
            }
            Some(now) if (less(name) && *now > floor + SLACK) || (!less(name) && *now < floor - SLACK) => {
                let _ = writeln!(sunk, "  {name}: {now:.4}, floor {floor:.4}");
            }
            Some(_) => {}
        }
    }
    if options.update {
        if !sunk.is_empty() && !options.allow_regression {
            return Err(format!("evals: floors not updated, these sank (--allow-regression to accept):\n{sunk}"));
        }
        let mut text = String::from("# What was reached, per row of `cargo xtask evals`. `--update` raises; it never sinks silently.\n");
        for (name, now) in scores {
            let best = match floors.get(name) {
                Some(floor) if !options.allow_regression => {
                    if less(name) {
                        now.min(*floor)
                    } else {
                        now.max(*floor)
                    }
                }
                _ => *now,
            };
            let _ = writeln!(text, "{name:?} = {best:.4}");
        }
        fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("evals: floors written to {}", path.display());
        return Ok(());
    }
    if sunk.is_empty() {
        println!("evals: {} floors hold", floors.len());
        Ok(())
    } else {
        Err(format!("evals: below the floors of {}:\n{sunk}", path.display()))
    }
}

/// Where cargo builds to.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|e| format!("{command:?}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}

/// Runs a command; its time, and its peak resident memory in kB as Linux counts it (0 elsewhere).
pub(crate) fn watched(command: &mut Command) -> Result<(Duration, u64), String> {
    let began = Instant::now();
    let mut child = command.spawn().map_err(|e| format!("{command:?}: {e}"))?;
    let id = child.id();
    let peak_of = |id: &str| -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
    };
    let mut peak = 0;
    loop {
        // Its own and that of its workers.
        let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
        let children: String = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok()).collect();
        let all = children.split_whitespace().filter_map(peak_of).chain(peak_of(&id.to_string())).max();
        peak = peak.max(all.unwrap_or_default());
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            // 3: done, but some input was set aside.
            return match status.code() {
                Some(0 | 3) => Ok((began.elapsed(), peak)),
                _ => Err(format!("{command:?}: {status}")),
            };
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
