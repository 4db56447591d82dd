//! `rashomon schema`: the tables and views of a register file, for other programs.

use std::io::Write as _;

use rashomon_store::migrate::described;
use serde_json::{Value, json};

use super::{Ended, Global, Result, out};

/// Print the tables and views of a register file, as SQL with comments.
///
/// A register is one SQLite file. Other programs read its views `incidents` and `documents` (datasette, DuckDB, a spreadsheet); what is packed there (texts, claims,
/// findings) comes out with rashomon export, as Parquet or CSV. Only rashomon writes it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon schema\n          sqlite3 -readonly register.rashomon \"SELECT * FROM incidents WHERE disputed > 0\"")]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let mut out = out();
        let described = described();
        if global.json {
            let all: Vec<Value> = described.iter().map(|(kind, name, sql)| json!({ "type": kind, "name": name, "sql": sql })).collect();
            writeln!(out, "{}", json!({ "schema": "rashomon/schema@1", "tables": all }))?;
        } else {
            for (_, _, sql) in &described {
                writeln!(out, "{sql};\n")?;
            }
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}
