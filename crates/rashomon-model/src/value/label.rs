//! Labels of closed lists.

use super::Comparison;

/// Reads a label as the lists write it: lower case, words joined by hyphens (`at-large`).
pub fn parse(words: &str) -> Option<Box<str>> {
    let label = words.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    (!label.is_empty()).then(|| label.into())
}

/// Equal labels are the same; others contradict where only one can be true. Progress between labels is for `reconcile`.
pub fn compare(a: &str, b: &str, single: bool) -> Comparison {
    if a == b {
        Comparison::Same
    } else if single {
        Comparison::Contradicts
    } else {
        Comparison::Compatible
    }
}
