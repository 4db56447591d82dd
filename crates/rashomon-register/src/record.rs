//! The record: what an editor would copy into a register today, under the default policy.

use std::collections::BTreeMap;

use rashomon_model::incident::{DaySolution, Listed, Record};
use rashomon_model::kind::Kind;
use rashomon_model::{About, Finding, Participant, SlotId};

/// Fills what findings settle into the people: age, age group, gender, role, GVA's type and status, refuted.
pub fn describe(participants: &mut [Participant], findings: &BTreeMap<(About, SlotId), Finding>, kind: &Kind) {
    let _ = (participants, findings, kind);
}

/// The record of one incident. Call after [`describe`].
pub fn of(docs: &[Listed], participants: &[Participant], findings: &BTreeMap<(About, SlotId), Finding>, day: &DaySolution, kind: &Kind) -> Record {
    let _ = (docs, participants, findings, day, kind);
    Record::default()
}
