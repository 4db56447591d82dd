//! Findings: what all accounts of one incident together say of each slot.

use std::collections::BTreeMap;

use rashomon_model::incident::{DaySolution, Listed, Placed};
use rashomon_model::kind::Kind;
use rashomon_model::{About, Finding, Judgement, Origin, Participant, SlotId};

/// All that is known of one incident before its findings: what they are made from. `claims` have their roots
/// (`origin::trace`), and parties inside their values are participants.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its documents.
    pub docs: &'a [Listed],
    /// All claims; those that people judged misread left out.
    pub claims: &'a [Placed],
    /// Who is in it.
    pub participants: &'a [Participant],
    /// Roots of the claims.
    pub origins: &'a [Origin],
    /// The day, solved.
    pub day: &'a DaySolution,
    /// The kind that reads it.
    pub kind: &'a Kind,
    /// What people decided.
    pub judgements: &'a [Judgement],
}

/// One finding per (about, slot) that has a claim.
pub fn findings(told: &Told) -> BTreeMap<(About, SlotId), Finding> {
    let _ = told;
    BTreeMap::new()
}
