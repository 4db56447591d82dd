//! Places in a question: "in Tulsa, Oklahoma", "tulsa ok", "Cook County, Ill.", "NYC", "in Texas".

use rashomon_model::gazetteer::{State, gazetteer, key, state};

/// A place, and how many words name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub state: Option<String>,
    pub county: Option<String>,
    pub city: Option<String>,
    pub words: usize,
}

/// What words can come to.
pub(super) enum Place {
    Is(Named),
    /// A town of that name lies in several states.
    Several(String, Vec<&'static str>, usize),
    No,
}

/// A state at these words: the longest form of up to four words. Two letters in lower case count only after a town's name.
fn state_at(words: &[&str], after_town: bool) -> Option<(&'static State, usize)> {
    let spelled = words.iter().take_while(|w| w.chars().any(char::is_alphanumeric)).count();
    (1..=spelled.min(4)).rev().find_map(|n| {
        let form = words.get(..n)?.join(" ");
        let bare: String = form.chars().filter(|c| c.is_alphanumeric()).collect();
        let short = bare.len() == 2 && !bare.eq_ignore_ascii_case("dc");
        let known = if short && n == 1 && !form.contains('.') {
            // Words of the language that are codes as well are none in lower case.
            let lower = after_town && !["in", "or", "me", "hi", "as"].contains(&form.as_str());
            if lower || form.chars().all(char::is_uppercase) { state(&form.to_uppercase()) } else { None }
        } else {
            state(&form)
        };
        known.map(|s| (s, n))
    })
}

/// The place that these words begin with. `said`: a word such as "in" stands before.
pub(super) fn place(words: &[&str], said: bool) -> Place {
    let at = |i: usize| words.get(i).copied().unwrap_or("");
    let rest = |n: usize| words.get(n..).unwrap_or_default();
    if at(0) == "," || at(0).is_empty() {
        return Place::No;
    }
    let of = |n: usize| words.get(..n).map(|w| w.join(" ")).unwrap_or_default();
    let skip = |n: usize| if at(n) == "," { n + 1 } else { n };
    let is = |named: Named| Place::Is(named);
    // A town or county with its state, the longest first.
    for n in (1..=words.len().min(4)).rev() {
        let name = of(n);
        if words.get(..n).is_some_and(|w| w.iter().any(|w| !w.chars().any(char::is_alphanumeric))) {
            continue;
        }
        let next = skip(n);
        let Some((of_state, m)) = state_at(rest(next), true) else { continue };
        let end = next + m;
        let county = county_name(&name);
        if let Some(county) = county.filter(|c| gazetteer().county(c, of_state.name).is_some()) {
            return is(Named { state: Some(of_state.name.into()), county: Some(proper(&county)), words: end, ..Named::default() });
        }
        if let Some(city) = gazetteer().city(&name, of_state.name) {
            return is(Named { state: Some(of_state.name.into()), city: Some(city.name.to_string()), words: end, ..Named::default() });
        }
        let questions = |w: &&str| super::lexicon::mark(&[w.to_lowercase().as_str()]).is_some();
        let unknown = said && next > n && state(&name).is_none() && county_name(&name).is_none() && !words.iter().take(n).any(questions);
        if unknown && name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-' || c == '\'' || c == '.') {
            return is(Named { state: Some(of_state.name.into()), city: Some(proper(&name)), words: end, ..Named::default() });
        }
    }
    // "New York City", "Kansas City" before the states of these names.
    for n in (2..=words.len().min(4)).rev() {
        let name = of(n);
        if state(&name).is_none()
            && let Some(city) = gazetteer().best_known(&name)
            && (said || city.population > 30_000)
        {
            return is(Named { state: Some(city.state.name.into()), city: Some(city.name.to_string()), words: n, ..Named::default() });
        }
        if let Some(county) = county_name(&name) {
            let states: Vec<&'static str> = gazetteer().counties(&county).map(|c| c.state.name).collect();
            match states.as_slice() {
                [one] => return is(Named { state: Some((*one).into()), county: Some(proper(&county)), words: n, ..Named::default() }),
                [] => {}
                several => return Place::Several(proper(&county), several.to_vec(), n),
            }
        }
    }
    if let Some((of_state, n)) = state_at(words, false) {
        let tail = usize::from(at(n).eq_ignore_ascii_case("state"));
        return is(Named { state: Some(of_state.name.into()), words: n + tail, ..Named::default() });
    }
    let name = of(1);
    let cities: Vec<&rashomon_model::gazetteer::City> = gazetteer().cities(&name).collect();
    // The one that most people mean: five times as populous as the next.
    let meant = cities.first().filter(|first| cities.get(1).is_none_or(|second| first.population / 5 > second.population)).copied();
    match (meant, cities.first()) {
        (Some(city), _) if city.population > 100_000 || (said && city.population > 0) => {
            is(Named { state: Some(city.state.name.into()), city: Some(city.name.to_string()), words: 1, ..Named::default() })
        }
        (None, Some(first)) if said && first.population > 0 => {
            let mut states: Vec<&'static str> = cities.iter().filter(|c| c.population > 0).map(|c| c.state.name).collect();
            states.dedup();
            Place::Several(first.name.to_string(), states, 1)
        }
        _ => Place::No,
    }
}

fn county_name(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let kinds = [" county", " co.", " parish"];
    let bare =
        kinds.iter().find_map(|kind| lower.strip_suffix(kind).map(|bare| (bare.to_owned(), if *kind == " parish" { "Parish" } else { "County" })))?;
    Some(format!("{} {}", bare.0, bare.1)).filter(|c| !key(c).is_empty())
}

/// Words of a name with capitals.
pub(super) fn proper(name: &str) -> String {
    let word = |w: &str| {
        let mut letters = w.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
