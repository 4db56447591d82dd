//! Whom one verb tells apart. Who does it and to whom it is done are two people, unless the verb turns on itself ("shot himself"):
//! principle B of binding (Chomsky 1981), as Hobbs (1978) reads pronouns by it.

use crate::cast::{Form, Person};
use crate::grammar::{Grammar, Relation};
use crate::sheet::Sheet;

/// Mentions before one among which whom its verb names is sought.
const NEAR: usize = 12;

/// For each mention those before it that are somebody else, by the grammar of their sentence.
pub fn apart(sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, people: &[Person]) -> Vec<Vec<usize>> {
    let reader = Reader { sheet, grammar, people };
    (0..people.len()).map(|m| reader.apart(m)).collect()
}

struct Reader<'a, 's, 't> {
    sheet: &'a Sheet<'t>,
    grammar: &'a Grammar<'s, 't>,
    people: &'a [Person],
}

impl Reader<'_, '_, '_> {
    fn word(&self, at: usize) -> &str {
        self.sheet.tokens.get(at).map_or("", |t| &t.lower)
    }

    fn top(&self, p: &Person) -> usize {
        self.grammar.top(p.head, &p.tokens)
    }

    /// The mention before `m` that a word means; "his" is not whom "his wife" means.
    fn meant(&self, m: usize, word: usize) -> Option<usize> {
        let means = |k: &usize| {
            let p = &self.people[*k];
            p.tokens.contains(&word) && (p.head == word || self.top(p) == word)
        };
        (m.saturating_sub(NEAR)..m).find(means)
    }

    fn apart(&self, m: usize) -> Vec<usize> {
        let p = &self.people[m];
        let itself = self.word(p.head).ends_with("self") || self.word(p.head).ends_with("selves");
        if p.form == Form::Pronoun && itself {
            return Vec::new();
        }
        let top = self.top(p);
        let Some(over) = self.grammar.head(top) else { return Vec::new() };
        let relation = self.grammar.relation(top);
        let words = match relation {
            _ if !self.grammar.tag(over).is_verb() => [None, None],
            // "the woman he loved"
            Relation::Subject | Relation::PassiveSubject if self.grammar.relation(over) == Relation::Relative => [self.grammar.head(over), None],
            Relation::Object | Relation::IndirectObject => [self.grammar.subject(over), None],
            // "shot at him", "was shot by him"; "looked behind him" may be one.
            Relation::Oblique | Relation::Agent
                if self.grammar.dependents_by(top, Relation::Case).any(|c| matches!(self.word(c), "by" | "at" | "to" | "against")) =>
            {
                [self.grammar.subject(over), self.grammar.first(over, &[Relation::Object])]
            }
            _ => [None, None],
        };
        words.into_iter().flatten().filter_map(|word| self.meant(m, word)).collect()
    }
}
