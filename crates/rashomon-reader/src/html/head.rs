//! What a page says of itself beside its words: the head's title and meta fields, JSON-LD, canonical address, language, marked times.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::bytes::Regex;

use super::day;
use super::tag::Flags;

/// The most bytes of a field that is kept.
const LONGEST: usize = 4096;
/// The most JSON-LD that is kept of a page.
const SCRIPTS: usize = 1 << 20;
/// The most fields that are kept.
const FIELDS: usize = 512;

/// Fields of the head, in page order.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The first `<title>`.
    pub(crate) title: String,
    titled: bool,
    /// `lang` of the root.
    pub(crate) language: Option<String>,
    /// `<link rel="canonical">`.
    pub(crate) canonical: Option<String>,
    /// Meta fields: name (or property, or itemprop) in lower case, and content.
    pub(crate) meta: Vec<(String, String)>,
    /// Scripts of JSON-LD as written.
    pub(crate) json_ld: Vec<String>,
    /// Marked times.
    pub(crate) times: Vec<Time>,
    /// Days of publication in the data that scripts carry.
    pub(crate) in_scripts: InScripts,
    script: bool,
    /// The time that is being read.
    timing: bool,
}

/// `<time>`, or what a microformat marks as a time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Time {
    /// Its machine-readable value, where it has one.
    pub(crate) value: String,
    /// The words inside.
    pub(crate) words: String,
    /// It is said to be the day of publication (`pubdate`, `itemprop`, class).
    pub(crate) published: bool,
    /// It is said to be that of a change.
    pub(crate) updated: bool,
    /// What the elements around it say.
    pub(crate) flags: Flags,
}

/// Days of publication that the data of a page's scripts give ("publishedDate":"2026-03-06T20:37:27Z").
#[derive(Clone, Debug, Default)]
pub(crate) struct InScripts {
    found: Option<(Date, Option<Box<str>>)>,
    /// Another day was given too: that of another page.
    several: bool,
    searched: usize,
}

static DATA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?i)\b(?:date_?published|published_?(?:date(?:_?time)?|at|on|time)|(?:first_?|original_?)?publish(?:ed)?_?(?:date(?:_?time)?|time)"#,
        r#"|(?:first|originally)_?published(?:_?at|_?on)?|publication_?(?:date(?:_?time)?|time)|pub_?date)\\?["']\s*:\s*\\?["'](?P<day>\d{4}-\d\d-\d\d[T ]?[0-9:.]*)"#
    ))
    .expect("the pattern is right")
});

impl InScripts {
    fn search(&mut self, script: &[u8]) {
        let script = script.get(..script.len().min(SCRIPTS - self.searched.min(SCRIPTS))).unwrap_or_default();
        self.searched += script.len();
        for found in DATA.captures_iter(script) {
            let day = found.name("day").and_then(|m| std::str::from_utf8(m.as_bytes()).ok()).and_then(day::read);
            match (day, &self.found) {
                (Some((day, _)), Some((first, _))) => self.several |= day != *first,
                (Some(day), None) => self.found = Some(day),
                (None, _) => {}
            }
        }
    }

    /// The day, where all that say one say the same.
    pub(crate) fn only(&self) -> Option<(Date, Option<Box<str>>)> {
        self.found.clone().filter(|_| !self.several)
    }
}

/// Attributes of one tag that say something of the page.
#[derive(Debug, Default)]
pub(crate) struct Facts(Vec<(Vec<u8>, String)>);

impl Facts {
    /// Forgets those of the last tag.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
    /// Takes an attribute that matters; the first of a name counts.
    pub(crate) fn take(&mut self, name: &[u8], value: &[u8]) {
        let matters: [&[u8]; 14] = [
            b"name",
            b"property",
            b"itemprop",
            b"content",
            b"datetime",
            b"lang",
            b"xml:lang",
            b"href",
            b"rel",
            b"type",
            b"class",
            b"pubdate",
            b"title",
            b"http-equiv",
        ];
        if matters.contains(&name) && !self.0.iter().any(|(n, _)| n == name) {
            self.0.push((name.to_vec(), String::from_utf8_lossy(value.get(..value.len().min(LONGEST)).unwrap_or_default()).into_owned()));
        }
    }
    fn get(&self, name: &[u8]) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }
}

impl Head {
    /// An element begins.
    pub(crate) fn element(&mut self, name: &[u8], facts: &Facts, flags: Flags) {
        self.script = false;
        self.timing = false;
        match name {
            b"html" if self.language.is_none() => self.language = facts.get(b"lang").or(facts.get(b"xml:lang")).map(str::to_owned),
            b"meta" => self.field(facts),
            b"link" if self.canonical.is_none() && facts.get(b"rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                self.canonical = facts.get(b"href").map(str::to_owned);
            }
            b"script" => self.script = facts.get(b"type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")),
            _ => self.time(name, facts, flags),
        }
        if name != b"meta"
            && self.meta.len() < FIELDS
            && let (Some(prop), Some(content)) = (facts.get(b"itemprop"), facts.get(b"content"))
        {
            self.meta.push((prop.to_ascii_lowercase(), content.to_owned()));
        }
    }

    fn field(&mut self, facts: &Facts) {
        let Some(content) = facts.get(b"content").filter(|_| self.meta.len() < FIELDS) else { return };
        for key in [b"name".as_slice(), b"property", b"itemprop", b"http-equiv"] {
            if let Some(name) = facts.get(key) {
                self.meta.push((name.to_ascii_lowercase(), content.to_owned()));
            }
        }
    }

    fn time(&mut self, name: &[u8], facts: &Facts, flags: Flags) {
        let class = facts.get(b"class").unwrap_or_default().to_ascii_lowercase();
        let prop = facts.get(b"itemprop").unwrap_or_default().to_ascii_lowercase();
        let published = prop == "datepublished"
            || prop == "datecreated"
            || facts.get(b"pubdate").is_some()
            || ["published", "pubdate", "entry-date", "post-date", "dt-published"].iter().any(|c| class.split_whitespace().any(|w| w == *c));
        let updated = prop == "datemodified" || ["updated", "modified", "dt-updated"].iter().any(|c| class.split_whitespace().any(|w| w == *c));
        // Microformats write the time of a machine into the title.
        let titled = facts.get(b"title").filter(|t| name == b"abbr" || (published || updated) && day::read(t).is_some());
        if (name == b"time" || published || updated && titled.is_some()) && self.times.len() < FIELDS {
            let value = facts.get(b"datetime").or(facts.get(b"content")).or(titled);
            self.times.push(Time {
                value: value.unwrap_or_default().into(),
                words: String::new(),
                published,
                // WordPress writes "entry-date published updated" where nothing was changed.
                updated: updated && !published,
                flags,
            });
            self.timing = true;
        }
    }

    /// Words of the page.
    pub(crate) fn words(&mut self, words: &str, _flags: Flags) {
        if self.timing
            && let Some(time) = self.times.last_mut()
        {
            time.words.push_str(words.get(..words.len().min(200)).unwrap_or_default());
            self.timing = false;
        }
    }

    /// Words of the title.
    pub(crate) fn title(&mut self, words: &str) {
        if !self.titled {
            self.title = words.chars().take(1000).collect();
            self.titled = true;
        }
    }

    /// The content of a script.
    pub(crate) fn script(&mut self, content: &[u8]) {
        if self.script && self.json_ld.iter().map(String::len).sum::<usize>() + content.len() <= SCRIPTS {
            self.json_ld.push(String::from_utf8_lossy(content).into_owned());
        } else if !self.script {
            self.in_scripts.search(content);
        }
        self.script = false;
    }
}
