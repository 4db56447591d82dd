//! A coded register as a table: one row an incident, in the columns and lists of the Gun Violence Archive
//! (`0::Name||1::Name`), or in others that a person names.

use std::collections::BTreeMap;

/// What a column can hold, and the columns that hold it where nobody says otherwise.
pub const FIELDS: [(&str, &[&str]); 14] = [
    ("id", &["incident_id", "id", "case_id"]),
    ("date", &["date", "incident_date"]),
    ("state", &["state"]),
    ("county", &["county"]),
    ("city", &["city_or_county", "city"]),
    ("address", &["address"]),
    ("killed", &["n_killed", "killed"]),
    ("injured", &["n_injured", "injured"]),
    ("names", &["participant_name", "names"]),
    ("ages", &["participant_age", "ages"]),
    ("genders", &["participant_gender", "genders"]),
    ("statuses", &["participant_status", "statuses"]),
    ("types", &["participant_type", "types"]),
    ("urls", &["sources", "source_url", "urls", "url"]),
];

/// One coded incident.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Row {
    /// Its line in the table; the head is line 1.
    pub line: u64,
    /// Its own id; its line where the table has none.
    pub id: String,
    /// Fields of the incident as coded: `date`, `state`, ….
    pub fields: BTreeMap<&'static str, String>,
    /// The people coded.
    pub people: Vec<Coded>,
    /// The reports it cites, each once.
    pub urls: Vec<String>,
}

/// One coded person.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Coded {
    pub name: Option<String>,
    pub age: Option<String>,
    pub gender: Option<String>,
    pub status: Vec<String>,
    /// `Victim` or `Subject-Suspect`.
    pub part: Option<String>,
}

/// The rows of a table, and a message a row that cannot be read. `map`: field and column, as a person names them.
/// Nothing at all where the head lacks what is needed, with the columns that there are.
pub fn read(bytes: &[u8], map: &[(String, String)]) -> Result<(Vec<Row>, Vec<String>), String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let head: Vec<String> = reader.headers().map_err(|e| e.to_string())?.iter().map(|h| h.trim().to_owned()).collect();
    let at = |column: &str| head.iter().position(|h| h.eq_ignore_ascii_case(column));
    let mut places: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (field, columns) in FIELDS {
        let places_of = places.entry(field).or_default();
        match map.iter().find(|(f, _)| f == field) {
            Some((_, column)) => places_of.push(at(column).ok_or_else(|| format!("no column {column:?}; there are {}", head.join(", ")))?),
            // A table may cite reports in several columns.
            None => places_of.extend(columns.iter().filter_map(|c| at(c)).take(if field == "urls" { usize::MAX } else { 1 })),
        }
    }
    if let Some((field, _)) = map.iter().find(|(f, _)| !FIELDS.iter().any(|(known, _)| known == f)) {
        let known: Vec<&str> = FIELDS.iter().map(|(f, _)| *f).collect();
        return Err(format!("no field {field:?}; there are {}", known.join(", ")));
    }
    let columns_of = |field: &str| places.get(field).map_or(&[][..], Vec::as_slice);
    if ["date", "state", "city", "names", "urls"].iter().all(|f| columns_of(f).is_empty()) {
        return Err(format!("none of its columns is known ({}); name them with --map FIELD=COLUMN", head.join(", ")));
    }
    let (mut rows, mut broken) = (Vec::new(), Vec::new());
    for (number, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                broken.push(format!("row {}: {e}; it was left out", number + 2));
                continue;
            }
        };
        let cell = |field: &str| {
            let cells = columns_of(field).iter().filter_map(|at| record.get(*at)).map(unguarded);
            cells.map(str::trim).find(|c| !c.is_empty())
        };
        let line = record.position().map_or(number as u64 + 2, csv::Position::line);
        let plain = ["date", "state", "county", "city", "address", "killed", "injured"];
        let mut urls: Vec<String> = Vec::new();
        for list in columns_of("urls").iter().filter_map(|at| record.get(*at)) {
            for url in list.split("||").flat_map(|part| part.split([' ', '\n', ';'])).map(str::trim) {
                if url.contains("://") && !urls.iter().any(|u| address(u) == address(url)) {
                    urls.push(url.to_owned());
                }
            }
        }
        rows.push(Row {
            line,
            id: cell("id").map_or_else(|| format!("row {line}"), Into::into),
            fields: plain.into_iter().filter_map(|f| Some((f, cell(f)?.to_owned()))).collect(),
            people: people(&cell),
            urls,
        });
    }
    Ok((rows, broken))
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// The people of a row, by its columns and cells. `map`: field and column, as a person named them.
pub fn people_of(columns: &[String], cells: &[String], map: &[(String, String)]) -> Vec<Coded> {
    let cell = |field: &str| {
        let own = map.iter().filter(|(f, _)| f == field).map(|(_, column)| column.as_str());
        let names = own.chain(FIELDS.iter().filter(|(f, _)| *f == field).flat_map(|(_, names)| names.iter().copied()));
        let mut found = names.filter_map(|name| cells.get(columns.iter().position(|c| c.trim().eq_ignore_ascii_case(name))?));
        found.find(|cell| !cell.trim().is_empty()).map(String::as_str)
    };
    people(&cell)
}

/// The lists of people, put together by their numbers.
fn people<'r>(cell: &dyn Fn(&str) -> Option<&'r str>) -> Vec<Coded> {
    let mut people: BTreeMap<usize, Coded> = BTreeMap::new();
    for (field, fill) in [
        ("names", (|p, v| p.name = Some(v)) as fn(&mut Coded, String)),
        ("ages", |p, v| p.age = Some(v)),
        ("genders", |p, v| p.gender = Some(v.to_lowercase())),
        ("statuses", |p, v| p.status = v.split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()),
        ("types", |p, v| p.part = Some(v)),
    ] {
        for (number, entry) in cell(field).into_iter().flat_map(|list| list.split("||")).enumerate() {
            let (number, value) = match entry.split_once(':').map(|(n, v)| (n.trim().parse::<usize>(), v)) {
                Some((Ok(n), value)) => (n, value.trim_start_matches(':').trim()),
                _ => (number, entry.trim()),
            };
            if !value.is_empty() {
                fill(people.entry(number).or_default(), value.to_owned());
            }
        }
    }
    people.into_values().collect()
}

/// An address without what does not tell pages apart: scheme, `www.`, capitals of the host, a slash at the end, a fragment.
pub fn address(url: &str) -> String {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.to_lowercase();
    format!("{}{path}", host.strip_prefix("www.").unwrap_or(&host))
}
