//! A register as five flat tables: incidents, participants, claims, findings, documents. Every table has
//! `incident_id`; a claim's `about` is `incident` or a participant's id; lists are joined with `; `.

use rashomon_store::wire::{Incident, Number};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// Degrees.
    Degrees,
    /// True or false.
    Flag,
}

/// One cell; `Nothing` where nobody says.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Cell {
    Text(String),
    Number(i64),
    Degrees(f64),
    Flag(bool),
    Nothing,
}

/// A table: its name, its columns, and the rows that an incident has in it.
#[derive(Debug)]
pub struct Table {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// Names and kinds of its columns.
    pub columns: &'static [(&'static str, Kind)],
    /// An incident's rows, as wide as there are columns.
    pub rows: fn(&Incident) -> Vec<Vec<Cell>>,
}

use Kind::{Degrees, Flag, Number as Whole, Text};

/// All tables.
pub static TABLES: [Table; 5] = [
    Table {
        name: "incidents",
        columns: &[
            ("incident_id", Text),
            ("kind", Text),
            ("caption", Text),
            ("date", Text),
            ("time", Text),
            ("state", Text),
            ("county", Text),
            ("city", Text),
            ("address", Text),
            ("venue", Text),
            ("lat", Degrees),
            ("lon", Degrees),
            ("n_killed_low", Whole),
            ("n_killed_best", Whole),
            ("n_killed_high", Whole),
            ("n_injured_low", Whole),
            ("n_injured_best", Whole),
            ("n_injured_high", Whole),
            ("weapons", Text),
            ("circumstances", Text),
            ("reports", Whole),
            ("origins", Whole),
            ("disputed", Text),
        ],
        rows: incidents,
    },
    Table {
        name: "participants",
        columns: &[
            ("incident_id", Text),
            ("participant_id", Text),
            ("name", Text),
            ("label", Text),
            ("names", Text),
            ("size", Whole),
            ("age", Whole),
            ("age_group", Text),
            ("gender", Text),
            ("role", Text),
            ("type", Text),
            ("status", Text),
            ("refuted", Flag),
        ],
        rows: participants,
    },
    Table {
        name: "claims",
        columns: &[
            ("incident_id", Text),
            ("claim_id", Text),
            ("doc_id", Text),
            ("about", Text),
            ("slot", Text),
            ("value", Text),
            ("field", Text),
            ("start", Whole),
            ("end", Whole),
            ("exact", Text),
            ("attribution", Text),
            ("factuality", Text),
            ("origin", Text),
            ("judgement", Text),
            ("masked", Flag),
            ("rights", Text),
        ],
        rows: claims,
    },
    Table {
        name: "findings",
        columns: &[
            ("incident_id", Text),
            ("about", Text),
            ("slot", Text),
            ("status", Text),
            ("preferred", Text),
            ("policy", Text),
            ("factuality", Text),
            ("voice", Text),
            ("readings", Text),
            ("origins", Whole),
            ("unstated", Whole),
            ("why", Text),
            ("replies", Text),
        ],
        rows: findings,
    },
    Table {
        name: "documents",
        columns: &[
            ("incident_id", Text),
            ("doc_id", Text),
            ("part", Text),
            ("url", Text),
            ("publisher", Text),
            ("published", Text),
            ("captured", Text),
            ("page", Text),
            ("words", Whole),
        ],
        rows: documents,
    },
];

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}
fn maybe(words: Option<&String>) -> Cell {
    words.map_or(Cell::Nothing, |w| text(w))
}
fn list(words: &[String]) -> Cell {
    text(&words.join("; "))
}
fn whole(n: usize) -> Cell {
    Cell::Number(i64::try_from(n).unwrap_or(i64::MAX))
}
fn degrees(n: Option<f64>) -> Cell {
    n.map_or(Cell::Nothing, Cell::Degrees)
}
fn range(n: Option<&Number>) -> [Cell; 3] {
    n.map_or([Cell::Nothing, Cell::Nothing, Cell::Nothing], |n| [n.low, n.best, n.high].map(|n| Cell::Number(n.into())))
}

fn incidents(incident: &Incident) -> Vec<Vec<Cell>> {
    let (r, line) = (&incident.record, incident.line());
    let mut row = vec![text(&incident.incident_id), text(&incident.kind), text(&incident.caption)];
    row.extend([&r.date, &r.time, &r.state, &r.county, &r.city, &r.address, &r.venue].map(|part| maybe(part.as_ref())));
    row.extend([degrees(r.lat), degrees(r.lon)]);
    row.extend(range(r.n_killed.as_ref()));
    row.extend(range(r.n_injured.as_ref()));
    row.extend([list(&r.weapons), list(&r.circumstances), whole(line.documents), whole(line.origins), list(&line.disputed)]);
    vec![row]
}

fn participants(incident: &Incident) -> Vec<Vec<Cell>> {
    let row = |p: &rashomon_store::wire::Participant| {
        vec![
            text(&incident.incident_id),
            text(&p.participant_id),
            maybe(p.name.as_ref()),
            text(&p.label),
            list(&p.names),
            Cell::Number(p.size.into()),
            p.age.map_or(Cell::Nothing, |a| Cell::Number(a.into())),
            maybe(p.age_group.as_ref()),
            maybe(p.gender.as_ref()),
            maybe(p.role.as_ref()),
            maybe(p.gva_type.as_ref()),
            list(&p.status),
            Cell::Flag(p.refuted),
        ]
    };
    incident.participants.iter().map(row).collect()
}

fn claims(incident: &Incident) -> Vec<Vec<Cell>> {
    let row = |c: &rashomon_store::wire::Claim| {
        vec![
            text(&incident.incident_id),
            text(&c.claim_id),
            text(&c.doc_id),
            text(&c.about),
            text(&c.slot),
            text(&c.value),
            text(&c.quote.field),
            Cell::Number(c.quote.start.into()),
            Cell::Number(c.quote.end.into()),
            text(&c.quote.exact),
            list(&c.attribution),
            text(&c.factuality),
            maybe(c.origin.as_ref()),
            maybe(c.judgement.as_ref()),
            Cell::Flag(c.quote.masked),
            maybe(c.quote.rights.as_ref()),
        ]
    };
    incident.claims.iter().map(row).collect()
}

/// `origins` and `unstated` are of the preferred reading.
fn findings(incident: &Incident) -> Vec<Vec<Cell>> {
    let row = |f: &rashomon_store::wire::Finding| {
        let preferred = f.readings.iter().find(|r| Some(&r.value) == f.preferred.as_ref());
        let readings: Vec<String> = f.readings.iter().map(|r| r.value.clone()).collect();
        vec![
            text(&incident.incident_id),
            text(&f.about),
            text(&f.slot),
            text(&f.status),
            maybe(f.preferred.as_ref()),
            maybe(f.policy.as_ref()),
            maybe(f.factuality.as_ref()),
            list(&f.voice),
            list(&readings),
            preferred.map_or(Cell::Nothing, |r| whole(r.origins)),
            preferred.map_or(Cell::Nothing, |r| whole(r.unstated)),
            text(&f.why),
            list(&incident.replies_to(&f.about, &f.slot).map(|r| format!("{}: {}", r.by, r.text)).collect::<Vec<_>>()),
        ]
    };
    incident.findings.iter().map(row).collect()
}

fn documents(incident: &Incident) -> Vec<Vec<Cell>> {
    let row = |d: &rashomon_store::wire::Listed| {
        vec![
            text(&incident.incident_id),
            text(&d.doc_id),
            text(&d.part),
            maybe(d.url.as_ref()),
            maybe(d.publisher.as_ref()),
            maybe(d.published.as_ref()),
            maybe(d.captured.as_ref()),
            maybe(d.page.as_ref()),
            Cell::Number(d.words.into()),
        ]
    };
    incident.documents.iter().map(row).collect()
}
