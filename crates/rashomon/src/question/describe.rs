//! What was understood, in a sentence.

use std::fmt;

use super::{Meaning, Outcome, Wants};

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Outcome::Killed => "killed",
            Outcome::Injured => "hurt",
            Outcome::Harmed => "killed or hurt",
            Outcome::Arrested => "arrested",
        }
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind.as_deref() {
            Some("shooting") => "shootings",
            Some("fire") => "fires",
            Some("job-loss") => "job losses",
            Some(other) => other,
            None => "incidents",
        };
        match self.wants {
            Wants::Which => write!(f, "the one of the {kind}")?,
            Wants::List => write!(f, "{kind}")?,
            Wants::Incidents => write!(f, "the number of {kind}")?,
            Wants::People => write!(f, "the number of people {} in {kind}", self.outcome.map_or("involved", Outcome::word))?,
            Wants::Who => write!(f, "who was {} in {kind}", self.outcome.map_or("involved", Outcome::word))?,
            Wants::When => write!(f, "the day of {kind}")?,
            Wants::Where => write!(f, "the place of {kind}")?,
        }
        if let Some(name) = &self.characteristic {
            write!(f, " of the kind \"{name}\"")?;
        }
        let place = [self.city.as_deref(), self.county.as_deref(), self.state.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        if !place.is_empty() {
            write!(f, " in {place}")?;
        }
        match (self.from, self.to) {
            (Some(a), Some(b)) if a == b => write!(f, " on {a}")?,
            (Some(a), Some(b)) => write!(f, " from {a} to {b}")?,
            (Some(a), None) => write!(f, " on {a} or later")?,
            (None, Some(b)) => write!(f, " on {b} or earlier")?,
            (None, None) => {}
        }
        let mut with: Vec<String> = Vec::new();
        let befell = self.outcome.map_or("involved", Outcome::word);
        match (self.least, self.most) {
            (Some(a), Some(b)) if a == b => with.push(format!("{a} people {befell}")),
            (Some(a), _) => with.push(format!("at least {a} people {befell}")),
            (None, Some(b)) => with.push(format!("at most {b} people {befell}")),
            (None, None) if !matches!(self.wants, Wants::People | Wants::Who) => with.extend(self.outcome.map(|_| format!("somebody {befell}"))),
            (None, None) => {}
        }
        let names = [(&self.first, "first name"), (&self.last, "last name"), (&self.full_name, "name"), (&self.name, "first or last name")];
        with.extend(names.into_iter().filter_map(|(name, which)| Some(format!("the {which} {}", name.as_deref()?))));
        with.extend(self.role.as_deref().map(|role| format!("as {role}")));
        with.extend(self.ages.map(|(a, b)| if b >= 130 { format!("aged {a} or more") } else { format!("aged {a} to {b}") }));
        with.extend(self.gender.clone());
        with.extend(self.weapon.as_deref().map(|weapon| format!("the weapon a {weapon}")));
        with.extend(self.stands.as_deref().map(|how| format!("something {how}")));
        with.extend(self.words.as_deref().map(|words| format!("a report that says \"{words}\"")));
        if !with.is_empty() {
            write!(f, ", with {}", with.join("; "))?;
        }
        Ok(())
    }
}
