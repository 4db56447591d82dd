//! `rashomon add PATH…`

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rashomon_reader::container::{Columns, Tables};
use rashomon_store::ledger::Kept;
use serde_json::json;

use super::{Ended, Failure, Global, Result, note, out, stop_when_interrupted, watched};
use crate::dossier::plural;
use crate::keep::{self, Committed, Told};
use crate::redact::{Redactions, sealed_path};
use crate::settle::{Totals, settle};
use crate::{import, input};

/// So many notices are printed one by one.
const TOLD: usize = 10;

/// Add reports: files, folders (all below them) and `-` for standard input; text, HTML, JSON lines, archives of these and of the web.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon add reports/\n          rashomon add page.html capture.warc.gz\n          \
    cat pages.jsonl | rashomon add -")]
pub(super) struct Add {
    /// Files, folders, or `-`.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Which columns of CSV and XLSX files hold what: text=Body,title=Headline. Remembered for tables that have these columns.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Columns>,
    /// How to tell what is stored.
    #[arg(long, value_enum, default_value = "auto")]
    progress: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Progress {
    /// A bar where a terminal watches.
    Auto,
    /// One JSON object a batch on standard output, after its documents are on the disk.
    Json,
    /// Nothing.
    None,
}

impl Add {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let started = Instant::now();
        let program = global.program()?;
        let mut inputs = input::gather(&self.paths, Tables::default()).map_err(|(path, e)| Failure {
            path: Some(path.clone()),
            ..Failure::usage("no-input", format!("{}: {e}", path.display()), "name files, folders, or - for standard input")
        })?;
        let mut store = global.writing(true)?;
        let known = store.columns()?;
        let tables = Arc::new(Tables { asked: self.map.clone(), remembered: known.iter().filter_map(|mapping| mapping.parse().ok()).collect() });
        for input in &mut inputs {
            input.tables = tables.clone();
        }

        let stop = stop_when_interrupted();
        let bar = (self.progress == Progress::Auto && !global.quiet && !global.json && watched()).then(|| bar(inputs.len()));
        let mut told: Vec<Told> = Vec::new();
        let counts = keep::add(&mut store, &inputs, &program, &stop, &mut |committed: Committed| {
            if self.progress == Progress::Json {
                let mut out = std::io::stdout().lock();
                let _ = writeln!(out, "{}", acknowledged(&committed));
                let _ = out.flush();
            }
            if let Some(bar) = &bar {
                bar.set_position(committed.inputs as u64);
                bar.set_message(format!("{} reports stored", committed.counts.new + committed.counts.changed));
            }
            told.extend(committed.told);
        })?;
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        let interrupted = stop.load(Ordering::SeqCst);
        if interrupted {
            note(&format!("interrupted: {} reports are stored; run the same command again to add the rest", counts.new + counts.changed));
            return Ok(Ended::Interrupted);
        }
        // Only a mapping by which pages were found is worth remembering.
        if let Some(mapping) = self.map.as_ref().map(ToString::to_string)
            && counts.new + counts.changed > 0
            && known.first() != Some(&mapping)
        {
            keep::remember_columns(&mut store, &mapping)?;
        }
        let totals = settle(&mut store, &program)?;
        let joined = import::join(&mut store, &program)?;
        let totals = if joined > 0 { settle(&mut store, &program)? } else { totals };
        let unknown = Redactions::of(&store)?.unknown();
        let all = counts.new + counts.same + counts.changed;
        if global.json {
            let notices: Vec<_> = told.iter().map(notice).collect();
            writeln!(
                out(),
                "{}",
                json!({ "schema": "rashomon/add@1", "new": counts.new, "same": counts.same, "changed": counts.changed, "set_aside": counts.set_aside, "quarantined": counts.quarantined,
                    "incidents": totals.incidents, "claims": totals.claims, "disputed": totals.disputed, "background": totals.background, "notices": notices })
            )?;
        } else if !global.quiet {
            let worth: Vec<_> = told.iter().filter(|t| t.set_aside || matches!(&*t.notice.id, "same-name-other-words" | "degraded")).collect();
            for told in worth.iter().take(TOLD) {
                let degraded = if &*told.notice.id == "degraded" { format!("{}: ", told.name) } else { String::new() };
                note(&format!("{}: {degraded}{}", if told.set_aside { "set aside" } else { "note" }, told.notice.hint));
            }
            if unknown > 0 && counts.new + counts.changed > 0 {
                note(&format!(
                    "note: {unknown} redacted names are not at hand (no {}): further pages keep them as given",
                    sealed_path(&global.register).display()
                ));
            }
            if worth.len() > TOLD {
                note(&format!("… and {} more; --json gives all", worth.len() - TOLD));
            }
            note(&format!(
                "added {all} report{} ({} new, {} same, {} changed, {} set aside)  {:.1} s",
                if all == 1 { "" } else { "s" },
                counts.new,
                counts.same,
                counts.changed,
                counts.set_aside,
                started.elapsed().as_secs_f64()
            ));
            let Totals { incidents, claims, disputed, background } = totals;
            let (incidents, claims, background) = (plural(incidents, "incident"), plural(claims, "claim"), plural(background, "background mention"));
            note(&format!("  {incidents} · {claims} · {disputed} disputed · {background}"));
            if counts.quarantined > 0 {
                note(&format!("  {} could not be read whole and are quarantined: rashomon quarantine lists them", counts.quarantined));
            }
            if counts.new + counts.changed > 0 && watched() {
                note("next: rashomon list");
            }
        }
        Ok(if counts.set_aside + counts.quarantined > 0 { Ended::SomeSetAside } else { Ended::Done })
    }
}

fn bar(inputs: usize) -> ProgressBar {
    let bar = ProgressBar::new(inputs as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} inputs · {msg} · {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

fn notice(told: &Told) -> serde_json::Value {
    json!({ "name": told.name, "id": told.notice.id, "start": told.notice.start, "end": told.notice.end, "hint": told.notice.hint, "set_aside": told.set_aside })
}

/// The line that acknowledges a batch: when it is printed, its documents survive anything.
fn acknowledged(committed: &Committed) -> serde_json::Value {
    let documents: Vec<_> = committed
        .documents
        .iter()
        .map(|(doc_id, kept)| {
            let kept = match kept {
                Kept::New(_) => "new",
                Kept::Same => "same",
                Kept::Changed(_) => "changed",
            };
            json!({ "doc_id": doc_id, "kept": kept })
        })
        .collect();
    let set_aside: Vec<_> = committed.told.iter().filter(|t| t.set_aside).map(notice).collect();
    let counts = committed.counts;
    json!({ "schema": "rashomon/batch@1", "batch": committed.batch, "documents": documents, "set_aside": set_aside,
        "total": { "new": counts.new, "same": counts.same, "changed": counts.changed, "set_aside": counts.set_aside } })
}
