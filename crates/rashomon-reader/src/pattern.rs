//! How the patterns of this crate are written: with letters of western names for `\w`, ASCII digits and ASCII word
//! boundaries, which keeps the automata small and fast on texts with curly quotes, and with `MONTH` and `WEEKDAY`.

use regex::Regex;

const MONTH: &str =
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const WEEKDAY: &str = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?";

/// A pattern of this crate, compiled. Panics on a pattern that does not compile: a test compiles them all.
pub(crate) fn pattern(source: &str) -> Regex {
    let source = source.replace("MONTH", MONTH).replace("WEEKDAY", WEEKDAY);
    let mut out = String::with_capacity(source.len() * 2);
    let (mut class, mut chars) = (false, source.chars());
    while let Some(c) = chars.next() {
        match (c, class) {
            ('\\', _) => match (chars.next(), class) {
                (Some('w'), true) => out.push_str("0-9A-Za-zÀ-ɏ_"),
                (Some('w'), false) => out.push_str("[0-9A-Za-zÀ-ɏ_]"),
                (Some('W'), false) => out.push_str("[^0-9A-Za-zÀ-ɏ_]"),
                (Some('d'), true) => out.push_str("0-9"),
                (Some('d'), false) => out.push_str("[0-9]"),
                (Some('b'), false) => out.push_str(r"(?-u:\b)"),
                (other, _) => {
                    out.push('\\');
                    out.extend(other);
                }
            },
            ('[', false) => {
                class = true;
                out.push(c);
            }
            (']', true) => {
                class = false;
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    Regex::new(&out).expect("a pattern that compiles")
}
