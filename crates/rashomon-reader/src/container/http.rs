//! What a server answered, as archives of the web keep it.

use std::io::Cursor;

use super::meter::{Counted, Meter, Refused, Tally};

/// One answer.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// `Content-Type`, as given.
    pub(super) media: Option<String>,
    /// `Content-Encoding`, as given.
    pub(super) coding: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Addresses of documents: neither a server's own bookkeeping nor what a crawler wrote down.
pub(super) fn is_page_address(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    matches!(scheme.as_str(), "http" | "https" | "file" | "ftp") && !path.ends_with("/robots.txt")
}

/// What a capture of an address is called: each is a version of its page.
pub(super) fn capture(url: &str, time: &str) -> String {
    format!("{url}@{}", time.chars().filter(char::is_ascii_digit).take(14).collect::<String>())
}

/// Whether a media type is one of documents that people read.
pub(super) fn is_worded(media: Option<&str>) -> bool {
    let media = media.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "" | "text/html" | "text/plain" | "text/xml" | "application/pdf" | "application/xml" | "application/feed+json" | "text/vtt" => true,
        other => other.starts_with("application/") && other.ends_with("+xml"),
    }
}

impl Answer {
    /// Whether it is a document that people read: an answer with success, of a media type that has words.
    pub(super) fn is_page(&self) -> bool {
        (200..300).contains(&self.status) && is_worded(self.media.as_deref()) && !self.body.is_empty()
    }

    /// Its body as it was before it was compressed for the way, and its media type. A body that is not what its header says is left as it is.
    pub(super) fn decoded(self, meter: &Meter) -> (Vec<u8>, Option<String>) {
        let coding = self.coding.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        let tally = Tally::default();
        let body = self.body;
        let read = |body: &Vec<u8>| -> Option<Vec<u8>> {
            let packed = Counted { inner: Cursor::new(body.clone()), tally: tally.clone() };
            let read = match coding.as_str() {
                "gzip" | "x-gzip" => meter.bytes(meter.gunzip(packed)),
                "deflate" => meter.bytes(meter.watch(flate2::bufread::ZlibDecoder::new(packed), tally.clone())),
                "br" => meter.bytes(meter.watch(brotli_decompressor::Decompressor::new(packed, 1 << 12), tally.clone())),
                _ => return None,
            };
            match read {
                Ok(bytes) => Some(bytes),
                // What was cut short on the way is worth reading as far as it goes.
                Err((bytes, e)) if !Refused::is(&e) && !bytes.is_empty() => Some(bytes),
                Err((_, e)) if Refused::is(&e) => Some(Vec::new()),
                Err(_) => None,
            }
        };
        (read(&body).unwrap_or(body), self.media)
    }
}
