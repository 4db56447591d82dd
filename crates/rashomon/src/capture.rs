//! From servers into the register: addresses are asked for beside, and what was captured is added as it comes.

use std::io::Read as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rashomon_fetch::{Answered, Broken, Captures, Outcome, Plan, Sorted, Wanted, Wire};
use rashomon_reader::container;
use rashomon_store::{Error, Store};

use crate::input::Input;
use crate::keep::{self, Counts, Program, Told};
use crate::settle::{Totals, settle};

/// So many pages are added at once, …
const BATCH: usize = 16;
/// … and those that came at the latest after this time.
const WAIT: Duration = Duration::from_secs(5);
/// How often it is looked whether a batch is due.
const GLANCE: Duration = Duration::from_millis(100);
/// The most bytes of a list after unpacking.
const LIST: u64 = 32 << 20;

/// What came of addresses, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Fetched {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub lists: usize,
    /// Named by a list again and not asked for again.
    pub known: usize,
    pub gone: usize,
    /// Refused by robots.txt or by us, or no page.
    pub set_aside: usize,
    /// Left in the queue after all tries.
    pub failed: usize,
}

impl Fetched {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Same => self.same += 1,
            Outcome::List { known, .. } => {
                self.lists += 1;
                self.known += known;
            }
            Outcome::Gone { .. } => self.gone += 1,
            Outcome::KeptOut | Outcome::SetAside(_) => self.set_aside += 1,
            Outcome::Failed(_) => self.failed += 1,
        }
    }
}

/// What became of a run.
#[derive(Debug, Default)]
pub struct Round {
    /// Of the addresses.
    pub fetched: Fetched,
    /// Of the pages, in the register.
    pub added: Counts,
    /// What the register holds now, where it was brought up to date.
    pub totals: Totals,
    /// What was noticed about pages.
    pub told: Vec<Told>,
    /// It came to its end.
    pub ended: bool,
    /// How many addresses are left in the queue.
    pub left: usize,
}

/// Why a round could not go on.
#[derive(Debug)]
pub enum Stopped {
    /// The register.
    Store(Error),
    /// The folder of captures.
    Captures(Broken),
}

impl From<Error> for Stopped {
    fn from(e: Error) -> Self {
        Stopped::Store(e)
    }
}

impl From<Broken> for Stopped {
    fn from(e: Broken) -> Self {
        Stopped::Captures(e)
    }
}

/// What a body is. One that was asked for as a list is a list or nothing.
pub fn sort(asked: &Wanted, at: &str, media: Option<&str>, body: &[u8]) -> Sorted {
    let path = at.split(['?', '#']).next().unwrap_or_default();
    let mut unpacked = Vec::new();
    // Sitemaps are kept packed on many servers.
    let packed = body.starts_with(&[0x1f, 0x8b]);
    if packed && container::gunzip(body).take(LIST).read_to_end(&mut unpacked).is_err() {
        return Sorted::Neither("it is packed and cannot be unpacked".into());
    }
    let name = if packed { path.trim_end_matches(".gz") } else { path };
    let links = container::links(name, media, if packed { &unpacked } else { body });
    let what = media.unwrap_or("of no media type").split(';').next().unwrap_or_default().trim();
    match links {
        Some(links) => {
            let wanted = |link: container::Link| Wanted { url: link.url, told: link.changed.or(link.published), list: link.list, depth: 0 };
            Sorted::List(links.into_iter().map(wanted).collect())
        }
        None if asked.list => Sorted::Neither(format!("it is {what}, and neither a feed nor a sitemap nor a list of addresses")),
        None if body.trim_ascii().is_empty() => Sorted::Neither("the page is empty".into()),
        None if packed || !container::is_worded(media) => Sorted::Neither(format!("it is {what}, which is no page to read")),
        None => Sorted::Page,
    }
}

/// Asks for everything in the queue, adds what comes to the register, and brings it up to date. `hear` is told of every
/// address once its answer is on the disk. What was captured and could not be added is added by the next round.
pub fn round(
    store: &mut Store,
    program: &Program,
    captures: &Mutex<Captures>,
    wire: &Wire,
    plan: Plan,
    stop: &AtomicBool,
    hear: &mut dyn FnMut(&Answered),
) -> Result<Round, Stopped> {
    let mut round = Round::default();
    // What an earlier round captured and did not add.
    let mut changed = add(store, program, captures, &mut round)?;
    let (send, receive) = mpsc::channel();
    let ended = thread::scope(|scope| -> Result<bool, Stopped> {
        let fetching = scope.spawn(move || {
            let mut tell = |answered| {
                // Who no longer listens has set `stop`.
                let _ = send.send(answered);
            };
            rashomon_fetch::run(captures, wire, plan, &sort, stop, &mut tell)
        });
        let mut waiting = 0;
        let mut since = Instant::now();
        loop {
            let heard = receive.recv_timeout(GLANCE);
            if let Ok(answered) = &heard {
                round.fetched.count(&answered.outcome);
                waiting += usize::from(matches!(answered.outcome, Outcome::New | Outcome::Changed));
                hear(answered);
            }
            if heard == Err(RecvTimeoutError::Disconnected) {
                break;
            }
            if waiting >= BATCH || waiting > 0 && since.elapsed() >= WAIT {
                match add(store, program, captures, &mut round) {
                    Ok(some) => {
                        changed |= some;
                        waiting = 0;
                    }
                    // Another command writes: there is time, and the captures are safe.
                    Err(Stopped::Store(Error::Busy { .. })) => {}
                    Err(e) => {
                        stop.store(true, Ordering::SeqCst);
                        return Err(e);
                    }
                }
                since = Instant::now();
            }
        }
        let ended = fetching.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(ended?)
    });
    // A full disk under the captures is no reason to leave out what is on it.
    changed |= add(store, program, captures, &mut round)?;
    if changed {
        round.totals = settle(store, program)?;
        // Pages that a row of a coded register cites.
        if crate::import::join(store, program)? > 0 {
            round.totals = settle(store, program)?;
        }
    }
    round.ended = ended?;
    round.left = held(captures).left();
    Ok(round)
}

/// Adds what was captured since; false: nothing was.
fn add(store: &mut Store, program: &Program, captures: &Mutex<Captures>, round: &mut Round) -> Result<bool, Stopped> {
    let stretches = held(captures).not_added();
    if stretches.is_empty() {
        return Ok(false);
    }
    let input = |stretch: &rashomon_fetch::Stretch| Input {
        path: Some(stretch.path.clone()),
        part: Some((stretch.from, stretch.to)),
        name: stretch.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        tables: Default::default(),
    };
    let inputs: Vec<Input> = stretches.iter().map(input).collect();
    let counts = keep::add(store, &inputs, program, &AtomicBool::new(false), &mut |committed| round.told.extend(committed.told))?;
    held(captures).added(&stretches)?;
    let sum = &mut round.added;
    sum.new += counts.new;
    sum.same += counts.same;
    sum.changed += counts.changed;
    sum.set_aside += counts.set_aside;
    sum.quarantined += counts.quarantined;
    Ok(true)
}

/// The folder of a register's captures. Where there is no register, all that was captured for one is added again.
pub fn open(register: &Path) -> Result<Captures, Broken> {
    let mut captures = Captures::open(&Captures::beside(register))?;
    if !register.exists() {
        captures.add_again()?;
    }
    Ok(captures)
}

fn held(captures: &Mutex<Captures>) -> MutexGuard<'_, Captures> {
    captures.lock().unwrap_or_else(PoisonError::into_inner)
}
