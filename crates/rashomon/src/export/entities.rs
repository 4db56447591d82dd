//! `statements` and `ftm`: the register as FollowTheMoney knows the world (schemata `Event`, `Person`, `Article`): one
//! statement a claim, as CSV in its columns, or its entities, one a line.
//!
//! `dataset` is the publisher whose page says it. What is denied, unknown or has no property of its own stands in
//! `notes` in words, with its voice: an accusation never becomes a property. Statements come sorted by
//! `canonical_id`, without which its tools split entities in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rashomon_model::Document;
use rashomon_store::wire::{Claim, Incident, Listed};
use serde_json::json;
use sha1::{Digest as _, Sha1};

use super::{Format, called, listed, one_day, web};

/// The columns of a statements file.
const COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// What no page says: that two things belong together.
const OWN: &str = "rashomon";

/// A property and its type.
type Prop = (&'static str, &'static str);
const NAME: Prop = ("name", "name");
const NOTES: Prop = ("notes", "text");

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Statement {
    entity: String,
    prop: Prop,
    schema: &'static str,
    value: String,
    dataset: String,
    /// The document.
    origin: String,
    /// The words.
    original: String,
    seen: [String; 2],
}

/// The statements of incidents; those of reports come last, each report once.
#[derive(Debug, Default)]
struct Gathered {
    reports: BTreeSet<Statement>,
}

impl Gathered {
    /// One incident's statements and its participants', by entity.
    fn of(&mut self, incident: &Incident) -> Vec<Statement> {
        let event = format!("incident-{}", incident.incident_id);
        let person = |about: &str| format!("{event}-{about}");
        let own = |entity: &str, schema: &'static str, prop: Prop, value: &str| Statement {
            entity: entity.to_owned(),
            prop,
            schema,
            value: value.to_owned(),
            dataset: OWN.into(),
            origin: String::new(),
            original: String::new(),
            seen: Default::default(),
        };
        let mut all = vec![own(&event, "Event", NAME, &incident.caption), own(&event, "Event", ("keywords", "string"), &incident.kind)];
        for p in &incident.participants {
            // A description is no name, and an entity needs something to be called by.
            all.push(own(&person(&p.participant_id), "Person", NAME, called(p)));
            all.push(own(&event, "Event", ("involved", "entity"), &person(&p.participant_id)));
        }
        for page in &incident.documents {
            let report = report_id(&page.doc_id);
            all.push(own(&event, "Event", ("proof", "entity"), &report));
            self.reports.extend(of_report(page, &report));
        }
        let about = |claim: &Claim| if claim.about == "incident" { (event.clone(), "Event") } else { (person(&claim.about), "Person") };
        for claim in &incident.claims {
            let page = listed(incident, &claim.doc_id);
            let (entity, schema) = about(claim);
            let (prop, value) = property(incident, claim);
            let published = page.and_then(|p| one_day(p.published.as_deref())).unwrap_or_default().to_owned();
            let captured = page.and_then(|p| p.captured.clone()).unwrap_or_else(|| published.clone());
            all.push(Statement {
                dataset: dataset(page),
                origin: claim.doc_id.clone(),
                // There is no place for rights beside it: longer words stay in their report.
                original: if claim.quote.rights.is_none() { claim.quote.exact.clone() } else { String::new() },
                seen: [published, captured],
                ..own(&entity, schema, prop, &value)
            });
        }
        for finding in &incident.findings {
            let (entity, schema) = if finding.about == "incident" { (event.clone(), "Event") } else { (person(&finding.about), "Person") };
            for reply in incident.replies_to(&finding.about, &finding.slot) {
                all.push(own(&entity, schema, NOTES, &format!("{} replies: {}", reply.by, reply.text)));
            }
        }
        all.sort();
        all.dedup();
        all
    }
}

fn of_report(page: &Listed, id: &str) -> Vec<Statement> {
    let said = |prop: Prop, value: Option<&str>| {
        value.map(|value| Statement {
            entity: id.to_owned(),
            prop,
            schema: "Article",
            value: value.to_owned(),
            dataset: dataset(Some(page)),
            origin: page.doc_id.clone(),
            original: String::new(),
            seen: Default::default(),
        })
    };
    [
        said(("fileName", "string"), Some(&page.doc_id)),
        said(("sourceUrl", "url"), web(page.url.as_deref())),
        said(("publisher", "string"), page.publisher.as_deref()),
        said(("publishedAt", "date"), one_day(page.published.as_deref())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Which property a claim fills, and with what.
fn property(incident: &Incident, claim: &Claim) -> (Prop, String) {
    let value = &claim.value;
    let plainly = !matches!(claim.factuality.as_str(), "CT-" | "PR-" | "PS-" | "Uu");
    let prop = match (claim.slot.as_str(), claim.about == "incident") {
        ("date", true) if is_date(value) => Some(("date", "date")),
        ("venue" | "address" | "city" | "county" | "state", true) => Some(("location", "string")),
        ("name", false) => Some(NAME),
        ("gender", false) => Some(("gender", "gender")),
        ("occupation", false) => Some(("position", "string")),
        _ => None,
    };
    match prop {
        Some(prop) if plainly => (prop, value.clone()),
        _ => {
            let named = super::participant(incident, value).map_or(value.as_str(), called);
            let mut note = format!("{}: {named}", claim.slot.replace('_', " "));
            match claim.factuality.as_str() {
                "CT+" => {}
                "PR+" => note.push_str(" (probably)"),
                "PS+" => note.push_str(" (possibly)"),
                "Uu" => note.push_str(" (said to be unclear)"),
                _ => note.push_str(" (denied)"),
            }
            if !claim.attribution.is_empty() {
                note.push_str(&format!(", says {}", claim.attribution.join(", via ")));
            }
            (NOTES, note)
        }
    }
}

/// A year, a month or a day: what its tools take for a date without checking.
fn is_date(value: &str) -> bool {
    let whole = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    whole.parse::<jiff::civil::Date>().is_ok()
}

/// The publisher as a name of a dataset: lower-case letters, digits and underscores.
fn dataset(page: Option<&Listed>) -> String {
    let name = page.and_then(|p| p.publisher.as_deref()).unwrap_or("unknown publisher").to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() { "unknown_publisher".into() } else { words.join("_") }
}

/// Ids of documents may hold anything; an entity's may not.
fn report_id(doc: &str) -> String {
    format!("report-{}", hex(&Sha1::digest(doc.as_bytes())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The format `statements`.
#[derive(Debug, Default)]
pub struct Statements {
    gathered: Gathered,
}

impl Format for Statements {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        row(out, &COLUMNS)
    }

    fn incident(&mut self, incident: &Incident, _: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()> {
        self.gathered.of(incident).iter().try_for_each(|s| statement(s, out))
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.gathered.reports.iter().try_for_each(|s| statement(s, out))
    }
}

fn statement(s: &Statement, out: &mut dyn Write) -> io::Result<()> {
    let key = format!("{}.{}.{}.{}", s.dataset, s.entity, s.prop.0, s.value);
    let id = hex(&Sha1::digest(key.as_bytes()));
    let [first, last] = &s.seen;
    row(out, &[&s.entity, &s.entity, s.prop.0, s.prop.1, s.schema, &s.value, &s.dataset, &s.origin, "eng", &s.original, "f", first, last, &id])
}

fn row(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.flush()
}

/// The format `ftm`.
#[derive(Debug, Default)]
pub struct Entities {
    gathered: Gathered,
}

impl Format for Entities {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn incident(&mut self, incident: &Incident, _: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()> {
        entities(&self.gathered.of(incident), out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let reports: Vec<Statement> = std::mem::take(&mut self.gathered.reports).into_iter().collect();
        entities(&reports, out)
    }
}

/// Statements, sorted by entity, as entities.
fn entities(statements: &[Statement], out: &mut dyn Write) -> io::Result<()> {
    for of_one in statements.chunk_by(|a, b| a.entity == b.entity) {
        let Some(first) = of_one.first() else { continue };
        let mut properties: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for s in of_one {
            properties.entry(s.prop.0).or_default().insert(&s.value);
        }
        let datasets: BTreeSet<&str> = of_one.iter().map(|s| s.dataset.as_str()).collect();
        writeln!(out, "{}", json!({ "id": first.entity, "schema": first.schema, "properties": properties, "datasets": datasets }))?;
    }
    Ok(())
}
