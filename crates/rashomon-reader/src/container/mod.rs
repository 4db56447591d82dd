//! Streams that hold pages → the pages: archives of files and of the web, feeds, mail, tables, transcripts. One file a
//! format; each gives members or pages and knows no other. Nothing is written anywhere, names of members are labels.

mod decode;
mod disqus;
mod feed;
mod har;
mod http;
mod links;
mod mail;
mod meter;
mod saved;
mod table;
mod tar;
mod transcript;
mod warc;
mod zip;

use std::io::{self, BufRead, BufReader, Cursor, Read as _, Seek, SeekFrom};
use std::ops::ControlFlow;

use rashomon_model::Notice;

use crate::input::{aside, markup, split_plain, strip_suffix};
use crate::{LIMIT, Raw};
pub use links::Link;
use meter::Meter;
pub(crate) use meter::Refused;
pub use saved::pages_of_asset;
pub use table::Columns;

/// So much of a stream is looked at to tell what it holds.
pub const HEAD: usize = 4 << 10;
/// Archives in archives, no deeper than this.
const DEEPEST: usize = 2;
/// Names of what a page is made up with; none of it has words of its own.
const ASSETS: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".css", ".js", ".mjs", ".map", ".woff", ".woff2",
    ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".m4a", ".m4v", ".webm", ".mov", ".avi", ".wav", ".ogg",
];

/// A file, or what can be read like one: buffered, and with any place of it at hand.
pub trait Seekable: BufRead + Seek + Send + 'static {}
impl<T: BufRead + Seek + Send + 'static> Seekable for T {}

/// Takes what a stream gives, page by page; breaks off where no more is wanted.
pub type Sink<'a> = &'a mut dyn FnMut(Result<Raw, Notice>) -> ControlFlow<()>;

/// A part of an archive on its way to its own reader.
#[derive(Debug, Default)]
struct Member {
    /// The archive's name, a stroke, and its own.
    name: String,
    /// What its page is to be called, where not by its name.
    doc_id: Option<String>,
    /// Its media type, as given.
    media: Option<String>,
    url: Option<String>,
    /// When it was captured, as given.
    captured: Option<String>,
    noticed: Vec<Notice>,
    bytes: Vec<u8>,
}

impl Member {
    fn called(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// What its container knows of it, on the page that was made of it.
    fn on(&self, mut page: Raw) -> Raw {
        page.doc_id = self.doc_id.clone().or(page.doc_id);
        page.url = page.url.or_else(|| self.url.clone());
        page.archived_at = page.archived_at.or_else(|| self.captured.clone());
        page.noticed.extend(self.noticed.iter().cloned());
        if let Some(markup) = &mut page.markup
            && is_html(self.media.as_deref())
        {
            markup.media.clone_from(&self.media);
        }
        page
    }

    /// Marks it as shorter than its archive says.
    fn cut_short(&mut self, declared: u64) {
        let hint = format!("{}: the archive declares {declared} bytes and holds fewer: the page may lack its end; capture it again", self.name);
        self.noticed.push(aside("capture-cut-short", 0, 0, hint));
    }
}

/// A part of an archive, in memory or as a stream.
enum Entry {
    Whole(Member),
    Stream(String, Box<dyn BufRead + Send>),
}

/// What a stream is, told by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Gzip,
    Zip,
    Tar,
    Warc,
    /// One piece: a page, or a file of pages.
    Piece,
}

impl Format {
    fn of(head: &[u8]) -> Self {
        match head {
            _ if head.starts_with(&[0x1f, 0x8b]) => Format::Gzip,
            _ if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => Format::Zip,
            _ if head.starts_with(b"WARC/") => Format::Warc,
            _ if head.get(257..262) == Some(b"ustar") => Format::Tar,
            _ => Format::Piece,
        }
    }
}

/// Whether a stream of that name that begins so is for [`open`]; everything else is for [`split`](crate::split) or [`Lines`](crate::Lines).
pub fn holds_pages(name: &str, head: &[u8]) -> bool {
    match Format::of(head) {
        Format::Gzip => {
            let mut inner = Vec::new();
            // A head breaks off: what came until then tells enough.
            let _ = flate2::read::MultiGzDecoder::new(head).take(HEAD as u64).read_to_end(&mut inner);
            let inner_name = strip_suffix(name, &[".gz", ".tgz"]).unwrap_or(name);
            Format::of(&inner) != Format::Piece || piece_holds_pages(inner_name, &inner)
        }
        Format::Piece => piece_holds_pages(name, head),
        _ => true,
    }
}

fn piece_holds_pages(name: &str, head: &[u8]) -> bool {
    Piece::of(name, None, head) != Piece::Page
}

/// What one piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Feed,
    Disqus,
    Sitemap,
    List,
    Har,
    Mail,
    Transcript,
    Table,
    Pdf,
    /// A page, or JSON of pages.
    Page,
}

impl Piece {
    /// By its media type, its name, and how it begins.
    fn of(name: &str, media: Option<&str>, head: &[u8]) -> Self {
        let head = head.get(..HEAD).unwrap_or(head);
        let called = |suffixes: &[&str]| strip_suffix(name, suffixes).is_some();
        if head.starts_with(b"%PDF-") {
            return Piece::Pdf;
        }
        if is_html(media) || called(&[".jsonl", ".ndjson"]) {
            return Piece::Page;
        }
        if called(&[".csv", ".tsv"]) || is_media(media, "text/csv") {
            return Piece::Table;
        }
        if let Some(root) = root(head) {
            return match root.as_str() {
                root if feed::is_feed(root) => Piece::Feed,
                root if links::is_sitemap(root) => Piece::Sitemap,
                root if disqus::is_export(root) => Piece::Disqus,
                _ => Piece::Page,
            };
        }
        match () {
            () if feed::is_json_feed(head) => Piece::Feed,
            () if called(&[".har"]) || har::is_har(head) => Piece::Har,
            () if called(&[".eml", ".mht", ".mhtml"]) || is_media(media, "message/rfc822") || mail::is_mail(head) => Piece::Mail,
            () if called(&[".srt", ".vtt"]) || transcript::is_transcript(head) => Piece::Transcript,
            () if links::is_list(head) => Piece::List,
            () => Piece::Page,
        }
    }
}

/// The name of the first element of XML, without its prefix.
fn root(head: &[u8]) -> Option<String> {
    let text = decode::decode(head, None);
    let mut rest = decode::without_declaration(&text);
    loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        // A document type may declare entities of its own, in brackets.
        let inner = rest.starts_with("<!D") && rest.split('>').next().unwrap_or_default().contains('[');
        rest = if inner { rest.split_once(']')?.1 } else { rest };
        rest = rest.split_once(end)?.1;
    }
    let name = rest.strip_prefix('<')?.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    let name = name.rsplit(':').next().unwrap_or(name);
    (!name.is_empty()).then(|| name.to_owned())
}

/// The addresses of pages that an input names: of a feed's entries (those that it holds whole too), a sitemap, or a list. None where it is
/// nothing of these.
pub fn links(name: &str, media: Option<&str>, bytes: &[u8]) -> Option<Vec<Link>> {
    match Piece::of(name, media, bytes) {
        Piece::Feed => feed::entries(bytes, media).ok().map(|entries| entries.links),
        Piece::Sitemap => Some(links::of_sitemap(bytes)),
        Piece::List => Some(links::of_list(bytes)),
        _ => None,
    }
}

/// Whether an answer of that media type can be a page or a list of pages: one that has words.
pub fn is_worded(media: Option<&str>) -> bool {
    http::is_worded(media)
}

/// Which columns of a table hold what, where its headers do not say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// For every table: one without these columns is set aside.
    pub asked: Option<Columns>,
    /// Else the first of these whose columns a table has.
    pub remembered: Vec<Columns>,
}

impl Tables {
    fn both(&self) -> (Option<&Columns>, &[Columns]) {
        (self.asked.as_ref(), &self.remembered)
    }
}

/// What a gzip stream unpacks to, as long as it is within the limits of [`open`]; then an error.
pub fn gunzip<'p>(packed: impl BufRead + 'p) -> impl BufRead + 'p {
    Meter::default().unpacked(packed)
}

/// Every page of a stream, one at a time, in its order: of archives of files (ZIP, TAR), of the web (WARC, WACZ), each
/// also compressed, and of what they hold. What cannot be read becomes a notice, and the rest goes on as far as it can.
/// Limits: 100,000 members, 64 MiB each, 200 bytes from one, 16 GiB in all; archives no deeper than two in one.
pub fn open(name: &str, mut stream: Box<dyn Seekable>, tables: &Tables, sink: Sink<'_>) {
    let mut walk = Walk { meter: Meter::default(), tables, sink };
    let mut head = Vec::new();
    let looked = stream.as_mut().take(HEAD as u64).read_to_end(&mut head).and_then(|_| stream.seek(SeekFrom::Start(0)));
    let _ = match looked {
        Err(e) => (walk.sink)(Err(aside("unreadable", 0, 0, format!("{name}: cannot be read: {e}")))),
        Ok(_) if Format::of(&head) == Format::Zip => walk.zip(name, stream, 0),
        Ok(_) => walk.stream(name, Box::new(BufReader::with_capacity(1 << 16, stream)), 0, 0),
    };
}

/// [`open`] for what cannot be read twice, such as standard input. A ZIP archive is held in memory there.
pub fn open_forward(name: &str, stream: Box<dyn BufRead + Send>, tables: &Tables, sink: Sink<'_>) {
    let _ = Walk { meter: Meter::default(), tables, sink }.stream(name, stream, 0, 0);
}

/// One input on its way apart.
struct Walk<'a> {
    meter: Meter,
    tables: &'a Tables,
    sink: Sink<'a>,
}

impl Walk<'_> {
    /// `packed`: layers of gzip around it so far; `depth`: archives around it.
    fn stream(&mut self, name: &str, mut stream: Box<dyn BufRead + Send>, packed: usize, depth: usize) -> ControlFlow<()> {
        let mut head = Vec::new();
        if let Err(e) = stream.as_mut().take(HEAD as u64).read_to_end(&mut head)
            && head.is_empty()
        {
            return (self.sink)(Err(unreadable(name, &e)));
        }
        let format = Format::of(&head);
        let mut stream: Box<dyn BufRead + Send> = Box::new(Cursor::new(head).chain(stream));
        match format {
            Format::Gzip if packed == 2 => {
                let hint = format!("{name}: compressed three times over; unpack it once and add it again");
                (self.sink)(Err(aside("too-deep", 0, 0, hint)))
            }
            Format::Gzip => self.stream(name, self.meter.gunzip(stream), packed + 1, depth),
            Format::Tar => self.nested(name, depth, |walk| {
                let meter = walk.meter.clone();
                tar::members(name, stream, &meter, &|member| !is_asset(member), &mut |member| walk.member(member, depth + 1))
            }),
            Format::Warc => self.nested(name, depth, |walk| {
                let meter = walk.meter.clone();
                warc::pages(name, stream, &meter, &mut |member| walk.member(member, depth + 1))
            }),
            Format::Zip | Format::Piece => match self.meter.bytes(&mut stream) {
                Ok(bytes) => self.whole(Member { bytes, ..Member::called(name) }, depth),
                Err((_, e)) if Refused::is(&e) => (self.sink)(Err(archive_notice(name, &e))),
                Err((bytes, e)) if bytes.is_empty() => (self.sink)(Err(unreadable(name, &e))),
                Err((bytes, e)) => {
                    let at = bytes.len();
                    self.whole(Member { bytes, ..Member::called(name) }, depth)?;
                    let hint = format!("{name}: breaks off after {at} bytes ({e}); what came before was read, add the whole file again");
                    (self.sink)(Err(aside("broken-gzip", at, at, hint)))
                }
            },
        }
    }

    fn zip(&mut self, name: &str, mut file: Box<dyn Seekable>, depth: usize) -> ControlFlow<()> {
        if strip_suffix(name, &[".xlsx", ".xlsm"]).is_some() {
            return match self.meter.bytes(&mut file) {
                Ok(bytes) => self.workbook(name, bytes),
                Err((_, e)) => (self.sink)(Err(archive_notice(name, &e))),
            };
        }
        self.nested(name, depth, |walk| {
            let meter = walk.meter.clone();
            zip::members(name, file, &meter, &|member| !is_asset(member), &is_warc, &mut |entry| match entry {
                Ok(Entry::Stream(name, stream)) => walk.stream(&name, stream, 0, depth + 1),
                Ok(Entry::Whole(member)) => walk.member(Ok(member), depth + 1),
                Err(notice) => (walk.sink)(Err(notice)),
            })
        })
    }

    fn workbook(&mut self, name: &str, bytes: Vec<u8>) -> ControlFlow<()> {
        // Its reader believes what the file says of its size: so it is unpacked once to see.
        let (mut size, mut stopped) = (0, None);
        let seen = zip::members(name, Box::new(Cursor::new(bytes.clone())), &self.meter, &|_| true, &|_| false, &mut |entry| {
            match entry {
                Ok(Entry::Whole(part)) => size += part.bytes.len(),
                Ok(Entry::Stream(..)) => {}
                Err(notice) => stopped = Some(notice),
            }
            if stopped.is_some() || size > LIMIT { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match (seen, stopped) {
            (_, Some(notice)) => (self.sink)(Err(notice)),
            (ControlFlow::Break(()), _) => {
                let hint = format!("{name}: more than {} MiB after decompression; save it in parts, or as CSV", LIMIT >> 20);
                (self.sink)(Err(aside("too-large", 0, 0, hint)))
            }
            _ => table::of_workbook(name, bytes, self.tables.both(), self.sink),
        }
    }

    fn nested(&mut self, name: &str, depth: usize, go_on: impl FnOnce(&mut Self) -> ControlFlow<()>) -> ControlFlow<()> {
        if depth > DEEPEST {
            let hint = format!("{name}: an archive in an archive in an archive; unpack the outer ones and add it again");
            return (self.sink)(Err(aside("too-deep", 0, 0, hint)));
        }
        go_on(self)
    }

    fn member(&mut self, member: Result<Member, Notice>, depth: usize) -> ControlFlow<()> {
        match member {
            Ok(member) => self.whole(member, depth),
            Err(notice) => (self.sink)(Err(notice)),
        }
    }

    /// A member, or an input that is one piece.
    fn whole(&mut self, member: Member, depth: usize) -> ControlFlow<()> {
        match Format::of(&member.bytes) {
            Format::Piece => self.piece(member, depth),
            Format::Zip => self.zip(&member.name, Box::new(Cursor::new(member.bytes)), depth),
            _ => self.stream(&member.name, Box::new(Cursor::new(member.bytes)), 0, depth),
        }
    }

    /// `depth`: archives around it.
    fn piece(&mut self, member: Member, depth: usize) -> ControlFlow<()> {
        let Member { name, media, bytes, .. } = &member;
        let (inner, media) = (strip_suffix(name, &[".gz"]).unwrap_or(name), media.as_deref());
        match Piece::of(inner, media, bytes) {
            Piece::Page => {
                let parts = if is_html(media) { vec![markup(name, bytes)] } else { split_plain(name, inner, bytes) };
                for part in parts {
                    (self.sink)(part.map(|raw| member.on(raw)))?;
                }
                ControlFlow::Continue(())
            }
            Piece::Transcript => (self.sink)(transcript::page(name, bytes).map(|raw| member.on(raw))),
            Piece::Pdf => (self.sink)(markup(name, bytes).map(|raw| member.on(raw))),
            Piece::Table => table::of_text(name, bytes, self.tables.both(), self.sink),
            Piece::Feed => match feed::entries(bytes, media) {
                Ok(entries) if entries.is_empty() => {
                    (self.sink)(Err(aside("no-page", 0, 0, format!("{name}: a feed without entries; nothing to read"))))
                }
                Ok(entries) => {
                    for page in entries.pages {
                        (self.sink)(Ok(Raw { archived_at: member.captured.clone(), noticed: member.noticed.clone(), ..page }))?;
                    }
                    if entries.nameless > 0 {
                        let hint = format!("{name}: {} entries hold neither a page nor an address", entries.nameless);
                        (self.sink)(Err(aside("no-page", 0, 0, hint)))?;
                    }
                    self.elsewhere(name, "entries only tease", &entries.teasers)
                }
                Err(why) => (self.sink)(Err(aside("broken-feed", 0, bytes.len(), format!("{name}: not readable as a feed: {why}; save it again")))),
            },
            Piece::Disqus => self.threads(&member),
            Piece::Sitemap => match links::of_sitemap(bytes) {
                links if links.is_empty() => {
                    (self.sink)(Err(aside("no-page", 0, 0, format!("{name}: a sitemap without addresses; nothing to read"))))
                }
                links => self.elsewhere(name, "addresses of pages that are not here", &links),
            },
            Piece::List => self.elsewhere(name, "addresses of pages that are not here", &links::of_list(bytes)),
            Piece::Har => self.nested(name, depth, |walk| har::pages(name, bytes, &mut |member| walk.member(member, depth + 1))),
            Piece::Mail => match mail::parts(name, bytes) {
                Some((page, members)) => {
                    if let Some(page) = page {
                        (self.sink)(Ok(member.on(page)))?;
                    }
                    self.nested(name, depth, |walk| members.into_iter().filter(|m| !is_asset(&m.name)).try_for_each(|m| walk.whole(m, depth + 1)))
                }
                None => (self.sink)(Err(aside("broken-mail", 0, bytes.len(), format!("{name}: not readable as a message; save it again")))),
            },
        }
    }

    /// The threads of an export of comments, and what of it is not in them.
    fn threads(&mut self, member: &Member) -> ControlFlow<()> {
        let name = &member.name;
        let disqus::Export { pages, removed, homeless, broken } = disqus::threads(&member.bytes);
        if pages.is_empty() && broken.is_none() {
            (self.sink)(Err(aside("no-page", 0, 0, format!("{name}: an export of comments without a comment to read"))))?;
        }
        for page in pages {
            (self.sink)(Ok(Raw { archived_at: member.captured.clone(), noticed: member.noticed.clone(), ..page }))?;
        }
        let mut left_out = |count: usize, why: &str| {
            let hint = format!("{name}: {why}: {count}");
            if count > 0 { (self.sink)(Err(aside("comments-left-out", 0, 0, hint))) } else { ControlFlow::Continue(()) }
        };
        left_out(removed, "comments that were deleted or held for spam on their site, not read")?;
        left_out(homeless, "comments of threads whose address the export does not give (export the whole site again)")?;
        match broken {
            Some((at, why)) => {
                let hint = format!("{name}: breaks off at byte {at} ({why}); what came before was read, export it again");
                (self.sink)(Err(aside("broken-export", at as usize, at as usize, hint)))
            }
            None => ControlFlow::Continue(()),
        }
    }

    /// Says that pages are elsewhere.
    fn elsewhere(&mut self, name: &str, what: &str, links: &[Link]) -> ControlFlow<()> {
        let Some(first) = links.first() else { return ControlFlow::Continue(()) };
        let hint = format!("{name}: {} {what} (the first: {}); capture those pages and add what was captured", links.len(), first.url);
        (self.sink)(Err(aside("pages-elsewhere", 0, 0, hint)))
    }
}

fn is_media(media: Option<&str>, kind: &str) -> bool {
    media.unwrap_or_default().split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind)
}

fn is_html(media: Option<&str>) -> bool {
    is_media(media, "text/html") || is_media(media, "application/xhtml+xml")
}

fn is_asset(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    // Bookkeeping of the systems that packed it.
    file.starts_with('.') || name.starts_with("__MACOSX/") || strip_suffix(file, ASSETS).is_some()
}

fn is_warc(name: &str) -> bool {
    strip_suffix(name, &[".warc", ".warc.gz"]).is_some()
}

fn unreadable(name: &str, e: &io::Error) -> Notice {
    aside("unreadable", 0, 0, format!("{name}: cannot be read: {e}; copy it again"))
}

/// What a limit stopped.
fn archive_notice(name: &str, e: &io::Error) -> Notice {
    aside("too-large", 0, 0, format!("{name}: {e}; it is not read any further, take out what you want to add"))
}
