//! Drafts: what a slot rule found, before voice and factuality are read off the sentence.

use std::borrow::Cow;
use std::ops::Range;

use rashomon_model::{Stated, Subject};

/// A claim in the making.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is about. `PartyId(n)` is party `n` of the [`crate::cast::Cast`].
    pub subject: Subject,
    /// Slot name, as in the kind file (owned where a kind file alone knows it).
    pub slot: Cow<'static, str>,
    /// What it states.
    pub stated: Stated,
    /// The words to quote: tokens of one sentence.
    pub tokens: Range<usize>,
    /// The token whose factuality decides (the verb, or the value): read by `factuality`.
    pub anchor: usize,
    /// How likely its rule takes it to be right, in thousandths of a logit; nought where the rule does not weigh.
    pub sure: i32,
    /// Why it was read so, in words, for `rashomon why`.
    pub because: String,
}
