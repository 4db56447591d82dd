//! Rows of coded registers as the public may see them: without the names that a profile withholds, and without what nobody can look through.

use std::borrow::Cow;

use rashomon_store::wire::kept::Coded;

use super::{Minors, Publication, Stage};
use crate::audit::registry::{self, FIELDS, address};
use crate::names::{Hidden, Names};

/// Columns of the Gun Violence Archive besides those that are read: numbers, places, and words of closed lists.
const CODED: [&str; 17] = [
    "incident_url",
    "source_url",
    "incident_url_fields_missing",
    "congressional_district",
    "gun_stolen",
    "gun_type",
    "incident_characteristics",
    "latitude",
    "longitude",
    "location_description",
    "n_guns_involved",
    "participant_age_group",
    "participant_relationship",
    "state_house_district",
    "state_senate_district",
    "n_arrested",
    "n_victims",
];

impl Publication {
    /// The cells of a row as they may be seen. A column that may hold anything (notes) is left empty: whom it names nobody can tell.
    pub fn cells(&self, row: &Coded) -> Vec<String> {
        let people = registry::people_of(&row.columns, &row.cells, &row.map);
        let withheld: Vec<Option<Hidden>> =
            people.iter().map(|person| Hidden::person([person.name.as_deref()?], self.withheld(person, &people)?)).collect();
        let cited = row.urls.iter().filter_map(|url| self.cited.get(&address(url))).flatten();
        let mut names = Names::of(withheld.iter().flatten().chain(cited).chain(&self.everywhere));
        let stay = people.iter().zip(&withheld).filter(|(_, withheld)| withheld.is_none());
        stay.filter_map(|(person, _)| person.name.as_deref()).for_each(|name| names.keep(name));
        let known = |column: &str| {
            let is = |name: &&str| column.trim().eq_ignore_ascii_case(name);
            CODED.iter().any(&is) || FIELDS.iter().any(|(_, columns)| columns.iter().any(&is)) || row.map.iter().any(|(_, name)| is(&name.as_str()))
        };
        let cells = row.columns.iter().zip(&row.cells);
        cells.map(|(column, cell)| if known(column) { shown(&names, cell).into_owned() } else { String::new() }).collect()
    }

    /// What somebody is called instead; `None` where he or she is named.
    fn withheld(&self, person: &registry::Coded, people: &[registry::Coded]) -> Option<&'static str> {
        let named = &self.profile.named;
        let is_minor = |p: &registry::Coded| p.age.as_deref().and_then(|age| age.trim().parse::<u16>().ok()).is_some_and(|age| age < 18);
        let accused = person.part.as_deref().is_some_and(|part| part.to_lowercase().contains("suspect"));
        if is_minor(person) && (named.minor == Minors::Never || named.minor == Minors::UnlessAccused && accused) {
            return Some("a minor");
        }
        // Who has a child's surname tells whose child it is.
        let kin = |minor: &registry::Coded| {
            let hidden = minor.name.as_deref().and_then(|name| Hidden::person([name], ""));
            hidden.is_some_and(|hidden| person.name.as_deref().is_some_and(|name| hidden.meets(name)))
        };
        if named.minor == Minors::Never && !is_minor(person) && people.iter().any(|p| is_minor(p) && kin(p)) {
            return Some("a relative");
        }
        if accused {
            let arrested = person.status.iter().any(|status| status.eq_ignore_ascii_case("arrested"));
            let stage = if arrested { Stage::Arrested } else { Stage::Suspect };
            return (named.suspect == Stage::Never || stage < named.suspect).then_some("a suspect");
        }
        let is_victim = person.part.as_deref().is_some_and(|part| part.to_lowercase().contains("victim"));
        let may = if is_victim { named.victim } else { named.witness };
        (!may).then_some(if is_victim { "a victim" } else { "a person" })
    }
}

/// A cell without the names; of a list of addresses without those that tell one.
fn shown<'c>(names: &Names, cell: &'c str) -> Cow<'c, str> {
    if cell.contains("://") {
        let parts: Vec<&str> = cell.split("||").map(|part| if names.tell(part) { "[address withheld]" } else { part }).collect();
        return parts.join("||").into();
    }
    names.mask(cell, true, |label| format!("[{label}]")).map_or(Cow::Borrowed(cell), Cow::Owned)
}
