//! `annotations`: W3C Web Annotations (Recommendation of 2017-02-23), one a claim, in one page of JSON-LD. The target is
//! the report's words: by quote with what stands around it, and by position in code points of its text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rashomon_model::Document;
use rashomon_store::wire::{Claim, Incident, Words};
use serde_json::{Value, json};

use super::{Format, item, listed, sentence, urn, web};

/// So many code points are given before and after a quote.
const AROUND: usize = 32;

/// The format.
#[derive(Debug)]
pub struct Annotations {
    first: bool,
}

impl Default for Annotations {
    fn default() -> Self {
        Self { first: true }
    }
}

impl Format for Annotations {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let page = urn(&["annotations"]);
        write!(out, "{{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"{page}\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[")
    }

    fn incident(&mut self, incident: &Incident, documents: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()> {
        for claim in &incident.claims {
            item(&mut self.first, &annotation(incident, claim, documents.get(&claim.doc_id)), out)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }

    fn reads(&self) -> bool {
        true
    }
}

fn annotation(incident: &Incident, claim: &Claim, document: Option<&Document>) -> Value {
    let page = listed(incident, &claim.doc_id);
    let source = web(page.and_then(|d| d.url.as_deref())).map_or_else(|| urn(&["document", &claim.doc_id]), Into::into);
    let selectors: Vec<Value> = std::iter::once(&claim.quote).chain(&claim.also).map(|words| selector(words, document)).collect();
    let target = |selector: Value| json!({ "source": source, "selector": selector });
    let target = match <[Value; 1]>::try_from(selectors) {
        Ok([one]) => target(one),
        Err(several) => several.into_iter().map(target).collect(),
    };
    let voices = claim.attribution.iter().map(|voice| json!({ "type": "TextualBody", "purpose": "commenting", "value": format!("says {voice}") }));
    let mut body = vec![
        json!({ "type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": sentence(incident, claim) }),
        json!({ "type": "TextualBody", "purpose": "tagging", "value": claim.slot }),
        json!({ "type": "TextualBody", "purpose": "classifying", "value": claim.factuality }),
    ];
    body.extend(voices);
    let replies = incident.replies_to(&claim.about, &claim.slot);
    body.extend(replies.map(|r| json!({ "type": "TextualBody", "purpose": "replying", "value": format!("{} replies: {}", r.by, r.text) })));
    // The vocabulary's own word takes an address; the line is for readers.
    body.extend(claim.quote.rights.iter().map(|rights| json!({ "type": "TextualBody", "purpose": "commenting", "value": rights })));
    if claim.quote.masked || claim.also.iter().any(|w| w.masked) {
        body.push(json!({ "type": "TextualBody", "purpose": "commenting", "value": "words were withheld: what stands in brackets is said instead" }));
    }
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": urn(&["claim", &incident.incident_id, &claim.claim_id]),
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
        "target": target,
    })
}

/// Where words stand. A headline that its input gave apart has no place in the text: its words alone.
fn selector(words: &Words, document: Option<&Document>) -> Value {
    let in_text = words.field == "text";
    let text = document.and_then(|d| if in_text { Some(d.text()) } else { d.title() }).map_or("", |t| t.raw());
    // Masked words stand nowhere: their place does.
    if words.masked && in_text {
        return json!({ "type": "TextPositionSelector", "start": words.start, "end": words.end });
    }
    let mut quote = json!({ "type": "TextQuoteSelector", "exact": words.exact });
    if let Some((before, after)) = around(text, words.start as usize, words.end as usize) {
        quote["prefix"] = before.into();
        quote["suffix"] = after.into();
    }
    if in_text { json!([quote, { "type": "TextPositionSelector", "start": words.start, "end": words.end }]) } else { quote }
}

/// What stands before and after a range of code points.
fn around(text: &str, start: usize, end: usize) -> Option<(String, String)> {
    let from = start.saturating_sub(AROUND);
    let mut chars = text.chars().skip(from);
    let before: String = chars.by_ref().take(start - from).collect();
    let mut rest = chars.skip(end.checked_sub(start)?);
    let after: String = rest.by_ref().take(AROUND).collect();
    (!before.is_empty() || !after.is_empty()).then_some((before, after))
}
