//! A register in a folder of its own, and the program run there as a person would run it.

use std::fs;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A folder with a register of a few reports.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    /// Of none: an empty folder.
    #[allow(dead_code)] // of the tests that bring pages of their own
    pub fn bare() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }
    /// Of reports: id, day of publication, text.
    #[allow(dead_code)]
    pub fn of(reports: &[(&str, &str, &str)]) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        let line = |(id, published, text): &(&str, &str, &str)| format!("{}\n", json!({ "doc_id": id, "published": published, "text": text }));
        let lines: Vec<String> = reports.iter().map(line).collect();
        fs::write(desk.folder.path().join("all.jsonl"), lines.concat()).unwrap();
        assert!(desk.run(&["add", "--quiet", "all.jsonl"]).status.success());
        desk
    }
    /// Runs the program there; Luis Park sits at the desk.
    pub fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
        command.current_dir(self.folder.path()).env("RASHOMON_BY", "Luis Park").args(args).output().unwrap()
    }
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[args, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}: {output:?}"))
    }
    pub fn code(&self, args: &[&str]) -> i32 {
        self.run(args).status.code().unwrap()
    }
    /// Everything that a command says, to a person.
    #[allow(dead_code)]
    pub fn says(&self, args: &[&str]) -> String {
        let output = self.run(args);
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }
}
