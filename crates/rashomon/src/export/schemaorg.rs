//! `schemaorg`: schema.org `Claim`s in one graph of JSON-LD: what is claimed, who claims it, and the report that it
//! appears in.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rashomon_model::Document;
use rashomon_store::wire::{Claim, Incident};
use serde_json::{Map, Value, json};

use super::{Format, item, listed, one_day, sentence, urn, web};

/// The format.
#[derive(Debug)]
pub struct SchemaOrg {
    first: bool,
}

impl Default for SchemaOrg {
    fn default() -> Self {
        Self { first: true }
    }
}

impl Format for SchemaOrg {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"@context\":\"https://schema.org\",\"@graph\":[")
    }

    fn incident(&mut self, incident: &Incident, _: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()> {
        item(&mut self.first, &event(incident), out)?;
        for claim in &incident.claims {
            item(&mut self.first, &of(incident, claim), out)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }
}

fn event_id(incident: &Incident) -> String {
    urn(&["incident", &incident.incident_id])
}

/// An object without the fields that nobody knows.
fn object(fields: Value) -> Value {
    match fields {
        Value::Object(fields) => Value::Object(fields.into_iter().filter(|(_, v)| !v.is_null()).collect::<Map<_, _>>()),
        other => other,
    }
}

fn event(incident: &Incident) -> Value {
    let r = &incident.record;
    let address = object(json!({ "@type": "PostalAddress", "streetAddress": r.address, "addressLocality": r.city, "addressRegion": r.state }));
    let geo = r.lat.zip(r.lon).map(|(lat, lon)| json!({ "@type": "GeoCoordinates", "latitude": lat, "longitude": lon }));
    let place = object(json!({ "@type": "Place", "name": r.venue, "address": address, "geo": geo }));
    object(json!({
        "@type": "Event",
        "@id": event_id(incident),
        "name": incident.caption,
        "startDate": one_day(r.date.as_deref()),
        "location": place,
    }))
}

fn of(incident: &Incident, claim: &Claim) -> Value {
    let page = listed(incident, &claim.doc_id);
    let url = web(page.and_then(|d| d.url.as_deref()));
    let publisher = page.and_then(|d| d.publisher.as_deref()).map(|name| json!({ "@type": "Organization", "name": name }));
    let appearance = object(json!({
        "@type": "NewsArticle",
        "@id": url.map_or_else(|| urn(&["document", &claim.doc_id]), Into::into),
        "url": url,
        "datePublished": page.and_then(|d| one_day(d.published.as_deref())),
        "publisher": publisher,
    }));
    // Whether a voice is a person's or an office's no report has to say: credited in words.
    let credit = (!claim.attribution.is_empty()).then(|| claim.attribution.join(", via "));
    let replies: Vec<Value> =
        incident.replies_to(&claim.about, &claim.slot).map(|r| json!({ "@type": "Comment", "author": r.by, "text": r.text })).collect();
    object(json!({
        "@type": "Claim",
        "@id": urn(&["claim", &incident.incident_id, &claim.claim_id]),
        "text": claim.quote.exact,
        "name": sentence(incident, claim),
        "about": { "@id": event_id(incident) },
        "keywords": [claim.slot, claim.factuality],
        "creditText": credit,
        "comment": (!replies.is_empty()).then_some(replies),
        "copyrightNotice": claim.quote.rights,
        "usageInfo": claim.quote.link,
        "disambiguatingDescription": claim.quote.masked.then_some("words were withheld: what stands in brackets is said instead"),
        "appearance": appearance,
    }))
}
