//! Accounts: whether a document tells of an incident of a kind at all, and which of its sentences do.

use std::ops::Range;

use rashomon_model::{Aside, ZoneKind};

use crate::cast::Cast;
use crate::scene::Scene;
use crate::sheet::Sheet;

/// The part of a document that tells of one incident.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The document is about this incident; otherwise it reports it beside others.
    pub main: bool,
    /// Words of the kind's triggers, the first of the body first.
    pub triggers: Vec<Range<usize>>,
    /// For each sentence of the sheet: whether it may be evidence of this incident.
    pub sentences: Vec<bool>,
}

impl Scope {
    /// Whether claims may be cut from a run of tokens.
    pub fn holds(&self, sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
        sheet.tokens.get(tokens.start).is_some_and(|t| self.sentences.get(t.sentence).copied().unwrap_or(false))
    }
}

/// What a document tells of one kind of incident.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// Its incidents, the main one first; none when no trigger stands in the reporting.
    pub scopes: Vec<Scope>,
    /// Passages about others.
    pub asides: Vec<Aside>,
}

/// Parts a document by the incidents of a kind.
pub fn split(scene: &Scene<'_, '_>, _cast: &Cast) -> Split {
    let sheet = scene.sheet;
    let mut triggers: Vec<Range<usize>> = scene.triggers().cloned().collect();
    if triggers.is_empty() {
        return Split::default();
    }
    triggers.sort_by_key(|r| (sheet.sentences[sheet.tokens[r.start].sentence].zone == ZoneKind::Title, r.start));
    let sentences = vec![true; sheet.sentences.len()];
    Split { scopes: vec![Scope { main: true, triggers, sentences }], asides: Vec::new() }
}
