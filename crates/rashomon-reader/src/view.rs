//! The normalised view of a text, aligned to the text as given: straight quotes and apostrophes, plain spaces, decoded
//! entities and mojibake, lost apostrophes put back, zero-width characters gone, a space between sentences that were
//! glued together. Lines stay lines; the given text is never touched.

use rashomon_model::Text;
use rashomon_model::text::Alignment;

/// A text with its repaired view.
pub(crate) fn text(raw: &str) -> Text {
    let mut v = View { raw, out: None, last: None, at: 0, back: Alignment::default(), in_quote: false };
    v.run();
    v.back.push(v.at, raw.len());
    let View { out, at, back, .. } = v;
    // Where nothing was repaired there is no second text, unless the end was dropped.
    let out = out.or_else(|| (at < raw.len()).then(|| raw.get(..at).unwrap_or_default().to_owned()));
    // The alignment fits by construction; should it ever not, the text itself is a valid view.
    out.and_then(|out| Text::aligned(raw, out, back)).unwrap_or_else(|| Text::plain(raw))
}

struct View<'t> {
    raw: &'t str,
    /// The view so far, from where it first differs from the text.
    out: Option<String>,
    /// Its last character.
    last: Option<char>,
    /// Its length in bytes.
    at: usize,
    back: Alignment,
    /// Inside straight double quotes, counted from the start of the line.
    in_quote: bool,
}

impl View<'_> {
    fn push(&mut self, c: char, from: usize) {
        self.back.push(self.at, from);
        let same = from == self.at && self.out.is_none() && self.rest(from).starts_with(c);
        if !same {
            let before = self.raw.get(..self.at).unwrap_or_default();
            self.out.get_or_insert_with(|| before.to_owned()).push(c);
        }
        self.at += c.len_utf8();
        self.last = Some(c);
    }

    fn run(&mut self) {
        let raw = self.raw;
        let mut at = 0;
        while let Some(c) = raw.get(at..).and_then(|r| r.chars().next()) {
            at += match c {
                'A'..='Z' | 'a'..='z' => self.word(at),
                '&' => self.entity(at),
                'â' | 'Â' | 'Ã' | 'ð' => self.mojibake(at, c),
                _ => self.plain(at, c),
            };
        }
    }

    /// One given character, straightened; gives the bytes read.
    fn plain(&mut self, at: usize, c: char) -> usize {
        let len = c.len_utf8();
        match straight(c) {
            None => return len,
            Some('\'') if is_mark(c) && self.rest(at + len).chars().next().is_some_and(|n| n == c) => {
                // Two single marks of one sort are a double one typed in two strokes.
                self.push('"', at);
                self.in_quote = !self.in_quote;
                return 2 * len;
            }
            Some(s) => {
                self.push(s, at);
                match s {
                    '\n' => self.in_quote = false,
                    '"' => self.in_quote = !self.in_quote,
                    _ => {}
                }
            }
        }
        if matches!(c, '.' | '!' | '?') {
            return len + self.glued(at, at + len);
        }
        len
    }

    fn rest(&self, at: usize) -> &str {
        self.raw.get(at..).unwrap_or_default()
    }

    /// "…in the hospital.It happened": a space where a page lost the break between two paragraphs. Gives the bytes of
    /// a closing quote read on the way.
    fn glued(&mut self, stop: usize, after: usize) -> usize {
        let before = self.raw.as_bytes().get(..stop).unwrap_or_default();
        let tail = |n: usize| before.len().checked_sub(n).and_then(|i| before.get(i)).copied().unwrap_or(b' ');
        let word_ends = tail(1).is_ascii_lowercase() && tail(2).is_ascii_lowercase() || matches!(tail(1), b')' | b'0'..=b'9');
        if !word_ends {
            return 0;
        }
        let mut read = 0;
        let mut next = after;
        let closes = |c: char, inside: bool| c == '”' || c == '"' && inside;
        if let Some(c) = self.rest(after).chars().next().filter(|c| closes(*c, self.in_quote)) {
            read = c.len_utf8();
            next += read;
        }
        let mut ahead = self.rest(next).chars();
        let (first, second) = (ahead.next(), ahead.next());
        let (letter, then) = match first {
            Some('"' | '“') => (second, ahead.next()),
            other => (other, second),
        };
        let starts = letter.is_some_and(|c| c.is_ascii_uppercase()) && then.is_some_and(|c| c.is_ascii_lowercase() || matches!(c, ' ' | '\'' | '’'));
        if read > 0 {
            self.push('"', after);
            self.in_quote = false;
        }
        if starts {
            self.push(' ', next);
        }
        read
    }

    /// A run of ASCII letters, with its apostrophe back where it can only have been lost.
    fn word(&mut self, at: usize) -> usize {
        let len = self.rest(at).bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = self.raw.get(at..at + len).unwrap_or_default();
        let open = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '@' | '#' | '/' | '_'));
        let lost =
            (2..=8).contains(&len).then(|| lost_apostrophe(word)).flatten().filter(|_| open(self.last) && open(self.rest(at + len).chars().next()));
        for (i, c) in word.char_indices() {
            if lost == Some(i) {
                self.push('\'', at + i);
            }
            self.push(c, at + i);
        }
        len
    }

    fn entity(&mut self, at: usize) -> usize {
        let Some((c, mut len)) = decode_entity(self.rest(at)) else {
            self.push('&', at);
            return 1;
        };
        let mut c = c;
        if c == '&' {
            // Escaped twice: `&amp;#8217;`.
            let inner = self.rest(at + len);
            let end = inner.as_bytes().iter().take(10).position(|b| *b == b';');
            if let Some(twice) = end.and_then(|e| inner.get(..=e)).and_then(|s| decode_entity(&format!("&{s}"))) {
                c = twice.0;
                len += twice.1 - 1;
            }
        }
        if let Some(s) = straight(c) {
            self.push(s, at);
        }
        len
    }

    /// UTF-8 that was read as Windows-1252: `â€™` is an apostrophe.
    fn mojibake(&mut self, at: usize, lead: char) -> usize {
        let need = match lead {
            'â' => 3,
            'ð' => 4,
            _ => 2,
        };
        let mut bytes = [0u8; 4];
        let mut len = 0;
        let mut got = 0;
        for c in self.rest(at).chars().take(need) {
            let Some(b) = windows_1252(c).filter(|b| (got == 0) == (*b >= 0xC0)) else { break };
            bytes[got] = b;
            got += 1;
            len += c.len_utf8();
        }
        if got == need
            && let Some(c) = std::str::from_utf8(&bytes[..need]).ok().and_then(|s| s.chars().next()).filter(|c| !c.is_control())
        {
            if let Some(s) = straight(c) {
                self.push(s, at);
            }
            return len;
        }
        // The last byte of a closing quote has no Windows-1252 character and is often lost.
        if lead == 'â' && got == 2 && bytes[1] == 0x80 {
            self.push('"', at);
            return len;
        }
        self.plain(at, lead)
    }
}

/// The view's character for a given one; `None` for characters without width.
fn straight(c: char) -> Option<char> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => return None,
        other => other,
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '‘' | '’' | '\'' | '`' | '´')
}

/// Where the apostrophe of a word belongs that has lost it, for words that are nothing else without one.
fn lost_apostrophe(word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    let tail = match lower.as_str() {
        "dont" | "didnt" | "doesnt" | "isnt" | "wasnt" | "arent" | "werent" | "hasnt" | "havent" | "hadnt" | "couldnt" | "wouldnt" | "shouldnt"
        | "mustnt" | "neednt" | "cant" | "wont" | "aint" => 1,
        "thats" | "whats" | "theres" | "whos" | "hes" | "shes" | "todays" => 1,
        "ive" | "weve" | "youve" | "theyve" | "youre" | "theyre" => 2,
        "youll" | "theyll" | "itll" => 2,
        "youd" | "theyd" => 1,
        // "Im" at the start of a sentence or inside one; never "IM" or "im" of another language.
        "im" if word == "Im" => 1,
        _ => return None,
    };
    // All capitals are acronyms and call signs, unless the word is long enough to be one of these only.
    let caps = word.bytes().all(|b| b.is_ascii_uppercase());
    (!caps || word.len() > 4).then(|| word.len() - tail)
}

/// The character of an entity that starts here, and its length.
fn decode_entity(s: &str) -> Option<(char, usize)> {
    let end = s.as_bytes().iter().take(12).position(|b| *b == b';')?;
    let name = s.get(1..end)?;
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        match code {
            // Numbers of the Windows-1252 block mean its characters, as in HTML.
            0x80..=0x9f => CP1252.iter().find(|(_, b)| u32::from(*b) == code)?.0,
            // A line break or a control character would change the lines.
            0..=0x1f | 0x7f => return None,
            _ => char::from_u32(code)?,
        }
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" | "ldquo" | "rdquo" | "bdquo" | "laquo" | "raquo" => '"',
            "apos" | "lsquo" | "rsquo" | "sbquo" => '\'',
            "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
            "ndash" => '–',
            "mdash" => '—',
            "hellip" => '…',
            "bull" => '•',
            "middot" => '·',
            "copy" => '©',
            "reg" => '®',
            "trade" => '™',
            "deg" => '°',
            "frac12" => '½',
            "shy" => '\u{ad}',
            "eacute" => 'é',
            "aacute" => 'á',
            "iacute" => 'í',
            "oacute" => 'ó',
            "uacute" => 'ú',
            "ntilde" => 'ñ',
            "ccedil" => 'ç',
            "uuml" => 'ü',
            "ouml" => 'ö',
            "auml" => 'ä',
            _ => return None,
        }
    };
    Some((c, end + 1))
}

/// The byte that Windows-1252 (or Latin-1) writes a character with.
fn windows_1252(c: char) -> Option<u8> {
    let code = c as u32;
    match code {
        0x80..=0xff => Some(code as u8),
        _ => CP1252.iter().find(|(k, _)| *k == c).map(|(_, b)| *b),
    }
}

const CP1252: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8a),
    ('‹', 0x8b),
    ('Œ', 0x8c),
    ('Ž', 0x8e),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9a),
    ('›', 0x9b),
    ('œ', 0x9c),
    ('ž', 0x9e),
    ('Ÿ', 0x9f),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(raw: &str, view: &str) {
        assert_eq!(text(raw).view(), view, "view of {raw:?}");
    }

    #[test]
    fn quotes_are_straight_and_spaces_plain() {
        check("“He’s alive,” she\u{a0}said.", "\"He's alive,\" she said.");
        check("‘‘Stay down,’’ he yelled", "\"Stay down,\" he yelled");
        check("a\u{200b}b\u{ad}c", "abc");
    }

    #[test]
    fn entities_are_read() {
        check("Reyes &amp; Sons&#8217; yard &#x201C;open&rdquo; &nbsp;AT&T &bogus;", "Reyes & Sons' yard \"open\"  AT&T &bogus;");
        check("it&amp;#8217;s", "it's");
    }

    #[test]
    fn mojibake_is_read() {
        check("the deputyâ€™s car â€œstoppedâ€\u{9d} and leftâ€ Then", "the deputy's car \"stopped\" and left\" Then");
        check("Ã©tÃ© Â© 2018", "été © 2018");
        check("un âge, São", "un âge, São");
    }

    #[test]
    fn lost_apostrophes_come_back_where_nothing_else_fits() {
        check("a man whos armed, I dont know. Thats it, Ive seen", "a man who's armed, I don't know. That's it, I've seen");
        check("Ill. its lets were IM WONT", "Ill. its lets were IM WONT");
        check("@dont dont's don't", "@dont dont's don't");
    }

    #[test]
    fn glued_sentences_part() {
        check("to the hospital.It happened at 9.Police say", "to the hospital. It happened at 9. Police say");
        check("known as \"Three.\"\"No child should,\" he said.\"Never.\"", "known as \"Three.\" \"No child should,\" he said. \"Never.\"");
        check("St. Paul, U.S.A. example.com Ph.D.", "St. Paul, U.S.A. example.com Ph.D.");
    }

    #[test]
    fn a_quote_of_the_view_is_cut_from_the_given_text() {
        let t = text("They dont “know”");
        let view = t.view();
        let at = view.find("don't").unwrap();
        assert_eq!(t.raw().get(t.raw_range(at..at + 5)), Some("dont"));
        let at = view.find("\"know\"").unwrap();
        assert_eq!(t.raw().get(t.raw_range(at..at + 6)), Some("“know”"));
    }

    proptest! {
        #[test]
        fn the_view_is_aligned(raw in "(\\PC|[â€™œ\u{9d}Ã©Â&#;amp0-9\"'’.A-Za-z \n\r]){0,80}") {
            let t = text(&raw);
            prop_assert_eq!(t.raw(), raw.as_str());
            prop_assert_eq!(t.view().matches('\n').count(), raw.matches('\n').count());
            // What lies between two characters of the view stands for characters of the text, in order.
            let mut last = 0;
            for (i, c) in t.view().char_indices() {
                let r = t.raw_range(i..i + c.len_utf8());
                prop_assert!(r.start >= last && raw.get(r.clone()).is_some());
                last = r.start;
            }
            let all = t.view_range(0..raw.len());
            prop_assert_eq!(all, 0..t.view().len());
        }
    }
}
