//! One linear scan of a page's markup: its visible text with the marks that the elements leave on each line, what its head says,
//! and where it goes beyond what the parsers behind it bear.
//!
//! The scan keeps a stack of open elements as the standard's tree builder does in the common cases (void elements, paragraphs,
//! list items and cells that end by themselves); it builds no tree, so its cost is the size of the page and no shape of it is dangerous.

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

use super::gate::{self, Overrun};
use super::head::Head;
use super::tag::{self, Flags, Tag};

/// What the scan found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The canonical visible text: a line an element that stands as a block, white space folded as a browser shows it.
    pub(crate) text: String,
    /// Its lines that are not blank, in order.
    pub(crate) lines: Vec<Line>,
    /// What the head and the attributes of the page say of it.
    pub(crate) head: Head,
    /// Bytes of the source that no parser needs: scripts, styles, comments of the markup.
    pub(crate) mute: Vec<std::ops::Range<usize>>,
    /// Tags of elements that lie deeper than the article libraries are shown.
    pub(crate) deep: Vec<std::ops::Range<usize>>,
    /// Where the page goes beyond the limits of [`gate`].
    pub(crate) overruns: Vec<Overrun>,
    /// Elements that a parser adds of its own: formatting opened again in each block, paragraphs that end without having begun.
    pub(crate) added: usize,
}

/// One line of the visible text.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Bytes of the text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Bytes of the markup that it was read from.
    source: (u32, u32),
    /// What the elements around it say.
    pub(crate) flags: Flags,
    /// Bytes of it that are links.
    pub(crate) linked: u32,
}

impl Line {
    /// Bytes of the text.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
    /// How many bytes it has.
    pub(crate) fn size(&self) -> usize {
        self.range().len()
    }
    /// Bytes of the markup that it was read from.
    pub(crate) fn source(&self) -> std::ops::Range<usize> {
        self.source.0 as usize..self.source.1 as usize
    }
}

/// Scans decoded markup.
pub(crate) fn scan(html: &str) -> Scan {
    walked(html, Walk::default())
}

/// Tags of decoded markup by which a parser adds elements of its own: for a page that has it add too many.
pub(crate) fn adding(html: &str) -> Vec<std::ops::Range<usize>> {
    walked(html, Walk { seeks_adding: true, ..Walk::default() }).deep
}

fn walked(html: &str, mut walk: Walk) -> Scan {
    let mut tokens = Tokenizer::new_with_emitter(html, CallbackEmitter::new(Walker(&mut walk)));
    // The scan asks for another state after a tag whose content is no markup.
    while let Some(Ok(state)) = tokens.next() {
        tokens.set_state(state);
    }
    drop(tokens);
    walk.end_line(2);
    walk.out
}

struct Walker<'w>(&'w mut Walk);

impl Callback<State, usize> for Walker<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<State> {
        self.0.event(event, span)
    }
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    tag: Tag,
    name: u64,
    flags: Flags,
}

#[derive(Debug, Default)]
struct Walk {
    out: Scan,
    stack: Vec<Open>,
    /// Open elements that were too deep for the stack.
    beyond: usize,
    /// Formatting elements that are open.
    formatting: usize,
    /// Tags by which a parser adds elements count as too deep.
    seeks_adding: bool,
    /// The start tag that is being read.
    tag: Started,
    attribute: Vec<u8>,
    /// The line that is being read.
    line: Option<Line>,
    /// A space is owed before the next word of the line.
    space: bool,
    /// Line ends owed before the next line.
    breaks: usize,
    /// Hidden words inside the line: they become lines of their own after it.
    aside: Vec<(String, std::ops::Range<usize>, Flags)>,
    /// Content that is no text is being passed over, and where it began; or the page's title.
    raw: Option<(Raw, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    Mute,
    Title,
    Data,
}

#[derive(Debug, Default)]
struct Started {
    name: Vec<u8>,
    start: usize,
    attributes: usize,
    /// End of the last attribute that is within the limit.
    kept: usize,
    own: Flags,
    facts: super::head::Facts,
}

impl Walk {
    fn event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<State> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.name.clear();
                self.tag.name.extend_from_slice(name);
                self.tag.start = span.start;
                self.tag.attributes = 0;
                self.tag.kept = span.end;
                self.tag.own = Flags::default();
                self.tag.facts.clear();
                self.attribute.clear();
                None
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute.clear();
                self.attribute.extend_from_slice(name);
                self.tag.attributes += 1;
                if self.tag.attributes <= gate::ATTRIBUTES {
                    self.tag.kept = span.end;
                    if name == b"hidden" {
                        self.tag.own |= Flags::HIDDEN;
                    }
                }
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if self.tag.attributes <= gate::ATTRIBUTES {
                    self.tag.kept = span.end;
                    self.tag.own |= tag::of_attribute(&self.attribute, value);
                    self.tag.facts.take(&self.attribute, value);
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => self.start(span.end),
            CallbackEvent::EndTag { name } => {
                self.end(name, span);
                None
            }
            CallbackEvent::String { value } => {
                self.words(value, span);
                None
            }
            CallbackEvent::Comment { .. } => {
                self.out.mute.push(span.start..span.end);
                None
            }
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => None,
        }
    }

    fn start(&mut self, end: usize) -> Option<State> {
        let tag = tag::of_name(&self.tag.name);
        let name = tag::hash(&self.tag.name);
        if self.tag.attributes > gate::ATTRIBUTES {
            self.out.overruns.push(Overrun::Attributes(self.tag.kept..end.saturating_sub(1).max(self.tag.kept)));
        }
        if (tag.block || tag.breaks) && !self.flags().has(Flags::FOREIGN) {
            self.end_line(if tag.paragraph { 2 } else { 1 });
        }
        self.implied_ends(&tag);
        let inherited = self.flags();
        let mut own = self.tag.own | tag.flags;
        if !tag.block || matches!(self.tag.name.as_slice(), b"html" | b"body" | b"main") {
            // A word about comments in a line of words is no thread.
            own = own.without(Flags::COMMENT | Flags::FURNITURE);
        }
        let at_line = self.line.is_none();
        self.out.head.element(&self.tag.name, &self.tag.facts, inherited | own);
        if let Some(state) = tag.raw {
            let kind = match self.tag.name.as_slice() {
                b"title" if !inherited.has(Flags::FOREIGN) => Raw::Title,
                b"textarea" | b"xmp" | b"plaintext" => Raw::Data,
                b"title" => Raw::Data,
                _ => Raw::Mute,
            };
            self.raw = Some((kind, end));
            self.stack.push(Open { tag, name, flags: inherited | own });
            return Some(state);
        }
        if tag.void {
            return None;
        }
        let deep = self.stack.len() >= gate::DEPTH;
        if deep || tag.formatting && self.formatting >= gate::FORMATTING {
            self.out.overruns.push(Overrun::Depth(self.tag.start..end));
            self.beyond += usize::from(deep);
            return None;
        }
        // What is told apart by its container begins a line of its own.
        if !at_line && !tag.block && own.has(Flags::APART) && !own.has(Flags::HIDDEN) {
            self.end_line(1);
        }
        if tag.block {
            self.out.added += self.formatting;
        }
        self.formatting += usize::from(tag.formatting);
        if self.stack.len() >= gate::SHOWN || self.seeks_adding && tag.formatting {
            self.out.deep.push(self.tag.start..end);
        }
        self.stack.push(Open { tag, name, flags: inherited | own });
        None
    }

    fn end(&mut self, name: &[u8], span: Span<usize>) {
        let hash = tag::hash(name);
        if let Some((kind, from)) = self.raw
            && self.stack.last().is_some_and(|open| open.name == hash)
        {
            self.raw = None;
            if kind == Raw::Mute {
                self.out.mute.push(from..span.start);
            }
        }
        let tag = tag::of_name(name);
        if tag.block {
            self.end_line(if tag.paragraph { 2 } else { 1 });
        }
        if tag.void {
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            self.out.overruns.push(Overrun::Depth(span.start..span.end));
            return;
        }
        // An end tag ends what it names and all inside; a cell or a section is not left by the end of something outside it.
        let open = self.stack.iter().rposition(|open| open.name == hash);
        let adds = open.is_none() && tag.paragraph_element;
        self.out.added += usize::from(adds);
        if self.seeks_adding && (adds || tag.formatting) {
            self.out.deep.push(span.start..span.end);
        }
        let Some(at) = open else { return };
        if at >= gate::SHOWN {
            self.out.deep.push(span.start..span.end);
        }
        if !tag.block && self.stack.get(at..).is_some_and(|inner| inner.iter().any(|o| o.tag.block)) {
            // A formatting element that ends around a block: only itself goes.
            let gone = self.stack.remove(at);
            self.formatting -= usize::from(gone.tag.formatting);
            return;
        }
        let inside = self.stack.get(at..).unwrap_or_default();
        let apart = !tag.block && inside.iter().any(|o| o.flags.has(Flags::APART) && !o.flags.has(Flags::HIDDEN)) && !self.parent_apart(at);
        if apart {
            self.end_line(1);
        }
        for gone in self.stack.drain(at..) {
            self.formatting -= usize::from(gone.tag.formatting);
        }
    }

    fn parent_apart(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|p| self.stack.get(p)).is_some_and(|o| o.flags.has(Flags::APART))
    }

    /// Paragraphs, list items, cells and options end where the next begins.
    fn implied_ends(&mut self, tag: &Tag) {
        while let Some(open) = self.stack.last() {
            let ends = tag.block && open.tag.paragraph_element || tag.group != 0 && open.tag.group == tag.group;
            if !ends {
                break;
            }
            self.stack.pop();
        }
    }

    fn flags(&self) -> Flags {
        self.stack.last().map(|o| o.flags).unwrap_or_default()
    }

    fn words(&mut self, value: &[u8], span: Span<usize>) {
        match self.raw {
            Some((Raw::Mute, _)) => {
                self.out.head.script(value);
                return;
            }
            Some((Raw::Title, _)) => {
                self.out.head.title(&String::from_utf8_lossy(value));
                return;
            }
            Some((Raw::Data, _)) | None => {}
        }
        if gate::is_entity_run(value) {
            self.out.overruns.push(Overrun::Entities(span.start..span.end));
        }
        let words = String::from_utf8_lossy(value);
        let flags = self.flags();
        self.out.head.words(&words, flags);
        if flags.has(Flags::HIDDEN) && self.line.as_ref().is_some_and(|line| !line.flags.has(Flags::HIDDEN)) {
            if !words.trim_matches(is_space).is_empty() {
                self.aside.push((words.into_owned(), span.start..span.end, flags));
            }
            return;
        }
        if self.line.as_ref().is_some_and(|line| line.flags.has(Flags::HIDDEN)) && !words.trim_matches(is_space).is_empty() {
            self.end_line(1);
        }
        self.push(&words, span.start..span.end, flags);
    }

    fn push(&mut self, words: &str, source: std::ops::Range<usize>, flags: Flags) {
        let pre = flags.has(Flags::PRE);
        for (i, line) in words.split(['\n']).enumerate() {
            if i > 0 {
                if pre {
                    self.end_line(1);
                } else {
                    self.space = true;
                }
            }
            for (j, word) in line.split(is_space).enumerate() {
                self.space |= j > 0;
                if word.is_empty() {
                    continue;
                }
                self.word(word, &source, flags);
            }
        }
    }

    fn word(&mut self, word: &str, source: &std::ops::Range<usize>, flags: Flags) {
        let out = &mut self.out.text;
        let line = self.line.get_or_insert_with(|| {
            if !out.is_empty() {
                (0..self.breaks.max(1)).for_each(|_| out.push('\n'));
            }
            self.breaks = 0;
            self.space = false;
            Line { start: out.len() as u32, end: out.len() as u32, source: (source.start as u32, source.end as u32), flags, linked: 0 }
        });
        if self.space {
            out.push(' ');
            self.space = false;
        }
        out.push_str(word);
        line.end = out.len() as u32;
        line.source.1 = line.source.1.max(source.end as u32);
        if flags.has(Flags::LINK) {
            line.linked += word.len() as u32 + 1;
        }
        line.flags |= flags.of_words();
    }

    /// Ends the line; the next begins so many line ends below it.
    fn end_line(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        self.space = false;
        let Some(line) = self.line.take() else { return };
        self.out.lines.push(line);
        for (words, source, flags) in std::mem::take(&mut self.aside) {
            let owed = std::mem::replace(&mut self.breaks, 1);
            self.push(&words, source, flags);
            if let Some(line) = self.line.take() {
                self.out.lines.push(line);
            }
            self.breaks = owed;
            self.space = false;
        }
    }
}

/// White space that markup folds: a browser keeps the no-break space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{c}' | '\n')
}
