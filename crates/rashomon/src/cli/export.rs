//! `rashomon export`

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_store::wire::Incident;
use serde_json::json;

use super::claim::Scoped;
use super::{Ended, Failure, Global, Result, When, note};
use crate::dossier::Dossier;
use crate::{html, keep};

/// Export all incidents.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// What to write.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Where to write: a file, or a folder where more than one file comes out.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    #[command(flatten)]
    when: When,
    /// By what people decided of their place in the register.
    #[arg(long, value_enum, default_value = "standing")]
    scope: Scoped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object an incident and line.
    Jsonl,
    /// One self-contained page an incident, and an index, in the folder of --out.
    Html,
}

impl Export {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let cannot = |path: &std::path::Path, e: std::io::Error| Failure {
            path: Some(path.to_owned()),
            message: format!("{}: {e}", path.display()),
            ..e.into()
        };
        let view = self.when.view(&store, &program)?;
        let mut incidents = 0;
        match (self.format, &self.out) {
            (Format::Jsonl, None) => {
                let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
                view.each(|json| -> Result<()> {
                    if !self.scope.wants(scope_of(json)) {
                        return Ok(());
                    }
                    incidents += 1;
                    Ok(writeln!(out, "{json}")?)
                })?;
                out.flush()?;
                return Ok(Ended::Done);
            }
            (Format::Jsonl, Some(path)) => {
                let file = fs::File::create(path).map_err(|e| cannot(path, e))?;
                let mut out = std::io::BufWriter::with_capacity(1 << 16, file);
                view.each(|json| -> Result<()> {
                    if !self.scope.wants(scope_of(json)) {
                        return Ok(());
                    }
                    incidents += 1;
                    writeln!(out, "{json}").map_err(|e| cannot(path, e))
                })?;
                out.flush().map_err(|e| cannot(path, e))?;
            }
            (Format::Html, None) => {
                return Err(Failure::usage("no-folder", "html pages need a folder", "name one with --out DIR"));
            }
            (Format::Html, Some(folder)) => {
                fs::create_dir_all(folder).map_err(|e| cannot(folder, e))?;
                let mut lines = Vec::new();
                let texts = keep::Texts::of(&store);
                view.each(|json| -> Result<()> {
                    if self.scope.wants(scope_of(json))
                        && let Some(incident) = Incident::from_json(json)
                    {
                        let documents = texts.of_incident(&incident)?;
                        let path = folder.join(html::file_name(&incident.incident_id));
                        fs::write(&path, html::page(&Dossier::new(&incident, &program.kinds, &documents))).map_err(|e| cannot(&path, e))?;
                        lines.push(incident.line());
                    }
                    Ok(())
                })?;
                incidents = lines.len();
                let path = folder.join("index.html");
                fs::write(&path, html::index(&lines)).map_err(|e| cannot(&path, e))?;
            }
        }
        if global.json {
            let out = self.out.as_ref().map(|p| p.to_string_lossy());
            writeln!(std::io::stdout(), "{}", json!({ "schema": "rashomon/export@1", "incidents": incidents, "out": out }))?;
        } else if !global.quiet {
            note(&format!("exported {incidents} incidents"));
        }
        Ok(Ended::Done)
    }
}

/// Whether an incident belongs in the register by a person's word: its last field, so that it need not be read as a whole.
fn scope_of(json: &str) -> Option<&str> {
    json.rsplit_once("\"scope\":\"")?.1.split('"').next()
}
