//! Bodies as they were before they were compressed for the way.

use std::io::{self, Read};

/// The most bytes that a byte may unpack to, …
const RATIO: u64 = 200;
/// … once so many have come out.
const FREE: u64 = 1 << 20;

/// Why a body was not unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Packed {
    /// It unpacks to too much.
    Bomb(String),
    /// It is not what its header says.
    Broken(String),
}

/// A body by its `Content-Encoding`; no more than `most` bytes.
pub(crate) fn unpack(body: Vec<u8>, coding: &str, most: u64) -> Result<Vec<u8>, Packed> {
    let coding = coding.trim().to_ascii_lowercase();
    let unpacked = match &*coding {
        "" | "identity" => return Ok(body),
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(&*body), &body, most),
        "deflate" => match read(flate2::read::ZlibDecoder::new(&*body), &body, most) {
            // Some servers leave out the frame that the word stands for.
            Err(Packed::Broken(_)) => read(flate2::read::DeflateDecoder::new(&*body), &body, most),
            read => read,
        },
        "br" => read(brotli_decompressor::Decompressor::new(&*body, 1 << 12), &body, most),
        other => Err(Packed::Broken(format!("it is packed as {other}, which was not asked for"))),
    };
    // A body that is what it is, under a header that says otherwise.
    match unpacked {
        Err(Packed::Broken(_)) if !body.starts_with(&[0x1f, 0x8b]) && coding.ends_with("gzip") && looks_plain(&body) => Ok(body),
        unpacked => unpacked,
    }
}

fn looks_plain(body: &[u8]) -> bool {
    body.iter().take(64).all(|b| *b >= 0x20 || b.is_ascii_whitespace())
}

fn read(mut unpacked: impl Read, packed: &[u8], most: u64) -> Result<Vec<u8>, Packed> {
    let mut out = Vec::new();
    let mut buffer = [0; 1 << 14];
    loop {
        match unpacked.read(&mut buffer) {
            Ok(0) => return Ok(out),
            Ok(n) => out.extend_from_slice(buffer.get(..n).unwrap_or_default()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(Packed::Broken(format!("it cannot be unpacked ({e})"))),
        }
        let size = out.len() as u64;
        if size > most {
            return Err(Packed::Bomb(format!("more than {} after unpacking", bytes(most))));
        }
        if size > FREE && size > RATIO * packed.len() as u64 {
            return Err(Packed::Bomb(format!("a byte unpacks to more than {RATIO}")));
        }
    }
}

/// A size in words.
pub(crate) fn bytes(n: u64) -> String {
    if n >= 1 << 20 { format!("{} MiB", n >> 20) } else { format!("{n} bytes") }
}
