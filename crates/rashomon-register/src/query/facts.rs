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
    pub claims: Rows<'a, Told<'a>>,
    /// How its findings stand.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub standings: Rows<'a, Standing<'a>>,
}

/// What an incident has many of: listed, or lying as text that is read when it is asked for, which for most questions is never.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Rows<'a, T> {
    /// One by one.
    Listed(Vec<T>),
    /// As [`Rows::text`] wrote them.
    Lying(&'a str),
}

impl<T> Default for Rows<'_, T> {
    fn default() -> Self {
        Rows::Lying("")
    }
}

impl<T> FromIterator<T> for Rows<'_, T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Rows::Listed(rows.into_iter().collect())
    }
}

/// A row that can lie as text.
pub trait Row<'a>: Copy {
    /// Its parts; the first is its slot.
    fn parts(&self) -> [&str; 4];
    /// From its parts.
    fn of(parts: [&'a str; 4]) -> Self;
}

/// Between the rows of a text, and between the parts of a row.
const BETWEEN: [char; 2] = ['\u{1e}', '\u{1f}'];

fn read<'a, T: Row<'a>>(row: &'a str) -> T {
    let mut parts = row.splitn(4, BETWEEN[1]);
    let mut next = || parts.next().unwrap_or_default();
    T::of([next(), next(), next(), next()])
}

impl<'a, T: Row<'a>> Rows<'a, T> {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        let (listed, lying): (&[T], &'a str) = match self {
            Rows::Listed(rows) => (rows, ""),
            Rows::Lying(text) => (&[], text),
        };
        listed.iter().copied().chain(lying.split_terminator(BETWEEN[0]).map(read))
    }

    /// Those on a slot, each with its place among all; others are not read.
    pub fn on<'s>(&'s self, slot: &'s str) -> impl Iterator<Item = (usize, T)> + 's {
        let (listed, lying): (&[T], &'a str) = match self {
            Rows::Listed(rows) => (rows, ""),
            Rows::Lying(text) => (&[], text),
        };
        let of = move |row: &&'a str| row.strip_prefix(slot).is_some_and(|rest| rest.starts_with(BETWEEN[1]));
        let listed = listed.iter().copied().enumerate().filter(move |(_, row)| row.parts()[0] == slot);
        listed.chain(lying.split_terminator(BETWEEN[0]).enumerate().filter(move |(_, row)| of(row)).map(|(place, row)| (place, read(row))))
    }

    /// As text; what would come between rows and parts is a space.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in self.iter() {
            for (n, part) in row.parts().into_iter().enumerate() {
                text.extend((n > 0).then_some(BETWEEN[1]));
                text.extend(part.chars().map(|c| if BETWEEN.contains(&c) { ' ' } else { c }));
            }
            text.push(BETWEEN[0]);
        }
        text
    }
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

impl<'a> Row<'a> for Told<'a> {
    fn parts(&self) -> [&str; 4] {
        let put = match self.put {
            Put::Firmly => "+",
            Put::Weakly => "?",
            Put::Denied => "-",
        };
        [self.slot, self.about, put, self.value]
    }
    fn of([slot, about, put, value]: [&'a str; 4]) -> Self {
        let put = match put {
            "+" => Put::Firmly,
            "?" => Put::Weakly,
            _ => Put::Denied,
        };
        Self { about, slot, value, put }
    }
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Standing<'a> {
    /// `incident`, or a person's id.
    pub about: &'a str,
    /// Its slot.
    pub slot: &'a str,
    /// agreed, single, disputed, superseded, open.
    pub status: &'a str,
    /// Whether all that is said, of whatever value, goes back to one root, or to none that is known.
    pub single: bool,
}

impl<'a> Row<'a> for Standing<'a> {
    fn parts(&self) -> [&str; 4] {
        [self.slot, self.about, self.status, if self.single { "1" } else { "" }]
    }
    fn of([slot, about, status, single]: [&'a str; 4]) -> Self {
        Self { about, slot, status, single: !single.is_empty() }
    }
}
