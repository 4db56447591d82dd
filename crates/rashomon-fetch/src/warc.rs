//! Records of WARC files (version 1.1, ISO 28500:2017), each a gzip member of its own: what was asked, what was answered.

use std::io::{self, Write as _};

use data_encoding::BASE32;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::wire::Exchange;

/// What an answer is in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept<'a> {
    /// Whole.
    Response,
    /// Its header; the server said that the page is still what was captured at that time.
    NotModified(&'a str),
    /// Its header; the page came again and is byte for byte what was captured at that time.
    Identical(&'a str),
}

/// A time as records give it.
pub(crate) fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The record that opens a file.
pub(crate) fn info(file: &str, agent: &str, at: Timestamp) -> io::Result<Vec<u8>> {
    let block = format!(
        "software: rashomon/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
         http-header-user-agent: {agent}\r\nrobots: obey\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let id = id("warcinfo", file, at, block.as_bytes());
    let fields = [
        ("WARC-Type", "warcinfo".into()),
        ("WARC-Record-ID", id),
        ("WARC-Date", date(at)),
        ("WARC-Filename", file.into()),
        ("Content-Type", "application/warc-fields".into()),
    ];
    member(&fields, block.as_bytes())
}

/// What an exchange leaves: the request, then the answer; two members.
pub(crate) fn exchange(exchange: &Exchange, kept: Kept<'_>) -> io::Result<Vec<u8>> {
    let url = exchange.url.as_str();
    let head = exchange.head();
    let (kind, block) = match kept {
        Kept::Response => ("response", &*exchange.response),
        _ => ("revisit", exchange.response.get(..head).unwrap_or_default()),
    };
    let at = date(exchange.at);
    let answer = id(kind, url, exchange.at, block);
    let question = id("request", url, exchange.at, &exchange.request);
    let mut fields = vec![
        ("WARC-Type", kind.to_owned()),
        ("WARC-Record-ID", answer.clone()),
        ("WARC-Date", at.clone()),
        ("WARC-Target-URI", url.to_owned()),
        ("WARC-IP-Address", exchange.address.ip().to_string()),
        ("WARC-Block-Digest", digest(block)),
    ];
    match kept {
        Kept::Response | Kept::Identical(_) => {
            fields.push(("WARC-Payload-Digest", digest(exchange.response.get(head..).unwrap_or_default())));
        }
        Kept::NotModified(_) => {}
    }
    let profile = match kept {
        Kept::Response => None,
        Kept::NotModified(of) => Some(("server-not-modified", of)),
        Kept::Identical(of) => Some(("identical-payload-digest", of)),
    };
    if let Some((profile, of)) = profile {
        fields.push(("WARC-Profile", format!("http://netpreserve.org/warc/1.1/revisit/{profile}")));
        fields.push(("WARC-Refers-To-Target-URI", url.to_owned()));
        fields.push(("WARC-Refers-To-Date", of.to_owned()));
    }
    fields.push(("Content-Type", "application/http; msgtype=response".into()));
    let asked = [
        ("WARC-Type", "request".to_owned()),
        ("WARC-Record-ID", question),
        ("WARC-Date", at),
        ("WARC-Target-URI", url.to_owned()),
        ("WARC-Concurrent-To", answer),
        ("WARC-Block-Digest", digest(&exchange.request)),
        ("Content-Type", "application/http; msgtype=request".into()),
    ];
    let mut members = member(&asked, &exchange.request)?;
    members.extend(member(&fields, block)?);
    Ok(members)
}

fn member(fields: &[(&str, String)], block: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(b"WARC/1.1\r\n")?;
    for (name, value) in fields {
        // An address that was parsed holds no line break; nothing else comes from outside.
        write!(packed, "{name}: {}\r\n", value.replace(['\r', '\n'], " "))?;
    }
    write!(packed, "Content-Length: {}\r\n\r\n", block.len())?;
    packed.write_all(block)?;
    packed.write_all(b"\r\n\r\n")?;
    packed.finish()
}

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", BASE32.encode(&Sha256::digest(bytes)))
}

/// A name for a record that no other has: made of what it holds and of the nanosecond. UUID version 8, which leaves its bits to who makes it.
fn id(kind: &str, url: &str, at: Timestamp, block: &[u8]) -> String {
    let mut hash = Sha256::new();
    for part in [kind.as_bytes(), url.as_bytes(), &at.as_nanosecond().to_be_bytes(), block] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bits = [0; 16];
    for (bit, byte) in bits.iter_mut().zip(hash.finalize()) {
        *bit = byte;
    }
    let number = u128::from_be_bytes(bits) & !(0xf << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("<urn:uuid:{}-{}-{}-{}-{}>", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}
