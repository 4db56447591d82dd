//! The nouns of rashomon. *Takes* nothing *→ gives* the words every other room speaks; *may not know* anything else of ours.
//!
//! Modules in the order a page meets them: its text, the values it states, the kinds that say what can be
//! stated, the claims, and then, over many pages, the incidents and their findings.

pub mod claim;
pub mod finding;
pub mod gazetteer;
pub mod incident;
pub mod judgement;
pub mod kind;
mod several;
pub mod text;
pub mod value;

pub use claim::{Account, AccountId, Aside, Attribution, Cited, Claim, ClaimId, Factuality, Headcount, Party, PartyId, Stated, Subject, Telling};
pub use finding::{Finding, Preference, Reading, Relation, Standing, Status, Support};
pub use incident::{About, Incident, IncidentId, Link, Origin, OriginId, Participant, ParticipantId, Reason};
pub use judgement::{Coded, Judgement, JudgementId, Point, Pointed, Ruling, Scope, Side, Words};
pub use kind::{Kind, KindId, Kinds, Policy, Slot, SlotId};
pub use several::{NonEmpty, TwoOrMore};
pub use text::{DocId, Document, Field, Notice, Quote, Source, Span, Text, ZoneKind};
pub use value::Value;
