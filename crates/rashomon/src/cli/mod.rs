//! The command line: one file a command. Data on standard output, everything else on standard error.

mod add;
mod ask;
mod audit;
mod check;
mod claim;
mod diff;
mod export;
mod follow;
mod judge;
mod list;
mod log;
mod profile;
mod quarantine;
mod read;
mod redact;
mod remove;
mod show;
mod why;
mod worker;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use rashomon_model::Ruling;
use rashomon_store::{Error, Store};
use serde_json::json;

use crate::decide::{self, Named};
use crate::keep::Program;
use crate::kinds;
use crate::terminal::shown;
use crate::view::View;

/// Many accounts, one record: reads news reports and keeps an incident register.
#[derive(Debug, Parser)]
#[command(name = "rashomon", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done or found · 1 nothing found, a decision refused, or check found problems · 2 wrong usage · 3 done, but some inputs \
were set aside or quarantined · 4 not a register, damaged, or from a newer version · 5 busy · 74 disk full or unreadable · 130 interrupted (what was \
acknowledged is kept; run the same command again)";

/// What goes with every command.
#[derive(Debug, clap::Args)]
struct Global {
    /// The register.
    #[arg(short, long, global = true, value_name = "FILE", default_value = "register.rashomon")]
    register: PathBuf,
    /// Print one JSON object with a "schema".
    #[arg(long, global = true)]
    json: bool,
    /// A folder of kind files, added to the built-in ones; a file of the same name replaces one.
    #[arg(long, global = true, value_name = "DIR")]
    kinds: Option<PathBuf>,
    /// Threads that read pages; by default one a core.
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// No progress bar, no summary, no notices.
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Add),
    Ask(ask::Ask),
    List(list::List),
    Show(show::Show),
    Why(why::Why),
    Export(export::Export),
    Profile(profile::ProfileOf),
    Audit(audit::Audit),
    Read(read::Read),
    Remove(remove::Remove),
    Quarantine(quarantine::Quarantine),
    Retry(quarantine::Retry),
    Check(check::Check),
    /// Decide that two incidents, or two reports, tell of one.
    Same(judge::Two),
    /// Decide that they do not.
    NotSame(judge::Two),
    /// Record that somebody looked and could not tell.
    Unsure(judge::Two),
    Split(judge::Split),
    Misread(claim::Misread),
    Right(claim::Right),
    Note(claim::Note),
    Scope(claim::ScopeOf),
    Code(claim::Code),
    Undo(judge::Undo),
    Redact(redact::Redact),
    Log(log::Log),
    Diff(diff::Diff),
    WatchList(diff::WatchList),
    OpenEnds(follow::OpenEnds),
    Leads(follow::Leads),
    #[command(hide = true)]
    Worker(worker::Worker),
}

/// Which state of the register is asked for.
#[derive(Clone, Copy, Debug, clap::Args)]
struct When {
    /// What could be known by that day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
    /// What was captured by that day; a page without a day of capture counts for none.
    #[arg(long, value_name = "DAY", value_parser = day)]
    captured_by: Option<Date>,
}

impl When {
    fn view<'s>(&self, store: &'s Store, program: &'s Program) -> rashomon_store::Result<View<'s>> {
        match self.captured_by {
            None => View::of(store, program, self.as_of),
            Some(day) => View::captured_by(store, program, day, self.as_of),
        }
    }
}

/// How a command ended, other than by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Done,
    NothingFound,
    Refused,
    SomeSetAside,
    Damaged,
    Interrupted,
}

/// An error as it is printed.
#[derive(Debug)]
struct Failure {
    code: String,
    message: String,
    hint: String,
    path: Option<PathBuf>,
    exit: u8,
}

impl Failure {
    fn usage(code: &str, message: impl Into<String>, hint: &str) -> Self {
        Failure { code: code.into(), message: message.into(), hint: hint.into(), path: None, exit: 2 }
    }
    fn not_found(message: impl Into<String>, hint: &str) -> Self {
        Failure { code: "not-found".into(), message: message.into(), hint: hint.into(), path: None, exit: 1 }
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Failure { code: e.code().into(), message: e.to_string(), hint: e.hint().into(), path: Some(e.path().to_owned()), exit: e.exit() }
    }
}

/// Writing to standard output failed: a reader that went away is no error worth a word.
impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        let code = if e.kind() == io::ErrorKind::BrokenPipe { "broken-pipe" } else { "disk" };
        Failure { code: code.into(), message: format!("cannot write: {e}"), hint: "make room or name another place".into(), path: None, exit: 74 }
    }
}

type Result<T> = std::result::Result<T, Failure>;

impl Global {
    fn program(&self) -> Result<Program> {
        let kinds = kinds::load(self.kinds.as_deref()).map_err(|e| Failure::usage("bad-kind", e, "repair the kind file"))?;
        Ok(Program::new(kinds))
    }

    /// The register, to read. Says so when it is behind its ledger.
    fn reading(&self, program: &Program) -> Result<Store> {
        let store = Store::open_read(&self.register)?;
        if store.state(&program.joins)? == rashomon_store::cache::State::Stale && !self.quiet && !self.json {
            note("the register holds more than was built, or was built by another rashomon: built in memory; rashomon check --repair writes it");
        }
        Ok(store)
    }

    /// The register, to write; refused while anything in it is not what was written.
    fn writing(&self, create: bool) -> Result<Store> {
        let store = if create { Store::open_write(&self.register)? } else { Store::open_existing(&self.register)? };
        store.trust()?;
        Ok(store)
    }
}

/// Parses a day of `--as-of`.
fn day(text: &str) -> std::result::Result<Date, String> {
    text.parse().map_err(|_| "expected a day such as 2018-09-20".into())
}

/// A word to the person, on standard error.
fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", shown(text));
}

fn out() -> impl io::Write {
    io::BufWriter::new(anstream::stdout())
}

/// The incident of that id, of an id that begins so, or of one that it had before somebody decided.
fn an_incident(global: &Global, store: &Store, view: &View<'_>, word: &str) -> Result<String> {
    let (named, line) = decide::named(view, store, word)?;
    if let Some(line) = line.filter(|_| !global.quiet && !global.json) {
        note(&line);
    }
    let id = match named {
        Named::Incident(id) => id,
        Named::Document(_, mut ids) if ids.len() == 1 => ids.remove(0),
        Named::Document(doc, ids) => return Err(ambiguous(&doc, &ids)),
        Named::Several(ids) => return Err(ambiguous(word, &ids)),
        Named::Nothing => return Err(Failure::not_found(format!("no incident {word}"), "rashomon list shows them")),
    };
    view.incident(&id)?.ok_or_else(|| Failure::not_found(format!("no incident {id}"), "rashomon list shows them"))
}

fn ambiguous(word: &str, ids: &[String]) -> Failure {
    let some: Vec<_> = ids.iter().take(4).map(String::as_str).collect();
    let more = if ids.len() > 4 { ", …" } else { "" };
    Failure::usage("ambiguous-id", format!("{word} can be any of {}: {}{more}", ids.len(), some.join(", ")), "give more of the id")
}

/// Runs the command line; gives the exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.global.json;
    // Panics inside one document's reading are caught and told as notices; the default message would tear the bar.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name().is_some_and(|n| n == "main") && std::env::var_os("RUST_BACKTRACE").is_some() {
            usual(info);
        }
    }));
    if let Some(threads) = cli.global.threads {
        // The only builder of the global pool: it cannot exist yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build_global();
    }
    let run = || match &cli.command {
        Command::Add(command) => command.run(&cli.global),
        Command::Ask(command) => command.run(&cli.global),
        Command::List(command) => command.run(&cli.global),
        Command::Show(command) => command.run(&cli.global),
        Command::Why(command) => command.run(&cli.global),
        Command::Export(command) => command.run(&cli.global),
        Command::Profile(command) => command.run(&cli.global),
        Command::Audit(command) => command.run(&cli.global),
        Command::Read(command) => command.run(&cli.global),
        Command::Remove(command) => command.run(&cli.global),
        Command::Quarantine(command) => command.run(&cli.global),
        Command::Retry(command) => command.run(&cli.global),
        Command::Check(command) => command.run(&cli.global),
        Command::Same(command) => command.run(&cli.global, Ruling::Same),
        Command::NotSame(command) => command.run(&cli.global, Ruling::NotSame),
        Command::Unsure(command) => command.run(&cli.global, Ruling::Unsure),
        Command::Split(command) => command.run(&cli.global),
        Command::Misread(command) => command.run(&cli.global),
        Command::Right(command) => command.run(&cli.global),
        Command::Note(command) => command.run(&cli.global),
        Command::Scope(command) => command.run(&cli.global),
        Command::Code(command) => command.run(&cli.global),
        Command::Undo(command) => command.run(&cli.global),
        Command::Redact(command) => command.run(&cli.global),
        Command::Log(command) => command.run(&cli.global),
        Command::Diff(command) => command.run(&cli.global),
        Command::WatchList(command) => command.run(&cli.global),
        Command::OpenEnds(command) => command.run(&cli.global),
        Command::Leads(command) => command.run(&cli.global),
        Command::Worker(command) => command.run(),
    };
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Failure {
            code: "internal".into(),
            message: format!("the program failed: {said}"),
            hint: "what was acknowledged is kept; please report this".into(),
            path: None,
            exit: 70,
        })
    });
    match ended {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::NothingFound | Ended::Refused) => ExitCode::from(1),
        Ok(Ended::SomeSetAside) => ExitCode::from(3),
        Ok(Ended::Damaged) => ExitCode::from(4),
        Ok(Ended::Interrupted) => ExitCode::from(130),
        Err(failure) => {
            if failure.code == "broken-pipe" {
                return ExitCode::SUCCESS;
            }
            if json {
                let error = json!({ "schema": "rashomon/error@1", "error": {
                    "code": failure.code, "message": failure.message, "hint": failure.hint, "path": failure.path.as_ref().map(|p| p.to_string_lossy()) } });
                let _ = writeln!(io::stdout(), "{error}");
            } else {
                note(&format!("error: {}", failure.message));
                note(&format!("hint: {}", failure.hint));
            }
            ExitCode::from(failure.exit)
        }
    }
}

/// Whether a person watches standard error.
fn watched() -> bool {
    io::stderr().is_terminal()
}
