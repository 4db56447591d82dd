//! Mentions: typed stretches of a sheet. One file per type finds them; none knows another, and none leaves this crate.

use std::ops::Range;

/// A stretch of tokens that stands for a value.
#[derive(Clone, Debug)]
pub struct Mention<V> {
    /// Its tokens, all of one sentence.
    pub tokens: Range<usize>,
    /// What it stands for.
    pub value: V,
}
