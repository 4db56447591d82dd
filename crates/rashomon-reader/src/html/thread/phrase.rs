//! The words of threads that are nobody's: headings, buttons, "says".

use std::sync::LazyLock;

use regex::Regex;

use crate::comments;
use crate::pattern::pattern;

static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?:see |view |read |show |alle? )?(?:all )?\(?(?P<before>\d[\d,.]{0,8})\)?\s+(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties?|komentarz[ey]|replies|responses?|answers?|antworten|reactions?|thoughts? on|posts? in|user comments?|meinungen|leserbriefe)\b.{0,160}|(?:alle |all )?(?:kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties?|komentarze|leserbriefe|discussion|user comments|comments?|responses?)\s*[(\[:–—-]{0,2}\s*(?P<after>\d[\d,.]{0,8})?\s*[)\]]?|(?:showing|displaying|viewing)\s+(?:comments? )?\d+\s*(?:-|–|to)\s*\d+\s+(?:of|out of)\s+(?P<of>\d[\d,]{0,8})(?: comments?)?)\W*$",
    )
});
static ACTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?:log ?in (?:to|or register to) (?:reply|comment|post).{0,20}|reply(?: to (?:this )?(?:comment|post|\S{1,30}))?|report(?: (?:abuse|comment|post|this comment|as inappropriate))?|flag(?: (?:as inappropriate|comment))?|like[sd]?|unlike|dislike|love|share|upvote|downvote|vote (?:up|down)|permalink|permanent link|link|quote|edit|delete|block(?: user)?|mute|follow|recommend(?:ed)?|respect|top|thumbs? (?:up|down)|view (?:all )?(?:\d+ )?(?:more )?repl(?:y|ies)|show (?:all )?(?:\d+ )?(?:more )?(?:repl(?:y|ies)|comments?)|hide (?:\d+ )?repl(?:y|ies)|\d+ repl(?:y|ies)|\d+ (?:likes?|upvotes?|points?|votes?|people like this)|see more|read more|show more|load more.{0,20}|more|expand|collapse|antworten?|kommentar melden|melden|(?:weitere )?antworten anzeigen|mehr|log ?in|log ?out|sign (?:in|up|out)|register|anmelden|einloggen|zitieren|gefällt mir|répondre|signaler|responder|denunciar|me gusta|beantwoorden|odpowiedz|rispondi|answer|share this|copy link|helpful|agree|disagree|context|parent|in reply to \S.{0,40}|@?\d+|\+\d+|#\d+|-)(?:[\s\W]+|$))+$",
    )
});
/// What stands around an author's name.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s\W]*?(?:\d{1,5}[.:)]?\s+)?(?:(?:posted|written|submitted|comment(?:ed)?|reply|response|gepostet|geschrieben|kommentar|publié|escrito)?\s*(?:by|from|von|par|por|da|door):?\s+|(?:author|name|user|autor|auteur):\s*|by:?\s+)",
    )
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\s+(?:says|said|wrote|writes|commented|replied|responded|schreibt|schrieb|sagt|sagte|meint|kommentierte|dit|a dit|a écrit|dice|dijo|disse|zegt|schreef|pisze|escribió)(?:\s+(?:on|at|am|le|el|op)\b.*)?|\s+(?:on|am|le)\s+\d.*|\s+(?:reply|permalink|#\d+))?[\s:,;|•·–—-]*$",
    )
});

/// Whether words head a thread.
pub(super) fn is_header(text: &str) -> bool {
    claimed(text).is_some()
}

/// Words that head a thread: how many comments they say there are, where they do.
pub(super) fn claimed(text: &str) -> Option<Option<u32>> {
    if text.len() > 200 {
        return None;
    }
    if let Some(found) = HEADER.captures(text) {
        let count = found.name("before").or(found.name("after")).or(found.name("of"));
        return Some(count.and_then(|m| m.as_str().replace([',', '.'], "").parse().ok()));
    }
    comments::header(text)
}

/// Buttons below a comment, in words.
pub(super) fn is_action(text: &str) -> bool {
    text.len() <= 60 && !is_date(text) && (text.chars().all(|c| !c.is_alphanumeric() && c.is_ascii()) || ACTION.is_match(text))
        || !is_date(text) && comments::is_buttons(text)
}

/// A line that says who and when, or when.
pub(super) fn is_signed(text: &str) -> bool {
    comments::signed(text).is_some() || comments::timed(text).is_some() || is_comment_by(text)
}

/// A line that is a day or a time of day in any language's words: short, with a year or a clock time, and little else.
pub(super) fn is_date(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let year = line.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")));
    let clock = line.split(|c: char| !c.is_ascii_digit() && c != ':').any(|n| n.len() >= 4 && n.contains(':'));
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    line.len() <= 60
        && words <= 8
        && letters <= 24
        && (year && line.bytes().filter(u8::is_ascii_digit).count() >= 5 || clock)
        && !line.contains(['?', '!'])
        && !line.contains("):")
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:\d{1,5}\W+)?(?:comment|kommentar|commentaire|comentario|comentário|commento|reactie|komentarz|leserbrief)\s+(?:\W?\d{1,5}\W*\s)?(?:by|from|von|par|por|da|di|door|van|od)\b\W+\w",
    )
});

/// Whether a line says by its own words that a comment of somebody's follows ("#1 Comment by Jane").
pub(super) fn is_comment_by(line: &str) -> bool {
    line.len() <= 120 && BY.is_match(line)
}

/// Author and time as a line above or below a comment has them ("Posted by: Jane D. | 3 May 2019 5:33 pm").
pub(super) fn signature(line: &str) -> (Option<&str>, Option<&str>) {
    let line = line.trim();
    if let Some(time) = comments::timed(line) {
        return (None, Some(time));
    }
    if let Some((author, time)) = comments::signed(line) {
        return (Some(author).filter(|a| !a.is_empty()), time);
    }
    (is_comment_by(line).then_some(line), None)
}

/// An author's name without what stands around it; none where nothing is left.
pub(super) fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = BEFORE.find(text).map_or(Some(text), |m| text.get(m.end()..))?;
    let text = AFTER.find(text).map_or(Some(text), |m| text.get(..m.start()))?;
    let edge = |c: char| matches!(c, '(' | ')') && (text.starts_with('(') || !text.contains('('));
    let text = text.trim_matches(|c: char| c.is_whitespace() || edge(c) || matches!(c, '|' | '•' | '·' | ':' | ',' | '–' | '—' | '-' | '@'));
    (!text.is_empty() && text.len() <= 120 && !is_action(text)).then_some(text)
}
