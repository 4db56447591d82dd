//! Exports of Disqus (its XML): the comments of a site. One page a thread, with the address of the page that its comments are of and no words of
//! that page itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::decode::{decode, without_declaration};
use super::http;
use crate::{Markup, Raw, html};

/// Whether an XML file whose first element this is is an export.
pub(super) fn is_export(root: &str) -> bool {
    root == "disqus"
}

/// What an export holds.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// One page a thread that has comments.
    pub(super) pages: Vec<Raw>,
    /// Comments that the site had taken down, or held for spam.
    pub(super) removed: usize,
    /// Comments of threads that the export does not name, or that have no address.
    pub(super) homeless: usize,
    /// Where it breaks off, and why, where it is broken.
    pub(super) broken: Option<(u64, String)>,
}

#[derive(Debug, Default)]
struct Thread {
    link: String,
    began: Option<String>,
}

#[derive(Debug, Default)]
struct Post {
    number: String,
    thread: String,
    answers: Option<String>,
    author: Option<String>,
    login: Option<String>,
    time: Option<String>,
    message: String,
    removed: bool,
}

/// Where in the export one is: elements within each other, by name, the first few.
#[derive(Debug, Default)]
struct Place {
    names: Vec<String>,
    deeper: usize,
}

/// Elements deeper than this say nothing.
const DEEPEST: usize = 8;

impl Place {
    fn enter(&mut self, name: &str) {
        if self.names.len() < DEEPEST { self.names.push(name.to_owned()) } else { self.deeper += 1 }
    }
    fn leave(&mut self) {
        if self.deeper > 0 { self.deeper -= 1 } else { drop(self.names.pop()) }
    }
    fn is(&self, path: &[&str]) -> bool {
        self.deeper == 0 && self.names.iter().skip(1).map(String::as_str).eq(path.iter().copied())
    }
}

/// The threads of an export, in its order.
pub(super) fn threads(bytes: &[u8]) -> Export {
    let text = decode(bytes, None);
    let mut reader = Reader::from_str(without_declaration(&text));
    reader.config_mut().check_end_names = false;
    let mut export = Export::default();
    let mut threads: Vec<(String, Thread)> = Vec::new();
    let mut posts: Vec<Post> = Vec::new();
    let (mut place, mut words, mut post) = (Place::default(), String::new(), Post::default());
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                place.enter(start.local_name().as_ref());
                words.clear();
                began(&place, &start, &mut threads, &mut post);
            }
            Ok(Event::Empty(start)) => {
                place.enter(start.local_name().as_ref());
                began(&place, &start, &mut threads, &mut post);
                place.leave();
            }
            Ok(Event::Text(text)) => words.push_str(&text),
            Ok(Event::CData(text)) => words.push_str(&text),
            Ok(Event::GeneralRef(name)) => {
                // What is escaped is markup, or stands for itself in it.
                let _ = match name.as_ref() {
                    "lt" => words.write_char('<'),
                    "gt" => words.write_char('>'),
                    "quot" => words.write_char('"'),
                    "apos" => words.write_char('\''),
                    "amp" => words.write_char('&'),
                    name => write!(words, "&{name};"),
                };
            }
            Ok(Event::End(_)) => {
                let said = Some(words.trim()).filter(|said| !said.is_empty());
                let owned = || said.map(str::to_owned);
                match () {
                    () if place.is(&["thread", "link"]) => threads.last_mut().into_iter().for_each(|t| t.1.link = owned().unwrap_or_default()),
                    () if place.is(&["thread", "createdAt"]) => threads.last_mut().into_iter().for_each(|t| t.1.began = owned()),
                    () if place.is(&["post", "message"]) => post.message = owned().unwrap_or_default(),
                    () if place.is(&["post", "createdAt"]) => post.time = owned(),
                    () if place.is(&["post", "author", "name"]) => post.author = owned(),
                    () if place.is(&["post", "author", "username"]) => post.login = owned(),
                    () if place.is(&["post", "isDeleted"]) || place.is(&["post", "isSpam"]) => post.removed |= said == Some("true"),
                    () if place.is(&["post"]) => match std::mem::take(&mut post) {
                        post if post.message.is_empty() => {}
                        post if post.removed => export.removed += 1,
                        post => posts.push(post),
                    },
                    () => {}
                }
                words.clear();
                place.leave();
            }
            Ok(Event::Eof) if place.names.is_empty() => break,
            Ok(Event::Eof) => {
                export.broken = Some((reader.buffer_position(), "it ends in the middle".into()));
                break;
            }
            // What is declared inside a document type can be made to grow without end.
            Ok(Event::DocType(_)) => {
                export.broken = Some((reader.buffer_position(), "it declares a document type of its own".into()));
                break;
            }
            Err(e) => {
                export.broken = Some((reader.buffer_position(), e.to_string()));
                break;
            }
            Ok(_) => {}
        }
    }
    let mut of: FxHashMap<&str, Vec<&Post>> = FxHashMap::default();
    posts.iter().for_each(|post| of.entry(&post.thread).or_default().push(post));
    for (number, thread) in &threads {
        let Some(posts) = of.remove(number.as_str()) else { continue };
        match thread.link.starts_with("http") {
            true => export.pages.push(page(thread, posts)),
            false => export.homeless += posts.len(),
        }
    }
    export.homeless += of.values().map(Vec::len).sum::<usize>();
    export
}

fn began(place: &Place, start: &BytesStart<'_>, threads: &mut Vec<(String, Thread)>, post: &mut Post) {
    let number = || {
        let mut all = start.attributes();
        all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == "id").map(|a| a.value.into_owned()).filter(|n| !n.is_empty())
    };
    match () {
        () if place.is(&["thread"]) => threads.push((number().unwrap_or_default(), Thread::default())),
        () if place.is(&["post"]) => *post = Post { number: number().unwrap_or_default(), ..Post::default() },
        () if place.is(&["post", "thread"]) => post.thread = number().unwrap_or_default(),
        () if place.is(&["post", "parent"]) => post.answers = number(),
        () => {}
    }
}

/// A thread as a page of nothing but comments, in the order of their times.
fn page(thread: &Thread, mut posts: Vec<&Post>) -> Raw {
    posts.sort_by(|a, b| a.time.cmp(&b.time));
    let last = posts.iter().filter_map(|p| p.time.as_deref()).next_back();
    let numbers: BTreeMap<&str, usize> = posts.iter().enumerate().map(|(n, post)| (post.number.as_str(), n + 1)).collect();
    let mut out =
        format!("<!doctype html><html><head><meta charset=\"utf-8\"></head><body><section id=\"comments\"><h2>{} Comments</h2>", posts.len());
    for (n, post) in posts.iter().enumerate() {
        let _ = write!(out, "\n<div class=\"comment\" id=\"comment-{}\" data-comment-id=\"{}\"", n + 1, n + 1);
        // What answers a comment that is not there stands by itself.
        if let Some(answered) = post.answers.as_deref().and_then(|a| numbers.get(a)).filter(|a| **a <= n) {
            let _ = write!(out, " data-parent-id=\"{answered}\"");
        }
        out.push('>');
        if let Some(author) = post.author.as_deref().or(post.login.as_deref()) {
            let _ = write!(out, "<span class=\"comment-author\">{}</span>", escaped(author));
        }
        if let Some(time) = &post.time {
            let _ = write!(out, "<time datetime=\"{0}\">{0}</time>", escaped(time));
        }
        out.push_str("<div class=\"comment-body\">");
        html::lines(&post.message).iter().for_each(|line| {
            let _ = write!(out, "<p>{}</p>", escaped(line));
        });
        out.push_str("</div></div>");
    }
    out.push_str("\n</section></body></html>\n");
    let link = thread.link.split('#').next().unwrap_or_default();
    let thread_id = format!("{link}#comments");
    Raw {
        doc_id: Some(last.map_or_else(|| thread_id.clone(), |time| http::capture(&thread_id, time))),
        published: thread.began.clone(),
        url: Some(link.to_owned()),
        markup: Some(Markup { bytes: out.into_bytes(), media: Some("text/html; charset=utf-8".into()), degraded: None }),
        ..Raw::default()
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
