//! `rashomon quarantine` and `rashomon retry [DOC…]`: pages that could not be read whole, and reading them again with more room.

use std::io::Write as _;

use serde_json::json;

use super::{Ended, Failure, Global, Result, note, out};
use crate::keep;
use crate::settle::settle;
use crate::terminal::shown;

/// List pages that are kept as they were served and read plainly, for reading them whole went beyond a limit.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon quarantine")]
pub(super) struct Quarantine {}

/// Read pages of the quarantine again, with four times the memory and more time.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon retry\n          rashomon retry ledger-7")]
pub(super) struct Retry {
    /// Document ids; all of the quarantine where none is named.
    documents: Vec<String>,
}

impl Quarantine {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let held = keep::quarantine(&store)?;
        let mut out = out();
        if global.json {
            let all: Vec<_> = held
                .iter()
                .map(|h| json!({ "doc_id": h.doc_id, "reason": h.degraded.reason, "limit": h.degraded.limit, "bytes": h.bytes, "sha256": h.sha256, "retry": h.retry(&global.register) }))
                .collect();
            writeln!(out, "{}", json!({ "schema": "rashomon/quarantine@1", "pages": all }))?;
        } else {
            for h in &held {
                writeln!(
                    out,
                    "{}\n  {} (limit: {})\n  {} bytes, sha256 {}\n  {}",
                    shown(&h.doc_id),
                    shown(&h.degraded.reason),
                    h.degraded.limit,
                    h.bytes,
                    h.sha256,
                    shown(&h.retry(&global.register))
                )?;
            }
        }
        out.flush()?;
        Ok(if held.is_empty() { Ended::NothingFound } else { Ended::Done })
    }
}

impl Retry {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let held = keep::quarantine(&store)?;
        let unknown: Vec<&str> = self.documents.iter().filter(|d| !held.iter().any(|h| h.doc_id == **d)).map(String::as_str).collect();
        if !unknown.is_empty() {
            return Err(Failure::not_found(format!("not in the quarantine: {}", unknown.join(", ")), "rashomon quarantine lists what is"));
        }
        let asked: Vec<_> = held.into_iter().filter(|h| self.documents.is_empty() || self.documents.contains(&h.doc_id)).collect();
        let (read, left) = keep::retry(&mut store, &asked, &program)?;
        settle(&mut store, &program)?;
        if global.json {
            let left: Vec<_> = left.iter().map(|h| json!({ "doc_id": h.doc_id, "reason": h.degraded.reason, "limit": h.degraded.limit })).collect();
            writeln!(out(), "{}", json!({ "schema": "rashomon/retry@1", "read": read, "left": left }))?;
        } else if !global.quiet {
            note(&format!("read {} of {} whole", read.len(), asked.len()));
            left.iter().for_each(|h| note(&format!("still in quarantine: {}: {} (limit: {})", h.doc_id, h.degraded.reason, h.degraded.limit)));
        }
        Ok(if left.is_empty() { Ended::Done } else { Ended::SomeSetAside })
    }
}
