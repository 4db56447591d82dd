//! What a page says of itself: headline, day, author, site, language, address. From JSON-LD, Open Graph and other meta
//! fields, marked times and its own lines, in this order, for each is written for machines more than the next.

use std::sync::LazyLock;

use jiff::civil::Date;
use rashomon_model::text::DatedBy;
use regex::Regex;
use serde_json::Value;

use super::head::{Head, Time};
use super::scan::{Line, Scan};
use super::tag::Flags;
use super::{Day, day};

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    /// When it was published, and what says so.
    pub(crate) day: Option<Day>,
    /// When it was changed last, where that is said apart.
    pub(crate) updated: Option<Date>,
    /// Who wrote it, as written.
    pub(crate) authors: Vec<String>,
    /// The site's name.
    pub(crate) site: Option<String>,
    /// Its own address.
    pub(crate) url: Option<String>,
}

/// Meta fields that state the day of publication, in the order in which they are believed.
const PUBLISHED: [&str; 34] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxense-parse:recs:publishtime",
    "shareaholic:article_published_time",
    "originalpublicationdate",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "pub_date",
    "bt:pubdate",
    "rbpubdate",
    "article_date_original",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "article:published",
    "date",
    "displaydate",
];
const UPDATED: [&str; 8] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "article:modified",
];

/// Reads it all. `url`: the address that came with the page.
pub(crate) fn read(scanned: &Scan, url: Option<&str>) -> Meta {
    let head = &scanned.head;
    let ld = JsonLd::of(&head.json_ld);
    let first = |names: &[&str]| names.iter().find_map(|name| field(head, name));
    let site = first(&["og:site_name", "application-name", "dc.publisher", "publisher"]).map(clean).or_else(|| ld.publisher.clone());
    let site = site.filter(|s| !s.is_empty() && s.chars().count() <= 80 && !s.contains("://"));
    let own = head.canonical.as_deref().or_else(|| field(head, "og:url")).filter(|u| u.starts_with("http"));
    let meta_day =
        |names: &[&str]| names.iter().flat_map(|name| fields(head, name)).find_map(|value| day::read(value).filter(|(d, _)| plausible(*d)));
    let stated = |found: Option<(Date, Option<Box<str>>)>, from| found.map(|(day, time)| Day { day, time, from });
    let address = url.or(own).and_then(crate::published::url_day).map(|day| Day { day, time: None, from: DatedBy::Url });
    let marked = |of: fn(&Time) -> bool| head.times.iter().filter(|t| !t.flags.has(OUTSIDE) && of(t)).find_map(time_of);
    let published = stated(ld.published.as_deref().and_then(day::read).filter(|(d, _)| plausible(*d)), DatedBy::JsonLd)
        .or_else(|| stated(meta_day(&PUBLISHED), DatedBy::Meta))
        .or_else(|| stated(marked(|t| t.published), DatedBy::Time))
        .or_else(|| address.clone());
    let updated = ld.modified.as_deref().and_then(day::read).or_else(|| meta_day(&UPDATED)).or_else(|| marked(|t| t.updated)).map(|(d, _)| d);
    let title = headline(scanned, &ld, site.as_deref(), url.or(own));
    let beside = stated(beside_headline(scanned, title.as_deref()), DatedBy::Text);
    let published = published
        .or_else(|| beside.clone())
        .or_else(|| stated(marked(|t| !t.updated), DatedBy::Time))
        .or_else(|| stated(head.in_scripts.only().filter(|(d, _)| plausible(*d)), DatedBy::Meta))
        .or_else(|| stated(posted(scanned), DatedBy::Text))
        // A microformat that gives one time only: that of its last change stands for both.
        .or_else(|| stated(marked(|t| t.updated), DatedBy::Time))
        .or_else(|| stated(alone(scanned), DatedBy::Text))
        .map(|day| {
            if marked(|t| t.published).is_some_and(|(d, _)| d == day.day) { day } else { in_its_own_zone(day, address.as_ref().or(beside.as_ref())) }
        });
    let mut authors: Vec<String> = ld.authors.clone();
    authors.extend(
        ["author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "byl"].iter().find_map(|n| field(head, n)).map(clean),
    );
    authors.retain(|a| !a.contains("://") && (4..=80).contains(&a.chars().count()));
    Meta { title, day: published, updated: updated.filter(|d| plausible(*d)), authors, site, url: own.map(str::to_owned) }
}

/// A day that a field gives by the world's clock is the day before or after the one in the address, which is the site's own.
fn in_its_own_zone(day: Day, address: Option<&Day>) -> Day {
    match address {
        Some(own) if i64::from((own.day - day.day).get_days()).abs() == 1 => Day { day: own.day, time: None, ..day },
        _ => day,
    }
}

/// Lines around the headline in which a day may stand.
const BESIDE: usize = 12;

/// The day that stands in a short line beside the headline, at the beginning of a longer one, or in one that is marked as a date.
fn beside_headline(scanned: &Scan, title: Option<&str>) -> Option<(Date, Option<Box<str>>)> {
    let usable: Vec<&Line> = scanned.lines.iter().filter(|l| !l.flags.has(OUTSIDE)).collect();
    let day_of = |line: &&Line| {
        let words = words_of(scanned, line);
        // In a paragraph, a day that comes first is its date line; far into a line that is not marked, it is in a sentence.
        let most = match words.len() {
            161.. => 24,
            _ if line.flags.has(Flags::TIME | Flags::BYLINE) => 160,
            _ => 80,
        };
        let head = words.get(..words.char_indices().nth(most).map_or(words.len(), |(i, _)| i))?;
        day::read(head).filter(|(d, _)| plausible(*d))
    };
    let title = title.map(folded).filter(|t| !t.is_empty());
    let at = title.and_then(|title| usable.iter().rposition(|l| l.flags.has(Flags::HEADING) && folded(words_of(scanned, l)) == title));
    let near = at.and_then(|at| {
        let below = usable.get(at..).unwrap_or_default().iter().take(BESIDE);
        below.chain(usable.get(at.saturating_sub(4)..at).unwrap_or_default()).find_map(day_of)
    });
    near.or_else(|| usable.iter().filter(|l| l.flags.has(Flags::TIME) && l.size() <= 160).find_map(day_of))
}

static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:posted|published|gepostet|veröffentlicht|geschrieben|publiée?|postée?|publicad[oa]|pubblicat[oa]|geplaatst|gepubliceerd|opublikowan[oya]|publicerad)\b")
        .expect("the pattern is right")
});
static CLOCK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b\d{1,2}[:.]\d\d\b").expect("the pattern is right"));

/// The day and the hour in a sentence about the page itself: "This entry was posted on Friday, March 6th, 2026 at 11:03 pm and is filed under …".
fn posted(scanned: &Scan) -> Option<(Date, Option<Box<str>>)> {
    let lines = scanned.lines.iter().filter(|l| !l.flags.has(OUTSIDE) && l.size() <= 400);
    lines.map(|l| words_of(scanned, l)).filter(|w| CLOCK.is_match(w) && POSTED.is_match(w)).find_map(|w| {
        let (day, time) = day::read(w)?;
        (plausible(day) && time.is_some()).then_some((day, time))
    })
}

/// The first day that stands in a line with little else.
fn alone(scanned: &Scan) -> Option<(Date, Option<Box<str>>)> {
    let short = scanned.lines.iter().filter(|l| !l.flags.has(OUTSIDE) && l.size() <= 60);
    short.map(|l| words_of(scanned, l)).filter(|w| w.bytes().any(|b| b.is_ascii_digit())).find_map(|w| day::read(w).filter(|(d, _)| plausible(*d)))
}

fn words_of<'s>(scanned: &'s Scan, line: &Line) -> &'s str {
    scanned.text.get(line.range()).unwrap_or_default()
}

/// Where a time is not the page's own.
const OUTSIDE: Flags = Flags::COMMENT.with(Flags::HIDDEN).with(Flags::RELATED).with(Flags::FURNITURE);

fn field<'h>(head: &'h Head, name: &str) -> Option<&'h str> {
    fields(head, name).next()
}

fn fields<'h>(head: &'h Head, name: &str) -> impl Iterator<Item = &'h str> {
    head.meta.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.trim()).filter(|v| !v.is_empty())
}

fn time_of(time: &Time) -> Option<(Date, Option<Box<str>>)> {
    day::read(&time.value).or_else(|| day::read(&time.words)).filter(|(d, _)| plausible(*d))
}

fn plausible(day: Date) -> bool {
    (1990..=2100).contains(&day.year())
}

/// White space folded, entities that were written twice decoded.
fn clean(words: impl AsRef<str>) -> String {
    let words = words.as_ref();
    let words = if words.contains('&') && words.contains(';') { super::scan::scan(words).text } else { words.to_owned() };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What JSON-LD says of the article.
#[derive(Debug, Default)]
struct JsonLd {
    headline: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    authors: Vec<String>,
    publisher: Option<String>,
    /// How much the node that these are from is an article.
    rank: u8,
}

static BROKEN_DAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""datePublished"\s*:\s*"([^"\\]{6,40})""#).expect("the pattern is right"));

impl JsonLd {
    fn of(scripts: &[String]) -> Self {
        let mut all = Self::default();
        for script in scripts {
            let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
            match serde_json::from_str::<Value>(script.trim().trim_end_matches(';')) {
                Ok(value) => all.walk(&value, 0),
                // Line ends inside strings and the like: the day can still be read.
                Err(_) => {
                    if all.published.is_none() {
                        all.published = BROKEN_DAY.captures(script).and_then(|c| c.get(1)).map(|m| m.as_str().to_owned());
                    }
                }
            }
        }
        all
    }

    fn walk(&mut self, value: &Value, depth: usize) {
        if depth > 6 {
            return;
        }
        match value {
            Value::Array(items) => items.iter().take(200).for_each(|v| self.walk(v, depth + 1)),
            Value::Object(node) => {
                let is = |of: fn(&str) -> u8| match node.get("@type") {
                    Some(Value::String(s)) => of(s),
                    Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(of).max().unwrap_or(0),
                    _ => 0,
                };
                let rank = is(|kind| match kind.rsplit(['/', ':']).next().unwrap_or(kind) {
                    k if k.ends_with("NewsArticle") => 4,
                    "Article" | "BlogPosting" | "Report" | "LiveBlogPosting" | "TechArticle" | "ScholarlyArticle" | "SocialMediaPosting" => 3,
                    "WebPage" | "ItemPage" | "CreativeWork" => 2,
                    "VideoObject" | "Recipe" | "Review" | "DiscussionForumPosting" => 1,
                    _ => 0,
                });
                if rank > self.rank {
                    self.take(node, rank);
                }
                if matches!(node.get("@type").and_then(Value::as_str), Some("Organization" | "NewsMediaOrganization" | "WebSite"))
                    && self.publisher.is_none()
                {
                    self.publisher = node.get("name").and_then(Value::as_str).map(clean);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"] {
                    if let Some(inner) = node.get(key) {
                        self.walk(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, node: &serde_json::Map<String, Value>, rank: u8) {
        let text = |key: &str| node.get(key).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
        let (headline, published) =
            (text("headline").or_else(|| text("name")), text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate")));
        if headline.is_none() && published.is_none() {
            return;
        }
        self.rank = rank;
        self.headline = headline.map(clean).or(self.headline.take());
        self.published = published.or(self.published.take());
        self.modified = text("dateModified").or(self.modified.take());
        if let Some(author) = node.get("author") {
            self.authors = names(author);
        }
        if let Some(publisher) = node.get("publisher").map(names).and_then(|n| n.into_iter().next()) {
            self.publisher = Some(publisher);
        }
    }
}

/// Names of people or organisations: a string, a node with a name, or a list of these.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![clean(name)],
        Value::Object(node) => node.get("name").map(names).unwrap_or_default(),
        Value::Array(all) => all.iter().take(20).flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// Letters and digits in lower case, a space between words: what two ways to write one headline share.
pub(crate) fn folded(words: &str) -> String {
    words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The headline: as the page heads its words, where that is what its title says; else the title without the site's name.
fn headline(scanned: &Scan, ld: &JsonLd, site: Option<&str>, url: Option<&str>) -> Option<String> {
    let head = &scanned.head;
    let title = clean(&head.title);
    let graph = field(head, "og:title").or_else(|| field(head, "twitter:title")).or_else(|| field(head, "dc.title")).map(clean);
    let said = [ld.headline.clone(), graph.clone(), Some(title.clone())];
    let known: Vec<String> = said.iter().flatten().map(|s| format!(" {} ", folded(s))).filter(|s| s.len() > 2).collect();
    let heading = |first: bool| {
        scanned
            .lines
            .iter()
            .filter(|l| l.flags.has(if first { Flags::FIRST } else { Flags::HEADING }) && !l.flags.has(OUTSIDE))
            .filter_map(|l| {
                let words = scanned.text.get(l.range())?;
                let fold = folded(words);
                let long = fold.split(' ').count() >= 2 && words.len() <= 400;
                // The head's own words hold it; or the other way round, but for a site's name.
                (long && known.iter().any(|k| k.contains(&format!(" {fold} ")))).then(|| words.to_owned())
            })
            .max_by_key(String::len)
    };
    // The only heading of the first rank, where the head puts it in other words.
    let only = || {
        let mut firsts = scanned.lines.iter().filter(|l| l.flags.has(Flags::FIRST) && !l.flags.has(OUTSIDE));
        let words = firsts.next().filter(|_| firsts.next().is_none()).and_then(|l| scanned.text.get(l.range()))?;
        let fold = folded(words);
        let all = fold.split(' ').count();
        let shared = fold.split(' ').filter(|w| known.iter().any(|k| k.contains(&format!(" {w} ")))).count();
        (all >= 3 && shared * 2 >= all && words.len() <= 400).then(|| words.to_owned())
    };
    heading(true)
        .or_else(only)
        .or_else(|| heading(false))
        .or_else(|| said.into_iter().flatten().map(|t| without_site(&t, site, url)).find(|t| !t.is_empty()))
        .or_else(|| {
            let mut firsts = scanned.lines.iter().filter(|l| l.flags.has(Flags::FIRST) && !l.flags.has(OUTSIDE));
            firsts.next().and_then(|l| scanned.text.get(l.range())).map(str::to_owned)
        })
}

/// A title without the parts that name its site, before or after a bar, a dash or a colon.
fn without_site(title: &str, site: Option<&str>, url: Option<&str>) -> String {
    let host: String = url.and_then(|u| u.split("://").nth(1)).and_then(|u| u.split('/').next()).unwrap_or_default().to_lowercase();
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (host, name) = (letters(host.trim_start_matches("www.")), site.map(letters).unwrap_or_default());
    let is_site = |part: &str| {
        let part = letters(part);
        !part.is_empty()
            && (part == name || part.len() >= 3 && host.starts_with(&part) || name.len() >= 4 && part.contains(&name) && part.len() <= 2 * name.len())
    };
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = title;
    while let Some((at, mark)) =
        [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " // "].iter().filter_map(|m| Some((rest.find(m)?, *m))).min()
    {
        parts.push(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + mark.len()..).unwrap_or_default();
    }
    parts.push(rest);
    if parts.len() == 1 {
        return title.to_owned();
    }
    let (mut from, mut to) = (0, title.len());
    while parts.len() > 1 && parts.last().is_some_and(|p| is_site(p)) {
        let gone = parts.pop().unwrap_or_default();
        to -= gone.len();
        to = title.get(from..to).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric() && !"?!.\"'”’)".contains(c)).len() + from;
    }
    while parts.len() > 1 && parts.first().is_some_and(|p| is_site(p)) {
        let gone = parts.remove(0);
        from += gone.len();
        let left = title.get(from..to).unwrap_or_default();
        from += left.len() - left.trim_start_matches(|c: char| !c.is_alphanumeric() && !"\"'“‘(".contains(c)).len();
    }
    // Sections and sites stand after the last bar; a headline is the longest part of it.
    if parts.len() > 1 && title.contains(" | ") {
        let longest = title.split(" | ").max_by_key(|p| p.split_whitespace().count()).unwrap_or(title);
        if longest.split_whitespace().count() >= 4 {
            return longest.trim().to_owned();
        }
    }
    title.get(from..to).unwrap_or(title).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_loses_its_site() {
        let url = Some("https://www.millbrookledger.example/a");
        for (title, site, expect) in [
            ("Man shot in Millbrook | Millbrook Ledger", None, "Man shot in Millbrook"),
            ("Ledger - Man shot in Millbrook", Some("Ledger"), "Man shot in Millbrook"),
            ("Shot - and alive", Some("Ledger"), "Shot - and alive"),
            ("Man shot in Millbrook | Crime | The Ledger Online", Some("The Ledger"), "Man shot in Millbrook"),
            ("Man shot", None, "Man shot"),
        ] {
            assert_eq!(without_site(title, site, url), expect);
        }
    }

    fn check(html: &str, expect: &str) {
        let meta = read(&super::super::scan::scan(html), None);
        let day = meta.day.map_or("-".into(), |d| format!("{} {} {}", d.day, d.time.as_deref().unwrap_or("-"), d.from.as_str()));
        assert_eq!(format!("{} | {day} | {}", meta.title.as_deref().unwrap_or("-"), meta.site.as_deref().unwrap_or("-")), expect);
    }

    #[test]
    fn fields_are_believed_in_their_order() {
        check(
            r#"<title>Man shot - Ledger</title><script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Ledger"},{"@type":["NewsArticle"],
            "headline":"Man shot","datePublished":"2016-07-28T17:12:00Z","dateModified":"2016-07-29"}]}</script><meta property=article:published_time content=2017-01-01>"#,
            "Man shot | 2016-07-28 17:12 json-ld | Ledger",
        );
        check("<meta name=Date content=0001-01-01><time class=published datetime=2016-07-28>x</time>", "- | 2016-07-28 - time | -");
        check(
            "<link rel=canonical href=https://millbrookledger.example/2016/07/28/a><ul id=comments><time>May 3, 2017</time></ul>",
            "- | 2016-07-28 - url | -",
        );
        check(
            "<script type=application/ld+json>{\"headline\": \"a\nb\", \"datePublished\": \"2016-07-28\"}</script><h1>Man shot twice</h1>",
            "Man shot twice | 2016-07-28 - json-ld | -",
        );
    }
}
