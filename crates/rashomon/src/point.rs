//! What a person points at in a register: a claim by its id, a finding, words of a document; and the words that a judgement keeps of it.

use std::collections::BTreeMap;

use rashomon_model::kind::{Kind, Of, ValueType};
use rashomon_model::value::Actor;
use rashomon_model::{Claim as Told, Document, NonEmpty, Party, Pointed, Quote, Slot, Subject, Value, Words};
use rashomon_store::cache::Packed;
use rashomon_store::wire::kept::Reading;
use rashomon_store::wire::{Claim, Finding, Incident};
use rashomon_store::{Result, Store};

use crate::keep::Program;
use crate::pipeline;
use crate::view::{View, read_anew};

/// The claim of that id, with its incident.
pub fn claim(view: &View<'_>, id: &str) -> Result<Option<(Incident, Claim)>> {
    let written = format!("\"claim_id\":\"{id}\"");
    let mut found = None;
    view.each(|json| -> Result<()> {
        if found.is_none()
            && json.contains(&written)
            && let Some(incident) = Incident::from_json(json)
            && let Some(claim) = incident.claims.iter().find(|c| c.claim_id == id).cloned()
        {
            found = Some((incident, claim));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The finding that a claim belongs to.
pub fn finding_of<'i>(incident: &'i Incident, claim: &Claim) -> Option<&'i Finding> {
    incident.findings.iter().find(|f| f.about == claim.about && f.slot == claim.slot)
}

/// The claim to point at for a value of a finding: one that states it, else its first.
pub fn claim_for<'i>(incident: &'i Incident, finding: &Finding, value: &str) -> Option<&'i Claim> {
    let of = |wanted: &str| incident.claims.iter().find(|c| c.claim_id == wanted);
    let states = finding.readings.iter().find(|r| r.value == value).and_then(|r| r.claims.first());
    of(states.or_else(|| finding.readings.first()?.claims.first())?)
}

/// What a document tells by the reader's own light, before anybody decided about it.
fn reading(store: &Store, program: &Program, doc: &str) -> Result<Option<Reading>> {
    let Some(seq) = store.in_force()?.get(doc).map(|d| d.seq) else { return Ok(None) };
    let stored = match store.reading(seq, &program.reads)? {
        Some(packed) => Some(packed),
        None => read_anew(store, program, &[seq])?.remove(&seq),
    };
    Ok(stored.as_ref().and_then(Packed::unpack))
}

/// The words by which a judgement points at a claim; `None` where its document does not tell it any more.
pub fn pointed(store: &Store, program: &Program, claim: &Claim) -> Result<Option<Pointed>> {
    let Some(reading) = reading(store, program, &claim.doc_id)? else { return Ok(None) };
    let told = |c: &&Told| {
        let points = c.evidence.first().points();
        let words = c.evidence.first().field().as_str() == claim.quote.field && (points.start, points.end) == (claim.quote.start, claim.quote.end);
        let people = matches!(c.stated.value(), Some(Value::Actor(_) | Value::Kin(_)));
        words && c.slot.as_str() == claim.slot && (people || c.stated.caption() == claim.value)
    };
    for account in &reading.telling.accounts {
        let by_id = account.claims.iter().find(|c| c.id.as_str() == claim.claim_id);
        let Some(found) = by_id.or_else(|| account.claims.iter().find(told)) else { continue };
        let party = |p: &&Party| Subject::Party(p.id) == found.subject;
        return Ok(Some(Pointed {
            words: Words::of(found.evidence.first()),
            slot: found.slot.clone(),
            whom: account.parties.iter().find(party).map(|p| Words::of(p.mentions.first())),
            read: claim.value.as_str().into(),
        }));
    }
    Ok(None)
}

/// A document of the register, read again.
pub fn document(store: &Store, doc: &str) -> Result<Option<Document>> {
    let Some(seq) = store.in_force()?.get(doc).map(|d| d.seq) else { return Ok(None) };
    Ok(pipeline::document(&store.given(seq)?).ok().map(|(document, _)| document))
}

/// Where words stand in a document.
#[derive(Debug)]
pub enum Found {
    /// In its reporting, so often; each can be evidence.
    Reporting(NonEmpty<Quote>),
    /// Only in a zone of that kind, which is none.
    Aside(&'static str),
    /// Nowhere.
    Nowhere,
}

/// Looks words up as a person types them: straight or curly quotation marks, spaces as they fall.
pub fn find(document: &Document, words: &str) -> Found {
    let plain = |c: char| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let words: String = words.trim().chars().map(plain).collect();
    if words.is_empty() {
        return Found::Nowhere;
    }
    let mut quotes = Vec::new();
    for passage in document.reporting() {
        // Each character by one of the same length in bytes or not at all, so that places stay what they are.
        let text: String = passage.text().chars().map(|c| if plain(c).len_utf8() == c.len_utf8() { plain(c) } else { c }).collect();
        quotes.extend(text.match_indices(&words).filter_map(|(at, _)| passage.span(at..at + words.len()).map(Quote::from)));
    }
    if let Some(quotes) = NonEmpty::new(quotes) {
        return Found::Reporting(quotes);
    }
    let aside = document.commentary().find(|p| p.text().chars().map(plain).collect::<String>().contains(&words));
    aside.map_or(Found::Nowhere, |p| Found::Aside(p.zone().kind.as_str()))
}

/// A value that a person gives for a slot, as the export writes it; people of the incident may be called by `p1`, by name or by
/// what they are called. The error says what is expected.
pub fn value(kind: &Kind, slot: &str, given: &str, people: &BTreeMap<String, String>) -> std::result::Result<String, String> {
    let slots = || kind.slots.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
    let slot = kind.slot(slot).ok_or_else(|| format!("{} has no slot {slot} (one of {})", kind.id.as_str(), slots()))?;
    let given = given.trim();
    let labels: Vec<&str> = slot.words.iter().map(|(label, _)| &**label).filter(|l| !matches!(*l, "-" | "?")).collect();
    if slot.value == ValueType::Label && !labels.is_empty() && !labels.contains(&given) {
        return Err(format!("{given} is no value of {} (one of {})", slot.id.as_str(), labels.join(", ")));
    }
    // Ids of people are of one state of the register only: their names stay.
    let named: Vec<&str> = given.split(' ').map(|word| people.get(word).map_or(word, String::as_str)).collect();
    let named = named.join(" ");
    let anybody = |_: &str| Some(Actor::Oneself);
    match Value::parse(slot.value, &named, anybody) {
        Some(_) => Ok(named),
        None => Err(format!("{given} is no value of {}: {}", slot.id.as_str(), expected(slot))),
    }
}

/// What a value of a slot looks like.
fn expected(slot: &Slot) -> &'static str {
    match slot.value {
        ValueType::Day => "write a day such as 2018-09-13, a month (2018-09) or days (2018-09-13/2018-09-14)",
        ValueType::Clock => "write a time such as 17:00, or a part of the day (evening)",
        ValueType::Count => "write a number, 3-5, 3+ or multiple",
        ValueType::Age => "write an age such as 31, 6 months, 30s or late teens",
        ValueType::Actor => "write p1, a name, or self",
        _ => "write the words that it is to have",
    }
}

/// Whether a slot is a person's.
pub fn of_a_person(kind: &Kind, slot: &str) -> bool {
    kind.slot(slot).is_some_and(|s| s.of == Of::Participant)
}

/// People of an incident by their ids: the name, else what they are called.
pub fn people(incident: &Incident) -> BTreeMap<String, String> {
    let name = |p: &rashomon_store::wire::Participant| p.name.clone().unwrap_or_else(|| p.label.clone());
    incident.participants.iter().map(|p| (p.participant_id.clone(), name(p))).collect()
}
