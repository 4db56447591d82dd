//! `csv`: one row an incident, in the columns and lists of the Gun Violence Archive's table (`0::Name||1::Name`), and
//! beside them the range of each count, what is disputed and how many origins there are.
//!
//! A cell that a spreadsheet would run as a formula gets an apostrophe before it, unless it is a number
//! (OWASP, *CSV Injection*); `raw` leaves cells as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rashomon_model::Document;
use rashomon_store::wire::{Incident, Number, Participant};

use super::{Format, web};

/// The archive's columns, in its order, then ours.
pub(super) const COLUMNS: [&str; 38] = [
    "incident_id",
    "date",
    "state",
    "city_or_county",
    "address",
    "n_killed",
    "n_injured",
    "incident_url",
    "source_url",
    "incident_url_fields_missing",
    "congressional_district",
    "gun_stolen",
    "gun_type",
    "incident_characteristics",
    "latitude",
    "location_description",
    "longitude",
    "n_guns_involved",
    "notes",
    "participant_age",
    "participant_age_group",
    "participant_gender",
    "participant_name",
    "participant_relationship",
    "participant_status",
    "participant_type",
    "sources",
    "state_house_district",
    "state_senate_district",
    "n_killed_low",
    "n_killed_best",
    "n_killed_high",
    "n_injured_low",
    "n_injured_best",
    "n_injured_high",
    "disputed",
    "origins",
    "replies",
];

/// A group that the reports never tell apart is written as so many people; a larger one as one entry.
const APART: u32 = 50;

/// The format.
#[derive(Debug)]
pub struct Csv {
    /// Leave cells that a spreadsheet would run as they are.
    pub raw: bool,
}

impl Format for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        record(out, COLUMNS.iter())
    }

    fn incident(&mut self, incident: &Incident, _: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()> {
        let cells = row(incident);
        if self.raw { record(out, cells.iter()) } else { record(out, cells.iter().map(|c| harmless(c))) }
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn record<T: AsRef<[u8]>>(out: &mut dyn Write, cells: impl Iterator<Item = T>) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula.
pub fn harmless(cell: &str) -> String {
    let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if starts && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

fn row(incident: &Incident) -> Vec<String> {
    let r = &incident.record;
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let best = |n: &Option<Number>| number(n.as_ref().map(|n| n.best));
    let range = |n: &Option<Number>| [number(n.as_ref().map(|n| n.low)), best(n), number(n.as_ref().map(|n| n.high))];
    let degrees = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();

    let people = people(&incident.participants);
    let list = |of: &dyn Fn(&Participant) -> Option<String>| -> String {
        let entries: Vec<String> = people.iter().enumerate().filter_map(|(i, p)| Some(format!("{i}::{}", of(p)?))).collect();
        entries.join("||")
    };
    // Separators of the lists' own inside a value would make two of it.
    let plain = |value: &str| value.replace("||", "|").replace("::", ":");

    let sources: Vec<&str> = incident.documents.iter().filter(|d| d.part != "background").filter_map(|d| web(d.url.as_deref())).collect();
    let characteristics: BTreeSet<String> = incident.record.circumstances.iter().map(|c| plain(c)).collect();
    let weapons: Vec<String> = r.weapons.iter().enumerate().map(|(i, w)| format!("{i}::{}", plain(w))).collect();
    let relationships = |p: &Participant| {
        let of = incident.findings.iter().find(|f| f.about == p.participant_id && f.slot == "relationship");
        of.and_then(|f| f.preferred.as_deref()).map(|value| plain(&spoken(incident, value)))
    };
    let line = incident.line();

    let mut row = vec![
        incident.incident_id.clone(),
        text(&r.date),
        text(&r.state),
        r.city.clone().or_else(|| r.county.clone()).unwrap_or_default(),
        text(&r.address),
        best(&r.n_killed),
        best(&r.n_injured),
        String::new(),
        sources.first().map(ToString::to_string).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        weapons.join("||"),
        characteristics.into_iter().collect::<Vec<_>>().join("||"),
        degrees(r.lat),
        text(&r.venue),
        degrees(r.lon),
        String::new(),
        incident.caption.clone(),
        list(&|p| p.age.map(|a| a.to_string())),
        list(&|p| p.age_group.clone()),
        list(&|p| p.gender.as_deref().map(capitalised)),
        list(&|p| p.name.as_deref().map(plain)),
        list(&|p| relationships(p)),
        list(&|p| (!p.status.is_empty()).then(|| p.status.join(", "))),
        list(&|p| p.gva_type.clone()),
        sources.join("||"),
        String::new(),
        String::new(),
    ];
    row.extend(range(&r.n_killed));
    row.extend(range(&r.n_injured));
    row.push(line.disputed.join("; "));
    row.push(line.origins.to_string());
    row.push(incident.all_replies().map(|r| plain(&format!("{}: {}", r.by, r.text))).collect::<Vec<_>>().join("||"));
    row
}

/// Whom the archive lists: victims and suspects, each person once, the members of a group one by one.
fn people(all: &[Participant]) -> Vec<&Participant> {
    let listed = all.iter().filter(|p| p.gva_type.is_some() && !p.refuted);
    listed.flat_map(|p| std::iter::repeat_n(p, if p.size <= APART { p.size.max(1) as usize } else { 1 })).collect()
}

/// A value with the name of whom it mentions by id: `husband of p2`.
fn spoken(incident: &Incident, value: &str) -> String {
    let named = |word: &str| super::participant(incident, word).map_or_else(|| word.to_owned(), |p| super::called(p).to_owned());
    value.split(' ').map(named).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
