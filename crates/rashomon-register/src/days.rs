//! The day of an incident, solved from what all its accounts say.
//!
//! Every date that a page states is a constraint on the incident's day; so are the days on which pages were published. A small
//! weighted constraint problem: days that some constraint names are candidates, each constraint costs a day that it does not
//! fit, and the day of least cost is taken. Integer costs, so that the order of the pages decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use rashomon_model::claim::{Aside, Stated};
use rashomon_model::incident::{DayConstraint, DaySolution, Listed, Placed};
use rashomon_model::text::Certainty;
use rashomon_model::value::Value;
use rashomon_model::value::day::{Day, DayRange, Said};
use rashomon_model::{About, ClaimId, DocId, Factuality};

/// What a clash costs. A month-day off by one is a slip of the pen or a page's own day; a weekday is rarely wrong; a day after
/// the page was published cannot be.
const OFF_BY_ONE: u32 = 3;
const OFF_BY_WEEK: u32 = 8;
const WRONG_DAY: u32 = 12;
const WRONG_WEEKDAY: u32 = 7;
const WRONG_MONTH: u32 = 8;
const AFTER_PAGE: u32 = 20;
const OTHER_YEAR: u32 = 4;

/// The days that clash least with all that is said of the date, best first. No year is invented: where nothing gives
/// one, `days` is empty and the constraints stand alone.
pub fn solve(docs: &[Listed], claims: &[Placed], asides: &[(DocId, Aside)]) -> DaySolution {
    let pages = pages(docs, asides);
    let mut rules = stated(claims, &pages);
    if rules.is_empty() {
        return DaySolution::default();
    }
    rules.extend(pages.iter().flat_map(Page::rules));
    let mut scored: Vec<(u32, Date)> = candidates(&rules, &pages).into_iter().map(|d| (rules.iter().map(|r| r.cost(d)).sum(), d)).collect();
    // Of days that clash alike, the one that the reader is surest of.
    let sure = |day: Date| rules.iter().filter(|r| r.claim.is_some() && r.test.cost(day) == 0).map(|r| r.sure).max();
    scored.sort_by_key(|(cost, day)| (*cost, std::cmp::Reverse(sure(*day)), *day));
    let Some((least, best)) = scored.first().copied() else {
        // Without a year nothing is solved: what is said holds until another page says otherwise.
        let own: Vec<&Rule> = rules.iter().filter(|r| r.claim.is_some()).collect();
        let constraints = own.iter().map(|r| r.unsolved(&own)).collect();
        return DaySolution { days: Vec::new(), constraints, why: "No page gives the year, and none says when it was published.".into() };
    };
    let equals: Vec<Date> = scored.iter().take_while(|(cost, d)| *cost == least && sure(*d) == sure(best)).map(|(_, d)| *d).collect();
    let days = runs(&equals);
    let constraints: Vec<DayConstraint> = rules.iter().map(|r| r.constraint(best)).collect();
    let why = why(&days, &rules, best);
    DaySolution { days, constraints, why }
}

/// When one page was published, and what it was published after.
struct Page {
    doc: DocId,
    day: Option<DayRange>,
    bounds: Vec<(DayRange, Box<str>)>,
    captured: Option<Date>,
    /// The latest year of a passage about another incident.
    aside: Option<i16>,
}

fn pages(docs: &[Listed], asides: &[(DocId, Aside)]) -> Vec<Page> {
    let mut pages: Vec<Page> = docs
        .iter()
        .map(|d| {
            let published = d.source.published.as_ref();
            let mut bounds: Vec<(DayRange, Box<str>)> = d.source.bounds.iter().map(|b| (b.days, b.from.clone())).collect();
            bounds.extend(published.filter(|p| p.certainty == Certainty::Bounded).map(|p| (p.day, p.from.as_str().into())));
            Page {
                doc: d.source.doc.clone(),
                day: published.filter(|p| p.certainty != Certainty::Bounded).map(|p| p.day),
                bounds,
                captured: d.source.captured,
                aside: asides.iter().filter(|(doc, _)| *doc == d.source.doc).filter_map(|(_, a)| a.year).max(),
            }
        })
        .collect();
    pages.sort_by(|a, b| a.doc.cmp(&b.doc));
    pages
}

impl Page {
    /// The days on which it can have been published, by its day or its bounds.
    fn span(&self) -> Option<DayRange> {
        self.day.or_else(|| self.bounds.iter().map(|(days, _)| *days).reduce(|a, b| a.overlap(b).unwrap_or(a)))
    }
    fn rules(&self) -> Vec<Rule> {
        let rule = |says: String, test| Rule { doc: self.doc.clone(), says: says.into(), claim: None, weight: 1, sure: 0, test };
        let mut rules = Vec::new();
        match self.day {
            Some(day) => rules.push(rule(format!("published {}", day.caption()), Test::Before(day))),
            None => {
                for (days, from) in &self.bounds {
                    rules.push(rule(format!("published {} ({from})", span_caption(*days)), Test::Within(*days)));
                }
                if self.bounds.is_empty()
                    && let Some(day) = self.captured
                {
                    rules.push(rule(format!("captured {day}"), Test::Before(DayRange::day(day))));
                }
            }
        }
        if let Some(range) = self.aside.and_then(DayRange::year) {
            rules.push(rule(format!("tells of {} in a background passage", range.first().year()), Test::NotBeforeYear(range)));
        }
        rules
    }
}

fn span_caption(days: DayRange) -> String {
    let year = days.first().year();
    if DayRange::year(year) == Some(days) { format!("in {year}") } else { days.caption() }
}

/// One constraint on the day.
struct Rule {
    doc: DocId,
    says: Box<str>,
    claim: Option<ClaimId>,
    weight: u32,
    /// How likely the reader takes what it says to be right (`Claim::sure`).
    sure: i32,
    test: Test,
}

enum Test {
    /// What a page says, and the days it means if the page's own span is used.
    Said(Day, Option<DayRange>),
    /// Not after the page's day.
    Before(DayRange),
    /// Not after the span in which the page was published, and rather not in an earlier year.
    Within(DayRange),
    /// The page was published in that year or later, and news is rarely older.
    NotBeforeYear(DayRange),
}

impl Rule {
    fn cost(&self, day: Date) -> u32 {
        self.weight * self.test.cost(day)
    }
    fn constraint(&self, best: Date) -> DayConstraint {
        self.held(self.test.cost(best) == 0)
    }
    /// Where no day is solved: it holds unless another statement contradicts it.
    fn unsolved(&self, all: &[&Rule]) -> DayConstraint {
        let Test::Said(mine, _) = &self.test else { return self.held(true) };
        let against = |other: &&Rule| match &other.test {
            Test::Said(theirs, _) => {
                Value::Day(mine.clone()).compare(&Value::Day(theirs.clone()), true) == rashomon_model::value::Comparison::Contradicts
            }
            _ => false,
        };
        self.held(!all.iter().any(against))
    }
    fn held(&self, holds: bool) -> DayConstraint {
        DayConstraint { doc: self.doc.clone(), says: self.says.clone(), claim: self.claim.clone(), holds, weight: self.weight }
    }
}

impl Test {
    fn cost(&self, day: Date) -> u32 {
        match self {
            Test::Before(page) => {
                if day > page.last() {
                    AFTER_PAGE
                } else {
                    0
                }
            }
            Test::Within(span) => match () {
                () if day > span.last() => AFTER_PAGE,
                () if day.year() < span.first().year() => OTHER_YEAR,
                () => 0,
            },
            Test::NotBeforeYear(year) => {
                if day < year.first() {
                    OTHER_YEAR
                } else {
                    0
                }
            }
            Test::Said(said, meant) => said_cost(said, *meant, day),
        }
    }
}

fn said_cost(said: &Day, meant: Option<DayRange>, day: Date) -> u32 {
    let off = |range: DayRange| {
        let gap = |a: Date, b: Date| (a - b).get_days().unsigned_abs();
        if range.contains(day) { 0 } else { gap(day, range.first()).min(gap(day, range.last())) }
    };
    let by_gap = |gap| match gap {
        0 => 0,
        1 => OFF_BY_ONE,
        2..=7 => OFF_BY_WEEK,
        _ => WRONG_DAY,
    };
    match (&said.said, meant) {
        (Said::Weekday(_) | Said::Shifted(..), range) if !said.fits(day) => match range.map(off) {
            Some(1) | None => WRONG_WEEKDAY,
            _ => WRONG_DAY,
        },
        // The weekday fits; the week is only as sure as the day of the page.
        (Said::Weekday(_) | Said::Shifted(..), Some(range)) => {
            if range.contains(day) {
                0
            } else {
                OFF_BY_WEEK
            }
        }
        (Said::MonthDay(m, d), None) => {
            let same_year = Date::new(day.year(), *m, *d).ok();
            same_year.map_or(WRONG_DAY, |date| by_gap((day - date).get_days().unsigned_abs()))
        }
        (Said::Month(_), None) => {
            if said.fits(day) {
                0
            } else {
                WRONG_MONTH
            }
        }
        (Said::Ago(_) | Said::Weekday(_) | Said::Shifted(..), None) => 0,
        (Said::Days(range), None) => by_gap(off(*range)),
        (_, Some(range)) => by_gap(off(range)),
    }
}

/// What claims say of the incident's day, each constraint of a page once.
fn stated(claims: &[Placed], pages: &[Page]) -> Vec<Rule> {
    let mut seen: BTreeMap<(DocId, String), Rule> = BTreeMap::new();
    for placed in claims.iter().filter(|p| p.about == About::Incident) {
        let Stated::Is(Value::Day(day)) = &placed.claim.stated else { continue };
        let weight = match placed.claim.factuality {
            Factuality::Certain => 3,
            Factuality::Probable | Factuality::Possible => 1,
            _ => continue,
        };
        let quote = placed.claim.evidence.first().exact();
        let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = if words.chars().count() <= 60 { words } else { day.caption() };
        let page = pages.iter().find(|p| p.doc == placed.doc);
        let meant = day.resolved.or_else(|| ago(day, page?.span()?));
        let rule = Rule {
            doc: placed.doc.clone(),
            says: says.into(),
            claim: Some(placed.claim.id.clone()),
            weight,
            sure: placed.claim.sure,
            test: Test::Said(day.clone(), meant),
        };
        let key = (placed.doc.clone(), day.caption());
        match seen.get(&key) {
            Some(old) if (old.weight, &placed.claim.id) >= (weight, old.claim.as_ref().unwrap_or(&placed.claim.id)) => {}
            _ => drop(seen.insert(key, rule)),
        }
    }
    seen.into_values().collect()
}

/// "Yesterday" on a page of which only a span of days is known.
fn ago(day: &Day, page: DayRange) -> Option<DayRange> {
    let Said::Ago(n) = day.said else { return None };
    let shift = |d: Date| d.checked_add(n.days()).ok();
    Some(DayRange::new(shift(page.first())?, shift(page.last())?))
}

/// Days that some constraint names. Longer stretches than a season name none by themselves, unless a year is all that is said.
fn candidates(rules: &[Rule], pages: &[Page]) -> BTreeSet<Date> {
    const SEASON: i32 = 100;
    let mut days = BTreeSet::new();
    let mut span = |range: DayRange| {
        if (range.last() - range.first()).get_days() <= SEASON {
            days.extend(range.first().series(1.day()).take_while(|d| *d <= range.last()));
        }
    };
    let years: BTreeSet<i16> = years(rules, pages);
    let month_days: BTreeSet<(i8, i8)> = rules
        .iter()
        .filter_map(|r| if let Test::Said(Day { said: Said::MonthDay(m, d), .. }, _) = &r.test { Some((*m, *d)) } else { None })
        .collect();
    let around = |date: Date, back: i32, on: i32| {
        let (a, b) = (date.checked_sub(back.days()).ok()?, date.checked_add(on.days()).ok()?);
        Some(DayRange::new(a, b))
    };
    for (m, d) in &month_days {
        for date in years.iter().filter_map(|y| Date::new(*y, *m, *d).ok()) {
            around(date, 3, 3).into_iter().for_each(&mut span);
        }
    }
    for rule in rules {
        match &rule.test {
            Test::Said(Day { said: Said::Month(m), .. }, None) => {
                years.iter().filter_map(|y| DayRange::month(*y, *m)).for_each(&mut span);
            }
            Test::Said(_, Some(range)) => span(*range),
            Test::Said(Day { said: Said::Weekday(_) | Said::Shifted(..), .. }, None) => {
                let page = pages.iter().find(|p| p.doc == rule.doc).and_then(|p| p.day);
                page.and_then(|day| around(day.last(), 7, 0)).into_iter().for_each(&mut span);
            }
            _ => {}
        }
    }
    // A page without a day of its own is of the week of the first that has one.
    let weekday = |r: &Rule| matches!(&r.test, Test::Said(Day { said: Said::Weekday(_) | Said::Shifted(..), .. }, None));
    if days.is_empty()
        && rules.iter().any(weekday)
        && let Some(first) = pages.iter().filter_map(|p| p.day).map(|d| d.last()).min()
    {
        days.extend(around(first, 6, 0).into_iter().flat_map(|week| week.first().series(1.day()).take_while(move |d| *d <= week.last())));
    }
    if days.is_empty() {
        // Where no page says more than the year, every day of it.
        let year = |r: &Rule| if let Test::Said(Day { said: Said::Days(range), .. }, _) = r.test { Some(range) } else { None };
        let years = rules.iter().filter_map(year).filter(|r| (r.last() - r.first()).get_days() <= 366);
        days = years.flat_map(|r| r.first().series(1.day()).take_while(move |d| *d <= r.last())).collect();
    }
    days
}

/// Years that a page may mean: of its publication and its bounds, of dates written out, and the year before (a page of
/// January tells of December).
fn years(rules: &[Rule], pages: &[Page]) -> BTreeSet<i16> {
    let mut years = BTreeSet::new();
    for page in pages {
        if let Some(span) = page.span() {
            years.extend([span.first().year() - 1, span.first().year(), span.last().year()]);
        }
        years.extend(page.aside);
    }
    for rule in rules {
        if let Test::Said(_, Some(range)) = &rule.test {
            years.extend([range.first().year(), range.last().year()]);
        }
    }
    years
}

/// Days as ranges: those that follow each other become one.
fn runs(days: &[Date]) -> Vec<DayRange> {
    let mut sorted = days.to_vec();
    sorted.sort();
    let mut runs: Vec<DayRange> = Vec::new();
    for day in sorted {
        match runs.last_mut() {
            Some(run) if run.last().tomorrow().ok() == Some(day) => *run = DayRange::new(run.first(), day),
            _ => runs.push(DayRange::day(day)),
        }
    }
    runs
}

fn why(days: &[DayRange], rules: &[Rule], best: Date) -> Box<str> {
    let said = |r: &&Rule| format!("\u{201c}{}\u{201d} ({})", r.says, r.doc);
    let own: Vec<&Rule> = rules.iter().filter(|r| r.claim.is_some()).collect();
    let (fit, clash): (Vec<&Rule>, Vec<&Rule>) = own.iter().partition(|r| r.test.cost(best) == 0);
    let words = |list: &[&Rule]| match list {
        [a, b, c, d, rest @ ..] if rest.len() > 1 => {
            format!("{}, {}, {}, {} and {} more", said(a), said(b), said(c), said(d), rest.len())
        }
        all => all.iter().map(said).collect::<Vec<_>>().join(", "),
    };
    let day = match days {
        [one] => one
            .single()
            .map_or_else(|| one.caption(), |d| format!("{} {d}", rashomon_model::value::day::weekday_name(d.weekday().to_monday_one_offset()))),
        several => several.iter().map(|d| d.caption()).collect::<Vec<_>>().join(" or "),
    };
    let mut text = if fit.is_empty() { format!("{day} clashes least.") } else { format!("{day} fits {}.", words(&fit)) };
    if !clash.is_empty() {
        let much = clash.iter().all(|r| r.test.cost(best) <= OFF_BY_ONE);
        text.push_str(&format!(" It clashes with {}{}.", words(&clash), if much { ", off by one day" } else { "" }));
    }
    let year = best.year().to_string();
    // "Yesterday" resolved against a page's span takes its year from the span.
    let written = own.iter().any(|r| matches!(&r.test, Test::Said(day, _) if day.resolved.is_some()));
    let bearers: Vec<&Rule> = rules.iter().filter(|r| r.claim.is_none() && r.says.contains(&year)).collect();
    if !bearers.is_empty() && !written {
        text.push_str(&format!(
            " The year is carried by {} alone.",
            bearers.iter().map(|r| format!("{}: {}", r.doc, r.says)).collect::<Vec<_>>().join("; ")
        ));
    }
    text.into()
}

#[cfg(test)]
mod tests;
