//! Who is who: mentions of people into parties, one pass in order of place, with integer scores.
//!
//! Two ages or two full names never make one party. Only the `WINDOW` parties met last are looked at, so the work
//! is linear in the number of mentions.

use std::collections::BTreeMap;

use rashomon_model::value::name::Likeness;
use rashomon_model::value::{Age, Comparison, Name};
use rashomon_model::{Kind, ZoneKind};

use crate::cast::{Cast, Form, Opening, Person};
use crate::involvement::{self, Role, Sign};
use crate::mention::person::lexicon;
use crate::sheet::Sheet;

/// How many parties, those met last, a mention is compared with.
const WINDOW: usize = 48;
/// Sentences in which an indefinite description may tell the headline's event again.
const LEAD: usize = 4;

/// Parties among which groups and their members are sought: those met first.
const CROWD: usize = 200;
/// Most members of a group that are told apart.
const MEMBERS: usize = 12;

/// A party in the making.
#[derive(Default)]
struct Party {
    mentions: Vec<usize>,
    name: Option<Name>,
    age: Option<Age>,
    /// By words.
    female: Option<bool>,
    /// By given name: only for pronouns and clashes.
    guess: Option<bool>,
    size: Option<u32>,
    plural: bool,
    nouns: Vec<Box<str>>,
    roles: Vec<Role>,
    last_sentence: usize,
    last_mention: usize,
    /// Opened its last sentence.
    subject: bool,
    heading: bool,
    owner: Option<(usize, Box<str>)>,
    speaks: bool,
}

impl Party {
    fn sex(&self) -> Option<bool> {
        self.female.or(self.guess)
    }
    fn single(&self) -> bool {
        self.size == Some(1)
    }
}

struct Reader<'s, 't> {
    sheet: &'s Sheet<'t>,
    people: Vec<Person>,
    signs: Vec<Vec<Sign>>,
    parties: Vec<Party>,
}

/// Puts every mention into a party, and drops parties that take no part in an incident.
pub fn resolve(sheet: &Sheet<'_>, kind: &Kind, people: Vec<Person>) -> Cast {
    let signs = involvement::signs(sheet, kind, &people);
    let mut reader = Reader { sheet, people, signs, parties: Vec::new() };
    for m in 0..reader.people.len() {
        if let Some(party) = reader.find(m) {
            reader.join(m, party);
        }
    }
    reader.finish()
}

fn clash<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

fn ages_clash(a: Option<&Age>, b: Option<&Age>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.compare(b) == Comparison::Contradicts)
}

/// Nouns that say nothing but what an age and a sex say.
fn is_plain(noun: &str) -> bool {
    matches!(
        noun,
        "" | "man"
            | "woman"
            | "boy"
            | "girl"
            | "male"
            | "female"
            | "teen"
            | "teenager"
            | "youth"
            | "child"
            | "kid"
            | "toddler"
            | "infant"
            | "baby"
            | "person"
            | "individual"
            | "adult"
            | "juvenile"
            | "minor"
            | "gentleman"
            | "lady"
            | "newborn"
    )
}
fn is_child(noun: &str) -> bool {
    matches!(noun, "boy" | "girl" | "child" | "kid" | "toddler" | "infant" | "baby" | "newborn")
}
fn is_grown(noun: &str) -> bool {
    matches!(noun, "man" | "woman" | "adult" | "officer" | "deputy" | "trooper" | "gentleman" | "lady")
}
fn is_uniform(noun: &str) -> bool {
    matches!(noun, "officer" | "cop" | "policeman" | "policewoman" | "deputy" | "trooper")
}
/// What one of the public is called who steps in.
fn is_civil(noun: &str) -> bool {
    matches!(noun, "citizen" | "samaritan" | "permit-holder")
}
fn nouns_agree(a: &str, b: &str) -> bool {
    a == b
        || is_child(a) && is_child(b)
        || is_civil(a) && is_civil(b)
        || matches!(
            (a, b),
            ("teen" | "teenager" | "youth" | "boy" | "girl" | "juvenile", "teen" | "teenager" | "youth" | "boy" | "girl" | "juvenile")
        )
        || matches!((a, b), ("officer" | "cop" | "policeman" | "policewoman" | "deputy" | "trooper", "officer" | "cop" | "policeman" | "policewoman"))
        || matches!(
            (a, b),
            ("suspect" | "gunman" | "shooter" | "assailant" | "attacker", "suspect" | "gunman" | "shooter" | "assailant" | "attacker")
        )
        || matches!((a, b), ("man" | "male" | "gentleman", "man" | "male" | "gentleman") | ("woman" | "female" | "lady", "woman" | "female" | "lady"))
}

impl Reader<'_, '_> {
    fn sentence(&self, m: usize) -> usize {
        self.sheet.tokens.get(self.people[m].head).map_or(0, |t| t.sentence)
    }
    fn lower(&self, token: usize) -> &str {
        self.sheet.tokens.get(token).map_or("", |t| &*t.lower)
    }
    fn in_title(&self, sentence: usize) -> bool {
        self.sheet.sentences.get(sentence).is_some_and(|s| s.zone == ZoneKind::Title)
    }
    /// Sentences of body text before this one.
    fn depth(&self, sentence: usize) -> usize {
        let titles = self.sheet.sentences.iter().take_while(|s| s.zone == ZoneKind::Title).count();
        sentence.saturating_sub(titles)
    }
    fn recent(&self) -> impl Iterator<Item = (usize, &Party)> {
        // Parties stand in order of first mention: the last ones, and the headline's.
        let from = self.parties.len().saturating_sub(WINDOW);
        let early = from.min(WINDOW / 4);
        self.parties.iter().enumerate().take(early).chain(self.parties.iter().enumerate().skip(from.max(early)))
    }

    /// The party of a mention: one met before, or a new one; `None` for a pronoun without anybody.
    fn find(&mut self, m: usize) -> Option<usize> {
        if let Some(linked) = self.linked(m) {
            return Some(linked);
        }
        let found = match &self.people[m].form {
            Form::Named(name) => self.by_name(m, &name.clone()),
            Form::Described => self.by_description(m),
            Form::Pronoun => return self.by_pronoun(m),
        };
        found.or_else(|| {
            self.parties.push(Party::default());
            Some(self.parties.len() - 1)
        })
    }

    fn fits(&self, m: usize, party: usize) -> bool {
        let (p, q) = (&self.people[m], &self.parties[party]);
        let sex = p.female.or_else(|| guess(&p.form));
        let same_size = match (p.size, q.size) {
            (Some(1), _) => q.single(),
            (_, Some(1)) => false,
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let names = match (&p.form, &q.name) {
            (Form::Named(a), Some(b)) => a.likeness(b) >= Likeness::Part,
            _ => true,
        };
        let child = q.nouns.iter().any(|n| is_child(n)) && is_grown(&p.noun) || q.nouns.iter().any(|n| is_grown(n)) && is_child(&p.noun);
        same_size && names && !clash(sex, q.sex()) && !ages_clash(p.age.as_ref().map(|a| &a.0), q.age.as_ref()) && !child
    }

    /// Apposition and the like: the mention before and the words between say that both are one.
    fn linked(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        if p.form == Form::Pronoun {
            return None;
        }
        let sentence = self.sentence(m);
        // The nearest mention before that ends before this one begins (an owner lies inside).
        let prior = (m.saturating_sub(4)..m).rev().find(|k| self.people[*k].tokens.end <= p.tokens.start && self.sentence(*k) == sentence)?;
        let q = &self.people[prior];
        let party = q.party?;
        if q.form == Form::Pronoun || !self.fits(m, party) {
            return None;
        }
        let between: Vec<&str> = (q.tokens.end..p.tokens.start).map(|i| self.lower(i)).collect();
        if between.len() > 8 {
            return None;
        }
        let one_named = (q.name.is_some()) != (p.name.is_some());
        let told = |w: &[&str]| between.iter().any(|b| w.contains(b));
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
                (ends && !list && (q.opening != Opening::Another || p.name.is_some())).then_some(party)
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
                (!told(&["and", "police", "but"]) || between.len() <= 4).then_some(party)
            }
            ["is" | "was" | "is a" | "became" | "being"] if one_named && q.name.is_some() && p.form == Form::Described => Some(party),
            ["was" | "is" | "were" | "are"] if one_named && p.name.is_some() && !is_plain(&q.noun) => Some(party),
            ["aka" | "alias" | "a.k.a."] | ["also", "known", "as"] | ["known", "as"] if p.name.is_some() => Some(party),
            _ => None,
        }
    }

    fn by_name(&self, m: usize, name: &Name) -> Option<usize> {
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
        let age = p.age.as_ref().map(|a| &a.0)?;
        let mut same = self.recent().filter(|(n, q)| {
            q.name.is_none() && q.single() && q.age.as_ref().is_some_and(|a| a.compare(age) == Comparison::Same) && self.fits(m, *n)
        });
        let first = same.next()?;
        same.next().is_none().then_some(first.0)
    }

    fn recent_named(&self) -> impl Iterator<Item = (usize, &Party)> {
        let from = self.parties.len().saturating_sub(WINDOW * 4);
        self.parties.iter().enumerate().skip(from).filter(|(_, q)| q.name.is_some())
    }

    fn roles(&self, m: usize) -> impl Iterator<Item = Role> + '_ {
        self.signs[m].iter().map(|s| s.role)
    }

    fn by_description(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        let sentence = self.sentence(m);
        let age = p.age.as_ref().map(|a| &a.0);
        if p.kin {
            if p.opening != Opening::Owned {
                // "the mother": the one party of that noun.
                return self
                    .recent()
                    .filter(|(n, q)| p.opening == Opening::Definite && q.nouns.contains(&p.noun) && self.fits(m, *n))
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

    fn by_pronoun(&self, m: usize) -> Option<usize> {
        let p = &self.people[m];
        let sentence = self.sentence(m);
        let next = self.lower(p.tokens.end);
        let speaks = matches!(next, "said" | "says" | "told" | "added" | "explained");
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

    fn join(&mut self, m: usize, party: usize) {
        let sentence = self.sentence(m);
        let first = self.people[..m].iter().rev().take_while(|p| self.sheet.tokens.get(p.head).is_some_and(|t| t.sentence == sentence)).count() == 0;
        let heading = self.in_title(sentence) || self.depth(sentence) == 0;
        let owner = self.people[m].owner.and_then(|o| self.people[o].party);
        let roles: Vec<Role> = self.roles(m).collect();
        self.people[m].party = Some(party);
        let p = &self.people[m];
        let q = &mut self.parties[party];
        if q.mentions.is_empty() {
            q.heading = heading;
            q.size = p.size;
        }
        q.mentions.push(m);
        q.plural |= p.size != Some(1);
        if q.size.is_none() {
            q.size = p.size;
        }
        if let Form::Named(name) = &p.form {
            if q.name.as_ref().is_none_or(|known| {
                !known.is_full() && name.is_full() || known.is_full() && name.is_full() && name.caption().len() > known.caption().len()
            }) {
                q.name = Some(name.clone());
            }
            q.guess = q.guess.or_else(|| guess(&p.form));
        }
        if let Some((age, _)) = &p.age
            && q.age.as_ref().is_none_or(|known| known.compare(age) == Comparison::Coarser)
        {
            q.age = Some(age.clone());
        }
        q.female = q.female.or(p.female);
        if p.form != Form::Pronoun && !q.nouns.contains(&p.noun) && q.nouns.len() < 12 {
            q.nouns.push(p.noun.clone());
        }
        for role in roles {
            q.speaks |= role == Role::Official;
            if !q.roles.contains(&role) {
                q.roles.push(role);
            }
        }
        if let (Some(o), true) = (owner, p.kin)
            && o != party
        {
            q.owner = q.owner.take().or_else(|| Some((o, p.noun.clone())));
        }
        q.last_sentence = sentence;
        q.last_mention = m;
        q.subject = first;
    }

    /// The cast: parties that take part, in order of first mention.
    fn finish(mut self) -> Cast {
        self.name_lists();
        self.unite();
        self.unite_uniform();
        self.fold();
        let kept: Vec<bool> = self.parties.iter().map(|q| !q.mentions.is_empty() && self.takes_part(q)).collect();
        let grouped = self.groups(&kept);
        let kept: Vec<bool> = (0..kept.len())
            .map(|n| {
                let q = &self.parties[n];
                kept[n]
                    || q.single()
                        && q.name.is_some()
                        && q.owner
                            .as_ref()
                            .is_some_and(|(o, _)| kept[*o] && self.parties[*o].roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect)))
            })
            .collect();
        let mut number = vec![None; self.parties.len()];
        let mut parties = Vec::new();
        for (n, q) in self.parties.iter().enumerate() {
            if kept[n] && !q.mentions.is_empty() {
                number[n] = Some(parties.len());
                parties.push(q.mentions.clone());
            }
        }
        for p in &mut self.people {
            p.party = p.party.and_then(|n| number[n]);
        }
        let mut groups = BTreeMap::new();
        for (group, members) in grouped {
            if let Some(group) = number[group] {
                groups.insert(group, members.into_iter().filter_map(|m| number[m]).collect());
            }
        }
        Cast { people: self.people, parties, signs: self.signs, groups }
    }

    /// "The victims were identified as A, 31, and B, 39", "The dead are A and B": each of the list takes the group's part.
    fn name_lists(&mut self) {
        let mut told: Vec<(usize, Sign)> = Vec::new();
        let mut m = 0;
        for sentence in &self.sheet.sentences {
            while self.people.get(m).is_some_and(|p| p.head < sentence.tokens.start) {
                m += 1;
            }
            let Some((role, start, cue)) = self.introduction(sentence.tokens.clone(), m) else { continue };
            for (k, p) in self.people.iter().enumerate().skip(m).take_while(|(_, p)| p.head < sentence.tokens.end) {
                if p.tokens.start <= cue || p.name.is_none() {
                    continue;
                }
                let new = p.party.is_some_and(|q| {
                    let q = &self.parties[q];
                    q.single() && q.owner.is_none() && !q.roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect | Role::Official))
                });
                if new {
                    let tokens = if p.tokens.end - start <= 24 { start..p.tokens.end } else { p.tokens.clone() };
                    told.push((k, Sign { role, tokens, anchor: p.head }));
                }
            }
        }
        for (k, sign) in told {
            let Some(party) = self.people[k].party else { continue };
            if !self.parties[party].roles.contains(&sign.role) {
                self.parties[party].roles.push(sign.role);
            }
            self.signs[k].push(sign);
        }
    }

    /// Whom a list of names tells: the part, where the words begin, and the word before the list.
    fn introduction(&self, sentence: std::ops::Range<usize>, m: usize) -> Option<(Role, usize, usize)> {
        let cue = |from: usize| {
            let to = (from + 12).min(sentence.end);
            let open = (from..to).find(|i| matches!(self.lower(*i), "identified" | "named" | "include" | "included" | "including" | "as" | ":"));
            open.or_else(|| Some(from).filter(|i| matches!(self.lower(*i), "are" | "were")))
        };
        // "The dead are", "Killed were".
        for i in sentence.start..(sentence.start + 3).min(sentence.end) {
            let next = self.lower(i + 1);
            if matches!(self.lower(i), "dead" | "deceased" | "killed" | "injured" | "wounded")
                && matches!(next, "are" | "were" | "include" | "included" | ":")
            {
                return Some((Role::Victim, sentence.start, i + 1));
            }
        }
        let group = self.people.iter().skip(m).take_while(|p| p.head < sentence.end).take(3).find(|p| p.size != Some(1))?;
        let roles = &self.parties.get(group.party?)?.roles;
        let role = [Role::Victim, Role::Suspect].into_iter().find(|r| roles.contains(r))?;
        Some((role, group.tokens.start, cue(group.tokens.end)?))
    }

    /// Groups that stand beside their own members: "four people were shot" and four who are told apart, "the victims".
    fn groups(&self, kept: &[bool]) -> Vec<(usize, Vec<usize>)> {
        let mut out = Vec::new();
        for (n, group) in self.parties.iter().enumerate().take(CROWD).filter(|(n, q)| kept[*n] && !q.single() && q.name.is_none()) {
            let Some(role) = [Role::Victim, Role::Suspect].into_iter().find(|r| group.roles.contains(r)) else { continue };
            let others = group.mentions.first().is_some_and(|m| self.people[*m].opening == Opening::Another);
            let mut members: Vec<usize> = Vec::new();
            for (k, q) in self.parties.iter().enumerate().take(CROWD).filter(|(k, q)| *k != n && kept[*k] && q.single()) {
                let of = q.roles.contains(&role) && !clash(group.female, q.sex()) && !q.roles.contains(&Role::Official);
                if of && (!others || k > n) && members.len() < MEMBERS {
                    members.push(k);
                }
            }
            let rest: Vec<usize> = self
                .parties
                .iter()
                .enumerate()
                .take(CROWD)
                .filter(|(k, q)| *k != n && kept[*k] && !q.single() && q.name.is_none() && q.roles.contains(&role) && !clash(group.female, q.sex()))
                .filter(|(_, q)| q.size.is_some_and(|a| group.size.is_none_or(|b| a < b)))
                .map(|(k, _)| k)
                .collect();
            let more: u32 = rest.iter().filter_map(|k| self.parties[*k].size).sum();
            let covered = match group.size {
                // "the victims", "suspects": whoever the page tells apart.
                None => {
                    members.extend(rest);
                    true
                }
                Some(size) if members.len() as u32 == size => true,
                Some(size) if members.len() as u32 + more == size => {
                    members.extend(rest);
                    true
                }
                // More are told apart than the group has: which of them it means is not said.
                Some(size) if members.len() as u32 > size => {
                    members.clear();
                    true
                }
                Some(_) => false,
            };
            if covered {
                out.push((n, members));
            }
        }
        out
    }

    /// Joins the headline's or lead's one unnamed victim (or suspect) with the one person of that role who gets a name.
    fn unite(&mut self) {
        for role in [Role::Victim, Role::Suspect] {
            // An officer or one of the public who fires is no suspect.
            let other = |q: &Party| role == Role::Suspect && q.nouns.iter().any(|n| n.split(' ').any(|n| is_uniform(n) || is_civil(n)));
            let of_role = |q: &Party| q.roles.contains(&role) && q.single() && !q.mentions.is_empty() && !other(q);
            let mut unnamed =
                (0..self.parties.len()).filter(|n| of_role(&self.parties[*n]) && self.parties[*n].name.is_none() && self.parties[*n].owner.is_none());
            let mut named = (0..self.parties.len()).filter(|n| of_role(&self.parties[*n]) && self.parties[*n].name.is_some());
            let (Some(a), None, Some(b), None) = (unnamed.next(), unnamed.next(), named.next(), named.next()) else {
                self.unite_headline(role);
                continue;
            };
            let (x, y) = (&self.parties[a], &self.parties[b]);
            let child = x.nouns.iter().any(|n| is_child(n)) && y.age.as_ref().is_some_and(|a| a.low > 18 * 12);
            if clash(x.sex(), y.sex())
                || ages_clash(x.age.as_ref(), y.age.as_ref())
                || child
                || a > b && !x.nouns.iter().any(|n| is_plain(n) || matches!(&**n, "victim" | "suspect" | "gunman" | "shooter"))
            {
                continue;
            }
            // Two people of one sentence are two.
            let sentences: Vec<usize> = y.mentions.iter().map(|m| self.sentence(*m)).collect();
            if x.mentions.iter().any(|m| self.people[*m].form != Form::Pronoun && sentences.contains(&self.sentence(*m))) {
                continue;
            }
            self.merge(a, b);
        }
    }

    /// Suspects of whom nothing tells one from the other ("one suspect", "his accomplice") are the group that they were called.
    fn fold(&mut self) {
        let suspects = |q: &Party| !q.mentions.is_empty() && q.roles.contains(&Role::Suspect);
        let mut groups = (0..self.parties.len().min(CROWD)).filter(|n| {
            let q = &self.parties[*n];
            suspects(q) && q.name.is_none() && q.size.is_some_and(|n| n > 1)
        });
        let Some(group) = groups.next() else { return };
        let also: Vec<usize> = groups.collect();
        if also.iter().any(|n| self.parties[*n].size != self.parties[group].size || clash(self.parties[*n].sex(), self.parties[group].sex())) {
            return;
        }
        let singles: Vec<usize> = (0..self.parties.len()).filter(|n| suspects(&self.parties[*n]) && self.parties[*n].single()).collect();
        let plain = |q: &Party| q.name.is_none() && q.age.is_none() && !q.roles.contains(&Role::Victim) && q.owner.is_none();
        let alike =
            |q: &Party| !q.nouns.iter().any(|n| n.split(' ').any(|n| is_uniform(n) || is_civil(n))) && !clash(q.sex(), self.parties[group].sex());
        let folds = singles.len() as u32 <= self.parties[group].size.unwrap_or(0)
            && singles.iter().all(|n| plain(&self.parties[*n]) && alike(&self.parties[*n]));
        for from in singles.into_iter().chain(also).filter(|_| folds) {
            self.merge(from, group);
        }
    }

    /// The one officer of a page who is hurt and has a name is the officer hurt who has none, unless a sentence has both.
    fn unite_uniform(&mut self) {
        let hurt = |q: &Party| {
            q.single() && !q.mentions.is_empty() && q.roles.contains(&Role::Victim) && q.nouns.iter().any(|n| n.split(' ').any(is_uniform))
        };
        let mut named = (0..self.parties.len()).filter(|n| hurt(&self.parties[*n]) && self.parties[*n].name.is_some());
        let (Some(to), None) = (named.next(), named.next()) else { return };
        for from in 0..self.parties.len().min(WINDOW * 4) {
            let (x, y) = (&self.parties[from], &self.parties[to]);
            let another = x.mentions.iter().any(|m| self.people[*m].opening == Opening::Another || self.people[*m].kin);
            if from == to || !hurt(x) || x.name.is_some() || another || clash(x.sex(), y.sex()) || ages_clash(x.age.as_ref(), y.age.as_ref()) {
                continue;
            }
            let sentences: Vec<usize> = y.mentions.iter().filter(|m| self.people[**m].form != Form::Pronoun).map(|m| self.sentence(*m)).collect();
            let apart = |m: &usize| self.people[*m].form != Form::Pronoun && sentences.binary_search(&self.sentence(*m)).is_ok();
            if !x.mentions.iter().any(apart) {
                self.merge(from, to);
            }
        }
    }

    /// A headline's person is somebody of the text below: the first who fits.
    fn unite_headline(&mut self, role: Role) {
        for a in 0..self.parties.len().min(WINDOW) {
            let x = &self.parties[a];
            let Some(last) = x.mentions.last() else { continue };
            if !x.single() || x.name.is_some() || !x.roles.contains(&role) || !self.in_title(self.sentence(*last)) {
                continue;
            }
            let body = (a + 1..self.parties.len().min(a + WINDOW)).find(|b| {
                let y = &self.parties[*b];
                let fresh = y.mentions.first().is_some_and(|m| !self.in_title(self.sentence(*m)));
                let child = x.nouns.iter().any(|n| is_child(n)) && y.age.as_ref().is_some_and(|a| a.low > 18 * 12);
                fresh && y.single() && y.roles.contains(&role) && !clash(x.sex(), y.sex()) && !ages_clash(x.age.as_ref(), y.age.as_ref()) && !child
            });
            if let Some(b) = body {
                self.merge(a, b);
            }
        }
    }

    /// Moves all that is said of one party to another.
    fn merge(&mut self, from: usize, to: usize) {
        let moved = std::mem::take(&mut self.parties[from].mentions);
        for m in &moved {
            self.people[*m].party = Some(to);
        }
        let (female, age, roles) = (self.parties[from].female, self.parties[from].age.clone(), self.parties[from].roles.clone());
        let q = &mut self.parties[to];
        q.mentions.extend(moved);
        q.mentions.sort_unstable();
        q.female = q.female.or(female);
        q.age = q.age.take().or(age);
        for r in roles {
            if !q.roles.contains(&r) {
                q.roles.push(r);
            }
        }
    }

    /// People who took part, were harmed, are sought, saw it, or speak for an office.
    fn takes_part(&self, q: &Party) -> bool {
        let involved = q.roles.iter().any(|r| *r != Role::Official && *r != Role::Witness);
        let crowd = q.size.is_none() && q.name.is_none();
        if crowd {
            return involved
                && !q.nouns.iter().all(|n| {
                    matches!(&**n, "officer" | "deputy" | "detective" | "agent" | "resident" | "person" | "other" | "relative" | "friend" | "student")
                });
        }
        if involved || q.age.is_some() {
            return true;
        }
        if q.roles.contains(&Role::Official) {
            return q.name.is_some();
        }
        if q.roles.contains(&Role::Witness) {
            return true;
        }
        false
    }
}

fn far_apart(a: &Age, b: Option<&Age>) -> bool {
    b.is_some_and(|b| a.low.abs_diff(b.low) > 36)
}

/// The sex a given name suggests: for pronouns, never stated.
fn guess(form: &Form) -> Option<bool> {
    match form {
        Form::Named(name) if !name.given.is_empty() => lexicon::given(&name.given.to_lowercase()).and_then(|g| g.female),
        _ => None,
    }
}
