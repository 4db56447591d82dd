//! Places: states, counties and cities by the gazetteer, with the words around them that tell how they are meant.

use std::ops::Range;
use std::sync::LazyLock;

use rashomon_model::ZoneKind;
use rashomon_model::gazetteer::{City, County, State, gazetteer, state};
use regex::Regex;

use super::{Mention, found};
use crate::sheet::{Sheet, Token};

/// What a place name stands for. Which Springfield it is, the whole page decides.
#[derive(Clone, Debug)]
pub enum Named {
    /// A state.
    State(&'static State),
    /// A county of that name ("Cook County").
    County(Box<str>),
    /// A city of that name.
    City(Box<str>),
}

/// How a place name stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// Opens the story: "MILLBROOK, Ohio (AP) —".
    Dateline,
    /// A city with its state: "Millbrook, Ohio".
    WithState,
    /// In an agency's name: "Millbrook police", "Cook County Sheriff".
    Agency,
    /// After in, at, near, outside.
    In,
    /// "of Millbrook", "from Millbrook", "a Millbrook man": a person's home.
    Home,
    /// Otherwise.
    Bare,
}

/// A place name.
#[derive(Clone, Debug)]
pub struct Place {
    /// What it names.
    pub named: Named,
    /// How it stands.
    pub stands: Stands,
    /// The state written beside it, with its tokens.
    pub state: Option<(&'static State, Range<usize>)>,
}

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*(?P<place>\p{Lu}[\p{Lu}'. -]{2,40}?|\p{Lu}[\p{L}'.]+(?:\s\p{Lu}[\p{L}'.]+){0,3})(?:,\s?(?P<state>\p{Lu}[\p{L}. ]{1,15}?))?\s*(?:[(\[][^)\]\n]{1,40}[)\]])?\s*(?:[\u{2014}\u{2013}]|--+|-\s|\s-)")
        .expect("a literal")
});

/// Words that are place names and seldom meant as one without more words around them.
const COMMON: &[&str] = &[
    "police",
    "man",
    "mobile",
    "reading",
    "orange",
    "victor",
    "may",
    "august",
    "hope",
    "union",
    "independence",
    "liberty",
    "justice",
    "media",
    "price",
    "temple",
    "grant",
    "warren",
    "jackson",
    "lincoln",
    "houston street",
    "sheriff",
    "park",
    "lake",
    "college",
    "university",
    "center",
    "day",
    "monday",
    "friday",
    "sunday",
    "christian",
    "young",
    "street",
    "avenue",
    "north",
    "south",
    "east",
    "west",
    "early",
    "early morning",
    "home",
    "church",
    "love",
    "hill",
    "garden",
    "chief",
    "commerce",
    "enterprise",
    "home town",
    "marshall",
    "marshal",
    "white",
    "black",
    "brown",
    "green",
    "gray",
    "story",
    "post",
    "news",
    "best",
    "rice",
    "king",
    "major",
    "house",
    "bath",
    "friend",
    "friendship",
    "start",
    "bay",
    "mountain",
    "superior",
    "central",
    "eastern",
    "western",
    "northern",
    "southern",
    "american",
    "america",
    "carol",
    "media",
    "facebook",
    "video",
    "crook",
    "gay",
    "good hope",
    "protection",
    "success",
    "welcome",
    "winner",
    "success",
    "business",
    "plain",
    "rescue",
    "spring",
    "clay",
    "ray",
    "bishop",
    "prince",
    "gun",
    "page",
    "bell",
    "lee",
    "long",
    "guys",
    "short",
    "other",
    "lane",
    "person",
    "camp",
    "guy",
    "field",
    "fields",
    "power",
    "coroner",
    "ferry",
    "social",
    "ellis",
    "federal",
    "district",
    "many",
    "of",
    "the",
    "she",
    "he",
    "many farms",
    "loving",
    "no name",
    "unknown",
    "state",
    "county",
    "valley",
    "corner",
    "mission",
    "energy",
    "defiance",
    "harmony",
    "unity",
    "honor",
    "beach",
    "baker",
    "taylor",
    "tyler",
    "jordan",
    "hunter",
    "carter",
    "logan",
    "mason",
    "parker",
    "thomas",
    "wilson",
    "johnson",
    "smith",
    "davis",
    "miller",
    "moore",
    "anderson",
    "martin",
    "harris",
    "clark",
    "lewis",
    "robinson",
    "walker",
    "hall",
    "allen",
    "wright",
    "scott",
    "adams",
    "nelson",
    "mitchell",
    "roberts",
    "turner",
    "phillips",
    "campbell",
    "evans",
    "edwards",
    "collins",
    "stewart",
    "morris",
    "rogers",
    "reed",
    "cook",
    "morgan",
    "murphy",
    "bailey",
    "cooper",
    "richardson",
    "cox",
    "howard",
    "ward",
    "peterson",
    "james",
    "watson",
    "brooks",
    "kelly",
    "sanders",
    "bennett",
    "wood",
    "barnes",
    "ross",
    "henderson",
    "coleman",
    "jenkins",
    "perry",
    "powell",
    "patterson",
    "hughes",
    "washington",
    "butler",
    "simmons",
    "foster",
    "bryant",
    "alexander",
    "russell",
    "griffin",
    "hayes",
    "myers",
    "ford",
    "hamilton",
    "graham",
    "sullivan",
    "wallace",
    "woods",
    "cole",
    "owens",
    "reynolds",
    "fisher",
    "harrison",
    "gibson",
    "cruz",
    "ortiz",
    "murray",
    "freeman",
    "wells",
    "webb",
    "simpson",
    "stevens",
    "tucker",
    "porter",
    "hicks",
    "crawford",
    "henry",
    "boyd",
    "kennedy",
    "dixon",
    "ramos",
    "burns",
    "gordon",
    "shaw",
    "holmes",
    "robertson",
    "hunt",
    "palmer",
    "wagner",
    "black",
    "stone",
    "madison",
    "florence",
    "elizabeth",
    "charlotte",
    "troy",
    "austin",
    "dallas",
    "aurora",
    "eugene",
    "jasper",
    "lawrence",
    "leonard",
    "marion",
    "melissa",
    "allison",
    "abbott",
    "angels",
    "trump",
    "obama",
    "clinton",
];

/// Place names of a sheet in order. At each place the longest name that the gazetteer has.
pub fn find(sheet: &Sheet<'_>) -> Vec<Mention<Place>> {
    let datelines = datelines(sheet);
    let mut out: Vec<Mention<Place>> = Vec::new();
    let mut at = 0;
    while at < sheet.tokens.len() {
        match place_at(sheet, at, &datelines) {
            Some(mention) => {
                at = mention.tokens.end.max(at + 1);
                out.push(mention);
            }
            None => at += 1,
        }
    }
    out
}

/// Tokens that a dateline's place covers: of the lines that open the page's text.
fn datelines(sheet: &Sheet<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (p, passage) in sheet.passages.iter().enumerate() {
        if passage.zone().kind == ZoneKind::Title {
            continue;
        }
        let text = passage.text();
        let opening = text.char_indices().nth(1500).map_or(text, |(i, _)| text.get(..i).unwrap_or(text));
        for caps in DATELINE.captures_iter(opening) {
            if let Some(tokens) = caps.name("place").and_then(|m| found::tokens(sheet, p, m.range())) {
                out.push(tokens);
            }
        }
        if out.len() > 8 {
            break;
        }
    }
    out
}

fn place_at(sheet: &Sheet<'_>, at: usize, datelines: &[Range<usize>]) -> Option<Mention<Place>> {
    let first = &sheet.tokens[at];
    if !first.is_capital() {
        return None;
    }
    let sentence = sheet.sentences[first.sentence].tokens.clone();
    let longest = (1..=4).rev().filter(|n| at + n <= sentence.end);
    let dateline = datelines.iter().any(|d| d.contains(&at));
    for n in longest {
        let tokens = at..at + n;
        let run = &sheet.tokens[tokens.clone()];
        if !run.iter().enumerate().all(|(i, t)| t.is_capital() && (i == 0 || t.spaced) || (i > 0 && matches!(&*t.lower, "of" | "du" | "la")))
            || run.last().is_some_and(|t| !t.is_capital())
        {
            continue;
        }
        let words = sheet.words(tokens.clone());
        if let Some((county, end)) = county(sheet, &tokens, &sentence) {
            let state = beside(sheet, end, &sentence);
            let stands = stands(sheet, &(at..end), &sentence, dateline, state.is_some());
            return Some(Mention { tokens: at..end, value: Place { named: Named::County(county), stands, state } });
        }
        if let Some(state) = full_state(words, run) {
            let of_city = gazetteer().cities(words).next().is_some_and(|c| c.population > 500_000);
            // "Ohio Avenue", "Texas Rangers": a state's name inside another name.
            let next = sheet.tokens.get(tokens.end).filter(|t| tokens.end < sentence.end && t.is_capital() && t.spaced);
            let inside = next.is_some_and(|t| {
                !is_after_city(&t.lower) && !matches!(&*t.lower, "state" | "highway" | "department" | "bureau" | "attorney" | "gov.")
            });
            let plate = sheet.tokens.get(tokens.end).is_some_and(|t| matches!(&*t.lower, "license" | "plate" | "plates" | "tags"));
            if (inside || plate) && sheet.sentences[first.sentence].zone != ZoneKind::Title {
                return None;
            }
            if !of_city || matches!(sheet.tokens.get(tokens.end).map(|t| &*t.lower), Some("state")) {
                let stands = stands(sheet, &tokens, &sentence, dateline, false);
                return Some(Mention { tokens, value: Place { named: Named::State(state), stands, state: None } });
            }
        }
        let name = words.trim_end_matches('.');
        if gazetteer().cities(name).next().is_none() {
            continue;
        }
        let state = beside(sheet, tokens.end, &sentence);
        let stands = stands(sheet, &tokens, &sentence, dateline, state.is_some());
        let followed = sheet.tokens.get(tokens.end).filter(|t| tokens.end < sentence.end && t.is_capital() && t.spaced);
        let led = at.checked_sub(1).filter(|b| sentence.contains(b)).map(|b| &sheet.tokens[b]);
        let part_of_name = led.is_some_and(|t| is_name_part(t)) || followed.is_some_and(|t| !is_after_city(&t.lower));
        let alone = COMMON.contains(&&*name.to_lowercase());
        let known = gazetteer().cities(name).next().is_some_and(|c| c.population >= 15_000);
        let keep = match stands {
            Stands::WithState | Stands::Dateline => true,
            Stands::Agency => !part_of_name || led.is_none_or(|t| !is_name_part(t)),
            Stands::In => !part_of_name && !alone,
            Stands::Home | Stands::Bare => !part_of_name && !alone && known,
        };
        if keep && !(stands == Stands::Agency && alone && n == 1 && matches!(&*first.lower, "police" | "state" | "county" | "federal" | "the")) {
            return Some(Mention { tokens, value: Place { named: Named::City(name.into()), stands, state } });
        }
    }
    None
}

/// "Cook County", "COOK CO.", "Orleans Parish", "Sedgwick sheriff": the county's full name and where its words end.
fn county(sheet: &Sheet<'_>, name: &Range<usize>, sentence: &Range<usize>) -> Option<(Box<str>, usize)> {
    let kind = sheet.tokens.get(name.end).filter(|_| name.end < sentence.end)?;
    let words = sheet.words(name.clone());
    let kind = match &*kind.lower {
        "county" | "co." | "counties" => "County",
        "parish" => "Parish",
        _ if words.eq_ignore_ascii_case("miami-dade") => return Some(("Miami-Dade County".into(), name.end)),
        _ => return None,
    };
    let full = format!("{words} {kind}");
    gazetteer().counties(&full).next().map(|c: &County| (c.name.clone(), name.end + 1))
}

/// A state by its full name, or in capitals.
fn full_state(words: &str, run: &[Token<'_>]) -> Option<&'static State> {
    let found = state(words)?;
    let full = found.name.eq_ignore_ascii_case(words);
    // "Ind." and "Mo." by themselves are no state; "N.C.", "N.J." and "D.C." are.
    let initials = words.len() >= 4 && words.matches('.').count() == 2;
    (full || initials && run.len() == 1).then_some(found)
}

/// The state written after a city: ", Ohio", ", Ill.", " OH", "(Mich.)".
fn beside(sheet: &Sheet<'_>, end: usize, sentence: &Range<usize>) -> Option<(&'static State, Range<usize>)> {
    let text = |i: usize| sheet.tokens.get(i).filter(|_| i < sentence.end).map_or("", |t| t.text);
    let start = if text(end) == "," { end + 1 } else { end };
    for n in [2, 1] {
        if start + n > sentence.end {
            continue;
        }
        let words = sheet.words(start..start + n);
        if !words.starts_with(char::is_uppercase) {
            continue;
        }
        if let Some(found) = state(words) {
            let code = words.len() == 2;
            if start > end || code || words.ends_with('.') {
                // "Ind" and the like need their stop; a code its capitals.
                return Some((found, start..start + n));
            }
        }
    }
    None
}

fn stands(sheet: &Sheet<'_>, tokens: &Range<usize>, sentence: &Range<usize>, dateline: bool, state: bool) -> Stands {
    let lower = |i: Option<usize>| i.filter(|i| sentence.contains(i)).map_or("", |i| &*sheet.tokens[i].lower);
    let (before, after, then) = (lower(tokens.start.checked_sub(1)), lower(Some(tokens.end)), lower(Some(tokens.end + 1)));
    if dateline {
        return Stands::Dateline;
    }
    if matches!(before, "of" | "from")
        && !matches!(
            lower(tokens.start.checked_sub(2)),
            "city"
                | "town"
                | "village"
                | "township"
                | "outside"
                | "side"
                | "north"
                | "south"
                | "east"
                | "west"
                | "block"
                | "part"
                | "southeast"
                | "northeast"
                | "southwest"
                | "northwest"
                | "miles"
                | "streets"
                | "section"
                | "area"
                | "university"
        )
    {
        return Stands::Home;
    }
    if state {
        return Stands::WithState;
    }
    let agency = [
        "police",
        "pd",
        "sheriff",
        "fire",
        "sheriff's",
        "deputies",
        "authorities",
        "cops",
        "officers",
        "officer",
        "detectives",
        "department",
        "metropolitan",
        "public",
        "coroner",
        "prosecutors",
    ];
    if agency.contains(&after) || after == "county" && agency.contains(&then) || after == "'s" && agency.contains(&then) {
        return Stands::Agency;
    }
    if matches!(after, "man" | "woman" | "teen" | "teenager" | "boy" | "girl" | "resident" | "native" | "couple" | "family" | "mother" | "father") {
        return Stands::Home;
    }
    let near = [
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "downtown",
        "uptown",
        "across",
        "within",
        "into",
        "to",
        "north",
        "south",
        "east",
        "west",
        "southeast",
        "northeast",
        "southwest",
        "northwest",
        "central",
        "a",
        "of",
        "rural",
        "midtown",
        "through",
        "suburban",
        "toward",
    ];
    if near.contains(&before)
        || matches!(before, "the" | "an")
            && matches!(after, "home" | "house" | "apartment" | "neighborhood" | "area" | "suburb" | "nightclub" | "shooting")
    {
        return Stands::In;
    }
    Stands::Bare
}

fn is_name_part(token: &Token<'_>) -> bool {
    token.is_capital() && token.text.chars().any(char::is_lowercase) && !OPENING.contains(&&*token.lower)
}

/// Capital words that may open a sentence or a place before a city's name and belong to no name.
const OPENING: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "the",
    "a",
    "an",
    "when",
    "after",
    "downtown",
    "uptown",
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "southeast",
    "northwest",
    "southwest",
    "central",
    "man",
    "woman",
    "two",
    "three",
    "four",
    "one",
    "police",
    "teen",
    "boy",
    "girl",
    "for",
    "on",
    "as",
    "with",
    "and",
    "from",
    "of",
    "shooting",
    "home",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "fatal",
    "deadly",
    "child",
    "several",
    "meanwhile",
    "but",
];

fn is_after_city(lower: &str) -> bool {
    [
        "police",
        "pd",
        "fire",
        "sheriff",
        "sheriff's",
        "county",
        "shooting",
        "man",
        "woman",
        "home",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "metropolitan",
        "department",
        "public",
        "nightclub",
        "teen",
        "boy",
        "mayor",
        "after",
        "authorities",
        "detectives",
        "officer",
        "in",
        "officers",
        "house",
        "apartment",
        "shot",
        "shootings",
        "murder",
        "homicide",
        "killing",
        "cops",
        "family",
        "on",
        "over",
        "neighborhood",
        "church",
        "club",
        "mother",
        "father",
        "residents",
        "resident",
        "school",
        "hospital",
        "area",
        "party",
        "bar",
        "restaurant",
        "girl",
        "early",
        "late",
        "killed",
        "and",
        "for",
        "at",
    ]
    .contains(&lower)
}

/// The cities a name can mean, by the gazetteer, in the given states where there are any.
pub fn candidates<'a>(name: &'a str, states: &'a [&'static State]) -> impl Iterator<Item = &'static City> + 'a {
    gazetteer().cities(name).filter(move |c| states.is_empty() || states.contains(&c.state))
}
