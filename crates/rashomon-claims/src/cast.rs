//! The cast: people and groups mentioned in a document, and who is who among them.

use std::ops::Range;

use rashomon_model::value::{Age, Name};

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

/// A mention of a person or group.
#[derive(Clone, Debug)]
pub struct Person {
    /// Its tokens with article, title and apposed age ("Officer Luis Ortega , 31"); all of one sentence.
    pub tokens: Range<usize>,
    /// The head: surname, noun or pronoun.
    pub head: usize,
    /// How it is made.
    pub form: Form,
    /// How many people; 1 but for groups; `None` for a plural without a number ("officers", "they").
    pub size: Option<u32>,
    /// Age said in the mention or apposed to it, with its tokens.
    pub age: Option<(Age, Range<usize>)>,
    /// `Some(true)` female, `Some(false)` male, by the words of this mention.
    pub female: Option<bool>,
    /// The describing noun or title, lower case ("officer", "suspect", "girl", "police superintendent").
    pub noun: Box<str>,
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
}

impl Cast {
    /// Mentions whose head lies in a range of tokens, with their numbers.
    pub fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, &Person)> {
        self.people.iter().enumerate().filter(move |(_, p)| tokens.contains(&p.head))
    }
    /// How many people a party is: the largest size any mention gives, 1 where none does.
    pub fn size(&self, party: usize) -> u32 {
        self.parties[party].iter().filter_map(|m| self.people[*m].size).max().unwrap_or(1)
    }
}
