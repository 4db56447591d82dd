//! What a question asks, read from its words or from the contract's form, and put as a query.

mod describe;
mod lexicon;
mod number;
mod read;
mod sense;
mod when;
mod whereabouts;

use jiff::civil::Date;
use rashomon_model::value::day::DayRange;
use rashomon_register::query::{Called, Filter, Query, Trait, Where, Whom, registry};
use serde::{Deserialize, Serialize};

pub use read::{Unclear, read};

/// What is wanted of the incidents that are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wants {
    /// The one that is meant.
    Which,
    /// All of them.
    #[default]
    List,
    /// How many.
    Incidents,
    /// How many people were killed, or hurt, in them.
    People,
    /// Who.
    Who,
    /// On which day.
    When,
    /// Where.
    Where,
}

/// How it ended for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Outcome {
    Killed,
    Injured,
    /// Killed or injured.
    Harmed,
    Arrested,
}

/// What a question asks, in a form of its own: what the program understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meaning {
    /// What is wanted.
    pub wants: Wants,
    /// Id of a kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How it ended for somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// So many people at least, of those to whom the outcome befell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<u32>,
    /// So many at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The first day; the first and the last day where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// A given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// A surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// Given name and surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// A name that can be either.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// victim, suspect, officer, intervener, witness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// In years, both included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ages: Option<(u16, u16)>,
    /// male or female.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// As the slot has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weapon: Option<String>,
    /// A registry's characteristic, or a circumstance as the slot has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub characteristic: Option<String>,
    /// disputed, superseded, single-origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stands: Option<String>,
    /// Words of a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Meaning {
    /// Who is counted, where people are.
    pub fn whom(&self) -> Option<Whom> {
        match self.outcome? {
            Outcome::Killed => Some(Whom::Killed),
            Outcome::Injured => Some(Whom::Injured),
            Outcome::Harmed => Some(Whom::Harmed),
            Outcome::Arrested => None,
        }
    }

    /// The days that are asked for.
    pub fn days(&self) -> Option<DayRange> {
        match (self.from, self.to) {
            (None, None) => None,
            (from, to) => Some(DayRange::new(from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX))),
        }
    }

    /// What is asked of a person beside the name.
    pub fn traits(&self) -> Vec<Trait> {
        let mut traits = Vec::new();
        traits.extend(self.role.as_deref().map(|role| Trait::Role(role.into())));
        traits.extend(self.ages.map(|(from, to)| Trait::Aged(from, to)));
        traits.extend(self.gender.as_deref().map(|gender| Trait::Gender(gender.into())));
        let ended = |status: &str| Trait::Ended(status.into());
        if !traits.is_empty() || self.outcome == Some(Outcome::Arrested) {
            traits.extend(match self.outcome {
                Some(Outcome::Killed) => Some(ended("Killed")),
                Some(Outcome::Injured) => Some(ended("Injured")),
                Some(Outcome::Arrested) => Some(ended("Arrested")),
                // Somebody who was killed or hurt is a victim, whatever else he or she is.
                Some(Outcome::Harmed) if self.role.is_none() => Some(Trait::Role("victim".into())),
                _ => None,
            });
        }
        traits
    }

    /// The query that says it.
    pub fn query(&self) -> Query {
        let text = |part: &Option<String>| part.as_deref().map(Into::into);
        let mut filters: Vec<Filter> = Vec::new();
        filters.extend(self.kind.as_deref().map(|kind| Filter::Kind(kind.into())));
        filters.extend(self.days().map(Filter::On));
        if self.state.is_some() || self.county.is_some() || self.city.is_some() {
            filters.push(Filter::In(Where { state: text(&self.state), county: text(&self.county), city: text(&self.city) }));
        }
        filters.extend(self.whom().map(|whom| Filter::Count(whom, self.least.unwrap_or(if self.most.is_some() { 0 } else { 1 }), self.most)));
        let name = [
            self.first.as_deref().map(|n| Called::First(n.into())),
            self.last.as_deref().map(|n| Called::Last(n.into())),
            self.full_name.as_deref().map(|n| Called::Full(n.into())),
            self.name.as_deref().map(|n| Called::Any(n.into())),
        ];
        let name = name.into_iter().flatten().next();
        let mut traits = self.traits();
        traits.extend(name.map(Trait::Named));
        if !traits.is_empty() {
            filters.push(Filter::Somebody(traits));
        }
        filters.extend(self.weapon.as_deref().map(|weapon| Filter::Slot("weapon".into(), vec![weapon.into()])));
        if let Some(name) = &self.characteristic {
            filters.push(registry::characteristic(name).unwrap_or_else(|| Filter::Slot("circumstance".into(), vec![name.as_str().into()])));
        }
        filters.extend(self.stands.as_deref().map(|how| Filter::Stands(None, how.into())));
        filters.extend(self.words.as_deref().map(|words| Filter::Words(words.into())));
        Query { filters }
    }
}
