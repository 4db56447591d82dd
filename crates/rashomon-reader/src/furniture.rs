//! What a line of plain text is when it is not the report itself: rights notices, bylines, dates of posting,
//! corrections, captions and the page's own words (players, newsletters, sharing, related stories). Decided by the
//! line alone; long lines are reports and are not looked at.

use std::sync::LazyLock;

use rashomon_model::ZoneKind;
use regex::Regex;

use crate::pattern::pattern;

/// Longer lines are paragraphs. Also keeps the work per line bounded.
const LONGEST: usize = 700;

/// What a line is by its own words; `None` for what may be reporting. Cheap looks decide which patterns are tried.
pub(crate) fn kind(line: &str) -> Option<ZoneKind> {
    if line.len() > LONGEST {
        return None;
    }
    if !line.chars().any(char::is_alphanumeric) || is_time_code(line) {
        return Some(ZoneKind::Furniture);
    }
    let lower = line.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if is_rights(line, &lower) {
        return Some(ZoneKind::Rights);
    }
    if CORRECTION.is_match(&lower) {
        return Some(ZoneKind::Correction);
    }
    if line.len() <= 400 && (STARTS.is_match(&lower) && !is_labelled_sentence(&lower) || WHOLE.is_match(&lower) || has(ANYWHERE)) {
        return Some(ZoneKind::Furniture);
    }
    if is_posted(line) {
        return Some(ZoneKind::Furniture);
    }
    if line.len() <= 200 && (is_byline(line, &lower) || is_contact(&lower)) {
        return Some(ZoneKind::Byline);
    }
    if line.len() <= 160 && (CREDIT.is_match(&lower) || lower.ends_with(')') && SMALL_CAPTION.is_match(line)) {
        return Some(ZoneKind::Furniture);
    }
    let captioned = has(&[
        "photo",
        "image",
        "source",
        "credit",
        "courtesy",
        "screenshot",
        "getty",
        "file",
        "(published",
        "(posted",
        "slide",
        "handout",
        "caption:",
    ]);
    (captioned && CAPTION.is_match(&lower)).then_some(ZoneKind::Caption)
}

/// "PREVIOUS: a whole sentence." is the report going on under a label.
/// The time that stands before a paragraph of a transcript: `[00:12:31]`.
fn is_time_code(line: &str) -> bool {
    let inner = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|time| time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || b == b':'))
}

fn is_labelled_sentence(lower: &str) -> bool {
    lower.len() > 90
        && lower.ends_with('.')
        && lower.split_once(':').is_some_and(|(label, _)| label.len() <= 12 && label.chars().all(|c| c.is_ascii_alphabetic() || c == ' '))
}

/// Player and picture controls that were glued to the caption behind them: the length of the controls.
pub(crate) fn glued_controls(line: &str) -> Option<usize> {
    let end = GLUED.find(line.get(..line.len().min(120)).unwrap_or(line))?.end();
    (line.len() > end + 20).then_some(end)
}

/// "©2018 by Jane Doe", "Copyright 2016 …", "All rights reserved".
pub(crate) fn is_rights(line: &str, lower: &str) -> bool {
    (line.contains('©')
        || [
            "copyright",
            "(c)",
            "rights reserved",
            "not be published",
            "not be reproduced",
            "not be copied",
            "not be reprinted",
            "permission",
            "license",
        ]
        .iter()
        .any(|w| lower.contains(w)))
        && (lower.get(..lower.len().min(200)).unwrap_or(lower).contains("all rights reserved") && lower.len() <= 400 || RIGHTS.is_match(lower))
}

/// Where a rights notice begins that stands at the end of a paragraph.
pub(crate) fn trailing_rights(line: &str) -> Option<usize> {
    let mut from = line.len().saturating_sub(400);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let found = TRAILING_RIGHTS.captures(line.get(from..)?)?.get(1)?;
    Some(from + found.start()).filter(|at| *at > 0)
}

fn is_byline(line: &str, lower: &str) -> bool {
    let opens = [
        "by",
        "posted",
        "written",
        "reported",
        "report",
        "story",
        "author",
        "reporter",
        "-",
        "—",
        "–",
        "(by",
        "associated",
        "staff",
        "the associated",
        "wire",
        "from staff",
    ]
    .iter()
    .any(|w| lower.starts_with(w));
    let ends = [
        "star",
        "times",
        "news",
        "herald",
        "tribune",
        "post",
        "press",
        "journal",
        "gazette",
        "courier",
        "register",
        "record",
        "chronicle",
        "examiner",
        "inquirer",
        "dispatch",
        "reporter",
        "writer",
        "producer",
        "editor",
        "correspondent",
    ]
    .iter()
    .any(|w| lower.ends_with(w));
    (opens || ends) && BYLINE.is_match(line) && !BY_TIME.is_match(lower)
}

fn is_contact(lower: &str) -> bool {
    (lower.contains('@')
        || lower.bytes().any(|b| b.is_ascii_digit())
        || [
            "twitter",
            "facebook",
            "contribut",
            "reached",
            "contacted",
            "followed",
            "report",
            "writer",
            "editor",
            "columnist",
            "journalist",
            "information from",
            "compiled",
            "wire service",
        ]
        .iter()
        .any(|w| lower.contains(w)))
        && CONTACT.is_match(lower)
}

/// "Posted: …", "Updated 5:14 pm, July 3, 2016", a line that is only a date.
pub(crate) fn is_posted(line: &str) -> bool {
    if line.len() > 200 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = line.to_ascii_lowercase();
    (["post", "updat", "publish", "creat", "modif"].iter().any(|w| lower.contains(w)) && POSTED.is_match(&lower))
        || line.len() <= 80 && ONLY_DATE.is_match(&lower)
}

/// A header of a list of other stories: what follows is headlines until a sentence comes.
pub(crate) fn opens_list(line: &str) -> bool {
    line.len() <= 80 && LIST_HEADER.is_match(line)
}

/// No sentence: short, without an end mark.
pub(crate) fn is_headline(line: &str) -> bool {
    line.len() <= 160 && !line.ends_with(['.', '!', '?', '"', '”', '’', '\'', ':', ';', ',', '…', '-', '—', '–'])
}

/// Holds a small word that sentences have and headlines leave out.
pub(crate) fn is_sentence(line: &str) -> bool {
    line.split_whitespace().any(|w| SMALL.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str()))
}

const SMALL: &[&str] = &[
    "a", "an", "the", "was", "were", "is", "are", "am", "be", "been", "has", "have", "had", "she", "he", "it", "they", "we", "you", "i", "will",
    "would", "did", "do", "does", "there",
];

/// Capitalised words only, no small words, numbers or marks between them: the alternative text of a picture or a list
/// of keywords, such as "Millbrook Police Bridge Shootout Off Duty".
pub(crate) fn is_keywords(line: &str) -> bool {
    let mut words = 0;
    for word in line.split_whitespace() {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let plain = word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'' || c == '’');
        if !capital || !plain {
            return false;
        }
        words += 1;
    }
    (5..=14).contains(&words) && line.chars().any(char::is_lowercase)
}

fn any(prefix: &str, alternatives: &[&str], suffix: &str) -> Regex {
    pattern(&format!("{prefix}(?:{}){suffix}", alternatives.join("|")))
}

/// What opens a line: list marks, arrows, brackets.
const LEAD: &str = r#"^[\s\[\](>|*•+=~"'»►▶-]*"#;

static RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W{0,4}(?:tm and )?(?:all (?:content|contents|material) )?(?:(?:source|photo|content)s?:? [^.]{0,60})?(?:©|Â©|&copy;|\(c\)|copyright)[\s©:]*(?:copyright)?\W*(?:(?:19|20)\d\d|by\b|the associated|associated press|reuters|.{2,80}all rights|.{2,60}(?:19|20)\d\d)",
        r"|(?:^\W{0,3}this (?:material|story|content|report|article) (?:may|can) not be (?:published|reproduced|reprinted|copied))",
        r"|(?:permission to share is granted|reproduction (?:in whole|without)|^\W{0,3}(?:used|reprinted|reproduced) (?:under|with|by) (?:license|permission))",
    ))
});
static TRAILING_RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)[.!?”’)\u{22}']\s*(\(?(?:tm and )?(?:©|copyright(?: ©)? )\s*(?:copyright )?(?:by )?(?:(?:19|20)\d\d|the associated press).*)$")
});
static CORRECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W{0,3}(?:corrections?|clarification|editor['’]?s?['’]? note|editors['’] note|note to readers|retraction)\s*(?:\([^)]{0,40}\))?\s*[:;—–-]",
        r"|^\W{0,3}(?:an|a previous|a prior|an earlier|the original) (?:earlier |original |previous )?version of this (?:story|article|report|post)",
        r"|^\W{0,3}this (?:story|article|report|post) has been (?:corrected|amended|clarified)",
    ))
});
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W{0,3}(?:by:? .{3,80}?)?(?:first |originally |last )?(?:posted|updated?|published|created|modified)(?: (?:on|at|by .{3,40}))?\W{0,3}\s*(?:WEEKDAY,? )?(?:MONTH \d|\d{1,2}[/-]\d|\d{1,2}:\d\d|\d{4}-\d\d|\d{1,2} MONTH|\d{1,2} (?:minutes?|hours?|days?|weeks?|months?|years?) ago|(?:today|yesterday)\b|\d{1,2}(?::\d\d)? ?[ap]\.?m)[^.!?]{0,90}[.)]?$",
        r"|^.{0,80}(?:posted|updated|published|created):? .{0,12}(?:MONTH \d{1,2},? \d{4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d).{0,60}(?:\d{1,2}:\d\d|[ap]\.?m\.?|edt|est|cdt|cst|pdt|pst|\d{4})\W*$",
    ))
});
static ONLY_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W{0,3}(?:(?:on )?WEEKDAY,? )?(?:MONTH \d{1,2},? (?:19|20)\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2} MONTH (?:19|20)\d\d)\W{0,4}(?:at |- )?(?:\d{1,2}:\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?)?\s?(?:[ECMP][SD]?T)?\W{0,3}$",
    )
});
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W{0,3}(?:By|BY|by|Posted by|Written by|Reported by|Story by|Report by|By:|by:|BY:|POSTED BY|Author:|AUTHOR:|Reporter:)\s+(?:the |The |THE )?[A-Z@][\w.'’@-]*(?:[ ,&|/]+(?:and |of |the |at )?[\w.'’@-]+){0,12}\s*[|:]?$",
        r"|^(?:--?|—|–)\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}(?:,? [A-Z][\w.]+(?: [A-Z][\w.]+){0,3})?$",
        r"|^(?:[Bb]y |BY )?[A-Z][\w'’-]+(?: [A-Z]\.)?(?: [A-Z][\w'’-]+){1,2}(?:,| \||  | [A-Z]\w+){1,4} (?:Star|Times|News|Herald|Tribune|Post|Press|Journal|Gazette|Courier|Register|Record|Chronicle|Examiner|Inquirer|Dispatch|Reporter|Writer|Producer|Editor|Correspondent)$",
        r"|^(?:The )?(?:Associated Press|Staff reports?|STAFF REPORTS?|Staff Reports?|Wire reports?|From staff reports)\.?$",
    ))
});
/// "By Friday night, police had…" is no byline.
static BY_TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*by:? (?:the time|then|now|WEEKDAY|MONTH \d|MONTH,|\d|noon|midnight|late|early|all|law|far)\b"));
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W{0,4}(?:contact|reach|e-?mail|call|follow|write to|staff writer|reporter|twitter|on twitter|facebook|phone|tips?|by)\b[^.!?]{0,70}?(?:@\w|\b\w[\w.-]*@[\w.-]+|twitter\.com/|\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}).{0,90}$",
        r"|^[\w.'’ -]{3,45}[,:;|]? +(?:can|may) be (?:reached|contacted|followed)\b",
        r"|^\W{0,3}[\w.'’-]+(?: [\w.'’-]+){0,4}[:,;|]? *\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?:[;,|/ ].{0,80})?$",
        r"|^\W{0,3}(?:[\w.'’-]+(?: [\w.'’-]+){0,4}[:,;|]? *)?[\w.+-]+@[\w-]+\.[a-z.]{2,12}\W{0,3}(?:\W.{0,60})?$",
        r"|^\W{0,3}(?:twitter: ?|twitter\.com/|facebook\.com/)\w+\W*$",
        r"|^@\w+$",
        r"|^(?:the )?[\w.'’&, -]{3,140}\bcontributed(?: reporting)? to this (?:report|story|article)",
        r"|^\W{0,3}(?:contributing|contributors?|information from|reporting by|compiled by|with (?:news|wire) (?:wire )?services)\b.{0,100}$",
        r"|^.{3,60} is an? .{0,60}(?:reporter|writer|editor|columnist|journalist) (?:for|at|with|covering)\b.{0,120}$",
    ))
});
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W{0,3}(?:(?:file |staff |handout |ap |courtesy |buy |generic |stock )*(?:photos?|images?|pic(?:ture)?s?|video|graphic|illustration|screengrab)(?: (?:by|via|from|courtesy(?: of)?)| ?:| ?/| credit:?)|source:|courtesy(?: of)?:?|credit:|getty|shutterstock|handout|mugshot|file photo|ap photo|stock photo)[^.!?]{0,70}[).]?$",
        r"|^\W{0,3}view full caption.{0,60}$|^(?:buy photo\W*)+$|^(?:view full (?:size|caption)|view larger)\b.{0,60}$",
        r"|^\([a-z][\w.'’ -]+ ?/ ?[a-z][\w.'’ -]+\)(?: \([a-z][\w.'’ -]+ ?/ ?[a-z][\w.'’ -]+\))?$",
        r"|^\W*(?:image|photo|slide) \d+ (?:of|/)[\s/]*\d+(?: caption)?(?: close)?$|^\((?:published|posted) [^()]{6,40}\)$|^[\w.'’ ]+/(?:staff|freelance)$",
    ))
});
/// "crime tape (Photo: File)": no name, no age, nothing told.
static SMALL_CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\w]?[^A-Z0-9.!?]{0,60}\((?i:file|file photo|(?:file )?(?:photo|image|source|credit|courtesy)s?\b[^)]{0,60}|©[^)]{0,40})\)$")
});
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:close|skip in|skip ad|skip|ad loading\.\.\.|x embed|x share|embed|x)\s+){2,}|^(?:(?:buy photo|view full caption|view larger|view full size|enlarge)\s+)+",
    )
});
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\((?:file |staff |ap |handout )*(?:(?:photo|image|source|credit|courtesy|screenshot|getty|file)s?(?:\s*[:/©]| (?:by|courtesy|via|from|credit|provided|of)\b)[^()]{0,90}|(?:file |police |family |courtesy )?(?:photo|image|getty images))\)(?:buy photo)?\W*$",
        r"|^\W{0,3}(?:image|photo|slide) \d+ (?:of|/)",
        r"|\((?:published|posted) [^()]{6,40}\)\W*$",
        r"|[./|] ?(?:\w+ ){0,3}(?:photo|getty images|ap photo|file photo|facebook photo|handout)\W*$",
        r"|\(AP Photo/[^)]{0,40}\)",
        r"|^\W{0,3}photos?:\s|^\W{0,3}caption:",
    ))
});
static LIST_HEADER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W{0,4}(?:related(?: (?:stories|story|articles?|content|coverage|links?|news|headlines|topics|posts?|videos?|\w+ stories))?|(?:more|other|previous|recent|latest|top|trending|popular|recommended|suggested|featured)(?: \w+){0,2} (?:stories|story|headlines|news|links|coverage|articles|videos|posts)(?: (?:from|on|in|about|you) .{0,30})?|more(?: from .{2,30}| on this story| trending)?|see also|also (?:read|see|on .{2,20})|read (?:more|also|next)|you (?:may|might) (?:also )?(?:like|be interested in).{0,30}|what others are .{0,20}|suggested links|most (?:popular|read|viewed|watched|shared).{0,20}|top news photos.{0,20}|don['’]t miss|editors?['’]? picks)\W*$",
    )
});

static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    any(
        r"^\W*(?:",
        &[
            "advertisements?",
            "sponsored(?: content)?",
            "print",
            "e-?mail",
            "share",
            "tweet",
            "more",
            "google(?: ?\\+| plus)?",
            "pinterest",
            "twitter",
            "facebook",
            "reddit",
            "linkedin",
            "tumblr",
            "pocket",
            "whatsapp",
            "messenger",
            "copy link",
            "copy",
            "like",
            "text size",
            "a a(?: a)?",
            "photos?",
            "videos?",
            "previous",
            "next",
            "enlarge",
            "view larger",
            "map",
            "view full size",
            "buy photo",
            "see also",
            "subscribe",
            "log ?in",
            "sign ?in",
            "sign ?up",
            "register",
            "menu",
            "search",
            "home",
            "close",
            "loading",
            "connecting",
            "play",
            "pause",
            "mute",
            "autoplay",
            "replay",
            "captions?",
            "subtitles",
            "descriptions?",
            "chapters",
            "fullscreen",
            "skip",
            "share this",
            "save",
            "comments?",
            "newsletters?",
            "photo gallery",
            "gallery",
            "slideshow",
            "next list",
            "story highlights",
            "social",
            "up next",
            "view full caption",
            "back",
            "top",
            "staff",
            "ap",
            "read more",
            "show more",
            "see more",
            "load more",
            "click here",
            "back to top",
            "font size",
            "rss",
            "transcript",
            "required",
            "hide",
            "show",
            "instagram",
            "youtube",
            "flipboard",
            "sms",
            "permalink",
            "embed",
            "x",
            "last slide",
            "next slide",
            "show thumbnails",
            "show captions",
            "start here",
            "free apps",
            "now",
            "live",
            "topics",
            "tags",
            "file photo",
            "file",
            "bookmark",
            "flag",
            "report",
            "reply",
        ],
        r")(?:[\W\s]+(?:print|e-?mail|share|tweet|more|google(?: ?\+| plus)?|pinterest|twitter|facebook|reddit|linkedin|tumblr|pocket|copy link|copy|like|comments?|a|next|previous|photo|photos|videos?|captions?|slide|show|hide|close|play|pause|x|map|embed|skip|in|and|or|replay|apps|now|on|us|app|transcript|thumbnails|instagram|youtube|live|save|buy))*\W*$",
    )
});
static STARTS: LazyLock<Regex> = LazyLock::new(|| {
    any(
        LEAD,
        &[
            // players
            "×",
            "please (?:enable|install|upgrade|turn on) (?:javascript|the latest|your|java)",
            "(?:you need to|you must) have the adobe",
            "to view this (?:page|content|video)",
            "error loading player",
            "autoplay:",
            "play ?video",
            "loaded: ?\\d",
            "progress: ?\\d",
            "(?:current|remaining|duration) time\\b",
            "this is a modal window",
            "(?:foreground|background|window) ---",
            "font (?:size|family) ",
            "text edge style",
            "defaults done",
            "stream type",
            "playback rate",
            "(?:captions|subtitles|descriptions)(?: off| settings|audio)",
            "captions ?audio",
            "audio track",
            "skip ad\\b",
            "close skip in",
            "skip in skip",
            "skip x embed",
            "x embed",
            "(?:hide|show) transcript",
            "having trouble (?:viewing|watching)",
            "media playback",
            "hd embed",
            "this video (?:is|has)",
            "video unavailable",
            "now playing",
            // browsers, cookies, accounts
            "notice: you are using",
            "you are using an (?:outdated|unsupported)",
            "your browser (?:is|does)",
            "this (?:site|website|page) uses cookies",
            "(?:we|this site) uses? cookies",
            "by (?:continuing|using|submitting|clicking|signing|subscribing)\\b.{0,60}(?:agree|consent|accept)",
            "best viewed",
            "we have sent a",
            "thank you for (?:reading|registering|subscribing|signing)",
            "already (?:have an account|a subscriber|registered)",
            "sign in using",
            "welcome back\\.? ?(?:please)?",
            "why are we asking",
            "your notification",
            "email notifications are",
            "there was a problem saving",
            "please (?:log ?in|sign ?in|try the search|subscribe|register|select|check your email)",
            "if you are a .{0,20}subscriber",
            "you must (?:have an active|enter the|be (?:logged|signed))",
            "enter your (?:email|zip)",
            "create an account",
            "forgot (?:your )?password",
            "verify (?:your|you)",
            "we look forward to seeing you",
            "click (?:here|on the link) to (?:return|activate|register|sign|learn|donate|read|watch|see|view|subscribe|download|get|check|submit|share|continue)",
            // newsletters, apps, social
            "share this\\b",
            "like this: ",
            "like (?:us|what you|this topic|our)",
            "follow (?:us\\b|@|\\w[\\w.' -]{0,40} on (?:twitter|facebook|instagram)|[\\w. ]{2,40}:)",
            "like \\w[\\w. -]{0,30} on facebook",
            "join (?:the conversation|us on|our)",
            "find us on",
            "connect with us",
            "stay (?:up to date|up-to-date|with \\w|connected|tuned|on top|informed)",
            "stick with ",
            "sign up (?:for|today|to|now|here)",
            "subscribe(?: now| today| to|:)",
            "download (?:the|our|\\w+ ?\\w*(?:'s|\u{2019}s)?) ?.{0,30}app\\b",
            "get (?:our|the latest|free|breaking|updates|alerts|alerted|email|news|more|top|the free|today's|the \\w+ news)\\b",
            "never miss",
            "don(?:'|\u{2019})?t miss",
            "keep checking",
            "check back",
            "tune in",
            "watch for more",
            "(?:click|tap) here",
            "mobile users",
            "app users",
            "on a mobile device",
            "watch (?:this|the) (?:story|report|video)",
            "watch region",
            "take \\w+ with you",
            "text \\w+ to \\d",
            "have (?:a|an|any) (?:question|tip|news|story|information about a news|comment|idea)",
            "(?:report|submit) (?:an? )?(?:error|typo|tip|news|correction)",
            "print this",
            "add a location",
            "when you tweet",
            "(?:\\d+ ){0,2}(?:retweets?|likes)\\b",
            "tweets by",
            "delivered (?:straight )?to your",
            "send (?:us|your)",
            "e-?mail (?:us|newsletters?|alerts)",
            "breaking news (?:alerts|emails?)",
            "read or share this",
            "get alerted",
            "for (?:more|the latest) .{0,40}(?:news|coverage|updates|stories)\\b.{0,30}(?:listen|visit|follow|click|go to|download|on (?:facebook|twitter))",
            "for more (?:on this story|neighborhood|information on this|news)",
            "live updates: ",
            "help us",
            "support (?:independent|local|our)",
            "donate",
            "need help\\? email",
            "message: \\* a friend",
            "(?:we|\\w+ ?\\d*(?: news)?) will (?:update|have more)",
            "we(?:'|\u{2019})ll (?:update|have more)",
            "we have a crew",
            "\\w+(?: \\d+)?(?: news)? (?:has|have) a crew",
            "this (?:is|was) a (?:developing|breaking)",
            "this (?:developing |breaking )?(?:story|post|article|report) (?:will be|is being|has been) updated",
            "this story is developing",
            "more (?:details|information) (?:to come|as it|when)",
            "watch .{0,30} for (?:more|updates|the latest)",
            "look for (?:more|updates)",
            "updates? to (?:come|follow)",
            // comments' furniture and tags
            "\\d+ pending comments",
            "comments: \\(",
            "name/nickname",
            "\\(?required\\)?$",
            "e-?mail address",
            "\\(?will not be published",
            "comments powered by",
            "commenting (?:is|policy)",
            "comments? (?:are|have been|for this) ",
            "\\S{3,40} has disabled the comments",
            "if you(?:'|\u{2019})d like to comment on this",
            "\\w+ is now using facebook",
            "tagged\\b",
            "tags?:",
            "filed under",
            "categor(?:y|ies):",
            "topics?:",
            "keywords?:",
            "more in:?",
            // other stories
            "related(?::| (?:stor|article|content|coverage|link|news|headline|topic|post|video|\\w+ stories))",
            "previous(?:ly)?(?: story| stories| coverage)?:",
            "next story",
            "more (?:videos|stories|news|coverage|headlines|photos|trending|media|local news|top)\\b.{0,60}$",
            "more from ",
            "more:",
            "also:",
            "also read",
            "also on ",
            "see also",
            "read (?:more|also|next|the full|thursday|monday|tuesday|wednesday|friday|saturday|sunday)\\b",
            "read:",
            "see:",
            "watch:",
            "photos:",
            "photo gallery",
            "gallery:",
            "videos?:",
            "link(?: to this video)?:",
            "link to",
            "other news:",
            "trending(?: stories| now)?:?$",
            "most (?:watched|read|popular|viewed|shared)",
            "top (?:news|stories|video|headlines)\\b.{0,30}$",
            "suggested links",
            "you (?:may|might) (?:also )?(?:like|be interested)",
            "recommended (?:for you|stories|videos)",
            "what others are",
            "editors?(?:'|\u{2019})? picks",
            "track (?:all of )?(?:the )?\\w+(?:'|\u{2019})s",
            "scroll down for",
            "story continues",
            "continue reading",
            "click (?:here|through) for",
            "gallery_thumbnails",
            "\\[audio:",
            "media (?:player|error)",
            "page \\|? ?\\d+(?: of \\d+)?$",
            "image via ",
            "the views? expressed",
            "dear reader",
            "elvenar",
        ],
        r"",
    )
});
/// Words that only pages say, wherever they stand in a short line.
const ANYWHERE: &[&str] = &[
    "outdated browser",
    "back to gallery",
    "read more trending",
    "read more top trending",
    "straight to your inbox",
    "straight to your email",
    "privacy policy",
    "terms of service",
    "terms of use",
    "ios and android",
    "iphone | android",
    "apple | android",
    "for apple or android",
    "loading...",
    "reports playpause",
    "reports play pause",
    "connecting...",
    "mobile app for ",
    "facebook | twitter",
    "twitter | facebook",
    "updates on this story",
    "updates to this developing story",
    "latest on this developing story",
    "details on this developing story",
    "on this developing story",
    "read more →",
    "tap here to watch",
    "click here to watch",
    "caption close",
    "embed >more",
    "on the air as it becomes available",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expect: &str, lines: &[&str]) {
        for line in lines {
            assert_eq!(kind(line).map_or("body", ZoneKind::as_str), expect, "{line}");
        }
    }

    #[test]
    fn rights_notices() {
        check(
            "rights",
            &[
                "©2018 by Jane Doe: Permission to share is granted when this notice and link are included.",
                "Copyright 2016 WXYQ. All rights reserved.",
                "(© 2017 WXYQ)",
                "Copyright 2016 The Example Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
                "All content © 2013, WXYQ; Millbrook, Ohio. (An Example Station). All Rights Reserved.",
                "TM and © Copyright 2016 Example Radio Inc. and its relevant subsidiaries.",
            ],
        );
        assert_eq!(trailing_rights("He was booked Friday. Copyright 2016 WXYQ. All rights reserved."), Some(22));
        assert_eq!(trailing_rights("He said the copyright 2016 case was over."), None);
    }

    #[test]
    fn page_furniture() {
        check(
            "furniture",
            &[
                "Notice: you are using an outdated browser. Some features might not work.",
                "ADVERTISEMENT",
                "Click here to download our news app.",
                "Share this: Facebook",
                "Follow us on Twitter and Facebook",
                "Sign up for one of our email newsletters.",
                "RELATED: Man shot on Elm Street",
                "MORE: Photos from the scene",
                "Print Email Share",
                "Posted: July 28, 2016 5:12 PM",
                "Updated 3 hours ago",
                "July 7, 2013 6:20 PM",
                "-----",
                "Photo: Millbrook Police Department",
                "Please enable Javascript to watch this video",
            ],
        );
    }

    #[test]
    fn bylines_and_contacts() {
        check(
            "byline",
            &[
                "By Jane Doe, Staff Writer",
                "BY JANE DOE",
                "-- Jane Doe",
                "Jane Doe The Millbrook Star",
                "Contact Jane Doe at 555-010-2222 or jdoe@example.com.",
                "JANE DOE jdoe@example.com",
                "Jane Doe: 555-010-2222, @janedoe",
                "John Roe contributed to this report.",
            ],
        );
    }

    #[test]
    fn reporting_stays_reporting() {
        check(
            "body",
            &[
                "By Friday night, police had arrested two men.",
                "More than 20 shots were fired.",
                "Read had been shot twice, police said.",
                "Anyone with information is asked to call police at 555-010-2222.",
                "Ana Reyes, 31",
                "• a 17-year-old was shot in his leg",
                "Follow-up interviews showed that the two men knew each other.",
                "UPDATE: 14-year-old in critical condition",
                "Watch officer Ana Reyes heard two shots.",
                "Printed notes were found in the car.",
                "The related charges were dropped.",
                "Mail carrier Jo Hill said she heard five shots.",
            ],
        );
        check(
            "caption",
            &[
                "Ana Reyes was shot in Millbrook on Friday. (Photo: Family)",
                "Two people were killed in a shooting on Elm Street in Millbrook. (Source: WXYQ)",
            ],
        );
        check("correction", &["CORRECTION: An earlier version misspelled the name.", "Editor's note: This report was updated."]);
        assert!(is_keywords("Millbrook Police Bridge Shootout Off Duty"));
        assert!(!is_keywords("Man Shot in Millbrook Bridge Shootout"));
    }
}
