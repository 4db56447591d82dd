//! The sheet: a document's reporting as sentences and tokens, with the way back to exact words.
//!
//! Offsets are bytes of a passage's normalised text; token and sentence numbers run through the whole document.

use std::ops::Range;

use rashomon_model::text::{Passage, Reporting};
use rashomon_model::{Document, Quote, ZoneKind};

use crate::closed::Closed;

/// A word, number or punctuation mark.
#[derive(Clone, Debug)]
pub struct Token<'t> {
    /// As it stands in the normalised view.
    pub text: &'t str,
    /// Lower case.
    pub lower: Box<str>,
    /// Passage it lies in.
    pub passage: usize,
    /// Sentence it belongs to.
    pub sentence: usize,
    /// Byte range in the passage's text.
    pub range: Range<usize>,
    /// White space stands before it (or it opens its passage).
    pub spaced: bool,
}

impl Token<'_> {
    /// Starts with an upper-case letter.
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
    /// Starts with a letter or digit.
    pub fn is_word(&self) -> bool {
        self.text.trim_start_matches('.').chars().next().is_some_and(char::is_alphanumeric)
    }
}

/// A sentence: a run of tokens of one passage.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Passage it lies in.
    pub passage: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Paragraph number through the document (line ends part paragraphs).
    pub paragraph: usize,
    /// The zone of its passage.
    pub zone: ZoneKind,
}

/// Sentences read of one document; what lies beyond is left unread, with a notice. The longest page of news in
/// our data has about 900.
pub const SENTENCES: usize = 4_000;
/// Tokens of one sentence; a longer run without a stop is cut there, so that work within a sentence stays bounded.
pub const SENTENCE_TOKENS: usize = 240;

/// A document's reporting, cut into sentences and tokens.
#[derive(Debug)]
pub struct Sheet<'t> {
    /// The document.
    pub document: &'t Document,
    /// Its reporting passages, in page order (the headline first where there is one).
    pub passages: Vec<Passage<'t, Reporting>>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Tokens in order.
    pub tokens: Vec<Token<'t>>,
    /// The document was longer than [`SENTENCES`].
    pub truncated: bool,
}

impl<'t> Sheet<'t> {
    /// Cuts a document's reporting. Linear in its length.
    pub fn of(document: &'t Document) -> Self {
        let passages = document.reporting().collect();
        let mut sheet = Self { document, passages, sentences: Vec::new(), tokens: Vec::new(), truncated: false };
        let mut paragraph = 0;
        for p in 0..sheet.passages.len() {
            for (start, line) in lines(sheet.passages[p].text()) {
                if sheet.sentences.len() >= SENTENCES {
                    sheet.truncated = true;
                    return sheet;
                }
                sheet.line(p, paragraph, start, line);
                paragraph += 1;
            }
        }
        sheet
    }

    fn line(&mut self, passage: usize, paragraph: usize, start: usize, line: &'t str) {
        let zone = self.passages[passage].zone().kind;
        let tokens = words(line);
        let text = |i: usize| tokens.get(i).and_then(|r| line.get(r.clone())).unwrap_or("");
        let spaced = |i: usize| i == 0 || tokens.get(i).is_some_and(|r| tokens[i - 1].end < r.start);
        let mut open = self.tokens.len();
        let mut at = 0;
        while at < tokens.len() {
            let stop = sentence_end(at, &text, &spaced);
            let end = stop.unwrap_or(at);
            for (i, range) in tokens.iter().enumerate().take(end + 1).skip(at) {
                self.tokens.push(Token {
                    text: text(i),
                    lower: text(i).to_lowercase().into(),
                    passage,
                    sentence: self.sentences.len(),
                    range: start + range.start..start + range.end,
                    spaced: spaced(i),
                });
            }
            at = end + 1;
            if stop.is_some() || at >= tokens.len() || self.tokens.len() - open >= SENTENCE_TOKENS {
                if self.sentences.len() >= SENTENCES {
                    self.tokens.truncate(open);
                    self.truncated = true;
                    return;
                }
                self.sentences.push(Sentence { passage, tokens: open..self.tokens.len(), paragraph, zone });
                open = self.tokens.len();
            }
        }
    }

    /// The exact words of a run of tokens of one passage.
    pub fn quote(&self, tokens: Range<usize>) -> Option<Quote> {
        let (first, last) = (self.tokens.get(tokens.start)?, self.tokens.get(tokens.end.checked_sub(1)?)?);
        if first.passage != last.passage || tokens.is_empty() {
            return None;
        }
        self.passages[first.passage].span(first.range.start..last.range.end).map(Quote::from)
    }

    /// The normalised words of a run of tokens of one passage; empty when there are none.
    pub fn words(&self, tokens: Range<usize>) -> &'t str {
        let Some(run) = self.tokens.get(tokens) else { return "" };
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return "" };
        self.passages[first.passage].text().get(first.range.start..last.range.end).unwrap_or("")
    }

    /// The tokens of a sentence.
    pub fn sentence(&self, sentence: usize) -> &[Token<'t>] {
        &self.tokens[self.sentences[sentence].tokens.clone()]
    }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split('\n').filter_map(move |line| {
        let start = at;
        at += line.len() + 1;
        (!line.trim().is_empty()).then_some((start, line))
    })
}

/// Abbreviations that stand before what they belong to: a sentence never ends with them.
static BEFORE: Closed = Closed::new(
    "sgt lt dr mr mrs ms messrs gov rev capt cpt det cpl gen col maj sen rep ofc pfc pvt supt dep cmdr insp asst atty prof \
     hon mt ft vs v fr pres sec spc tpr adm comdr assoc",
);
/// Abbreviations that may end a sentence: they do when what follows opens one.
static EITHER: Closed = Closed::new(
    "st ave av blvd rd ln ct pl hwy pkwy sq ter cir rte jr sr inc co corp ltd bros etc dept est approx apt bldg univ assn ed \
     al",
);
/// Abbreviations that only count with a capital letter: months, weekdays, states, "No.".
static CAPITAL: Closed = Closed::new(
    "Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga \
     Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont Neb Nebr Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo No \
     Nos JAN FEB AUG SEPT OCT NOV DEC ALA ARIZ ARK CALIF COLO CONN FLA ILL IND KAN MASS MICH MINN MISS MO NEB NEV OKLA ORE PA \
     TENN TEX VA WASH WIS JR SR ST AVE",
);
/// Words that open a sentence after an abbreviation. Closed-class words and the ones reports open with; names are
/// left out, for "St. Clair" and "U.S. Marshals" go on.
static OPENERS: Closed = Closed::new(
    "The A An He She It They We His Her Their Its This That These Those There In On At When After Before While As But And One \
     Two Three Four Five Both No Police Officers Investigators Detectives Deputies Authorities Officials Witnesses Neighbors \
     According Anyone Upon Several Another During If Then Once Also Following Prosecutors Paramedics Emergency Firefighters \
     Homicide Responding Shortly Later Meanwhile However Some Many All Her Who What Where How You I Our My For From With Not",
);
/// Verbs after a closing quotation mark that keep the sentence open: `"Why?" Reyes asked.`
static SAYS: Closed = Closed::new("said says asked asks told added shouted yelled screamed cried wrote recalled");

fn is_clock_suffix(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "a.m." | "p.m." | "a.m" | "p.m")
}

/// Where the sentence ends that token `at` closes: its own place, or that of the marks that close with it.
fn sentence_end<'a>(at: usize, text: &dyn Fn(usize) -> &'a str, spaced: &dyn Fn(usize) -> bool) -> Option<usize> {
    let word = text(at);
    let first_of = |w: &str| w.chars().next();
    // What a mark between blanks parts is not one sentence, nor part of one: "Man shot | The Millbrook Star".
    let parts = |at: usize| matches!(text(at), "|" | "\u{AB}" | "\u{BB}") && spaced(at) && spaced(at + 1);
    if parts(at) || parts(at + 1) {
        return Some(at);
    }
    if !matches!(word, "." | "!" | "?" | "..." | "\u{2026}") {
        // An abbreviation keeps its stop; it may close the sentence as well.
        let stem = word.strip_suffix('.').filter(|s| !s.is_empty() && !s.ends_with('.'))?;
        let mut next = text(at + 1);
        let closes = matches!(next, "\"" | "\u{201D}" | ")") && !spaced(at + 1);
        if closes {
            next = text(at + 2);
        }
        if BEFORE.has(stem.to_lowercase().as_str()) || matches!(stem, "No" | "Nos") || next.is_empty() {
            return None;
        }
        let ends = if is_clock_suffix(word) {
            next.chars().next().is_some_and(char::is_uppercase) && !is_day_or_zone(next)
        } else {
            OPENERS.has(next) && !(stem.chars().count() == 1 && next.chars().count() == 1)
        };
        let opens_quote = matches!(next, "\"" | "\u{201C}") && spaced(at + 1) && !closes;
        return (ends || opens_quote).then_some(if closes { at + 1 } else { at });
    }
    let mut end = at;
    while matches!(text(end + 1), "." | "!" | "?" | "...") && !spaced(end + 1) {
        end += 1;
    }
    let mut quoted = false;
    while matches!(text(end + 1), "\"" | "\u{201D}" | "'" | "\u{2019}" | "''" | ")" | "]") && !spaced(end + 1) {
        quoted |= !matches!(text(end + 1), ")" | "]");
        end += 1;
    }
    let next = text(end + 1);
    if next.is_empty() || end + 1 - at > 16 {
        return Some(end);
    }
    if first_of(next).is_some_and(char::is_lowercase) || matches!(next, "," | ";" | ":" | ")") {
        return None;
    }
    let asks = quoted && word != "." && (1..=4).any(|k| SAYS.has(text(end + k)));
    (!asks).then_some(end)
}

fn is_day_or_zone(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Today", "Yesterday"];
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
    let zones = ["EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "ET", "CT", "MT", "PT", "Eastern", "Central", "Mountain", "Pacific"];
    days.iter().chain(&months).any(|d| stem.starts_with(d) && stem.len() <= d.len() + 6) || zones.contains(&stem)
}

/// Byte ranges of the tokens of a line, after Universal Dependencies, but for words with hyphens and apostrophes
/// inside, which stay whole (names need it). Possessive `'s`, `n't` and the like are tokens; stops belong to abbreviations,
/// initials, decimals and clock times.
pub(crate) fn words(line: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut chars = line.char_indices().peekable();
    let char_at = |i: usize| line.get(i..).and_then(|t| t.chars().next());
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let sign = matches!(c, '@' | '#') && char_at(start + 1).is_some_and(char::is_alphanumeric) || is_calibre(line, start);
        if !c.is_alphanumeric() && !sign {
            let mut end = start + c.len_utf8();
            // Runs of stops, dashes and doubled quotation marks are one token each.
            if matches!(c, '.' | '-' | '\'' | '`' | '*' | '_' | '=') && char_at(end) == Some(c) {
                while char_at(end) == Some(c) {
                    end += c.len_utf8();
                    chars.next();
                }
            }
            out.push(start..end);
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut last = c;
        while let Some(&(i, c)) = chars.peek() {
            let next = char_at(i + c.len_utf8());
            let joins = match c {
                _ if c.is_alphanumeric() => true,
                '\'' | '\u{2019}' => last.is_alphanumeric() && next.is_some_and(char::is_alphabetic),
                '-' | '\u{2011}' => last.is_alphanumeric() && next.is_some_and(char::is_alphanumeric),
                '.' => is_inner_stop(line.get(start..i).unwrap_or(""), next),
                ',' => last.is_ascii_digit() && is_thousands(line.get(i + 1..).unwrap_or("")),
                ':' | '/' => last.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
                '&' => last.is_uppercase() && next.is_some_and(char::is_uppercase),
                '_' => next.is_some_and(char::is_alphanumeric),
                _ if is_mark(c) => true,
                _ => false,
            };
            if !joins {
                break;
            }
            last = c;
            end = i + c.len_utf8();
            chars.next();
        }
        push_word(line, start..end, &mut out);
    }
    out
}

/// "a .38-caliber pistol": a stop between a blank and a digit opens a number.
fn is_calibre(line: &str, stop: usize) -> bool {
    let (before, rest) = (line.get(..stop).unwrap_or(""), line.get(stop..).unwrap_or(""));
    rest.strip_prefix('.').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())) && before.ends_with(|c: char| c.is_whitespace() || c == '(')
}

/// Combining accents belong to the letter before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn is_thousands(rest: &str) -> bool {
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// Whether a stop after `word` belongs to it.
fn is_inner_stop(word: &str, next: Option<char>) -> bool {
    // Only the tail matters, and a long run of letters must not be looked at again and again.
    let Some(word) = word.get(word.len().saturating_sub(12)..) else { return false };
    let last = word.chars().next_back();
    if word.ends_with('.') {
        return false;
    }
    let initials = {
        let part = word.rsplit('.').next().unwrap_or("");
        part.chars().count() == 1 && part.chars().all(char::is_alphabetic)
    };
    if initials && (word.contains('.') || next.is_some_and(char::is_alphabetic) || last.is_some_and(char::is_uppercase)) {
        // "U.S.", "p.m.", "J." yes; "I." and a word that is one lower-case letter no.
        return word != "I";
    }
    if next.is_some_and(|n| n.is_ascii_digit()) && last.is_some_and(|l| l.is_ascii_digit()) {
        return true;
    }
    if next.is_some_and(|n| n.is_lowercase() || n.is_ascii_digit()) && last.is_some_and(char::is_alphanumeric) {
        // A web address ("example.com"), unless the blank was lost after a digit's stop.
        return true;
    }
    if next.is_some_and(char::is_alphanumeric) && !CAPITAL.has(word) {
        return false;
    }
    if matches!(word, "No" | "Nos") {
        return next.is_some_and(char::is_whitespace);
    }
    CAPITAL.has(word) || {
        let lower = word.to_lowercase();
        BEFORE.has(lower.as_str()) || EITHER.has(lower.as_str())
    }
}

/// Cuts clitics and glued clock suffixes off a word: "officer's", "didn't", "8:55pm".
fn push_word(line: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let word = line.get(range.clone()).unwrap_or("");
    let ends = |tail: &str| word.len() > tail.len() && word.get(word.len() - tail.len()..).is_some_and(|t| t.eq_ignore_ascii_case(tail));
    if let Some(mark) = ["'", "\u{2019}"].into_iter().find(|m| word.contains(m)) {
        for clitic in ["s", "ll", "re", "ve", "d", "m"] {
            let tail = [mark, clitic].concat();
            if ends(&tail) {
                out.extend([range.start..range.end - tail.len(), range.end - tail.len()..range.end]);
                return;
            }
        }
        let tail = ["n", mark, "t"].concat();
        if ends(&tail) {
            out.extend([range.start..range.end - tail.len(), range.end - tail.len()..range.end]);
            return;
        }
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        for tail in ["am", "pm", "a.m.", "p.m.", "a.m", "p.m"] {
            let stem = range.end - tail.len().min(word.len());
            if ends(tail) && line.get(range.start..stem).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit() || c == ':')) {
                out.extend([range.start..stem, stem..range.end]);
                return;
            }
        }
    }
    out.push(range);
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;
    use rashomon_model::text::{Field, Source, Zone};
    use rashomon_model::{DocId, Text};

    use super::*;

    fn page(text: &str) -> Document {
        let zones =
            (!text.trim().is_empty()).then_some(Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None });
        Document::new(Source::unknown(DocId::new("page")), None, Text::plain(text), zones.into_iter().collect()).expect("one zone covers the text")
    }

    fn check(text: &str, expect: Expect) {
        let document = page(text);
        let sheet = Sheet::of(&document);
        let shown: Vec<String> = (0..sheet.sentences.len()).map(|s| sheet.sentence(s).iter().map(|t| t.text).collect::<Vec<_>>().join(" ")).collect();
        expect.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn titles_streets_and_initials_do_not_end_a_sentence() {
        check(
            "Sgt. Ana M. Reyes of Millbrook, Ill. was hit on St. Clair Ave. at 8:55 p.m. Tuesday. Police found 1,200 rounds in the U.S. The car left.",
            expect![[r#"
                Sgt. Ana M. Reyes of Millbrook , Ill. was hit on St. Clair Ave. at 8:55 p.m. Tuesday .
                Police found 1,200 rounds in the U.S.
                The car left ."#]],
        );
    }

    #[test]
    fn a_mark_between_blanks_stands_by_itself() {
        check(
            "Man held for first-degree murder | The Millbrook Star \u{BB} News of either/or|both",
            expect![[r#"
                Man held for first-degree murder
                |
                The Millbrook Star
                »
                News of either / or | both"#]],
        );
    }

    #[test]
    fn a_calibre_does_not_end_a_sentence() {
        check(
            "Police found a .38-caliber pistol and two .22 rounds. They left.",
            expect!["Police found a .38-caliber pistol and two .22 rounds .\nThey left ."],
        );
    }

    #[test]
    fn quotes_close_with_their_sentence() {
        check(
            "\"He ran. I saw it,\" Reyes said. \"Why?\" Fontes asked. \"They didn't stop.\" The officer's car, an '08, was hit.",
            expect![[r#"
                " He ran .
                I saw it , " Reyes said .
                " Why ? " Fontes asked .
                " They did n't stop . "
                The officer 's car , an ' 08 , was hit ."#]],
        );
    }

    #[test]
    fn names_and_ages_stay_whole_and_clock_suffixes_come_off() {
        check(
            "Stef'An O'Brien-Diaz, a 16-year-old in his mid-20s, paid $5.50 (10%) at 10pm.\nShe left at 2 a.m. Deputies came",
            expect![[r#"
                Stef'An O'Brien-Diaz , a 16-year-old in his mid-20s , paid $ 5.50 ( 10 % ) at 10 pm .
                She left at 2 a.m.
                Deputies came"#]],
        );
    }

    #[test]
    fn a_page_beyond_the_limit_is_read_in_part() {
        let document = page(&"He left.\n".repeat(SENTENCES + 5));
        let sheet = Sheet::of(&document);
        assert_eq!((sheet.sentences.len(), sheet.truncated), (SENTENCES, true));
    }

    proptest! {
        #[test]
        fn every_token_can_be_quoted(text in "[a-zA-Z0-9 .,'\"!?\u{2019}\u{201C}\u{e9}:$\n-]{0,200}") {
            let document = page(&text);
            let sheet = Sheet::of(&document);
            let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(sheet.tokens.iter().map(|t| t.text).collect::<String>(), letters);
            for (i, token) in sheet.tokens.iter().enumerate() {
                let quote = sheet.quote(i..i + 1);
                prop_assert_eq!(quote.as_ref().map(Quote::exact), Some(token.text));
            }
            let covered: usize = sheet.sentences.iter().map(|s| s.tokens.len()).sum();
            prop_assert_eq!(covered, sheet.tokens.len());
        }
    }
}
