//! What the program says of itself: help, completions, manual pages.

use std::fs;
use std::process::Command;

fn rashomon(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rashomon")).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Names of the commands that `--help` shows: lines under a heading, indented by two.
fn commands(help: &str) -> Vec<String> {
    let until = help.find("\nOptions:").unwrap();
    let lines = help.get(..until).unwrap().lines().filter_map(|l| l.strip_prefix("  ")).filter(|l| !l.starts_with(' '));
    lines.filter_map(|l| l.split_whitespace().next()).map(ToOwned::to_owned).collect()
}

#[test]
fn help_shows_every_command_once_in_its_group() {
    let help = rashomon(&["--help"]);
    let shown = commands(&help);
    let mut once = shown.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), shown.len(), "{help}");
    // What completions offer is what the parser knows.
    let offered = rashomon(&["completions", "bash"]);
    let known = offered.split("opts=\"").filter_map(|rest| rest.split('"').next()).find(|words| words.contains(" watch-list ")).unwrap();
    let mut known: Vec<String> =
        known.split_whitespace().filter(|w| !w.starts_with('-') && *w != "help" && *w != "worker").map(ToOwned::to_owned).collect();
    known.sort();
    assert_eq!(once, known);
    for heading in ["Take reports in:", "Look:", "Decide:", "Exit codes:", "Start here:"] {
        assert!(help.contains(heading), "{heading}: {help}");
    }
}

#[test]
fn every_command_teaches_by_example() {
    for command in commands(&rashomon(&["--help"])) {
        let help = rashomon(&[&command, "--help"]);
        assert!(help.contains(&format!("rashomon {command}")) && help.contains("Example"), "{command}: {help}");
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = rashomon(&["completions", shell]);
        assert!(script.contains("watch-list") && script.contains("as-of"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let man = folder.path().join("man1");
    rashomon(&["man", man.to_str().unwrap()]);
    for command in commands(&rashomon(&["--help"])) {
        let page = fs::read_to_string(man.join(format!("rashomon-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains("Example"), "{command}");
    }
    let page = fs::read_to_string(man.join("rashomon.1")).unwrap();
    assert!(page.contains("Exit codes"), "{page}");
}
