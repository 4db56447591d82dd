//! A whole register as the public may see it, for those who ask it.

use std::collections::BTreeMap;

use rashomon_store::wire::{Incident, Line};
use rashomon_store::{Error, Result};
use rayon::prelude::*;

use super::{Profile, Publication};
use crate::facts;
use crate::view::View;

/// Every incident through a naming profile; what lists and questions need of each is held.
#[derive(Debug)]
pub struct Shown {
    publication: Publication,
    /// By id.
    lines: Vec<Line>,
    /// What a question needs to know of each.
    facts: Vec<Vec<u8>>,
    /// The incidents that a report tells of, by what the report is called here.
    told: BTreeMap<String, Vec<String>>,
}

/// Incidents that are looked through at a time.
const AT_A_TIME: usize = 256;

impl Shown {
    /// Of a register.
    pub fn of(view: &View<'_>, profile: Profile) -> Result<Self> {
        let mut publication = Publication::under(profile);
        view.each(|json| -> Result<()> {
            Incident::from_json(json).iter().for_each(|incident| publication.look(incident));
            Ok(())
        })?;
        let mut shown = Self { publication: publication.ready(), lines: Vec::new(), facts: Vec::new(), told: BTreeMap::new() };
        let mut waiting: Vec<String> = Vec::new();
        view.each(|json| -> std::result::Result<(), Error> {
            waiting.push(json.to_owned());
            if waiting.len() == AT_A_TIME {
                shown.take(std::mem::take(&mut waiting));
            }
            Ok(())
        })?;
        shown.take(waiting);
        Ok(shown)
    }

    fn take(&mut self, some: Vec<String>) {
        let masked = |json: String| {
            let incident = self.publication.of(&Incident::from_json(&json)?);
            let docs: Vec<String> = incident.documents.iter().map(|d| d.doc_id.clone()).collect();
            Some((incident.line(), facts::packed(&incident), docs))
        };
        let made: Vec<_> = some.into_par_iter().filter_map(masked).collect();
        for (line, facts, docs) in made {
            docs.into_iter().for_each(|doc| self.told.entry(doc).or_default().push(line.incident_id.clone()));
            self.lines.push(line);
            self.facts.push(facts);
        }
    }

    /// An incident as it may be seen.
    pub fn incident(&self, json: &str) -> Option<String> {
        Some(self.publication.of(&Incident::from_json(json)?).to_json())
    }

    /// The incidents' lines in `list`, by id.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What a question needs to know of each incident.
    pub fn facts(&self) -> impl Iterator<Item = &[u8]> {
        self.facts.iter().map(Vec::as_slice)
    }

    /// Ids of the incidents that a report tells of.
    pub fn told(&self, doc: &str) -> Vec<String> {
        self.told.get(doc).cloned().unwrap_or_default()
    }
}
