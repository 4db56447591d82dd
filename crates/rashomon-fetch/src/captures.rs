//! The folder beside a register: WARC files of what was answered, and a journal of what was asked, so that a run that was
//! cut off goes on where it stopped. A line of the journal is written after the records that it speaks of are on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::warc;

/// A WARC file is no longer than this before another is begun.
const ROLL: u64 = 1 << 30;
/// The journal is written anew when it has so many lines, most of them about what is past.
const LINES: usize = 4096;

/// Why the folder cannot be used.
#[derive(Debug)]
pub enum Broken {
    /// Another process fetches for this register.
    Busy(PathBuf),
    /// The disk is full, read-only or broken.
    Disk(PathBuf, io::Error),
    /// A line of the journal cannot be read.
    Journal(PathBuf, usize),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Busy(folder) => write!(f, "{}: another rashomon fetches into it", folder.display()),
            Broken::Disk(path, e) => write!(f, "{}: {e}", path.display()),
            Broken::Journal(path, line) => write!(f, "{}: line {line} is not what was written", path.display()),
        }
    }
}

impl std::error::Error for Broken {}

/// An address that is to be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The address.
    pub url: String,
    /// When its page was last changed, in the words of the list that names it.
    pub told: Option<String>,
    /// It leads to more addresses.
    pub list: bool,
    /// How many lists led to it.
    pub depth: u8,
}

/// What came of an address, as the journal keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Got {
    /// One word: new, changed, same, list, gone, kept-out, set-aside, failed.
    pub(crate) word: String,
    /// The address that answered in the end.
    pub(crate) at: String,
    /// When.
    pub(crate) on: String,
    pub(crate) told: Option<String>,
    /// The page that stands there, where one does: SHA-256 of its unpacked body, and by what the server knows it.
    pub(crate) sha256: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    /// When that page was captured.
    pub(crate) captured: Option<String>,
    /// What the server answered where it is gone.
    pub(crate) status: Option<u16>,
}

impl Got {
    fn of(line: &Value) -> Self {
        let word = |key: &str| line[key].as_str().map(str::to_owned);
        let [sha256, etag, modified, captured, told] = ["sha256", "etag", "modified", "captured", "told"].map(word);
        let [w, at, on] = ["as", "at", "on"].map(|key| word(key).unwrap_or_default());
        let status = line["status"].as_u64().and_then(|s| s.try_into().ok());
        Got { word: w, at, on, told, sha256, etag, modified, captured, status }
    }
    fn line(&self, asked: &str) -> Value {
        let mut line = json!({ "got": asked, "as": self.word, "at": self.at, "on": self.on });
        let parts =
            [("told", &self.told), ("sha256", &self.sha256), ("etag", &self.etag), ("modified", &self.modified), ("captured", &self.captured)];
        for (key, value) in parts {
            if let Some(value) = value {
                line[key] = json!(value);
            }
        }
        if let Some(status) = self.status {
            line["status"] = json!(status);
        }
        line
    }
}

/// Which file an answer goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// Pages, which the register reads.
    Pages,
    /// Everything else that servers said: lists, robots.txt, redirects, what is gone, what is as before.
    Trail,
}

impl Shelf {
    fn prefix(self) -> &'static str {
        match self {
            Shelf::Pages => "pages-",
            Shelf::Trail => "trail-",
        }
    }
}

/// Records of pages that the register has not been given yet: bytes of a WARC file, whole gzip members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The file.
    pub path: PathBuf,
    /// First byte.
    pub from: u64,
    /// The byte after the last.
    pub to: u64,
    file: String,
}

#[derive(Debug, Default)]
struct State {
    /// How far each WARC file was written, by name.
    ends: BTreeMap<String, u64>,
    /// How far the register was given it.
    added: BTreeMap<String, u64>,
    /// In the order in which they were asked for.
    queue: BTreeMap<u64, Wanted>,
    /// Where in the queue an address stands.
    places: BTreeMap<String, u64>,
    next: u64,
    /// The last that came of every address that was asked for.
    got: BTreeMap<String, Got>,
    /// The last page that stood at an address, by which of `got`.
    stands: BTreeMap<String, String>,
    /// What the run that is not done has answered.
    answered: BTreeSet<String>,
    lines: usize,
}

impl State {
    fn take(&mut self, line: &Value) -> Option<()> {
        self.lines += 1;
        let number = || line["to"].as_u64();
        if let Some(url) = line["want"].as_str() {
            let told = line["told"].as_str().map(str::to_owned);
            let depth = line["depth"].as_u64().and_then(|d| d.try_into().ok()).unwrap_or_default();
            self.want(Wanted { url: url.into(), told, list: line["list"] == true, depth });
        } else if let Some(asked) = line["got"].as_str() {
            let got = Got::of(line);
            if got.word != "failed"
                && let Some(place) = self.places.remove(asked)
            {
                self.queue.remove(&place);
            }
            if got.sha256.is_some() {
                self.stands.insert(got.at.clone(), asked.to_owned());
            }
            self.answered.insert(asked.to_owned());
            self.got.insert(asked.to_owned(), got);
        } else if let Some(file) = line["wrote"].as_str() {
            self.ends.insert(file.into(), number()?);
        } else if let Some(file) = line["added"].as_str() {
            self.added.insert(file.into(), number()?);
        } else if line["done"].is_string() {
            self.answered.clear();
        } else if line["forgot"].is_string() {
            self.answered.clear();
            self.queue.clear();
            self.places.clear();
        } else {
            return None;
        }
        Some(())
    }

    fn want(&mut self, wanted: Wanted) {
        if let Some(waiting) = self.places.get(&wanted.url).and_then(|place| self.queue.get_mut(place)) {
            waiting.told = wanted.told.or(waiting.told.take());
        } else {
            self.places.insert(wanted.url.clone(), self.next);
            self.queue.insert(self.next, wanted);
            self.next += 1;
        }
    }

    /// All that is worth keeping, as lines.
    fn lines(&self) -> Vec<Value> {
        let numbers = |key: &str, of: &BTreeMap<String, u64>| of.iter().map(|(file, to)| json!({ key: file, "to": to })).collect::<Vec<_>>();
        let mut got: Vec<_> = self.got.iter().collect();
        // The last that was said of an address counts.
        got.sort_by_key(|(_, got)| got.on.clone());
        let got = got.into_iter().map(|(asked, got)| got.line(asked));
        let done = std::iter::once(json!({ "done": "" }));
        numbers("wrote", &self.ends)
            .into_iter()
            .chain(numbers("added", &self.added))
            .chain(got)
            .chain(done)
            .chain(self.queue.values().map(wanted_line))
            .collect()
    }
}

fn wanted_line(wanted: &Wanted) -> Value {
    let mut line = json!({ "want": wanted.url });
    if let Some(told) = &wanted.told {
        line["told"] = json!(told);
    }
    if wanted.list {
        line["list"] = json!(true);
    }
    if wanted.depth > 0 {
        line["depth"] = json!(wanted.depth);
    }
    line
}

/// The folder, held by this process alone.
#[derive(Debug)]
pub struct Captures {
    folder: PathBuf,
    journal: File,
    state: State,
    open: BTreeMap<&'static str, (String, File)>,
    _lock: File,
}

type Result<T> = std::result::Result<T, Broken>;

impl Captures {
    /// Where the captures of a register lie: beside it.
    pub fn beside(register: &Path) -> PathBuf {
        let mut name = register.file_name().unwrap_or_default().to_owned();
        name.push(".captures");
        register.with_file_name(name)
    }

    /// Opens the folder; makes it where there is none.
    pub fn open(folder: &Path) -> Result<Self> {
        let disk = |path: &Path| {
            let path = path.to_owned();
            move |e| Broken::Disk(path, e)
        };
        match fs::create_dir(folder) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(Broken::Disk(folder.to_owned(), e)),
            _ => {}
        }
        let place = folder.join("lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&place).map_err(disk(&place))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Broken::Busy(folder.to_owned())),
            Err(TryLockError::Error(e)) => return Err(Broken::Disk(place, e)),
        }
        let place = folder.join("journal.jsonl");
        let (mut journal, mut state) = read(&place)?;
        if state.answered.is_empty() && state.lines > LINES {
            let lines = state.lines();
            if state.lines > 2 * lines.len() {
                rewrite(&place, &lines).map_err(disk(&place))?;
                (journal, state) = read(&place)?;
            }
        }
        Ok(Self { folder: folder.to_owned(), journal, state, open: BTreeMap::new(), _lock: lock })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How many addresses wait to be asked for.
    pub fn left(&self) -> usize {
        self.state.queue.len()
    }

    /// Drops what waits; gives how many those were.
    pub fn forget(&mut self) -> Result<usize> {
        let left = self.left();
        self.write(&[json!({ "forgot": Timestamp::now().to_string() })])?;
        Ok(left)
    }

    /// Puts addresses at the end of the queue, but for those that the run which was cut off has answered; gives how many those were.
    pub fn want(&mut self, wanted: Vec<Wanted>) -> Result<usize> {
        let before = wanted.len();
        let new: Vec<_> = wanted.into_iter().filter(|w| !self.state.answered.contains(&w.url)).collect();
        let lines: Vec<_> = new.iter().map(wanted_line).collect();
        self.write(&lines)?;
        Ok(before - new.len())
    }

    /// What the register has not been given yet.
    pub fn not_added(&self) -> Vec<Stretch> {
        let pages = self.state.ends.iter().filter(|(file, _)| file.starts_with(Shelf::Pages.prefix()));
        let stretch = |(file, &to): (&String, &u64)| {
            let from = self.state.added.get(file).copied().unwrap_or_default();
            (from < to).then(|| Stretch { path: self.folder.join(file), from, to, file: file.clone() })
        };
        pages.filter_map(stretch).collect()
    }

    /// The register holds these now.
    pub fn added(&mut self, stretches: &[Stretch]) -> Result<()> {
        let lines: Vec<_> = stretches.iter().map(|s| json!({ "added": s.file, "to": s.to })).collect();
        self.write(&lines)
    }

    /// The register is gone or another one: all pages are to be given to it again.
    pub fn add_again(&mut self) -> Result<()> {
        let lines: Vec<_> = self.state.added.keys().map(|file| json!({ "added": file, "to": 0 })).collect();
        self.write(&lines)
    }

    /// The queue is done; what is left in it is for another run.
    pub(crate) fn done(&mut self) -> Result<()> {
        self.write(&[json!({ "done": Timestamp::now().to_string() })])
    }

    pub(crate) fn queue(&self) -> Vec<Wanted> {
        self.state.queue.values().cloned().collect()
    }

    /// Whether the run that is not done has answered this.
    pub(crate) fn has_answered(&self, asked: &str) -> bool {
        self.state.answered.contains(asked)
    }

    /// The last that came of an address that was asked for.
    pub(crate) fn got(&self, asked: &str) -> Option<&Got> {
        self.state.got.get(asked)
    }

    /// The page that was last seen at an address.
    pub(crate) fn stands(&self, at: &str) -> Option<&Got> {
        self.state.got.get(self.state.stands.get(at)?).filter(|got| got.at == at)
    }

    /// Keeps records, then what came of an address and which others it led to, in one line each.
    pub(crate) fn keep(&mut self, records: &[(Shelf, Vec<u8>)], agent: &str, got: Option<(&str, &Got)>, wanted: &[Wanted]) -> Result<()> {
        let mut lines = Vec::new();
        for (shelf, record) in records {
            lines.push(self.append(*shelf, record, agent)?);
        }
        lines.extend(wanted.iter().map(wanted_line));
        lines.extend(got.map(|(asked, got)| got.line(asked)));
        self.write(&lines)
    }

    /// Appends to the newest file of a shelf that is as the journal left it; gives the journal's line.
    fn append(&mut self, shelf: Shelf, record: &[u8], agent: &str) -> Result<Value> {
        let full = |state: &State, name: &str| state.ends.get(name).is_some_and(|end| *end >= ROLL);
        if self.open.get(shelf.prefix()).is_none_or(|(name, _)| full(&self.state, name)) {
            let opened = self.open_file(shelf, agent)?;
            self.open.insert(shelf.prefix(), opened);
        }
        let missing = || Broken::Disk(self.folder.clone(), io::ErrorKind::NotFound.into());
        let Some((name, file)) = self.open.get_mut(shelf.prefix()) else { return Err(missing()) };
        let end = self.state.ends.get(name).copied().unwrap_or_default();
        let path = self.folder.join(&*name);
        let wrote = file.seek(SeekFrom::Start(end)).and_then(|_| file.write_all(record)).and_then(|()| file.sync_data());
        if let Err(e) = wrote {
            // What is torn is cut off; where that fails too, the next who opens it does it.
            let _ = file.set_len(end);
            return Err(Broken::Disk(path, e));
        }
        let to = end + record.len() as u64;
        self.state.ends.insert(name.clone(), to);
        Ok(json!({ "wrote": name, "to": to }))
    }

    fn open_file(&mut self, shelf: Shelf, agent: &str) -> Result<(String, File)> {
        let newest = self.state.ends.iter().rfind(|(file, end)| file.starts_with(shelf.prefix()) && **end < ROLL);
        if let Some((name, &end)) = newest {
            let path = self.folder.join(name);
            // One that is shorter than it was, or gone, is left as it is: another is begun.
            if let Ok(file) = OpenOptions::new().read(true).write(true).open(&path)
                && file.metadata().is_ok_and(|m| m.len() >= end)
            {
                // Behind its end lies what a process that died was writing.
                file.set_len(end).map_err(|e| Broken::Disk(path, e))?;
                return Ok((name.clone(), file));
            }
        }
        let now = Timestamp::now();
        let stamp = now.strftime("%Y%m%d%H%M%S").to_string();
        for n in 1.. {
            let name = format!("{}{stamp}-{n:03}.warc.gz", shelf.prefix());
            let path = self.folder.join(&name);
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    let disk = |e| Broken::Disk(path.clone(), e);
                    let info = warc::info(&name, agent, now).map_err(disk)?;
                    file.write_all(&info).and_then(|()| file.sync_all()).map_err(disk)?;
                    sync_folder(&self.folder).map_err(disk)?;
                    let to = info.len() as u64;
                    self.write(&[json!({ "wrote": name, "to": to }), json!({ "added": name, "to": to })])?;
                    return Ok((name, file));
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Broken::Disk(path, e)),
            }
        }
        Err(Broken::Disk(self.folder.clone(), io::ErrorKind::AlreadyExists.into()))
    }

    fn write(&mut self, lines: &[Value]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let wrote = self.journal.write_all(text.as_bytes()).and_then(|()| self.journal.sync_data());
        wrote.map_err(|e| Broken::Disk(self.folder.join("journal.jsonl"), e))?;
        for line in lines {
            let _ = self.state.take(line);
        }
        Ok(())
    }
}

/// The journal and what it says. A last line that was not written to its end says nothing and is cut off.
fn read(place: &Path) -> Result<(File, State)> {
    let disk = |e| Broken::Disk(place.to_owned(), e);
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(place).map_err(disk)?;
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(disk)?;
    let whole = text.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    file.set_len(whole as u64).and_then(|()| file.seek(SeekFrom::End(0))).map_err(disk)?;
    let mut state = State::default();
    for (n, line) in text.get(..whole).unwrap_or_default().split_inclusive(|b| *b == b'\n').enumerate() {
        let line = serde_json::from_slice::<Value>(line).ok().and_then(|line| state.take(&line));
        line.ok_or_else(|| Broken::Journal(place.to_owned(), n + 1))?;
    }
    Ok((file, state))
}

/// Another journal in the place of this one; at any moment one of the two is whole.
fn rewrite(place: &Path, lines: &[Value]) -> io::Result<()> {
    let beside = place.with_extension("new");
    let mut file = File::create(&beside)?;
    for line in lines {
        writeln!(file, "{line}")?;
    }
    file.sync_all()?;
    fs::rename(&beside, place)?;
    sync_folder(place.parent().unwrap_or(Path::new(".")))
}

/// A file's name is on the disk once its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
#[path = "captures/tests.rs"]
mod tests;
