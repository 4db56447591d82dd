//! ZIP archives, by their central directory: no member is written anywhere, and names are only labels.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use zip::{CompressionMethod, ZipArchive};

use super::meter::{Counted, Meter, Refused, Tally};
use super::saved::pages_of_asset;
use super::{Entry, Member, Seekable, archive_notice};
use crate::input::aside;

/// The most members of an archive: its list of them is held in memory.
const MOST: u64 = 100_000;

/// Gives every member to `each`: one that is stored as it is and `streamed` asks for as a stream, every other one whole.
pub(super) fn members(
    name: &str,
    mut file: Box<dyn Seekable>,
    meter: &Meter,
    wanted: &dyn Fn(&str) -> bool,
    streamed: &dyn Fn(&str) -> bool,
    each: &mut dyn FnMut(Result<Entry, rashomon_model::Notice>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let refuse = |id: &str, what: String| aside(id, 0, 0, format!("{name}: {what}"));
    match listed(&mut file) {
        Ok(Some(n)) if n > MOST => return each(Err(refuse("too-large", format!("{n} members; more than {MOST} are not read; pack it in parts")))),
        Ok(_) => {}
        Err(e) => return each(Err(refuse("unreadable", format!("cannot be read: {e}")))),
    }
    let shared = Shared { file: Arc::new(Mutex::new((file, u64::MAX))), at: 0 };
    let eaten = Tally::default();
    let mut archive = match ZipArchive::new(Counted { inner: shared.clone(), tally: eaten.clone() }) {
        Ok(archive) => archive,
        Err(e) => return each(Err(refuse("broken-zip", format!("not readable as ZIP ({e}); copy or pack it again")))),
    };
    if archive.has_duplicate_names() {
        let what = "two members have the same name, and programs differ in which of them they read; pack it again under different names";
        return each(Err(refuse("same-member-twice", what.into())));
    }
    // A web archive (WACZ) holds its pages in WARC files; the rest of it is about them.
    let web = archive.index_for_name("datapackage.json").is_some() && archive.file_names().flatten().any(|n| n.starts_with("archive/"));
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else { continue };
        let short = entry.name().map(|n| n.into_owned()).unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned());
        if entry.is_dir() || entry.is_symlink() || !wanted(&short) || web && !short.starts_with("archive/") {
            continue;
        }
        if pages_of_asset(&short).iter().any(|page| archive.index_for_name(page).is_some()) {
            continue;
        }
        let label = format!("{name}/{short}");
        if let Err(e) = meter.another() {
            return each(Err(archive_notice(name, &e)));
        }
        if entry.encrypted() {
            each(Err(aside("encrypted", 0, 0, format!("{label}: is encrypted; unpack it with its password and add what it holds"))))?;
            continue;
        }
        let (stored, size) = (entry.compression() == CompressionMethod::Stored, entry.compressed_size());
        if stored && streamed(&short) {
            let start = archive.by_index_raw(index).ok().and_then(|raw| raw.data_start());
            if let Some(start) = start {
                let section = Section { file: shared.clone(), next: start, left: size };
                each(Ok(Entry::Stream(label, Box::new(BufReader::with_capacity(1 << 16, section)))))?;
                continue;
            }
        }
        let read = match archive.by_index(index) {
            Ok(packed) => meter.bytes(meter.watch(packed, eaten.clone())),
            Err(e) => Err((Vec::new(), io::Error::other(e.to_string()))),
        };
        each(match read {
            Ok(bytes) => Ok(Entry::Whole(Member { bytes, ..Member::called(label) })),
            Err((_, e)) if Refused::is(&e) => Err(archive_notice(&label, &e)),
            Err((_, e)) => Err(aside("broken-zip", 0, 0, format!("{label}: cannot be unpacked ({e}); the other members were read"))),
        })?;
    }
    ControlFlow::Continue(())
}

/// How many members the end of the file says there are; none where no end of an archive is found.
fn listed(file: &mut Box<dyn Seekable>) -> io::Result<Option<u64>> {
    let len = file.seek(SeekFrom::End(0))?;
    let back = len.min((1 << 16) + 22 + 20);
    file.seek(SeekFrom::Start(len - back))?;
    let mut tail = Vec::new();
    file.as_mut().take(back).read_to_end(&mut tail)?;
    let Some(end) = memchr::memmem::rfind(&tail, b"PK\x05\x06") else { return Ok(None) };
    let number =
        |bytes: &[u8], at: usize, width: usize| bytes.get(at..at + width).map(|field| field.iter().rev().fold(0u64, |n, b| n << 8 | u64::from(*b)));
    let short = number(&tail, end + 10, 2);
    if short != Some(0xffff) {
        return Ok(short);
    }
    // ZIP64: a pointer stands before the end, to a longer end that counts with 64 bits.
    let Some(at) = end.checked_sub(20).and_then(|at| number(&tail, at + 8, 8)) else { return Ok(short) };
    file.seek(SeekFrom::Start(at.min(len)))?;
    let mut long = Vec::new();
    file.as_mut().take(56).read_to_end(&mut long)?;
    Ok(if long.starts_with(b"PK\x06\x06") { number(&long, 32, 8) } else { short })
}

/// One file for several readers, each with its own place in it.
#[derive(Clone)]
struct Shared {
    /// With the place where it stands: it seeks only where it must, which keeps what it has buffered.
    file: Arc<Mutex<(Box<dyn Seekable>, u64)>>,
    at: u64,
}

impl Read for Shared {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut held = self.file.lock().map_err(|_| io::Error::other("an earlier read failed"))?;
        let (file, stands) = &mut *held;
        if *stands != self.at {
            *stands = u64::MAX;
            file.seek(SeekFrom::Start(self.at))?;
        }
        let n = file.read(buf)?;
        self.at += n as u64;
        *stands = self.at;
        Ok(n)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let base = match to {
            SeekFrom::Start(at) => {
                self.at = at;
                return Ok(at);
            }
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => {
                let mut held = self.file.lock().map_err(|_| io::Error::other("an earlier read failed"))?;
                held.1 = u64::MAX;
                held.0.seek(SeekFrom::End(0))?.checked_add_signed(by)
            }
        };
        self.at = base.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the start"))?;
        Ok(self.at)
    }
}

/// A stretch of a file.
struct Section {
    file: Shared,
    next: u64,
    left: u64,
}

impl Read for Section {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let most = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.file.at = self.next;
        let n = self.file.read(buf.get_mut(..most).unwrap_or_default())?;
        self.next += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}
