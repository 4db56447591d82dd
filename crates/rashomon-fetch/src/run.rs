//! A run: every address of the queue is asked for, host by host, until each has an answer or is left for another run.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use hyper::header;
use jiff::Timestamp;
use robotxt::Robots;
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

use crate::captures::{Broken, Captures, Got, Shelf, Wanted};
use crate::manners::{self, HOPS, Manners};
use crate::warc::{self, Kept};
use crate::wire::{Exchange, Trouble, Unless, Wire};

/// Lists that lead to lists, no deeper than this.
const DEEPEST: u8 = 3;
/// So many addresses of one list are taken.
const NAMED: usize = 50_000;
/// How soon a wish to stop is seen.
const GLANCE: Duration = Duration::from_millis(50);

/// What a body is to who asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// A page.
    Page,
    /// A feed, a sitemap or another list: the addresses that it names.
    List(Vec<Wanted>),
    /// Neither, and why.
    Neither(String),
}

/// Tells what a body is, by what was asked for, the address that answered, and the media type.
pub type Sort<'a> = dyn Fn(&Wanted, &str, Option<&str>, &[u8]) -> Sorted + 'a;

/// What came of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page that was never captured before.
    New,
    /// A page that is not what it was.
    Changed,
    /// The page is what it was.
    Same,
    /// A list of addresses.
    List {
        /// How many it names.
        named: usize,
        /// How many of them were asked for before and are not told to have changed.
        known: usize,
    },
    /// There is nothing any more.
    Gone {
        /// 404 or 410.
        status: u16,
        /// When the page that stood there was captured, where one was (RFC 3339).
        captured: Option<String>,
    },
    /// robots.txt does not want it to be fetched.
    KeptOut,
    /// It is not fetched, and why.
    SetAside(String),
    /// It could not be had this time, and why. It stays in the queue.
    Failed(String),
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Outcome::New => "new",
            Outcome::Changed => "changed",
            Outcome::Same => "same",
            Outcome::List { .. } => "list",
            Outcome::Gone { .. } => "gone",
            Outcome::KeptOut => "kept-out",
            Outcome::SetAside(_) => "set-aside",
            Outcome::Failed(_) => "failed",
        }
    }
}

/// One address has its answer, and that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// As it was asked for.
    pub asked: String,
    /// Where its page stands in the end.
    pub at: String,
    /// What came of it.
    pub outcome: Outcome,
    /// How many addresses are still to be asked for in this run.
    pub left: usize,
}

/// How a run goes about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// How servers are treated.
    pub manners: Manners,
    /// Addresses that a list names again without a word of change are not asked for again.
    pub only_news: bool,
}

/// Asks for everything in the queue. `tell` hears of each address once its answer is on the disk. Ends when nothing is
/// left that can be asked for now, or soon after `stop` is set; true: it came to its end.
pub fn run(
    captures: &Mutex<Captures>,
    wire: &Wire,
    plan: Plan,
    sort: &Sort<'_>,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Answered),
) -> Result<bool, Broken> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Broken::Disk(held(captures).folder().to_owned(), e))?;
    let mut run = Run { captures, wire, plan, sort, tell, hosts: BTreeMap::new(), rules: BTreeMap::new(), begun: BTreeSet::new(), jobs: 0 };
    let ended = runtime.block_on(run.all(stop));
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    if ended? {
        held(captures).done()?;
        return Ok(true);
    }
    Ok(false)
}

fn held(captures: &Mutex<Captures>) -> MutexGuard<'_, Captures> {
    captures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// An address on its way to an answer.
#[derive(Clone, Debug)]
struct Job {
    asked: Wanted,
    /// Where redirects have led so far.
    at: Url,
    hops: u8,
    tries: u32,
    due: Instant,
}

/// A host, by name.
struct Host {
    jobs: VecDeque<Job>,
    next: Instant,
    busy: bool,
    /// Tries in a row that came to nothing.
    silent: u32,
}

/// What comes back from a server.
enum Landed {
    Rules(Job, Result<Robots, Trouble>, Vec<Exchange>),
    Page(Job, Result<Box<Exchange>, Trouble>),
}

struct Run<'a> {
    captures: &'a Mutex<Captures>,
    wire: &'a Wire,
    plan: Plan,
    sort: &'a Sort<'a>,
    tell: &'a mut dyn FnMut(Answered),
    hosts: BTreeMap<String, Host>,
    /// By scheme, host and port.
    rules: BTreeMap<String, Robots>,
    /// Every address of this run, as asked for.
    begun: BTreeSet<String>,
    /// Without an answer so far.
    jobs: usize,
}

type Result<T, E = Broken> = std::result::Result<T, E>;

impl Run<'_> {
    async fn all(&mut self, stop: &AtomicBool) -> Result<bool> {
        let queue = held(self.captures).queue();
        for wanted in queue {
            self.begin(wanted)?;
        }
        let mut flying: JoinSet<Landed> = JoinSet::new();
        loop {
            if stop.load(Ordering::SeqCst) {
                return Ok(false);
            }
            self.launch(&mut flying)?;
            if self.jobs == 0 {
                return Ok(true);
            }
            tokio::select! {
                landed = flying.join_next(), if !flying.is_empty() => match landed {
                    Some(Ok(landed)) => self.land(landed)?,
                    // Only a panic in the libraries below: its host is no longer asked.
                    Some(Err(_)) | None => return Ok(false),
                },
                () = tokio::time::sleep(GLANCE.min(self.idle())) => {}
            }
        }
    }

    /// How long nothing can be asked.
    fn idle(&self) -> Duration {
        let ready = self.hosts.values().filter(|h| !h.busy).filter_map(|h| Some(h.jobs.iter().map(|j| j.due).min()?.max(h.next)));
        ready.min().map_or(GLANCE, |at| at.saturating_duration_since(Instant::now())).max(Duration::from_millis(1))
    }

    fn begin(&mut self, asked: Wanted) -> Result<()> {
        self.begun.insert(asked.url.clone());
        self.jobs += 1;
        match Url::parse(&asked.url) {
            Ok(mut at) => {
                at.set_fragment(None);
                let job = Job { asked, at, hops: 0, tries: 0, due: Instant::now() };
                // What is refused is refused before anything waits for it.
                match self.wire.reaches(&job.at) {
                    Err(refused) => self.end(&job, Outcome::SetAside(refused.to_string()), None, &[], &[]),
                    Ok(()) => {
                        self.queue(job, false);
                        Ok(())
                    }
                }
            }
            Err(e) => {
                let outcome = Outcome::SetAside(format!("it is no address ({e}): write it whole, with https://"));
                self.told(&asked.url.clone(), &asked.url, &asked, outcome, None, &[], &[])
            }
        }
    }

    fn queue(&mut self, job: Job, first: bool) {
        let name = job.at.host_str().unwrap_or_default().to_owned();
        let host = self.hosts.entry(name).or_insert_with(|| Host { jobs: VecDeque::new(), next: Instant::now(), busy: false, silent: 0 });
        if first { host.jobs.push_front(job) } else { host.jobs.push_back(job) }
    }

    fn launch(&mut self, flying: &mut JoinSet<Landed>) -> Result<()> {
        let now = Instant::now();
        let (mut kept_out, mut left) = (Vec::new(), Vec::new());
        for host in self.hosts.values_mut() {
            // Who would have to be waited for longer than anybody waits is for another run.
            let pause = host.next.saturating_duration_since(now);
            if !host.busy && pause > self.plan.manners.patience.max(self.plan.manners.delay) {
                left.extend(host.jobs.drain(..).map(|job| (job, pause)));
            }
            while flying.len() < self.plan.manners.hosts.max(1) && !host.busy && host.next <= now {
                let Some(place) = host.jobs.iter().position(|job| job.due <= now) else { break };
                let Some(job) = host.jobs.remove(place) else { break };
                let wire = self.wire.clone();
                match self.rules.get(&job.at.origin().ascii_serialization()) {
                    None => {
                        flying.spawn(async move {
                            let (rules, said) = manners::rules(&wire, &job.at).await;
                            Landed::Rules(job, rules, said)
                        });
                    }
                    Some(rules) if !rules.is_url_allowed(&job.at) => {
                        kept_out.push(job);
                        continue;
                    }
                    Some(_) => {
                        let unless =
                            held(self.captures).stands(job.at.as_str()).map(|got| Unless { etag: got.etag.clone(), modified: got.modified.clone() });
                        flying.spawn(async move {
                            let exchange = wire.ask(&job.at, &unless.unwrap_or_default()).await;
                            Landed::Page(job, exchange.map(Box::new))
                        });
                    }
                }
                host.busy = true;
            }
        }
        for (job, pause) in left {
            self.end(&job, Outcome::Failed(format!("its server asks for a pause of {} s", pause.as_secs_f32().ceil())), None, &[], &[])?;
        }
        kept_out.iter().try_for_each(|job| self.end(job, Outcome::KeptOut, None, &[], &[]))
    }

    fn land(&mut self, landed: Landed) -> Result<()> {
        let (Landed::Rules(job, ..) | Landed::Page(job, _)) = &landed;
        let name = job.at.host_str().unwrap_or_default().to_owned();
        let origin = job.at.origin().ascii_serialization();
        let mut pause = self.plan.manners.delay;
        // The pause that a site asks for lies between its pages, not before the first.
        if let (Landed::Page(..), Some(asked)) = (&landed, self.rules.get(&origin).and_then(Robots::crawl_delay)) {
            pause = pause.max(asked);
        }
        if let Some(host) = self.hosts.get_mut(&name) {
            host.busy = false;
            host.next = Instant::now() + pause;
        }
        match landed {
            Landed::Rules(job, rules, said) => {
                let records = said.iter().map(|e| Ok((Shelf::Trail, self.record(e, Kept::Response)?))).collect::<Result<Vec<_>>>()?;
                held(self.captures).keep(&records, self.wire.agent(), None, &[])?;
                match rules {
                    Ok(rules) => {
                        self.rules.insert(origin, rules);
                        self.queue(job, true);
                        Ok(())
                    }
                    Err(trouble @ Trouble::Passing(_)) => self.trouble(job, trouble),
                    Err(trouble) => {
                        // What keeps us from its robots.txt keeps us from all of it.
                        let rest = self.all_of(&name, |other| other.at.origin().ascii_serialization() == origin);
                        rest.into_iter().chain([job]).try_for_each(|job| self.trouble(job, trouble.clone()))
                    }
                }
            }
            Landed::Page(job, Ok(exchange)) => {
                if let Some(host) = self.hosts.get_mut(&name) {
                    host.silent = 0;
                }
                self.answer(job, *exchange)
            }
            Landed::Page(job, Err(trouble)) => self.trouble(job, trouble),
        }
    }

    fn trouble(&mut self, job: Job, trouble: Trouble) -> Result<()> {
        match trouble {
            Trouble::Refused(refused) => {
                let led = if job.hops > 0 { format!("it leads to {}: ", job.at) } else { String::new() };
                self.end(&job, Outcome::SetAside(format!("{led}{refused}")), None, &[], &[])
            }
            Trouble::Lasting(why) => self.end(&job, Outcome::SetAside(why), None, &[], &[]),
            Trouble::Passing(why) => self.later(job, None, &why),
        }
    }

    /// What waits for a host, taken from it.
    fn all_of(&mut self, name: &str, which: impl Fn(&Job) -> bool) -> Vec<Job> {
        let Some(host) = self.hosts.get_mut(name) else { return Vec::new() };
        let (taken, left) = std::mem::take(&mut host.jobs).into_iter().partition(which);
        host.jobs = left;
        Vec::from(taken)
    }

    /// Asks again after a while: as long as the server says, else longer each time; or leaves it for another run.
    fn later(&mut self, mut job: Job, asked: Option<Duration>, why: &str) -> Result<()> {
        let manners = self.plan.manners;
        let name = job.at.host_str().unwrap_or_default().to_owned();
        job.tries += 1;
        let wait = asked.unwrap_or_else(|| manners.back_off(job.tries));
        let long = asked.is_some_and(|asked| asked > manners.patience);
        let mut silent = 0;
        if let Some(host) = self.hosts.get_mut(&name) {
            host.silent += 1;
            silent = host.silent;
            if asked.is_some() {
                // Who asks to wait is not asked for anything else meanwhile.
                host.next = host.next.max(Instant::now() + wait.min(manners.patience));
            }
        }
        if job.tries >= manners.tries || long {
            let asks = if long { format!(", and asks to wait {} s", wait.as_secs()) } else { String::new() };
            self.end(&job, Outcome::Failed(format!("{why}{asks}")), None, &[], &[])?;
        } else {
            job.due = Instant::now() + wait;
            self.queue(job, true);
        }
        // A host that gives nothing is not asked again and again for every address of it.
        if long || silent >= manners.tries.saturating_mul(2) {
            for job in self.all_of(&name, |_| true) {
                self.end(&job, Outcome::Failed(format!("its server was given up: {why}")), None, &[], &[])?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, mut job: Job, exchange: Exchange) -> Result<()> {
        let whole = |run: &Self| Ok(vec![(Shelf::Trail, run.record(&exchange, Kept::Response)?)]);
        match exchange.status {
            304 => {
                let was = held(self.captures).stands(job.at.as_str()).cloned();
                let Some(was) = was else {
                    return self.end(
                        &job,
                        Outcome::SetAside("the server says that it has not changed, and it was never had".into()),
                        None,
                        &whole(self)?,
                        &[],
                    );
                };
                let of = was.captured.clone().unwrap_or_default();
                let records = [(Shelf::Trail, self.record(&exchange, Kept::NotModified(&of))?)];
                let outcome = if was.word == "list" { Outcome::List { named: 0, known: 0 } } else { Outcome::Same };
                self.end(&job, outcome, Some(was), &records, &[])
            }
            200..=299 => self.body(job, &exchange),
            301 | 302 | 303 | 307 | 308 => {
                let records = whole(self)?;
                match manners::redirect(&exchange) {
                    _ if job.hops >= HOPS => self.end(&job, Outcome::SetAside(format!("it leads on more than {HOPS} times")), None, &records, &[]),
                    None => {
                        self.end(&job, Outcome::SetAside(format!("the server answers {} and not where to", exchange.status)), None, &records, &[])
                    }
                    Some(Err(refused)) => self.end(&job, Outcome::SetAside(refused.to_string()), None, &records, &[]),
                    Some(Ok(next)) => {
                        held(self.captures).keep(&records, self.wire.agent(), None, &[])?;
                        job.at = next;
                        job.at.set_fragment(None);
                        job.hops += 1;
                        match self.wire.reaches(&job.at) {
                            Err(refused) => self.trouble(job, Trouble::Refused(refused)),
                            Ok(()) => {
                                self.queue(job, true);
                                Ok(())
                            }
                        }
                    }
                }
            }
            status @ (404 | 410) => {
                // What stood there is still known: it may come back as it was.
                let was = held(self.captures).stands(job.at.as_str()).filter(|was| was.word != "list").cloned().unwrap_or_default();
                let captured = was.captured.clone();
                self.end(&job, Outcome::Gone { status, captured }, Some(Got { status: Some(status), ..was }), &whole(self)?, &[])
            }
            status @ (408 | 425 | 429 | 500 | 502 | 503 | 504) => {
                held(self.captures).keep(&whole(self)?, self.wire.agent(), None, &[])?;
                self.later(job, manners::asks_to_wait(&exchange), &format!("the server answers {status}"))
            }
            status => self.end(&job, Outcome::SetAside(format!("the server answers {status}")), None, &whole(self)?, &[]),
        }
    }

    fn body(&mut self, job: Job, exchange: &Exchange) -> Result<()> {
        let sha256: String = Sha256::digest(&exchange.body).iter().map(|b| format!("{b:02x}")).collect();
        let was = held(self.captures).stands(job.at.as_str()).cloned();
        let word = |name| exchange.header(name).map(str::to_owned);
        let mut got = Got {
            etag: word(header::ETAG),
            modified: word(header::LAST_MODIFIED),
            captured: Some(warc::date(exchange.at)),
            sha256: Some(sha256),
            ..Got::default()
        };
        let same = was.as_ref().filter(|was| was.sha256 == got.sha256 && was.word != "list");
        if let Some(was) = same {
            let of = was.captured.clone().unwrap_or_default();
            got.captured.clone_from(&was.captured);
            let records = [(Shelf::Trail, self.record(exchange, Kept::Identical(&of))?)];
            return self.end(&job, Outcome::Same, Some(got), &records, &[]);
        }
        match (self.sort)(&job.asked, job.at.as_str(), exchange.header(header::CONTENT_TYPE), &exchange.body) {
            Sorted::Page => {
                let records = [(Shelf::Pages, self.record(exchange, Kept::Response)?)];
                let outcome = if was.is_some() { Outcome::Changed } else { Outcome::New };
                self.end(&job, outcome, Some(got), &records, &[])
            }
            Sorted::List(named) => {
                let records = [(Shelf::Trail, self.record(exchange, Kept::Response)?)];
                let (named, wanted) = self.named(&job, named);
                let known = named - wanted.len();
                self.end(&job, Outcome::List { named, known }, Some(got), &records, &wanted)
            }
            Sorted::Neither(why) => {
                let records = [(Shelf::Trail, self.record(exchange, Kept::Response)?)];
                self.end(&job, Outcome::SetAside(why), None, &records, &[])
            }
        }
    }

    /// How many addresses a list names, and those of them that are to be asked for.
    fn named(&self, job: &Job, named: Vec<Wanted>) -> (usize, Vec<Wanted>) {
        let depth = job.asked.depth + 1;
        let captures = held(self.captures);
        let mut seen = BTreeSet::new();
        let mut wanted: Vec<Wanted> = Vec::new();
        for link in named.into_iter().take(NAMED) {
            // Addresses in lists may be relative to them.
            let Ok(mut url) = job.at.join(&link.url) else { continue };
            url.set_fragment(None);
            if (!link.list || depth < DEEPEST) && seen.insert(url.to_string()) {
                wanted.push(Wanted { url: url.into(), depth, ..link });
            }
        }
        let all = wanted.len();
        wanted.retain(|link| {
            if self.begun.contains(&link.url) || captures.has_answered(&link.url) {
                return false;
            }
            let Some(got) = captures.got(&link.url).filter(|got| got.word != "failed" && !link.list) else { return true };
            let unchanged = match (&link.told, &got.told) {
                (Some(told), Some(before)) => told == before && (self.plan.only_news || matches!(&*got.word, "new" | "changed" | "same" | "gone")),
                (None, _) => self.plan.only_news,
                (Some(_), None) => false,
            };
            !unchanged
        });
        (all, wanted)
    }

    fn record(&self, exchange: &Exchange, kept: Kept<'_>) -> Result<Vec<u8>> {
        warc::exchange(exchange, kept).map_err(|e| Broken::Disk(held(self.captures).folder().to_owned(), e))
    }

    fn end(&mut self, job: &Job, outcome: Outcome, got: Option<Got>, records: &[(Shelf, Vec<u8>)], wanted: &[Wanted]) -> Result<()> {
        let (asked, at) = (job.asked.clone(), job.at.to_string());
        self.told(&asked.url, &at, &asked, outcome, got, records, wanted)
    }

    #[allow(clippy::too_many_arguments)]
    fn told(
        &mut self,
        url: &str,
        at: &str,
        asked: &Wanted,
        outcome: Outcome,
        got: Option<Got>,
        records: &[(Shelf, Vec<u8>)],
        wanted: &[Wanted],
    ) -> Result<()> {
        self.jobs = self.jobs.saturating_sub(1);
        let got = Got {
            word: outcome.word().into(),
            at: at.into(),
            on: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(),
            told: asked.told.clone(),
            ..got.unwrap_or_default()
        };
        held(self.captures).keep(records, self.wire.agent(), Some((url, &got)), wanted)?;
        for next in wanted {
            self.begin(next.clone())?;
        }
        (self.tell)(Answered { asked: url.into(), at: at.into(), outcome, left: self.jobs });
        Ok(())
    }
}
