//! What `rashomon --help` teaches, `rashomon completions SHELL` and `rashomon man DIR`: all made from the command line's own
//! definition.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::PathBuf;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, Ended, Failure, Result, out};

/// Print the completions of a shell, to be put where it looks for them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon completions bash > ~/.local/share/bash-completion/completions/rashomon\n          \
    rashomon completions zsh > ~/.zfunc/_rashomon\n          rashomon completions fish > ~/.config/fish/completions/rashomon.fish")]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Write the manual pages into a folder: one a command.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon man ~/.local/share/man/man1")]
pub(super) struct Man {
    /// The folder; it is made where there is none.
    dir: PathBuf,
}

/// Commands by what a person is about to do; one that is in no group stands under the last heading.
const GROUPS: &[(&str, &[&str])] = &[
    ("Take reports in", &["add", "fetch", "watch", "import", "call", "read", "remove", "redact", "quarantine", "retry"]),
    ("Look", &["list", "show", "ask", "why", "coverage", "open-ends", "leads"]),
    ("Follow what changes", &["diff", "watch-list", "log"]),
    ("Decide", &["same", "not-same", "unsure", "split", "misread", "right", "code", "note", "reply", "scope", "undo"]),
    ("Hand on", &["export", "profile", "audit", "schema", "serve", "mcp"]),
    ("Keep it sound", &["check"]),
];
const OTHERS: &str = "The program itself";

const EXAMPLES: &str = "Start here:
  rashomon add reports/                      read a folder into register.rashomon
  rashomon list                              every incident on a line
  rashomon show 7fd5                         one of them: settled, disputed, changed, and in whose words
  rashomon ask \"how many people were killed in Ohio in 2018\"
  rashomon export --format csv --out register.csv

Exit codes:
  0   done, or found
  1   nothing found, a decision refused, or a check found problems
  2   wrong usage
  3   done, but some inputs were set aside or quarantined
  4   not a register, damaged, or from a newer version
  5   busy: another program is writing
  74  disk full or unreadable
  130 interrupted; what was acknowledged is kept: run the same command again

Data goes to standard output, everything else to standard error. rashomon COMMAND --help says more of each.";

/// The command line as it is parsed, with a help that shows its commands in groups.
pub(super) fn command() -> Command {
    let command = Cli::command();
    let listed = groups(&command);
    command
        .after_help(EXAMPLES)
        .help_template(format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{listed}\nOptions:\n{{options}}\n\n{{after-help}}"))
}

/// Every command that is shown, under its heading.
fn groups(command: &Command) -> String {
    let shown: Vec<&Command> = command.get_subcommands().filter(|c| !c.is_hide_set()).collect();
    let width = shown.iter().map(|c| c.get_name().len()).max().unwrap_or(0);
    let line = |c: &Command| {
        let about = c.get_about().map(ToString::to_string).unwrap_or_default();
        format!("  {:<width$}  {}\n", c.get_name(), about.split([':', '.']).next().unwrap_or_default())
    };
    let mut text = String::new();
    for (heading, names) in GROUPS {
        let _ = writeln!(text, "\n{heading}:");
        names.iter().filter_map(|name| shown.iter().find(|c| c.get_name() == *name)).for_each(|c| text += &line(c));
    }
    let _ = writeln!(text, "\n{OTHERS}:");
    let others = shown.iter().filter(|c| !GROUPS.iter().any(|(_, names)| names.contains(&c.get_name())));
    others.for_each(|c| text += &line(c));
    text
}

impl Completions {
    pub(super) fn run(&self) -> Result<Ended> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "rashomon", &mut script);
        io::Write::write_all(&mut out(), &script)?;
        Ok(Ended::Done)
    }
}

impl Man {
    pub(super) fn run(&self) -> Result<Ended> {
        let cannot = |e: io::Error| Failure { path: Some(self.dir.clone()), message: format!("{}: {e}", self.dir.display()), ..e.into() };
        fs::create_dir_all(&self.dir).map_err(cannot)?;
        clap_mangen::generate_to(Cli::command().after_help(EXAMPLES), &self.dir).map_err(cannot)?;
        Ok(Ended::Done)
    }
}
