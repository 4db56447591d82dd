//! Chores around rashomon: `cargo xtask tidy`, `cargo xtask evals` and `cargo xtask train`.

mod contradictions;
mod evals;
mod hostile;
mod questions;
mod tidy;
mod train;
mod versions;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  tidy                 the house rules that a compiler does not check
  evals [--folds] [--update [--allow-regression]] [--keep DIR]
                       read ../shared, score what comes out, compare with evals/floors.toml; with --folds each page
                       of dev is read by models that did not see its fold (--update writes such figures)
  hostile [TIMES]      pages made to stop a reader, at ten times (or so many times) the sizes of TRUST.md's table: time and memory of
                       `rashomon read` for each, and whether the program outlived it; then ../shared/data/hostile
  train [NAME]         read ../shared, learn, write the weight files of models/ (all of them without a name)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.first().map(String::as_str) {
        Some("tidy") if args.len() == 1 => tidy::run(&root()),
        Some("evals") => match evals::Options::parse(&args[1..]) {
            Some(options) => evals::run(&root(), &options),
            None => return usage(),
        },
        Some("hostile") if args.len() <= 2 => hostile::run(&root(), args.get(1).and_then(|n| n.parse().ok())),
        Some("train") if args.len() <= 2 => train::run(&root(), args.get(1).map(String::as_str)),
        _ => return usage(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprint!("{USAGE}");
    ExitCode::from(2)
}

/// The workspace root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// `../shared`, or `$RASHOMON_SHARED`; `None` where it is absent.
fn shared(root: &Path) -> Option<PathBuf> {
    let path = std::env::var_os("RASHOMON_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    path.join("contract").is_dir().then_some(path)
}
