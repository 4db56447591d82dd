//! Taking a person's name out of a register: out of every page that names him or her, with a filler of the same length, so that
//! offsets hold; out of what people wrote; and out of the same pages when they come again.
//!
//! A redaction is a judgement, and the one change of what was given. What was there is kept in a sealed file beside the register, by which
//! further pages are masked too, or nowhere: then only the same pages are known again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use rashomon_reader::container::Tables;
use rashomon_store::redact::Rewritten;
use rashomon_store::wire::Incident;
use rashomon_store::wire::Noticed;
use rashomon_store::wire::kept::{Given, MaskedPart, Redaction, Sealed};
use rashomon_store::{Error, Result, Store};

use crate::input;
use crate::keep::Program;
use crate::names::{Hidden, Names};
use crate::pipeline;
use crate::settle::settle;
use crate::view::View;

/// The notice that a redaction leaves on a page.
const NOTICE: &str = "redacted";

/// Whose name goes: all that he or she is called, and who is called alike and stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Names, the fullest first.
    pub names: Vec<String>,
    /// Full names of others that stay.
    pub beside: BTreeSet<String>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Pages that were written anew.
    pub pages: usize,
    /// Rows of the ledger that have other words.
    pub rows: usize,
    /// Where what was there is kept; `None` where it is destroyed.
    pub sealed: Option<PathBuf>,
}

/// Where what was there is kept: outside the register, beside it.
pub fn sealed_path(register: &Path) -> PathBuf {
    let mut name = register.as_os_str().to_owned();
    name.push(".sealed");
    name.into()
}

/// Whom a full name means: everybody of it that the register tells of, by all that he or she is called.
pub fn named(view: &View<'_>, name: &str) -> Result<Person> {
    let mut person = Person { names: vec![name.to_owned()], beside: BTreeSet::new() };
    let wanted: Vec<Hidden> = Hidden::person([name], "").into_iter().collect();
    let wanted = Names::of(&wanted);
    view.each(|json| -> Result<()> {
        let Some(incident) = Incident::from_json(json) else { return Ok(()) };
        let is = |names: &[String]| names.iter().any(|n| wanted.full(n));
        if incident.participants.iter().any(|p| is(&p.names)) {
            beside(&incident, &is, &mut person);
        }
        Ok(())
    })?;
    Ok(person)
}

/// A participant of an incident.
pub fn participant(incident: &Incident, id: &str) -> Option<Person> {
    let who = incident.participants.iter().find(|p| p.participant_id == id)?;
    let mut names: Vec<String> = who.name.iter().chain(&who.names).cloned().collect();
    names.dedup();
    let mut person = Person { names, beside: BTreeSet::new() };
    let own = who.names.clone();
    beside(incident, &|names| names == own.as_slice(), &mut person);
    Some(person)
}

fn beside(incident: &Incident, is: &dyn Fn(&[String]) -> bool, person: &mut Person) {
    for other in incident.participants.iter().filter(|p| !is(&p.names)) {
        person.beside.extend(other.names.iter().cloned());
    }
}

impl Person {
    fn masks(&self) -> Names {
        let mut names = Names::of(Hidden::person(self.names.iter().map(String::as_str), "").iter());
        self.beside.iter().for_each(|name| names.keep(name));
        names
    }
    /// Whether there is a full name to go by: a word alone is many people's.
    pub fn is_full(&self) -> bool {
        let names = self.masks();
        self.names.iter().any(|n| names.full(n))
    }
}

/// Takes the name out. The register is built anew, and the file holds nothing of what was there.
pub fn redact(store: &mut Store, program: &Program, person: &Person, by: &str, because: &str, destroy: bool) -> Result<Done> {
    let names = person.masks();
    let letter = store.redactions()?.len();
    // Pages with the full name, and those that tell of the same incidents: there a surname alone is this person's.
    let mut naming: BTreeSet<String> = BTreeSet::new();
    store.each_given(|doc, given| {
        if parts(&given).any(|(_, text)| names.full(&text)) || names.tell(doc) || visible(&given).is_some_and(|text| names.full(&text)) {
            naming.insert(doc.to_owned());
        }
    })?;
    {
        let view = View::of(store, program, None)?;
        let incidents: BTreeSet<String> = naming.iter().map(|doc| view.of_document(doc)).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        for id in incidents {
            let incident = view.incident(&id)?.and_then(|json| Incident::from_json(&json));
            naming.extend(incident.into_iter().flat_map(|i| i.documents).map(|d| d.doc_id));
        }
    }
    let mut originals: Vec<Given> = Vec::new();
    store.each_given(|doc, given| {
        if naming.contains(doc) && masked(&given, &names, letter).is_some() {
            originals.push(given);
        }
    })?;
    let sealed = if destroy || originals.is_empty() {
        None
    } else {
        Some(seal(
            store.path(),
            Sealed {
                names: person.names.clone(),
                beside: person.beside.iter().cloned().collect(),
                letter,
                by: by.into(),
                because: because.into(),
                pages: originals,
            },
        )?)
    };
    let redaction = Redaction {
        by: by.into(),
        because: fill(&names, because, letter).unwrap_or_else(|| because.into()),
        destroyed: destroy,
        letter,
        pages: Vec::new(),
    };
    let page = |doc: &str, given: &Given| if naming.contains(doc) { masked(given, &names, letter) } else { None };
    let rows = store.redact(&page, &|text| fill(&names, text, letter), redaction, &jiff::Timestamp::now().to_string())?;
    settle(store, program)?;
    store.scrub()?;
    let pages = store.redactions()?.last().map_or(0, |r| r.pages.len());
    Ok(Done { pages, rows, sealed })
}

/// Writes what was there beside the register; nobody else can read it.
fn seal(register: &Path, sealed: Sealed) -> Result<PathBuf> {
    let path = sealed_path(register);
    let line = serde_json::to_string(&sealed).unwrap_or_default();
    let write = || -> std::io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        writeln!(file, "{line}")?;
        file.sync_all()
    };
    write().map_err(|e| Error::Disk { path: path.clone(), what: e.to_string() })?;
    Ok(path)
}

/// The parts of a page that are text.
fn parts(given: &Given) -> impl Iterator<Item = (&'static str, String)> {
    let markup = given.markup.as_ref().map(|m| m.bytes.iter().map(|b| char::from(*b)).collect::<String>());
    // A page of another coding than UTF-8 has a byte a letter, or its name is found in what can be seen of it.
    let markup = given.markup.as_ref().and_then(|m| std::str::from_utf8(&m.bytes).ok().map(str::to_owned)).or(markup);
    let own = [
        ("doc_id", given.doc_id.clone()),
        ("title", given.title.clone()),
        ("url", given.url.clone()),
        ("text", Some(given.text.clone())),
        ("markup", markup),
        ("call", given.call.as_ref().map(|call| call.who.clone())),
    ];
    own.into_iter().filter_map(|(part, text)| Some((part, text?))).filter(|(_, text)| !text.is_empty())
}

/// What a reader sees of a page of markup, headline first.
fn visible(given: &Given) -> Option<String> {
    given.markup.as_ref()?;
    let (document, _) = pipeline::document(given).ok()?;
    Some(format!("{}\n{}", document.title().map_or("", |t| t.raw()), document.text().raw()))
}

/// A page without the name; `None` where it has none of it.
fn masked(given: &Given, names: &Names, letter: usize) -> Option<Rewritten> {
    let mut kept = given.clone();
    let mut went: Vec<MaskedPart> = Vec::new();
    for (part, text) in parts(given) {
        let mut ranges: Vec<(u64, u64)> =
            names.find(&text, part == "url" || part == "doc_id").into_iter().map(|(r, _)| (r.start as u64, r.end as u64)).collect();
        ranges.extend(names.joined(&text).into_iter().map(|r| (r.start as u64, r.end as u64)));
        if part == "markup" && std::str::from_utf8(&given.markup.as_ref()?.bytes).is_err() {
            // From letters, of which each is a byte here, to bytes.
            let byte = |at: u64| text.get(..at as usize).map_or(0, |t| t.chars().count() as u64);
            ranges.iter_mut().for_each(|(a, b)| (*a, *b) = (byte(*a), byte(*b)));
        }
        if !ranges.is_empty() {
            let length = match part {
                "markup" => given.markup.as_ref()?.bytes.len(),
                _ => text.len(),
            };
            went.push(MaskedPart { part: part.into(), length: length as u64, ranges });
        }
    }
    let told_in_markup = visible(given).is_some_and(|text| !names.find(&text, false).is_empty());
    if went.is_empty() && !told_in_markup {
        return None;
    }
    apply(&mut kept, &went, letter)?;
    // Written in pieces or in signs that stand for letters: what can be seen is kept instead, as plain text.
    if visible(&kept).is_some_and(|text| !names.find(&text, false).is_empty())
        || told_in_markup && given.markup.as_ref().is_some_and(|m| m.bytes.contains(&0))
    {
        let (document, _) = pipeline::document(&kept).ok()?;
        let text = document.text().raw();
        let source = document.source();
        kept = Given {
            doc_id: Some(source.doc.to_string()),
            title: document.title().map(|t| fill(names, t.raw(), letter).unwrap_or_else(|| t.raw().into())),
            published: kept.published.or_else(|| source.published.as_ref().and_then(|p| p.day.single()).map(|d| d.to_string())),
            text: fill(names, text, letter).unwrap_or_else(|| text.into()),
            markup: None,
            ..kept
        };
        went.clear();
    }
    kept.noticed.push(notice());
    let doc_id = pipeline::document(&kept).ok()?.0.id().to_string();
    Some(Rewritten { doc_id, given: kept, parts: went })
}

fn notice() -> Noticed {
    Noticed {
        id: NOTICE.into(),
        start: 0,
        end: 0,
        hint: "a person's name was taken out of this page, letter by letter; rashomon log says by whom and why".into(),
    }
}

/// Puts fillers of the same length into the parts of a page; `None` where it has not these parts.
fn apply(given: &mut Given, went: &[MaskedPart], letter: usize) -> Option<()> {
    for MaskedPart { part, length, ranges } in went {
        let ranges = ranges.iter().map(|(a, b)| Some(usize::try_from(*a).ok()?..usize::try_from(*b).ok()?)).collect::<Option<Vec<_>>>()?;
        if part == "markup" {
            let bytes = &mut given.markup.as_mut()?.bytes;
            if bytes.len() as u64 != *length {
                return None;
            }
            for range in ranges {
                let filled = match std::str::from_utf8(bytes.get(range.clone())?) {
                    Ok(text) => filler(text, letter).into_bytes(),
                    Err(_) => vec![LETTERS.get(letter % LETTERS.len()).map_or(b'x', |(_, small)| *small as u8); range.len()],
                };
                bytes.get_mut(range)?.copy_from_slice(&filled);
            }
            continue;
        }
        let text = match part.as_str() {
            "doc_id" => given.doc_id.as_mut()?,
            "title" => given.title.as_mut()?,
            "url" => given.url.as_mut()?,
            "text" => &mut given.text,
            "call" => &mut given.call.as_mut()?.who,
            _ => return None,
        };
        if text.len() as u64 != *length {
            return None;
        }
        for range in ranges {
            let filled = filler(text.get(range.clone())?, letter);
            text.replace_range(range, &filled);
        }
    }
    Some(())
}

/// The letters of fillers, one for each redaction in turn, so that two people do not become one.
const LETTERS: [(char, char); 6] = [('X', 'x'), ('Q', 'q'), ('Z', 'z'), ('J', 'j'), ('V', 'v'), ('W', 'w')];

/// As many bytes and as many letters, and none of the words. It stays what a name looks like, so that what was told of a person is
/// still told of one.
fn filler(text: &str, letter: usize) -> String {
    let (large, small) = LETTERS.get(letter % LETTERS.len()).copied().unwrap_or(('X', 'x'));
    let sign = |c: char| match (c.is_alphanumeric(), c.len_utf8()) {
        (false, _) => c,
        (true, 1) if c.is_uppercase() => large,
        (true, 1) => small,
        // Letters beyond ASCII have signs of their length.
        (true, 2) => 'ƶ',
        (true, 3) => 'ẕ',
        (true, _) => '𝔁',
    };
    text.chars().map(sign).collect()
}

/// A text with fillers; `None` where nothing goes.
fn fill(names: &Names, text: &str, letter: usize) -> Option<String> {
    let mut filled = text.to_owned();
    let ranges: Vec<_> = names.find(text, false).into_iter().map(|(r, _)| r).chain(names.joined(text)).collect();
    for range in &ranges {
        let sign = filler(text.get(range.clone())?, letter);
        filled.replace_range(range.clone(), &sign);
    }
    (!ranges.is_empty()).then_some(filled)
}

/// What a register no longer wants to hold, for pages that come in.
#[derive(Debug, Default)]
pub struct Redactions {
    done: Vec<Redaction>,
    /// Of the sealed file.
    names: Vec<(Names, usize)>,
    /// Redactions whose names are not at hand.
    unknown: usize,
}

impl Redactions {
    /// Of a register, and of the sealed file beside it.
    pub fn of(store: &Store) -> Result<Self> {
        let done = store.redactions()?;
        let mut names = Vec::new();
        if !done.is_empty()
            && let Ok(text) = fs::read_to_string(sealed_path(store.path()))
        {
            names.extend(
                text.lines()
                    .filter_map(|line| serde_json::from_str::<Sealed>(line).ok())
                    .map(|s| (Person { names: s.names, beside: s.beside.into_iter().collect() }.masks(), s.letter)),
            );
        }
        let kept = done.iter().filter(|r| !r.pages.is_empty()).count();
        let unknown = kept.saturating_sub(names.len());
        Ok(Self { done, names, unknown })
    }

    /// How many redactions cannot be made in other pages than those that they were made in.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// A page that comes in, as it may be kept.
    pub fn keep(&self, given: Given) -> Given {
        for (redaction, page) in self.done.iter().flat_map(|r| r.pages.iter().map(move |p| (r, p))).filter(|(_, p)| !p.parts.is_empty()) {
            let mut same = given.clone();
            if apply(&mut same, &page.parts, redaction.letter).is_some() {
                same.noticed.push(notice());
                if same.content() == page.content {
                    return same;
                }
            }
        }
        self.names.iter().fold(given, |given, (names, letter)| {
            let named = parts(&given).any(|(_, text)| names.full(&text)) || visible(&given).is_some_and(|text| names.full(&text));
            if !named {
                return given;
            }
            masked(&given, names, *letter).map_or(given, |page| page.given)
        })
    }
}

/// Files of captures beside the register ([`rashomon_fetch`]) that have a full name still. What servers answered is evidence byte for byte: it is
/// not written anew, and who redacts is told where it lies.
pub fn captured(register: &Path, person: &Person) -> BTreeSet<PathBuf> {
    let names = person.masks();
    let folder = rashomon_fetch::Captures::beside(register);
    let named = |given: Given| parts(&given).any(|(_, text)| names.full(&text)) || visible(&given).is_some_and(|text| names.full(&text));
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    for input in input::gather(std::slice::from_ref(&folder), Tables::default()).unwrap_or_default() {
        if let Some(path) = &input.path
            && !files.contains(path)
            && input.pages().any(|(page, _)| page.is_ok_and(|raw| named(pipeline::given(raw))))
        {
            files.insert(path.clone());
        }
    }
    // The journal, which names addresses.
    for path in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if fs::File::open(&path).is_ok_and(|file| BufReader::new(file).lines().map_while(std::result::Result::ok).any(|line| names.full(&line))) {
            files.insert(path);
        }
    }
    files
}

/// How often each text of an incident still has a name of somebody: for those who check.
pub fn left(store: &Store, program: &Program, person: &Person) -> Result<usize> {
    let names = person.masks();
    let mut left = 0;
    View::of(store, program, None)?.each(|json| -> Result<()> {
        left += usize::from(names.full(json));
        Ok(())
    })?;
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    store.each_given(|doc, given| {
        let found = parts(&given).filter(|(_, text)| names.full(text)).count();
        *texts.entry(doc.to_owned()).or_default() += found;
    })?;
    Ok(left + texts.values().sum::<usize>())
}
