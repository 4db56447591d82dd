//! Models: every set of weights that reading goes by. They travel in the program; others can be given, so that a page is
//! scored by weights that never saw it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rashomon_model::{Document, KindId};

use crate::coreference::Ranker;
use crate::judge::Judge;
use crate::outlet::{Beat, Outlets};
use crate::part::Parts;
use crate::weights::Weights;

/// The weights that reading goes by.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// How likely each claim is to be right, by the kind whose pages taught it.
    pub judges: BTreeMap<KindId, Judge>,
    /// Who is who.
    pub people: Ranker,
    /// Where outlets report from.
    pub outlets: Outlets,
    /// Which of the towns on a page is the incident's.
    pub places: Weights,
    /// Which of the days on a page is the incident's.
    pub days: Weights,
    /// What part somebody takes, by the kind whose pages taught it.
    pub parts: BTreeMap<KindId, Parts>,
}

impl Models {
    /// The judge of a kind.
    pub fn judge(&self, kind: &KindId) -> &Judge {
        static IDLE: OnceLock<Judge> = OnceLock::new();
        self.judges.get(kind).unwrap_or_else(|| IDLE.get_or_init(Judge::default))
    }

    /// Where the outlet of a document reports from, where its address tells.
    pub fn beat(&self, document: &Document) -> Option<&Beat> {
        self.outlets.beat(document.source().url.as_deref()?)
    }

    /// Those in the program, from `models/`.
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Models> = OnceLock::new();
        ONE.get_or_init(|| {
            let shooting = Weights::read(include_bytes!("../../../models/judge.shooting.bin")).unwrap_or_default();
            let judges = BTreeMap::from([(KindId::new("shooting"), Judge::new(shooting))]);
            let people = Ranker::parse(include_str!("../../../models/people.tsv"));
            let outlets = Outlets::parse(include_str!("../../../models/outlets.tsv"));
            let places = Weights::read(include_bytes!("../../../models/places.bin")).unwrap_or_default();
            let days = Weights::read(include_bytes!("../../../models/days.bin")).unwrap_or_default();
            let parts = Weights::read(include_bytes!("../../../models/parts.shooting.bin")).unwrap_or_default();
            let parts = BTreeMap::from([(KindId::new("shooting"), Parts::new(parts))]);
            Self { judges, people, outlets, places, days, parts }
        })
    }
}
