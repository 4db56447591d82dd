//! The command line: one file a command. Data on standard output, everything else on standard error.

mod add;
mod ask;
mod audit;
mod call;
mod check;
mod claim;
mod coverage;
mod diff;
mod export;
mod fetch;
mod follow;
mod help;
mod import;
mod judge;
mod list;
mod log;
mod mcp;
mod profile;
mod quarantine;
mod read;
mod redact;
mod remove;
mod schema;
mod serve;
mod show;
mod watch;
mod why;
mod worker;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{FromArgMatches as _, Parser, Subcommand};
use jiff::civil::Date;
use rashomon_model::Ruling;
use rashomon_store::Store;

use crate::answers::{self, ambiguous};
use crate::failure::{Failure, Result};
use crate::keep::Program;
use crate::kinds;
use crate::terminal::shown;
use crate::view::View;

/// Many accounts, one record: reads news reports and keeps an incident register.
#[derive(Debug, Parser)]
#[command(name = "rashomon", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const NOT_BUILT: &str =
    "the register holds more than was built, or was built by another rashomon: built in memory; rashomon check --repair writes it";

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
    #[command(after_help = "Examples: rashomon fetch https://millbrookledger.example/officer-shot\n          rashomon fetch --file addresses.txt")]
    Fetch(fetch::Fetch),
    #[command(after_help = "Example: rashomon watch https://millbrookledger.example/feed.xml --every 1h")]
    Watch(watch::Watch),
    Ask(ask::Ask),
    List(list::List),
    Show(show::Show),
    Why(why::Why),
    Export(export::Export),
    Profile(profile::ProfileOf),
    Audit(audit::Audit),
    Import(import::Import),
    Read(read::Read),
    Remove(remove::Remove),
    Quarantine(quarantine::Quarantine),
    Retry(quarantine::Retry),
    Check(check::Check),
    /// Decide that two incidents, or two reports, tell of one.
    #[command(after_help = "Example: rashomon same 7fd5 848b --by \"Ana Reyes\" --note \"same block, same night\"")]
    Same(judge::Two),
    /// Decide that they do not.
    #[command(after_help = "Example: rashomon not-same ledger-7 channel-8 --note \"two towns\"")]
    NotSame(judge::Two),
    /// Record that somebody looked and could not tell.
    #[command(after_help = "Example: rashomon unsure 7fd5 848b")]
    Unsure(judge::Two),
    Split(judge::Split),
    Misread(claim::Misread),
    Right(claim::Right),
    Note(claim::Note),
    Reply(claim::Reply),
    Coverage(coverage::Coverage),
    Scope(claim::ScopeOf),
    Code(claim::Code),
    Call(call::Take),
    Undo(judge::Undo),
    Redact(redact::Redact),
    Log(log::Log),
    Diff(diff::Diff),
    WatchList(diff::WatchList),
    OpenEnds(follow::OpenEnds),
    Leads(follow::Leads),
    Schema(schema::Schema),
    Serve(serve::Serve),
    Mcp(mcp::Mcp),
    Completions(help::Completions),
    Man(help::Man),
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
        answers::When { as_of: self.as_of, captured_by: self.captured_by }.view(store, program)
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

impl Global {
    fn program(&self) -> Result<Program> {
        let kinds = kinds::load(self.kinds.as_deref()).map_err(|e| Failure::usage("bad-kind", e, "repair the kind file"))?;
        Ok(Program::new(kinds))
    }

    /// The register, to read. Says so when it is behind its ledger.
    fn reading(&self, program: &Program) -> Result<Store> {
        let store = Store::open_read(&self.register)?;
        if store.state(&program.joins)? == rashomon_store::cache::State::Stale && !self.quiet && !self.json {
            note(NOT_BUILT);
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

/// The incident that a word names, as exported; a line on standard error says what became of an id.
fn an_incident(global: &Global, store: &Store, view: &View<'_>, word: &str) -> Result<String> {
    let (json, line) = answers::incident(view, store, word)?;
    if let Some(line) = line.filter(|_| !global.quiet && !global.json) {
        note(&line);
    }
    Ok(json)
}

/// Runs the command line; gives the exit code.
pub fn main() -> ExitCode {
    let cli = Cli::from_arg_matches(&help::command().get_matches()).unwrap_or_else(|e| e.exit());
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
        Command::Fetch(command) => command.run(&cli.global),
        Command::Watch(command) => command.run(&cli.global),
        Command::Ask(command) => command.run(&cli.global),
        Command::List(command) => command.run(&cli.global),
        Command::Show(command) => command.run(&cli.global),
        Command::Why(command) => command.run(&cli.global),
        Command::Export(command) => command.run(&cli.global),
        Command::Profile(command) => command.run(&cli.global),
        Command::Import(command) => command.run(&cli.global),
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
        Command::Reply(command) => command.run(&cli.global),
        Command::Coverage(command) => command.run(&cli.global),
        Command::Note(command) => command.run(&cli.global),
        Command::Scope(command) => command.run(&cli.global),
        Command::Code(command) => command.run(&cli.global),
        Command::Call(command) => command.run(&cli.global),
        Command::Undo(command) => command.run(&cli.global),
        Command::Redact(command) => command.run(&cli.global),
        Command::Log(command) => command.run(&cli.global),
        Command::Diff(command) => command.run(&cli.global),
        Command::WatchList(command) => command.run(&cli.global),
        Command::OpenEnds(command) => command.run(&cli.global),
        Command::Leads(command) => command.run(&cli.global),
        Command::Schema(command) => command.run(&cli.global),
        Command::Serve(command) => command.run(&cli.global),
        Command::Mcp(command) => command.run(&cli.global),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::Worker(command) => command.run(),
    };
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Failure::internal(&said))
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
                let _ = writeln!(io::stdout(), "{}", failure.to_json());
            } else {
                note(&format!("error: {}", failure.message));
                note(&format!("hint: {}", failure.hint));
            }
            ExitCode::from(failure.exit)
        }
    }
}

/// Is set when the person interrupts; who interrupts twice ends the program at once.
fn stop_when_interrupted() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = stop.clone();
    // Refused only when a handler is set already, which no other place does.
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    stop
}

/// Whether a person watches standard error.
fn watched() -> bool {
    io::stderr().is_terminal()
}
