//! *claims: here is a document, what does it tell of which incident?* Takes one [`Document`] and kinds → gives a
//! [`Telling`]: accounts with parties and claims, and asides; may not know markup, or a second document.

pub mod cast;
pub mod draft;
pub mod mention;
pub mod pattern;
pub mod scene;
pub mod sheet;
pub mod slot;

use rashomon_model::{Document, Kinds, Telling};

/// All that one document tells, by the kinds at hand.
pub fn tell(document: &Document, kinds: &Kinds) -> Telling {
    let _ = kinds;
    Telling { doc: document.id().clone(), accounts: Vec::new(), asides: Vec::new(), notices: Vec::new() }
}
