//! Findings: what all accounts together say of one slot, with every reading and every change kept.

use crate::claim::{ClaimId, Factuality, Stated};
use crate::incident::OriginId;
use crate::judgement::JudgementId;
use crate::several::{NonEmpty, TwoOrMore};
use crate::value::{Comparison, Count, Value};

/// How two claims on one slot of one thing stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum Relation {
    Same,
    Refines,
    Compatible,
    Contradicts,
    Supersedes,
}

impl Relation {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Same => "same",
            Relation::Refines => "refines",
            Relation::Compatible => "compatible",
            Relation::Contradicts => "contradicts",
            Relation::Supersedes => "supersedes",
        }
    }
}

/// A root and the claims that go back to it. Corroboration counts these, never documents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Support {
    /// The root; `None`: origin unstated, shown but never a vote.
    pub origin: Option<OriginId>,
    /// The claims.
    pub claims: NonEmpty<ClaimId>,
}

/// One value of a slot, with all who state it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Reading {
    /// What is stated.
    pub stated: Stated,
    /// By whom.
    pub support: NonEmpty<Support>,
}

impl Reading {
    /// Number of distinct roots.
    pub fn origins(&self) -> usize {
        self.support.iter().filter(|s| s.origin.is_some()).count()
    }
    /// Number of claims in a page's own voice without sign of how it knows.
    pub fn unstated(&self) -> usize {
        self.support.iter().filter(|s| s.origin.is_none()).map(|s| s.claims.len()).sum()
    }
    /// All claims.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimId> {
        self.support.iter().flat_map(|s| s.claims.iter())
    }
}

/// Where the readings of a slot stand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Standing {
    /// They can all be true. The first is the finest.
    Agreed(NonEmpty<Reading>),
    /// They cannot.
    Disputed(TwoOrMore<Reading>),
}

/// The contract's status of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum Status {
    Agreed,
    Single,
    Disputed,
    Superseded,
    Open,
}

impl Status {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Agreed => "agreed",
            Status::Single => "single",
            Status::Disputed => "disputed",
            Status::Superseded => "superseded",
            Status::Open => "open",
        }
    }
}

/// All agree: the value that says most.
pub const FINEST_AGREED: &str = "finest-agreed";
/// Disputed: the value that two roots or more state, and more than any other.
pub const MAJORITY_OF_ORIGINS: &str = "majority-of-origins";

/// A value chosen by a named policy, never without its voice: "charged, say prosecutors" is not "shot by".
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Preference {
    /// The values: several where several are true.
    pub values: NonEmpty<Value>,
    /// Which policy chose.
    pub policy: Box<str>,
    /// Factuality of its best claim.
    pub factuality: Factuality,
    /// Voice of its best claim, nearest first.
    pub voice: Vec<Box<str>>,
    /// The decision that chose it, where a person did.
    pub judgement: Option<JudgementId>,
}

impl Preference {
    /// Values joined with "; " as the contract writes them.
    pub fn caption(&self) -> String {
        self.values.iter().map(Value::caption).collect::<Vec<_>>().join("; ")
    }
}

/// One relation between two claims, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Related {
    /// The claim that refines, contradicts or supersedes …
    pub from: ClaimId,
    /// … this one.
    pub to: ClaimId,
    /// How.
    pub relation: Relation,
    /// Why, in words.
    pub because: Box<str>,
}

/// What all accounts together say of one slot of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// Where the readings stand now.
    pub now: Standing,
    /// What later statements superseded, oldest first.
    pub before: Vec<Reading>,
    /// The contract's status: by documents, disputed before superseded.
    pub status: Status,
    /// The value chosen, by which policy; `None` when it cannot be settled.
    pub preferred: Option<Preference>,
    /// Relations between claims of different readings.
    pub relations: Vec<Related>,
    /// One sentence.
    pub why: Box<str>,
}

/// Low, best and high, as conflict registers count (Uppsala Conflict Data Program): of the counts that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The lowest number that stands.
    pub low: u32,
    /// The preferred one, where one is preferred and is a number.
    pub best: Option<u32>,
    /// The highest; `None` where one is open above.
    pub high: Option<u32>,
}

impl Finding {
    /// Low, best and high of a slot that counts.
    pub fn estimate(&self) -> Option<Estimate> {
        let counts = self.readings().iter().filter_map(|r| if let Stated::Is(Value::Count(count)) = &r.stated { Some(*count) } else { None });
        let counts: Vec<Count> = counts.collect();
        // A bound that another count meets ("at least 2", 3) says no more than it.
        let counts: Vec<Count> = counts.iter().copied().filter(|c| counts.iter().all(|other| c.compare(other) != Comparison::Coarser)).collect();
        let number = |count: &Count| if count.high.is_none() { count.named() } else { count.exact() };
        let best = self.preferred.as_ref().and_then(|p| if let Value::Count(count) = p.values.first() { number(count) } else { None });
        let high = counts.iter().map(|c| c.high).collect::<Option<Vec<u32>>>().and_then(|all| all.into_iter().max());
        Some(Estimate { low: counts.iter().map(|c| c.low).min()?, best, high })
    }
    /// The policy that chose the preferred value, or that could choose none.
    pub fn policy(&self) -> &str {
        match (&self.preferred, self.status) {
            (Some(preference), _) => &preference.policy,
            (None, Status::Disputed) => MAJORITY_OF_ORIGINS,
            (None, _) => FINEST_AGREED,
        }
    }
    /// The value, where nothing is disputed and the finest reading is affirmed.
    pub fn settled(&self) -> Option<&Value> {
        match &self.now {
            Standing::Agreed(readings) => match &readings.first().stated {
                Stated::Is(value) => Some(value),
                _ => None,
            },
            Standing::Disputed(_) => None,
        }
    }
    /// Readings that stand now.
    pub fn readings(&self) -> &[Reading] {
        match &self.now {
            Standing::Agreed(readings) => readings,
            Standing::Disputed(readings) => readings,
        }
    }
}
