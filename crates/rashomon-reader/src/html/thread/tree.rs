//! A page's tags in one pass: which element lies in which, what its attributes say, and the words between them. Inline
//! tags without attributes are left out; end tags that are missing are implied as browsers imply them.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer, naive_next_state};
use rustc_hash::FxHashMap;

use super::marks::{self, Attributes, Details, Marks};

/// The most elements that are told apart; the words of any others count to the element around them.
const MOST: usize = 12_000_000;
/// The most elements that are open at once.
const DEEPEST: usize = 1 << 16;
/// How far up an end tag of an inline element, a paragraph or an entry of a list is looked for.
const REACH: usize = 64;
/// The most bytes of linked data that are kept for reading.
const MOST_LINKED: usize = 8 << 20;

/// What an element is, as far as threads need it told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Tag {
    Block,
    Paragraph,
    Heading,
    List,
    Entry,
    Term,
    Description,
    Table,
    Row,
    Cell,
    Link,
    Button,
    Strong,
    Cite,
    Time,
    Form,
    Inline,
    Custom,
    Hidden,
    Root,
}

/// One element. Offsets of words are bytes of [`Tree::words`], places are bytes of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) tag: Tag,
    /// Whether its own end tag was there.
    pub(super) closed: bool,
    pub(super) marks: Marks,
    pub(super) parent: u32,
    /// One past its last descendant.
    pub(super) last: u32,
    pub(super) words: (u32, u32),
    pub(super) place: (u32, u32),
    /// Hash of its tag and classes: equal for siblings of one make.
    pub(super) look: u32,
    /// Index into [`Tree::details`] plus one, or zero.
    pub(super) details: u32,
}

/// A page's elements in document order; the first stands for the page.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
    pub(super) details: Vec<Details>,
    /// All visible words, entities decoded, runs of white space as one space; line breaks stay.
    pub(super) words: String,
    /// Where in the source words come from: first byte of the words, and the bytes of the source that they were read from.
    pub(super) sources: Vec<(u32, u32, u32)>,
    /// JSON-LD of the page, with its place.
    pub(super) linked: Vec<(String, (u32, u32))>,
}

impl Tree {
    /// One pass over a page. A page past 4 GiB has no elements.
    pub(super) fn of(html: &str) -> Tree {
        if u32::try_from(html.len()).is_err() {
            return Tree::default();
        }
        let mut builder = Builder::new(html.len() as u32);
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| builder.event(&event, span));
        let mut tokens = Tokenizer::new_with_emitter(html, emitter);
        while let Some(Ok(state)) = tokens.next() {
            tokens.set_state(state);
        }
        drop(tokens);
        builder.finish()
    }

    pub(super) fn details(&self, at: usize) -> Option<&Details> {
        self.details.get((self.elements[at].details as usize).checked_sub(1)?)
    }

    pub(super) fn words(&self, from: u32, to: u32) -> &str {
        self.words.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The words in an element, as they stand.
    pub(super) fn text(&self, at: usize) -> &str {
        let (from, to) = self.elements[at].words;
        self.words(from, to).trim()
    }

    /// The first words in an element, so many bytes of them at most.
    pub(super) fn head(&self, at: usize, most: u32) -> &str {
        let (from, to) = self.elements[at].words;
        let mut to = to.min(from.saturating_add(most));
        while !self.words.is_char_boundary(to as usize) {
            to -= 1;
        }
        self.words(from, to).trim()
    }

    /// The line of words behind an element, as far as it stands within so many bytes.
    pub(super) fn after(&self, at: usize, most: u32) -> &str {
        let from = self.elements[at].words.1;
        let mut to = from.saturating_add(most).min(self.elements[0].words.1);
        while !self.words.is_char_boundary(to as usize) {
            to -= 1;
        }
        self.words(from, to).trim_start().lines().next().unwrap_or_default()
    }

    /// Bytes of words in an element.
    pub(super) fn size(&self, at: usize) -> usize {
        let (from, to) = self.elements[at].words;
        (to - from) as usize
    }

    /// The bytes of the source that words were read from.
    pub(super) fn source(&self, from: u32, to: u32) -> Option<(u32, u32)> {
        let last = self.sources.partition_point(|s| s.0 < to).checked_sub(1)?;
        let first = self.sources.partition_point(|s| s.0 <= from).saturating_sub(1);
        Some((self.sources.get(first)?.1, self.sources.get(last)?.2))
    }
}

struct Open {
    element: u32,
    name: u32,
    tag: Tag,
}

struct Builder {
    tree: Tree,
    open: Vec<Open>,
    /// How many elements of each name are open.
    count: FxHashMap<u32, u32>,
    /// Elements that were not pushed because too many are open.
    over: usize,
    name: Vec<u8>,
    start: u32,
    attributes: Attributes,
    attribute: Vec<u8>,
    /// Words of scripts and styles are nobody's.
    raw: Option<Raw>,
    end: u32,
    headed: bool,
}

struct Raw {
    linked: bool,
}

impl Builder {
    fn new(end: u32) -> Self {
        let root = Element {
            tag: Tag::Root,
            closed: true,
            marks: Marks::default(),
            parent: 0,
            last: 0,
            words: (0, 0),
            place: (0, end),
            look: 0,
            details: 0,
        };
        Self {
            tree: Tree { elements: vec![root], ..Tree::default() },
            open: vec![Open { element: 0, name: 0, tag: Tag::Root }],
            count: FxHashMap::default(),
            over: 0,
            name: Vec::new(),
            start: 0,
            attributes: Attributes::default(),
            attribute: Vec::new(),
            raw: None,
            end,
            headed: false,
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) -> Option<html5gum::State> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.extend_from_slice(name);
                self.start = span.start as u32;
                self.attributes.clear();
                self.attribute.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute.clear();
                self.attribute.extend_from_slice(name.get(..64).unwrap_or(name));
                self.attributes.begin(&self.attribute);
            }
            CallbackEvent::AttributeValue { value } => self.attributes.value(value),
            CallbackEvent::CloseStartTag { .. } => return self.open_tag(span.end as u32),
            CallbackEvent::EndTag { name } => {
                self.raw = None;
                self.close(name, span.end as u32, span.start as u32);
            }
            CallbackEvent::String { value } => self.push_words(value, span),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }

    fn push_words(&mut self, value: &[u8], span: Span<usize>) {
        let text = String::from_utf8_lossy(value);
        if let Some(raw) = &self.raw {
            if raw.linked && self.tree.linked.iter().map(|l| l.0.len()).sum::<usize>() + text.len() <= MOST_LINKED && self.tree.linked.len() < 64 {
                self.tree.linked.push((text.into_owned(), (span.start as u32, span.end as u32)));
            }
            return;
        }
        let words = &mut self.tree.words;
        if !text.trim().is_empty() {
            self.tree.sources.push((words.len() as u32, span.start as u32, span.end as u32));
        }
        for c in text.chars() {
            if c.is_whitespace() {
                if !words.is_empty() && !words.ends_with([' ', '\n']) {
                    words.push(' ');
                }
            } else {
                words.push(c);
            }
        }
    }

    fn open_tag(&mut self, end: u32) -> Option<html5gum::State> {
        let name = std::mem::take(&mut self.name);
        let state = match name.as_slice() {
            b"script" | b"style" | b"iframe" | b"xmp" | b"noembed" | b"title" | b"textarea" => {
                self.raw = Some(Raw { linked: name == b"script" && self.attributes.is_linked_data() });
                naive_next_state(&name)
            }
            b"br" | b"hr" => {
                self.line_break();
                None
            }
            b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"param" | b"source" | b"track" | b"wbr" => None,
            b"meta" => {
                // A time or a count that is not shown.
                if self.attributes.is_property() {
                    self.push(&name, end);
                    self.pop_to(self.open.len() - 1, end, true);
                }
                None
            }
            _ => {
                self.push(&name, end);
                None
            }
        };
        self.name = name;
        state
    }

    fn line_break(&mut self) {
        let words = &mut self.tree.words;
        if words.ends_with(' ') {
            words.pop();
            words.push('\n');
        } else if !words.is_empty() && !words.ends_with('\n') {
            words.push('\n');
        }
    }

    fn push(&mut self, name: &[u8], end: u32) {
        let tag = tag(name);
        if matches!(tag, Tag::Inline | Tag::Strong) && self.attributes.is_empty() && !matches!(name, b"b" | b"strong") {
            return;
        }
        self.imply_ends(tag, name);
        // Blocks part words, wherever their tags stand.
        if !is_inline(tag) {
            self.line_break();
        }
        if self.open.len() >= DEEPEST || self.tree.elements.len() >= MOST {
            self.over += 1;
            return;
        }
        let (marks, details) = marks::of(tag, name, &self.attributes);
        let words = self.tree.words.len() as u32;
        let details = match details {
            Some(details) => {
                self.tree.details.push(details);
                self.tree.details.len() as u32
            }
            None => 0,
        };
        let at = self.tree.elements.len() as u32;
        let parent = self.open.last().map_or(0, |o| o.element);
        self.tree.elements.push(Element {
            tag,
            closed: false,
            marks,
            parent,
            last: at + 1,
            words: (words, words),
            place: (self.start, end),
            look: self.attributes.look(name),
            details,
        });
        if marks.has(Marks::ARTICLE) || name == b"h1" && !std::mem::replace(&mut self.headed, true) {
            self.holds_article();
        }
        let name = hash(name);
        *self.count.entry(name).or_default() += 1;
        self.open.push(Open { element: at, name, tag });
    }

    /// What is open now has the headline or the body of the article in it.
    fn holds_article(&mut self) {
        let last = self.tree.elements.len() - 1;
        let mut at = last;
        loop {
            let marks = &mut self.tree.elements[at].marks;
            if marks.has(Marks::HOLDS) {
                break;
            }
            marks.add(Marks::HOLDS);
            if at == 0 {
                break;
            }
            at = self.tree.elements[at].parent as usize;
        }
    }

    /// Ends what a start tag ends without saying so.
    fn imply_ends(&mut self, tag: Tag, name: &[u8]) {
        let (ends, walls): (&[Tag], &[Tag]) = match tag {
            Tag::Entry => (&[Tag::Entry], &[Tag::List, Tag::Root, Tag::Table]),
            Tag::Term | Tag::Description => (&[Tag::Term, Tag::Description], &[Tag::List, Tag::Root, Tag::Table]),
            Tag::Row => (&[Tag::Row], &[Tag::Table, Tag::Root]),
            Tag::Cell => (&[Tag::Cell], &[Tag::Row, Tag::Table, Tag::Root]),
            _ => (&[], &[]),
        };
        if !ends.is_empty()
            && let Some(at) = self.open.iter().rposition_within(REACH, |o| ends.contains(&o.tag), |o| walls.contains(&o.tag))
        {
            self.pop_to(at, self.start, true);
        }
        let block = matches!(tag, Tag::Block | Tag::Paragraph | Tag::Heading | Tag::List | Tag::Table | Tag::Form);
        if block && name != b"form" {
            let wall = |o: &Open| !is_inline(o.tag) && o.tag != Tag::Paragraph;
            if let Some(at) = self.open.iter().rposition_within(REACH, |o| o.tag == Tag::Paragraph, wall) {
                self.pop_to(at, self.start, true);
            }
        }
    }

    fn close(&mut self, name: &[u8], end: u32, start: u32) {
        let tag = tag(name);
        if !is_inline(tag) {
            self.line_break();
        }
        if self.over > 0 {
            self.over -= 1;
            return;
        }
        let hashed = hash(name);
        if self.count.get(&hashed).copied().unwrap_or(0) == 0 {
            return;
        }
        let far = match tag {
            Tag::Entry => Some(&[Tag::List, Tag::Root][..]),
            Tag::Cell | Tag::Row => Some(&[Tag::Table, Tag::Root][..]),
            _ if is_inline(tag) || tag == Tag::Paragraph || tag == Tag::Heading => {
                Some(&[Tag::Block, Tag::Entry, Tag::List, Tag::Cell, Tag::Row, Tag::Table, Tag::Description, Tag::Form, Tag::Root][..])
            }
            _ => None,
        };
        let at = match far {
            Some(walls) => self.open.iter().rposition_within(REACH, |o| o.name == hashed, |o| walls.contains(&o.tag)),
            None => self.open.iter().rposition(|o| o.name == hashed),
        };
        if let Some(at) = at {
            self.pop_to(at + 1, start, false);
            self.pop_to(at, end, true);
        }
    }

    /// Closes what is open from the `at`-th on.
    fn pop_to(&mut self, at: usize, end: u32, closed: bool) {
        let (next, words) = (self.tree.elements.len() as u32, self.tree.words.len() as u32);
        for open in self.open.drain(at.max(1)..) {
            if let Some(n) = self.count.get_mut(&open.name) {
                *n = n.saturating_sub(1);
            }
            let element = &mut self.tree.elements[open.element as usize];
            (element.last, element.words.1, element.place.1, element.closed) = (next, words.max(element.words.0), end, closed);
        }
    }

    fn finish(mut self) -> Tree {
        self.pop_to(1, self.end, false);
        let (next, words) = (self.tree.elements.len() as u32, self.tree.words.len() as u32);
        if let Some(root) = self.tree.elements.first_mut() {
            (root.last, root.words.1) = (next, words);
        }
        self.tree
    }
}

/// Looks back from the end, so far and no further, and not past a wall.
trait Within<T> {
    fn rposition_within(self, reach: usize, wanted: impl Fn(&T) -> bool, wall: impl Fn(&T) -> bool) -> Option<usize>;
}

impl<'a, T: 'a, I: DoubleEndedIterator<Item = &'a T> + ExactSizeIterator> Within<T> for I {
    fn rposition_within(self, reach: usize, wanted: impl Fn(&T) -> bool, wall: impl Fn(&T) -> bool) -> Option<usize> {
        for (i, item) in self.enumerate().rev().take(reach) {
            if wanted(item) {
                return Some(i);
            }
            if wall(item) {
                return None;
            }
        }
        None
    }
}

pub(super) fn is_inline(tag: Tag) -> bool {
    matches!(tag, Tag::Link | Tag::Button | Tag::Strong | Tag::Cite | Tag::Time | Tag::Inline | Tag::Custom | Tag::Hidden)
}

fn tag(name: &[u8]) -> Tag {
    match name {
        b"div" | b"section" | b"article" | b"aside" | b"header" | b"footer" | b"main" | b"nav" | b"body" | b"html" | b"blockquote" | b"pre"
        | b"figure" | b"figcaption" | b"address" | b"center" | b"details" | b"summary" | b"fieldset" | b"noscript" => Tag::Block,
        b"p" => Tag::Paragraph,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"legend" => Tag::Heading,
        b"ul" | b"ol" | b"dl" | b"menu" => Tag::List,
        b"li" => Tag::Entry,
        b"dt" => Tag::Term,
        b"dd" => Tag::Description,
        b"table" | b"tbody" | b"thead" | b"tfoot" => Tag::Table,
        b"tr" => Tag::Row,
        b"td" | b"th" => Tag::Cell,
        b"a" => Tag::Link,
        b"button" | b"label" | b"select" | b"option" => Tag::Button,
        b"strong" | b"b" => Tag::Strong,
        b"cite" => Tag::Cite,
        b"time" | b"abbr" => Tag::Time,
        b"form" => Tag::Form,
        b"template" | b"svg" | b"head" | b"object" | b"video" | b"audio" | b"canvas" | b"map" | b"meta" => Tag::Hidden,
        n if n.contains(&b'-') => Tag::Custom,
        _ => Tag::Inline,
    }
}

/// FNV-1a.
pub(super) fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}
