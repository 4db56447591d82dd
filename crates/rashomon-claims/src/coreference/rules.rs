//! Rules of thumb for a mention: apposition, names, owners, and the scores that the ranker leans on.

use rashomon_model::value::name::Likeness;
use rashomon_model::value::{Comparison, Name};

use super::{Party, Reader, WINDOW, ages_clash, clash, far_apart, is_civil, is_plain, is_uniform, nouns_agree};
use crate::cast::{Form, Opening};
use crate::involvement::Role;
use crate::mention::person::lexicon;

/// Sentences in which an indefinite description may tell the headline's event again.
const LEAD: usize = 4;

impl Reader<'_, '_> {
    /// "The man accused of shooting an officer has been identified as Luis Ortega": whom the name is, when what stands before it is only
    /// whom he shot.
    fn accused(&self, object: usize, m: usize) -> Option<usize> {
        let (q, p) = (&self.people[object], &self.people[m]);
        p.name.as_ref()?;
        let verb = self.lower(q.tokens.start.checked_sub(1)?);
        let told = (q.tokens.end..p.tokens.start).any(|i| matches!(self.lower(i), "identified" | "named"));
        if !told || !verb.ends_with("ing") && !matches!(verb, "shot" | "killed" | "wounded") {
            return None;
        }
        let subject = (object.saturating_sub(3)..object)
            .rev()
            .find(|k| self.people[*k].tokens.end <= q.tokens.start && self.sentence(*k) == self.sentence(m))?;
        let way = self.people[subject].tokens.end..q.tokens.start;
        let leads = way.len() <= 8
            && way.clone().any(|i| matches!(self.lower(i), "accused" | "suspected" | "charged" | "believed" | "who" | "wanted" | "arrested"));
        (leads && self.people[subject].form == Form::Described).then_some(subject)
    }

    /// "His son and daughter - Luis, 4, and Mara, 2": the first name is the first one's, the second the second one's.
    fn pairwise(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        p.name.as_ref()?;
        let sentence = self.sentence(m);
        let single = |k: &usize| {
            let q = &self.people[*k];
            q.form != Form::Pronoun && q.size == Some(1) && q.tokens.end <= p.tokens.start && self.sentence(*k) == sentence
        };
        let before: Vec<usize> = (m.saturating_sub(8)..m).filter(single).collect();
        let named = before.iter().rev().take_while(|k| self.people[**k].name.is_some()).count();
        let (called, names) = before.split_at(before.len() - named);
        let [.., first, second] = called else { return None };
        let (r, q) = (&self.people[*first], &self.people[*second]);
        let between = |a: usize, b: usize| (a..b).map(|t| self.lower(t)).collect::<Vec<_>>();
        let joint = between(r.tokens.end, q.tokens.start);
        let and = |words: &[&str]| words.contains(&"and") && words.len() <= 3;
        let opens = |to: usize| {
            let words = between(q.tokens.end, to);
            (1..=2).contains(&words.len()) && words.iter().all(|w| matches!(*w, "-" | "–" | "—" | ":" | ","))
        };
        if !and(&joint) || r.name.is_some() {
            return None;
        }
        let party = match names {
            [] => {
                let next = self.people.get(m + 1).filter(|n| n.name.is_some() && self.sentence(m + 1) == sentence)?;
                (opens(p.tokens.start) && and(&between(p.tokens.end, next.tokens.start))).then_some(r.party)?
            }
            [one] => {
                let n = &self.people[*one];
                (opens(n.tokens.start) && and(&between(n.tokens.end, p.tokens.start))).then_some(q.party)?
            }
            _ => None,
        }?;
        self.fits(m, party).then_some(party)
    }

    /// Apposition and the like: the mention before and the words between say that both are one.
    pub(super) fn linked(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        if p.form == Form::Pronoun {
            return None;
        }
        if let Some(party) = self.pairwise(m) {
            return Some(party);
        }
        let sentence = self.sentence(m);
        // The nearest mention before that ends before this one begins (an owner lies inside).
        let prior = (m.saturating_sub(4)..m).rev().find(|k| self.people[*k].tokens.end <= p.tokens.start && self.sentence(*k) == sentence)?;
        if let Some(subject) = self.accused(prior, m) {
            return self.people[subject].party.filter(|party| self.fits(m, *party));
        }
        let q = &self.people[prior];
        let party = q.party?;
        if q.form == Form::Pronoun || !self.fits(m, party) {
            return None;
        }
        let between: Vec<&str> = (q.tokens.end..p.tokens.start).map(|i| self.lower(i)).collect();
        let told = |w: &[&str]| between.iter().any(|b| w.contains(b));
        // "The suspect in the shooting has been identified by police as".
        let called = between.len() <= 14 && told(&["identified", "described"]) && between.last() == Some(&"as");
        if between.len() > 8 && !called {
            return None;
        }
        let one_named = (q.name.is_some()) != (p.name.is_some());
        let after = self.lower(p.tokens.end);
        let mut plain: Vec<&str> = between.clone();
        plain.retain(|w| !matches!(*w, "," | "also" | "only" | "later" | "-" | "–" | "—" | "(" | ":"));
        match plain.as_slice() {
            // "the victim , Ana Reyes ," · "Ana Reyes , the victim ," · "victim Ana Reyes"
            [] if one_named => {
                let comma = !between.is_empty();
                let ends = !comma
                    || matches!(after, "," | "." | ")" | "" | "-" | "–" | "—" | "who" | "was" | ";")
                    || p.age.is_some()
                    || q.opening != Opening::Indefinite && p.name.is_some();
                let list = comma && q.name.is_some() && p.opening == Opening::Indefinite && p.noun.is_empty();
                // "It was fired by her partner, Oduya said."
                let says = comma && p.name.is_some() && matches!(after, "said" | "says" | "told" | "added");
                (ends && !list && !says && (q.opening != Opening::Another || p.name.is_some())).then_some(party)
            }
            // "her boyfriend , the suspect ,": two descriptions, one of them definite.
            [] if p.form == Form::Described && q.form == Form::Described && between == [","] => {
                let kinds = !is_plain(&p.noun) || !is_plain(&q.noun);
                (kinds
                    && (p.opening == Opening::Indefinite) != (q.opening == Opening::Indefinite)
                    && matches!(after, "," | ".")
                    && p.noun != q.noun
                    && p.opening != Opening::Another)
                    .then_some(party)
            }
            _ if one_named && told(&["identified", "named", "known", "called"]) && told(&["as", "named", "called", "to", "be"]) => {
                // "identified by Kettle County police as", but not "was taken in, and police identified".
                let by = called && between.windows(2).any(|w| matches!(w, ["identified" | "named", "by"]));
                (!told(&["and", "police", "but"]) || between.len() <= 4 || by && !told(&["and", "but"])).then_some(party)
            }
            // "The suspect has been identified by police as a 17-year-old boy".
            _ if called
                && p.form == Form::Described
                && p.opening == Opening::Indefinite
                && q.form == Form::Described
                && q.opening == Opening::Definite
                && q.size == Some(1) =>
            {
                Some(party)
            }
            ["is" | "was" | "is a" | "became" | "being"] if one_named && q.name.is_some() && p.form == Form::Described => Some(party),
            ["was" | "is" | "were" | "are"] if one_named && p.name.is_some() && !is_plain(&q.noun) => Some(party),
            ["aka" | "alias" | "a.k.a."] | ["also", "known", "as"] | ["known", "as"] if p.name.is_some() => Some(party),
            _ => None,
        }
    }

    pub(super) fn by_name(&self, m: usize, name: &Name) -> Option<usize> {
        let mut best: Option<(i32, usize)> = None;
        for (n, q) in self.recent_named() {
            let Some(known) = &q.name else { continue };
            let like = known.likeness(name);
            let score = match like {
                Likeness::Full => 20,
                Likeness::Near => 12,
                Likeness::Part => 8,
                Likeness::Other => continue,
            };
            let p = &self.people[m];
            if ages_clash(p.age.as_ref().map(|a| &a.0), q.age.as_ref()) && like < Likeness::Full {
                continue;
            }
            if ages_clash(p.age.as_ref().map(|a| &a.0), q.age.as_ref()) && p.age.as_ref().is_some_and(|a| far_apart(&a.0, q.age.as_ref())) {
                continue;
            }
            if clash(p.female, q.sex()) && like < Likeness::Full {
                continue;
            }
            let ranked = p.noun.split(' ').any(lexicon::is_rank) && !p.noun.is_empty();
            let spoke = if ranked && q.speaks { 3 } else { 0 };
            let score = score * 1000 + spoke * 100 + (q.last_mention * 90 / m.max(1)) as i32;
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, n));
            }
        }
        if let Some((_, n)) = best {
            return Some(n);
        }
        // "A 27-year-old man was shot." … "Daniel Cole, 27": the only unnamed party of that age and sex.
        let p = &self.people[m];
        let age = p.age.as_ref().map(|a| &a.0).filter(|_| !self.tells(m))?;
        let mut same = self.recent().filter(|(n, q)| {
            q.name.is_none() && q.single() && q.age.as_ref().is_some_and(|a| a.compare(age) == Comparison::Same) && self.fits(m, *n)
        });
        let first = same.next()?;
        same.next().is_none().then_some(first.0)
    }

    /// "Ana Reyes, 25, a builder from Dayton, said …": somebody who tells of it, not whom it befell.
    pub(super) fn tells(&self, m: usize) -> bool {
        let p = &self.people[m];
        if p.name.is_none() || p.age.is_none() {
            return false;
        }
        let end = self.sheet.sentences.get(self.sentence(m)).map_or(p.tokens.end, |s| s.tokens.end);
        let word = |t: usize| if t < end { self.lower(t) } else { "" };
        let mut at = p.tokens.end;
        if word(at) == "," && !matches!(word(at + 1), "who" | "whose") {
            at = (at + 1..end.min(at + 22)).find(|t| word(*t) == ",").map_or(at, |t| t) + 1;
        }
        let says = |w: &str| matches!(w, "said" | "says" | "told" | "recalled" | "heard" | "saw" | "lives" | "watched");
        says(word(at))
            || word(at) == "who" && says(word(at + 1))
            || p.tokens.start.checked_sub(1).is_some_and(|t| matches!(self.lower(t), "said" | "says"))
    }

    /// "The driver was shot as well": somebody beside those who were. ("He was also shot in the leg" is said of one of them.)
    pub(super) fn is_another_victim(&self, m: usize) -> bool {
        let p = &self.people[m];
        let too = |at: usize| self.lower(at) == "too" || self.lower(at) == "as" && self.lower(at + 1) == "well";
        let signs = || self.signs[m].iter().filter(|s| s.role == Role::Victim && s.anchor >= p.tokens.end);
        p.form == Form::Described && signs().any(|s| too(s.anchor + 1))
    }

    fn recent_named(&self) -> impl Iterator<Item = (usize, &Party)> {
        let from = self.parties.len().saturating_sub(WINDOW * 4);
        self.parties.iter().enumerate().skip(from).filter(|(_, q)| q.name.is_some())
    }

    pub(super) fn roles(&self, m: usize) -> impl Iterator<Item = Role> + '_ {
        self.signs[m].iter().map(|s| s.role)
    }

    /// "his wife" again: the party of that owner and noun.
    pub(super) fn by_owner(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        let owner = p.owner.and_then(|o| self.people[o].party)?;
        let same = |q: &Party| q.owner.as_ref().is_some_and(|(o, noun)| *o == owner && **noun == *p.noun);
        self.recent().filter(|(n, q)| same(q) && self.fits(m, *n)).map(|(n, _)| n).last()
    }

    pub(super) fn by_description(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        let sentence = self.sentence(m);
        let age = p.age.as_ref().map(|a| &a.0);
        if p.kin {
            if p.opening != Opening::Owned {
                // "the mother": the one party of that noun; "a mother": the headline's.
                let lead = p.opening == Opening::Indefinite && self.depth(sentence) < LEAD && !self.in_title(sentence);
                let alike =
                    |q: &Party| q.mentions.iter().all(|k| self.in_title(self.sentence(*k))) && q.roles.iter().any(|r| self.roles(m).any(|x| x == *r));
                return self
                    .recent()
                    .filter(|(n, q)| (p.opening == Opening::Definite || lead && alike(q)) && q.nouns.contains(&p.noun) && self.fits(m, *n))
                    .max_by_key(|(_, q)| q.last_mention)
                    .map(|(n, _)| n);
            }
            let owner = p.owner.and_then(|o| self.people[o].party)?;
            return self
                .recent()
                .filter(|(n, q)| q.owner.as_ref().is_some_and(|(o, noun)| *o == owner && **noun == *p.noun) && self.fits(m, *n))
                .map(|(n, _)| n)
                .last()
                .or_else(|| {
                    // "his 12-year-old grandson" after "a 12-year-old boy".
                    let same = |q: &Party| age.zip(q.age.as_ref()).is_some_and(|(a, b)| a.compare(b) == Comparison::Same);
                    self.recent().find(|(n, q)| *n != owner && same(q) && q.last_sentence != sentence && self.fits(m, *n)).map(|(n, _)| n)
                });
        }
        if p.opening == Opening::Another {
            return None;
        }
        let lead = self.depth(sentence) < LEAD;
        let mut best: Option<(i32, usize, usize)> = None;
        for (n, q) in self.recent() {
            if !self.fits(m, n) {
                continue;
            }
            let here = q.last_sentence == sentence;
            let aged = age.is_some() && q.age.is_some();
            let noun = q.nouns.iter().any(|x| nouns_agree(x, &p.noun));
            // "shot by the officer": the uniform is not the suspect's; nor is he one of the public who steps in.
            if (is_uniform(&p.noun) || is_civil(&p.noun)) && !noun && !aged && !q.nouns.iter().all(|x| is_plain(x)) {
                continue;
            }
            let mut score = 0;
            if aged {
                score += 8;
            }
            if is_civil(&p.noun) && noun && p.size == Some(1) {
                best = Some((99, q.last_mention, n));
                continue;
            }
            if noun {
                score += 4;
            }
            if is_plain(&p.noun) && q.sex().is_some() && p.female == q.sex() {
                score += 2;
            }
            let (victim, suspect) = (self.roles(m).any(|r| r == Role::Victim), self.roles(m).any(|r| r == Role::Suspect));
            if victim && q.roles.contains(&Role::Victim) || suspect && q.roles.contains(&Role::Suspect) {
                score += 3;
            }
            if (victim && q.roles.contains(&Role::Suspect) && !q.roles.contains(&Role::Victim))
                || (suspect && q.roles.contains(&Role::Victim) && !q.roles.contains(&Role::Suspect))
            {
                score -= 4;
            }
            if q.roles.contains(&Role::Official) && !q.nouns.contains(&p.noun) {
                score -= 6;
            }
            match p.opening {
                Opening::Indefinite => {
                    // Somebody new, but for the age said again and the headline's people in the lead.
                    let again = aged && !here
                        || !here && p.size.is_some_and(|n| n > 1) && p.size == q.size && q.roles.iter().any(|r| self.roles(m).any(|x| x == *r))
                        || q.heading
                            && lead
                            && !here
                            && (noun
                                || is_plain(&p.noun) && q.nouns.iter().all(|x| is_plain(x) || x.as_ref() == "victim")
                                || q.roles.iter().any(|r| self.roles(m).any(|x| x == *r)));
                    if !again {
                        continue;
                    }
                    let unseen = q.mentions.iter().all(|k| self.in_title(self.sentence(*k)));
                    score += if unseen { 3 } else { 0 };
                    if p.size != Some(1) && p.size != q.size {
                        continue;
                    }
                }
                Opening::Owned => {
                    if !noun {
                        continue;
                    }
                }
                _ => {
                    let near = sentence.saturating_sub(q.last_sentence);
                    score += match near {
                        0 | 1 => 2,
                        2 | 3 => 1,
                        _ => 0,
                    };
                    if here && p.age.is_none() && noun {
                        score += 1;
                    }
                    if p.noun.as_ref() == "other" {
                        continue;
                    }
                }
            }
            if score >= 4 && best.is_none_or(|(s, at, _)| (score, q.last_mention) > (s, at)) {
                best = Some((score, q.last_mention, n));
            }
        }
        best.map(|(_, _, n)| n).or_else(|| self.only_one(m))
    }

    /// "the suspect", "the teen": the only party so far that takes that part and fits.
    fn only_one(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        let hunted = matches!(&*p.noun, "suspect" | "gunman" | "shooter" | "assailant" | "attacker")
            && !self.recent().any(|(_, q)| !q.single() && q.roles.contains(&Role::Suspect));
        if p.opening != Opening::Definite && !(p.opening == Opening::Indefinite && hunted) || p.size != Some(1) || p.noun.as_ref() == "other" {
            return None;
        }
        let role = self.roles(m).find(|r| matches!(r, Role::Victim | Role::Suspect));
        let part = |q: &Party| match role {
            Some(role) => q.roles.contains(&role),
            None => is_plain(&p.noun) && q.roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect)),
        };
        let mut fitting = self.recent().filter(|(n, q)| q.single() && part(q) && !q.roles.contains(&Role::Official) && self.fits(m, *n));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.0)
    }

    pub(super) fn by_pronoun(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        let sentence = self.sentence(m);
        let next = self.lower(p.tokens.end);
        let speaks = matches!(next, "said" | "says" | "told" | "added" | "explained");
        let over = self.over(m).next();
        let mut best: Option<(i32, usize, usize)> = None;
        for (n, q) in self.recent() {
            let gap = sentence.saturating_sub(q.last_sentence);
            if gap > 4 || self.in_title(q.last_sentence) && self.depth(sentence) > 0 {
                continue;
            }
            if p.size == Some(1) {
                if !q.single() || clash(p.female, q.sex()) {
                    continue;
                }
            } else if q.single() {
                continue;
            }
            let mut score = match gap {
                0 => 6,
                1 => 5,
                2 => 2,
                _ => 0,
            };
            if q.subject {
                score += 2;
            }
            if p.female.is_some() && q.female == p.female {
                score += 3;
            } else if p.female.is_some() && q.guess == p.female {
                score += 2;
            }
            if q.name.is_some() {
                score += 1;
            }
            if over == Some(n) {
                score += 6;
            }
            score += (q.mentions.len() / 2).min(2) as i32;
            if q.speaks && q.roles.contains(&Role::Official) {
                score += if speaks { 5 } else { -4 };
            }
            if best.is_none_or(|(s, at, _)| (score, q.last_mention) > (s, at)) {
                best = Some((score, q.last_mention, n));
            }
        }
        best.filter(|(s, _, _)| *s >= 3).map(|(_, _, n)| n)
    }
}
