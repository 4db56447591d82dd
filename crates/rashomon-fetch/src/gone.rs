//! Pages that are no longer where they were captured, as the journal tells it: read beside a process that goes on writing there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use serde_json::Value;

/// Since a page was last asked for it is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// What the server answered: 404 or 410; `None` in journals of before it was kept.
    pub status: Option<u16>,
    /// When, as RFC 3339.
    pub on: String,
}

/// What is gone, by the address that was asked for and by the one that answered. A folder without a journal tells of nothing.
pub fn gone(folder: &Path) -> io::Result<BTreeMap<String, Gone>> {
    let file = match File::open(folder.join("journal.jsonl")) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        file => file?,
    };
    let mut gone = BTreeMap::new();
    for line in BufReader::new(file).split(b'\n') {
        // A last line may be on its way still.
        let Ok(line) = serde_json::from_slice::<Value>(&line?) else { continue };
        let (Some(asked), Some(came)) = (line["got"].as_str(), line["as"].as_str()) else { continue };
        for address in [Some(asked), line["at"].as_str()].into_iter().flatten() {
            match came {
                "gone" => {
                    let status = line["status"].as_u64().and_then(|s| s.try_into().ok());
                    gone.insert(address.to_owned(), Gone { status, on: line["on"].as_str().unwrap_or_default().into() });
                }
                "new" | "changed" | "same" | "list" => drop(gone.remove(address)),
                // Not to be had this time says nothing of whether it is there.
                _ => {}
            }
        }
    }
    Ok(gone)
}
