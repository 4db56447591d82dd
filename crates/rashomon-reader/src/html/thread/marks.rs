//! What one tag's attributes say of it, word by word: the names that comment systems give their parts, in the languages
//! that pages are marked up in.

use jiff::Timestamp;

use super::tree::{Tag, hash};

/// What a tag's attributes say of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u32);

#[allow(missing_docs)]
impl Marks {
    /// Where comments are, with whatever belongs to them.
    pub(super) const REGION: u32 = 1;
    /// One comment.
    pub(super) const ITEM: u32 = 1 << 1;
    /// One comment, or the frame around some.
    pub(super) const MAYBE: u32 = 1 << 2;
    pub(super) const BODY: u32 = 1 << 3;
    pub(super) const AUTHOR: u32 = 1 << 4;
    /// What stands above or below the words of a comment.
    pub(super) const META: u32 = 1 << 5;
    pub(super) const TIME: u32 = 1 << 6;
    /// Buttons, pictures, ranks.
    pub(super) const NOISE: u32 = 1 << 7;
    /// The replies to one comment.
    pub(super) const CHILDREN: u32 = 1 << 8;
    /// Declared as a comment to machines.
    pub(super) const SCHEMA: u32 = 1 << 9;
    /// A numbered post of a forum, or an article of a blog.
    pub(super) const POST: u32 = 1 << 10;
    /// Where one writes.
    pub(super) const FORM: u32 = 1 << 11;
    /// The body of the article.
    pub(super) const ARTICLE: u32 = 1 << 12;
    /// Has the headline or the body of the article in it.
    pub(super) const HOLDS: u32 = 1 << 13;
    /// The author's name and nothing else.
    pub(super) const NAME: u32 = 1 << 14;
    /// Perhaps where comments are: "discussion", "responses".
    pub(super) const WEAK: u32 = 1 << 15;
    /// Words for those who hear the page.
    pub(super) const SPOKEN: u32 = 1 << 16;
    /// What a whole page says of itself ("comments-open") or of other pages ("recent-comments").
    pub(super) const ELSEWHERE: u32 = 1 << 17;

    pub(super) fn has(self, any: u32) -> bool {
        self.0 & any != 0
    }
    pub(super) fn add(&mut self, marks: u32) {
        self.0 |= marks;
    }
}

/// What only some elements have.
#[derive(Clone, Debug, Default)]
pub(super) struct Details {
    /// The comment's own number, hashed.
    pub(super) number: Option<u32>,
    /// The number of what it answers, hashed.
    pub(super) answers: Option<u32>,
    /// How deep it stands, in whatever unit the page has.
    pub(super) level: Option<u32>,
    /// When, as the attribute gives it.
    pub(super) when: Option<Box<str>>,
    /// How many comments there are.
    pub(super) count: Option<u32>,
}

/// The attributes of one tag, as far as they matter.
#[derive(Default)]
pub(super) struct Attributes {
    class: String,
    id: String,
    kind: String,
    property: String,
    datetime: String,
    title: String,
    content: String,
    style: String,
    level: String,
    parent: String,
    number: String,
    stamp: String,
    count: String,
    other: String,
    media: String,
    current: Name,
    any: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Name {
    #[default]
    None,
    Class,
    Id,
    Kind,
    Property,
    Datetime,
    Title,
    Content,
    Style,
    Level,
    Parent,
    Number,
    Stamp,
    Count,
    Media,
    Other,
}

/// Longer values of one attribute are looked at in part.
const LONGEST: usize = 512;

impl Attributes {
    pub(super) fn clear(&mut self) {
        for field in [
            &mut self.class,
            &mut self.id,
            &mut self.kind,
            &mut self.property,
            &mut self.datetime,
            &mut self.title,
            &mut self.content,
            &mut self.style,
            &mut self.level,
            &mut self.parent,
            &mut self.number,
            &mut self.stamp,
            &mut self.count,
            &mut self.other,
            &mut self.media,
        ] {
            field.clear();
        }
        (self.current, self.any) = (Name::None, false);
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    pub(super) fn begin(&mut self, name: &[u8]) {
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        self.current = match name {
            b"class" => Name::Class,
            b"id" => Name::Id,
            b"itemtype" | b"typeof" => Name::Kind,
            b"itemprop" | b"property" | b"rel" => Name::Property,
            b"datetime" => Name::Datetime,
            b"title" => Name::Title,
            b"content" => Name::Content,
            b"style" => Name::Style,
            b"type" => Name::Media,
            b"aria-level" => Name::Level,
            b"data-testid" | b"data-test" | b"data-qa" | b"data-role" | b"data-component" | b"data-spot-im-class" | b"data-hook" | b"data-type" => {
                Name::Other
            }
            _ if !name.starts_with(b"data-") => Name::None,
            _ if has(b"parent") || has(b"reply-to") || has(b"replyto") => Name::Parent,
            _ if has(b"depth") || has(b"level") || has(b"indent") || has(b"nest") => Name::Level,
            b"data-id" | b"data-cid" | b"data-key" | b"data-post-id" | b"data-message-id" | b"data-comment" => Name::Number,
            _ if has(b"comment") && (has(b"id") || has(b"number")) => Name::Number,
            _ if has(b"comment") && has(b"count") => Name::Count,
            _ if has(b"time") || has(b"date") || has(b"epoch") || has(b"created") => Name::Stamp,
            _ => Name::None,
        };
        self.any |= self.current != Name::None;
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        let field = match self.current {
            Name::None => return,
            Name::Class => &mut self.class,
            Name::Id => &mut self.id,
            Name::Kind => &mut self.kind,
            Name::Property => &mut self.property,
            Name::Datetime => &mut self.datetime,
            Name::Title => &mut self.title,
            Name::Content => &mut self.content,
            Name::Style => &mut self.style,
            Name::Level => &mut self.level,
            Name::Parent => &mut self.parent,
            Name::Number => &mut self.number,
            Name::Stamp => &mut self.stamp,
            Name::Count => &mut self.count,
            Name::Media => &mut self.media,
            Name::Other => &mut self.other,
        };
        field.push_str(&String::from_utf8_lossy(value.get(..LONGEST).unwrap_or(value)));
        field.push(' ');
    }

    pub(super) fn is_linked_data(&self) -> bool {
        self.media.contains("ld+json")
    }

    /// A property of a thing that is given in a tag without words.
    pub(super) fn is_property(&self) -> bool {
        !self.content.is_empty() && ["date", "Date", "comment", "interaction", "Time"].iter().any(|p| self.property.contains(p))
    }

    /// Equal for siblings of one make: numbers and what alternates do not count.
    pub(super) fn look(&self, name: &[u8]) -> u32 {
        let class = self.class.split_whitespace().filter(|c| {
            !c.bytes().any(|b| b.is_ascii_digit()) && !matches!(*c, "odd" | "even" | "alt" | "first" | "last" | "parent" | "active" | "byuser")
        });
        class.fold(hash(name), |h, c| h.rotate_left(5) ^ hash(c.as_bytes()))
    }
}

const fn bytes_of(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c >= 0x80
}

/// Lower-case words of a name: "UFICommentBody", "comment_body" and "comment-body12" alike.
fn words(token: &str, out: &mut String) {
    out.clear();
    let bytes = token.as_bytes();
    let mut before = b' ';
    for (i, c) in token.char_indices() {
        let b = bytes.get(i).copied().unwrap_or(b' ');
        let next = bytes.get(i + 1).copied().unwrap_or(b' ');
        let cut = b.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_uppercase() && next.is_ascii_lowercase())
            || b.is_ascii_digit() != before.is_ascii_digit();
        if (cut || !bytes_of(b)) && !out.ends_with(' ') {
            out.push(' ');
        }
        if bytes_of(b) {
            out.extend(c.to_lowercase());
        }
        before = b;
    }
}

/// "comment" and its like at the beginning of a word: whether it is many, and what is glued to it.
fn stem(word: &str) -> Option<(bool, &str)> {
    const STEMS: [&str; 12] = [
        "commentaire",
        "comentario",
        "comentário",
        "comentari",
        "kommentar",
        "komentar",
        "commento",
        "commenti",
        "comment",
        "reactie",
        "cmt",
        "cmnt",
    ];
    let stem = STEMS.iter().find(|s| word.starts_with(**s))?;
    let rest = word.get(stem.len()..)?;
    let many = match rest {
        "s" | "e" | "ze" | "i" | "es" | "en" | "er" if *stem != "comment" || rest == "s" => Some(""),
        _ if *stem == "commenti" => Some(rest),
        _ => rest.strip_prefix('s').filter(|r| role(r).is_some()),
    };
    Some((many.is_some(), many.unwrap_or(rest)))
}

/// What a word says of the element that is called by it.
fn role(word: &str) -> Option<u32> {
    Some(match word {
        "body" | "content" | "contents" | "text" | "txt" | "message" | "msg" | "copy" | "markup" | "paragraph" | "bubble" | "inhalt" | "texte"
        | "texto" | "cooked" | "desc" | "description" => Marks::BODY,
        "author" | "authors" | "username" | "user" | "name" | "nick" | "nickname" | "poster" | "fn" | "vcard" | "commenter" | "er" | "writer"
        | "byline" | "by" | "autor" | "auteur" | "autore" | "actor" | "displayname" | "creator" | "member" | "benutzer" | "benutzername"
        | "nutzer" | "nutzername" | "verfasser" | "usuario" | "utilisateur" | "pseudo" | "utente" | "gebruiker" | "gebruikersnaam" | "uzytkownik" => {
            Marks::AUTHOR
        }
        "date" | "time" | "timestamp" | "datetime" | "ago" | "datum" | "timeago" | "livetimestamp" | "fecha" | "uhrzeit" | "heure" | "hora"
        | "tijd" | "published" | "permalink" | "posted" | "when" => Marks::TIME,
        "meta" | "metadata" | "info" | "infos" | "header" | "head" | "submitted" | "details" | "footer" | "foot" | "top" | "postdetails"
        | "postprofile" | "userinfo" | "userdetails" => Marks::META,
        "reply" | "replylink" | "link" | "links" | "action" | "actions" | "tool" | "tools" | "toolbar" | "button" | "buttons" | "btn" | "btns"
        | "controls" | "control" | "like" | "likes" | "dislike" | "vote" | "votes" | "voting" | "rating" | "rate" | "score" | "report" | "flag"
        | "share" | "sharing" | "edit" | "awaiting" | "moderation" | "count" | "counter" | "counts" | "avatar" | "gravatar" | "photo" | "image"
        | "img" | "icon" | "pic" | "userpic" | "thumbnail" | "policy" | "notice" | "rules" | "guidelines" | "nav" | "navigation" | "pagination"
        | "pager" | "paging" | "sort" | "sorting" | "subscribe" | "login" | "signin" | "toggle" | "submit" | "hint" | "menu" | "dropdown"
        | "badge" | "badges" | "signature" | "sig" | "notes" | "note" | "teaser" | "teasers" | "preview" | "subscription" | "karma" | "points"
        | "rank" | "tooltip" | "ad" | "ads" | "advert" | "advertisement" | "spinner" | "loader" | "more" | "number" | "num" | "social" | "stats"
        | "close" | "closed" | "opened" | "quotebutton" | "upvote" | "downvote" | "breadcrumb" | "profile" => Marks::NOISE,
        "form" | "respond" | "textarea" | "input" | "editor" => Marks::FORM,
        "children" | "replies" | "indent" | "child" | "childs" | "indented" | "subcomments" | "kids" | "antworten" | "answers" => Marks::CHILDREN,
        "list" | "area" | "section" | "thread" | "threads" | "stream" | "feed" | "app" | "embed" | "plugin" | "tree" | "all" | "entries"
        | "items" | "module" | "widget" | "tab" | "liste" | "root" => Marks::REGION,
        "wrap" | "wrapper" | "container" | "con" | "box" | "block" | "holder" | "inner" | "outer" | "panel" | "pane" | "group" | "row" | "frame"
        | "component" | "view" | "parent" => Marks::MAYBE,
        "item" | "entry" | "single" | "node" | "card" | "unit" | "element" | "post" | "article" => Marks::ITEM,
        _ => return None,
    })
}

/// Words before "comment" that make it a link, a state or another page's.
fn is_elsewhere(word: &str) -> bool {
    const WORDS: &str = "no has have with show view hide open load read see count num number allow total leave add write submit new \
        latest recent without toggle jump skip scroll go to enable disable letzte neueste derniers popular";
    WORDS.split(' ').any(|w| w == word)
}

/// The beginnings of names that comment systems give everything of theirs.
fn is_system(word: &str) -> bool {
    matches!(
        word,
        "disqus"
            | "dsq"
            | "livefyre"
            | "fyre"
            | "viafoura"
            | "spotim"
            | "spcv"
            | "openweb"
            | "coral"
            | "hypercomments"
            | "intensedebate"
            | "idc"
            | "remark42"
            | "isso"
            | "hyvor"
            | "wpdiscuz"
            | "wpcomm"
            | "ufilist"
            | "fbcomments"
    )
}

/// What one class or id says.
fn token(tag: Tag, token: &str, scratch: &mut String) -> u32 {
    words(token, scratch);
    let spaced = scratch.trim();
    // Names of behaviour say nothing of what a thing is.
    let spaced = spaced.strip_prefix("js ").filter(|rest| rest.contains("comment")).unwrap_or(if spaced.starts_with("js ") { "" } else { spaced });
    let frames = |w: &str| matches!(w, "list" | "lists" | "container" | "thread" | "threads" | "wrapper" | "group" | "section" | "stream");
    if spaced.split(' ').any(|w| matches!(w, "reply" | "replies" | "child" | "children")) && spaced.split(' ').any(frames) {
        return Marks::CHILDREN;
    }
    let commented = spaced.split(' ').enumerate().find_map(|(i, w)| Some((i, stem(w)?)));
    let Some((at, (many, glued))) = commented else { return plain(spaced) };
    let numbered = spaced.split(' ').any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    let after = spaced.split(' ').skip(at + 1);
    // "comment-author-link" is the author, "comment-body-wrapper" the body.
    let weak = |w: &str, r: u32| matches!(w, "link" | "links") || r == Marks::MAYBE;
    let roles = || after.clone().filter_map(|w| Some((w, role(w)?)));
    let last = roles().filter(|(w, r)| !weak(w, *r)).last().or(roles().last()).map(|(_, r)| r);
    let glued = if glued.is_empty() { None } else { Some(role(glued)) };
    // "commentary", "commented": other words.
    if glued == Some(None) && last.is_none() {
        return 0;
    }
    let before = spaced.split(' ').take(at).any(is_elsewhere) || !many && spaced.starts_with("post comment");
    let form = after.clone().any(|w| role(w) == Some(Marks::FORM));
    let said = if form { Some(Marks::FORM) } else { last.or(glued.flatten()) };
    match said {
        Some(Marks::REGION) if before => Marks::ELSEWHERE,
        Some(Marks::MAYBE) if many => Marks::REGION,
        Some(Marks::ITEM) if many => Marks::MAYBE | Marks::REGION,
        // "comment-reply" is a button or a reply.
        Some(Marks::NOISE) if spaced.ends_with("reply") && tag != Tag::Link => Marks::NOISE | Marks::MAYBE,
        Some(Marks::NOISE) => Marks::NOISE | Marks::ELSEWHERE,
        // "comment-meta-12" is numbered and still the meta.
        Some(role) => role,
        None if before || spaced.split(' ').skip(at + 1).any(|w| matches!(w, "open" | "off" | "on" | "enabled" | "disabled" | "allowed")) => {
            Marks::NOISE | Marks::ELSEWHERE
        }
        None if many => Marks::REGION,
        None if numbered || spaced == "comment" => Marks::ITEM | Marks::MAYBE,
        None => Marks::ITEM,
    }
}

/// Names without "comment" in them. They mean something inside a comment only, but for those of whole systems.
fn plain(spaced: &str) -> u32 {
    let first = spaced.split(' ').next().unwrap_or_default();
    match spaced {
        "reply" | "response" | "answer" | "antwort" | "reponse" => return Marks::NOISE | Marks::MAYBE,
        "discussion" | "conversation" | "responses" | "reactions" | "replies" | "leserbriefe" | "guestbook" | "opinions" | "post list" | "posts" => {
            return Marks::WEAK | if matches!(spaced, "replies" | "responses") { Marks::CHILDREN } else { 0 };
        }
        "leserbrief" => return Marks::ITEM,
        "screen reader text" | "visually hidden" | "visuallyhidden" | "sr only" | "assistive text" | "says" => return Marks::SPOKEN | Marks::NOISE,
        "respond" => return Marks::FORM,
        "fn" => return Marks::AUTHOR | Marks::NAME,
        "usertext body" | "usertext" | "bb wrapper" | "md" => return Marks::BODY,
        _ => {}
    }
    if spaced.ends_with("indent 0") {
        return 0;
    }
    let said = spaced.split(' ').rev().find_map(role).unwrap_or(0) & !(Marks::REGION | Marks::MAYBE | Marks::ITEM);
    if is_system(first) && said == 0 { Marks::REGION } else { said }
}

/// Forums number their posts, and so do blogs their articles.
fn post(tag: Tag, class: &str, id: &str) -> u32 {
    let shaped = matches!(tag, Tag::Block | Tag::Entry | Tag::Table | Tag::Row | Tag::Custom);
    let numbered = ["post", "p", "message", "msg", "postcontainer", "edit"]
        .iter()
        .any(|p| id.trim().strip_prefix(p).is_some_and(|n| n.trim_start_matches(['-', '_']).bytes().next().is_some_and(|b| b.is_ascii_digit())));
    let blog = class.split_whitespace().any(|c| matches!(c, "hentry" | "type-post" | "h-entry" | "blog-post"));
    let named = class.split_whitespace().any(|c| {
        matches!(
            c,
            "post" | "postcontainer" | "postbit" | "postbitlegacy" | "message" | "topic-post" | "forum-post" | "crawler-post" | "cPost" | "tborder"
        )
    });
    if shaped && !blog && (named && numbered || class.contains("postbit") || class.contains("crawler-post")) { Marks::POST } else { 0 }
}

/// What a tag's attributes say of it.
pub(super) fn of(tag: Tag, name: &[u8], a: &Attributes) -> (Marks, Option<Details>) {
    let mut marks = Marks::default();
    if a.is_empty() {
        return (marks, None);
    }
    let mut scratch = String::new();
    for class in a.class.split_whitespace().chain(a.other.split_whitespace()).take(24) {
        marks.add(token(tag, class, &mut scratch));
    }
    for id in a.id.split_whitespace().take(2) {
        marks.add(token(tag, id, &mut scratch));
    }
    marks.add(post(tag, &a.class, &a.id));
    if a.kind.contains("schema.org/Comment") || a.kind.contains("UserComments") || a.kind.contains("sioct:Comment") || a.kind.trim() == "Comment" {
        marks.add(Marks::SCHEMA | Marks::ITEM);
    }
    for property in a.property.split_whitespace() {
        marks.add(match property {
            "comment" | "schema:comment" if !a.kind.is_empty() => Marks::SCHEMA | Marks::ITEM,
            "text" | "commentText" | "schema:text" | "content:encoded" => Marks::BODY,
            "author" | "creator" | "schema:author" => Marks::AUTHOR,
            "name" | "schema:name" | "foaf:name" => Marks::NAME,
            "dateCreated" | "datePublished" | "commentTime" | "schema:dateCreated" | "dc:created" | "dc:date" => Marks::TIME,
            "articleBody" => Marks::ARTICLE,
            _ => 0,
        });
    }
    if tag == Tag::Time && name == b"time" {
        marks.add(Marks::TIME);
    }
    let details = details(&marks, tag, a, &mut scratch);
    (marks, details)
}

fn details(marks: &Marks, tag: Tag, a: &Attributes, scratch: &mut String) -> Option<Details> {
    let mut d = Details::default();
    if marks.has(Marks::ITEM | Marks::MAYBE | Marks::POST | Marks::SCHEMA) || tag == Tag::Entry {
        d.number = number(&a.number).or_else(|| number(&a.id));
        d.answers = number(&a.parent).filter(|n| *n != hash(b"0"));
        d.level = a.level.trim().parse().ok().or_else(|| a.class.split_whitespace().find_map(|c| level(c, scratch))).or_else(|| indent(&a.style));
    }
    if tag == Tag::Time || marks.has(Marks::TIME) {
        d.when = when(a);
    }
    let counts = a.property.contains("commentCount") || a.property.contains("interactionCount") && a.content.contains("Comment");
    if counts {
        d.count = a.content.rsplit(|c: char| !c.is_ascii_digit()).find(|n| !n.is_empty()).and_then(|n| n.parse().ok());
    } else if !a.count.is_empty() {
        d.count = a.count.trim().parse().ok();
    }
    let any = d.number.is_some() || d.answers.is_some() || d.level.is_some() || d.when.is_some() || d.count.is_some();
    any.then_some(d)
}

/// The number in "div-comment-12", "c12", or the whole name that follows in "comment-3f2a-…".
fn number(id: &str) -> Option<u32> {
    let id = id.trim();
    let at = id.find(|c: char| c.is_ascii_digit())?;
    let rest = id.get(at..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (first, after) = rest.split_at_checked(digits)?;
    if after.is_empty() || after.starts_with(['-', '_']) && after.bytes().skip(1).all(|b| b.is_ascii_digit()) {
        return Some(hash(first.as_bytes()));
    }
    // Names of letters and digits begin after the last plain word.
    let whole = id.split_inclusive(['-', '_']).skip_while(|w| w.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_'));
    Some(whole.fold(0, |h, w| h ^ hash(w.as_bytes()).rotate_left(7)))
}

/// "depth-3", "level2", "comment-indent-1".
fn level(class: &str, scratch: &mut String) -> Option<u32> {
    words(class, scratch);
    let mut words = scratch.trim().split(' ').skip_while(|w| !matches!(*w, "depth" | "level" | "lvl" | "indent" | "nesting" | "tier"));
    words.next()?;
    words.next()?.parse().ok()
}

/// "margin-left: 40px".
fn indent(style: &str) -> Option<u32> {
    let at = style.find("margin-left").or_else(|| style.find("padding-left"))?;
    let rest = style.get(at..)?.split_once(':')?.1.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest.get(..digits)?.parse().ok()
}

fn when(a: &Attributes) -> Option<Box<str>> {
    let given = [&a.datetime, &a.content].into_iter().map(|v| v.trim()).find(|v| v.bytes().any(|b| b.is_ascii_digit()));
    if let Some(given) = given {
        return Some(given.into());
    }
    let stamp = a.stamp.trim();
    if let Ok(n) = stamp.parse::<i64>() {
        // Seconds or milliseconds of this century or the last.
        let seconds = if n > 100_000_000_000 { n / 1000 } else { n };
        return (seconds > 300_000_000).then(|| Timestamp::from_second(seconds).ok()).flatten().map(|t| t.to_string().into());
    }
    let dated = |v: &str| v.bytes().filter(u8::is_ascii_digit).count() >= 4 && v.len() <= 80;
    [stamp, a.title.trim()].into_iter().find(|v| dated(v)).map(Into::into)
}
