//! Models: every set of weights that reading goes by. They travel in the program; others can be given, so that a page is
//! scored by weights that never saw it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rashomon_model::KindId;

use crate::coreference::Ranker;
use crate::judge::Judge;
use crate::weights::Weights;

/// The weights that reading goes by.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// How likely each claim is to be right, by the kind whose pages taught it.
    pub judges: BTreeMap<KindId, Judge>,
    /// Who is who.
    pub people: Ranker,
}

impl Models {
    /// The judge of a kind.
    pub fn judge(&self, kind: &KindId) -> &Judge {
        static IDLE: OnceLock<Judge> = OnceLock::new();
        self.judges.get(kind).unwrap_or_else(|| IDLE.get_or_init(Judge::default))
    }

    /// Those in the program, from `models/`.
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Models> = OnceLock::new();
        ONE.get_or_init(|| {
            let shooting = Weights::read(include_bytes!("../../../models/judge.shooting.bin")).unwrap_or_default();
            let judges = BTreeMap::from([(KindId::new("shooting"), Judge::new(shooting))]);
            let people = Ranker::parse(include_str!("../../../models/people.tsv"));
            Self { judges, people }
        })
    }
}
