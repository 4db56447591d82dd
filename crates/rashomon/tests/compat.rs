//! R5: a register of every released format opens, and tells what its documents tell (TRUST.md).
//!
//! `compat/v1.rashomon` was made by format 1 from `compat/v1.jsonl` (and `v1-removed`, taken back again), `compat/v2.rashomon` by format 2 from
//! the same reports, with a decision that was undone and one that stands, `compat/v3.rashomon` likewise by format 3, and
//! `compat/v4.rashomon` by format 4. They are never made anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn rashomon(register: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("-r").arg(register).args(args).output().unwrap()
}

fn compat(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat").join(name)
}

#[test]
fn format_1_opens_and_exports() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old.rashomon"), folder.path().join("new.rashomon"));
    fs::copy(compat("v1.rashomon"), &old).unwrap();
    assert!(rashomon(&new, &["add", "--quiet", compat("v1.jsonl").to_str().unwrap()]).status.success());
    let fresh = rashomon(&new, &["export"]).stdout;

    // Read as it is, by this program …
    let read = rashomon(&old, &["export", "--quiet"]);
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    assert_eq!(String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&fresh));
    // … sound …
    let check = rashomon(&old, &["check"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    // … and written on.
    let again = rashomon(&old, &["add", "--json", compat("v1.jsonl").to_str().unwrap()]);
    let said: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!((said["same"].as_u64(), said["new"].as_u64()), (Some(3), Some(0)), "{said}");
    assert!(rashomon(&old, &["check"]).status.success());
    assert_eq!(rashomon(&old, &["export"]).stdout, fresh);
}

#[test]
fn format_2_opens_with_what_was_decided() {
    opens_with_what_was_decided("v2.rashomon");
}

#[test]
fn format_3_opens_with_what_was_decided() {
    opens_with_what_was_decided("v3.rashomon");
}

#[test]
fn format_4_opens_with_what_was_decided() {
    opens_with_what_was_decided("v4.rashomon");
}

fn opens_with_what_was_decided(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old.rashomon"), folder.path().join("new.rashomon"));
    fs::copy(compat(name), &old).unwrap();
    assert!(rashomon(&new, &["add", "--quiet", compat("v1.jsonl").to_str().unwrap()]).status.success());
    assert!(rashomon(&new, &["not-same", "compat-1", "compat-2", "--by", "Ana Reyes", "--note", "two nights"]).status.success());
    let fresh = rashomon(&new, &["export"]).stdout;
    assert!(String::from_utf8_lossy(&fresh).contains("two nights"));
    assert_eq!(rashomon(&old, &["export", "--quiet"]).stdout, fresh);
    // Asked while it is read as it is, and after it was written on.
    let question = ["ask", "--quiet", "how many people were shot"];
    let answer = rashomon(&new, &question).stdout;
    assert_eq!(rashomon(&old, &question).stdout, answer);
    assert!(rashomon(&old, &["check"]).status.success());
    assert!(rashomon(&old, &["undo"]).status.success());
    assert!(rashomon(&new, &["undo"]).status.success());
    assert_eq!(rashomon(&old, &["export"]).stdout, rashomon(&new, &["export"]).stdout);
    assert_eq!(rashomon(&old, &question).stdout, rashomon(&new, &question).stdout);
}
