//! *answers: what does the register say?* What every surface asks of it — command line, HTTP, assistants, Python: its incidents on a
//! line, one of them, the answer to a question, what changed between two days, the documents that hold some words, and their words.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rashomon_model::value::day::DayRange;
use rashomon_model::{DocId, Document, gazetteer};
use rashomon_register::query::{Filter, Holding, Query, Where};
use rashomon_store::Store;
use rashomon_store::wire::{Incident, Line, Page};
use serde_json::{Value, json};

use crate::asking::{Asking, Words};
use crate::changes::{Change, Changed, Stood, between};
use crate::decide::{self, Named};
use crate::failure::{Failure, Result};
use crate::import;
use crate::keep::Program;
use crate::pipeline;
use crate::question::{self, Meaning, Unclear};
use crate::view::View;

/// Which state of the register is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// What could be known by that day.
    pub as_of: Option<Date>,
    /// What was captured by that day; a page without a day of capture counts for none.
    pub captured_by: Option<Date>,
}

impl When {
    /// What the register held then.
    pub fn view<'s>(&self, store: &'s Store, program: &'s Program) -> rashomon_store::Result<View<'s>> {
        match self.captured_by {
            None => View::of(store, program, self.as_of),
            Some(day) => View::captured_by(store, program, day, self.as_of),
        }
    }
}

/// Which incidents are asked for, by what people decided of their place in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scoped {
    /// All that nobody put out of scope.
    #[default]
    Standing,
    /// Those that somebody decided are in.
    In,
    /// Those that somebody put out of scope.
    Out,
    /// Those of which it could not be told.
    Unsure,
    /// Every one.
    All,
}

impl Scoped {
    /// Whether an incident of that scope is asked for.
    pub fn wants(self, scope: Option<&str>) -> bool {
        match self {
            Scoped::Standing => scope != Some("out"),
            Scoped::In => scope == Some("in"),
            Scoped::Out => scope == Some("out"),
            Scoped::Unsure => scope == Some("unsure"),
            Scoped::All => true,
        }
    }

    /// Of its name.
    pub fn named(name: &str) -> Option<Self> {
        use clap::ValueEnum as _;
        Self::from_str(name, false).ok()
    }
}

/// Which incidents are listed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only those that can have happened on that day or later.
    pub from: Option<Date>,
    /// … or earlier.
    pub to: Option<Date>,
    /// Only those in that state: its name or a short form of it.
    pub state: Option<String>,
    /// Only those of that kind.
    pub kind: Option<String>,
    /// Only those in which something is disputed.
    pub disputed: bool,
    /// Only those that a question asks for and that count as one.
    pub asked: Option<String>,
    /// By what people decided.
    pub scope: Scoped,
}

/// Incidents on a line.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// By day, then id.
    pub lines: Vec<Line>,
    /// How many more there are that somebody put out of scope.
    pub out_of_scope: usize,
}

impl Wanted {
    fn query(&self) -> Query {
        let mut filters: Vec<Filter> = Vec::new();
        filters.extend(self.kind.as_deref().map(|kind| Filter::Kind(kind.into())));
        if self.from.is_some() || self.to.is_some() {
            filters.push(Filter::On(DayRange::new(self.from.unwrap_or(Date::MIN), self.to.unwrap_or(Date::MAX))));
        }
        if let Some(name) = &self.state {
            let state = gazetteer::state(name).map_or(name.as_str(), |s| s.name);
            filters.push(Filter::In(Where { state: Some(state.into()), ..Where::default() }));
        }
        if self.disputed {
            filters.push(Filter::Stands(None, "disputed".into()));
        }
        Query { filters }
    }
}

/// The incidents that are wanted. An error says that the question in `asked` could not be read.
pub fn incidents(view: &View<'_>, store: &Store, wanted: &Wanted) -> Result<Listed> {
    let mut lines = view.lines()?;
    // What somebody coded is in no public export but that of the coded rows.
    if !view.is_public() {
        lines.extend(import::without_pages(store, view)?);
    }
    let query = wanted.query();
    lines.retain(|line| query.weigh(&crate::facts::of_line(line), &Holding::new()).1.fits());
    if let Some(text) = &wanted.asked {
        let meaning = question::read(text).map_err(|unclear| unclear_failure(&unclear))?;
        let counted = counted(view, store, &meaning)?;
        lines.retain(|line| counted.contains(line.incident_id.as_str()));
    }
    let found = lines.len();
    lines.retain(|line| wanted.scope.wants(line.scope.as_deref()));
    let out_of_scope = if wanted.scope == Scoped::Standing { found - lines.len() } else { 0 };
    lines.sort_by(|a, b| (&a.date, &a.incident_id).cmp(&(&b.date, &b.incident_id)));
    Ok(Listed { lines, out_of_scope })
}

/// Lines by what they are sorted by, as they are exported: to be given a page at a time.
pub fn keyed(lines: Vec<Line>) -> impl Iterator<Item = (String, Value)> {
    let key = |line: &Line| format!("{}\u{1f}{}", line.date.as_deref().unwrap_or(""), line.incident_id);
    lines.into_iter().map(move |line| (key(&line), serde_json::to_value(&line).unwrap_or_default()))
}

/// Why a question could not be read, with the nearest that could.
pub fn unclear_failure(unclear: &Unclear) -> Failure {
    let hint = unclear.nearest.first().map_or_else(|| "rashomon ask --help".into(), |near| format!("did you mean: {near}"));
    Failure::usage("not-a-question", &*unclear.why, &hint)
}

/// The incident of that id, of an id that begins so, or of one that it had before somebody decided: as exported, and a line that says what
/// became of the id.
pub fn incident(view: &View<'_>, store: &Store, word: &str) -> Result<(String, Option<String>)> {
    let (named, line) = decide::named(view, store, word)?;
    let id = match named {
        Named::Incident(id) => id,
        Named::Document(_, mut ids) if ids.len() == 1 => ids.remove(0),
        Named::Document(doc, ids) => return Err(ambiguous(&doc, &ids)),
        Named::Several(ids) => return Err(ambiguous(word, &ids)),
        // A row of a coded register, by its own id.
        Named::Nothing if view.is_public() => return Err(Failure::not_found(format!("no incident {word}"), "rashomon list shows them")),
        Named::Nothing => match import::row(store, view, word)? {
            Some((_, Some(id))) => id,
            Some((row, None)) => {
                let message = format!("row {word} of {}: no page that it cites is held", row.table);
                return Err(Failure::not_found(message, "rashomon import lists the pages that rows cite; rashomon add them"));
            }
            None => return Err(Failure::not_found(format!("no incident {word}"), "rashomon list shows them")),
        },
    };
    let json = view.incident(&id)?.ok_or_else(|| Failure::not_found(format!("no incident {id}"), "rashomon list shows them"))?;
    Ok((json, line))
}

/// An id that several things have.
pub fn ambiguous(word: &str, ids: &[String]) -> Failure {
    let some: Vec<_> = ids.iter().take(4).map(String::as_str).collect();
    let more = if ids.len() > 4 { ", …" } else { "" };
    Failure::usage("ambiguous-id", format!("{word} can be any of {}: {}{more}", ids.len(), some.join(", ")), "give more of the id")
}

/// The answer to a question in the contract's form, with what decided.
pub fn ask(view: &View<'_>, store: &Store, meaning: &Meaning) -> Result<Value> {
    let asking = Asking::of(meaning, &mut Words::of(view, store))?;
    let reply = asking.within(view)?;
    let because = asking.because(view, &reply.found().collect::<Vec<_>>())?;
    Ok(reply.to_json(meaning, because))
}

/// Ids of the incidents that a question asks for and that count.
fn counted(view: &View<'_>, store: &Store, meaning: &Meaning) -> Result<BTreeSet<String>> {
    let reply = Asking::of(meaning, &mut Words::of(view, store))?.within(view)?;
    Ok(reply.counted.iter().map(|found| found.id.to_string()).collect())
}

/// The register by a day; as it is without one.
pub type By<'b, 's> = &'b dyn Fn(Option<Date>) -> Result<View<'s>>;

/// What changed between two days: of every incident, or of the one that a word names, with a line that says what became of its id.
pub fn changed(by: By<'_, '_>, store: &Store, word: Option<&str>, from: Date, to: Option<Date>) -> Result<(Vec<Changed>, Option<String>)> {
    if to.is_some_and(|to| to < from) {
        let to = to.map(|d| d.to_string()).unwrap_or_default();
        return Err(Failure::usage("bad-days", format!("{to} is before {from}"), "give --from the earlier day"));
    }
    match word {
        None => Ok((all_changed(by, from, to)?, None)),
        Some(word) => one_changed(by, store, word, from, to),
    }
}

fn all_changed(by: By<'_, '_>, from: Date, to: Option<Date>) -> Result<Vec<Changed>> {
    let held = |day: Option<Date>| -> Result<BTreeMap<String, String>> {
        let mut incidents = BTreeMap::new();
        by(day)?.each(|json| -> Result<()> {
            if let Some(id) = json.strip_prefix("{\"incident_id\":\"").and_then(|rest| rest.split('"').next()) {
                incidents.insert(id.to_owned(), json.to_owned());
            }
            Ok(())
        })?;
        Ok(incidents)
    };
    Ok(between(&held(Some(from))?, &held(to)?))
}

fn one_changed(by: By<'_, '_>, store: &Store, word: &str, from: Date, to: Option<Date>) -> Result<(Vec<Changed>, Option<String>)> {
    let (later, earlier) = (by(to)?, by(Some(from))?);
    let (json, line) = incident(&later, store, word)?;
    let Some(incident) = Incident::from_json(&json) else { return Ok((Vec::new(), line)) };
    let mut was = BTreeMap::new();
    for listed in &incident.documents {
        for id in earlier.of_document(&listed.doc_id)? {
            if let Some(json) = earlier.incident(&id)? {
                was.insert(id, json);
            }
        }
    }
    // A page that tells of several incidents brings others along, of which nothing was asked.
    let ours = |json: &String| {
        Incident::from_json(json).is_some_and(|i| {
            let main = |j: &Incident, doc: &str| j.documents.iter().any(|l| l.doc_id == doc && l.part == "main");
            i.incident_id == incident.incident_id || i.documents.iter().any(|l| main(&i, &l.doc_id) && main(&incident, &l.doc_id))
        })
    };
    was.retain(|_, json| ours(json));
    Ok((between(&was, &BTreeMap::from([(incident.incident_id, json)])), line))
}

/// What changed, as JSON: one object an incident.
pub fn changed_json(changed: &[Changed]) -> Vec<Value> {
    let stood = |s: &Stood| json!({ "status": s.status, "preferred": s.preferred, "policy": s.policy, "values": s.values });
    let change =
        |c: &Change| json!({ "about": c.about, "slot": c.slot, "was": c.was.as_ref().map(stood), "is": c.is.as_ref().map(stood), "on": c.on });
    let of = |c: &Changed| -> Value {
        let (was, is) = (c.was.as_ref(), c.is.as_ref());
        let changes: Vec<Value> = c.changes.iter().map(change).collect();
        let caption = is.or(was).map(|i| i.caption.as_str());
        json!({ "incident_id": is.map(|i| &i.incident_id), "was": was.map(|i| &i.incident_id), "caption": caption, "changes": changes })
    };
    changed.iter().map(of).collect()
}

/// That a document is not held.
pub fn no_document(doc_id: &str) -> Failure {
    Failure::not_found(format!("no document {doc_id}"), "rashomon show names those of an incident")
}

/// A document that the register holds.
pub fn document(store: &Store, doc_id: &str) -> Result<Document> {
    let seq = store.in_force_under(doc_id)?;
    let seq = seq.ok_or_else(|| no_document(doc_id))?;
    Ok(rashomon_reader::read_raw(&pipeline::raw(store.given(seq)?)).0)
}

/// A stretch of a document, in code points of its text, as `read` writes it: the zones that lie in it, cut to it. Readers' comments and hidden
/// words only where `all` is asked for; `left_out` counts the zones that are not shown.
pub fn span(store: &Store, doc_id: &str, from: u32, to: u32, all: bool) -> Result<Value> {
    let document = document(store, doc_id)?;
    let page = Page::of(&document, &[]);
    let (length, mut zones, mut left_out) = (page.text.chars().count() as u32, Vec::new(), 0);
    let (from, to) = (from.min(length), to.min(length));
    for zone in page.zones.iter().filter(|z| z.field.is_some() && from == 0 || z.start < to && z.end > from) {
        if !all && matches!(zone.zone, "comment" | "hidden") {
            left_out += 1;
            continue;
        }
        let (mut told, start, end) = (serde_json::to_value(&zone).unwrap_or_default(), zone.start.max(from), zone.end.min(to));
        if zone.field.is_none()
            && let Some(object) = told.as_object_mut()
        {
            let text: String = zone.text.chars().skip((start - zone.start) as usize).take((end - start) as usize).collect();
            object.extend([("text".to_owned(), json!(text)), ("start".to_owned(), json!(start)), ("end".to_owned(), json!(end))]);
        }
        zones.push(told);
    }
    Ok(json!({
        "doc_id": page.doc_id, "url": page.url, "publisher": page.publisher, "language": page.language, "title": page.title, "kind": page.kind,
        "published": page.published, "length": length, "start": from, "end": to, "zones": zones, "left_out": left_out,
        "comments_claimed": page.comments_claimed, "comments_present": page.comments_present,
    }))
}

/// A document that holds some words, and the incidents that it tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Holds {
    pub doc_id: String,
    pub incidents: Vec<String>,
}

/// The documents whose reporting holds all these words, best first; as many as are asked for after so many.
/// `hidden`: documents that are not among them.
pub fn search(view: &View<'_>, store: &Store, hidden: &BTreeSet<DocId>, words: &str, skip: usize, most: usize) -> Result<(Vec<Holds>, bool)> {
    let mut found = store.search(words, false, skip.saturating_add(most).saturating_add(1).saturating_add(hidden.len()))?;
    found.retain(|doc| !hidden.contains(&DocId::new(doc)));
    let more = found.len() > skip.saturating_add(most);
    let holds = |doc_id: String| Ok(Holds { incidents: view.of_document(&doc_id)?, doc_id });
    Ok((found.into_iter().skip(skip).take(most).map(holds).collect::<Result<_>>()?, more))
}
