//! What one document says: accounts, the parties in them, and claims with their words, voices and factuality.

use crate::kind::{KindId, SlotId};
use crate::several::NonEmpty;
use crate::text::{DocId, Notice, Quote};
use crate::value::Value;

macro_rules! hash_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name(std::sync::Arc<str>);
        impl $name {
            /// The id of the given parts: 16 hex digits of their BLAKE3 hash.
            #[expect(clippy::string_slice, reason = "a hash in hex is ASCII")]
            pub fn of(parts: &[&str]) -> Self {
                let mut hash = blake3::Hasher::new();
                for part in parts {
                    hash.update(&(part.len() as u64).to_le_bytes());
                    hash.update(part.as_bytes());
                }
                Self(hash.finalize().to_hex()[..16].into())
            }
            /// An id written down earlier.
            pub fn named(id: &str) -> Self {
                Self(id.into())
            }
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use hash_id;

hash_id!(
    /// A claim, by document, subject, slot, value and words.
    ClaimId
);
hash_id!(
    /// An account, by document and the words that make it one.
    AccountId
);

/// A person (or group) within one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct PartyId(pub u32);

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Subject {
    /// The incident itself.
    Incident,
    /// One of its parties.
    Party(PartyId),
}

/// What is stated of a slot. Silence is no claim at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Stated {
    /// It is so.
    Is(Value),
    /// It is not so.
    IsNot(Value),
    /// It is said to be unknown, or withheld.
    Unknown,
}

impl Stated {
    /// The value spoken of, whether affirmed or denied.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Stated::Is(v) | Stated::IsNot(v) => Some(v),
            Stated::Unknown => None,
        }
    }
    /// The value's caption, or `unknown`.
    pub fn caption(&self) -> String {
        self.value().map_or_else(|| "unknown".into(), Value::caption)
    }
}

/// How surely, in FactBank's terms (Saurí and Pustejovsky 2009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Factuality {
    /// CT+
    #[default]
    Certain,
    /// PR+
    Probable,
    /// PS+
    Possible,
    /// CT-
    Denied,
    /// PR-
    ProbablyNot,
    /// PS-
    PossiblyNot,
    /// Uu
    Unclear,
}

impl Factuality {
    /// The contract's sign.
    pub fn as_str(self) -> &'static str {
        match self {
            Factuality::Certain => "CT+",
            Factuality::Probable => "PR+",
            Factuality::Possible => "PS+",
            Factuality::Denied => "CT-",
            Factuality::ProbablyNot => "PR-",
            Factuality::PossiblyNot => "PS-",
            Factuality::Unclear => "Uu",
        }
    }
    /// Whether it denies.
    pub fn is_negative(self) -> bool {
        matches!(self, Factuality::Denied | Factuality::ProbablyNot | Factuality::PossiblyNot)
    }
}

/// A voice: who is credited, and by which words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Cited {
    /// The speaker as written ("the superintendent", "WLS").
    pub name: Box<str>,
    /// Where it stands.
    pub speaker: Quote,
    /// The verb or phrase that credits, where it is apart ("said", "according to").
    pub cue: Option<Quote>,
}

/// Who says it: nearest voice first; empty when the reporter does.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Attribution {
    /// Nearest first, the carrier last.
    pub chain: Vec<Cited>,
}

/// One statement, tied to its words:
///
/// ```compile_fail,E0308
/// use rashomon_model::*;
/// fn without_words(id: ClaimId, slot: SlotId, stated: Stated) -> Claim {
///     Claim {
///         id, subject: Subject::Incident, slot, stated,
///         evidence: Vec::new(), // NonEmpty<Quote>, not a list that may be empty
///         attribution: Attribution::default(), factuality: Factuality::Certain, because: Vec::new(), sure: 0,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// What it is about.
    pub subject: Subject,
    /// Which slot.
    pub slot: SlotId,
    /// What it states.
    pub stated: Stated,
    /// The words; the first quote is the one to show.
    pub evidence: NonEmpty<Quote>,
    /// Who says it.
    pub attribution: Attribution,
    /// How surely.
    pub factuality: Factuality,
    /// Why the program reads it so, in words.
    pub because: Vec<Box<str>>,
    /// How likely the reader takes it to be right, in thousandths of a logit; nought where it does not weigh.
    pub sure: i32,
}

impl Claim {
    /// [`Claim::sure`], where claims that the reader does not weigh are taken at their word.
    pub fn how_sure(&self) -> i32 {
        if self.sure == 0 { i32::MAX } else { self.sure }
    }
}

/// A person, or a group never told apart, as one account knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Party {
    /// Number within the account.
    pub id: PartyId,
    /// How to call it: the name, else the fullest description ("a 27-year-old man").
    pub label: Box<str>,
    /// How many people; 1 but for groups.
    pub size: u32,
    /// Where it is mentioned: the fullest mention first.
    pub mentions: NonEmpty<Quote>,
}

/// How likely a page makes one number of people. No claim, for it may be no words': what a record weighs where pages differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Headcount {
    /// Who is counted ("killed").
    pub slot: SlotId,
    /// How many.
    pub n: u32,
    /// In thousandths of a logit.
    pub odds: i32,
}

/// One document's telling of one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The document.
    pub doc: DocId,
    /// The kind that reads it.
    pub kind: KindId,
    /// The words that make it an account of that kind.
    pub trigger: NonEmpty<Quote>,
    /// The document is about this incident; otherwise it reports it beside others.
    pub main: bool,
    /// Its kind's reports are those on which the rarity of words was counted.
    pub counted: bool,
    /// The state that nearly all earlier pages of its outlet tell of (full name): no claim, for no words of the page say it.
    pub beat: Option<Box<str>>,
    /// The numbers of people that it offers, and how likely it makes each.
    pub headcounts: Vec<Headcount>,
    /// Who is in it.
    pub parties: Vec<Party>,
    /// What it states.
    pub claims: Vec<Claim>,
}

/// A passage that mentions another incident: countable, never an incident of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Aside {
    /// Its words.
    pub quote: Quote,
    /// What it mentions, in a few words.
    pub what: Box<str>,
    /// Kind, where one reads it.
    pub kind: Option<KindId>,
    /// Full name of the state.
    pub state: Option<Box<str>>,
    /// City.
    pub city: Option<Box<str>>,
    /// Year.
    pub year: Option<i16>,
}

/// All that one document tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Telling {
    /// The document.
    pub doc: DocId,
    /// Accounts, the main one first.
    pub accounts: Vec<Account>,
    /// Passages about other incidents.
    pub asides: Vec<Aside>,
    /// What was noticed on the way.
    pub notices: Vec<Notice>,
}
