//! *reader: here are bytes, what was said and by whom?* Takes bytes of one page → gives a [`Document`]; may not know
//! meaning, a second page, a path or a socket.
//!
//! Reading never fails: [`split`] turns the bytes of an input into [`Raw`] pages, or into a notice where a part of it
//! holds none; [`read_raw`] turns each into a document and notices. A register keeps the [`Raw`]s and is rebuilt from
//! them alone.

mod input;

use rashomon_model::text::Zone;
use rashomon_model::{DocId, Document, Field, Notice, Source, Text, ZoneKind};

pub use input::{LIMIT, split};

/// What a page is called and what came with its bytes.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The input's own name: the file name without folders, or the path below the folder that was named.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// One page as its input gave it, unedited: what a register keeps and is rebuilt from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// The input's own name for it; a plain-text file is called by its file name. `None`: the hash of its content is.
    pub doc_id: Option<String>,
    /// The headline, where the input gave it apart.
    pub title: Option<String>,
    /// The text. Never empty, never only white space.
    pub text: String,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was captured, as written.
    pub archived_at: Option<String>,
}

/// One input after reading: a document, or the reason why none came of it.
#[derive(Debug)]
pub enum Read {
    /// A document and what was noticed.
    Document(Box<Document>, Vec<Notice>),
    /// Nothing could be read: one notice says why, at which line or byte, and what to do.
    SetAside(Notice),
}

/// Everything one input holds, in its order: [`split`], then [`read_raw`] each.
pub fn read_input(page: &Page) -> Vec<Read> {
    split(page)
        .into_iter()
        .map(|part| match part {
            Ok(raw) => {
                let (document, notices) = read_raw(&raw);
                Read::Document(Box::new(document), notices)
            }
            Err(notice) => Read::SetAside(notice),
        })
        .collect()
}

/// A page as given → its document with zones, day of publication and publisher, and what was noticed.
pub fn read_raw(raw: &Raw) -> (Document, Vec<Notice>) {
    let id = match raw.doc_id.as_deref() {
        Some(id) if !id.trim().is_empty() => DocId::new(id),
        _ => DocId::of_content(raw.text.as_bytes()),
    };
    let source = Source { url: raw.url.as_deref().map(Into::into), ..Source::unknown(id) };
    let body = raw.text.trim();
    let start = raw.text.len() - raw.text.trim_start().len();
    let zones = if body.is_empty() {
        Vec::new()
    } else {
        vec![Zone { kind: ZoneKind::Body, field: Field::Text, start: start as u32, end: (start + body.len()) as u32, comment: None }]
    };
    let document = Document::new(source, None, Text::plain(&raw.text), zones).expect("one zone holds all");
    (document, Vec::new())
}
