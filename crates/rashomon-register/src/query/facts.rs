//! What a question can ask of one incident.

use rashomon_model::value::day::DayRange;

/// An incident, as far as a question can ask for it: what of it is in the words of whatever holds it. Everything else is left out, so that many
/// are looked at in a short time, and who keeps this much of each beside a register need not read the whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Facts<'a> {
    /// Its id.
    pub id: &'a str,
    /// Id of its kind.
    pub kind: &'a str,
    /// Its documents: those that report it.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub docs: Vec<&'a str>,
    /// Whether one of them is about it, and does not only report it beside others.
    pub main: bool,
    /// Whether a person put it out of the register: then nobody asks for it.
    pub out: bool,
    /// The days that it can have happened on, by the record.
    pub days: Option<DayRange>,
    /// Full name of its state, by the record.
    pub state: Option<&'a str>,
    /// Full name of its county, by the record.
    pub county: Option<&'a str>,
    /// Its city, by the record.
    pub city: Option<&'a str>,
    /// The dead, by the record.
    pub killed: Option<Tally>,
    /// The hurt, by the record.
    pub injured: Option<Tally>,
    /// The people in it.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub people: Vec<Person<'a>>,
    /// What its documents state. Where each matters, in the order of the export; else each once, whoever says it.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub claims: Vec<Told<'a>>,
    /// How its findings stand.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub standings: Vec<Standing<'a>>,
}

/// A number of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub struct Tally {
    pub low: u32,
    pub best: u32,
    pub high: u32,
}

/// A person or group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Person<'a> {
    /// `p1`, `p2`, ….
    pub id: &'a str,
    /// All names.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub names: Vec<&'a str>,
    /// How many.
    pub size: u32,
    /// In years.
    pub age: Option<u16>,
    /// `Adult 18+`, `Teen 12-17`, `Child 0-11`.
    pub age_group: Option<&'a str>,
    /// `male` or `female`.
    pub gender: Option<&'a str>,
    /// victim, suspect, officer, intervener, witness, official, other.
    pub role: Option<&'a str>,
    /// Whether the registries list such a person: a victim or a suspect.
    pub listed: bool,
    /// Killed, Injured, Unharmed, Arrested.
    pub status: Vec<&'a str>,
}

/// What is stated of one slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Told<'a> {
    /// `incident`, or a person's id.
    pub about: &'a str,
    /// Its slot.
    pub slot: &'a str,
    /// Its value, as exported.
    pub value: &'a str,
    /// How surely it is put.
    pub put: Put,
}

/// How surely a statement is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Put {
    /// For certain, or as probable.
    #[default]
    Firmly,
    /// As possible, or as unknown.
    Weakly,
    /// Denied.
    Denied,
}

/// How a finding stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Standing<'a> {
    /// `incident`, or a person's id.
    pub about: &'a str,
    /// Its slot.
    pub slot: &'a str,
    /// agreed, single, disputed, superseded, open.
    pub status: &'a str,
    /// Distinct roots of what is said, over all its values.
    pub origins: u32,
}
