//! Wording: words as learned features see them, numbers alike and names not told apart, so that what is learned holds of other people and places.

use crate::cast::Cast;
use crate::scene::Scene;
use crate::sheet::Sheet;

/// The words of one sheet.
#[derive(Debug)]
pub struct Wording<'a, 't> {
    sheet: &'a Sheet<'t>,
    /// By token: it belongs to a name of a person or place.
    names: Vec<bool>,
}

impl<'a, 't> Wording<'a, 't> {
    /// Of a page whose people and places are known.
    pub fn of(scene: &Scene<'a, 't>, cast: &Cast) -> Self {
        let mut names = vec![false; scene.sheet.tokens.len()];
        let people = cast.people.iter().filter_map(|p| p.name.clone());
        for t in people.chain(scene.places.iter().map(|p| p.tokens.clone())).flatten() {
            if let Some(name) = names.get_mut(t) {
                *name = true;
            }
        }
        Self { sheet: scene.sheet, names }
    }

    /// One word as a feature; "-" past the end.
    pub fn word(&self, token: usize) -> String {
        match self.sheet.tokens.get(token) {
            None => "-".into(),
            Some(_) if self.names.get(token) == Some(&true) => "(a name)".into(),
            Some(t) if t.lower.starts_with(|c: char| c.is_ascii_digit()) => "#".into(),
            Some(t) => t.lower.to_string(),
        }
    }
}
