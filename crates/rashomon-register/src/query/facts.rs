//! What a question can ask of one incident.

use std::borrow::Cow;
use std::collections::BTreeSet;

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
    pub people: People<'a>,
    /// What its documents state. Where each matters, in the order of the export; else each once, whoever says it.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub claims: Rows<'a, Told<'a>>,
    /// How its findings stand.
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub standings: Rows<'a, Standing<'a>>,
}

/// Slots that are often asked for, beside those that record and people tell of.
pub(super) const OFTEN: [&str; 3] = ["circumstance", "shot_by", "weapon"];
/// How findings stand that are looked for; most stand otherwise.
pub(super) const STIRRED: [&str; 3] = ["disputed", "open", "superseded"];

impl<'a> Facts<'a> {
    /// As much as a brief question needs ([`Query::is_brief`](super::Query::is_brief)): of the claims those on slots that are often asked for, and on place, day and part in
    /// it those that differ from the record; on which slots findings are disputed, superseded or open, and not whose.
    pub fn brief(&self) -> Self {
        let said = |told: &Told<'a>| match told.slot {
            "state" => self.state != Some(told.value),
            "county" => self.county != Some(told.value),
            "city" => self.city != Some(told.value),
            "role" => !self.people.all().iter().any(|p| p.id == told.about && p.role == Some(told.value)),
            "date" => true,
            slot => OFTEN.contains(&slot),
        };
        let stirred: BTreeSet<[&str; 2]> = self.standings.iter().filter(|s| STIRRED.contains(&s.status)).map(|s| [s.slot, s.status]).collect();
        let standings = stirred.into_iter().map(|[slot, status]| Standing { slot, status, ..Standing::default() });
        Self { claims: self.claims.iter().filter(said).collect(), standings: standings.collect(), ..self.clone() }
    }
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

/// The people of an incident: listed, or lying as text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum People<'a> {
    /// One by one.
    #[cfg_attr(feature = "cache", serde(borrow))]
    Listed(Vec<Person<'a>>),
    /// As [`People::text`] wrote them.
    Lying(&'a str),
}

impl Default for People<'_> {
    fn default() -> Self {
        People::Lying("")
    }
}

impl<'a> FromIterator<Person<'a>> for People<'a> {
    fn from_iter<I: IntoIterator<Item = Person<'a>>>(people: I) -> Self {
        People::Listed(people.into_iter().collect())
    }
}

impl<'a> People<'a> {
    /// All of them: read where they lie, at every call.
    pub fn all(&self) -> Cow<'_, [Person<'a>]> {
        match self {
            People::Listed(people) => Cow::Borrowed(people),
            People::Lying(text) => Cow::Owned(text.split_terminator(BETWEEN[0]).map(Person::read).collect()),
        }
    }

    /// As text; what would come between people and their parts is a space.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for person in self.all().iter() {
            person.write(&mut text);
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
    pub names: Many<'a>,
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
    #[cfg_attr(feature = "cache", serde(borrow))]
    pub status: Many<'a>,
}

/// A few words or names: listed, or lying as text.
#[derive(Clone, Debug, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Many<'a> {
    /// One by one.
    #[cfg_attr(feature = "cache", serde(borrow))]
    Listed(Vec<&'a str>),
    /// As text.
    Lying(&'a str),
}

impl<'a> Many<'a> {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + '_ {
        let (listed, lying): (&[&'a str], &'a str) = match self {
            Many::Listed(listed) => (listed, ""),
            Many::Lying(text) => (&[], text),
        };
        listed.iter().copied().chain((!lying.is_empty()).then(|| lying.split(BESIDE)).into_iter().flatten())
    }
    /// None of them.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
    /// Whether one of them is this.
    pub fn contains(&self, word: &str) -> bool {
        self.iter().any(|mine| mine == word)
    }
}

impl Default for Many<'_> {
    fn default() -> Self {
        Many::Lying("")
    }
}

impl PartialEq for Many<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a> FromIterator<&'a str> for Many<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Self {
        Many::Listed(words.into_iter().collect())
    }
}

/// Between several names, or ends, of one person.
const BESIDE: char = '\u{1d}';

impl<'a> Person<'a> {
    fn write(&self, text: &mut String) {
        let plain = |part: &str| part.replace([BETWEEN[0], BETWEEN[1], BESIDE], " ");
        let many = |parts: &Many<'_>| parts.iter().map(plain).collect::<Vec<_>>().join(&BESIDE.to_string());
        let maybe = |part: Option<&str>| part.map_or_else(String::new, plain);
        let age = self.age.map_or_else(String::new, |age| age.to_string());
        let listed = if self.listed { "1" } else { "" };
        let parts = [
            &plain(self.id),
            &many(&self.names),
            &self.size.to_string(),
            &age,
            &maybe(self.age_group),
            &maybe(self.gender),
            &maybe(self.role),
            listed,
            &many(&self.status),
        ];
        text.push_str(&parts.join(&BETWEEN[1].to_string()));
        text.push(BETWEEN[0]);
    }

    fn read(row: &'a str) -> Self {
        let mut parts = row.split(BETWEEN[1]);
        let mut next = || parts.next().unwrap_or_default();
        let maybe = |part: &'a str| (!part.is_empty()).then_some(part);
        Self {
            id: next(),
            names: Many::Lying(next()),
            size: next().parse().unwrap_or_default(),
            age: next().parse().ok(),
            age_group: maybe(next()),
            gender: maybe(next()),
            role: maybe(next()),
            listed: !next().is_empty(),
            status: Many::Lying(next()),
        }
    }
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
