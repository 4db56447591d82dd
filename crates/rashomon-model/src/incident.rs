//! Incidents: the accounts that tell of one, the people in it, why they were joined, and where what they say comes from.

use std::collections::BTreeMap;

use crate::claim::{AccountId, Aside, Claim, ClaimId, PartyId, hash_id};
use crate::finding::Finding;
use crate::judgement::{Judgement, JudgementId};
use crate::kind::{KindId, SlotId};
use crate::several::NonEmpty;
use crate::text::{DocId, Quote, Source};
use crate::value::day::DayRange;

hash_id!(
    /// An incident, by its smallest account.
    IncidentId
);
hash_id!(
    /// A root of what is said: a page itself, an outlet, a voice, a wire story.
    OriginId
);

/// A person within one incident: `p1`, `p2`, … in the order of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct ParticipantId(pub u32);

impl std::fmt::Display for ParticipantId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p{}", self.0)
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum About {
    /// The incident itself.
    Incident,
    /// One of its participants.
    Participant(ParticipantId),
}

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            About::Incident => f.write_str("incident"),
            About::Participant(p) => p.fmt(f),
        }
    }
}

/// One reason for or against joining, in words, with its weight in hundredths of a natural-log odds unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Reason {
    /// Which feature: a row of the weight table.
    pub feature: Box<str>,
    /// What it saw, in words ("both name Ana Reyes").
    pub detail: Box<str>,
    /// Its weight: for joining above zero, against below.
    pub weight: i32,
}

/// Whether two accounts tell of one incident, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Link {
    /// The two, smaller id first.
    pub pair: (AccountId, AccountId),
    /// Their documents, in the same order.
    pub docs: (DocId, DocId),
    /// Sum of the weights.
    pub score: i32,
    /// Joined (the score is enough, or a person said so).
    pub joined: bool,
    /// Why; never empty: a score without its reasons is not a result.
    pub because: NonEmpty<Reason>,
}

/// How much of a document an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Part {
    /// The document is about it.
    Main,
    /// The document reports it beside others.
    Also,
    /// The document only mentions it.
    Background,
}

impl Part {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Main => "main",
            Part::Also => "also",
            Part::Background => "background",
        }
    }
}

/// A document of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Listed {
    /// Where it comes from and when.
    pub source: Source,
    /// How much of it is about this incident.
    pub part: Part,
    /// Its accounts of this incident.
    pub accounts: Vec<AccountId>,
}

/// A claim in its incident: whom it is about across all accounts, and the root it goes back to. Parties inside its
/// value are participants here.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Placed {
    /// The claim.
    pub claim: Claim,
    /// Its document.
    pub doc: DocId,
    /// Whom or what it is about.
    pub about: About,
    /// The root it goes back to; `None` when the page speaks in its own voice without a sign of how it knows.
    pub origin: Option<OriginId>,
    /// The decision by which a person read it, or corrected how it was read; `None` where the program read it.
    pub judgement: Option<JudgementId>,
}

/// A root of what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Origin {
    /// Its id.
    pub id: OriginId,
    /// How to call it ("WGN", "the prosecutors", "wire story on 3 pages").
    pub label: Box<str>,
    /// What kind of root.
    pub root: Root,
    /// Documents that carry it.
    pub docs: Vec<DocId>,
    /// Why these are one root, in words.
    pub because: Box<str>,
}

/// What kind of root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Root {
    /// A voice that several pages quote.
    Voice,
    /// An outlet that is credited.
    Outlet,
    /// Near-duplicate texts: one story on several pages.
    Copy,
    /// The page itself: witness, document or interview of its own.
    Page,
}

/// Two documents that share text, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Copied {
    /// The two documents, smaller id first.
    pub docs: (DocId, DocId),
    /// Shared shingles over those of the smaller, in thousandths.
    pub share: u16,
    /// Same address: versions of one page.
    pub versions: bool,
}

/// A person or group in an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Participant {
    /// Its id.
    pub id: ParticipantId,
    /// The fullest name, where one is given.
    pub name: Option<Box<str>>,
    /// All names and forms of address, fullest first.
    pub names: Vec<Box<str>>,
    /// How to call them where there is no name ("a 27-year-old man").
    pub label: Box<str>,
    /// How many people.
    pub size: u32,
    /// The parties that are this person.
    pub parties: NonEmpty<(AccountId, PartyId)>,
    /// Why they were joined, in words.
    pub because: Vec<Box<str>>,
    /// Age in years, age group (`Adult 18+`, `Teen 12-17`, `Child 0-11`), under the default policy.
    pub age: Option<u16>,
    /// See `age`.
    pub age_group: Option<Box<str>>,
    /// `male` or `female`.
    pub gender: Option<Box<str>>,
    /// victim, suspect, officer, intervener, witness, official, other.
    pub role: Option<Box<str>>,
    /// GVA: `Victim`, `Subject-Suspect`.
    pub gva_type: Option<Box<str>>,
    /// GVA: Killed, Injured, Unharmed, Arrested.
    pub status: Vec<Box<str>>,
    /// A later account refutes that this person exists.
    pub refuted: bool,
}

/// What an editor would copy into a register, under the default policy.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub struct Record {
    pub date: Option<DayRange>,
    pub time: Option<Box<str>>,
    pub state: Option<Box<str>>,
    pub county: Option<Box<str>>,
    pub city: Option<Box<str>>,
    pub address: Option<Box<str>>,
    pub venue: Option<Box<str>>,
    /// Latitude in hundred-thousandths of a degree.
    pub lat: Option<i32>,
    /// Longitude in hundred-thousandths of a degree.
    pub lon: Option<i32>,
    pub killed: Option<Toll>,
    pub injured: Option<Toll>,
    pub weapons: Vec<Box<str>>,
    pub circumstances: Vec<Box<str>>,
    /// Fields that were inferred, and under which policy.
    pub basis: BTreeMap<Box<str>, Box<str>>,
}

/// A number of people, with its range and whether it was stated or counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub struct Toll {
    pub low: u32,
    pub best: u32,
    pub high: u32,
    pub stated: bool,
}

/// The day of an incident, solved from what all its accounts say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct DaySolution {
    /// The days that clash least with the constraints, best first; one when it is settled.
    pub days: Vec<DayRange>,
    /// Constraints, and whether each holds on the best day.
    pub constraints: Vec<DayConstraint>,
    /// How it was solved, in a sentence or two.
    pub why: Box<str>,
}

/// One constraint on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct DayConstraint {
    /// Document it comes from.
    pub doc: DocId,
    /// In words: "Thursday", "Sept. 14", "published in 2018 (rights line)".
    pub says: Box<str>,
    /// The claim, when it is one.
    pub claim: Option<ClaimId>,
    /// Whether the best day fits it.
    pub holds: bool,
    /// What it weighs in the solver.
    pub weight: u32,
}

/// One real incident, with all that is said of it. There is no field for "the" value of a slot: ask a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// The kind that reads it.
    pub kind: KindId,
    /// One line.
    pub caption: Box<str>,
    /// Documents by publication, then id.
    pub documents: NonEmpty<Listed>,
    /// Who is in it.
    pub participants: Vec<Participant>,
    /// All claims, by document, about, slot, place.
    pub claims: Vec<Placed>,
    /// One per (about, slot) that has a claim.
    pub findings: BTreeMap<(About, SlotId), Finding>,
    /// The default policy's record.
    pub record: Record,
    /// The day, solved.
    pub day: DaySolution,
    /// Roots.
    pub origins: Vec<Origin>,
    /// Documents that share text.
    pub copies: Vec<Copied>,
    /// Why its accounts were joined.
    pub links: Vec<Link>,
    /// Look-alikes that were kept apart, strongest first: links that did not join.
    pub apart: Vec<Link>,
    /// Passages of its documents about other incidents.
    pub asides: Vec<(DocId, Aside)>,
    /// Words that identify it: trigger quotes of its accounts.
    pub triggers: Vec<Quote>,
    /// What people decided about its documents.
    pub judgements: Vec<Judgement>,
    /// Those of them whose words are told otherwise now: kept, and binding nothing.
    pub orphans: Vec<JudgementId>,
}
