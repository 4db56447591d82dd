//! `rashomon remove DOC…`

use std::io::Write as _;

use serde_json::json;

use super::{Ended, Failure, Global, Result, note, out};
use crate::keep;
use crate::settle::settle;

/// Take reports back: the register is as if they had never been added. The ledger keeps that they were.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon remove ledger-7 --because \"withdrawn by its publisher\"")]
pub(super) struct Remove {
    /// Document ids.
    #[arg(required = true)]
    documents: Vec<String>,
    /// Why, for the ledger.
    #[arg(long, value_name = "TEXT", default_value = "")]
    because: String,
}

impl Remove {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let unknown = keep::remove(&mut store, &self.documents, &self.because)?;
        let incidents = settle(&mut store, &program)?.incidents;
        let removed = self.documents.len() - unknown.len();
        if global.json {
            writeln!(out(), "{}", json!({ "schema": "rashomon/remove@1", "removed": removed, "unknown": unknown, "incidents": incidents }))?;
        } else if !global.quiet && removed > 0 {
            note(&format!(
                "removed {removed} report{}; {} incidents stand. To undo: rashomon add the same file again",
                if removed == 1 { "" } else { "s" },
                incidents
            ));
        }
        match unknown.as_slice() {
            [] => Ok(Ended::Done),
            _ if global.json => Ok(Ended::NothingFound),
            some => Err(Failure::not_found(format!("not in the register: {}", some.join(", ")), "rashomon show lists the documents of an incident")),
        }
    }
}
