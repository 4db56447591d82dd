//! States, counties and cities of the United States with coordinates. Data: `models/gazetteer.tsv.zst`, made by
//! `models/gazetteer.py` from GeoNames (CC BY 4.0).
//!
//! Names are looked up by a key in which case, periods, hyphens and "Saint" / "St." do not count.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// The gazetteer, unpacked on first use.
pub fn gazetteer() -> &'static Gazetteer {
    static ONE: OnceLock<Gazetteer> = OnceLock::new();
    ONE.get_or_init(|| Gazetteer::unpack(include_bytes!("../../../models/gazetteer.tsv.zst")))
}

/// Where things are.
#[derive(Debug)]
pub struct Gazetteer {
    cities: Vec<City>,
    counties: Vec<County>,
    city_keys: FxHashMap<Box<str>, Vec<u32>>,
    county_keys: FxHashMap<Box<str>, Vec<u32>>,
}

/// A state of the United States, or the District of Columbia.
#[derive(Debug, PartialEq, Eq)]
pub struct State {
    /// Full name.
    pub name: &'static str,
    /// Two letters.
    pub code: &'static str,
    /// The Associated Press's short form ("Ill."); the full name where it has none.
    pub ap: &'static str,
}

/// A city, town, borough or village.
#[derive(Debug)]
pub struct City {
    /// Its name.
    pub name: Box<str>,
    /// Its state.
    pub state: &'static State,
    /// Full name of its county ("Cook County"), where it lies in one.
    pub county: Option<Box<str>>,
    /// Where it lies.
    pub spot: Spot,
    /// Inhabitants; 0 where only its post office is known.
    pub population: u32,
}

/// A county, parish or census area.
#[derive(Debug)]
pub struct County {
    /// Full name ("Cook County", "Orleans Parish").
    pub name: Box<str>,
    /// Its state.
    pub state: &'static State,
    /// The middle of its post offices; zero where none is known.
    pub spot: Spot,
}

/// A point on the map, in 1e-5 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Spot {
    /// North.
    pub lat: i32,
    /// East; negative in America.
    pub lon: i32,
}

impl Spot {
    /// Kilometres between two points, good to a percent at the distances of one state. In integers, so that every
    /// machine says the same; the cosine is Bhaskara's approximation.
    pub fn km(self, other: Spot) -> u32 {
        let middle = (i64::from(self.lat) + i64::from(other.lat)) / 2;
        let square = middle * middle / 100_000; // degrees squared, in 1e-5
        let cos = (32_400 * 100_000 - 4 * square) * 1000 / (32_400 * 100_000 + square); // in thousandths
        let north = i64::from(self.lat) - i64::from(other.lat);
        let east = (i64::from(self.lon) - i64::from(other.lon)) * cos.max(0) / 1000;
        let degrees = (north * north + east * east).unsigned_abs().isqrt();
        (degrees * 111_195 / 100_000_000) as u32
    }
}

impl Gazetteer {
    fn unpack(packed: &[u8]) -> Self {
        let mut all = Self { cities: Vec::new(), counties: Vec::new(), city_keys: FxHashMap::default(), county_keys: FxHashMap::default() };
        let text = zstd::decode_all(packed).ok().and_then(|b| String::from_utf8(b).ok()).unwrap_or_default();
        for line in text.lines() {
            let part: Vec<&str> = line.split('\t').collect();
            let number = |s: &str| s.parse::<i32>().unwrap_or(0);
            match part[..] {
                ["c", name, code, lat, lon] => {
                    if let Some(state) = state(code) {
                        all.county_keys.entry(key(name)).or_default().push(all.counties.len() as u32);
                        all.counties.push(County { name: name.into(), state, spot: Spot { lat: number(lat), lon: number(lon) } });
                    }
                }
                ["p", name, code, county, lat, lon, people] => {
                    if let Some(state) = state(code) {
                        all.city_keys.entry(key(name)).or_default().push(all.cities.len() as u32);
                        all.cities.push(City {
                            name: name.into(),
                            state,
                            county: (!county.is_empty()).then(|| county.into()),
                            spot: Spot { lat: number(lat), lon: number(lon) },
                            population: people.parse().unwrap_or(0),
                        });
                    }
                }
                _ => {}
            }
        }
        for (alias, name, code) in ALIASES {
            let same: Vec<u32> =
                all.city_keys.get(&key(name)).into_iter().flatten().copied().filter(|c| all.cities[*c as usize].state.code == *code).collect();
            let known = all.city_keys.entry(key(alias)).or_default();
            for city in same {
                if !known.contains(&city) {
                    known.push(city);
                }
            }
        }
        for list in all.city_keys.values_mut() {
            list.sort_by_key(|c| (std::cmp::Reverse(all.cities[*c as usize].population), *c));
        }
        all
    }

    /// Every city.
    pub fn every_city(&self) -> &[City] {
        &self.cities
    }
    /// Cities of that name, the most populous first.
    pub fn cities(&self, name: &str) -> impl Iterator<Item = &City> {
        self.city_keys.get(&key(name)).into_iter().flatten().map(|c| &self.cities[*c as usize])
    }
    /// The city of that name in a state.
    pub fn city(&self, name: &str, state: &str) -> Option<&City> {
        self.cities(name).find(|c| c.state.name == state)
    }
    /// The city of that name, where there is one alone or one that most people mean: ten times as populous as the next.
    pub fn best_known(&self, name: &str) -> Option<&City> {
        let mut all = self.cities(name);
        let first = all.next()?;
        all.next().is_none_or(|second| first.population / 10 > second.population).then_some(first)
    }
    /// Counties of that name ("Cook County", "Orleans Parish").
    pub fn counties(&self, name: &str) -> impl Iterator<Item = &County> {
        self.county_keys.get(&key(name)).into_iter().flatten().map(|c| &self.counties[*c as usize])
    }
    /// The county of that name in a state.
    pub fn county(&self, name: &str, state: &str) -> Option<&County> {
        self.counties(name).find(|c| c.state.name == state)
    }
}

/// The state of a name ("Illinois"), postal code ("IL") or short form ("Ill.", "W.Va.", "N. Mex").
pub fn state(name: &str) -> Option<&'static State> {
    if let [a, b] = name.as_bytes()
        && a.is_ascii_uppercase()
        && b.is_ascii_uppercase()
    {
        return STATES.iter().find(|s| s.code == name);
    }
    let wanted = bare(name);
    if wanted.is_empty() {
        return None;
    }
    // Asked for every capitalised word of a page: the forms are folded once.
    static FORMS: OnceLock<FxHashMap<String, &'static State>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        let mut forms = FxHashMap::default();
        for state in STATES {
            for form in [state.name, state.ap] {
                forms.entry(bare(form)).or_insert(state);
            }
        }
        for (short, code) in SHORT {
            if let Some(state) = STATES.iter().find(|s| s.code == *code) {
                forms.entry((*short).to_owned()).or_insert(state);
            }
        }
        forms
    });
    forms.get(&wanted).copied()
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a place is looked up by: lower case, without periods and apostrophes, hyphens as spaces, "Saint" as "St".
pub fn key(name: &str) -> Box<str> {
    let mut out = String::with_capacity(name.len());
    for word in name.split([' ', '-', '\u{a0}']).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let from = out.len();
        out.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
        let short = match out.get(from..) {
            Some("saint") => "st",
            Some("sainte") => "ste",
            Some("fort") => "ft",
            Some("mount") => "mt",
            _ => continue,
        };
        out.truncate(from);
        out.push_str(short);
    }
    out.into()
}

/// Every state, by name.
pub fn states() -> &'static [State] {
    STATES
}

const ALIASES: &[(&str, &str, &str)] = &[
    ("New York City", "New York", "NY"),
    ("NYC", "New York", "NY"),
    ("The Bronx", "Bronx", "NY"),
    ("L.A.", "Los Angeles", "CA"),
    ("Philly", "Philadelphia", "PA"),
    ("Vegas", "Las Vegas", "NV"),
    ("Indy", "Indianapolis", "IN"),
    ("Nola", "New Orleans", "LA"),
    ("Washington DC", "Washington", "DC"),
];

/// Other short forms in use, without periods.
const SHORT: &[(&str, &str)] = &[
    ("mich", "MI"),
    ("penn", "PA"),
    ("penna", "PA"),
    ("cal", "CA"),
    ("wash", "WA"),
    ("dc", "DC"),
    ("nmex", "NM"),
    ("ore", "OR"),
    ("oreg", "OR"),
    ("ariz", "AZ"),
    ("wisc", "WI"),
    ("tex", "TX"),
    ("ill", "IL"),
    ("ind", "IN"),
];

macro_rules! states {
    ($($name:literal $code:literal $ap:literal),* $(,)?) => { const STATES: &[State] = &[$(State { name: $name, code: $code, ap: $ap }),*]; };
}
states! {
    "Alabama" "AL" "Ala.", "Alaska" "AK" "Alaska", "Arizona" "AZ" "Ariz.", "Arkansas" "AR" "Ark.", "California" "CA" "Calif.",
    "Colorado" "CO" "Colo.", "Connecticut" "CT" "Conn.", "Delaware" "DE" "Del.", "District of Columbia" "DC" "D.C.",
    "Florida" "FL" "Fla.", "Georgia" "GA" "Ga.", "Hawaii" "HI" "Hawaii", "Idaho" "ID" "Idaho", "Illinois" "IL" "Ill.",
    "Indiana" "IN" "Ind.", "Iowa" "IA" "Iowa", "Kansas" "KS" "Kan.", "Kentucky" "KY" "Ky.", "Louisiana" "LA" "La.",
    "Maine" "ME" "Maine", "Maryland" "MD" "Md.", "Massachusetts" "MA" "Mass.", "Michigan" "MI" "Mich.", "Minnesota" "MN" "Minn.",
    "Mississippi" "MS" "Miss.", "Missouri" "MO" "Mo.", "Montana" "MT" "Mont.", "Nebraska" "NE" "Neb.", "Nevada" "NV" "Nev.",
    "New Hampshire" "NH" "N.H.", "New Jersey" "NJ" "N.J.", "New Mexico" "NM" "N.M.", "New York" "NY" "N.Y.",
    "North Carolina" "NC" "N.C.", "North Dakota" "ND" "N.D.", "Ohio" "OH" "Ohio", "Oklahoma" "OK" "Okla.", "Oregon" "OR" "Ore.",
    "Pennsylvania" "PA" "Pa.", "Rhode Island" "RI" "R.I.", "South Carolina" "SC" "S.C.", "South Dakota" "SD" "S.D.",
    "Tennessee" "TN" "Tenn.", "Texas" "TX" "Tex.", "Utah" "UT" "Utah", "Vermont" "VT" "Vt.", "Virginia" "VA" "Va.",
    "Washington" "WA" "Wash.", "West Virginia" "WV" "W.Va.", "Wisconsin" "WI" "Wis.", "Wyoming" "WY" "Wyo.",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_found_by_name_code_and_short_form() {
        for (said, code) in [("Ohio", "OH"), ("OH", "OH"), ("Ill.", "IL"), ("W. Va.", "WV"), ("N.C.", "NC"), ("D.C.", "DC"), ("new mexico", "NM")] {
            assert_eq!(state(said).map(|s| s.code), Some(code), "{said}");
        }
        for none in ["Oh", "Ontario", "", ".", "in"] {
            assert_eq!(state(none), None, "{none}");
        }
    }

    #[test]
    fn a_city_is_found_whatever_its_spelling() {
        let g = gazetteer();
        let st_paul = g.city("Saint Paul", "Minnesota").unwrap();
        assert_eq!(st_paul.county.as_deref(), Some("Ramsey County"));
        assert_eq!(g.city("ST. PAUL", "Minnesota").unwrap().spot, st_paul.spot);
        assert_eq!(g.best_known("NYC").unwrap().state.code, "NY");
        assert!(g.cities("Springfield").count() > 10 && g.best_known("Springfield").is_none());
        assert_eq!(g.county("Cook County", "Illinois").unwrap().state.code, "IL");
        assert_eq!(g.cities("Xyzzy").count(), 0);
    }

    #[test]
    fn distances_are_kilometres() {
        let g = gazetteer();
        let at = |c, s| g.city(c, s).unwrap().spot;
        assert!((30..45).contains(&at("Boulder", "Colorado").km(at("Denver", "Colorado"))));
        assert!((540..580).contains(&at("Los Angeles", "California").km(at("San Francisco", "California"))));
        assert_eq!(at("Tulsa", "Oklahoma").km(at("Tulsa", "Oklahoma")), 0);
    }
}
