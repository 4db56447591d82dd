//! The sheet: a document's reporting as sentences and tokens, with the way back to exact words.
//!
//! Offsets are bytes of a passage's normalised text; token and sentence numbers run through the whole document.

use std::ops::Range;

use rashomon_model::text::{Passage, Reporting};
use rashomon_model::{Document, Quote, ZoneKind};

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
        self.text.chars().next().is_some_and(char::is_alphanumeric)
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
}

impl<'t> Sheet<'t> {
    /// Cuts a document's reporting.
    pub fn of(document: &'t Document) -> Self {
        let mut sheet = Self { document, passages: document.reporting().collect(), sentences: Vec::new(), tokens: Vec::new() };
        let mut paragraph = 0;
        for p in 0..sheet.passages.len() {
            let text = sheet.passages[p].text();
            let zone = sheet.passages[p].zone().kind;
            for (line_start, line) in lines(text) {
                let mut open = sheet.tokens.len();
                let toks = words(line);
                for (i, range) in toks.iter().enumerate() {
                    let range = line_start + range.start..line_start + range.end;
                    let word = &text[range.clone()];
                    let spaced = i == 0 || toks[i - 1].end + line_start < range.start;
                    sheet.tokens.push(Token {
                        text: word,
                        lower: word.to_lowercase().into(),
                        passage: p,
                        sentence: sheet.sentences.len(),
                        range,
                        spaced,
                    });
                    let ends = matches!(word, "." | "!" | "?")
                        && toks.get(i + 1).is_none_or(|n| line[n.clone()].chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphanumeric()));
                    if ends {
                        sheet.sentences.push(Sentence { passage: p, tokens: open..sheet.tokens.len(), paragraph, zone });
                        open = sheet.tokens.len();
                    }
                }
                if open < sheet.tokens.len() {
                    sheet.sentences.push(Sentence { passage: p, tokens: open..sheet.tokens.len(), paragraph, zone });
                }
                paragraph += 1;
            }
        }
        sheet
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
        if tokens.is_empty() {
            return "";
        }
        let (first, last) = (&self.tokens[tokens.start], &self.tokens[tokens.end - 1]);
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

/// Byte ranges of the tokens of a line.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, c) in line.char_indices() {
        let end = i + c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if c.is_alphanumeric() {
            if let Some(last) = out.last_mut() {
                if last.end == i && line[last.clone()].chars().next_back().is_some_and(char::is_alphanumeric) {
                    last.end = end;
                    continue;
                }
            }
        }
        out.push(i..end);
    }
    out
}
