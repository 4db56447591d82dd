//! What an export makes of a register for other people's tools: one file a format, incident by incident in the order
//! of their ids. No format knows another, and each says the same as the contract's JSON lines, in fewer words.

mod annotations;
mod csv;
mod entities;
mod geojson;
mod parquet;
mod schemaorg;
pub mod tables;

use std::collections::BTreeMap;
use std::io::{self, Write};

use rashomon_model::Document;
use rashomon_store::wire::{Claim, Incident, Listed, Participant};

pub use annotations::Annotations;
pub use csv::{Csv, harmless};
pub use entities::{Entities, Statements};
pub use geojson::GeoJson;
pub use parquet::Parquet;

pub use schemaorg::SchemaOrg;

/// A format that is one stream of text.
pub trait Format {
    /// What stands before the first incident.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// One incident; `documents`: its pages by id, empty unless [`Format::reads`].
    fn incident(&mut self, incident: &Incident, documents: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()>;
    /// What stands after the last one.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Whether it needs the words around a quote.
    fn reads(&self) -> bool {
        false
    }
}

/// The document that a claim's words stand in.
fn listed<'i>(incident: &'i Incident, doc: &str) -> Option<&'i Listed> {
    incident.documents.iter().find(|d| d.doc_id == doc)
}

/// The participant that a claim is about; `None`: the incident.
fn participant<'i>(incident: &'i Incident, about: &str) -> Option<&'i Participant> {
    incident.participants.iter().find(|p| p.participant_id == about)
}

/// A claim in words: `Ana Reyes, wounds: 4`. Only what it says, with no word on whether it is so.
fn sentence(incident: &Incident, claim: &Claim) -> String {
    let value = participant(incident, &claim.value).map_or(claim.value.as_str(), called);
    let slot = claim.slot.replace('_', " ");
    match participant(incident, &claim.about) {
        Some(person) => format!("{}, {slot}: {value}", called(person)),
        None => format!("{slot}: {value}"),
    }
}

/// What a participant is called: the name, else a description.
fn called(person: &Participant) -> &str {
    person.name.as_deref().unwrap_or(&person.label)
}

/// An address of the web; nothing else becomes a link.
fn web(url: Option<&str>) -> Option<&str> {
    url.filter(|u| u.starts_with("https://") || u.starts_with("http://"))
}

/// A name of ours for what has no address: `urn:rashomon:incident:7f…`, percent-encoded.
fn urn(parts: &[&str]) -> String {
    let mut urn = String::from("urn:rashomon");
    for part in parts {
        urn.push(':');
        for byte in part.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => urn.push(char::from(byte)),
                _ => urn.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    urn
}

/// An ISO day, where it is one and no interval.
fn one_day(day: Option<&str>) -> Option<&str> {
    day.filter(|d| d.parse::<jiff::civil::Date>().is_ok())
}

/// Items of a JSON list, the comma before each but the first.
fn item(first: &mut bool, json: &serde_json::Value, out: &mut dyn Write) -> io::Result<()> {
    let comma = if std::mem::take(first) { "" } else { "," };
    write!(out, "{comma}\n{json}")
}
