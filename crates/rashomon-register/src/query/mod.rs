//! *query: which incidents are asked for, and how surely is each one of them?* One layer for every surface: filters over what is known of an
//! incident, answers in three values.
//!
//! Reports leave things out and disagree, so a filter is not true or false of an incident: each says how surely it holds, in thousandths, as
//! measured on registers whose truth is known, and all of them together say so by their product. From [`CERTAIN`] on an incident that two reports
//! tell of is certain, from [`COUNTED`] on it counts as one, from [`POSSIBLE`] on it is possible, as is one of which no report says the day, the place
//! or the number that is asked for; the rest is excluded. Whom nobody names, and what nobody says came about, is no answer to a name or a circumstance:
//! else every silent report would be one.

mod answer;
mod facts;
mod hold;
pub mod registry;

use rashomon_model::gazetteer;
use rashomon_model::value::day::DayRange;

use facts::{OFTEN, STIRRED};

pub use answer::{Answer, Asked, Counted, Docs, Found, Holding, Span, Verdict};
pub use facts::{Facts, Many, People, Person, Put, Row, Rows, Standing, Tally, Told};
pub use hold::{Sure, Weighed};

/// From here on an incident is certainly one that is asked for.
pub const CERTAIN: u16 = 800;
/// From here on an incident counts as one.
pub const COUNTED: u16 = 500;
/// From here on it is possible.
pub const POSSIBLE: u16 = 120;

/// What is asked for: incidents of which all filters hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All of them.
    pub filters: Vec<Filter>,
}

/// One thing that is asked of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// It is of that kind, by its id.
    Kind(Box<str>),
    /// It happened there.
    In(Where),
    /// It happened on one of these days.
    On(DayRange),
    /// It has so many of them.
    Count(Whom, u32, Option<u32>),
    /// One and the same person in it is all of this.
    Somebody(Vec<Trait>),
    /// A slot, of the incident or of anybody in it, has one of these values, or one that says them in more words.
    Slot(Box<str>, Vec<Box<str>>),
    /// A finding on that slot, or on any, stands so: `disputed`, `superseded`, `agreed`, `single`, `open`, or `single-origin`.
    Stands(Option<Box<str>>, Box<str>),
    /// A report of it holds these words.
    Words(Box<str>),
    /// One of these holds.
    Any(Vec<Filter>),
    /// All of these hold.
    All(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
}

/// A place: as much of it as is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Where {
    /// Full name of the state.
    pub state: Option<Box<str>>,
    /// Full name of the county ("Cook County").
    pub county: Option<Box<str>>,
    /// Name of the city.
    pub city: Option<Box<str>>,
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whom {
    /// The dead.
    Killed,
    /// The hurt who lived.
    Injured,
    /// Both.
    Harmed,
}

/// One thing that is asked of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trait {
    /// Has that name.
    Named(Called),
    /// Has that role: victim, suspect, officer, intervener, witness, official, other.
    Role(Box<str>),
    /// Ended so: Killed, Injured, Unharmed, Arrested.
    Ended(Box<str>),
    /// Is of an age between these, in years, both included.
    Aged(u16, u16),
    /// `male` or `female`.
    Gender(Box<str>),
    /// Fired, at somebody or by mischance.
    Fired,
    /// Shot himself or herself.
    ShotOneself,
    /// A slot of this person has one of these values.
    Has(Box<str>, Vec<Box<str>>),
}

/// A name as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// A given name.
    First(Box<str>),
    /// A surname.
    Last(Box<str>),
    /// Given name and surname.
    Full(Box<str>),
    /// A word that can be either.
    Any(Box<str>),
}

impl Called {
    /// The name.
    pub fn words(&self) -> &str {
        match self {
            Called::First(w) | Called::Last(w) | Called::Full(w) | Called::Any(w) => w,
        }
    }
}

/// What every incident that is not excluded has by its record: for who can look that up before anything is read. A state or a day that the record lacks
/// fits too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Its kind.
    pub kind: Option<Box<str>>,
    /// Its state, whatever the case of its letters.
    pub state: Option<Box<str>>,
    /// Days that its own share one with.
    pub days: Option<DayRange>,
}

impl Narrow {
    /// Whether an incident has it.
    pub fn fits(&self, facts: &Facts<'_>) -> bool {
        self.kind.as_deref().is_none_or(|kind| facts.kind == kind)
            && self.state.as_ref().is_none_or(|state| facts.state.is_none_or(|mine| mine.eq_ignore_ascii_case(state)))
            && self.days.is_none_or(|days| facts.days.is_none_or(|mine| mine.overlap(days).is_some()))
    }
}

impl Trait {
    /// Whether [`Facts::brief`] decides.
    fn is_brief(&self) -> bool {
        match self {
            Trait::Named(_) | Trait::Role(_) | Trait::Ended(_) | Trait::Aged(..) | Trait::Gender(_) | Trait::Fired | Trait::ShotOneself => true,
            Trait::Has(slot, _) => OFTEN.contains(&&**slot),
        }
    }
}

impl Filter {
    fn is_brief(&self) -> bool {
        match self {
            Filter::Kind(_) | Filter::In(_) | Filter::On(_) | Filter::Count(..) | Filter::Words(_) => true,
            Filter::Somebody(traits) => traits.iter().all(Trait::is_brief),
            Filter::Slot(slot, _) => OFTEN.contains(&&**slot),
            Filter::Any(all) | Filter::All(all) => all.iter().all(Self::is_brief),
            Filter::Not(filter) => filter.is_brief(),
            Filter::Stands(_, how) => STIRRED.contains(&&**how),
        }
    }
}

impl Query {
    /// Whether [`Facts::brief`] decides how surely an incident is one: other claims, and how findings stand, say then at most by whose words.
    pub fn is_brief(&self) -> bool {
        self.filters.iter().all(Filter::is_brief)
    }

    /// What can be looked up before incidents are read.
    pub fn narrow(&self) -> Narrow {
        let mut narrow = Narrow::default();
        for filter in &self.filters {
            match filter {
                Filter::Kind(kind) => narrow.kind = Some(kind.clone()),
                Filter::In(place) => narrow.state = place.state.as_deref().map(|name| gazetteer::state(name).map_or(name, |s| s.name).into()),
                Filter::On(days) => narrow.days = Some(hold::about(*days)),
                _ => {}
            }
        }
        narrow
    }

    /// What a report must hold for a filter to hold: names and words, for who has an index of them.
    pub fn words(&self) -> Vec<&str> {
        fn of<'q>(filter: &'q Filter, into: &mut Vec<&'q str>) {
            match filter {
                Filter::Words(words) => into.push(words),
                Filter::Somebody(traits) => {
                    into.extend(traits.iter().filter_map(|t| if let Trait::Named(name) = t { Some(name.words()) } else { None }))
                }
                Filter::Any(all) | Filter::All(all) => all.iter().for_each(|f| of(f, into)),
                Filter::Not(filter) => of(filter, into),
                _ => {}
            }
        }
        let mut words = Vec::new();
        self.filters.iter().for_each(|f| of(f, &mut words));
        words
    }
}
