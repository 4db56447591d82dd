//! `rashomon show INCIDENT`

use std::io::Write as _;

use rashomon_store::wire::Incident;
use serde_json::value::RawValue;

use super::{Ended, Failure, Global, Result, When, an_incident, out};
use crate::dossier::{self, Dossier};
use crate::keep;

/// Show one incident: what is settled, what is disputed, and in whose words.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Its id, or as much of it as is enough.
    incident: String,
    #[command(flatten)]
    when: When,
}

impl Show {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let json = an_incident(global, &store, &self.when.view(&store, &program)?, &self.incident)?;
        let mut out = out();
        if global.json {
            let raw = RawValue::from_string(json).map_err(|e| Failure::not_found(e.to_string(), "rashomon check"))?;
            writeln!(out, "{{\"schema\":\"rashomon/show@1\",\"incident\":{raw}}}")?;
        } else if let Some(incident) = Incident::from_json(&json) {
            let documents = keep::Texts::of(&store).of_incident(&incident)?;
            write!(out, "{}", dossier::text(&Dossier::new(&incident, &program.kinds, &documents), width()))?;
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}

/// Columns to write in: the terminal's as the shell tells it, and 100 where it does not.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100).clamp(40, 160)
}
