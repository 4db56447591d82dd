//! TAR archives, front to back: no member is written anywhere, and names are only labels.

use std::collections::BTreeSet;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use rashomon_model::Notice;
use tar::{Archive, EntryType, PaxExtensions};
use xxhash_rust::xxh3::xxh3_128;

use super::meter::{Meter, Refused};
use super::saved::pages_of_asset;
use super::{Member, archive_notice};
use crate::input::aside;

/// The most bytes of a member's name.
const LONGEST_NAME: u64 = 1 << 16;

/// Gives every file of the archive to `each`.
pub(super) fn members(
    name: &str,
    stream: Box<dyn BufRead + Send>,
    meter: &Meter,
    wanted: &dyn Fn(&str) -> bool,
    each: &mut dyn FnMut(Result<Member, Notice>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let broken = |e: std::io::Error| {
        if Refused::is(&e) {
            return archive_notice(name, &e);
        }
        aside("broken-tar", 0, 0, format!("{name}: not readable as TAR from here on ({e}); what came before was read, pack it again"))
    };
    let mut archive = Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries.raw(true),
        Err(e) => return each(Err(broken(e))),
    };
    let mut seen: BTreeSet<u128> = BTreeSet::new();
    // A long name comes as a member of its own, before the one that has it.
    let mut long: Option<String> = None;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(e) => return each(Err(broken(e))),
        };
        if let Err(e) = meter.another() {
            return each(Err(archive_notice(name, &e)));
        }
        match entry.header().entry_type() {
            kind @ (EntryType::GNULongName | EntryType::XHeader) => {
                let mut bytes = Vec::new();
                if let Err(e) = entry.take(LONGEST_NAME).read_to_end(&mut bytes) {
                    return each(Err(broken(e)));
                }
                long = if kind == EntryType::GNULongName {
                    Some(String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned())
                } else {
                    let path = PaxExtensions::new(&bytes).flatten().find(|e| e.key_bytes() == b"path");
                    path.map(|e| String::from_utf8_lossy(e.value_bytes()).into_owned())
                };
                continue;
            }
            EntryType::Regular | EntryType::Continuous => {}
            _ => {
                long = None;
                continue;
            }
        }
        let short = long.take().unwrap_or_else(|| String::from_utf8_lossy(&entry.path_bytes()).into_owned());
        if short.ends_with('/') || !wanted(&short) {
            continue;
        }
        let label = format!("{name}/{}", short.strip_prefix("./").unwrap_or(&short));
        if pages_of_asset(&label).iter().any(|page| seen.contains(&xxh3_128(page.as_bytes()))) {
            continue;
        }
        if !seen.insert(xxh3_128(label.as_bytes())) {
            let hint = format!("{label}: a second member of that name, and programs differ in which they read; the first was read, pack it again");
            each(Err(aside("same-member-twice", 0, 0, hint)))?;
            continue;
        }
        let declared = entry.header().size().unwrap_or(0);
        match meter.bytes(&mut entry) {
            Ok(bytes) => {
                let mut member = Member { bytes, ..Member::called(label) };
                if (member.bytes.len() as u64) < declared {
                    member.cut_short(declared);
                }
                each(Ok(member))?;
            }
            Err((_, e)) if Refused::is(&e) => each(Err(archive_notice(&label, &e)))?,
            Err((_, e)) => return each(Err(broken(e))),
        }
    }
    ControlFlow::Continue(())
}
