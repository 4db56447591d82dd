//! Under whom a pronoun stands: the subjects of its clause and of the clauses over it. It is most often the nearest of them (Hobbs 1978).

use crate::cast::{Form, Person};
use crate::grammar::{Grammar, Relation};
use crate::sheet::Sheet;

/// Words up the sentence that are looked at.
const STEPS: usize = 10;
/// Mentions before one among which those that stand over it are sought.
const NEAR: usize = 24;

/// For each pronoun the mentions before it under which it stands, nearest first.
pub fn governors(sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, people: &[Person]) -> Vec<Vec<usize>> {
    let reader = Reader { sheet, grammar, people };
    (0..people.len()).map(|m| reader.over(m)).collect()
}

struct Reader<'a, 's, 't> {
    sheet: &'a Sheet<'t>,
    grammar: &'a Grammar<'s, 't>,
    people: &'a [Person],
}

const SUBJECTS: &[Relation] = &[Relation::Subject, Relation::PassiveSubject];

impl Reader<'_, '_, '_> {
    fn word(&self, at: usize) -> &str {
        self.sheet.tokens.get(at).map_or("", |t| &t.lower)
    }

    /// The mention before `m` that a word means, or that the word explains: "Marsh, a man".
    fn meant(&self, m: usize, word: usize) -> Option<usize> {
        let means = |k: &usize, word: usize| {
            let p = &self.people[*k];
            p.tokens.contains(&word) && (p.head == word || self.grammar.top(p.head, &p.tokens) == word)
        };
        let near = || m.saturating_sub(NEAR)..m;
        near().find(|k| means(k, word)).or_else(|| {
            let explained = self.grammar.head(word).filter(|_| self.grammar.relation(word) == Relation::Apposition)?;
            near().find(|k| means(k, explained))
        })
    }

    /// The subject of a clause, by its head: the noun that "who" stands for.
    fn subject(&self, clause: usize) -> Option<usize> {
        let own = self.grammar.first(clause, SUBJECTS)?;
        let relative = self.grammar.relation(clause) == Relation::Relative && matches!(self.word(own), "who" | "that" | "which");
        if relative { self.grammar.head(clause) } else { Some(own) }
    }

    fn over(&self, m: usize) -> Vec<usize> {
        let p = &self.people[m];
        let mut out = Vec::new();
        if p.form != Form::Pronoun {
            return out;
        }
        let mut at = self.grammar.top(p.head, &p.tokens);
        let mut own = SUBJECTS.contains(&self.grammar.relation(at));
        for _ in 0..STEPS {
            let Some(over) = self.grammar.head(at) else { break };
            let subject = self.subject(over).filter(|s| *s != at);
            if let Some(k) = subject.filter(|_| !own).and_then(|s| self.meant(m, s))
                && !out.contains(&k)
            {
                out.push(k);
            }
            // Of two clauses side by side neither's subject stands over the other.
            own = self.grammar.relation(over) == Relation::Conjunct && self.grammar.first(over, SUBJECTS).is_some();
            at = over;
        }
        out
    }
}
