//! README's first commands print what README shows, line by line.

use std::fs;
use std::path::Path;
use std::process::Command;

const RUN: &str = "cargo run --release -- ";

/// The commands of "Try it", each with the lines that README shows below it.
fn shown(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let part = readme.split("\n## ").find(|p| p.starts_with("Try it\n")).expect("README has a part \"Try it\"");
    let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in part.lines().filter(|l| l.trim().is_empty() || l.starts_with("    ")) {
        let line = line.strip_prefix("    ").unwrap_or(line).trim_end();
        match (line.strip_prefix(RUN), out.last_mut()) {
            (Some(command), _) => out.push((command.split('#').next().unwrap_or(command).trim(), Vec::new())),
            (None, Some((_, lines))) if !line.starts_with("cargo ") => lines.push(line),
            _ => {}
        }
    }
    for (_, lines) in &mut out {
        while lines.first().is_some_and(|l| l.is_empty()) {
            lines.remove(0);
        }
        while lines.last().is_some_and(|l| l.is_empty()) {
            lines.pop();
        }
    }
    out
}

/// How long a command took is no promise.
fn timeless(line: &str) -> &str {
    let line = line.trim_end();
    match line.rsplit_once("  ") {
        Some((rest, time)) if time.strip_suffix(" s").is_some_and(|n| n.parse::<f64>().is_ok()) => rest,
        _ => line,
    }
}

/// Whether lines are those shown; "…" stands for any number of lines. The first line shown that is not there is the error.
fn same(shown: &[&str], printed: &[&str]) -> Result<(), String> {
    let Some((first, rest)) = shown.split_first() else {
        return if printed.is_empty() { Ok(()) } else { Err(format!("nothing more is shown, but printed: {}", printed[0])) };
    };
    if first.trim() == "…" {
        let mut error = Err("nothing is left of what \"…\" stands for".to_owned());
        for skipped in 1..=printed.len() {
            error = same(rest, &printed[skipped..]);
            if error.is_ok() {
                break;
            }
        }
        return error.map_err(|e| if rest.is_empty() { e } else { format!("nowhere below: {}", rest.join("\n")) });
    }
    match printed.split_first() {
        Some((line, more)) if timeless(line) == timeless(first) => same(rest, more),
        Some((line, _)) => Err(format!("shown: {first}\nprinted: {line}")),
        None => Err(format!("shown: {first}\nprinted: nothing more")),
    }
}

#[test]
fn the_first_commands_print_what_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let commands = shown(&readme);
    assert_eq!(commands.iter().map(|(c, _)| c.split(' ').next().unwrap_or_default()).collect::<Vec<_>>(), ["add", "list", "show"]);
    let folder = tempfile::tempdir().expect("a folder");
    for (command, lines) in commands {
        let output = Command::new(env!("CARGO_BIN_EXE_rashomon"))
            .current_dir(&root)
            .arg("-r")
            .arg(folder.path().join("register.rashomon"))
            .args(command.split(' '))
            .output()
            .expect("the program runs");
        // What a command did is said beside what it gives.
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        let lines_printed: Vec<&str> = printed.trim_end().lines().collect();
        if let Err(why) = same(&lines, &lines_printed) {
            panic!("`{RUN}{command}` no longer prints what README shows.\n{why}\n\nIt prints:\n{printed}");
        }
    }
}
