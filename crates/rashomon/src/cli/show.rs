//! `rashomon show INCIDENT`

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use rashomon_fetch::{Captures, Gone};
use rashomon_store::wire::kept::Coded;
use rashomon_store::wire::{Incident, Listed};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::export::PublicBy;
use super::{Ended, Failure, Global, Result, When, an_incident, out};
use crate::dossier::{self, Dossier};
use crate::terminal::shown;
use crate::{html, import, keep};

/// Show one incident: what is settled, what is disputed, and in whose words.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon show 7fd5\n          rashomon show 7fd5 --as-of 2018-09-20")]
pub(super) struct Show {
    /// Its id, or as much of it as is enough.
    incident: String,
    /// Write its evidence page instead, one self-contained file.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    public: PublicBy,
    #[command(flatten)]
    when: When,
}

impl Show {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        let public = self.public.publication(&store)?;
        let mut json = match an_incident(global, &store, &view, &self.incident) {
            // A row of a coded register of which no page is held: what somebody coded is all there is.
            Err(failure) if failure.code == "not-found" && public.is_none() && self.html.is_none() => {
                let Some((row, None)) = import::row(&store, &view, &self.incident)? else { return Err(failure) };
                return alone(global, &row);
            }
            found => found?,
        };
        let is_public = public.is_some();
        if let Some(mut publication) = public {
            view.each(|json| -> Result<()> {
                Incident::from_json(json).iter().for_each(|incident| publication.look(incident));
                Ok(())
            })?;
            let publication = publication.ready();
            json = Incident::from_json(&json).map(|incident| publication.of(&incident).to_json()).unwrap_or_default();
        }
        // No text of a report goes out beyond its quotations.
        let documents = |incident: &Incident| if is_public { Ok(BTreeMap::new()) } else { keep::Texts::of(&store).of_incident(incident) };
        let incident = Incident::from_json(&json);
        // What somebody coded has names that no profile withholds.
        let coded = match &incident {
            Some(incident) if !is_public => import::rows_of(&store, incident)?,
            _ => Vec::new(),
        };
        // A folder of captures that cannot be read keeps nobody from the register.
        let gone = rashomon_fetch::gone(&Captures::beside(&global.register)).unwrap_or_default();
        let mut out = out();
        if let Some(path) = &self.html {
            if let Some(incident) = incident {
                let page = html::page(&Dossier::new(&incident, &program.kinds, &documents(&incident)?).without(gone));
                std::fs::write(path, page).map_err(|e| super::export::cannot(path, e))?;
            }
        } else if global.json {
            let raw = RawValue::from_string(json).map_err(|e| Failure::not_found(e.to_string(), "rashomon check"))?;
            writeln!(out, "{{\"schema\":\"rashomon/show@1\",\"incident\":{raw}{}{}}}", coded_json(&coded), gone_json(incident.as_ref(), &gone))?;
        } else if let Some(incident) = incident {
            write!(out, "{}", dossier::text(&Dossier::new(&incident, &program.kinds, &documents(&incident)?).without(gone), width()))?;
            for row in &coded {
                writeln!(out)?;
                tell(&mut out, row)?;
            }
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}

/// A row of which no page is held.
fn alone(global: &Global, row: &Coded) -> Result<Ended> {
    let mut out = out();
    if global.json {
        writeln!(out, "{{\"schema\":\"rashomon/show@1\",\"incident\":null{}}}", coded_json(std::slice::from_ref(row)))?;
    } else {
        tell(&mut out, row)?;
        writeln!(
            out,
            "No page that it cites is held: {}",
            shown(if row.urls.is_empty() { "it cites none".into() } else { row.urls.join(", ") }.as_str())
        )?;
    }
    out.flush()?;
    Ok(Ended::Done)
}

/// What somebody coded, cell by cell.
fn tell(out: &mut impl std::io::Write, row: &Coded) -> std::io::Result<()> {
    writeln!(out, "Coded in {}, row {} ({}, {})", shown(&row.table), shown(&row.id), shown(&row.by), row.day)?;
    for (column, cell) in import::said(row) {
        writeln!(out, "  {}: {}", shown(column), shown(cell))?;
    }
    Ok(())
}

/// Rows of coded registers beside an incident; nothing where there are none.
fn coded_json(coded: &[Coded]) -> String {
    if coded.is_empty() {
        return String::new();
    }
    format!(",\"coded\":{}", serde_json::to_string(coded).unwrap_or_default())
}

/// Which of an incident's pages are gone from their addresses; nothing where none is.
fn gone_json(incident: Option<&Incident>, gone: &BTreeMap<String, Gone>) -> String {
    let of = |listed: &Listed| {
        let gone = gone.get(listed.url.as_deref()?)?;
        Some(json!({ "doc_id": listed.doc_id, "on": gone.on, "status": gone.status }))
    };
    let all: Vec<_> = incident.into_iter().flat_map(|i| &i.documents).filter_map(of).collect();
    if all.is_empty() { String::new() } else { format!(",\"gone\":{}", Value::from(all)) }
}

/// Columns to write in: the terminal's as the shell tells it, and 100 where it does not.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100).clamp(40, 160)
}
