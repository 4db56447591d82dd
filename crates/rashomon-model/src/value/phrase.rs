//! Short descriptions in words.

use super::Comparison;

/// By their content words.
pub fn compare(a: &str, b: &str, single: bool) -> Comparison {
    super::label::compare(a, b, single)
}
