//! The corridor: a page as given → a document → what it tells → incidents. Everything in it is a pure function.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rashomon_claims::Models;
use rashomon_model::text::Call;
use rashomon_model::{DocId, Document, Judgement, Kinds, Notice, Source, Telling};
use rashomon_reader::{Degraded, Markup, Raw};
use rashomon_register::features::{Weigh, Weights};
use rashomon_register::key::AccountKey;
use rashomon_register::resolve::Group;
use rashomon_store::search::Words;
use rashomon_store::wire;
use rashomon_store::wire::kept::{self, Given, Reading};

use crate::worker::{self, Limits};

/// Reads one page. A panic on the way becomes a notice: the page is set aside, the rest goes on.
pub fn document(given: &Given) -> Result<(Document, Vec<Notice>), Notice> {
    let page = raw(given.clone());
    caught(|| told(rashomon_reader::read_raw(&page), given.call.as_ref()))
}

/// A document, as the note of a call where it is one.
fn told((document, notices): (Document, Vec<Notice>), call: Option<&kept::Call>) -> (Document, Vec<Notice>) {
    let call = call.map(|c| Call { who: c.who.as_str().into(), by: c.by.as_str().into(), confidential: c.confidential });
    (if let Some(call) = call { document.of_call(call) } else { document }, notices)
}

/// [`document`] of a page that comes in: one of markup is extracted by a worker, within limits. Where it went beyond them it is marked so,
/// which is how it is kept, and read plainly.
pub fn arriving(mut given: Given, limits: Limits) -> Result<(Given, Document, Vec<Notice>), Notice> {
    let call = given.call.take();
    // Held once: a page can be as large as all else together.
    let mut page = raw(given);
    let (document, notices) = match worker::extract(&page, limits) {
        Some(Ok(extract)) => caught(|| rashomon_reader::read_extract(&page, extract))?,
        plainly => {
            if let (Some(Err(degraded)), Some(markup)) = (plainly, &mut page.markup) {
                markup.degraded = Some(degraded);
            }
            caught(|| told(rashomon_reader::read_raw(&page), call.as_ref()))?
        }
    };
    Ok((Given { call, ..self::given(page) }, document, notices))
}

/// What a document tells, with what was noticed about it.
pub fn tell(document: &Document, noticed: &[Notice], kinds: &Kinds, models: &Models) -> Result<Reading, Notice> {
    caught(|| {
        let telling = rashomon_claims::tell(document, kinds, models);
        let notices = noticed.iter().chain(&telling.notices).map(|n| wire::noticed(document, n)).collect();
        Reading { source: document.source().clone(), telling, notices }
    })
}

/// One page and what it tells.
pub fn read(given: &Given, kinds: &Kinds, models: &Models) -> Result<(Document, Reading), Notice> {
    let (document, noticed) = self::document(given)?;
    let reading = tell(&document, &noticed, kinds, models)?;
    Ok((document, reading))
}

/// One incident from the keys of its accounts and the readings of their documents, as it is exported.
pub fn incident(members: &[&AccountKey], group: &Group, readings: Vec<Reading>, judgements: &[Judgement], kinds: &Kinds) -> Option<wire::Incident> {
    let (pages, notices) = apart(readings);
    let by_name: BTreeMap<&DocId, &(Source, Telling)> = pages.iter().map(|page| (&page.0.doc, page)).collect();
    let page = |doc: &DocId| by_name.get(doc).copied();
    rashomon_register::incident(members, (&group.joined, &group.apart), &page, judgements, kinds).map(|i| wire::Incident::of(&i, &notices))
}

/// All incidents that readings and judgements give, as they are exported, by id: for a few pages, all in memory.
pub fn register(readings: Vec<Reading>, judgements: &[Judgement], kinds: &Kinds) -> Vec<wire::Incident> {
    register_by(Weights::embedded(), readings, judgements, kinds)
}

/// [`register`] by other weights than those the program was built with: for who learns them.
pub fn register_by(weights: &dyn Weigh, readings: Vec<Reading>, judgements: &[Judgement], kinds: &Kinds) -> Vec<wire::Incident> {
    let (pages, notices) = apart(readings);
    rashomon_register::build_by(weights, &pages, judgements, kinds).iter().map(|i| wire::Incident::of(i, &notices)).collect()
}

/// What was noticed, by document.
type Noticed = BTreeMap<String, Vec<wire::Noticed>>;

/// What the register takes, and what was noticed about each document.
fn apart(readings: Vec<Reading>) -> (Vec<(Source, Telling)>, Noticed) {
    let mut notices = BTreeMap::new();
    let mut pages = Vec::with_capacity(readings.len());
    for Reading { source, telling, notices: noticed } in readings {
        notices.insert(source.doc.to_string(), noticed);
        pages.push((source, telling));
    }
    (pages, notices)
}

/// The words to search a document by: headline, reporting, comments.
pub fn words(document: &Document) -> Words {
    let join = |parts: &mut dyn Iterator<Item = &str>| parts.collect::<Vec<_>>().join("\n");
    Words {
        title: document.title().map(|t| t.raw().to_owned()).unwrap_or_default(),
        body: join(&mut document.reporting().filter(|p| p.zone().field == rashomon_model::Field::Text).map(|p| p.text())),
        comments: join(&mut document.commentary().filter(|p| p.zone().kind == rashomon_model::ZoneKind::Comment).map(|p| p.text())),
    }
}

/// What the ledger keeps → what the reader takes.
pub fn raw(given: Given) -> Raw {
    let Given { doc_id, title, published, url, archived_at, text, markup, noticed, call: _ } = given;
    let markup = markup.map(|kept::Markup { bytes, media, degraded }| Markup {
        bytes,
        media,
        degraded: degraded.map(|kept::Degraded { reason, limit }| Degraded { reason, limit }),
    });
    let notice = |n: wire::Noticed| Notice { id: n.id.into(), start: n.start, end: n.end, hint: n.hint.into() };
    Raw { doc_id, title, text, published, url, archived_at, markup, noticed: noticed.into_iter().map(notice).collect() }
}

/// What the reader split off → what the ledger keeps.
pub fn given(raw: Raw) -> Given {
    let Raw { doc_id, title, text, published, url, archived_at, markup, noticed } = raw;
    let markup = markup.map(|Markup { bytes, media, degraded }| kept::Markup {
        bytes,
        media,
        degraded: degraded.map(|Degraded { reason, limit }| kept::Degraded { reason, limit }),
    });
    let noticed = noticed.into_iter().map(|n| wire::Noticed { id: n.id.into(), start: n.start, end: n.end, hint: n.hint.into() }).collect();
    Given { doc_id, title, published, url, archived_at, text, markup, noticed, call: None }
}

/// Runs one document's work; a panic in it becomes a notice.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Notice> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let said = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
        Notice {
            id: "reader-failed".into(),
            start: 0,
            end: 0,
            hint: format!("the program failed on this page ({}); it was set aside: please report it with the page", said.unwrap_or_default()).into(),
        }
    })
}
