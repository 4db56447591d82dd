//! What unpacking may cost: how much may come out of an input, at what ratio, in how many parts.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::LIMIT;

/// The most parts of one input, those of archives in it included.
const MEMBERS: u64 = 100_000;
/// The most bytes that all parts of one input may unpack to.
const TOTAL: u64 = 16 << 30;
/// The most bytes that a byte may unpack to, …
const RATIO: u64 = 200;
/// … counted over stretches of so many unpacked bytes, …
const STRETCH: u64 = 16 << 20;
/// … and with so many bytes that may have been read ahead.
const AHEAD: u64 = 16 << 10;

/// Counts what one input unpacks to; clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter {
    unpacked: Arc<AtomicU64>,
    members: Arc<AtomicU64>,
}

/// Why unpacking was stopped. Comes as the inner error of an [`io::Error`].
#[derive(Debug)]
pub(crate) struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    fn error(why: String) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Refused(why))
    }
    /// Whether an error is a refusal to unpack, not damage.
    pub(crate) fn is(e: &io::Error) -> bool {
        e.get_ref().is_some_and(|inner| inner.is::<Refused>())
    }
}

impl Meter {
    /// One part more; an error when there are too many.
    pub(super) fn another(&self) -> io::Result<()> {
        if self.members.fetch_add(1, Ordering::Relaxed) >= MEMBERS {
            return Err(Refused::error(format!("more than {MEMBERS} parts")));
        }
        Ok(())
    }

    /// What a gzip stream (of any number of members) unpacks to, within the limits.
    pub(super) fn unpacked<R: BufRead>(&self, packed: R) -> BufReader<Watched<MultiGzDecoder<Counted<R>>>> {
        let eaten = Tally::default();
        let unpacked = MultiGzDecoder::new(Counted { inner: packed, tally: eaten.clone() });
        BufReader::with_capacity(1 << 16, self.watch(unpacked, eaten))
    }

    /// [`Meter::unpacked`] for streams in streams.
    pub(super) fn gunzip(&self, packed: impl BufRead + Send + 'static) -> Box<dyn BufRead + Send> {
        Box::new(self.unpacked(packed))
    }

    /// What `unpacked` gives, within the limits; `eaten` counts what it is made of.
    pub(super) fn watch<R: Read>(&self, unpacked: R, eaten: Tally) -> Watched<R> {
        let from = eaten.get();
        Watched { inner: unpacked, eaten, from, out: 0, meter: self.clone() }
    }

    /// The bytes of one part, no more than [`LIMIT`]. With an error comes what was read before it.
    pub(super) fn bytes(&self, part: impl Read) -> Result<Vec<u8>, (Vec<u8>, io::Error)> {
        let mut bytes = Vec::new();
        match part.take(LIMIT as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > LIMIT => Err((Vec::new(), Refused::error(format!("more than {} MiB", LIMIT >> 20)))),
            Ok(_) => Ok(bytes),
            Err(e) => Err((bytes, e)),
        }
    }
}

/// A number that a reader counts and another looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(Arc<AtomicU64>);

impl Tally {
    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
    fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Ordering::Relaxed);
    }
}

/// A reader that counts what is taken from it.
#[derive(Debug)]
pub(super) struct Counted<R> {
    pub(super) inner: R,
    pub(super) tally: Tally,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.tally.add(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.tally.add(amount);
        self.inner.consume(amount);
    }
}

impl<R: io::Seek> io::Seek for Counted<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// A reader of unpacked bytes that stops when they are too many.
#[derive(Debug)]
pub(super) struct Watched<R> {
    inner: R,
    eaten: Tally,
    /// What had been eaten when this stretch began.
    from: u64,
    /// What this stretch gave so far.
    out: u64,
    meter: Meter,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.out += n as u64;
        if self.meter.unpacked.fetch_add(n as u64, Ordering::Relaxed) + n as u64 > TOTAL {
            return Err(Refused::error(format!("more than {} GiB after decompression", TOTAL >> 30)));
        }
        if self.out >= STRETCH {
            let eaten = self.eaten.get();
            if self.out > RATIO * (eaten - self.from + AHEAD) {
                return Err(Refused::error(format!("a byte unpacks to more than {RATIO}")));
            }
            (self.from, self.out) = (eaten, 0);
        }
        Ok(n)
    }
}
