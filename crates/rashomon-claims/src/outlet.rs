//! Outlets: where those who publish report from. A paper seldom says which state it is printed in; its earlier reports tell.
//!
//! Learned from where the incidents of an outlet's pages happened (`cargo xtask train places`): a table of hosts, which people can read
//! and correct.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rashomon_model::gazetteer::{Spot, State, states};

/// Where outlets report from, by host.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    of: BTreeMap<Box<str>, Beat>,
}

/// Where one outlet reports from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// States with the number of pages about each, most first.
    pub states: Vec<(&'static State, u32)>,
    /// The middle of what it reports of.
    pub middle: Spot,
}

impl Beat {
    /// How many of a hundred pages tell of a state; one page of another state is added, for what was not seen yet.
    pub fn share(&self, state: &State) -> u32 {
        let all: u32 = self.states.iter().map(|(_, n)| n).sum();
        let of = self.states.iter().find(|(s, _)| s.code == state.code).map_or(0, |(_, n)| *n);
        100 * of / (all + 1)
    }

    /// The state that nearly all of its pages tell of.
    pub fn home(&self) -> Option<&'static State> {
        self.states.first().map(|(state, _)| *state).filter(|state| self.share(state) >= HOME)
    }
}

/// Of a hundred pages, how many make a state an outlet's home.
const HOME: u32 = 75;

impl Outlets {
    /// Of a table as [`Outlets::to_text`] writes it; lines that are none are left out.
    pub fn parse(text: &str) -> Self {
        let line = |line: &str| -> Option<(Box<str>, Beat)> {
            let [host, told, lat, lon] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
            let one = |part: &str| {
                let (code, n) = part.split_once(':')?;
                Some((states().iter().find(|s| s.code == code)?, n.parse().ok()?))
            };
            let states: Vec<_> = told.split(' ').map(one).collect::<Option<_>>()?;
            Some((host.into(), Beat { states, middle: Spot { lat: lat.parse().ok()?, lon: lon.parse().ok()? } }))
        };
        Self { of: text.lines().filter(|l| !l.starts_with('#')).filter_map(line).collect() }
    }

    /// A line per host: host, states with their numbers of pages, latitude and longitude of the middle in 1e-5 degrees.
    pub fn to_text(&self) -> String {
        let mut out = String::from("# host\tstates: pages\tlatitude\tlongitude (1e-5 degrees)\n");
        for (host, beat) in &self.of {
            let told: Vec<String> = beat.states.iter().map(|(s, n)| format!("{}:{n}", s.code)).collect();
            let _ = writeln!(out, "{host}\t{}\t{}\t{}", told.join(" "), beat.middle.lat, beat.middle.lon);
        }
        out
    }

    /// Learned from pages: the address of each, and where its incident happened. Hosts with one page tell too little.
    pub fn learn<'a>(pages: impl IntoIterator<Item = (&'a str, &'static State, Option<Spot>)>) -> Self {
        let mut told: BTreeMap<Box<str>, Vec<(&'static State, Option<Spot>)>> = BTreeMap::new();
        for (url, state, spot) in pages {
            if let Some(host) = host(url) {
                told.entry(host.into()).or_default().push((state, spot));
            }
        }
        let beat = |pages: Vec<(&'static State, Option<Spot>)>| {
            let mut counts: BTreeMap<&str, (&'static State, u32)> = BTreeMap::new();
            pages.iter().for_each(|(s, _)| counts.entry(s.code).or_insert((s, 0)).1 += 1);
            let mut states: Vec<_> = counts.into_values().collect();
            states.sort_by_key(|(s, n)| (std::cmp::Reverse(*n), s.code));
            // The middle is the median of each direction: a report from afar does not move it.
            let median = |mut all: Vec<i32>| {
                all.sort_unstable();
                all.get(all.len() / 2).copied()
            };
            let of = |part: fn(Spot) -> i32| median(pages.iter().filter_map(|(_, spot)| spot.map(part)).collect());
            Some(Beat { states, middle: Spot { lat: of(|s| s.lat)?, lon: of(|s| s.lon)? } })
        };
        Self { of: told.into_iter().filter(|(_, pages)| pages.len() > 1).filter_map(|(host, pages)| Some((host, beat(pages)?))).collect() }
    }

    /// Where the outlet at an address reports from.
    pub fn beat(&self, url: &str) -> Option<&Beat> {
        self.of.get(host(url)?.as_str())
    }
}

/// The host of an address, without what archives put before it and without "www." and the like.
fn host(url: &str) -> Option<String> {
    let lower = url.to_lowercase();
    let after = |s: &str, mark: &str| s.find(mark).and_then(|at| s.get(at + mark.len()..)).map(str::to_owned);
    let inner = after(&lower, "web.archive.org/web/").and_then(|rest| after(&rest, "/")).unwrap_or_else(|| lower.clone());
    let rest = after(&inner, "://").unwrap_or(inner);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let bare = ["www.", "www2.", "m.", "amp.", "mobile.", "beta."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(host);
    bare.contains('.').then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_at_home_where_its_pages_tell_of() {
        let state = |code: &str| states().iter().find(|s| s.code == code).expect("a state");
        let spot = Some(Spot { lat: 4_000_000, lon: -8_300_000 });
        let pages = [
            ("https://www.millbrooknews.example/a", state("OH"), spot),
            ("http://m.millbrooknews.example:80/b", state("OH"), spot),
            ("https://web.archive.org/web/2016/http://millbrooknews.example/c", state("OH"), spot),
            ("https://wire.example/1", state("OH"), spot),
            ("https://wire.example/2", state("IA"), spot),
            ("https://once.example/1", state("IA"), spot),
        ];
        let outlets = Outlets::parse(&Outlets::learn(pages).to_text());
        let home = |url: &str| outlets.beat(url).map(|b| b.home().map(|s| s.code));
        assert_eq!(home("https://millbrooknews.example/d?x"), Some(Some("OH")));
        assert_eq!(home("https://wire.example/3"), Some(None), "two states, no home");
        assert_eq!(home("https://once.example/2"), None, "one page tells too little");
        assert_eq!(home("not an address"), None);
    }
}
