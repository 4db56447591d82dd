//! What a question can ask of one incident.

use rashomon_model::value::day::DayRange;

/// An incident, as far as a question can ask for it. Everything else of it is left out, so that many fit in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its id.
    pub id: Box<str>,
    /// Id of its kind.
    pub kind: Box<str>,
    /// One line.
    pub caption: Box<str>,
    /// Its documents: those that report it.
    pub docs: Vec<Box<str>>,
    /// Whether one of them is about it, and does not only report it beside others.
    pub main: bool,
    /// The days that it can have happened on, by the record.
    pub days: Option<DayRange>,
    /// Full name of its state, by the record.
    pub state: Option<Box<str>>,
    /// Full name of its county, by the record.
    pub county: Option<Box<str>>,
    /// Its city, by the record.
    pub city: Option<Box<str>>,
    /// The dead, by the record.
    pub killed: Option<Tally>,
    /// The hurt, by the record.
    pub injured: Option<Tally>,
    /// The people in it.
    pub people: Vec<Person>,
    /// What its documents state, in the order of the export.
    pub claims: Vec<Told>,
    /// How its findings stand.
    pub standings: Vec<Standing>,
}

/// A number of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Tally {
    pub low: u32,
    pub best: u32,
    pub high: u32,
}

/// A person or group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// `p1`, `p2`, ….
    pub id: Box<str>,
    /// All names.
    pub names: Vec<Box<str>>,
    /// How to call them where there is no name.
    pub label: Box<str>,
    /// How many.
    pub size: u32,
    /// In years.
    pub age: Option<u16>,
    /// `Adult 18+`, `Teen 12-17`, `Child 0-11`.
    pub age_group: Option<Box<str>>,
    /// `male` or `female`.
    pub gender: Option<Box<str>>,
    /// victim, suspect, officer, intervener, witness, official, other.
    pub role: Option<Box<str>>,
    /// Whether the registries list such a person: a victim or a suspect.
    pub listed: bool,
    /// Killed, Injured, Unharmed, Arrested.
    pub status: Vec<Box<str>>,
}

/// What one document states of one slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its id.
    pub id: Box<str>,
    /// Its document.
    pub doc: Box<str>,
    /// `incident`, or a person's id.
    pub about: Box<str>,
    /// Its slot.
    pub slot: Box<str>,
    /// Its value, as exported.
    pub value: Box<str>,
    /// The words.
    pub exact: Box<str>,
    /// How surely it is put.
    pub put: Put,
}

/// How surely a statement is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
pub struct Standing {
    /// `incident`, or a person's id.
    pub about: Box<str>,
    /// Its slot.
    pub slot: Box<str>,
    /// agreed, single, disputed, superseded, open.
    pub status: Box<str>,
    /// Distinct roots of what is said, over all its values.
    pub origins: usize,
}
