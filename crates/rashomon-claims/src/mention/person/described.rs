//! People by description: "a 16-year-old girl", "two men", "the off-duty officer", "his wife", "three others".

use std::ops::Range;

use super::super::age::Found;
use super::super::number;
use super::super::word::Word;
use super::lexicon;
use crate::cast::Opening;

/// A description in the words of a document, by word numbers.
#[derive(Clone, Debug)]
pub struct Described {
    /// All of it.
    pub words: Range<usize>,
    /// The head noun.
    pub head: usize,
    /// The noun's singular, lower case; empty for "the 27-year-old".
    pub noun: &'static str,
    /// By the words.
    pub female: Option<bool>,
    /// How many; `None` for a plural without a number.
    pub size: Option<u32>,
    /// How it opens.
    pub opening: Opening,
    /// Kin noun.
    pub kin: bool,
    /// The word that owns it: "his", or the word before "'s".
    pub owner: Option<usize>,
}

/// Longest stretch between determiner and noun.
const REACH: usize = 7;

/// Lower-case words that no description reaches over.
fn blocks(lower: &str) -> bool {
    matches!(
        lower,
        "in" | "on"
            | "at"
            | "by"
            | "to"
            | "from"
            | "with"
            | "for"
            | "of"
            | "into"
            | "after"
            | "before"
            | "and"
            | "or"
            | "but"
            | "that"
            | "who"
            | "when"
            | "while"
            | "as"
            | "was"
            | "were"
            | "is"
            | "are"
            | "be"
            | "been"
            | "has"
            | "had"
            | "have"
            | "did"
            | "do"
            | "not"
            | "if"
            | "killed"
            | "killing"
            | "kills"
            | "found"
            | "said"
            | "says"
            | "told"
            | "left"
            | "leaving"
            | "leaves"
            | "including"
            | "between"
            | "against"
            | "about"
            | "than"
            | "also"
            | "then"
            | "he"
            | "she"
            | "they"
            | "him"
            | "them"
            | "it"
            | "we"
            | "you"
            | "i"
            | "arrested"
            | "struck"
            | "hit"
            | "wounding"
            | "wounds"
            | "injuring"
            | "injures"
            | "identified"
            | "because"
            | "where"
            | "which"
            | "over"
            | "saw"
            | "see"
            | "seen"
            | "during"
            | "near"
            | "among"
            | "like"
            | "both"
            | "no"
            | "any"
            | "there"
            | "outside"
            | "inside"
            | "so"
            | "toward"
            | "towards"
            | "shooting"
            | "called"
            | "asked"
            | "believe"
            | "believed"
            | "how"
            | "what"
            | "why"
            | "whether"
            | "being"
            | "off"
    )
}

fn describes(lower: &str) -> bool {
    matches!(
        lower,
        "young"
            | "old"
            | "elderly"
            | "unidentified"
            | "unnamed"
            | "unknown"
            | "local"
            | "armed"
            | "unarmed"
            | "masked"
            | "male"
            | "female"
            | "black"
            | "white"
            | "hispanic"
            | "adult"
            | "juvenile"
            | "teenage"
            | "pregnant"
            | "off-duty"
            | "police"
            | "dead"
            | "wounded"
            | "injured"
            | "alleged"
            | "suspected"
            | "accused"
            | "possible"
            | "store"
            | "security"
            | "homeless"
            | "naked"
            | "innocent"
            | "second"
            | "third"
            | "fourth"
            | "fifth"
            | "first"
            | "other"
            | "shooting"
            | "murder"
            | "homicide"
            | "gunshot"
            | "little"
            | "younger"
            | "older"
            | "fellow"
            | "american"
            | "minor"
            | "estranged"
            | "former"
            | "ex"
            | "infant"
            | "surviving"
            | "deceased"
            | "high"
            | "school"
            | "college"
            | "middle-aged"
            | "married"
            | "twin"
            | "family"
            | "bank"
            | "taxi"
            | "cab"
            | "delivery"
            | "pizza"
            | "truck"
            | "bus"
            | "gas"
            | "station"
            | "convenience"
            | "bar"
            | "restaurant"
            | "county"
            | "state"
            | "sheriff's"
            | "robbery"
            | "burglary"
            | "sole"
            | "lone"
            | "critically"
            | "fatally"
            | "non-fatal"
    )
}

/// Nouns before which a person noun is no head ("suspect vehicle", "child abuse", "victim services").
fn follows_attribute(lower: &str) -> bool {
    matches!(
        lower,
        "vehicle"
            | "car"
            | "abuse"
            | "services"
            | "service"
            | "custody"
            | "protection"
            | "seat"
            | "support"
            | "vehicles"
            | "truck"
            | "suv"
            | "van"
            | "care"
            | "endangerment"
            | "neglect"
            | "advocate"
            | "advocates"
            | "impact"
            | "assistance"
            | "body"
            | "pornography"
            | "center"
            | "union"
            | "training"
            | "association"
            | "league"
            | "welfare"
            | "information"
            | "description"
            | "descriptions"
            | "porn"
            | "witness"
            | "victim"
            | "victims"
            | "suspect"
            | "suspects"
            | "officer"
            | "officers"
            | "driver"
            | "member"
            | "members"
            | "life"
            | "safety"
            | "room"
            | "activist"
            | "court"
            | "detention"
            | "side"
            | "lives"
            | "shooting"
            | "school"
            | "college"
            | "athlete"
            | "offender"
    )
}

/// All descriptions of a sentence. `taken` marks words of names; `ages` are the sentence's.
pub fn described(words: &[Word<'_>], sentence: Range<usize>, taken: &[bool], ages: &[Found]) -> Vec<Described> {
    let mut out: Vec<Described> = Vec::new();
    let lower = |i: usize| words.get(i).filter(|_| i < sentence.end).map_or("", |w| &*w.lower);
    let aged = |i: usize| ages.iter().find(|a| a.words.contains(&i));
    let mut floor = sentence.start;
    for head in sentence.clone() {
        if head < floor || taken[head] || !words[head].is_letters() && aged(head).is_none() {
            continue;
        }
        let word = lower(head);
        let before = if head > sentence.start { lower(head - 1) } else { "" };
        // "a concealed-carry permit holder", "the citizen shooter": one of the public.
        let word = match (before, word) {
            ("permit" | "license" | "carry" | "concealed-carry", "holder") => "permit-holder",
            ("permit" | "license" | "carry" | "concealed-carry", "holders") => "permit-holders",
            ("citizen", "shooter" | "hero") => "citizen",
            _ => word,
        };
        let (noun, plural, female, kin);
        if let Some(n) = lexicon::noun(word) {
            let next = lower(head + 1);
            let attribute = !n.kin
                && (follows_attribute(next) || lexicon::noun(next).is_some_and(|m| !m.kin && next != "other" && next != "others"))
                && !matches!(next, "suspect" | "victim" if matches!(word, "male" | "female"));
            let attribute = attribute
                || matches!(word, "male" | "female" | "juvenile" | "adult" | "minor" | "teen" | "infant") && lexicon::noun(next).is_some()
                || word == "minor" && !matches!(next, "" | "." | "," | "was" | "who" | "and")
                || matches!(word, "other") && !n.plural
                || matches!(word, "principal" | "chief" | "major" | "partner" | "private")
                    && !matches!(lower(head.wrapping_sub(1)), "police" | "the" | "his" | "her" | "fire" | "'s" | "school");
            if attribute {
                continue;
            }
            (noun, plural, female, kin) = (n.one, n.plural, n.female, n.kin);
        } else if let Some(a) = aged(head).filter(|a| a.words.end == head + 1 && a.shape == super::super::age::Shape::Attribute) {
            // "the 27-year-old" is its own head where no noun or name follows.
            let next = lower(a.words.end);
            if taken.get(a.words.end) == Some(&true) && a.words.end < sentence.end {
                continue;
            }
            let near = (a.words.end..(a.words.end + 4).min(sentence.end))
                .take_while(|i| !blocks(lower(*i)) && words[*i].is_letters())
                .any(|i| lexicon::noun(lower(i)).is_some() || taken[i]);
            if near && !blocks(next) {
                continue;
            }
            let plural = word.ends_with("olds");
            (noun, female, kin) = ("", None, false);
            out.push(build(words, &sentence, head, floor, Shape { noun, plural, female, kin }, &aged));
            floor = head + 1;
            continue;
        } else {
            continue;
        }
        out.push(build(words, &sentence, head, floor, Shape { noun, plural, female, kin }, &aged));
        floor = head + 1;
    }
    out
}

struct Shape {
    noun: &'static str,
    plural: bool,
    female: Option<bool>,
    kin: bool,
}

fn build<'a>(
    words: &[Word<'_>],
    sentence: &Range<usize>,
    head: usize,
    floor: usize,
    shape: Shape,
    aged: &dyn Fn(usize) -> Option<&'a Found>,
) -> Described {
    let lower = |i: usize| words.get(i).map_or("", |w| &*w.lower);
    let low = floor.max(sentence.start).max(head.saturating_sub(REACH + 3));
    let mut start = head;
    if let Some(a) = aged(head) {
        start = a.words.start.max(low);
    }
    let (mut opening, mut owner, mut female) = (None, None, shape.female);
    let mut count: Option<u32> = None;
    let mut steps = 0;
    let mut i = start;
    // Whether every word between is one that describes: then a description without determiner reaches over it.
    let mut sure = start;
    while i > low && steps < REACH {
        i -= 1;
        steps += 1;
        let w = lower(i);
        if let Some(a) = aged(i) {
            i = a.words.start.max(low);
            start = i;
            if sure == i + a.words.len() || sure == a.words.end {
                sure = i;
            }
            continue;
        }
        match w {
            "a" | "an" => {
                opening = Some(Opening::Indefinite);
                count = count.or(Some(1));
            }
            "another" => {
                opening = Some(Opening::Another);
                count = count.or(Some(1));
            }
            "the" | "this" | "that" | "these" | "those" => opening = Some(Opening::Definite),
            "some" | "several" | "multiple" | "many" | "numerous" => opening = Some(Opening::Indefinite),
            "all" | "both" | "each" | "every" | "no" | "any" => {
                opening = Some(Opening::Definite);
                if w == "both" {
                    count = Some(2);
                }
            }
            "his" | "her" | "their" | "my" | "our" | "your" | "its" => {
                opening = Some(Opening::Owned);
                owner = Some(i);
            }
            "'s" | "'" if i > sentence.start => {
                opening = Some(Opening::Owned);
                owner = Some(i - 1);
            }
            _ => {}
        }
        if opening.is_some() {
            start = i;
            if let Some(o) = owner {
                start = o.min(i);
            }
            if opening == Some(Opening::Definite) && matches!(w, "the" | "these" | "those") && i > low && matches!(lower(i - 1), "all" | "both") {
                start = i - 1;
            }
            break;
        }
        if let Some(n) = number::plain(w).filter(|n| *n > 0 && *n < 1000) {
            if count.is_none() {
                count = Some(n);
            }
            if sure == i + 1 {
                sure = i;
            }
            continue;
        }
        if blocks(w) || !words[i].is_letters() {
            break;
        }
        if describes(w) && sure == i + 1 {
            sure = i;
        }
        if matches!(w, "male" | "boy") && female.is_none() {
            female = Some(false);
        }
        if matches!(w, "female" | "pregnant" | "girl") && female.is_none() {
            female = Some(true);
        }
    }
    if opening.is_none() {
        start = sure.min(start).max(low);
        if start > sure {
            start = sure;
        }
    }
    // Only adjectives inside the description say its sex.
    let inside = |w: &str| (start..head).any(|k| lower(k) == w);
    if shape.female.is_none() {
        female = if inside("male") {
            Some(false)
        } else if inside("female") || inside("pregnant") {
            Some(true)
        } else {
            None
        };
    }
    if (start..head).any(|k| matches!(lower(k), "second" | "third" | "fourth" | "fifth" | "other")) && opening != Some(Opening::Owned) {
        opening = Some(if opening == Some(Opening::Definite) { Opening::Definite } else { Opening::Another });
    }
    let count = count.filter(|_| (start..head).any(|k| number::plain(lower(k)).is_some() || matches!(lower(k), "a" | "an" | "another" | "both")));
    // "one of the victims": one of them. Which of the suspects is seldom told.
    let of = |k: usize| start.checked_sub(k).filter(|i| *i >= low).map_or("", lower);
    if shape.plural && !shape.kin && shape.noun != "suspect" && opening == Some(Opening::Definite) && of(1) == "of" && of(2) == "one" {
        let (opening, owner) = (Opening::Indefinite, None);
        return Described { words: start - 2..head + 1, head, noun: shape.noun, female, size: Some(1), opening, kin: false, owner };
    }
    let size = match (shape.plural, count) {
        (true, Some(1)) => Some(1),
        (true, n) => n,
        (false, _) => Some(1),
    };
    Described { words: start..head + 1, head, noun: shape.noun, female, size, opening: opening.unwrap_or(Opening::Indefinite), kin: shape.kin, owner }
}
