//! Labels of closed lists.

use super::Comparison;

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
