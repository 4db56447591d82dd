//! WARC files: every page that a server answered with, one record in memory at a time.

use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use fastwarc::stream_io::bufread::RawReaderAdapter;
use fastwarc::warc::iter::{ArchiveIterator, ArchiveIteratorOptions};
use fastwarc::warc::record::{AutoDecode, WarcRecord, WarcRecordType};
use rashomon_model::Notice;

use super::http::{self, Answer};
use super::meter::{Meter, Refused};
use super::{Member, archive_notice};
use crate::LIMIT;
use crate::input::aside;

/// The most bytes of a record's or an answer's header.
const HEADER: usize = 1 << 20;

/// Gives the page of every record that holds one to `each`: what was answered with success, resources, and texts made of them.
/// A page is called by its address and the time of its capture, so that each capture is a version of its page.
pub(super) fn pages(
    name: &str,
    stream: Box<dyn BufRead + Send>,
    meter: &Meter,
    each: &mut dyn FnMut(Result<Member, Notice>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let options = ArchiveIteratorOptions { stream_detect: false, parse_http: false, max_header_len: HEADER, ..ArchiveIteratorOptions::default() };
    let (mut found, mut given) = (0u64, 0u64);
    for (number, record) in ArchiveIterator::with_options(RawReaderAdapter::new(Forward(stream)), options).enumerate() {
        let place = format!("{name}: record {}", number + 1);
        let record = match record {
            Ok(record) => record,
            // The iterator would give the same error for ever.
            Err(e) if Refused::is(&e) => return each(Err(archive_notice(name, &e))),
            Err(e) => {
                let hint = format!("{place} cannot be read ({e}); what came before was read, copy the file again");
                return each(Err(aside("broken-warc", 0, 0, hint)));
            }
        };
        if let Err(e) = meter.another() {
            return each(Err(archive_notice(name, &e)));
        }
        found += 1;
        let mut record = record.borrow_mut();
        let wanted = matches!(record.record_type(), WarcRecordType::Response | WarcRecordType::Resource | WarcRecordType::Conversion);
        let header = |record: &WarcRecord, key: &str| record.headers().get(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let url = header(&record, "WARC-Target-URI").map(|url| url.trim_start_matches('<').trim_end_matches('>').to_owned());
        let Some(url) = url.filter(|url| wanted && http::is_page_address(url)) else { continue };
        let declared = record.content_length();
        let Some(block) = record.reader_mut() else { continue };
        let (block, stopped) = match meter.bytes(block) {
            Ok(block) => (block, None),
            Err((_, e)) if Refused::is(&e) && declared > LIMIT as u64 => {
                each(Err(archive_notice(&format!("{place} ({url})"), &e)))?;
                continue;
            }
            Err((block, e)) => (block, Some(e)),
        };
        if stopped.as_ref().is_some_and(Refused::is) {
            return each(Err(archive_notice(name, stopped.as_ref().unwrap_or(&io::Error::other("")))));
        }
        let here = block.len() as u64;
        let answer = if record.is_http() {
            http_answer(block)
        } else {
            Some(Answer { status: 200, media: header(&record, "Content-Type"), coding: None, body: block })
        };
        if let Some(answer) = answer.filter(Answer::is_page) {
            let captured = header(&record, "WARC-Date");
            let doc_id = captured.as_deref().map_or_else(|| url.clone(), |time| http::capture(&url, time));
            let (bytes, media) = answer.decoded(meter);
            let mut member =
                Member { bytes, media, captured, url: Some(url.clone()), doc_id: Some(doc_id), ..Member::called(format!("{name}/{url}")) };
            if here < declared {
                member.cut_short(declared);
            }
            given += 1;
            each(Ok(member))?;
        }
        if let Some(e) = stopped {
            let hint = format!("{place} breaks off after {here} bytes ({e}); what came before was read, copy the file again");
            return each(Err(aside("broken-warc", 0, 0, hint)));
        }
    }
    if found == 0 {
        return each(Err(aside("broken-warc", 0, 0, format!("{name}: no WARC record in it; convert ARC files to WARC first"))));
    }
    if given == 0 {
        return each(Err(aside("no-page", 0, 0, format!("{name}: {found} records, and none holds a page that a server answered with"))));
    }
    ControlFlow::Continue(())
}

/// A record's block as what a server answered; none where that is no answer.
fn http_answer(block: Vec<u8>) -> Option<Answer> {
    let parse = |block: Vec<u8>, lenient: bool, chunks: AutoDecode| -> io::Result<Answer> {
        let mut record = WarcRecord::new();
        record.set_bytes_payload(block);
        record.set_is_http(true);
        record.parse_http_with_opts(chunks, HEADER, lenient)?;
        let (status, media, coding) = {
            let headers = record.http_headers().ok_or_else(|| io::Error::other("no header"))?;
            let get = |key: &str| headers.get(key).map(|v| v.into_owned());
            (headers.status_code().unwrap_or(200), get("Content-Type"), get("Content-Encoding"))
        };
        let mut body = Vec::new();
        record.reader_mut().ok_or_else(|| io::Error::other("no body"))?.take(LIMIT as u64).read_to_end(&mut body)?;
        Ok(Answer { status, media, coding, body })
    };
    // What is called chunked and is not stands there as it is.
    parse(block.clone(), false, AutoDecode::TransferEncoding).or_else(|_| parse(block.clone(), true, AutoDecode::None)).ok()
}

/// A stream that only goes forward, where the library asks for one that can go anywhere; it counts its place itself.
struct Forward(Box<dyn BufRead + Send>);

impl Read for Forward {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf)
    }
}

impl BufRead for Forward {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Seek for Forward {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
