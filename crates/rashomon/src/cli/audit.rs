//! `rashomon audit REGISTRY.csv`

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use maud::html;
use rashomon_store::wire::Incident;
use serde_json::json;

use super::{Ended, Failure, Global, Result, When, note, out};
use crate::audit::{Audited, Checked, Desk, Said, Verdict, registry};
use crate::terminal::shown;

/// Check a coded register field by field against the reports it cites: supported, contradicted, not stated.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon audit registry.csv --map city=Town\nExit code 1 where anything is contradicted.")]
pub(super) struct Audit {
    /// The coded register: CSV, one row an incident, in the columns of the Gun Violence Archive's table or as --map says.
    table: PathBuf,
    /// What a column holds: id, date, state, county, city, address, killed, injured, names, ages, genders, statuses, types or urls.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// How to tell it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Where to write it; standard output unless said otherwise.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Tell every field, not only those that are contradicted.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    when: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: how many of each, and what is contradicted, with the words.
    Text,
    /// One row a field.
    Csv,
    /// A page.
    Html,
}

pub(super) fn pair(text: &str) -> std::result::Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("expected FIELD=COLUMN such as city=Town")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

impl Audit {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let cannot = |path: &PathBuf, e: std::io::Error| Failure {
            path: Some(path.clone()),
            ..Failure::usage("no-input", format!("{}: {e}", path.display()), "name a CSV file")
        };
        let bytes = fs::read(&self.table).map_err(|e| cannot(&self.table, e))?;
        let (rows, broken) = registry::read(&bytes, &self.map).map_err(|message| Failure {
            path: Some(self.table.clone()),
            ..Failure::usage("bad-table", format!("{}: {message}", self.table.display()), "rashomon audit --help says what a column can hold")
        })?;
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        let mut desk = Desk::of(rows);
        view.each(|json| -> Result<()> {
            if let Some(incident) = Incident::from_json(json) {
                desk.look(&incident);
            }
            Ok(())
        })?;
        let mut audited: BTreeMap<usize, Audited> = desk.without().into_iter().collect();
        let mut text = |doc: &str| {
            let given = store.given(store.in_force_under(doc).ok()??).ok()?;
            let (document, _) = crate::pipeline::document(&given).ok()?;
            Some(format!("{}\n{}", document.title().map_or("", |t| t.raw()), document.text().raw()))
        };
        view.each(|json| -> Result<()> {
            if let Some(incident) = Incident::from_json(json) {
                audited.extend(desk.audit(&incident, &mut text));
            }
            Ok(())
        })?;
        let audited: Vec<Audited> = audited.into_values().collect();

        let mut made: Vec<u8> = Vec::new();
        match self.format {
            _ if global.json => writeln!(made, "{}", object(&audited, &broken))?,
            Format::Text => self.text(&mut made, &audited)?,
            Format::Csv => table(&mut made, &audited).map_err(std::io::Error::other)?,
            Format::Html => made.extend(page(&audited).into_bytes()),
        }
        match &self.out {
            Some(path) => fs::write(path, made).map_err(|e| Failure { path: Some(path.clone()), ..e.into() })?,
            None => {
                let mut out = out();
                out.write_all(&made)?;
                out.flush()?;
            }
        }
        if !global.json {
            broken.iter().for_each(|message| note(&format!("{}: {message}", self.table.display())));
        }
        let contradicted = audited.iter().flat_map(|a| &a.fields).any(|f| f.verdict == Verdict::Contradicted);
        Ok(match () {
            () if !broken.is_empty() => Ended::SomeSetAside,
            () if contradicted => Ended::NothingFound,
            () => Ended::Done,
        })
    }

    fn text(&self, out: &mut Vec<u8>, audited: &[Audited]) -> std::io::Result<()> {
        let with = audited.iter().filter(|a| a.incident.is_some()).count();
        let held: usize = audited.iter().map(|a| a.held).sum();
        writeln!(out, "{with} of {} coded incidents have reports here, {held} in all\n", audited.len())?;
        writeln!(out, "{:<10} {:>9} {:>12} {:>10}", "FIELD", "SUPPORTED", "CONTRADICTED", "NOT STATED")?;
        for (kind, [supported, contradicted, silent]) in counts(audited) {
            writeln!(out, "{kind:<10} {supported:>9} {contradicted:>12} {silent:>10}")?;
        }
        let wanted = |f: &&Checked| self.all || f.verdict == Verdict::Contradicted;
        for a in audited.iter().filter(|a| a.fields.iter().any(|f| wanted(&f))) {
            writeln!(out, "\n{} (line {}, incident {})", shown(&a.row.id), a.row.line, a.incident.as_deref().unwrap_or("none"))?;
            for f in a.fields.iter().filter(wanted) {
                let why = if f.why.is_empty() { String::new() } else { format!(" ({})", f.why) };
                writeln!(out, "  {:<12} {}: {}{}", f.verdict.as_str(), shown(&f.field), shown(&f.coded), shown(&why))?;
                for said in &f.words {
                    writeln!(out, "    {}  “{}”{} ({})", shown(&said.value), shown(&said.exact), shown(&voice(said)), shown(&source(said)))?;
                }
            }
        }
        Ok(())
    }
}

/// How many fields of each kind have each verdict, in the order in which kinds are met.
fn counts(audited: &[Audited]) -> Vec<(&'static str, [usize; 3])> {
    let mut counts: Vec<(&'static str, [usize; 3])> = Vec::new();
    for field in audited.iter().flat_map(|a| &a.fields) {
        let at = counts.iter().position(|(kind, _)| *kind == field.kind).unwrap_or_else(|| {
            counts.push((field.kind, [0; 3]));
            counts.len() - 1
        });
        if let Some((_, of)) = counts.get_mut(at) {
            of[field.verdict as usize] += 1;
        }
    }
    counts
}

fn voice(said: &Said) -> String {
    if said.attribution.is_empty() { String::new() } else { format!(", says {}", said.attribution.join(", via ")) }
}

fn source(said: &Said) -> String {
    let place = said.url.as_deref().unwrap_or(&said.doc_id);
    said.published.as_ref().map_or_else(|| place.to_owned(), |day| format!("{place} {day}"))
}

fn object(audited: &[Audited], broken: &[String]) -> serde_json::Value {
    let words = |s: &Said| json!({ "doc_id": s.doc_id, "url": s.url, "published": s.published, "value": s.value, "exact": s.exact, "attribution": s.attribution });
    let field = |f: &Checked| {
        let words: Vec<_> = f.words.iter().map(words).collect();
        json!({ "field": f.field, "kind": f.kind, "coded": f.coded, "verdict": f.verdict.as_str(), "words": words, "why": f.why })
    };
    let row = |a: &Audited| {
        let fields: Vec<_> = a.fields.iter().map(field).collect();
        json!({ "id": a.row.id, "line": a.row.line, "incident_id": a.incident, "cited": a.row.urls.len(), "held": a.held, "fields": fields })
    };
    let rows: Vec<_> = audited.iter().map(row).collect();
    json!({ "schema": "rashomon/audit@1", "rows": rows, "left_out": broken })
}

fn table(out: &mut Vec<u8>, audited: &[Audited]) -> std::result::Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record([
        "id",
        "line",
        "incident_id",
        "field",
        "coded",
        "verdict",
        "value",
        "words",
        "voice",
        "doc_id",
        "url",
        "published",
        "why",
    ])?;
    for a in audited {
        for f in &a.fields {
            let first = f.words.first();
            let of = |get: &dyn Fn(&Said) -> String| first.map(get).unwrap_or_default();
            let cells = [
                a.row.id.clone(),
                a.row.line.to_string(),
                a.incident.clone().unwrap_or_default(),
                f.field.clone(),
                f.coded.clone(),
                f.verdict.as_str().to_owned(),
                of(&|s| s.value.clone()),
                of(&|s| s.exact.clone()),
                of(&|s| s.attribution.join(", via ")),
                of(&|s| s.doc_id.clone()),
                of(&|s| s.url.clone().unwrap_or_default()),
                of(&|s| s.published.clone().unwrap_or_default()),
                f.why.clone(),
            ];
            writer.write_record(cells.iter().map(|c| crate::export::harmless(c)))?;
        }
    }
    writer.flush()?;
    Ok(())
}

fn page(audited: &[Audited]) -> String {
    let body = html! {
        h1 { "Audit of a coded register" }
        p { (audited.iter().filter(|a| a.incident.is_some()).count()) " of " (audited.len()) " coded incidents have reports here." }
        table {
            thead { tr { th scope="col" { "Field" } th scope="col" { "Supported" } th scope="col" { "Contradicted" } th scope="col" { "Not stated" } } }
            tbody { @for (kind, [supported, contradicted, silent]) in counts(audited) { tr {
                th scope="row" { (kind) } td { (supported) } td { (contradicted) } td { (silent) }
            } } }
        }
        @for a in audited.iter().filter(|a| !a.fields.is_empty()) {
            h2 { (a.row.id) }
            table {
                thead { tr { th scope="col" { "Field" } th scope="col" { "Coded" } th scope="col" { "Verdict" } th scope="col" { "Words" } } }
                tbody { @for f in &a.fields { tr {
                    th scope="row" { (f.field) } td { (f.coded) }
                    td.disputed[f.verdict == Verdict::Contradicted] { (f.verdict.as_str()) @if !f.why.is_empty() { " (" (f.why) ")" } }
                    td { @for said in &f.words { div { (said.value) " " q { (said.exact) } (voice(said)) " " span.soft { "(" (source(said)) ")" } } } }
                } } }
            }
        }
    };
    crate::html::shell("Audit of a coded register", &body)
}
