//! The evidence page: one self-contained HTML file an incident, with the words highlighted in their pages.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, html};
use rashomon_store::wire::{Incident, Line};

use crate::keep::Shown;

/// The name of an incident's file: made of its id alone.
pub fn file_name(incident_id: &str) -> String {
    let safe: String = incident_id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{safe}.html")
}

/// An incident's page. `documents`: its documents as they were given, by id.
pub fn page(incident: &Incident, documents: &BTreeMap<String, Shown>) -> String {
    layout(
        &incident.caption,
        html! {
            h1 { (incident.caption) }
            h2 { "Findings" }
            @for finding in &incident.findings {
                h3 { (finding.about) " · " (finding.slot) " · " (finding.status) }
                p { (finding.why) }
                @for claim in incident.claims.iter().filter(|c| c.about == finding.about && c.slot == finding.slot) {
                    p { b { (claim.value) } " — “" (claim.quote.exact) "” " (claim.doc_id) }
                }
            }
            h2 { "Reports" }
            @for document in &incident.documents {
                h3 id={ "d-" (document.doc_id) } { (document.doc_id) }
                @if let Some(shown) = documents.get(&document.doc_id) {
                    pre { (highlighted(&shown.text, incident, &document.doc_id)) }
                }
            }
        },
    )
}

/// The index of all pages.
pub fn index(lines: &[Line]) -> String {
    layout(
        "Incidents",
        html! {
            h1 { "Incidents" }
            ul {
                @for line in lines {
                    li { a href=(file_name(&line.incident_id)) { (line.caption) } " " (line.date.as_deref().unwrap_or("")) }
                }
            }
        },
    )
}

fn layout(title: &str, body: Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { "body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}" }
            }
            body { (body) }
        }
    }
    .into_string()
}

/// A text with every quoted stretch of it marked; stretches that overlap are marked as one.
fn highlighted(text: &str, incident: &Incident, doc_id: &str) -> Markup {
    let mut spans: Vec<_> =
        incident.claims.iter().filter(|c| c.doc_id == doc_id && c.quote.field == "text").map(|c| (c.quote.start as usize, c.quote.end as usize)).collect();
    spans.sort_unstable();
    let points: Vec<char> = text.chars().collect();
    let cut = |from: usize, to: usize| points.get(from..to).unwrap_or_default().iter().collect::<String>();
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end) in spans {
        let start = start.max(at);
        if start < end {
            pieces.push((cut(at, start), cut(start, end)));
            at = end;
        }
    }
    html! { @for (plain, marked) in &pieces { (plain) mark { (marked) } } (cut(at, points.len())) }
}
