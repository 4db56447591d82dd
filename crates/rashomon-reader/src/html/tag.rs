//! Elements: which stand as a block, which end by themselves, and what an element, its classes and its styles say of the words inside.

use html5gum::State;

/// What the elements around some words say of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u32);

impl Flags {
    /// No reader sees it.
    pub(crate) const HIDDEN: Self = Self(1);
    pub(crate) const LINK: Self = Self(2);
    /// A container of readers' comments.
    pub(crate) const COMMENT: Self = Self(4);
    /// Navigation, forms, footers.
    pub(crate) const FURNITURE: Self = Self(8);
    pub(crate) const HEADING: Self = Self(16);
    /// The first rank of heading.
    pub(crate) const FIRST: Self = Self(32);
    pub(crate) const CAPTION: Self = Self(64);
    pub(crate) const QUOTE: Self = Self(128);
    /// A day or a time, marked as one.
    pub(crate) const TIME: Self = Self(256);
    pub(crate) const BYLINE: Self = Self(512);
    pub(crate) const PRE: Self = Self(1024);
    /// Inside a drawing or a formula.
    pub(crate) const FOREIGN: Self = Self(2048);
    /// Links to other stories.
    pub(crate) const RELATED: Self = Self(4096);
    /// Shown where scripts are not run.
    pub(crate) const NOSCRIPT: Self = Self(8192);
    /// What stands apart from the words around it though no block parts them.
    pub(crate) const APART: Self = Self(Self::CAPTION.0 | Self::BYLINE.0);

    /// Whether any of these hold.
    pub(crate) fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
    /// With these too.
    pub(crate) const fn with(self, these: Self) -> Self {
        Self(self.0 | these.0)
    }
    /// Without these.
    pub(crate) fn without(self, these: Self) -> Self {
        Self(self.0 & !these.0)
    }
    /// What a line takes over from any of its words.
    pub(crate) fn of_words(self) -> Self {
        Self(self.0 & (Self::TIME.0 | Self::BYLINE.0))
    }
}

impl std::ops::BitOr for Flags {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// How an element stands in the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tag {
    /// Begins and ends a line.
    pub(crate) block: bool,
    /// Ends the line where it stands.
    pub(crate) breaks: bool,
    /// A blank line parts it from what is around it.
    pub(crate) paragraph: bool,
    /// `p`, which the next block ends.
    pub(crate) paragraph_element: bool,
    /// Has no content.
    pub(crate) void: bool,
    /// Is opened again by parsers in every block that follows, until it is closed.
    pub(crate) formatting: bool,
    /// Elements that end where one of the same kind begins; 0 for none. A row (3) also ends a cell (4).
    pub(crate) group: u8,
    /// What its content is, where it is no markup.
    pub(crate) raw: Option<State>,
    /// What it says of the words inside.
    pub(crate) flags: Flags,
}

/// An element by its name in lower case.
pub(crate) fn of_name(name: &[u8]) -> Tag {
    let block = Tag { block: true, ..Tag::default() };
    let inline = Tag::default();
    let says = |tag: Tag, flags| Tag { flags, ..tag };
    match name {
        b"p" => Tag { paragraph: true, paragraph_element: true, ..block },
        b"h1" => Tag { paragraph: true, flags: Flags::HEADING | Flags::FIRST, ..block },
        b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Tag { paragraph: true, flags: Flags::HEADING, ..block },
        b"blockquote" => Tag { paragraph: true, flags: Flags::QUOTE, ..block },
        b"pre" | b"listing" => Tag { paragraph: true, flags: Flags::PRE, ..block },
        b"ul" | b"ol" | b"dl" | b"table" | b"article" | b"section" | b"figure" => Tag { paragraph: true, ..block },
        b"nav" | b"footer" | b"form" | b"menu" | b"dialog" => says(Tag { paragraph: true, ..block }, Flags::FURNITURE),
        b"figcaption" | b"caption" => says(block, Flags::CAPTION),
        b"li" => Tag { group: 1, ..block },
        b"dt" | b"dd" => Tag { group: 2, ..block },
        b"tr" => Tag { group: 3, ..block },
        b"td" | b"th" => Tag { group: 4, ..block },
        b"option" | b"optgroup" => Tag { group: 5, flags: Flags::FURNITURE, ..block },
        b"select" | b"datalist" => says(block, Flags::FURNITURE),
        b"button" => says(inline, Flags::FURNITURE),
        b"textarea" => Tag { raw: Some(State::RcData), ..says(block, Flags::FURNITURE) },
        b"address" | b"aside" | b"body" | b"center" | b"details" | b"dir" | b"div" | b"fieldset" | b"frameset" | b"header" | b"hgroup" | b"html"
        | b"legend" | b"main" | b"search" | b"summary" | b"tbody" | b"tfoot" | b"thead" | b"head" | b"video" | b"audio" | b"object" => block,
        b"br" => Tag { breaks: true, void: true, ..inline },
        b"hr" => Tag { breaks: true, paragraph: true, void: true, ..inline },
        b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"img" | b"input" | b"keygen" | b"link" | b"meta" | b"param"
        | b"source" | b"track" | b"wbr" | b"frame" => Tag { void: true, ..inline },
        b"a" => Tag { formatting: true, flags: Flags::LINK, ..inline },
        b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong" | b"tt" | b"u" => {
            Tag { formatting: true, ..inline }
        }
        b"time" => says(inline, Flags::TIME),
        b"svg" | b"math" => says(inline, Flags::FOREIGN),
        b"template" => says(block, Flags::HIDDEN),
        b"noscript" => says(block, Flags::NOSCRIPT),
        b"script" => Tag { raw: Some(State::ScriptData), ..inline },
        b"style" | b"iframe" | b"noembed" | b"noframes" => Tag { raw: Some(State::RawText), ..inline },
        b"xmp" => Tag { raw: Some(State::RawText), flags: Flags::PRE, ..block },
        b"plaintext" => Tag { raw: Some(State::PlainText), flags: Flags::PRE, ..block },
        b"title" => Tag { raw: Some(State::RcData), ..inline },
        _ => inline,
    }
}

/// A hash of a name, by which start and end tags find each other (FNV-1a).
pub(crate) fn hash(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// What an attribute says of the words inside its element.
pub(crate) fn of_attribute(name: &[u8], value: &[u8]) -> Flags {
    match name {
        b"style" => of_style(value),
        b"class" | b"id" | b"itemprop" | b"data-component" => of_classes(value),
        b"role" => match value {
            b"navigation" | b"banner" | b"contentinfo" | b"search" | b"menu" | b"menubar" | b"dialog" | b"alertdialog" => Flags::FURNITURE,
            _ => Flags::default(),
        },
        b"aria-hidden" if value.eq_ignore_ascii_case(b"true") => Flags::HIDDEN,
        _ => Flags::default(),
    }
}

/// Styles by which words are on the page and nobody sees them.
fn of_style(value: &[u8]) -> Flags {
    let style: String = value.iter().take(2000).filter(|b| !b.is_ascii_whitespace()).map(|b| b.to_ascii_lowercase() as char).collect();
    let says = |declaration: &str| {
        style.match_indices(declaration).any(|(at, _)| {
            let begins = at == 0 || style.get(..at).is_some_and(|before| before.ends_with(';'));
            let ends = style.get(at + declaration.len()..).is_none_or(|rest| rest.is_empty() || rest.starts_with([';', '!']));
            begins && ends
        })
    };
    let hidden = ["display:none", "visibility:hidden", "font-size:0", "font-size:0px", "opacity:0"].iter().any(|d| says(d))
        || ["text-indent:-9", "left:-9", "top:-9"].iter().any(|d| style.contains(d) && style.contains("99"))
        || style.contains("clip:rect(0") && style.contains("position:absolute");
    if hidden { Flags::HIDDEN } else { Flags::default() }
}

/// Names that page builders give to parts of a page, each whole or cut at `-`, `_` and capitals.
fn of_classes(value: &[u8]) -> Flags {
    let mut flags = Flags::default();
    let value = String::from_utf8_lossy(value.get(..value.len().min(400)).unwrap_or_default()).into_owned();
    for class in value.split_ascii_whitespace().take(24) {
        flags |= of_class(&class.to_ascii_lowercase());
    }
    flags
}

fn of_class(class: &str) -> Flags {
    let starts = |heads: &[&str]| heads.iter().any(|h| class.starts_with(h));
    let holds = |parts: &[&str]| parts.iter().any(|p| class.contains(p));
    let part = |parts: &[&str]| class.split(['-', '_']).any(|p| parts.contains(&p));
    let mut flags = Flags::default();
    if is_comments(class) {
        flags |= Flags::COMMENT;
    }
    if class.rsplit(['-', '_']).next().is_some_and(|last| matches!(last, "caption" | "figcaption" | "cutline" | "photocaption" | "imagecaption"))
        || class == "wp-caption-text"
    {
        flags |= Flags::CAPTION;
    }
    if part(&["byline", "dateline-byline"]) || class == "author" || class == "vcard" {
        flags |= Flags::BYLINE;
    }
    if part(&["date", "datum", "dateline", "time", "timestamp", "published", "posted", "pubdate", "datetime"]) {
        flags |= Flags::TIME;
    }
    if starts(&["related", "more-stories", "read-more", "readmore", "recommended", "trending", "most-popular", "mostpopular"])
        || holds(&["related-posts", "related-articles", "relatedposts", "outbrain", "taboola"])
    {
        flags |= Flags::RELATED;
    }
    flags
}

/// Names of containers of readers' comments; not of what counts them, links to them or takes them in.
fn is_comments(class: &str) -> bool {
    let known = [
        "disqus_thread",
        "dsq-content",
        "idc-container",
        "livefyre",
        "coral_talk_stream",
        "commentlist",
        "commentarea",
        "commentsarea",
        "commentbody",
    ];
    if known.contains(&class) {
        return true;
    }
    let thread = [
        "comment",
        "comments",
        "kommentar",
        "kommentare",
        "kommentarer",
        "komentarze",
        "commentaires",
        "comentarios",
        "commenti",
        "commentsection",
        "usercomments",
        "articlecomments",
        "commentthread",
        "commentcontent",
        "commenttext",
    ];
    let about = [
        "count", "counts", "counter", "link", "links", "form", "button", "btn", "number", "num", "reply", "respond", "icon", "open", "closed",
        "status", "enabled", "disabled", "on", "off", "toggle", "has", "no", "with", "without", "ad", "ads", "add", "write", "share", "bar", "tools",
        "single", "page", "hide", "show", "popup", "textarea", "input", "notes", "login", "policy",
    ];
    let mut found = false;
    for part in class.split(['-', '_']).filter(|p| !p.is_empty()) {
        if about.contains(&part) {
            return false;
        }
        found |= thread.contains(&part);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_hide() {
        let hidden = |s: &str| of_attribute(b"style", s.as_bytes()).has(Flags::HIDDEN);
        for style in ["display: none", "color:red;DISPLAY:NONE !important", "position:absolute; left:-9999px", "font-size: 0;"] {
            assert!(hidden(style), "{style}");
        }
        for style in ["display:none-such", "font-size:0.8em", "opacity:0.5", "left:-9px", "max-display:none"] {
            assert!(!hidden(style), "{style}");
        }
    }

    #[test]
    fn classes_name_parts() {
        let says = |c: &str, flag| of_attribute(b"class", c.as_bytes()).has(flag);
        assert!(says("comment-4711 even", Flags::COMMENT) && says("comments", Flags::COMMENT));
        assert!(!says("comment-count", Flags::COMMENT) && !says("comments-link", Flags::COMMENT) && !says("commentary", Flags::COMMENT));
        assert!(says("wp-caption-text", Flags::CAPTION) && says("article__caption", Flags::CAPTION));
    }
}
