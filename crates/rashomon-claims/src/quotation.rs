//! Quotation: which words stand between quotation marks, and whether somebody speaks there.

use std::ops::Range;

use crate::sheet::Sheet;

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its tokens, marks included; may run over sentences of one paragraph.
    pub tokens: Range<usize>,
    /// Somebody speaks: not a nickname, a title or a word held at arm's length.
    pub speech: bool,
    /// The closing mark is missing: the paragraph ends, and a speech goes on in the next one when that opens with a mark.
    pub open: bool,
}

/// All quotations, in order, none within another. A mark opens where white space stands before it or it is an opening
/// curly one; what is left open ends with its paragraph.
pub fn quotations(sheet: &Sheet<'_>) -> Vec<Quotation> {
    let mut out: Vec<Quotation> = Vec::new();
    let mut opened: Option<usize> = None;
    let close = |out: &mut Vec<Quotation>, start: usize, end: usize, open: bool| {
        let inner = sheet.tokens.get(start + 1..if open { end } else { end - 1 }).unwrap_or(&[]);
        let words = inner.iter().filter(|t| t.is_word()).count();
        let stops = inner.last().is_some_and(|t| matches!(&*t.lower, "." | "," | "!" | "?" | "..."));
        if words > 0 {
            out.push(Quotation { tokens: start..end, speech: words >= 5 || (stops && words >= 2), open });
        }
    };
    for sentence in &sheet.sentences {
        let first_of_paragraph = sentence.tokens.start == 0
            || sheet.tokens.get(sentence.tokens.start - 1).is_none_or(|t| sheet.sentences[t.sentence].paragraph != sentence.paragraph);
        if first_of_paragraph && let Some(start) = opened.take() {
            close(&mut out, start, sentence.tokens.start, true);
        }
        for t in sentence.tokens.clone() {
            let token = &sheet.tokens[t];
            let opens = match token.text {
                "\u{201C}" | "``" => true,
                "\u{201D}" => false,
                "\"" | "''" => opened.is_none() && (token.spaced || sheet.tokens.get(t + 1).is_some_and(|n| !n.spaced && n.is_word())),
                _ => continue,
            };
            match (opens, opened) {
                (true, None) => opened = Some(t),
                (false, Some(start)) => {
                    close(&mut out, start, t + 1, false);
                    opened = None;
                }
                // A second opening mark: the first one was left open, or this one is a closing mark that was mistyped.
                (true, Some(start)) => {
                    if token.spaced {
                        close(&mut out, start, t, true);
                        opened = Some(t);
                    } else {
                        close(&mut out, start, t + 1, false);
                        opened = None;
                    }
                }
                // The opening mark was lost: what stands before in this sentence was said.
                (false, None) => {
                    let words = t - sentence.tokens.start;
                    if words > 0 {
                        out.push(Quotation { tokens: sentence.tokens.start..t + 1, speech: words >= 3, open: false });
                    }
                }
            }
        }
    }
    if let Some(start) = opened {
        close(&mut out, start, sheet.tokens.len(), true);
    }
    out
}
