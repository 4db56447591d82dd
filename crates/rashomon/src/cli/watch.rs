//! `rashomon watch FEED…`

use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rashomon_fetch::{Wanted, Wire};
use serde_json::json;

use super::fetch::{self, Servers, Shown};
use super::{Ended, Global, Result, note, out, stop_when_interrupted};
use crate::capture::{self, Fetched};
use crate::keep::Program;

/// Feeds are asked no more often than this.
const OFTEN: Duration = Duration::from_secs(60);
/// The exit code of an error that passes by itself.
const BUSY: u8 = 5;
/// How soon a wish to stop is seen.
const GLANCE: Duration = Duration::from_millis(100);

/// Watch feeds, sitemaps and lists of addresses: fetch what they name anew and add it, again and again, until interrupted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon watch https://millbrookledger.example/feed.xml --every 30m")]
pub(super) struct Watch {
    /// Addresses of feeds, sitemaps or lists.
    #[arg(required = true, value_name = "FEED")]
    feeds: Vec<String>,
    /// How long to wait between two rounds, at least a minute: 15m, 1h, 90s.
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = often)]
    every: Duration,
    /// One round, then end.
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    servers: Servers,
}

fn often(text: &str) -> std::result::Result<Duration, String> {
    let every = text.parse::<SignedDuration>().ok().and_then(|every| Duration::try_from(every).ok());
    every.filter(|every| *every >= OFTEN).ok_or_else(|| "expected a time of a minute or more, such as 15m or 1h".into())
}

impl Watch {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let wire = self.servers.wire()?;
        let stop = stop_when_interrupted();
        loop {
            let started = Instant::now();
            match self.round(global, &program, &wire, &stop) {
                Ok(ended) if self.once && !stop.load(Ordering::SeqCst) => return Ok(ended),
                Ok(_) => {}
                // Somebody else writes: there will be another round.
                Err(failure) if failure.exit == BUSY && !self.once => note(&format!("{}: this round is left out", failure.message)),
                Err(failure) => return Err(failure),
            }
            while !stop.load(Ordering::SeqCst) && started.elapsed() < self.every {
                std::thread::sleep(GLANCE);
            }
            if stop.load(Ordering::SeqCst) {
                note("interrupted: what was captured is kept; the same command goes on");
                return Ok(Ended::Interrupted);
            }
        }
    }

    /// Asks every feed once. Register and captures are held for the round only: others fetch and add in between.
    fn round(&self, global: &Global, program: &Program, wire: &Wire, stop: &AtomicBool) -> Result<Ended> {
        let mut captures = capture::open(&global.register)?;
        let mut store = global.writing(true)?;
        captures.want(self.feeds.iter().map(|url| Wanted { url: url.trim().to_owned(), list: true, ..Wanted::default() }).collect())?;
        let mut shown = Shown::new(global, captures.left());
        let captures = Mutex::new(captures);
        let round = capture::round(&mut store, program, &captures, wire, self.servers.plan(true), stop, &mut |answered| shown.hear(answered))?;
        shown.end();
        if global.json {
            let mut line = fetch::told(&round, &shown.answered);
            line["schema"] = json!("rashomon/watch@1");
            writeln!(out(), "{line}")?;
        } else if !global.quiet {
            let Fetched { new, changed, same, known, gone, set_aside, failed, .. } = round.fetched;
            let time = Timestamp::now().strftime("%H:%M:%SZ");
            note(&format!(
                "{time}  {new} new · {changed} changed · {} same · {gone} gone · {set_aside} set aside · {failed} not to be had",
                same + known
            ));
            fetch::register_line(&round);
        }
        Ok(fetch::ended(&round, false))
    }
}
