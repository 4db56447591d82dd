//! Models: every set of weights that reading goes by. They travel in the program; others can be given, so that a page is
//! scored by weights that never saw it.

use std::sync::OnceLock;

use crate::coreference::Ranker;
use crate::judge::Judge;
use crate::weights::Weights;

/// The weights that reading goes by.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// Which drafts become claims.
    pub judge: Judge,
    /// Who is who.
    pub people: Ranker,
}

impl Models {
    /// Those in the program, from `models/`.
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Models> = OnceLock::new();
        ONE.get_or_init(|| Self {
            judge: Judge::new(Weights::read(include_bytes!("../../../models/judge.bin")).unwrap_or_default()),
            people: Ranker::parse(include_str!("../../../models/people.tsv")),
        })
    }
}
