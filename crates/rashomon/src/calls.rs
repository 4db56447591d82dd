//! Calls: what somebody told and no page says, kept as a document of its own.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use rashomon_model::DocId;
use rashomon_store::wire::kept::{Call, Given};
use rashomon_store::{Result, Store};

/// How the names of calls begin.
const NAMED: &str = "call-";

/// A call as a page: by name the same call is one, however often it is told.
pub fn given(call: Call, day: Date, time: Option<Time>, text: &str) -> Given {
    let when = time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}"));
    let id = DocId::of_content(format!("{}\n{when}\n{text}", call.who).as_bytes());
    Given {
        doc_id: Some(format!("{NAMED}{day}-{}", id.as_str().get(..8).unwrap_or_default())),
        published: Some(when),
        archived_at: Some(day.to_string()),
        text: text.into(),
        call: Some(call),
        ..Given::default()
    }
}

/// The call that a document in force is the note of.
pub fn of(store: &Store, name: &str) -> Result<Option<Call>> {
    if !name.starts_with(NAMED) {
        return Ok(None);
    }
    Ok(match store.in_force_under(name)? {
        Some(seq) => store.given(seq)?.call,
        None => None,
    })
}

/// Those documents that stand in no export: what was told in confidence, and calls that were taken back and decided on before.
pub fn confidential(store: &Store) -> Result<BTreeSet<DocId>> {
    let mut hidden = BTreeSet::new();
    for name in store.names(NAMED, usize::MAX)? {
        if of(store, &name)?.is_some_and(|call| call.confidential) {
            hidden.insert(DocId::new(&name));
        }
    }
    for judgement in store.judgements()? {
        for doc in judgement.ruling.docs().into_iter().filter(|doc| doc.as_str().starts_with(NAMED)) {
            if store.in_force_under(doc.as_str())?.is_none() {
                hidden.insert(doc.clone());
            }
        }
    }
    Ok(hidden)
}
