//! `rashomon import REGISTRY.csv`

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use rashomon_store::wire::kept::Coded;
use serde_json::json;

use super::judge::Signed;
use super::{Ended, Failure, Global, Result, note, out};
use crate::import;
use crate::settle::settle;
use crate::view::View;

/// Bring in a coded register: each row under its own id, each cell as what you say; list the pages that it cites and that are not held.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Pages that a row cites tell of one incident, also those that are added later. rashomon export --format gva-csv gives the table back.\n\n\
    Example: rashomon import registry.csv --queue pages.txt"
)]
pub(super) struct Import {
    /// The table: CSV, one row an incident, in the columns of the Gun Violence Archive's table or as --map says.
    table: PathBuf,
    /// What a column holds: id, date, state, county, city, address, killed, injured, names, ages, genders, statuses, types or urls. Remembered for tables of the same columns.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = super::audit::pair)]
    map: Vec<(String, String)>,
    /// Where to write the addresses that are cited and not held, one a line; standard output unless said otherwise.
    #[arg(long, value_name = "FILE")]
    queue: Option<PathBuf>,
    #[command(flatten)]
    signed: Signed,
}

impl Import {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let bad = |code: &str, e: String, hint: &str| Failure {
            path: Some(self.table.clone()),
            ..Failure::usage(code, format!("{}: {e}", self.table.display()), hint)
        };
        let bytes = fs::read(&self.table).map_err(|e| bad("no-input", e.to_string(), "name a CSV file"))?;
        let program = global.program()?;
        let mut store = global.writing(true)?;
        let columns = import::columns(&bytes).map_err(|e| bad("bad-table", e, "the first line names the columns"))?;
        let remembered = || -> Result<Vec<(String, String)>> {
            Ok(store.coded()?.into_iter().rev().find(|row: &Coded| row.columns == columns).map(|row| row.map).unwrap_or_default())
        };
        let map = if self.map.is_empty() { remembered()? } else { self.map.clone() };
        let name = self.table.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let today = jiff::Timestamp::now().to_string();
        let (rows, broken) = import::read(&bytes, &map, &name, &self.signed.by(), today.get(..10).unwrap_or(&today))
            .map_err(|e| bad("bad-table", e, "rashomon import --help says what a column can hold"))?;
        let (new, changed) = import::keep(&mut store, &rows)?;
        settle(&mut store, &program)?;
        let joined = import::join(&mut store, &program)?;
        let queue = import::queue(&View::of(&store, &program, None)?, &rows)?;
        let lines: String = queue.iter().map(|url| format!("{url}\n")).collect();
        match &self.queue {
            Some(path) => fs::write(path, lines).map_err(|e| super::export::cannot(path, e))?,
            None if global.json => {}
            None => out().write_all(lines.as_bytes())?,
        }
        if global.json {
            let all = json!({ "schema": "rashomon/import@1", "rows": rows.len(), "new": new, "changed": changed, "joined": joined, "queue": queue, "set_aside": broken });
            writeln!(out(), "{all}")?;
        } else if !global.quiet {
            broken.iter().for_each(|message| note(&format!("{}: {message}", self.table.display())));
            note(&format!(
                "{} rows ({new} new, {changed} changed); {} cited pages are not held, {joined} decisions join those that are",
                rows.len(),
                queue.len()
            ));
        }
        Ok(if broken.is_empty() { Ended::Done } else { Ended::SomeSetAside })
    }
}
