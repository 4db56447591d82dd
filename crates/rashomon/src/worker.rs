//! The worker process: pages of markup are looked through in a process of their own, with limits of memory, processor time and
//! time, so that no page can stop or kill the program that keeps the register.
//!
//! A worker takes one page after the other over its standard input and gives back what was extracted. Where it dies or runs
//! over, the page is marked as degraded: it is kept as it was served and read by the linear scan alone, until it is tried again.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::civil::Date;
use rashomon_model::text::{Comment, DatedBy, Zone};
use rashomon_model::{Field, Notice, ZoneKind};
use rashomon_reader::{Day, Degraded, Extract, Markup, Raw};
use serde::{Deserialize, Serialize};

/// What a page may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Mebibytes of address space.
    pub memory: u64,
    /// Seconds of processor time.
    pub cpu: u64,
    /// Seconds until an answer.
    pub wall: u64,
}

impl Limits {
    /// For the first try.
    pub const FIRST: Self = Self { memory: 1024, cpu: 20, wall: 60 };
    /// For one that a person asked for again.
    pub const AGAIN: Self = Self { memory: 4096, cpu: 120, wall: 300 };
}

/// Where the program is that a worker is started from, if it is another than this one: for programs that have the library built in.
pub const PROGRAM: &str = "RASHOMON_WORKER";

/// The same, said by the program itself.
static STARTED: OnceLock<Starting> = OnceLock::new();

/// Says how a worker is started: the program, and what comes before the worker's own arguments. For programs that have the library built in; the
/// first word counts.
pub fn start_with(program: PathBuf, arguments: Vec<String>) {
    let _ = STARTED.set(Starting { program, arguments });
}

/// What starts a worker.
#[derive(Clone, Debug)]
struct Starting {
    program: PathBuf,
    arguments: Vec<String>,
}

/// Pages after which a worker makes room for a new one.
const PAGES: u32 = 5000;
/// The most bytes of one message.
const LONGEST: u32 = 1 << 30;

/// Workers that wait for a page.
static IDLE: LazyLock<Mutex<Vec<Worker>>> = LazyLock::new(Mutex::default);

/// Extracts a page of markup, within limits. `Err`: what kept it from being read whole. A page that is degraded already is
/// scanned here, in linear time; so is every page where this program cannot be started as a worker (a test of the library).
pub fn extract(raw: &Raw, limits: Limits) -> Option<Result<Extract, Degraded>> {
    let markup = raw.markup.as_ref()?;
    let plain = || crate::pipeline::caught(|| rashomon_reader::extract(markup, raw.url.as_deref()));
    let program = (markup.degraded.is_none()).then(program).flatten();
    let Some(program) = program else {
        return Some(plain().map_err(|notice| Degraded { reason: format!("the reader failed: {}", notice.hint), limit: "no failure".into() }));
    };
    Some(in_worker(&program, markup, raw.url.as_deref(), limits))
}

fn program() -> Option<Starting> {
    let alone = |program: PathBuf| Starting { program, arguments: Vec::new() };
    if let Some(named) = std::env::var_os(PROGRAM) {
        return Some(alone(named.into()));
    }
    if let Some(started) = STARTED.get() {
        return Some(started.clone());
    }
    let own = std::env::current_exe().ok()?;
    (own.file_stem()? == "rashomon").then(|| alone(own))
}

fn in_worker(program: &Starting, markup: &Markup, url: Option<&str>, limits: Limits) -> Result<Extract, Degraded> {
    let failed = |reason: String, limit: &str| Degraded { reason, limit: limit.into() };
    let start = || Worker::start(program, limits).map_err(|e| failed(format!("no worker could be started: {e}"), "processes"));
    let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop().filter(|w| w.limits == limits);
    let mut worker = idle.map_or_else(start, Ok)?;
    let page = Asked { bytes: &markup.bytes, media: markup.media.as_deref(), url };
    let mut answer = worker.ask(&page);
    if worker.pages > 0 && matches!(answer, Err(Silence::Dead)) {
        // What it died of may be what came before: the page is judged by a worker of its own.
        worker = start()?;
        answer = worker.ask(&page);
    }
    match answer {
        Ok(Answer::Extracted(found)) => {
            worker.pages += 1;
            if worker.pages < PAGES {
                IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
            }
            Ok(found.into())
        }
        Ok(Answer::Failed(said)) => Err(failed(format!("the reader failed: {said}"), "no failure")),
        Err(Silence::Late) => Err(failed("looking for the article took too long".into(), &format!("{} s", limits.wall))),
        Err(Silence::Dead) => Err(failed(worker.died(), &format!("{} MiB of memory, {} s of processor time", limits.memory, limits.cpu))),
    }
}

/// A worker that runs.
#[derive(Debug)]
struct Worker {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<io::Result<Vec<u8>>>,
    limits: Limits,
    pages: u32,
}

/// Why no answer came.
enum Silence {
    Late,
    Dead,
}

impl Worker {
    fn start(Starting { program, arguments }: &Starting, limits: Limits) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .args(["worker", "--memory", &limits.memory.to_string(), "--cpu", &limits.cpu.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let (tell, hear) = sync_channel(1);
        // A pipe knows no deadline: a thread reads it, and the wait is on the channel.
        thread::spawn(move || {
            let Some(mut from) = from else { return };
            loop {
                let message = receive(&mut from);
                let ended = message.is_err();
                if tell.send(message).is_err() || ended {
                    return;
                }
            }
        });
        Ok(Self { child, to, from: hear, limits, pages: 0 })
    }

    fn ask(&mut self, page: &Asked<'_>) -> Result<Answer, Silence> {
        let message = postcard::to_stdvec(page).map_err(|_| Silence::Dead)?;
        let to = self.to.as_mut().ok_or(Silence::Dead)?;
        send(to, &message).map_err(|_| Silence::Dead)?;
        drop(message);
        match self.from.recv_timeout(Duration::from_secs(self.limits.wall)) {
            Ok(Ok(answer)) => postcard::from_bytes(&answer).map_err(|_| Silence::Dead),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Silence::Dead),
            Err(RecvTimeoutError::Timeout) => Err(Silence::Late),
        }
    }

    /// How it ended.
    fn died(&mut self) -> String {
        match self.child.wait() {
            #[cfg(unix)]
            Ok(status) => {
                use std::os::unix::process::ExitStatusExt as _;
                match status.signal() {
                    Some(libc_signal::XCPU | libc_signal::KILL) => "looking for the article took too much processor time".into(),
                    Some(libc_signal::ABORT) => "looking for the article took too much memory".into(),
                    Some(signal) => format!("the worker was ended by signal {signal}"),
                    None => format!("the worker ended ({status})"),
                }
            }
            #[cfg(not(unix))]
            Ok(status) => format!("the worker ended ({status})"),
            Err(e) => format!("the worker was lost: {e}"),
        }
    }
}

/// Numbers of signals that limits end a process with, the same on Linux and macOS.
#[cfg(unix)]
mod libc_signal {
    pub const ABORT: i32 = 6;
    pub const KILL: i32 = 9;
    pub const XCPU: i32 = 24;
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Its input ends first: a worker that waits goes by itself.
        self.to = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).ok().filter(|n| *n <= LONGEST).ok_or(io::ErrorKind::InvalidInput)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(message)?;
    to.flush()
}

fn receive(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = Some(u32::from_le_bytes(length)).filter(|n| *n <= LONGEST).ok_or(io::ErrorKind::InvalidData)?;
    let mut message = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut message)?;
    if message.len() == length as usize { Ok(message) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// The worker's side: pages from standard input until it ends.
pub fn serve(limits: Limits) -> io::Result<()> {
    limit_memory(limits);
    // What a panic says goes into the answer.
    std::panic::set_hook(Box::new(|_| {}));
    let (mut from, mut to) = (io::stdin().lock(), io::stdout().lock());
    while let Ok(message) = receive(&mut from) {
        limit_time(limits);
        let asked = postcard::from_bytes::<Asked<'_>>(&message).map(|asked| {
            let markup = Markup { bytes: asked.bytes.to_vec(), media: asked.media.map(str::to_owned), degraded: None };
            (markup, asked.url.map(str::to_owned))
        });
        // A giant page is held once.
        drop(message);
        let answer = match asked {
            Err(e) => Answer::Failed(e.to_string()),
            Ok((markup, url)) => match crate::pipeline::caught(|| rashomon_reader::extract(&markup, url.as_deref())) {
                Ok(extract) => Answer::Extracted(Box::new(extract.into())),
                Err(notice) => Answer::Failed(notice.hint.into()),
            },
        };
        let answer = postcard::to_stdvec(&answer).map_err(io::Error::other)?;
        send(&mut to, &answer)?;
    }
    Ok(())
}

#[cfg(unix)]
fn limit_memory(limits: Limits) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // A lower limit that the process was started with stands.
    let given = getrlimit(Resource::As);
    let ours = limits.memory << 20;
    let current = given.current.map_or(ours, |c| c.min(ours));
    let _ = setrlimit(Resource::As, Rlimit { current: Some(current), maximum: given.maximum });
    // No core of a page that somebody else wrote.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// From now on so many seconds: the limit counts from the start of the process.
#[cfg(unix)]
fn limit_time(limits: Limits) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let given = getrlimit(Resource::Cpu);
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(used + limits.cpu + 1), maximum: given.maximum });
}

#[cfg(not(unix))]
fn limit_memory(_: Limits) {}
#[cfg(not(unix))]
fn limit_time(_: Limits) {}

/// A page, as a worker is given it.
#[derive(Serialize, Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    bytes: &'a [u8],
    #[serde(borrow)]
    media: Option<&'a str>,
    #[serde(borrow)]
    url: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Extracted(Box<Found>),
    Failed(String),
}

/// Year, month and day; the clock; what says so.
type Dated = ((i16, i8, i8), Option<Box<str>>, u8);

/// An [`Extract`] on its way between two processes of one program: not a format.
#[derive(Serialize, Deserialize)]
struct Found {
    title: Option<String>,
    text: String,
    zones: Vec<Stretch>,
    comments_claimed: Option<u32>,
    day: Option<Dated>,
    updated: Option<(i16, i8, i8)>,
    site: Option<String>,
    url: Option<String>,
    language: Option<String>,
    notices: Vec<(Box<str>, u32, u32, Box<str>)>,
}

type Said = (Vec<u32>, Option<Box<str>>, Option<Box<str>>);

/// A zone: its kind, whether it is of the headline, its place.
type Stretch = (u8, bool, u32, u32, Option<Box<Said>>);

const KINDS: [ZoneKind; 11] = [
    ZoneKind::Title,
    ZoneKind::Dateline,
    ZoneKind::Byline,
    ZoneKind::Body,
    ZoneKind::Caption,
    ZoneKind::Quote,
    ZoneKind::Correction,
    ZoneKind::Rights,
    ZoneKind::Furniture,
    ZoneKind::Comment,
    ZoneKind::Hidden,
];
const SOURCES: [DatedBy; 7] = [DatedBy::JsonLd, DatedBy::Meta, DatedBy::Time, DatedBy::Text, DatedBy::Url, DatedBy::Feed, DatedBy::Archive];

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|x| x == one).unwrap_or_default() as u8
}

fn parts(day: Date) -> (i16, i8, i8) {
    (day.year(), day.month(), day.day())
}

fn date((year, month, day): (i16, i8, i8)) -> Option<Date> {
    Date::new(year, month, day).ok()
}

impl From<Extract> for Found {
    fn from(from: Extract) -> Self {
        let Extract { title, text, zones, comments_claimed, day, updated, site, url, language, notices } = from;
        let said = |c: Box<Comment>| Box::new((c.thread, c.author, c.time));
        Self {
            title,
            text,
            zones: zones.into_iter().map(|z| (place(&KINDS, &z.kind), z.field == Field::Title, z.start, z.end, z.comment.map(said))).collect(),
            comments_claimed,
            day: day.map(|d| (parts(d.day), d.time, place(&SOURCES, &d.from))),
            updated: updated.map(parts),
            site,
            url,
            language,
            notices: notices.into_iter().map(|n| (n.id, n.start, n.end, n.hint)).collect(),
        }
    }
}

impl From<Found> for Extract {
    fn from(from: Found) -> Self {
        let Found { title, text, zones, comments_claimed, day, updated, site, url, language, notices } = from;
        let zone = |(kind, in_title, start, end, said): Stretch| Zone {
            kind: KINDS.get(usize::from(kind)).copied().unwrap_or(ZoneKind::Furniture),
            field: if in_title { Field::Title } else { Field::Text },
            start,
            end,
            comment: said.map(|said| {
                let (thread, author, time) = *said;
                Box::new(Comment { thread, author, time })
            }),
        };
        Self {
            title,
            text,
            zones: zones.into_iter().map(zone).collect(),
            comments_claimed,
            day: day.and_then(|(day, time, from)| Some(Day { day: date(day)?, time, from: *SOURCES.get(usize::from(from))? })),
            updated: updated.and_then(date),
            site,
            url,
            language,
            notices: notices.into_iter().map(|(id, start, end, hint)| Notice { id, start, end, hint }).collect(),
        }
    }
}

impl From<Box<Found>> for Extract {
    fn from(from: Box<Found>) -> Self {
        (*from).into()
    }
}
