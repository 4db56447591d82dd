//! What hangs on a verb: its subject across "and", "who", "before shooting" and "accused of firing", and its voice.

use super::{Grammar, Relation};

/// How far a subject is looked for up the sentence.
const STEPS: usize = 4;

impl Grammar<'_, '_> {
    fn word(&self, at: usize) -> &str {
        self.sheet.tokens.get(at).map_or("", |t| &t.lower)
    }

    /// The first word that hangs on a word in one of some ways.
    pub(crate) fn first(&self, at: usize, relations: &[Relation]) -> Option<usize> {
        self.dependents(at).find(|&d| relations.contains(&self.relation(d)))
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
        self.relation(verb) == Relation::Conjunct && self.head(verb).is_some_and(|head| head < verb && self.is_passive(head))
    }

    /// The next verb up the sentence.
    fn verb_over(&self, word: usize) -> Option<usize> {
        std::iter::successors(self.head(word), |&at| self.head(at)).take(STEPS).find(|&at| self.tag(at).is_verb())
    }

    /// ", killing him": a form in -ing with an object, behind a comma.
    fn trails(&self, verb: usize) -> bool {
        let comma = verb.checked_sub(1).is_some_and(|before| self.word(before) == ",");
        comma && self.word(verb).ends_with("ing") && self.first(verb, &[Relation::Object]).is_some()
    }

    /// The word that is the verb's subject, in either voice.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..STEPS {
            let own = self.first(at, &[Relation::Subject, Relation::PassiveSubject]);
            let relation = self.relation(at);
            let head = self.head(at);
            match own {
                Some(own) if relation == Relation::Relative && matches!(self.word(own), "who" | "that" | "which") => return head,
                Some(own) => return Some(own),
                None => {}
            }
            let head = head?;
            match relation {
                // "Shot a man in the chest, killing him": behind a comma what is done to somebody is the verb's, whatever noun stands nearer.
                Relation::Clause if !self.tag(head).is_verb() => match self.verb_over(head).filter(|_| self.trails(at)) {
                    Some(verb) => at = verb,
                    None => return Some(head),
                },
                Relation::Relative => return Some(head),
                Relation::Conjunct => at = head,
                // "Took the gun and shot him": the second of two verbs, taken for what was taken.
                Relation::Object if self.tag(at).is_verb() => at = head,
                Relation::Adverbial | Relation::OpenComplement | Relation::Complement | Relation::Clause | Relation::Oblique => {
                    // "charged him with killing", "forced him to shoot": whom the upper verb acts on does it.
                    let marked = self
                        .dependents(at)
                        .any(|d| matches!(self.relation(d), Relation::Mark | Relation::Case) && matches!(self.word(d), "of" | "with" | "for" | "to"));
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
}
