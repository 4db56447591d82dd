//! Tables of pages: CSV and XLSX. One row is one page; a mapping of columns says which of them holds what.

use std::fmt;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::str::FromStr;

use calamine::{DataRef, Reader as _, Xlsx};
use rashomon_model::Notice;

use super::decode::decode;
use crate::input::{aside, check_text};
use crate::{LIMIT, Raw};

/// What a column can hold, and the headers by which it is guessed, the likelier first.
const FIELDS: [(&str, &[&str]); 6] = [
    (
        "text",
        &["text", "body", "content", "articletext", "fulltext", "maintext", "article", "story", "bodytext", "articlebody", "narrative", "report"],
    ),
    ("title", &["title", "headline", "heading", "articletitle"]),
    ("published", &["published", "publishdate", "datepublished", "pubdate", "publicationdate", "publishedat", "datepublish", "articledate", "date"]),
    ("url", &["url", "link", "sourceurl", "articleurl", "href", "source"]),
    ("doc_id", &["docid", "documentid"]),
    ("archived_at", &["archivedat", "captured", "capturedat", "retrieved", "accessed", "dateaccessed", "datedownload"]),
];
/// So many columns are looked at.
const WIDEST: usize = 1024;

/// Which column holds what: `text=Body,title=Headline`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(usize, String)>);

impl FromStr for Columns {
    type Err = String;

    fn from_str(mapping: &str) -> Result<Self, String> {
        let names = || FIELDS.map(|(name, _)| name).join(", ");
        let mut columns = Vec::new();
        for pair in mapping.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (field, column) = pair.split_once('=').ok_or_else(|| format!("{pair}: expected FIELD=COLUMN, such as text=Body"))?;
            let field =
                FIELDS.iter().position(|(name, _)| *name == field.trim()).ok_or_else(|| format!("{field}: no such field; there are {}", names()))?;
            if columns.iter().any(|(f, _)| *f == field) {
                return Err(format!("{pair}: the field stands there twice"));
            }
            columns.push((field, column.trim().to_owned()));
        }
        if !columns.iter().any(|(field, _)| *field == 0) {
            return Err("the mapping does not say which column holds the text: text=COLUMN".into());
        }
        columns.sort();
        Ok(Self(columns))
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self.0.iter().filter_map(|(field, column)| Some(format!("{}={column}", FIELDS.get(*field)?.0))).collect();
        f.write_str(&pairs.join(","))
    }
}

/// Where each field stands in a table with this header.
type Places = [Option<usize>; FIELDS.len()];

/// The mapping that was asked for; else the first remembered one whose columns are all there; else the headers' own words.
fn places(header: &[String], asked: Option<&Columns>, remembered: &[Columns]) -> Result<Places, String> {
    let there = || header.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let at =
        |column: &str| header.iter().position(|name| name == column).or_else(|| header.iter().position(|name| name.eq_ignore_ascii_case(column)));
    let by = |columns: &Columns| -> Result<Places, String> {
        let mut places = Places::default();
        for (field, column) in &columns.0 {
            let place = at(column).ok_or_else(|| column.clone())?;
            if let Some(slot) = places.get_mut(*field) {
                *slot = Some(place);
            }
        }
        Ok(places)
    };
    if let Some(columns) = asked {
        return by(columns).map_err(|column| format!("no column {column}; there are: {}", there()));
    }
    if let Some(places) = remembered.iter().find_map(|columns| by(columns).ok()) {
        return Ok(places);
    }
    let plain: Vec<String> = header.iter().map(|name| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()).collect();
    let places = FIELDS.map(|(_, words)| words.iter().find_map(|word| plain.iter().position(|name| name == word)));
    if places[0].is_none() {
        return Err(format!("no column is known to hold the text; name it: --map text=COLUMN; there are: {}", there()));
    }
    Ok(places)
}

/// Takes pages and notices, as they come.
type Each<'a> = &'a mut dyn FnMut(Result<Raw, Notice>) -> ControlFlow<()>;

/// The rows of a CSV or TSV file.
pub(super) fn of_text(name: &str, bytes: &[u8], mappings: (Option<&Columns>, &[Columns]), each: Each<'_>) -> ControlFlow<()> {
    let text = decode(bytes, None);
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [',', ';', '\t', '|'].into_iter().max_by_key(|mark| (count(*mark), *mark == ',')).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter as u8).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut table = Table::new(name, mappings);
    for record in reader.records() {
        match record {
            Ok(record) => table.row(record.iter().map(str::to_owned).collect(), each)?,
            Err(e) => {
                return each(Err(aside("broken-table", 0, 0, format!("{name}: not readable as CSV beyond here ({e}); what came before was read"))));
            }
        }
    }
    ControlFlow::Continue(())
}

/// The rows of the first sheet of an XLSX file that has any. The caller has seen to it that it unpacks to little.
pub(super) fn of_workbook(name: &str, bytes: Vec<u8>, mappings: (Option<&Columns>, &[Columns]), each: Each<'_>) -> ControlFlow<()> {
    let broken = |e: &dyn fmt::Display| aside("broken-table", 0, 0, format!("{name}: not readable as XLSX ({e}); save it again, or as CSV"));
    let mut book: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(e) => return each(Err(broken(&e))),
    };
    for sheet in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&sheet) {
            Ok(cells) => cells,
            Err(e) => return each(Err(broken(&e))),
        };
        let mut table = Table::new(name, mappings);
        // Cells come one by one, and a table may have its last cell a million rows down.
        let (mut row, mut at): (Vec<String>, Option<u32>) = (Vec::new(), None);
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let (line, column) = cell.get_position();
                    if at.is_some_and(|at| at != line) {
                        table.row(std::mem::take(&mut row), each)?;
                    }
                    at = Some(line);
                    let column = column as usize;
                    if column < WIDEST {
                        row.resize(row.len().max(column + 1), String::new());
                        if let Some(place) = row.get_mut(column) {
                            *place = written(cell.get_value());
                        }
                    }
                }
                Ok(None) => break,
                Err(e) => return each(Err(broken(&e))),
            }
        }
        if at.is_some() {
            return table.row(row, each);
        }
    }
    each(Err(aside("empty-input", 0, 0, format!("{name}: no sheet with cells; nothing to read"))))
}

/// A cell as a person sees it; days as ISO.
fn written(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A table on its way: first its header, then its rows.
struct Table<'a> {
    name: &'a str,
    mappings: (Option<&'a Columns>, &'a [Columns]),
    places: Option<Places>,
    rows: usize,
    refused: bool,
}

impl<'a> Table<'a> {
    fn new(name: &'a str, mappings: (Option<&'a Columns>, &'a [Columns])) -> Self {
        Self { name, mappings, places: None, rows: 0, refused: false }
    }

    fn row(&mut self, cells: Vec<String>, each: Each<'_>) -> ControlFlow<()> {
        self.rows += 1;
        if self.refused || cells.iter().all(|cell| cell.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        let name = self.name;
        let Some(places) = &self.places else {
            let header: Vec<String> = cells.iter().take(WIDEST).map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned()).collect();
            match places(&header, self.mappings.0, self.mappings.1) {
                Ok(places) => self.places = Some(places),
                Err(why) => {
                    self.refused = true;
                    return each(Err(aside("no-column", 0, 0, format!("{name}: {why}"))));
                }
            }
            return ControlFlow::Continue(());
        };
        let cell = |field: usize| -> Option<String> {
            let place = places.get(field).copied().flatten()?;
            cells.get(place).filter(|cell| !cell.trim().is_empty()).cloned()
        };
        let place = format!("{name}: row {}", self.rows);
        let text = cell(0).unwrap_or_default();
        if text.len() > LIMIT {
            return each(Err(aside("too-large", 0, 0, format!("{place}: more than {} MiB of text; split it into smaller pages", LIMIT >> 20))));
        }
        if let Err(notice) = check_text(&place, &text) {
            return each(Err(notice));
        }
        each(Ok(Raw { title: cell(1), text, published: cell(2), url: cell(3), doc_id: cell(4), archived_at: cell(5), ..Raw::default() }))
    }
}
