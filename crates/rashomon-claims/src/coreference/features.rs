//! What the ranker looks at: a mention beside a party, a mention beside nobody, and a party by itself.

use rashomon_model::ZoneKind;
use rashomon_model::value::Comparison;

use super::ranker::{Feature, Template, push};
use super::{Party, Reader, is_child, is_plain, nouns_agree};
use crate::cast::{Form, Opening};
use crate::involvement::Role;
use crate::mention::person::lexicon;

/// Kinds of nouns that people are called by.
const CLASSES: usize = 13;

/// The kind of a noun.
fn class(noun: &str, kin: bool) -> usize {
    if kin {
        return 10;
    }
    match noun {
        "" => 0,
        "man" | "gentleman" | "male" => 1,
        "woman" | "lady" | "female" => 2,
        n if is_child(n) => 3,
        "teen" | "teenager" | "youth" | "juvenile" | "minor" => 4,
        "person" | "individual" | "adult" => 5,
        "victim" => 6,
        "suspect" | "gunman" | "shooter" | "assailant" | "attacker" | "killer" | "perpetrator" | "defendant" | "robber" | "intruder" | "burglar"
        | "accomplice" | "carjacker" | "thief" | "culprit" => 7,
        n if n.split(' ').any(lexicon::is_rank) || matches!(n, "cop" | "policeman" | "policewoman" | "agent" | "trooper" | "deputy") => 8,
        "witness" | "neighbor" | "neighbour" | "bystander" | "resident" | "caller" | "passerby" => 9,
        "other" => 12,
        _ => 11,
    }
}

/// What became of a mention's person, by the words of its signs: 1 dead, 2 hurt, 3 both.
fn fate_of(word: &str) -> u8 {
    match word {
        "killed" | "dead" | "died" | "dies" | "fatally" | "slain" | "murdered" | "death" | "deaths" | "homicide" | "murder" | "killing" | "kills"
        | "deceased" | "murders" => 1,
        "injured" | "wounded" | "hospitalized" | "critical" | "condition" | "surgery" | "injuries" | "survived" | "recovering" | "treated"
        | "survive" | "recover" | "hurt" | "stable" | "injuring" | "wounding" | "injures" | "wounds" => 2,
        _ => 0,
    }
}

/// What the mention itself shows, read once.
pub(super) struct View {
    form: usize,
    class: usize,
    sentence: usize,
    title: bool,
    depth: usize,
    victim: bool,
    suspect: bool,
    official: bool,
    witness: bool,
    fate: u8,
    speech: bool,
    next_speaks: bool,
    next: usize,
}

/// What stands around a mention when its party is sought.
pub(super) struct Around {
    /// How many parties fit.
    pub(super) fitting: usize,
    /// How many of them have its part.
    pub(super) rivals: usize,
    /// How many of them are called alike.
    pub(super) agreeing: usize,
    /// Whose the rule of thumb says it is.
    pub(super) rule: Option<usize>,
}

pub(super) fn near(gap: usize) -> usize {
    match gap {
        0..=3 => gap,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

pub(super) fn few(n: usize) -> usize {
    match n {
        0..=3 => n,
        4..=6 => 4,
        _ => 5,
    }
}

impl Reader<'_, '_> {
    /// What a mention shows by itself.
    pub(super) fn view(&self, m: usize) -> View {
        let p = &self.people[m];
        let form = match (&p.form, p.size) {
            (Form::Named(_), _) => 1,
            (Form::Pronoun, Some(1)) => {
                if matches!(&*p.noun, "he" | "she") {
                    8
                } else {
                    9
                }
            }
            (Form::Pronoun, _) => 10,
            (Form::Described, Some(1)) => match p.opening {
                _ if p.kin => 6,
                _ if p.noun.is_empty() => 7,
                Opening::Definite => 2,
                Opening::Indefinite => 3,
                Opening::Another => 4,
                Opening::Owned => 5,
            },
            (Form::Described, _) if p.opening == Opening::Definite => 11,
            (Form::Described, _) => 12,
        };
        let sentence = self.sentence(m);
        let has = |role| self.roles(m).any(|r| r == role);
        let word = self.lower(p.tokens.end);
        let next = match word {
            "," => 1,
            "who" | "whose" | "that" => 2,
            "was" | "were" | "is" | "are" | "has" | "had" | "have" => 3,
            "." | "" => 4,
            "in" | "with" | "at" | "from" | "on" | "near" | "inside" | "of" => 5,
            "said" | "says" | "told" => 6,
            "and" | "or" => 7,
            "'s" | "'" => 8,
            "to" => 9,
            _ if self.sheet.tokens.get(p.tokens.end).is_some_and(crate::sheet::Token::is_capital) => 10,
            w if w.ends_with("ed") => 11,
            _ => 0,
        };
        View {
            form,
            class: if p.form == Form::Pronoun { 0 } else { class(&p.noun, p.kin) },
            sentence,
            title: self.in_title(sentence),
            depth: self.depth(sentence),
            victim: has(Role::Victim),
            suspect: has(Role::Suspect),
            official: has(Role::Official),
            witness: has(Role::Witness),
            fate: self.fate(m),
            speech: self.speech.get(p.head).copied().unwrap_or(false),
            next_speaks: matches!(word, "said" | "says" | "told" | "added" | "explained"),
            next,
        }
    }

    /// 1 dead, 2 hurt, 3 both: by the words of the signs that harm.
    pub(super) fn fate(&self, m: usize) -> u8 {
        let p = &self.people[m];
        self.signs[m]
            .iter()
            .filter(|s| s.role == Role::Victim)
            .flat_map(|s| {
                let end = if s.anchor >= p.tokens.end { (s.tokens.end + 3).max(s.anchor + 4) } else { s.tokens.end };
                s.tokens.start..end.min(s.tokens.start + 40)
            })
            .filter(|i| !p.tokens.contains(i) || *i == p.head)
            .fold(0, |f, i| f | fate_of(self.lower(i)))
    }

    /// A mention beside a party: `rank` of those that fit stand nearer.
    pub(super) fn pair(&self, m: usize, view: &View, n: usize, rank: usize, around: &Around) -> Vec<Feature> {
        let (p, q) = (&self.people[m], &self.parties[n]);
        let mut out = Vec::with_capacity(48);
        let mut add = |t, v| push(&mut out, t, view.form, v);
        let unseen = self.in_title(q.last_sentence);
        let gap = view.sentence.saturating_sub(q.last_sentence);
        let here = gap == 0;
        add(Template::Bias, 0);
        add(
            Template::Rule,
            match around.rule {
                Some(r) if r == n => 1,
                Some(_) => 2,
                None => 3,
            },
        );
        add(Template::Gap, if unseen && !view.title { 8 + few(view.depth) } else { near(gap) });
        add(Template::Rank, few(rank));
        add(Template::Fitting, few(around.fitting));
        let age = match (&p.age, &q.age) {
            (Some((a, _)), Some(b)) if a.compare(b) == Comparison::Same => 1,
            (Some(_), Some(_)) => 2,
            (Some(_), None) => 3,
            (None, Some(_)) => 4,
            (None, None) => 0,
        };
        add(Template::Age, age);
        let sex = match (p.female, q.female, q.guess) {
            (Some(_), Some(_), _) => 1,
            (Some(_), None, Some(_)) => 2,
            (Some(_), None, None) => 3,
            (None, Some(_), _) => 4,
            (None, None, Some(_)) => 5,
            _ => 0,
        };
        add(Template::Sex, sex);
        let plain_party = q.nouns.iter().all(|x| is_plain(x));
        if p.form == Form::Described {
            let noun = if q.nouns.iter().any(|x| **x == *p.noun) {
                1
            } else if q.nouns.iter().any(|x| nouns_agree(x, &p.noun)) {
                2
            } else if is_plain(&p.noun) && plain_party {
                3
            } else if is_plain(&p.noun) {
                4
            } else if plain_party {
                5
            } else {
                6
            };
            add(Template::Noun, noun);
        }
        add(Template::Classes, view.class * (CLASSES + 1) + self.class_of(q));
        let part = |role: Role| usize::from(q.roles.contains(&role));
        let theirs = part(Role::Victim) + 2 * part(Role::Suspect);
        let office = if q.roles.contains(&Role::Official) { 4 } else { 4 + part(Role::Witness) };
        let theirs = if theirs == 0 && office != 4 || q.roles.contains(&Role::Official) { office + 4 - 4 * usize::from(office == 4) } else { theirs };
        add(Template::Called, view.class * 10 + theirs);
        let mine = usize::from(view.victim) + 2 * usize::from(view.suspect) + 4 * usize::from(view.official);
        add(Template::Roles, mine * 10 + theirs);
        add(Template::Fate, usize::from(view.fate) * 4 + usize::from(q.fate));
        add(Template::Named, usize::from(q.name.is_some()) + 2 * usize::from(p.age.is_some()));
        add(Template::Title, if view.title { 4 } else { usize::from(unseen) + 2 * usize::from(q.heading) });
        add(Template::Size, few(q.mentions.len()));
        add(Template::Subject, usize::from(q.subject) + 2 * usize::from(here) + 4 * usize::from(self.first_in_sentence(m)));
        add(Template::Speaks, usize::from(q.speaks) + 2 * usize::from(view.next_speaks));
        let role = usize::from(view.victim || view.class == 6) + 2 * usize::from(view.suspect || view.class == 7);
        if role == 1 && part(Role::Victim) == 1 || role == 2 && part(Role::Suspect) == 1 {
            add(Template::Only, role * 4 + few(around.rivals).min(3));
        }
        add(Template::Quoted, usize::from(view.speech) + 2 * usize::from(q.spoken_of));
        if p.kin || q.owner.is_some() {
            let noun = q.nouns.contains(&p.noun);
            let owner = p.owner.and_then(|o| self.people[o].party);
            let kin = match (&q.owner, owner) {
                (Some((a, _)), Some(b)) if *a == b => 1,
                (Some(_), Some(_)) => 2,
                (Some(_), None) => 3,
                (None, Some(b)) if b == n => 4,
                (None, Some(_)) => 5,
                (None, None) => 6,
            };
            add(Template::Kin, kin * 2 + usize::from(noun));
        }
        add(Template::Opened, q.opened);
        if here && !q.only_pronoun_here {
            add(Template::Here, if p.form == Form::Pronoun { 0 } else { 1 + usize::from(p.age.is_some()) + 2 * usize::from(q.name.is_some()) });
        }
        if p.form == Form::Pronoun {
            let mut over = self.over(m);
            let stands = match over.next() {
                None => 0,
                Some(k) if k == n => 1,
                Some(_) if over.any(|k| k == n) => 2,
                Some(_) => 3,
            };
            add(Template::Over, stands);
        }
        let paragraph = |s: usize| self.sheet.sentences.get(s).map(|s| s.paragraph);
        add(Template::Paragraph, usize::from(paragraph(view.sentence) == paragraph(q.last_sentence)));
        out
    }

    /// The kind of noun that says most of a party.
    pub(super) fn class_of(&self, q: &Party) -> usize {
        let main = q.nouns.iter().find(|x| !is_plain(x)).or(q.nouns.first());
        main.map_or(CLASSES, |x| class(x, lexicon::noun(x).is_some_and(|n| n.kin)))
    }

    /// A mention beside nobody: somebody new, or, for a pronoun, nobody of the page's people.
    pub(super) fn nobody(&self, m: usize, view: &View, around: &Around) -> Vec<Feature> {
        let p = &self.people[m];
        let mut out = Vec::with_capacity(20);
        let mut add = |t, v| push(&mut out, t, view.form, v);
        add(Template::New, 0);
        add(Template::NewRule, usize::from(around.rule.is_some()));
        add(Template::NewNoun, view.class);
        let mine = usize::from(view.victim) + 2 * usize::from(view.suspect) + 4 * usize::from(view.official) + 8 * usize::from(view.witness);
        add(Template::NewRole, mine * 4 + usize::from(view.fate));
        add(Template::NewAge, usize::from(p.age.is_some()) + 2 * usize::from(p.female.is_some()));
        add(Template::NewDepth, if view.title { 0 } else { 1 + near(view.depth) });
        add(Template::NewFitting, few(around.fitting) * 6 + few(around.agreeing));
        add(Template::NewNext, view.next);
        add(Template::NewQuoted, usize::from(view.speech));
        out
    }

    /// A party by itself: whether it takes part in the incident.
    pub(super) fn alone(&self, q: &Party) -> Vec<Feature> {
        let form = match (&q.name, q.single()) {
            (Some(_), _) => 1,
            (None, true) => 2,
            (None, false) if q.size.is_some() => 11,
            (None, false) => 12,
        };
        let mut out = Vec::with_capacity(20);
        let mut add = |t, v| push(&mut out, t, form, v);
        let has = |role| usize::from(q.roles.contains(&role));
        let roles = has(Role::Victim) + 2 * has(Role::Suspect) + 4 * has(Role::Official) + 8 * has(Role::Witness) + 16 * has(Role::Intervener);
        add(Template::Part, roles * 4 + usize::from(q.fate));
        add(Template::PartForm, 0);
        for noun in &q.nouns {
            add(Template::PartNoun, class(noun, lexicon::noun(noun).is_some_and(|n| n.kin)));
        }
        add(Template::PartMore, few(q.mentions.len()));
        add(Template::PartAge, usize::from(q.age.is_some()) + 2 * usize::from(q.roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect))));
        let kin = q.owner.as_ref().map_or(0, |(o, _)| {
            1 + usize::from(self.parties[*o].roles.contains(&Role::Victim)) + 2 * usize::from(self.parties[*o].roles.contains(&Role::Suspect))
        });
        add(Template::PartKin, kin);
        let first = q.mentions.first().map_or(0, |m| self.sentence(*m));
        let zone = self.sheet.sentences.get(first).map(|s| s.zone);
        add(Template::PartDepth, if zone == Some(ZoneKind::Title) { 0 } else { 1 + near(self.depth(first)) });
        let quoted = q.mentions.iter().all(|m| self.speech.get(self.people[*m].head).copied().unwrap_or(false));
        add(Template::PartSpeaks, usize::from(q.speaks) + 2 * usize::from(quoted) + 4 * q.opened);
        out
    }
}
