//! The language of a page: by its article's letters and words (whatlang) where there are enough of them, else as its markup says.

use rashomon_model::ZoneKind;
use rashomon_model::text::Zone;
use whatlang::Lang;

use super::scan::Scan;

/// Letters from which on words tell a language.
const ENOUGH: usize = 200;
/// The most bytes that are looked at.
const LOOK: usize = 20_000;

/// ISO 639-1, where it has one; else ISO 639-3.
pub(super) fn of(scanned: &Scan, zones: &[Zone]) -> Option<String> {
    let mut words = String::new();
    for zone in zones.iter().filter(|z| matches!(z.kind, ZoneKind::Body | ZoneKind::Quote | ZoneKind::Title)) {
        words.push_str(scanned.text.get(zone.start as usize..zone.end as usize).unwrap_or_default());
        words.push(' ');
        if words.len() > LOOK {
            break;
        }
    }
    let said = scanned.head.language.as_deref().map(|l| l.split(['-', '_']).next().unwrap_or(l).to_ascii_lowercase());
    let said = said.filter(|l| (2..=3).contains(&l.len()) && l.bytes().all(|b| b.is_ascii_alphabetic()));
    spoken(&words).or(said)
}

/// Words that every English text has.
const ENGLISH: [&str; 16] = ["the", "of", "and", "to", "in", "a", "was", "is", "said", "he", "that", "on", "for", "at", "his", "with"];

/// The language of words, where there are enough of them to tell. What has the small words of English in their number is English,
/// however many names of people and places of other tongues are in it.
pub(crate) fn spoken(words: &str) -> Option<String> {
    if words.chars().filter(|c| c.is_alphabetic()).take(ENOUGH).count() < ENOUGH {
        return None;
    }
    let (mut all, mut english) = (0, 0);
    for word in words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(2000) {
        all += 1;
        english += usize::from(ENGLISH.iter().any(|e| word.eq_ignore_ascii_case(e)));
    }
    if english * 7 >= all {
        return Some("en".into());
    }
    let found = whatlang::detect(words)?;
    (found.is_reliable() || found.confidence() > 0.5).then(|| code(found.lang()).to_owned())
}

/// The short code of a language.
fn code(lang: Lang) -> &'static str {
    match lang.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "no",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        other => other,
    }
}
