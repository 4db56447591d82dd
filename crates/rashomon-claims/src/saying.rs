//! Saying: a quote of somebody's part or end holds the words that say it ("a man of 25 is listed in critical condition" for injured), where
//! they stand near in its sentence and nobody else stands between.

use std::ops::Range;

use rashomon_model::{Kind, Stated, Subject, Value};

use crate::cast::Cast;
use crate::clause::{is_function_word, is_possessive};
use crate::draft::Draft;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Words beyond a quote's end that are looked at.
const BEHIND: usize = 12;
/// Words of what is somebody's.
const OWNED: usize = 2;
/// Words of a quote at most.
const QUOTE: usize = 26;

/// Labels with the lists of a kind file whose words say them by themselves.
const SAID_BY: [(&str, &str, &[&str]); 4] = [
    ("role", "victim", &["harmed", "harms", "kill", "die", "hurt", "wound", "attack"]),
    ("role", "suspect", &["accused", "acts", "fire", "shooter", "blamed"]),
    ("outcome", "killed", &["kill", "die", "oneself"]),
    ("outcome", "injured", &["hurt", "wound", "attack"]),
];

/// Words of these lists that say what happened, or where somebody was brought, and of nobody that harm was done.
fn is_vague(word: &str) -> bool {
    matches!(word, "shooting" | "shootings" | "killing" | "murder" | "attack" | "hospitalized" | "hospitalised" | "deaths" | "robbed" | "targeted")
}

/// Words behind which something else is said.
fn turns(word: &str) -> bool {
    matches!(word, "but" | "whether" | "if" | "although" | "though" | "while" | "because" | "unless" | "until")
}

/// Widens quotes that leave out the words by which they say a label.
pub fn widen(sheet: &Sheet<'_>, cast: &Cast, kind: &Kind, drafts: &mut [Draft]) {
    let called = |slot: &str, label: &str| {
        let words = kind.slot(slot).and_then(|s| s.words.iter().find(|(l, _)| **l == *label));
        words.map(|(_, words)| words.as_slice()).unwrap_or_default()
    };
    let says: Vec<WordList<()>> = SAID_BY
        .iter()
        .map(|(slot, label, lists)| WordList::new(lists.iter().map(|l| ((), kind.list(l))).chain([((), called(slot, label))])))
        .collect();
    for draft in drafts {
        let (Subject::Party(party), Stated::Is(Value::Label(label))) = (draft.subject, &draft.stated) else { continue };
        let Some(n) = SAID_BY.iter().position(|(slot, l, _)| **slot == *draft.slot && **l == **label) else { continue };
        if let Some(end) = owned(sheet, &draft.tokens) {
            draft.tokens.end = end;
        }
        if let Some(tokens) = says.get(n).and_then(|words| widened(sheet, cast, words, &draft.tokens, party.0 as usize)) {
            draft.tokens = tokens;
        }
    }
}

/// "A wound to his" ends with what is his.
fn owned(sheet: &Sheet<'_>, tokens: &Range<usize>) -> Option<usize> {
    let last = tokens.end.checked_sub(1).filter(|last| is_possessive(sheet, *last))?;
    let sentence = sheet.sentences.get(sheet.tokens.get(last)?.sentence)?.tokens.end;
    let goes_on = |t: &usize| sheet.tokens.get(*t).is_some_and(|t| t.is_word() && !t.is_capital() && !is_function_word(&t.lower));
    (tokens.end..sentence.min(tokens.end + OWNED)).take_while(goes_on).last().map(|t| t + 1)
}

/// The quote with the nearest words that say it; `None` where it holds some, or none are near.
fn widened(sheet: &Sheet<'_>, cast: &Cast, words: &WordList<()>, tokens: &Range<usize>, party: usize) -> Option<Range<usize>> {
    let line = sheet.sentences.get(sheet.tokens.get(tokens.start)?.sentence)?.tokens.clone();
    let vague = |t: usize| sheet.tokens.get(t).is_some_and(|t| is_vague(&t.lower));
    let at = |t: usize, end: usize| words.at(sheet, t, end).filter(|(n, ())| *n > 1 || !vague(t)).map(|(n, ())| t + n);
    if tokens.clone().any(|t| at(t, line.end).is_some()) {
        return None;
    }
    let somebody = |t: usize| cast.within(t..t + 1).any(|(_, p)| p.party.is_some_and(|q| q != party));
    let turns = |t: usize| sheet.tokens.get(t).is_some_and(|t| turns(&t.lower));
    let end = (tokens.end..line.end.min(tokens.end + BEHIND)).take_while(|t| !somebody(*t) && !turns(*t)).find_map(|t| at(t, line.end))?;
    let wide = tokens.start..end.min(line.end);
    (wide.len() <= QUOTE).then_some(wide)
}
