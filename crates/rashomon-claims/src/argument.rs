//! Arguments: who does what a verb says and whom it befalls, by the grammar: subjects across "and", "who", "before shooting" and
//! "accused of firing"; agents after "by".

use crate::clause::People;
use crate::grammar::{Grammar, Relation};
use crate::sheet::Sheet;

/// How far a subject is looked for up the sentence.
const STEPS: usize = 4;

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

    fn first(&self, at: usize, relations: &[Relation]) -> Option<usize> {
        self.grammar.dependents(at).find(|&d| relations.contains(&self.grammar.relation(d)))
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
        // A form of "be", and nothing else: "two men fired at him" is easily taken for men who were fired at.
        if self.first(verb, &[Relation::Passive]).is_some() {
            return true;
        }
        if self.first(verb, &[Relation::Object, Relation::Subject, Relation::PassiveSubject, Relation::Auxiliary]).is_some() {
            return false;
        }
        // "was hit and shot at": the form of "be" stands with the first of two.
        self.grammar.relation(verb) == Relation::Conjunct && self.grammar.head(verb).is_some_and(|head| head < verb && self.is_passive(head))
    }

    /// Nothing but the grammar makes the verb a passive, and its form can be a plain past: "two men fired at an officer".
    pub fn may_be_active(&self, verb: usize) -> bool {
        self.first(verb, &[Relation::Passive]).is_none() && self.word(verb).ends_with("ed")
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

    /// The word that is the verb's subject, in either voice.
    fn subject_word(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..STEPS {
            let own = self.first(at, &[Relation::Subject, Relation::PassiveSubject]);
            let relation = self.grammar.relation(at);
            let head = self.grammar.head(at);
            match own {
                Some(own) if relation == Relation::Relative && matches!(self.word(own), "who" | "that" | "which") => return head,
                Some(own) => return Some(own),
                None => {}
            }
            let head = head?;
            match relation {
                Relation::Clause if !self.is_verb(head) => return Some(head),
                Relation::Relative => return Some(head),
                Relation::Conjunct => at = head,
                Relation::Adverbial | Relation::OpenComplement | Relation::Complement | Relation::Clause | Relation::Oblique => {
                    // "charged him with killing", "forced him to shoot": whom the upper verb acts on does it.
                    let marked = self.grammar.dependents(at).any(|d| {
                        matches!(self.grammar.relation(d), Relation::Mark | Relation::Case) && matches!(self.word(d), "of" | "with" | "for" | "to")
                    });
                    let object = self.first(head, &[Relation::Object]).filter(|_| marked && !self.is_passive(head));
                    if object.is_some() {
                        return object;
                    }
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// Who is the verb's subject.
    pub fn subject(&self, verb: usize) -> Vec<usize> {
        self.subject_word(verb).map(|word| self.named(word)).unwrap_or_default()
    }

    /// Who does what a passive verb says: after "by".
    pub fn agent(&self, verb: usize) -> Vec<usize> {
        let by = |&d: &usize| matches!(self.grammar.relation(d), Relation::Agent | Relation::Oblique) && self.has_case(d, &["by"]);
        self.grammar.dependents(verb).find(by).map(|word| self.named(word)).unwrap_or_default()
    }
}
