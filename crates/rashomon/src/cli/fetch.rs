//! `rashomon fetch URL…`

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use rashomon_fetch::{Allowed, Answered, Broken, Limits, Manners, Outcome, Plan, Reach, System, Wanted, Wire, agent};
use rashomon_reader::container;
use serde_json::{Value, json};
use url::Url;

use super::{Ended, Failure, Global, Result, note, out, stop_when_interrupted, watched};
use crate::capture::{self, Fetched, Round, Stopped};
use crate::dossier::plural;

/// So many notices about pages are printed one by one.
const TOLD: usize = 10;
/// The environment variable that says how to reach who runs the program.
const CONTACT: &str = "RASHOMON_CONTACT";

/// Fetch pages, and the pages that feeds, sitemaps and lists name; keep every answer in WARC files beside the register, and add the pages.
/// Without addresses: go on with what is left.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon fetch -f addresses.txt --contact desk@valleywire.example")]
pub(super) struct Fetch {
    /// Addresses of pages, feeds, sitemaps or lists of addresses.
    #[arg(value_name = "URL")]
    urls: Vec<String>,
    /// A file of addresses, one a line, or a feed or sitemap that was saved.
    #[arg(short, long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// Drop what earlier runs left.
    #[arg(long)]
    forget: bool,
    #[command(flatten)]
    servers: Servers,
}

/// How servers are spoken to.
#[derive(Debug, clap::Args)]
pub(super) struct Servers {
    /// How to reach who runs this: an address of mail or of a page. Servers are told. Also RASHOMON_CONTACT.
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// Seconds between two requests to a host; robots.txt may ask for more.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    delay: Duration,
    /// How often an address is asked for before it is left for another run.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    tries: u32,
    /// Seconds that an answer may take, from the name to the last byte.
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = seconds)]
    timeout: Duration,
    /// The most MiB of an answer, also after unpacking.
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=64))]
    max_size: u64,
    /// A host that may be fetched from although it is not on the public internet, or at another port than the usual: HOST or HOST:PORT.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<Allowed>,
}

fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|s| (0.0..=3600.0).contains(s));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "expected seconds, 0 to 3600".into())
}

impl Servers {
    pub(super) fn wire(&self) -> Result<Wire> {
        let contact = self.contact.clone().or_else(|| std::env::var(CONTACT).ok()).filter(|c| !c.trim().is_empty());
        let limits = Limits { time: self.timeout, bytes: self.max_size << 20 };
        let wire = Wire::new(Reach::also(self.allow_host.clone()), Arc::new(System), limits, &agent(contact.as_deref()));
        wire.map_err(|e| Failure::usage("bad-contact", e, "give --contact an address of mail or of a page"))
    }

    pub(super) fn plan(&self, only_news: bool) -> Plan {
        Plan { manners: Manners { delay: self.delay, tries: self.tries, ..Manners::default() }, only_news }
    }
}

impl From<Stopped> for Failure {
    fn from(e: Stopped) -> Self {
        match e {
            Stopped::Store(e) => {
                let mut failure = Failure::from(e);
                failure.hint = format!("{}; what was captured is kept, and rashomon fetch adds it", failure.hint);
                failure
            }
            Stopped::Captures(e) => e.into(),
        }
    }
}

impl From<Broken> for Failure {
    fn from(e: Broken) -> Self {
        let (code, exit, path, hint) = match &e {
            Broken::Busy(path) => ("busy", 5, path, "wait for the other command to finish, then run this one again"),
            Broken::Disk(path, _) => ("disk", 74, path, "make room or allow writing there, then run rashomon fetch: it goes on where it stopped"),
            Broken::Journal(path, _) => (
                "damaged-journal",
                4,
                path,
                "move the file away: the WARC files beside it are whole and rashomon add reads them; addresses that were left have to be given again",
            ),
        };
        Failure { code: code.into(), message: e.to_string(), hint: hint.into(), path: Some(path.clone()), exit }
    }
}

impl Fetch {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let started = Instant::now();
        let program = global.program()?;
        let wire = self.servers.wire()?;
        let mut wanted: Vec<Wanted> = self.urls.iter().map(|url| want(url)).collect();
        for file in &self.file {
            wanted.extend(listed(file)?);
        }
        let mut captures = capture::open(&global.register)?;
        let mut store = global.writing(true)?;
        let forgotten = if self.forget { captures.forget()? } else { 0 };
        let before = captures.left();
        let asked = wanted.len();
        let done = captures.want(wanted)?;
        if !global.quiet && !global.json {
            if forgotten > 0 {
                note(&format!("dropped what was left: {forgotten}"));
            }
            if before > 0 {
                note(&format!("going on with what was left: {before}"));
            }
            if done > 0 {
                note(&format!("{done} of {asked} were answered before the last run was interrupted; they are not asked for again now"));
            }
        }
        let nothing = captures.left() == 0 && captures.not_added().is_empty();
        if nothing && asked == 0 && forgotten == 0 {
            return Err(Failure::usage(
                "nothing-to-fetch",
                "nothing to fetch, and nothing is left of an earlier run",
                "name addresses, or a file of them with -f FILE",
            ));
        }
        let mut shown = Shown::new(global, captures.left());
        let stop = stop_when_interrupted();
        let captures = Mutex::new(captures);
        let round = capture::round(&mut store, &program, &captures, &wire, self.servers.plan(false), &stop, &mut |answered| shown.hear(answered))?;
        shown.end();
        let folder = captures.into_inner().map_or_else(|_| PathBuf::new(), |c| c.folder().to_owned());
        if global.json {
            let mut line = told(&round, &shown.answered);
            line["schema"] = json!("rashomon/fetch@1");
            line["captures"] = json!(folder.to_string_lossy());
            line["seconds"] = json!((started.elapsed().as_secs_f64() * 10.0).round() / 10.0);
            writeln!(out(), "{line}")?;
        } else if !global.quiet {
            let Fetched { new, changed, same, gone, set_aside, failed, .. } = round.fetched;
            let pages = new + changed + same;
            let s = if pages == 1 { "" } else { "s" };
            note(&format!(
                "fetched {pages} page{s} ({new} new, {changed} changed, {same} same; {gone} gone, {set_aside} set aside, {failed} not to be had)  {:.1} s",
                started.elapsed().as_secs_f64()
            ));
            register_line(&round);
            note(&format!("  captures: {}", folder.display()));
        }
        if !round.ended {
            note(&format!("interrupted, with {} still to fetch; go on with: rashomon -r {} fetch", round.left, global.register.display()));
            return Ok(Ended::Interrupted);
        }
        if round.left > 0 && !global.quiet && !global.json {
            note(&format!("{} still to fetch; try again with: rashomon -r {} fetch", round.left, global.register.display()));
        }
        Ok(ended(&round, true))
    }
}

/// How a round that came to its end counts. `asked`: a person asked for just these addresses.
pub(super) fn ended(round: &Round, asked: bool) -> Ended {
    let Fetched { new, changed, same, lists, gone, set_aside, failed, .. } = round.fetched;
    match () {
        () if set_aside + failed + round.added.set_aside + round.added.quarantined > 0 => Ended::SomeSetAside,
        () if asked && gone > 0 && new + changed + same + lists == 0 => Ended::NothingFound,
        () => Ended::Done,
    }
}

/// What became of a round, as JSON.
pub(super) fn told(round: &Round, answered: &[Value]) -> Value {
    let Fetched { new, changed, same, lists, known, gone, set_aside, failed } = round.fetched;
    let notices: Vec<_> =
        round.told.iter().map(|t| json!({ "name": t.name, "id": t.notice.id, "hint": t.notice.hint, "set_aside": t.set_aside })).collect();
    json!({
        "schema": "", "new": new, "changed": changed, "same": same, "lists": lists, "known": known, "gone": gone, "set_aside": set_aside, "failed": failed,
        "left": round.left, "interrupted": !round.ended, "answers": answered,
        "added": { "new": round.added.new, "same": round.added.same, "changed": round.added.changed, "set_aside": round.added.set_aside, "quarantined": round.added.quarantined },
        "notices": notices,
    })
}

/// What came into the register, in words.
pub(super) fn register_line(round: &Round) {
    let worth: Vec<_> = round.told.iter().filter(|t| t.set_aside || &*t.notice.id == "degraded").collect();
    for told in worth.iter().take(TOLD) {
        note(&format!("{}: {}: {}", if told.set_aside { "set aside" } else { "note" }, told.name, told.notice.hint));
    }
    if worth.len() > TOLD {
        note(&format!("… and {} more; --json gives all", worth.len() - TOLD));
    }
    let added = round.added;
    if added.new + added.changed + added.set_aside > 0 {
        let (incidents, disputed) = (round.totals.incidents, round.totals.disputed);
        let new = added.new + added.changed;
        note(&format!("  {} added, {} set aside · {} · {disputed} disputed", plural(new, "report"), added.set_aside, plural(incidents, "incident")));
    }
}

/// An address as a person writes it, in the form by which it is known again.
fn want(url: &str) -> Wanted {
    let url = url.trim();
    let url = Url::parse(url).map_or_else(
        |_| url.to_owned(),
        |mut url| {
            url.set_fragment(None);
            url.into()
        },
    );
    Wanted { url, ..Wanted::default() }
}

/// The addresses in a file: of a saved feed or sitemap, or one a line.
fn listed(file: &std::path::Path) -> Result<Vec<Wanted>> {
    let failed =
        |why: String, hint: &str| Failure { path: Some(file.to_owned()), ..Failure::usage("no-input", format!("{}: {why}", file.display()), hint) };
    let bytes = fs::read(file).map_err(|e| failed(e.to_string(), "name a file of addresses"))?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(links) = container::links(&name, None, &bytes) {
        let wanted = |link: container::Link| Wanted { told: link.changed.or(link.published), list: link.list, ..want(&link.url) };
        return Ok(links.into_iter().map(wanted).collect());
    }
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim())).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(n, line)| {
            let url = Url::parse(line).map_err(|e| {
                failed(format!("line {n}: {line:?} is no address ({e})"), "one address a line, with http:// or https://; # begins a remark")
            })?;
            Ok(want(url.as_str()))
        })
        .collect()
}

/// What a person sees while addresses are asked for.
pub(super) struct Shown {
    bar: Option<ProgressBar>,
    /// Whether what did not come is said as it is heard.
    says: bool,
    done: u64,
    /// Every answer, where they are printed at the end.
    pub(super) answered: Vec<Value>,
    keeps: bool,
}

impl Shown {
    pub(super) fn new(global: &Global, left: usize) -> Self {
        let bar = (!global.quiet && !global.json && watched()).then(|| bar(left));
        Self { bar, says: !global.quiet && !global.json, done: 0, answered: Vec::new(), keeps: global.json }
    }

    pub(super) fn hear(&mut self, answered: &Answered) {
        self.done += 1;
        let Answered { asked, at, outcome, left } = answered;
        let (word, why) = said(outcome);
        if self.keeps {
            self.answered.push(json!({ "asked": asked, "at": at, "outcome": word, "why": why }));
        }
        let say = || {
            if let Some(why) = &why {
                note(&format!("{word}: {asked}: {why}"));
            }
        };
        match &self.bar {
            Some(bar) => {
                bar.set_length(self.done + *left as u64);
                bar.set_position(self.done);
                bar.set_message(Url::parse(at).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default());
                bar.suspend(say);
            }
            None if self.says => say(),
            None => {}
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// One word for what came of an address, and why it did not come, where it did not.
fn said(outcome: &Outcome) -> (&'static str, Option<String>) {
    match outcome {
        Outcome::New => ("new", None),
        Outcome::Changed => ("changed", None),
        Outcome::Same => ("same", None),
        Outcome::List { .. } => ("list", None),
        Outcome::Gone { status, captured } => {
            let day = captured.as_deref().and_then(|c| c.get(..10));
            let kept = day.map_or_else(String::new, |day| format!("; what was captured on {day} is kept"));
            ("gone", Some(format!("the server answers {status}{kept}")))
        }
        Outcome::KeptOut => ("set aside", Some("its robots.txt asks not to fetch it".into())),
        Outcome::SetAside(why) => ("set aside", Some(why.clone())),
        Outcome::Failed(why) => ("not to be had", Some(why.clone())),
    }
}

fn bar(left: usize) -> ProgressBar {
    let bar = ProgressBar::new(left as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} addresses · {per_sec} · {eta} left · {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
