//! Addresses: "1200 block of Oak Street", "1249 Bell Road", "Oak Street and 5th Avenue", "Interstate 70".

use std::sync::LazyLock;

use rashomon_model::value::Address;
use regex::Regex;

use super::{Mention, found};
use crate::sheet::Sheet;

static ADDRESSES: LazyLock<Regex> = LazyLock::new(|| {
    let kind = r"(?:Streets?|Str?\.|St|Avenues?|Aves?\.?|Av\.|Boulevards?|Blvds?\.?|Roads?|Rds?\.?|Drives?|Dr\.?|Lanes?|Ln\.?|Courts?|Ct\.?|Place|Pl\.|Highways?|Hwy\.?|Parkways?|Pkwy\.?|Terrace|Ter\.|Circle|Cir\.|Trail|Trl\.?|Way|Square|Expressway|Freeway|Turnpike|Pike|Loop|Alley|Row|Crossing|Run|Ridge)(?-u:\b)\.?";
    let direction = r"(?:(?:North|South|East|West|Northeast|Northwest|Southeast|Southwest|[NSEW]\.?|N\.?[EW]\.?|S\.?[EW]\.?)\s)";
    let word =
        r"(?:\p{Lu}[\p{L}'\u{2019}-]*|\p{Lu}\.|[0-9]{1,3}(?:st|nd|rd|th)|(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth))";
    let after = r"(?:\s(?:North|South|East|West|Northeast|Northwest|Southeast|Southwest|N\.?E\.?|N\.?W\.?|S\.?E\.?|S\.?W\.?|[NSEW])(?-u:\b)\.?)?";
    // Roads that a number or a letter names.
    let road = r"(?:(?:Interstate|I)[\s-]?[0-9]{1,4}(?-u:\b)|(?:U\.?S\.?(?:\s(?:Highway|Hwy\.?|Route))?|S\.?R\.?|C\.?R\.?)[\s-]?[0-9]{1,5}(?-u:\b))";
    let numbered = format!(
        r"(?:(?:{direction}|\p{{Lu}}\p{{L}}+\s)?(?:State\s(?:Road|Route|Highway)|(?:County|Parish|Farm)\s(?:Road|Rd\.?|Highway)|Farm[\s-]to[\s-]Market(?:\sRoad)?|Highway|Hwy\.?|Route|Loop)\s[0-9]{{1,5}}(?-u:\b)|{direction}?(?:Avenue|Road)\s(?:[A-Z]|[0-9]{{1,4}})(?-u:\b))"
    );
    let road = format!("(?:{road}|{numbered})");
    let street = format!(r"(?:{road}|{direction}?{word}(?:\s{word}){{0,2}}?\s{kind}{after})");
    // In a crossing or after "block of" the kind of street may be missing, and "Ind. 62" is a road of Indiana.
    let state = r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|N\.C|N\.D|N\.H|N\.J|N\.M|N\.Y|Neb|Nev|Ohio|Okla|Ore|Pa|R\.I|S\.C|S\.D|Tenn|Tex|Va|Vt|W\.\s?Va|Wash|Wis|Wyo)\.?";
    let loose = format!(
        r"(?:{street}|{direction}?(?:FM|SH)\s[0-9]{{1,4}}(?-u:\b)|{state}\s[0-9]{{1,4}}(?-u:\b)|{direction}?{word}(?:\s{word}){{0,2}}{after})"
    );
    Regex::new(&format!(
        r"(?x)
        (?-u:\b)(?:
          (?:(?:[0-9]{{1,2}},?[0-9]{{3}}|[0-9]{{1,5}}|first|unit|hundred)[\s-](?:[Bb]lock|[Bb]lk\.?)\s(?:of|on|along)\s(?:the\s)?(?:{loose}))
        | (?:(?:intersection|corner)\sof\s(?:{loose})(?:\s(?:and|&|at|near)\s)(?:{loose}))
        | (?:between\s(?:{loose})\sand\s(?:{street}))
        | (?:[0-9]{{1,5}}\s(?:{street}))
        | (?:(?:{street})(?:\s(?:and|&|near|at|off)\s)(?:the\s)?(?:{loose}))
        | (?:(?:{direction})?{word}(?:\s{word}){{0,2}}?\s(?:and|&)\s(?:{direction}?{word}(?:\s{word}){{0,2}}?)\s(?:streets|avenues|roads|drives|boulevards|Streets|Avenues|Roads))
        | (?:{street})
        )"
    ))
    .expect("a literal")
});

/// Capital words before a street's name that are none of it.
const LEADING: &[&str] = &[
    "On",
    "In",
    "At",
    "The",
    "Near",
    "From",
    "Along",
    "To",
    "And",
    "Police",
    "Outside",
    "Behind",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "A",
    "An",
    "Off",
    "By",
];

/// Words before "Court" that make it a court of law, and before "Lanes" a bowling alley.
const NO_STREET: &[(&str, &[&str])] = &[
    (
        "court",
        &[
            "municipal",
            "juvenile",
            "superior",
            "criminal",
            "district",
            "circuit",
            "supreme",
            "city",
            "county",
            "federal",
            "high",
            "magistrate",
            "family",
            "probate",
            "civil",
            "traffic",
            "appeals",
        ],
    ),
    ("lanes", &["bowling", "star"]),
];

/// Addresses in order of place.
pub fn find(sheet: &Sheet<'_>) -> Vec<Mention<Address>> {
    let mut out = Vec::new();
    found::spans(sheet, &ADDRESSES, |mut tokens, whole| {
        let text = whole.as_str();
        // What matched, by its first letters and by what joins it: asking the expression for groups would cost more than all the rest.
        // "corner of ": behind it the crossing itself.
        let corner = text.strip_prefix("intersection").or_else(|| text.strip_prefix("corner")).and_then(|rest| rest.char_indices().nth(" of ".len()));
        let behind = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        let named = if behind.len() == text.len() { !text.starts_with(char::is_lowercase) } else { behind.starts_with(char::is_alphabetic) };
        let bare = named && !text.split_whitespace().any(|w| matches!(w, "and" | "&" | "near" | "at" | "off"));
        if let Some((at, _)) = corner {
            let passage = sheet.tokens[tokens.start].passage;
            let before = text.len() - text.trim_start_matches(char::is_lowercase).len();
            tokens = found::tokens(sheet, passage, whole.start() + before + at..whole.end()).unwrap_or(tokens);
        } else {
            while tokens.len() > 1 && LEADING.contains(&sheet.tokens[tokens.start].text) {
                tokens.start += 1;
            }
        }
        // The stop of the sentence, where the street's type is written out.
        if tokens.len() > 1 && sheet.tokens[tokens.end - 1].text == "." {
            tokens.end -= 1;
        }
        let next = sheet.tokens.get(tokens.end).map_or("", |t| &*t.lower);
        if bare && matches!(next, "apartments" | "apartment" | "inn" | "hotel" | "school" | "elementary" | "church" | "complex") {
            return;
        }
        let of = |n: usize| tokens.len().checked_sub(n).and_then(|i| sheet.tokens.get(tokens.start + i)).map_or("", |t| &*t.lower);
        if bare && NO_STREET.iter().any(|(word, before)| of(1) == *word && before.contains(&of(2))) {
            return;
        }
        // "In St. Anna": a town, where the sentence goes on with a name.
        let behind = tokens.end + usize::from(next == ".");
        if bare
            && matches!(of(1), "st" | "st.")
            && let (Some(last), Some(after)) = (sheet.tokens.get(tokens.end - 1), sheet.tokens.get(behind))
            && last.sentence == after.sentence
            && after.text.starts_with(char::is_uppercase)
        {
            return;
        }
        // A crossing of persons: "Reyes and Lane".
        let words = sheet.words(tokens.clone());
        if tokens.len() < 2 && !words.chars().any(|c| c.is_ascii_digit())
            || words.starts_with("Wall Street")
            || words.starts_with("Main Street America")
        {
            return;
        }
        out.push(Mention { tokens, value: Address::parse(words) });
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::tests::sheet_of;

    fn check(text: &str, says: &str) {
        let document = sheet_of(text);
        let sheet = Sheet::of(&document);
        let got: Vec<String> = find(&sheet).iter().map(|m| sheet.words(m.tokens.clone()).to_string()).collect();
        assert_eq!(got.join(" / "), says, "{text}");
    }

    #[test]
    fn addresses_are_read() {
        check("It happened in the 1200 block of West Oak Street.", "1200 block of West Oak Street");
        check("in the 1200 block of Oak on Monday", "1200 block of Oak");
        check("He lived at 1249 Bell Road, and ran.", "1249 Bell Road");
        check("at the corner of Oak and 5th Avenue", "Oak and 5th Avenue");
        check("near Oak Street and Elm Avenue", "Oak Street and Elm Avenue");
        check("On Sandy Lane, near Interstate 70", "Sandy Lane / Interstate 70");
        check("near Elm and Oak roads", "Elm and Oak roads");
        check("in the 900 block of West County Road 1100, and on Highway 14", "900 block of West County Road 1100 / Highway 14");
        check("the 1300 block of East Avenue H", "1300 block of East Avenue H");
        check("the 100 block of FM 2105 in Millbrook", "100 block of FM 2105");
        check("at 6502 N. State Road 7.", "6502 N. State Road 7");
        check("at 12 Park Avenue A man was found", "12 Park Avenue");
        check("at Reyes County Superior Court and at Star Lanes", "");
        check("Women Charged In St. Anna Robbery", "");
        check("He was shot on Mercy St. in Millbrook", "Mercy St.");
        check("The street was dark. He was 24 years old.", "");
    }
}
