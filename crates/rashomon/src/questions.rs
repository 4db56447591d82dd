//! Questions in the contract's form (those of SemEval-2018 Task 5), and answers to them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rashomon_model::value::day::DayRange;
use rashomon_register::query::{Answer, Counted, Found, Span, Verdict, registry};
use rashomon_store::wire::Claim;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::question::{self, Meaning, Outcome, Unclear, Wants};

/// A question, as the contract writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Written {
    pub subtask: Option<u8>,
    pub event_type: Option<String>,
    pub location: Option<BTreeMap<String, String>>,
    pub time: Option<BTreeMap<String, String>>,
    pub participant: Option<BTreeMap<String, String>>,
    pub characteristic: Option<String>,
    pub verbose_question: Option<String>,
}

impl Written {
    /// What it asks; where it has nothing but `verbose_question`, by its words. An error says which part of it cannot be read.
    pub fn meaning(&self) -> Result<Meaning, Unclear> {
        let Self {
            subtask: None,
            event_type: None,
            location: None,
            time: None,
            participant: None,
            characteristic: None,
            verbose_question: Some(words),
        } = self
        else {
            return self.structured().map_err(|why| Unclear { why, nearest: Vec::new() });
        };
        question::read(words)
    }

    fn structured(&self) -> Result<Meaning, String> {
        let outcome = match self.event_type.as_deref() {
            Some("killing") => Some(Outcome::Killed),
            Some("injuring") => Some(Outcome::Injured),
            _ => None,
        };
        // Of a characteristic the event type is its name in words.
        let characteristic = match (&self.characteristic, &self.event_type) {
            (Some(name), _) => Some(name),
            (None, Some(name)) if outcome.is_none() => Some(name),
            _ => None,
        };
        let known = |name: &String| {
            registry::name(name)
                .map(ToOwned::to_owned)
                .ok_or_else(|| format!("{name:?} is neither killing nor injuring, and no characteristic that is known"))
        };
        let mut meaning = Meaning {
            wants: match (self.subtask, outcome) {
                (Some(1), _) => Wants::Which,
                (Some(3), Some(_)) => Wants::People,
                (Some(2 | 4) | None, _) => Wants::Incidents,
                (Some(n), _) => return Err(format!("subtask {n} cannot be read: 1, 2, 3 (with killing or injuring) or 4")),
            },
            // In the task that the form is of, killing and injuring are done with guns.
            kind: Some("shooting".into()),
            outcome,
            characteristic: characteristic.map(known).transpose()?,
            ..Meaning::default()
        };
        if let Some(place) = &self.location {
            let part = |name: &str| place.get(name).cloned();
            (meaning.state, meaning.county, meaning.city) = (part("state"), part("county"), part("city"));
            // Registries put a county where there is no town.
            if meaning.county.is_none()
                && meaning.city.as_deref().is_some_and(|c| [" County", " (county)", " Parish"].iter().any(|end| c.ends_with(end)))
            {
                meaning.county = meaning.city.take().map(|c| c.replace(" (county)", " County"));
            }
        }
        if let Some(time) = &self.time {
            let days = days(time).ok_or_else(|| format!("time {time:?} cannot be read: a day DD/MM/YYYY, a month MM/YYYY or a year"))?;
            (meaning.from, meaning.to) = (Some(days.first()), Some(days.last()));
        }
        if let Some(person) = &self.participant {
            match person.iter().next().map(|(part, name)| (part.as_str(), name.clone())) {
                Some(("first", name)) => meaning.first = Some(name),
                Some(("last", name)) => meaning.last = Some(name),
                Some(("full_name", name)) => meaning.full_name = Some(name),
                _ => return Err(format!("participant {person:?} cannot be read: first, last or full_name")),
            }
        }
        Ok(meaning)
    }
}

fn days(time: &BTreeMap<String, String>) -> Option<DayRange> {
    let number = |text: &str| text.parse::<i16>().ok();
    let small = |text: &str| text.parse::<i8>().ok();
    let (unit, text) = time.iter().next()?;
    let parts: Vec<&str> = text.split('/').collect();
    match (unit.as_str(), parts.as_slice()) {
        ("day", [d, m, y]) => Date::new(number(y)?, small(m)?, small(d)?).ok().map(DayRange::day),
        ("month", [m, y]) => DayRange::month(number(y)?, small(m)?),
        ("year", [y]) => DayRange::year(number(y)?),
        _ => None,
    }
}

/// What is known of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Reply {
    pub number: Span,
    /// Those that are meant or count, by how surely.
    pub counted: Vec<Found>,
    /// Those that may be.
    pub possible: Vec<Found>,
    pub excluded: usize,
}

/// Which people a question counts, where it counts people.
pub fn counted(meaning: &Meaning) -> Option<Counted> {
    let traits = meaning.traits();
    match (meaning.wants, meaning.whom()) {
        (Wants::People, Some(whom)) if traits.is_empty() => Some(Counted::Tally(whom)),
        (Wants::People, _) => Some(Counted::Those(traits)),
        _ => None,
    }
}

impl Reply {
    /// What is known of a question's incidents, as its answer.
    pub fn of(meaning: &Meaning, answer: Answer) -> Self {
        let number = if meaning.wants == Wants::People { answer.people() } else { answer.incidents() };
        let excluded = answer.excluded;
        // One is meant: the likeliest, and all others that may be it beside.
        let meant: Option<Vec<Found>> = (meaning.wants == Wants::Which).then(|| answer.meant().into_iter().cloned().collect());
        let (counted, possible): (Vec<Found>, Vec<Found>) = answer.found.into_iter().partition(|f| f.verdict <= Verdict::Likely);
        let Some(meant) = meant else { return Self { number, counted, possible, excluded } };
        let is = |f: &Found| meant.iter().any(|m| m.id == f.id);
        let possible = counted.into_iter().chain(possible).filter(|f| !is(f)).collect();
        Self { number: Span { best: u32::from(!meant.is_empty()), ..number }, counted: meant, possible, excluded }
    }

    /// All incidents of it, those that count first.
    pub fn found(&self) -> impl Iterator<Item = &Found> {
        self.counted.iter().chain(&self.possible)
    }

    /// In the contract's form, but for what decided ([`because`]). `certain` are those that are; `possible` those that may be, also where they count
    /// (`likely`): the right number lies between the certain and all of them (`range`).
    pub fn to_json(&self, meaning: &Meaning, because: Vec<Value>) -> Value {
        let ids =
            |certain: bool| -> Vec<&str> { self.counted.iter().filter(|f| (f.verdict == Verdict::Certain) == certain).map(|f| &*f.id).collect() };
        let mut docs: Vec<&str> = self.counted.iter().flat_map(|f| f.docs.iter()).collect();
        docs.sort_unstable();
        docs.dedup();
        let likely = ids(false);
        let possible: Vec<&str> = likely.iter().copied().chain(self.possible.iter().map(|f| &*f.id)).collect();
        json!({
            "numerical_answer": self.number.best,
            "answer_docs": docs,
            "certain": ids(true),
            "likely": likely,
            "possible": possible,
            "excluded": self.excluded,
            "range": [self.number.low, self.number.high],
            "because": because,
            "understood": meaning,
        })
    }
}

/// A question that was not read, in the contract's form.
pub fn refused(unclear: &Unclear) -> Value {
    json!({
        "numerical_answer": null, "answer_docs": [], "certain": [], "likely": [], "possible": [], "because": [], "understood": null,
        "why": unclear.why, "nearest": unclear.nearest,
    })
}

/// Why an incident is in an answer: how surely, and the claims that decided.
pub fn because(found: &Found, by: &[&Claim]) -> Value {
    let told = |c: &&Claim| json!({ "claim_id": c.claim_id, "doc_id": c.doc_id, "about": c.about, "slot": c.slot, "value": c.value, "exact": c.quote.exact });
    let claims: Vec<Value> = by.iter().map(told).collect();
    json!({ "incident_id": found.id, "sure": f64::from(found.sure) / 1000.0, "not_reported": found.silent, "claims": claims })
}
