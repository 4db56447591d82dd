//! What a terminal may be shown. Page text is hostile: every word of it passes through [`shown`].

use std::borrow::Cow;

/// Text with control characters (C0, C1, DEL), direction marks and zero-width characters written as `U+XXXX`, and line
/// breaks as spaces: a headline cannot move the cursor, set the clipboard or turn the line around.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) || c.is_whitespace() && c != ' ') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if matches!(c, '\n' | '\r' | '\t' | '\u{a0}') {
            out.push(' ');
        } else if is_unsafe(c) {
            out.push_str(&format!("U+{:04X}", c as u32));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_headline_cannot_speak_to_the_terminal() {
        for (text, expect) in [
            ("plain – “words” 👮", "plain – “words” 👮"),
            ("two\r\nlines\tof it", "two  lines of it"),
            ("\u{1b}]52;c;aGk=\u{7}", "U+001B]52;c;aGk=U+0007"),
            ("a\u{202e}b\u{200b}c\u{9b}d\u{7f}", "aU+202EbU+200BcU+009BdU+007F"),
            ("tag \u{e0041}", "tag U+E0041"),
        ] {
            assert_eq!(shown(text), expect);
        }
    }
}
