//! `rashomon show INCIDENT`

use std::io::Write as _;

use jiff::civil::Date;
use rashomon_store::wire::Incident;
use serde_json::value::RawValue;

use super::{Ended, Failure, Global, Result, day, find_incident, out};
use crate::terminal::shown;

/// Show one incident: what is settled, what is disputed, and in whose words.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Its id, or as much of it as is enough.
    incident: String,
    /// What could be known by that day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
}

impl Show {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let json = find_incident(&store, &program, self.as_of, &self.incident)?;
        let mut out = out();
        if global.json {
            let raw = RawValue::from_string(json).map_err(|e| Failure::not_found(e.to_string(), "rashomon check"))?;
            writeln!(out, "{{\"schema\":\"rashomon/show@1\",\"incident\":{raw}}}")?;
        } else if let Some(incident) = Incident::from_json(&json) {
            dossier(&mut out, &incident)?;
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}

fn dossier(out: &mut impl std::io::Write, incident: &Incident) -> std::io::Result<()> {
    writeln!(out, "{}  {}", shown(&incident.caption), incident.incident_id)?;
    for document in &incident.documents {
        let published = document.published.as_deref().unwrap_or("no day");
        writeln!(out, "  {}  {}  {}", shown(&document.doc_id), published, shown(document.publisher.as_deref().unwrap_or("")))?;
    }
    for finding in &incident.findings {
        let value = finding.preferred.as_deref().unwrap_or("-");
        writeln!(out, "{} {}: {} ({})  {}", finding.about, finding.slot, shown(value), finding.status, shown(&finding.why))?;
        for reading in &finding.readings {
            let words = reading.claims.iter().filter_map(|id| incident.claims.iter().find(|c| c.claim_id == *id));
            for claim in words {
                writeln!(out, "    {}  {}  “{}”  {}", shown(&reading.value), shown(&claim.doc_id), shown(&claim.quote.exact), claim.claim_id)?;
            }
        }
    }
    for aside in &incident.background {
        writeln!(out, "background {}: {}", shown(&aside.doc_id), shown(&aside.what))?;
    }
    Ok(())
}
