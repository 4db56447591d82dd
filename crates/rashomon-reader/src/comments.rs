//! Comment threads glued below an article: where they begin, and which comment answers which.
//!
//! Three shapes: numbered or bulleted items, indented by depth; blocks that open with an author and a time; and
//! paragraphs parted by blank lines below a header ("Comments (9)").

use std::sync::LazyLock;

use rashomon_model::text::Comment;
use rashomon_model::{Notice, ZoneKind};
use regex::Regex;

use crate::furniture;
use crate::pattern::pattern;
use crate::zones::{Line, Shape};

/// Deeper replies are kept at this depth.
pub(crate) const DEEPEST: usize = 64;
/// Less text than this above a header is no article: the header belongs to the top of the page.
const SHORTEST_ARTICLE: usize = 200;

/// A thread below an article.
pub(crate) struct Thread {
    /// Its first line, header included.
    pub(crate) at: usize,
    /// How many comments the header says there are.
    pub(crate) claimed: Option<u32>,
    /// Lines of header from `at` on.
    header: usize,
}

static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?P<before>\d[\d,.]{0,8})\s+(?:reader |total |user )?(?:comments?|responses?|replies|thoughts|reactions)\b.{0,100}|(?:reader |user |view |all |show |read |facebook |top )?(?:comments?|discussion|responses|reactions)(?: section| \(all\))?\s*[(\[:|-]{0,2}\s*(?P<after>\d[\d,]{0,8})?\s*[)\]]?|(?:leave|post|add|write|submit) (?:a|your) (?:reply|comment|response)\b.{0,30}|leave a reply to .{1,40}|join the (?:conversation|discussion)|what do you think\?)\W*$",
    )
});
/// "No. 1-8", "Showing 1-10 of 24", "Sort by: newest": what stands between a header and its first comment.
static UNDER_HEADER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:no\. ?\d+(?: ?[-–] ?\d+)?|(?:showing |page |displaying )?\d+ ?(?:[-–]|to|of) ?\d+(?: of \d+)?(?: comments?)?|sort(?:ed)? by.{0,40}|(?:newest|oldest|best|most liked|latest|popular)(?: first)?|load more.{0,20}|log ?in.{0,40}|sign in.{0,40}|subscribe.{0,20}|follow|add (?:a|your) comment.{0,30}|leave (?:a|your) (?:reply|comment).{0,20}|\d+ (?:comments?|replies).{0,30}|comments? (?:policy|guidelines).{0,60})\W*$",
    )
});
const WHEN: &str = r"(?:(?:about )?(?:an?|\d{1,3}) (?:sec(?:ond)?|min(?:ute)?|hr|hour|day|week|month|mo|year|yr)s? ago|just now|yesterday|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4})?,?|\d{1,2}/\d{1,2}/\d{2,4},?|\d{4}-\d\d-\d\d)(?:[ T,]*(?:at |@ ?|- )?\d{1,2}:\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)?)?(?: ?(?:[ecmp][sd]?t|utc|gmt))?";
/// "jdoe says:", "Jane D. • 3 years ago", "Jane on March 3, 2015 at 5:33 pm said:".
static AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^\W{{0,3}}(?:(?:posted |written |comment )?by:? )?(?P<author>[^.:!?•·|,@\x22“”—–]{{1,40}}?(?: [a-z]\.)?)(?:\s*(?:[•·|,–—-]\s*|\bon\b |\bat\b |\bsays:?\s+|\bsaid:?\s+|\bwrote:?\s+|\(|  +)(?:posted |commented )?(?:on |at )?(?P<time>{WHEN})\)?(?:,? (?:said|says|wrote))?|\s+(?:says|wrote|said):)\s*:?(?:\s*[•·|]?\s*(?:reply|report|flag|permalink|link|edit|#))*\W*$"
    ))
});
/// A time on a line of its own, below the author's.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)^\W{{0,3}}(?:posted |commented )?(?:on |at )?(?P<time>{WHEN})(?:\s*[•·|]?\s*(?:reply|report|flag|permalink|edit|#))*\W*$"))
});
/// What stands below a comment: "Reply", "Like · 3", "Report abuse".
static ACTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?:reply|report(?: abuse)?|flag|like|dislike|share|upvote|downvote|permalink|quote|edit|\d+)(?:[\W\s]+|$))+(?:to \S.{0,40})?$",
    )
});
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#?(\d{1,6})[.)]\s+\S"));
static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[•◦▪‣○●*+»>-]\s*\S"));
/// How reporters write and readers do not.
static REPORTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:police|officers?|officials|authorities|investigators|detectives|deputies|prosecutors|sheriff|spokes(?:man|woman|person)|chief|sgt\.|lt\.|capt\.|he|she)(?: [A-Z][\w.'’-]+){0,3} (?:said|says|say|told)\b|\baccording to\b|\b(?:said|told) (?:police|officials|reporters|in a)\b",
    )
});

/// How many comments a line says there are, where it is the header of a thread ("Comments", "12 comments").
pub(crate) fn header(line: &str) -> Option<Option<u32>> {
    let found = (line.len() <= 120).then(|| HEADER.captures(line)).flatten()?;
    Some(found.name("before").or(found.name("after")).and_then(|m| m.as_str().replace([',', '.'], "").parse().ok()))
}

/// Author and time of a line that says who and perhaps when ("jdoe says:", "Jane D. • 3 years ago").
pub(crate) fn signed(line: &str) -> Option<(&str, Option<&str>)> {
    let found = (line.len() <= 120).then(|| AUTHOR.captures(line)).flatten()?;
    Some((found.name("author")?.as_str().trim(), found.name("time").map(|m| m.as_str().trim())))
}

/// The time that a line is and nothing else.
pub(crate) fn timed(line: &str) -> Option<&str> {
    let found = (line.len() <= 80).then(|| TIME.captures(line)).flatten()?;
    Some(found.name("time")?.as_str().trim())
}

/// A line of buttons: "Reply", "Like · 3".
pub(crate) fn is_buttons(line: &str) -> bool {
    line.len() <= 80 && ACTION.is_match(line)
}

/// Whether a line can be a header, an author or an action at all: these are short.
fn short(line: &Line<'_>) -> bool {
    line.text.len() <= 120
}

/// Where the comments of a page begin.
pub(crate) fn find(lines: &[Line<'_>], own: &[Option<ZoneKind>]) -> Option<Thread> {
    // Bytes of article above each line.
    let mut above = Vec::with_capacity(lines.len());
    let mut sum = 0usize;
    for (line, own) in lines.iter().zip(own) {
        above.push(sum);
        if line.text.len() >= 60 && own.is_none_or(ZoneKind::is_reporting) {
            sum += line.text.len();
        }
    }
    let header = lines.iter().enumerate().filter(|(_, l)| short(l)).find_map(|(i, line)| {
        let found = HEADER.captures(line.text)?;
        let count = found.name("before").or(found.name("after")).and_then(|m| m.as_str().replace([',', '.'], "").parse().ok());
        let tail = lines.get(i + 1..).unwrap_or_default();
        // "Comments (2)" with "No. 1-2" below it, or authors with times, is a thread below the shortest report.
        let sure = signs(tail) > 0 || count.is_some() && under_header(tail) > 0;
        let begins = above.get(i).is_some_and(|a| *a >= SHORTEST_ARTICLE || i > 0 && *a > 0 && sure) && is_thread(tail, count);
        begins.then(|| Thread { at: i, claimed: count, header: 1 + under_header(tail) })
    });
    let shape = numbered(lines, own, &above).or_else(|| blocks(lines, &above));
    match (header, shape) {
        (Some(h), Some(s)) if s < h.at => Some(Thread { at: s, claimed: h.claimed, header: 0 }),
        (Some(h), _) => Some(h),
        (None, s) => s.map(|at| Thread { at, claimed: None, header: 0 }),
    }
}

fn under_header(tail: &[Line<'_>]) -> usize {
    tail.iter().take_while(|l| short(l) && (UNDER_HEADER.is_match(l.text) || HEADER.is_match(l.text))).count()
}

/// A line that opens a comment: who says so, and perhaps when.
fn is_author(line: &Line<'_>) -> bool {
    // Labels of a page or a police log, not names.
    const LABELS: [&str; 14] =
        ["date", "time", "posted", "updated", "published", "created", "last", "location", "arrested", "first", "reported", "on", "at", "update"];
    let word = line.text.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty()).unwrap_or_default();
    short(line) && !LABELS.iter().any(|l| word.eq_ignore_ascii_case(l)) && AUTHOR.is_match(line.text)
}

/// A reply button and the like.
fn is_action(line: &Line<'_>) -> bool {
    short(line) && line.text.to_ascii_lowercase().contains("reply") && ACTION.is_match(line.text)
}

/// Lines that only threads have: authors with times, reply buttons.
fn signs(tail: &[Line<'_>]) -> usize {
    tail.iter().take(400).filter(|l| is_author(l) || is_action(l)).count()
}

/// Whether what follows a header reads as comments and not as the rest of the article.
fn is_thread(tail: &[Line<'_>], claimed: Option<u32>) -> bool {
    let long: Vec<&Line<'_>> = tail.iter().take(400).filter(|l| l.text.len() >= 60).collect();
    if claimed == Some(0) {
        return long.is_empty();
    }
    if signs(tail) >= 2 {
        return true;
    }
    let reported = long.iter().filter(|l| REPORTED.is_match(l.text)).count();
    // Readers quote reports now and then; an article that goes on does it all the time.
    reported * 4 < long.len().max(1) || long.len() <= 1 && reported == 0
}

/// An indented list that runs to the end of the text: "  1. …" with "    • …" below it.
fn numbered(lines: &[Line<'_>], own: &[Option<ZoneKind>], above: &[usize]) -> Option<usize> {
    // Lines from here on that stand at the margin, counted from the end.
    let mut at_margin = vec![0usize; lines.len() + 1];
    let mut marks = vec![0usize; lines.len() + 1];
    for (i, (line, own)) in lines.iter().zip(own).enumerate().rev() {
        let stray = line.indent == 0 && own.is_none();
        at_margin[i] = at_margin[i + 1] + usize::from(stray);
        let mark = line.indent > 0 && (NUMBERED.is_match(line.text) || BULLET.is_match(line.text));
        marks[i] = marks[i + 1] + usize::from(mark);
    }
    lines.iter().enumerate().position(|(i, line)| {
        line.indent > 0
            && above[i] >= SHORTEST_ARTICLE
            && NUMBERED.captures(line.text).is_some_and(|c| c.get(1).is_some_and(|n| n.as_str() == "1"))
            && marks[i] >= 2
            && at_margin[i] * 5 <= lines.len() - i
    })
}

/// Two or more blocks that open with an author and a time, or end with a reply button.
fn blocks(lines: &[Line<'_>], above: &[usize]) -> Option<usize> {
    let opens = |i: usize| -> bool {
        lines.get(i).is_some_and(|l| is_author(l) && !furniture::is_posted(l.text))
            || lines.get(i..i + 2).is_some_and(
                |w| matches!(w, [a, b] if a.text.len() <= 40 && short(b) && b.gap == 0 && TIME.is_match(b.text) && !furniture::is_posted(a.text)),
            )
    };
    let mut found: Vec<usize> = Vec::new();
    for (i, above) in above.iter().enumerate() {
        if *above >= SHORTEST_ARTICLE && opens(i) && lines.get(i + 1).is_some() {
            found.push(i);
        }
    }
    let first = *found.first()?;
    let replies = lines.iter().skip(first).filter(|l| is_action(l)).count();
    let tail = lines.get(first..).unwrap_or_default();
    (found.len() >= 2 && is_thread(tail, None) && (found.len() + replies) * 12 >= tail.len()).then_some(first)
}

/// Cuts the lines of a thread into one zone per comment.
pub(crate) fn cut(lines: &[Line<'_>], own: &[Option<ZoneKind>], thread: &Thread, shape: &mut Shape) {
    let (head, tail) = lines.get(thread.at..).unwrap_or_default().split_at_checked(thread.header).unwrap_or_default();
    for line in head {
        shape.notice_zone(ZoneKind::Furniture, line);
    }
    // Notices of the page stand below the thread, not in it; inside it a line may quote one.
    let below = tail.iter().zip(own.get(lines.len() - tail.len()..).unwrap_or_default()).rev().take_while(|(l, own)| is_below(l, **own)).count();
    let (tail, foot) = tail.split_at_checked(tail.len() - below).unwrap_or((tail, &[]));
    let starts = starts(tail);
    let mut threads = Paths::default();
    for (n, (from, mark)) in starts.iter().enumerate() {
        let to = starts.get(n + 1).map_or(tail.len(), |s| s.0);
        let Some(block @ [first, ..]) = tail.get(*from..to) else { continue };
        let (author, time) = signature(block);
        let thread = threads.next(first.indent, *mark);
        let end = block.last().map_or(first.end(), Line::end);
        shape.comment_zone(first.start, end, Comment { thread, author, time });
    }
    if let Some(start) = threads.too_deep.and_then(|n| starts.get(n)).and_then(|s| tail.get(s.0)) {
        shape.notices.push(Notice {
            id: "thread-too-deep".into(),
            start: start.start as u32,
            end: start.end() as u32,
            hint: format!("replies more than {DEEPEST} deep are kept at depth {DEEPEST}; nothing to do").into(),
        });
    }
    let present = starts.len();
    if let Some(claimed) = thread.claimed.filter(|c| *c as usize != present) {
        let at = head.first().map_or((0, 0), |h| (h.start, h.end()));
        shape.notices.push(Notice {
            id: "comments-missing".into(),
            start: at.0 as u32,
            end: at.1 as u32,
            hint: format!("the page says {claimed} comments and shows {present}; the others were not captured").into(),
        });
    }
    for (line, own) in foot.iter().zip(own.get(lines.len() - foot.len()..).unwrap_or_default()) {
        shape.notice_zone(own.unwrap_or(ZoneKind::Furniture), line);
    }
}

fn is_below(line: &Line<'_>, own: Option<ZoneKind>) -> bool {
    line.indent == 0 && (short(line) && HEADER.is_match(line.text) || matches!(own, Some(ZoneKind::Rights | ZoneKind::Furniture)) && !is_action(line))
}

/// How a comment's place in the thread is marked.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Number(u32),
    Indent,
}

/// First line of every comment, by the shape that this thread has.
fn starts(tail: &[Line<'_>]) -> Vec<(usize, Mark)> {
    let mut starts: Vec<(usize, Mark)> = Vec::new();
    let number = |l: &Line<'_>| NUMBERED.captures(l.text).and_then(|c| c.get(1)?.as_str().parse().ok());
    let listed = tail.iter().filter(|l| NUMBERED.is_match(l.text) || BULLET.is_match(l.text) && l.indent > 0).count();
    if tail.first().is_some_and(|l| number(l).is_some() || l.indent > 0 && BULLET.is_match(l.text)) && listed * 8 >= tail.len() {
        let mut last = 0;
        for (i, line) in tail.iter().enumerate() {
            match number(line) {
                // A number inside a comment does not go on where the last one stopped.
                Some(n) if n > last && n - last <= 50 => {
                    last = n;
                    starts.push((i, Mark::Number(n)));
                }
                _ if line.indent > 0 && BULLET.is_match(line.text) => starts.push((i, Mark::Indent)),
                _ => {}
            }
        }
    } else if signs(tail) >= 2 {
        let mut i = 0;
        while let Some(line) = tail.get(i) {
            let named = is_author(line);
            let timed = line.text.len() <= 40 && tail.get(i + 1).is_some_and(|b| short(b) && b.gap == 0 && TIME.is_match(b.text));
            if named || timed {
                starts.push((i, Mark::Indent));
            }
            i += if timed { 2 } else { 1 };
        }
    } else {
        // A wider gap parts comments where paragraphs have a narrow one.
        let widest = tail.iter().skip(1).map(|l| l.gap).max().unwrap_or(0);
        let narrowest = tail.iter().skip(1).map(|l| l.gap).min().unwrap_or(0);
        let parts = if widest >= 2 {
            2
        } else if widest > narrowest {
            widest
        } else {
            narrowest
        };
        starts.extend(tail.iter().enumerate().filter(|(i, l)| *i == 0 || l.gap >= parts).map(|(i, _)| (i, Mark::Indent)));
    }
    if !tail.is_empty() && starts.first().is_none_or(|s| s.0 != 0) {
        starts.insert(0, (0, Mark::Indent));
    }
    starts
}

/// Author and time, as written, from the first two lines of a comment.
fn signature(block: &[Line<'_>]) -> (Option<Box<str>>, Option<Box<str>>) {
    let [first, rest @ ..] = block else { return (None, None) };
    let text = |m: Option<regex::Match<'_>>| m.map(|m| m.as_str().trim()).filter(|s| !s.is_empty()).map(Box::from);
    let time_below = || rest.first().filter(|l| short(l) && l.gap == 0).and_then(|l| TIME.captures(l.text)).and_then(|c| text(c.name("time")));
    let bare = first.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if let Some(found) = short(first).then(|| AUTHOR.captures(bare)).flatten() {
        return (text(found.name("author")), text(found.name("time")).or_else(time_below));
    }
    match time_below() {
        Some(time) if first.text.len() <= 40 => (Some(first.text.into()), Some(time)),
        _ => (None, None),
    }
}

/// Places in a thread, from the indentation of each comment and its number.
#[derive(Default)]
struct Paths {
    /// Indentation of each open level, and the place on it.
    open: Vec<(u32, u32)>,
    /// Comments so far, and the first that was too deep.
    seen: usize,
    too_deep: Option<usize>,
}

impl Paths {
    fn next(&mut self, indent: u32, mark: Mark) -> Vec<u32> {
        let mut place = 0;
        if let Mark::Number(_) = mark {
            place = self.open.first().map_or(0, |l| l.1);
            self.open.clear();
        }
        while let Some((at, n)) = self.open.last().copied() {
            if at < indent {
                break;
            }
            place = n;
            self.open.pop();
        }
        // Two levels that share an indentation are one: siblings go on counting.
        if self.open.len() >= DEEPEST {
            self.too_deep.get_or_insert(self.seen);
            let last = self.open.pop().map_or(0, |l| l.1);
            place = last;
        }
        let n = match mark {
            Mark::Number(n) => n.max(place + 1),
            Mark::Indent => place + 1,
        };
        self.open.push((indent, n));
        self.seen += 1;
        self.open.iter().map(|l| l.1).collect()
    }
}
