//! `rashomon check`

use std::io::Write as _;

use rashomon_store::Store;
use serde_json::json;

use super::{Ended, Failure, Global, Result, note, out};
use crate::keep;
use crate::settle::settle;

/// Check that everything is still what was written: every row, every quote, every derived table.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon check\n          rashomon check --repair")]
pub(super) struct Check {
    /// Rebuild what is derived from the ledger.
    #[arg(long)]
    repair: bool,
}

impl Check {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = Store::open_read(&global.register)?;
        let mut report = keep::check(&store, &program);
        let mut repaired = 0;
        if self.repair {
            if let Some(fault) = report.faults.iter().find(|f| !f.is_derived()) {
                return Err(Failure {
                    code: "damaged".into(),
                    message: format!("{} cannot be repaired: {}", fault.table, fault.what),
                    hint: "what is derived can be rebuilt, the ledger cannot: restore the file from a copy, or add the reports to a new register"
                        .into(),
                    path: Some(global.register.clone()),
                    exit: 4,
                });
            }
            if !report.faults.is_empty() || report.stale {
                repaired = report.faults.len();
                drop(store);
                let mut writing = Store::open_existing(&global.register)?;
                if !report.faults.is_empty() {
                    writing.forget_derived()?;
                }
                settle(&mut writing, &program)?;
                drop(writing);
                store = Store::open_read(&global.register)?;
                report = keep::check(&store, &program);
            }
        }
        let mut out = out();
        if global.json {
            let faults: Vec<_> = report.faults.iter().map(|f| json!({ "table": f.table, "what": f.what, "derived": f.is_derived() })).collect();
            writeln!(
                out,
                "{}",
                json!({ "schema": "rashomon/check@1", "faults": faults, "stale": report.stale, "documents": report.documents, "incidents": report.incidents,
                    "quotes": report.quotes, "repaired": repaired })
            )?;
        } else {
            for fault in &report.faults {
                writeln!(out, "{}: {}", fault.table, crate::terminal::shown(&fault.what))?;
            }
            if !global.quiet {
                note(&format!(
                    "checked {} reports, {} incidents, {} quotes: {} faults",
                    report.documents,
                    report.incidents,
                    report.quotes,
                    report.faults.len()
                ));
                if report.stale {
                    note("the register holds more than was built; the next add, or check --repair, builds it");
                }
                if report.faults.iter().any(|f| f.is_derived()) {
                    note("hint: rashomon check --repair rebuilds what is derived");
                }
            }
        }
        out.flush()?;
        Ok(if report.faults.is_empty() { Ended::Done } else { Ended::Damaged })
    }
}
