//! Values that a slot can hold. One file owns everything about a type: reading it, comparing, how specific it is, its caption.

pub mod address;
pub mod age;
pub mod clock;
pub mod count;
pub mod day;
pub mod kin;
pub mod label;
pub mod name;
pub mod phrase;
pub mod place;

pub use address::Address;
pub use age::Age;
pub use clock::Clock;
pub use count::Count;
pub use day::Day;
pub use kin::Kin;
pub use name::Name;
pub use place::Place;

use crate::claim::PartyId;
use crate::incident::ParticipantId;
use crate::kind::ValueType;

/// What a claim states of its slot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Value {
    /// A day, or what the page says of it.
    Day(Day),
    /// A time of day.
    Clock(Clock),
    /// A number, perhaps an interval.
    Count(Count),
    /// An age.
    Age(Age),
    /// A person's name.
    Name(Name),
    /// A state, county or city.
    Place(Place),
    /// A street, block or crossing.
    Address(Address),
    /// A label of a closed list (`killed`, `at-large`).
    Label(Box<str>),
    /// Words ("black BMW").
    Phrase(Box<str>),
    /// Somebody who acts: the value of `shot_by`.
    Actor(Actor),
    /// "grandfather of" somebody.
    Kin(Kin),
}

/// Somebody of the same account, or of the same incident once accounts are joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Actor {
    /// A party of this account.
    Party(PartyId),
    /// A participant of this incident.
    Participant(ParticipantId),
    /// The person himself or herself.
    Oneself,
}

/// How two values of one slot stand to each other, before anything is known of time and speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// Equal, up to spelling that does not count.
    Same,
    /// The first says more than the second and agrees with it.
    Finer,
    /// The second says more than the first and agrees with it.
    Coarser,
    /// Both can be true.
    Compatible,
    /// Both cannot be true.
    Contradicts,
}

impl Comparison {
    /// The comparison seen from the other side.
    pub fn flip(self) -> Self {
        match self {
            Comparison::Finer => Comparison::Coarser,
            Comparison::Coarser => Comparison::Finer,
            same => same,
        }
    }
}

impl Value {
    /// How it is written in the export (`SLOTS.md`), participants as `p3`.
    pub fn caption(&self) -> String {
        match self {
            Value::Day(v) => v.caption(),
            Value::Clock(v) => v.caption(),
            Value::Count(v) => v.caption(),
            Value::Age(v) => v.caption(),
            Value::Name(v) => v.caption(),
            Value::Place(v) => v.caption(),
            Value::Address(v) => v.caption(),
            Value::Label(v) | Value::Phrase(v) => v.to_string(),
            Value::Actor(Actor::Party(p)) => format!("party {}", p.0),
            Value::Actor(Actor::Participant(p)) => p.to_string(),
            Value::Actor(Actor::Oneself) => "self".into(),
            Value::Kin(v) => v.caption(),
        }
    }

    /// Reads a value as it is written in the export or in a coded register. `find` knows the people by their ids. `None` when
    /// the words are no value of that type.
    pub fn parse(of: ValueType, words: &str, find: impl Fn(&str) -> Option<Actor>) -> Option<Self> {
        let words = words.trim();
        let place = |level| (!words.is_empty()).then(|| Value::Place(Place { level, name: words.into(), state: None }));
        match of {
            ValueType::Day => Day::parse(words).map(Value::Day),
            ValueType::Clock => Clock::parse(words).map(Value::Clock),
            ValueType::Count => Count::parse(words).map(Value::Count),
            ValueType::Age => Age::parse(words).map(Value::Age),
            ValueType::Name => Name::parse(words).map(Value::Name),
            ValueType::State => place(place::Level::State),
            ValueType::County => place(place::Level::County),
            ValueType::City => place(place::Level::City),
            ValueType::Address => (!words.is_empty()).then(|| Value::Address(Address::parse(words))),
            ValueType::Label => label::parse(words).map(Value::Label),
            ValueType::Phrase => (!words.is_empty()).then(|| Value::Phrase(words.into())),
            ValueType::Actor if words.eq_ignore_ascii_case("self") => Some(Value::Actor(Actor::Oneself)),
            ValueType::Actor => find(words).map(Value::Actor),
            ValueType::Kin => (!words.is_empty()).then(|| Value::Kin(Kin::parse(words, find))),
        }
    }

    /// How two values of one slot stand to each other. `single`: only one value of the slot can be true.
    pub fn compare(&self, other: &Value, single: bool) -> Comparison {
        match (self, other) {
            (Value::Day(a), Value::Day(b)) => a.compare(b),
            (Value::Clock(a), Value::Clock(b)) => a.compare(b),
            (Value::Count(a), Value::Count(b)) => a.compare(b),
            (Value::Age(a), Value::Age(b)) => a.compare(b),
            (Value::Name(a), Value::Name(b)) => a.compare(b),
            (Value::Place(a), Value::Place(b)) => a.compare(b),
            (Value::Address(a), Value::Address(b)) => a.compare(b),
            (Value::Label(a), Value::Label(b)) => label::compare(a, b, single),
            (Value::Phrase(a), Value::Phrase(b)) => phrase::compare(a, b, single),
            (Value::Actor(a), Value::Actor(b)) if a == b => Comparison::Same,
            (Value::Kin(a), Value::Kin(b)) => a.compare(b),
            _ if single => Comparison::Contradicts,
            _ => Comparison::Compatible,
        }
    }
}
