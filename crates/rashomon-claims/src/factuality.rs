//! Factuality: how surely a claim's words are put, by cue words and their scope (FactBank's classes: Saurí and
//! Pustejovsky 2009).

use std::ops::Range;

use rashomon_model::Factuality;

use crate::sheet::Sheet;

/// How surely a claim is put whose decisive word is `anchor` and whose words are `tokens`, and the cue that says so.
pub fn at(_sheet: &Sheet<'_>, _anchor: usize, _tokens: Range<usize>) -> (Factuality, Option<Range<usize>>) {
    (Factuality::Certain, None)
}
