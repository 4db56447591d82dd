//! `rashomon log [INCIDENT]`: the public trail, in the order in which it happened.

use std::collections::BTreeSet;
use std::io::Write as _;

use rashomon_model::Judgement;
use rashomon_store::ledger::Happened;
use rashomon_store::wire::{Incident, Judged};
use serde_json::{Value, json};

use super::{Ended, Global, Result, an_incident, judge, out};
use crate::calls;
use crate::terminal::shown;
use crate::view::View;

/// Show what was added, taken back and decided: old value, new value, day, reason, by whom.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon log 7fd5")]
pub(super) struct Log {
    /// An incident's id, as much of it as is enough; the whole register where none is given.
    incident: Option<String>,
}

impl Log {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let documents: Option<BTreeSet<String>> = match &self.incident {
            None => None,
            Some(word) => {
                let incident = Incident::from_json(&an_incident(global, &store, &View::of(&store, &program, None)?, word)?);
                Some(incident.into_iter().flat_map(|i| i.documents).map(|l| l.doc_id).collect())
            }
        };
        let meant = |doc: &str| documents.as_ref().is_none_or(|docs| docs.contains(doc));
        let about = |judgement: &Judgement| judgement.ruling.docs().iter().any(|doc| meant(doc.as_str()));
        let mut shown_so_far = 0_usize;
        let mut entries: Vec<Value> = Vec::new();
        let mut out = out();
        for (at, happened) in store.trail()? {
            let (line, entry) = match happened {
                Happened::Added(docs) => {
                    let docs: Vec<String> = docs.into_iter().filter(|doc| meant(doc)).collect();
                    if docs.is_empty() {
                        continue;
                    }
                    // A call comes alone.
                    let call = match docs.as_slice() {
                        [doc] => calls::of(&store, doc)?,
                        _ => None,
                    };
                    let line = match docs.as_slice() {
                        // The trail is public: it does not name who spoke in confidence.
                        [doc] if call.is_some() => call.as_ref().map_or_else(String::new, |call| match call.confidential {
                            true => format!("{} took a confidential call: {doc}", call.by),
                            false => format!("{} took a call with {}: {doc}", call.by, call.who),
                        }),
                        [a, b, _, more @ ..] if !more.is_empty() => format!("added {a}, {b} and {} more", more.len() + 1),
                        few => format!("added {}", few.join(", ")),
                    };
                    let entry = match call {
                        None => json!({ "at": at, "what": "added", "documents": docs }),
                        Some(call) => {
                            let who = (!call.confidential).then_some(call.who);
                            json!({ "at": at, "what": "call", "documents": docs, "who": who, "by": call.by, "confidential": call.confidential })
                        }
                    };
                    (line, entry)
                }
                Happened::TakenBack(doc, why) if meant(&doc) => {
                    let note = if why.is_empty() { String::new() } else { format!(": {why}") };
                    (format!("took back {doc}{note}"), json!({ "at": at, "what": "taken-back", "documents": [doc], "note": why }))
                }
                Happened::Decided(judgement) if about(&judgement) => {
                    let judged = Judged::from(&judgement);
                    (judge::line(&judged), json!({ "at": at, "what": "decided", "judgement": judged }))
                }
                Happened::Undone(judgement, undo) if about(&judgement) => {
                    let note = if undo.because.is_empty() { String::new() } else { format!(" ({})", undo.because) };
                    let judged = Judged::from(&judgement);
                    let line = format!("{} undid {}{note}", undo.by, judge::line(&judged));
                    (line, json!({ "at": at, "what": "undone", "judgement": judged, "by": undo.by, "note": undo.because }))
                }
                Happened::Imported(row) if documents.is_none() => {
                    let line = format!("{} brought in row {} of {}", row.by, row.id, row.table);
                    (line, json!({ "at": at, "what": "imported", "row": row.id, "table": row.table, "by": row.by }))
                }
                Happened::Redacted(done) if documents.is_none() => {
                    let pages = done.pages.len();
                    let line = format!("{} took a name out of {pages} reports: {}", done.by, done.because);
                    (
                        line,
                        json!({ "at": at, "what": "redacted", "reports": pages, "by": done.by, "note": done.because, "destroyed": done.destroyed }),
                    )
                }
                Happened::Imported(_) | Happened::Redacted(_) | Happened::TakenBack(..) | Happened::Decided(_) | Happened::Undone(..) => continue,
            };
            shown_so_far += 1;
            if global.json {
                entries.push(entry);
            } else {
                writeln!(out, "{}  {}", at.get(..10).unwrap_or(&at), shown(&line))?;
            }
        }
        if global.json {
            writeln!(out, "{}", json!({ "schema": "rashomon/log@1", "entries": entries }))?;
        }
        out.flush()?;
        Ok(if shown_so_far == 0 { Ended::NothingFound } else { Ended::Done })
    }
}
