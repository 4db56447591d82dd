//! Arguments: who does what a verb says and whom it befalls: the people that its subject and its agent name.

use crate::clause::People;
use crate::grammar::{Grammar, Relation};
use crate::sheet::Sheet;

/// Reads the arguments of verbs. Numbers of people are places in [`crate::cast::Cast::people`].
#[derive(Debug)]
pub struct Arguments<'a> {
    sheet: &'a Sheet<'a>,
    people: &'a People<'a>,
    grammar: &'a Grammar<'a, 'a>,
}

impl<'a> Arguments<'a> {
    /// Of the people of a sheet.
    pub fn of(sheet: &'a Sheet<'a>, people: &'a People<'a>, grammar: &'a Grammar<'a, 'a>) -> Self {
        Self { sheet, people, grammar }
    }

    fn word(&self, at: usize) -> &str {
        self.sheet.tokens.get(at).map_or("", |t| &t.lower)
    }

    fn has_case(&self, at: usize, words: &[&str]) -> bool {
        self.grammar.dependents_by(at, Relation::Case).any(|c| words.contains(&self.word(c)))
    }

    /// The token is a verb.
    pub fn is_verb(&self, at: usize) -> bool {
        self.grammar.tag(at).is_verb()
    }

    /// The subject of the verb undergoes what it says.
    pub fn is_passive(&self, verb: usize) -> bool {
        self.grammar.is_passive(verb)
    }

    /// Nothing but the grammar makes the verb a passive, and its form can be a plain past: "two men fired at an officer".
    pub fn may_be_active(&self, verb: usize) -> bool {
        self.grammar.first(verb, &[Relation::Passive]).is_none() && self.word(verb).ends_with("ed")
    }

    /// The people that a word and those joined to it name.
    fn named(&self, at: usize) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        let joined = self.grammar.dependents_by(at, Relation::Conjunct).filter(|&c| !self.is_verb(c));
        for word in std::iter::once(at).chain(joined) {
            // "one of the suspects", "the bodies of two men" no.
            let part = matches!(self.word(word), "one" | "two" | "some" | "all" | "both" | "none" | "several" | "each");
            let of = self.grammar.dependents_by(word, Relation::Nominal).find(|_| part);
            let person = self.people.holding(word).or_else(|| self.people.holding(of?));
            let owned = person.is_some_and(|p| self.people.owns(p) && self.people.range(p).end <= word);
            out.extend(person.filter(|p| self.people.in_cast(*p) && !owned && !out.contains(p)));
        }
        out
    }

    /// Who is the verb's subject.
    pub fn subject(&self, verb: usize) -> Vec<usize> {
        self.grammar.subject(verb).map(|word| self.named(word)).unwrap_or_default()
    }

    /// Who does what a passive verb says: after "by".
    pub fn agent(&self, verb: usize) -> Vec<usize> {
        let by = |&d: &usize| matches!(self.grammar.relation(d), Relation::Agent | Relation::Oblique) && self.has_case(d, &["by"]);
        self.grammar.dependents(verb).find(by).map(|word| self.named(word)).unwrap_or_default()
    }
}
