//! JSON lines as they come: one page in memory at a time, with the same pages and notices as [`split`](crate::split) gives of the whole.

use std::io::{self, BufRead};

use rashomon_model::Notice;

use crate::Raw;
use crate::container::Refused;
use crate::input::{LIMIT, aside, is_json_name, is_one_value, page_of_line, strip_suffix};

/// The most bytes of a line: a text with every other character escaped.
const LONGEST: usize = 2 * LIMIT;
/// The most bytes that a compressed file may hold.
const UNPACKED: usize = 16 << 30;

/// Pages of JSON lines, each with the bytes it was made of.
#[derive(Debug)]
pub struct Lines<R> {
    name: String,
    packed: bool,
    input: R,
    /// Lines that were read ahead to tell the format by.
    ahead: Vec<u8>,
    number: usize,
    at: usize,
    done: bool,
    /// How the input ended, where it did not end well.
    broken: Option<Notice>,
}

/// How an input is to be read.
#[derive(Debug)]
pub enum Shape<R> {
    /// Line by line.
    Lines(Lines<R>),
    /// In one piece: what was taken from it, and the rest.
    Whole(Vec<u8>, R),
}

/// Whether an input of that name, with these first bytes, is compressed and may hold JSON lines: its bytes are to be unpacked for [`Lines::of`].
pub fn is_packed(name: &str, first: &[u8]) -> bool {
    is_json_name(strip_suffix(name, &[".gz"]).unwrap_or(name)) && first.starts_with(&[0x1f, 0x8b])
}

impl<R: BufRead> Lines<R> {
    /// Looks at the first line that is not blank; lines of JSON are told by the name, and without one (`-`) by a brace.
    pub fn of(name: &str, mut input: R, packed: bool) -> io::Result<Shape<R>> {
        let mut ahead = Vec::new();
        let inner = strip_suffix(name, &[".gz"]).unwrap_or(name);
        let named = is_json_name(inner);
        // What is called compressed and is not is told as such.
        let misnamed = inner != name && !packed;
        if misnamed || !named && name != "-" {
            return Ok(Shape::Whole(ahead, input));
        }
        loop {
            let start = ahead.len();
            let more = read_line(&mut input, &mut ahead)?;
            let line = ahead.get(start..).unwrap_or_default();
            let line = if start == 0 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) } else { line };
            if line.len() > LONGEST || !more {
                return Ok(Shape::Whole(ahead, input));
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if is_one_value(line) || !named && !line.trim_ascii_start().starts_with(b"{") {
                return Ok(Shape::Whole(ahead, input));
            }
            if ahead.starts_with(b"\xEF\xBB\xBF") {
                ahead.drain(..3);
            }
            let name = if named { name } else { "stdin.jsonl" };
            return Ok(Shape::Lines(Self { name: name.into(), packed, input, ahead, number: 0, at: 0, done: false, broken: None }));
        }
    }

    /// The next line without its end; none after the last.
    fn line(&mut self) -> Option<Vec<u8>> {
        if !self.ahead.is_empty() {
            let end = memchr::memchr(b'\n', &self.ahead).map_or(self.ahead.len(), |n| n + 1);
            return Some(self.ahead.drain(..end).collect());
        }
        let mut line = Vec::new();
        match read_line(&mut self.input, &mut line) {
            Ok(more) => self.done = !more,
            Err(e) => {
                self.done = true;
                let (name, at) = (&self.name, self.at + line.len());
                self.broken = Some(if Refused::is(&e) {
                    aside("too-large", at, at, format!("{name}: {e}; it is not read beyond {at} bytes, take out what you want to add"))
                } else if self.packed {
                    let hint =
                        format!("{name}: the gzip stream breaks off after {at} bytes ({e}); what came before was read, add the whole file again");
                    aside("broken-gzip", at, at, hint)
                } else {
                    aside("unreadable", at, at, format!("{name}: cannot be read beyond {at} bytes: {e}"))
                });
            }
        }
        (!line.is_empty()).then_some(line)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (Result<Raw, Notice>, Vec<u8>);
    fn next(&mut self) -> Option<Self::Item> {
        while !self.done || !self.ahead.is_empty() {
            let Some(mut line) = self.line() else { continue };
            let (number, from) = (self.number, self.at);
            self.number += 1;
            self.at += line.len();
            let too_long = line.len() > LONGEST;
            if too_long || self.packed && self.at > UNPACKED {
                // The rest of a compressed line may be without end.
                self.done = self.packed || !skip_line(&mut self.input);
                let what = if too_long {
                    format!("line {} has more than {} MiB", number + 1, LONGEST >> 20)
                } else {
                    format!("more than {} GiB after decompression", UNPACKED >> 30)
                };
                let hint = format!("{}: {what}; split it into smaller pages", self.name);
                return Some((Err(aside("too-large", from, self.at, hint)), line));
            }
            if line.ends_with(b"\n") {
                line.pop();
            }
            if let Some(page) = page_of_line(&self.name, number, from, &line) {
                return Some((page, line));
            }
        }
        self.broken.take().map(|notice| (Err(notice), self.at.to_le_bytes().to_vec()))
    }
}

/// Appends a line with its end, but no more than a byte beyond [`LONGEST`]; false when the input is at its end.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    let start = line.len();
    loop {
        let found = match input.fill_buf() {
            Ok(found) => found,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if found.is_empty() {
            return Ok(false);
        }
        let end = memchr::memchr(b'\n', found).map(|n| n + 1);
        let taken = end.unwrap_or(found.len()).min(LONGEST + 1 - (line.len() - start));
        line.extend_from_slice(found.get(..taken).unwrap_or_default());
        input.consume(taken);
        if end == Some(taken) || line.len() - start > LONGEST {
            return Ok(true);
        }
    }
}

/// Passes over the rest of a line; false when the input is at its end.
fn skip_line(input: &mut impl BufRead) -> bool {
    loop {
        let Ok(found) = input.fill_buf() else { return false };
        if found.is_empty() {
            return false;
        }
        let end = memchr::memchr(b'\n', found).map(|n| n + 1);
        let taken = end.unwrap_or(found.len());
        input.consume(taken);
        if end.is_some() {
            return true;
        }
    }
}
