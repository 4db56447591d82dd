//! *reader: here are bytes, what was said and by whom?* Takes bytes of one page → gives a [`Document`]; may not know
//! meaning, a second page, a path or a socket.

use rashomon_model::{Document, Notice};

/// What a page is called and what came with its bytes.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The input's own name: the file name without folders, or the path below the folder that was named.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// One input after reading: a document, or the reason why none came of it.
#[derive(Debug)]
pub enum Read {
    /// A document and what was noticed.
    Document(Box<Document>, Vec<Notice>),
    /// Nothing could be read: one notice says why, at which line or byte, and what to do.
    SetAside(Notice),
}
