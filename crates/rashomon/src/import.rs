//! Coded registers brought in: each row keeps its own id and its cells as they are, with who brought them in and when; pages that a row
//! cites tell of one incident, whenever they come.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::{DocId, Judgement, Ruling, Side};
use rashomon_store::wire::kept::Coded;
use rashomon_store::wire::{Incident, Line};
use rashomon_store::{Result, Store};

use crate::audit::registry::{self, address};
use crate::decide::{self, Decided};
use crate::keep::Program;
use crate::view::View;

/// The rows of a table as they are kept, and a message a row that cannot be read. `map`: field and column, as for an audit.
pub fn read(bytes: &[u8], map: &[(String, String)], table: &str, by: &str, day: &str) -> std::result::Result<(Vec<Coded>, Vec<String>), String> {
    let (rows, broken) = registry::read(bytes, map)?;
    let columns = columns(bytes)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let records = reader.records().flatten().filter_map(|r| Some((r.position()?.line(), r.iter().map(str::to_owned).collect::<Vec<_>>())));
    let mut cells: BTreeMap<u64, Vec<String>> = records.collect();
    let coded = rows.into_iter().map(|row| Coded {
        id: row.id,
        table: table.into(),
        columns: columns.clone(),
        cells: cells.remove(&row.line).unwrap_or_default(),
        urls: row.urls,
        map: map.to_vec(),
        by: by.into(),
        day: day.into(),
    });
    Ok((coded.collect(), broken))
}

/// The columns of a table.
pub fn columns(bytes: &[u8]) -> std::result::Result<Vec<String>, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    Ok(reader.headers().map_err(|e| e.to_string())?.iter().map(str::to_owned).collect())
}

/// Keeps rows that are not kept already; gives how many are new, and how many are other than they were.
pub fn keep(store: &mut Store, rows: &[Coded]) -> Result<(usize, usize)> {
    let known: BTreeMap<String, Coded> = store.coded()?.into_iter().map(|c| (c.id.clone(), c)).collect();
    let mut batch = store.batch()?;
    let (mut new, mut changed) = (0, 0);
    for row in rows {
        match known.get(&row.id) {
            Some(k) if (&k.columns, &k.cells) == (&row.columns, &row.cells) => continue,
            Some(_) => changed += 1,
            None => new += 1,
        }
        batch.coded(row)?;
    }
    batch.commit(&jiff::Timestamp::now().to_string())?;
    Ok((new, changed))
}

/// Pages that are held, by address: the document and the incident that it is about.
fn held(view: &View<'_>) -> Result<BTreeMap<String, (String, String)>> {
    let mut held = BTreeMap::new();
    view.each(|json| -> Result<()> {
        if let Some(incident) = Incident::from_json(json) {
            for page in incident.documents.iter().filter(|d| d.part == "main") {
                held.extend(page.url.as_deref().map(|u| (address(u), (page.doc_id.clone(), incident.incident_id.clone()))));
            }
        }
        Ok(())
    })?;
    Ok(held)
}

/// Addresses that rows cite and of which no page is held, each once, in the order of the rows.
pub fn queue(view: &View<'_>, rows: &[Coded]) -> Result<Vec<String>> {
    let held = held(view)?;
    let mut seen = BTreeSet::new();
    let wanted = rows.iter().flat_map(|r| &r.urls).filter(|u| !held.contains_key(&address(u)));
    Ok(wanted.filter(|u| seen.insert(address(u))).cloned().collect())
}

/// Decides for each row that the pages it cites tell of one incident, where they do not yet; what somebody decided against stays. Gives how many
/// decisions were made.
pub fn join(store: &mut Store, program: &Program) -> Result<usize> {
    let rows = store.coded()?;
    let mut made = 0;
    if rows.is_empty() {
        return Ok(made);
    }
    let wanted: Vec<Judgement> = {
        let held = held(&View::of(store, program, None)?)?;
        let known: BTreeSet<String> = store.decisions()?.iter().map(|d| d.id.to_string()).collect();
        let mut wanted = Vec::new();
        for row in &rows {
            let mut cited = row.urls.iter().filter_map(|u| held.get(&address(u)));
            let Some((first, incident)) = cited.next() else { continue };
            for (doc, _) in cited.filter(|(_, id)| id != incident) {
                let judgement = Judgement {
                    ruling: Ruling::Same(Side::of(DocId::new(first)), Side::of(DocId::new(doc))),
                    by: row.by.as_str().into(),
                    because: format!("row {} of {} cites both", row.id, row.table).into(),
                };
                // What was taken back is not decided again.
                if !known.contains(judgement.id().as_str()) {
                    wanted.push(judgement);
                }
            }
        }
        wanted
    };
    for judgement in wanted {
        if let Decided::Kept(_) = decide::decide(store, program, judgement)? {
            made += 1;
        }
    }
    Ok(made)
}

/// The row of that id, with the incident that the pages it cites tell of; none where no such page is held.
pub fn row(store: &Store, view: &View<'_>, id: &str) -> Result<Option<(Coded, Option<String>)>> {
    let Some(row) = store.coded()?.into_iter().find(|r| r.id == id) else { return Ok(None) };
    let held = held(view)?;
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, incident) in row.urls.iter().filter_map(|u| held.get(&address(u))) {
        *told.entry(incident).or_default() += 1;
    }
    let most = told.into_iter().max_by_key(|(id, n)| (*n, std::cmp::Reverse(*id))).map(|(id, _)| id.to_owned());
    Ok(Some((row, most)))
}

/// The rows that cite a page of an incident.
pub fn rows_of(store: &Store, incident: &Incident) -> Result<Vec<Coded>> {
    let pages: BTreeSet<String> = incident.documents.iter().filter(|d| d.part == "main").filter_map(|d| d.url.as_deref()).map(address).collect();
    Ok(store.coded()?.into_iter().filter(|row| row.urls.iter().any(|u| pages.contains(&address(u)))).collect())
}

/// The rows of which no page is held, as lines of a list.
pub fn without_pages(store: &Store, view: &View<'_>) -> Result<Vec<Line>> {
    let rows = store.coded()?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let held = held(view)?;
    let alone = rows.iter().filter(|row| !row.urls.iter().any(|u| held.contains_key(&address(u))));
    Ok(alone.map(line).collect())
}

fn line(row: &Coded) -> Line {
    let cell = |field: &str| {
        let own = row.map.iter().find(|(f, _)| f == field).map(|(_, column)| column.as_str());
        let names: Vec<&str> =
            own.into_iter().chain(registry::FIELDS.iter().filter(|(f, _)| *f == field).flat_map(|(_, names)| names.iter().copied())).collect();
        names.iter().find_map(|name| field_of(row, name)).map(str::to_owned)
    };
    Line {
        incident_id: row.id.clone(),
        kind: "coded".into(),
        caption: format!("row {} of {}: no page is held", row.id, row.table),
        date: cell("date"),
        city: cell("city"),
        state: cell("state"),
        n_killed: None,
        n_injured: None,
        documents: 0,
        origins: 0,
        claims: 0,
        disputed: Vec::new(),
        superseded: 0,
        background: 0,
        scope: None,
    }
}

fn field_of<'r>(row: &'r Coded, column: &str) -> Option<&'r str> {
    let at = row.columns.iter().position(|c| c.trim().eq_ignore_ascii_case(column))?;
    row.cells.get(at).map(|c| c.trim()).filter(|c| !c.is_empty())
}

/// The cells of a row that hold something, by column.
pub fn said(row: &Coded) -> impl Iterator<Item = (&str, &str)> {
    row.columns.iter().zip(&row.cells).map(|(column, cell)| (column.trim(), cell.trim())).filter(|(_, cell)| !cell.is_empty())
}

/// All rows as one table, in the columns that they came in: of one table the same columns and ids, and the cells that `cells` gives of a row.
pub fn table(
    store: &Store,
    out: &mut dyn std::io::Write,
    cells: impl Fn(&Coded) -> Vec<String>,
    guard: impl Fn(&str) -> String,
) -> Result<std::io::Result<usize>> {
    let mut rows = store.coded()?;
    rows.iter_mut().for_each(|row| row.cells = cells(row));
    let mut columns: Vec<&str> = Vec::new();
    for column in rows.iter().flat_map(|r| &r.columns) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let mut write = || -> std::io::Result<usize> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut *out);
        writer.write_record(&columns)?;
        for row in &rows {
            if row.columns == columns {
                writer.write_record(row.cells.iter().map(|c| guard(c)))?;
            } else {
                let cell = |column: &&str| {
                    row.columns.iter().position(|c| c == column).and_then(|at| row.cells.get(at)).map_or_else(String::new, |c| guard(c))
                };
                writer.write_record(columns.iter().map(cell))?;
            }
        }
        writer.flush()?;
        Ok(rows.len())
    };
    Ok(write())
}
