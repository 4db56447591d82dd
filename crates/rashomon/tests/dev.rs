//! The register is a pure function of its documents: real pages in any order, on any number of threads, give the same
//! bytes; what is taken back leaves nothing behind; every quote stands where it says. Needs `../shared` (`RASHOMON_SHARED`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// One page in so many is read: about 600 of dev's.
const STEP: usize = 10;
/// So many other pages are added and taken back.
const EXTRA: usize = 60;

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

fn rashomon(register: &Path, args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("-r").arg(register).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn export(register: &Path) -> String {
    String::from_utf8(rashomon(register, &["export"]).stdout).unwrap()
}

#[test]
fn real_pages_give_one_register_in_any_order() {
    let Some(path) = dev() else { return };
    let all = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = all.lines().collect();
    let slice: Vec<&str> = lines.iter().copied().skip(3).step_by(STEP).collect();
    let extra: Vec<&str> = lines.iter().copied().skip(4).step_by(STEP).take(EXTRA).collect();
    assert!(slice.len() > 500, "a slice of {}", slice.len());

    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, lines: &[&str]| {
        let path = folder.path().join(name);
        fs::write(&path, lines.join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let backwards: Vec<&str> = slice.iter().copied().rev().collect();
    // 7 goes into no length here: every page once, neighbours far apart.
    let spread: Vec<&str> = (0..7).flat_map(|from| slice.iter().copied().skip(from).step_by(7)).collect();
    let orders = [write("as-given.jsonl", &slice), write("backwards.jsonl", &backwards), write("spread.jsonl", &spread)];

    let mut first: Option<String> = None;
    for (n, order) in orders.iter().enumerate() {
        for threads in ["1", "2"] {
            let register = folder.path().join(format!("{n}-{threads}.rashomon"));
            rashomon(&register, &["--threads", threads, "add", "--quiet", order]);
            let export = export(&register);
            match &first {
                None => first = Some(export),
                Some(first) => assert_same(first, &export, &format!("{order} on {threads} threads")),
            }
        }
    }
    let first = first.unwrap();
    verbatim(&first, &slice);

    // Sound, as `check` sees it: every row, every quote, every derived table against a rebuild.
    let register = folder.path().join("0-2.rashomon");
    let report: Value = serde_json::from_slice(&rashomon(&register, &["check", "--json"]).stdout).unwrap();
    assert_eq!(report["documents"], slice.len(), "{report}");

    // Added and taken back: as if it had never been there.
    rashomon(&register, &["add", "--quiet", &write("extra.jsonl", &extra)]);
    assert_ne!(export(&register), first, "the other pages tell nothing");
    let names: Vec<String> = extra.iter().map(|l| doc(l)["doc_id"].as_str().unwrap().to_owned()).collect();
    let mut args = vec!["remove", "--quiet"];
    args.extend(names.iter().map(String::as_str));
    rashomon(&register, &args);
    assert_same(&first, &export(&register), "after a removal");
}

fn doc(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

/// Two exports, byte for byte; the message shows the first incident that differs and no page's words.
fn assert_same(first: &str, second: &str, what: &str) {
    if first == second {
        return;
    }
    let (a, b): (Vec<_>, Vec<_>) = (first.lines().collect(), second.lines().collect());
    let at = a.iter().zip(&b).position(|(a, b)| a != b);
    let id = at.and_then(|n| a.get(n)).map(|line| doc(line)["incident_id"].clone());
    panic!("{what}: another export ({} incidents against {}; first difference in {id:?})", b.len(), a.len());
}

/// Every quote of the export is the words of its page at its code points.
fn verbatim(export: &str, pages: &[&str]) {
    let texts: BTreeMap<String, Value> = pages.iter().map(|l| doc(l)).map(|d| (d["doc_id"].as_str().unwrap().to_owned(), d)).collect();
    let mut cut: BTreeMap<(&str, &str), Vec<char>> = BTreeMap::new();
    let mut quotes = 0;
    for line in export.lines() {
        let incident = doc(line);
        for list in ["claims", "background"] {
            for said in incident[list].as_array().unwrap() {
                let (id, page) = texts.get_key_value(said["doc_id"].as_str().unwrap()).unwrap();
                let quote = &said["quote"];
                let field = if quote["field"] == "title" { "title" } else { "text" };
                let text = cut.entry((id, field)).or_insert_with(|| page[field].as_str().unwrap_or("").chars().collect());
                let (start, end) = (quote["start"].as_u64().unwrap() as usize, quote["end"].as_u64().unwrap() as usize);
                let words: Option<String> = text.get(start..end).map(|w| w.iter().collect());
                assert_eq!(words.as_deref(), quote["exact"].as_str(), "{id} {start}..{end}");
                quotes += 1;
            }
        }
    }
    assert!(quotes > 5 * pages.len(), "only {quotes} quotes of {} pages", pages.len());
}
