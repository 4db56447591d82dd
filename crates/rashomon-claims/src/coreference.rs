//! Who is who: mentions of people into parties, one pass in order of place; hard rules first, then learned weights.
//!
//! Two ages or two full names never make one party. Only the `WINDOW` parties met last are looked at, so the work
//! is linear in the number of mentions.

mod again;
mod apart;
mod features;
mod finish;
mod govern;
mod ranker;
mod rules;
mod teacher;

use apart::apart;
use govern::governors;
pub use ranker::Ranker;
pub use teacher::{Label, Lesson, learn};

use features::Around;
use ranker::Feature;
use rashomon_model::value::name::Likeness;
use rashomon_model::value::{Age, Comparison, Name};
use rashomon_model::{Kind, ZoneKind};

use crate::cast::{Cast, Form, Opening, Person};
use crate::grammar::Grammar;
use crate::involvement::{self, Role, Sign};
use crate::mention::person::lexicon;
use crate::quotation;
use crate::sheet::Sheet;

/// How many parties, those met last, a mention is compared with.
const WINDOW: usize = 48;

/// How a party opened that the page sets apart from those before it.
const ANOTHER: usize = 3;
/// Months from which somebody may be called a man or a woman.
const GROWN: u16 = 13 * 12;

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
    /// 1 dead, 2 hurt, 3 both.
    fate: u8,
    /// How its first mention opens.
    opened: usize,
    /// Its last sentence has but pronouns of it.
    only_pronoun_here: bool,
    /// Last mentioned in somebody's speech.
    spoken_of: bool,
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
    /// For each mention those before it that are somebody else.
    apart: Vec<Vec<usize>>,
    /// For each pronoun the mentions under which it stands.
    over: Vec<Vec<usize>>,
    parties: Vec<Party>,
    /// Tokens within speech.
    speech: Vec<bool>,
    /// Mentions that open their sentence.
    firsts: Vec<bool>,
}

/// What is open to a mention.
enum Choice {
    /// Hand rules leave no choice.
    Party(usize),
    /// The parties that fit, each with its features, and the features of nobody.
    Open(Vec<(usize, Vec<Feature>)>, Vec<Feature>, Option<usize>),
}

/// Puts every mention into a party, and drops parties that take no part in an incident.
pub fn resolve(sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, kind: &Kind, people: Vec<Person>, weights: &Ranker) -> Cast {
    let signs = involvement::signs(sheet, grammar, kind, &people);
    let apart = apart(sheet, grammar, &people);
    let over = governors(sheet, grammar, &people);
    let mut reader = Reader::new(sheet, people, signs, apart, over);
    reader.read(weights);
    reader.finish(weights)
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
fn is_parent(noun: &str) -> bool {
    matches!(noun, "mother" | "father" | "mom" | "dad" | "wife" | "husband" | "grandmother" | "grandfather" | "stepfather" | "stepmother")
}
fn is_uniform(noun: &str) -> bool {
    matches!(noun, "officer" | "cop" | "policeman" | "policewoman" | "deputy" | "trooper")
}
/// Who leads a force, or speaks for an office.
fn is_desk(word: &str) -> bool {
    matches!(
        word,
        "chief"
            | "superintendent"
            | "sheriff"
            | "commissioner"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "mayor"
            | "prosecutor"
            | "attorney"
            | "coroner"
            | "judge"
            | "director"
    )
}
/// The part that a noun gives somebody: sought, in uniform or office, one of the public who steps in.
fn part(noun: &str) -> Option<u8> {
    match noun {
        "suspect" | "gunman" | "shooter" | "assailant" | "attacker" | "robber" | "intruder" | "carjacker" | "perpetrator" => Some(0),
        _ if is_civil(noun) => Some(2),
        _ if noun.split(' ').any(|w| is_uniform(w) || lexicon::is_rank(w)) => Some(1),
        _ => None,
    }
}
/// "The officer" and somebody by name without a rank: one only where words join them.
fn in_plain_clothes(p: &Person, q: &Party) -> bool {
    let ranked = |n: &str| part(n) == Some(1);
    let (mine, theirs) = (ranked(&p.noun), q.nouns.iter().any(|n| ranked(n)));
    p.form == Form::Described && mine && !theirs && q.name.is_some() || theirs && q.name.is_none() && p.name.is_some() && !mine
}
/// "Spokesman Luis Ortega" is not the man of whom he speaks, unless that one holds an office too.
fn in_office(p: &Person, q: &Party) -> bool {
    let office = |n: &str| n.split(' ').any(|w| is_desk(w) || is_uniform(w) || lexicon::is_rank(w));
    p.name.is_some() && office(&p.noun) && q.name.is_none() && !q.nouns.iter().any(|n| office(n))
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

impl<'s, 't> Reader<'s, 't> {
    fn new(sheet: &'s Sheet<'t>, people: Vec<Person>, signs: Vec<Vec<Sign>>, apart: Vec<Vec<usize>>, over: Vec<Vec<usize>>) -> Self {
        let mut speech = vec![false; sheet.tokens.len()];
        for q in quotation::quotations(sheet).iter().filter(|q| q.speech) {
            for t in speech.get_mut(q.tokens.clone()).into_iter().flatten() {
                *t = true;
            }
        }
        let sentence = |p: &Person| sheet.tokens.get(p.head).map(|t| t.sentence);
        let firsts = (0..people.len()).map(|m| m == 0 || sentence(&people[m - 1]) != sentence(&people[m])).collect();
        Self { sheet, people, signs, apart, over, parties: Vec::new(), speech, firsts }
    }
    fn first_in_sentence(&self, m: usize) -> bool {
        self.firsts.get(m).copied().unwrap_or(false)
    }
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

    /// Puts every mention into a party, and makes one of parties that are one.
    fn read(&mut self, weights: &Ranker) {
        self.meet(weights);
        self.meet_again(weights);
    }

    /// Puts every mention into a party.
    fn meet(&mut self, weights: &Ranker) {
        for m in 0..self.people.len() {
            let party = match self.choices(m) {
                Choice::Party(n) => Some(n),
                Choice::Open(parties, nobody, _) => self.choose(m, &parties, &nobody, weights),
            };
            if let Some(party) = party {
                self.join(m, party);
            }
        }
        self.name_lists();
        self.unite();
        self.unite_uniform();
        self.fold();
    }

    /// What is open to a mention.
    fn choices(&self, m: usize) -> Choice {
        if let Some(linked) = self.linked(m) {
            return Choice::Party(linked);
        }
        let p = &self.people[m];
        let decided = match &p.form {
            Form::Named(name) => self.by_name(m, name),
            Form::Described if p.kin && p.opening == Opening::Owned => self.by_owner(m),
            Form::Described if is_civil(&p.noun) && p.opening == Opening::Definite && p.size == Some(1) => self.only_civil(m),
            _ => None,
        };
        if let Some(n) = decided {
            return Choice::Party(n);
        }
        if p.form == Form::Described && p.size != Some(1) {
            return self.by_description(m).map_or(Choice::Open(Vec::new(), Vec::new(), None), Choice::Party);
        }
        let view = self.view(m);
        let sentence = self.sentence(m);
        let title = self.in_title(sentence);
        let tells = self.tells(m);
        let too = self.is_another_victim(m);
        let mut fitting: Vec<usize> = self
            .recent()
            .filter(|(n, q)| {
                let reached = p.form != Form::Pronoun || sentence - q.last_sentence.min(sentence) <= 4 && (title || !self.in_title(q.last_sentence));
                let unnamed = p.name.is_none() || q.name.is_none();
                let befell = tells && q.roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect)) || too && q.roles.contains(&Role::Victim);
                reached
                    && unnamed
                    && !befell
                    && !q.mentions.is_empty()
                    && self.fits(m, *n)
                    && !in_plain_clothes(p, q)
                    && !in_office(p, q)
                    && !self.is_apart(m, *n)
            })
            .map(|(n, _)| n)
            .collect();
        self.tell_apart(m, &mut fitting);
        // Nearest first.
        fitting.sort_by_key(|n| std::cmp::Reverse(self.parties[*n].last_mention));
        let role = self.roles(m).find(|r| matches!(r, Role::Victim | Role::Suspect));
        let role = role.or(match &*p.noun {
            "victim" => Some(Role::Victim),
            "suspect" | "gunman" | "shooter" => Some(Role::Suspect),
            _ => None,
        });
        let rivals = fitting.iter().filter(|n| role.is_some_and(|r| self.parties[**n].roles.contains(&r))).count();
        let agreeing = fitting.iter().filter(|n| self.parties[**n].nouns.iter().any(|x| nouns_agree(x, &p.noun))).count();
        let rule = match &p.form {
            Form::Named(_) => None,
            Form::Described => self.by_description(m),
            Form::Pronoun => self.by_pronoun(m),
        };
        let around = Around { fitting: fitting.len(), rivals, agreeing, rule };
        let nobody = self.nobody(m, &view, &around);
        let parties = fitting.iter().enumerate().map(|(rank, n)| (*n, self.pair(m, &view, *n, rank, &around))).collect();
        Choice::Open(parties, nobody, rule.filter(|r| fitting.contains(r)))
    }

    /// The parties under whom a pronoun stands, nearest first; whom its verb tells from it is none of them ("that man shot him").
    fn over(&self, m: usize) -> impl Iterator<Item = usize> + '_ {
        let apart = self.apart.get(m);
        let open = move |k: &&usize| !apart.is_some_and(|others| others.contains(k));
        self.over.get(m).into_iter().flatten().filter(open).filter_map(|k| self.people[*k].party)
    }

    /// "The citizen": the one of the public who steps in, where the page tells of one.
    fn only_civil(&self, m: usize) -> Option<usize> {
        let mut civil =
            self.recent().filter(|(n, q)| q.nouns.iter().any(|n| is_civil(n)) && self.fits(m, *n) && !self.is_apart(m, *n)).map(|(n, _)| n);
        civil.next().filter(|_| civil.next().is_none())
    }

    /// "Another man" is none of those met before; of the two met last "the older man" is the older.
    fn tell_apart(&self, m: usize, fitting: &mut Vec<usize>) {
        let p = &self.people[m];
        if p.form != Form::Described || p.size != Some(1) {
            return;
        }
        let says = |k: usize, words: &[&str]| {
            let p = &self.people[k];
            (p.tokens.start..p.head).any(|t| words.contains(&self.lower(t)))
        };
        let counted = &["second", "third", "fourth", "fifth"];
        if p.opening == Opening::Another {
            let unseen = |q: &Party| q.mentions.iter().all(|k| self.in_title(self.sentence(*k)));
            let such = |q: &Party| q.opened == ANOTHER || q.mentions.iter().any(|k| says(*k, counted));
            fitting.retain(|n| such(&self.parties[*n]) || unseen(&self.parties[*n]));
        }
        let months = |n: &usize| self.parties[*n].age.as_ref().map(|a| a.low);
        let mut met: Vec<(usize, u16)> = fitting.iter().filter_map(|n| Some((self.parties[*n].last_mention, months(n)?))).collect();
        met.sort_unstable();
        if let [.., (_, one), (_, two)] = met.as_slice() {
            let wanted = match () {
                () if says(m, &["older"]) => Some(one.max(two)),
                () if says(m, &["younger"]) => Some(one.min(two)),
                () => None,
            };
            if let Some(wanted) = wanted {
                fitting.retain(|n| months(n).is_none_or(|a| a == *wanted));
            }
        }
    }

    /// One verb tells the mention from the party's, or the party owns it, or the mention names who says the sentence that tells of the
    /// party: "shot him", "his son", "he was hurt, Sgt. Reyes said".
    fn is_apart(&self, m: usize, party: usize) -> bool {
        let of = |k: &usize| self.people.get(*k).is_some_and(|p| p.party == Some(party));
        self.apart.get(m).is_some_and(|others| others.iter().any(of))
            || self.people[m].owner.is_some_and(|o| of(&o))
            || self.parties[party].last_sentence == self.sentence(m) && self.closes(m)
            || self.is_new_owner(m) && self.parties[party].mentions.iter().any(|k| self.introduces(*k))
    }

    /// "An officer's bullet" is not that of the officer whom the text has told of.
    fn is_new_owner(&self, m: usize) -> bool {
        self.introduces(m) && matches!(self.lower(self.people[m].tokens.end), "'s" | "\u{2019}s")
    }

    /// Somebody new to running text: "a man", "an officer".
    fn introduces(&self, m: usize) -> bool {
        let p = &self.people[m];
        let article = matches!(self.lower(p.tokens.start), "a" | "an");
        article && p.form == Form::Described && p.size == Some(1) && p.opening == Opening::Indefinite && !self.in_title(self.sentence(m))
    }

    /// A name that closes what it says: "…, said Reyes", "…, Reyes said".
    fn closes(&self, m: usize) -> bool {
        let p = &self.people[m];
        let says = |word: &str| matches!(word, "said" | "says" | "added" | "explained");
        let before = p.tokens.start.checked_sub(1).filter(|_| !self.first_in_sentence(m)).map_or("", |t| self.lower(t));
        p.name.is_some() && (says(before) || says(self.lower(p.tokens.end)) && matches!(before, "," | "\"" | "\u{201D}"))
    }

    /// The best of what is open; a new party for a mention that is nobody's, none for a pronoun.
    fn choose(&mut self, m: usize, parties: &[(usize, Vec<Feature>)], nobody: &[Feature], weights: &Ranker) -> Option<usize> {
        let mut best = (weights.score(nobody), None);
        for (n, features) in parties {
            let score = weights.score(features);
            if score > best.0 {
                best = (score, Some(*n));
            }
        }
        best.1.or_else(|| self.open(m))
    }

    /// A new party, but for a pronoun.
    fn open(&mut self, m: usize) -> Option<usize> {
        if self.people[m].form == Form::Pronoun {
            return None;
        }
        self.parties.push(Party::default());
        Some(self.parties.len() - 1)
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
        let small = |age: Option<&Age>| age.is_some_and(|a| a.high < GROWN);
        let child = (q.nouns.iter().any(|n| is_child(n)) || small(q.age.as_ref())) && is_grown(&p.noun)
            || q.nouns.iter().any(|n| is_grown(n)) && (is_child(&p.noun) || small(p.age.as_ref().map(|a| &a.0)));
        // The one who is sought, the one in uniform and the one of the public who steps in are three.
        let part = part(&p.noun);
        let apart = part.is_some() && q.nouns.iter().any(|n| self::part(n).is_some_and(|x| Some(x) != part));
        // Who leads or speaks for a force is not "the officer" of the incident.
        let desk = |n: &str| n.split(' ').any(is_desk);
        let beat = |n: &str| is_uniform(n);
        let leads = p.form == Form::Described && beat(&p.noun) && q.nouns.iter().any(|n| desk(n))
            || desk(&p.noun) && q.name.is_none() && q.nouns.iter().any(|n| beat(n));
        let apart = apart || leads;
        same_size && names && !apart && !clash(sex, q.sex()) && !ages_clash(p.age.as_ref().map(|a| &a.0), q.age.as_ref()) && !child
    }

    fn join(&mut self, m: usize, party: usize) {
        let sentence = self.sentence(m);
        let first = self.first_in_sentence(m);
        let fate = self.fate(m);
        let spoken_of = self.speech.get(self.people[m].head).copied().unwrap_or(false);
        let heading = self.in_title(sentence) || self.depth(sentence) == 0;
        let owner = self.people[m].owner.and_then(|o| self.people[o].party);
        let roles: Vec<Role> = self.roles(m).collect();
        self.people[m].party = Some(party);
        let p = &self.people[m];
        let q = &mut self.parties[party];
        if q.mentions.is_empty() {
            q.heading = heading;
            q.size = p.size;
            q.opened = match (&p.form, p.opening) {
                (Form::Named(_), _) => 1,
                (_, Opening::Indefinite) => 2,
                (_, Opening::Another) => ANOTHER,
                (_, Opening::Definite) => 4,
                (_, Opening::Owned) => 5,
            };
        }
        q.only_pronoun_here = p.form == Form::Pronoun && (q.last_sentence != sentence || q.only_pronoun_here);
        q.fate |= fate;
        q.spoken_of = spoken_of;
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
