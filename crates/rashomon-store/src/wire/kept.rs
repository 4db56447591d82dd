//! What the bodies of the register file hold. The ledger's are JSON, so that any program can read them in ten years;
//! a field may be added with a default, none may be renamed.

use rashomon_model::{Quote, Side, Source, Telling};
use serde::{Deserialize, Serialize};

use super::Noticed;

/// A page as its input gave it, unedited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The input's own name for it.
    pub doc_id: Option<String>,
    /// The headline, where the input gave it apart.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was captured, as written.
    pub archived_at: Option<String>,
    /// The text.
    pub text: String,
}

/// A document taken back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Retraction {
    /// Why, in the person's words; may be empty.
    pub because: String,
}

/// A decision taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Who took it back.
    pub by: String,
    /// Why, in the person's words; may be empty.
    pub because: String,
    /// The incidents that stood then, with the documents they had: so that an id that goes still finds what became of it.
    pub was: Vec<Side>,
}

/// An input of which no document came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aside {
    /// Stable id of the reason.
    pub id: String,
    /// First byte of the part of the input that is meant.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// What happened and what to do.
    pub hint: String,
    /// BLAKE3 of the input's bytes, in hex.
    pub bytes: String,
}

/// A committed batch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Documents in it.
    pub documents: u32,
    /// When, RFC 3339.
    pub at: String,
}

/// What reader and claims made of one document: the cached row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Where it comes from and when.
    pub source: Source,
    /// What it tells.
    pub telling: Telling,
    /// What was noticed about it; offsets count code points.
    pub notices: Vec<Noticed>,
}

impl Reading {
    /// Every quote in it, with what it is the evidence of.
    pub fn quotes(&self) -> impl Iterator<Item = (String, &Quote)> {
        let accounts = self.telling.accounts.iter().flat_map(|account| {
            let trigger = account.trigger.iter().map(|q| ("an account".to_owned(), q));
            let parties = account.parties.iter().flat_map(|p| p.mentions.iter().map(|q| (format!("party {}", p.id.0), q)));
            let claims = account.claims.iter().flat_map(|claim| {
                let voices = claim.attribution.chain.iter().flat_map(|c| std::iter::once(&c.speaker).chain(&c.cue));
                claim.evidence.iter().chain(voices).map(|q| (format!("claim {} ({})", claim.id, claim.slot), q))
            });
            trigger.chain(parties).chain(claims)
        });
        accounts.chain(self.telling.asides.iter().map(|aside| ("a background passage".to_owned(), &aside.quote)))
    }
}
