//! Paths → pages: files, folders (all below them, sorted), and `-` for standard input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _, Seek as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use rashomon_model::Notice;
use rashomon_reader::container::Tables;
use rashomon_reader::{Lines, Page, Raw, Shape, container, is_packed};
use rashomon_store::ledger::{Hash, hash};

use crate::pipeline;

/// One input that was found, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it lies; `None` is standard input.
    pub path: Option<PathBuf>,
    /// From which byte to before which other it is read, where not whole: records of an archive of the web.
    pub part: Option<(u64, u64)>,
    /// What it is called: its file name; where two inputs share that, the path below the folder that was named.
    pub name: String,
    /// How tables among the inputs are to be read.
    pub tables: Arc<Tables>,
}

/// A page that an input gives, or why it gives none, with a hash of the bytes that it was made of.
pub type Given = (Result<Raw, Notice>, Hash);

impl Input {
    /// Its pages, in its order: JSON lines one at a time, all else in one piece. An input that cannot be read is one notice.
    pub fn pages(&self) -> Box<dyn Iterator<Item = Given>> {
        self.open().unwrap_or_else(|e| {
            let notice = Notice { id: "unreadable".into(), start: 0, end: 0, hint: format!("{}: cannot be read: {e}", self.name).into() };
            Box::new(std::iter::once((Err(notice), [0; 32])))
        })
    }

    fn open(&self) -> io::Result<Box<dyn Iterator<Item = Given>>> {
        let Some(path) = &self.path else {
            // Lines, or all that it holds: what was looked at does not come again.
            let mut input = BufReader::with_capacity(1 << 16, io::stdin());
            if container::holds_pages("-", input.fill_buf()?) {
                let tables = self.tables.clone();
                return taken_apart(&self.name, move |name, sink| container::open_forward(name, Box::new(input), &tables, sink));
            }
            if input.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
                return whole(&self.name, Vec::new(), input);
            }
            return match Lines::of("-", input, false)? {
                Shape::Lines(lines) => Ok(Box::new(lines.map(hashed))),
                Shape::Whole(ahead, rest) => whole(&self.name, ahead, rest),
            };
        };
        if let Some((from, to)) = self.part {
            let mut file = File::open(path)?;
            file.seek(io::SeekFrom::Start(from))?;
            let (part, tables) = (BufReader::with_capacity(1 << 16, file.take(to.saturating_sub(from))), self.tables.clone());
            return taken_apart(&self.name, move |name, sink| container::open_forward(name, Box::new(part), &tables, sink));
        }
        let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
        let head = file.fill_buf()?;
        if container::holds_pages(&self.name, head.get(..container::HEAD).unwrap_or(head)) {
            let tables = self.tables.clone();
            return taken_apart(&self.name, move |name, sink| container::open(name, Box::new(file), &tables, sink));
        }
        let shape: io::Result<Shape<Box<dyn BufRead>>> = if is_packed(&self.name, file.fill_buf()?) {
            Lines::of(&self.name, Box::new(container::gunzip(file)), true)
        } else {
            Lines::of(&self.name, Box::new(file), false)
        };
        match shape {
            Ok(Shape::Lines(lines)) => Ok(Box::new(lines.map(hashed))),
            // It has an end and can be read again: what it is made of tells best what is wrong with it.
            Ok(Shape::Whole(..)) | Err(_) => whole(&self.name, Vec::new(), File::open(path)?),
        }
    }
}

fn hashed((page, line): (Result<Raw, Notice>, Vec<u8>)) -> Given {
    let hash = if page.is_err() { hash(&line) } else { [0; 32] };
    (page, hash)
}

/// So many pages wait between who takes a stream apart and who reads them.
const WAITING: usize = 4;

/// What a stream holds, taken apart beside the reading of it.
fn taken_apart(name: &str, open: impl FnOnce(&str, container::Sink<'_>) + Send + 'static) -> io::Result<Box<dyn Iterator<Item = Given>>> {
    let name = name.to_owned();
    let (send, receive) = mpsc::sync_channel(WAITING);
    std::thread::Builder::new().name("apart".into()).spawn(move || {
        let mut give = |part| if send.send(part).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let done = pipeline::caught(|| open(&name, &mut give));
        if let Err(notice) = done {
            let hint = format!("{name}: {}", notice.hint);
            let _ = give(Err(Notice { hint: hint.into(), ..notice }));
        }
    })?;
    Ok(Box::new(receive.into_iter().map(|page: Result<Raw, Notice>| {
        let hash = page.as_ref().map_or_else(|notice| hash(notice.hint.as_bytes()), |_| [0; 32]);
        (page, hash)
    })))
}

fn whole(name: &str, mut bytes: Vec<u8>, mut rest: impl io::Read) -> io::Result<Box<dyn Iterator<Item = Given>>> {
    rest.read_to_end(&mut bytes)?;
    // Standard input has no name to tell its format by.
    let lines = name == "-" && bytes.trim_ascii_start().starts_with(b"{");
    let page = Page { name: if lines { "stdin.jsonl".into() } else { name.into() }, bytes };
    let hash = hash(&page.bytes);
    let parts = pipeline::caught(|| rashomon_reader::split(&page)).unwrap_or_else(|notice| vec![Err(notice)]);
    Ok(Box::new(parts.into_iter().map(move |part| (part, hash))))
}

/// Every input under the paths that were named; a path that cannot be walked is an error with its name.
pub fn gather(paths: &[PathBuf], tables: Tables) -> Result<Vec<Input>, (PathBuf, String)> {
    let tables = Arc::new(tables);
    // (path, path below what was named)
    let mut found: Vec<(Option<PathBuf>, PathBuf)> = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            found.push((None, path.clone()));
        } else if path.is_dir() {
            for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
                let entry = entry.map_err(|e| (path.clone(), e.to_string()))?;
                let hidden =
                    entry.path().strip_prefix(path).is_ok_and(|below| below.components().any(|c| c.as_os_str().as_encoded_bytes().starts_with(b".")));
                if entry.file_type().is_file() && !hidden {
                    let below = entry.path().strip_prefix(path).unwrap_or(entry.path()).to_owned();
                    found.push((Some(entry.into_path()), below));
                }
            }
        } else {
            match fs::metadata(path) {
                Ok(_) => found.push((Some(path.clone()), path.clone())),
                Err(e) => return Err((path.clone(), e.to_string())),
            }
        }
    }
    // What a browser saved beside a page is no page.
    let paths: BTreeSet<String> = found.iter().filter_map(|(path, _)| Some(path.as_ref()?.to_string_lossy().into_owned())).collect();
    found.retain(|(path, _)| {
        path.as_ref().is_none_or(|path| !container::pages_of_asset(&path.to_string_lossy()).iter().any(|page| paths.contains(page)))
    });
    let file_name = |path: &Path| path.file_name().map_or_else(|| path.to_string_lossy().into_owned(), |n| n.to_string_lossy().into_owned());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (_, below) in &found {
        *times.entry(file_name(below)).or_default() += 1;
    }
    let mut below_times: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (_, below) in &found {
        *below_times.entry(below.clone()).or_default() += 1;
    }
    Ok(found
        .into_iter()
        .map(|(path, below)| {
            let short = file_name(&below);
            let name = if times.get(&short) == Some(&1) {
                short
            } else {
                // Two named folders may hold the same path below them: then the path as it was written tells them apart.
                let longer = if below_times.get(&below) == Some(&1) { &below } else { path.as_ref().unwrap_or(&below) };
                longer
                    .components()
                    .filter_map(|c| match c {
                        std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
                    .join("/")
            };
            Input { path, part: None, name, tables: tables.clone() }
        })
        .collect())
}
