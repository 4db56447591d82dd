//! The cast: people and groups mentioned in a document, and who is who among them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rashomon_model::value::{Actor, Age, Name};
use rashomon_model::{Kind, PartyId, Stated, Subject, Value};

use crate::coreference::{self, Ranker};
use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::involvement::Sign;
use crate::mention::person;
use crate::sheet::Sheet;

/// How a person is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// By name, with or without title ("Officer Luis Ortega", "Ortega").
    Named(Name),
    /// By description ("a 16-year-old girl", "two men", "the off-duty officer", "the suspect").
    Described,
    /// he, she, they, him, her, his, their.
    Pronoun,
}

/// What a mention says of whether its person was met before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// a, an, one, two, some, or nothing (headlines, plurals): somebody new, or the lead again.
    Indefinite,
    /// "another", "a second", "three others": none of those before.
    Another,
    /// the, this, that, both, names and pronouns: somebody met before.
    Definite,
    /// his, her, their, somebody's.
    Owned,
}

/// A mention of a person or group.
#[derive(Clone, Debug)]
pub struct Person {
    /// Its tokens with article, title and apposed age ("Officer Luis Ortega , 31"); all of one sentence.
    pub tokens: Range<usize>,
    /// The head: surname, noun or pronoun.
    pub head: usize,
    /// How it is made.
    pub form: Form,
    /// The tokens of the name alone, for a name.
    pub name: Option<Range<usize>>,
    /// How it opens.
    pub opening: Opening,
    /// How many people; 1 but for groups; `None` for a plural without a number ("officers", "they").
    pub size: Option<u32>,
    /// Age said in the mention or apposed to it, with its tokens.
    pub age: Option<(Age, Range<usize>)>,
    /// `Some(true)` female, `Some(false)` male, by the words of this mention.
    pub female: Option<bool>,
    /// The describing noun in the singular, or the title, lower case ("officer", "suspect", "girl", "police chief").
    pub noun: Box<str>,
    /// The noun says a relation to somebody ("wife", "friend").
    pub kin: bool,
    /// The mention that owns it: "his" of "his wife".
    pub owner: Option<usize>,
    /// The party it belongs to, once resolved; `None` for people outside the incident's cast ("residents").
    pub party: Option<usize>,
}

/// The people of a document.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Mentions in order of place.
    pub people: Vec<Person>,
    /// Parties: the mentions of each, in order. `Subject::Party(PartyId(n))` is `parties[n]`.
    pub parties: Vec<Vec<usize>>,
    /// Signs of roles, mention by mention.
    pub signs: Vec<Vec<Sign>>,
    /// Groups whose every member is a party too ("two men" who are told apart later): what is said of them is said of each.
    pub groups: BTreeMap<usize, Vec<usize>>,
    /// Groups of which some members are told apart: their part and sex are those of each.
    pub partly: BTreeMap<usize, Vec<usize>>,
    /// Groups that are nobody of their own: what is said of them is said of their members, and else of nobody.
    pub heard: BTreeSet<usize>,
}

/// Groups and those who belong to each.
type Members = BTreeMap<usize, Vec<usize>>;

/// Parties among which groups and their members are sought again: those met first.
const CROWD: usize = 200;

/// Values of one slot of one party that are held against what is said of its group.
const VALUES: usize = 8;

impl Cast {
    /// The people of a document by a kind's words for roles.
    pub fn of(sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, kind: &Kind, weights: &Ranker) -> Self {
        coreference::resolve(sheet, grammar, kind, person::people(sheet), weights)
    }
    /// Mentions whose head lies in a range of tokens, with their numbers.
    pub fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, &Person)> {
        let from = self.people.partition_point(|p| p.head < tokens.start);
        let to = self.people.partition_point(|p| p.head < tokens.end).max(from);
        self.people.iter().enumerate().take(to).skip(from)
    }
    /// Gives what is said of a group to each of its members, where the page says nothing else of that slot about the member.
    pub fn spread(&self, drafts: &mut Vec<Draft>) {
        Self::give(&self.groups, &self.partly, drafts);
    }
    /// [`Cast::spread`] for groups whose members show only when it is decided who takes which part: "four people were shot" and four of
    /// whom the page says but how they are doing.
    pub fn spread_again(&self, drafts: &mut Vec<Draft>) {
        let (groups, partly) = self.regrouped(drafts);
        Self::give(&groups, &partly, drafts);
        let heard = |p: &PartyId| self.heard.contains(&(p.0 as usize));
        drafts.retain(|d| {
            let of = matches!(&d.subject, Subject::Party(p) if heard(p));
            let by = match d.stated.value() {
                Some(Value::Actor(Actor::Party(p))) => heard(p),
                Some(Value::Kin(kin)) => matches!(&kin.to, Some(Actor::Party(p)) if heard(p)),
                _ => false,
            };
            !of && !by
        });
    }
    /// Groups told apart as a whole and in part, by the parts that drafts give to people.
    fn regrouped(&self, drafts: &[Draft]) -> (Members, Members) {
        let label = |d: &Draft, slot: &str| match (&d.subject, &d.stated) {
            (Subject::Party(p), Stated::Is(Value::Label(l))) if *d.slot == *slot => Some((p.0 as usize, l.clone())),
            _ => None,
        };
        let all =
            |slot: &str| -> BTreeSet<(usize, Box<str>)> { drafts.iter().filter_map(|d| label(d, slot)).map(|(p, l)| (p, (*l).into())).collect() };
        let (roles, genders) = (all("role"), all("gender"));
        let is = |set: &BTreeSet<(usize, Box<str>)>, p: usize, l: &str| set.contains(&(p, l.into()));
        let at_odds = |a: usize, b: usize| {
            [("male", "female"), ("female", "male")].iter().any(|(x, y)| is(&genders, a, x) && is(&genders, b, y) && !is(&genders, b, x))
        };
        let (mut groups, mut partly) = (Members::new(), Members::new());
        for group in (0..self.parties.len().min(CROWD)).filter(|g| !self.groups.contains_key(g)) {
            let size = self.size(group) as usize;
            let named = self.mentions(group).any(|(_, p)| matches!(p.form, Form::Named(_)));
            let Some(role) = ["victim", "suspect"].into_iter().find(|r| is(&roles, group, r)).filter(|_| size > 1 && !named) else { continue };
            let others = self.mentions(group).next().is_some_and(|(_, p)| p.opening == Opening::Another);
            let single = |p: &usize| self.mentions(*p).all(|(_, m)| m.size == Some(1) || m.form == Form::Pronoun);
            let of = |p: &usize| *p != group && (!others || *p > group) && single(p) && is(&roles, *p, role) && !at_odds(group, *p);
            let members: Vec<usize> = (0..self.parties.len().min(CROWD)).filter(of).take(size + 1).collect();
            if members.len() == size {
                groups.insert(group, members);
            } else if members.len() * 2 >= size && members.len() < size {
                let known = self.partly.get(&group).map_or(&[][..], Vec::as_slice);
                partly.insert(group, members.into_iter().filter(|m| !known.contains(m)).collect());
            }
        }
        (groups, partly)
    }
    fn give(groups: &Members, partly: &Members, drafts: &mut Vec<Draft>) {
        let party = |d: &Draft| if let Subject::Party(p) = d.subject { Some(p.0 as usize) } else { None };
        let mut own: BTreeMap<(usize, String), Vec<Stated>> = BTreeMap::new();
        for d in drafts.iter() {
            let Some(p) = party(d) else { continue };
            let values = own.entry((p, d.slot.to_string())).or_default();
            if !values.contains(&d.stated) && values.len() < VALUES {
                values.push(d.stated.clone());
            }
        }
        // Nothing else is said of the member, or the same.
        let open = |member: usize, d: &Draft| own.get(&(member, d.slot.to_string())).is_none_or(|values| values.contains(&d.stated));
        let mut shared = Vec::new();
        drafts.retain(|d| {
            // Who of a group fired is not told.
            let vague = match d.stated.value() {
                Some(Value::Actor(Actor::Party(p))) => groups.contains_key(&(p.0 as usize)),
                Some(Value::Kin(kin)) => matches!(kin.to, Some(Actor::Party(p)) if groups.contains_key(&(p.0 as usize))),
                _ => false,
            };
            if vague {
                return false;
            }
            let Some(party) = party(d) else { return true };
            let whole = groups.get(&party);
            let part = partly.get(&party).filter(|_| matches!(&*d.slot, "role" | "gender" | "outcome"));
            for member in whole.or(part).into_iter().flatten().filter(|m| open(**m, d)) {
                shared.push(Draft { subject: Subject::Party(PartyId(*member as u32)), ..d.clone() });
            }
            whole.is_none()
        });
        drafts.append(&mut shared);
    }

    /// Whether a mention is there to say whose somebody is: "his" of "his wife".
    pub fn is_owner(&self, mention: usize) -> bool {
        self.people.iter().skip(mention + 1).take(3).any(|p| p.owner == Some(mention))
    }
    /// How many people a party is: the largest size any mention gives, 1 where none does.
    pub fn size(&self, party: usize) -> u32 {
        self.mentions(party).filter_map(|(_, p)| p.size).max().unwrap_or(1)
    }
    /// The mentions of a party, with their numbers.
    pub fn mentions(&self, party: usize) -> impl Iterator<Item = (usize, &Person)> {
        self.parties.get(party).into_iter().flatten().filter_map(|m| self.people.get(*m).map(|p| (*m, p)))
    }
}
