//! What people decided. Never erased, only retired; points at documents and words, never at ids a new model would change.

use crate::kind::SlotId;
use crate::text::{DocId, Field};

/// A person's decision, with who and when (as text from the input: no clock is read here).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Judgement {
    /// What was decided.
    pub ruling: Ruling,
    /// Who decided.
    pub by: Box<str>,
    /// Why, in the person's words.
    pub because: Box<str>,
}

/// The words a judgement points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Words {
    /// Document.
    pub doc: DocId,
    /// Field.
    pub field: Field,
    /// Bytes.
    pub bytes: (u32, u32),
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Ruling {
    /// Two documents' main accounts tell of one incident.
    Same(DocId, DocId),
    /// They do not.
    NotSame(DocId, DocId),
    /// The claim on these words is misread.
    Misread(Words, SlotId),
    /// The claim on these words has the right value.
    Right(Words, SlotId),
}
