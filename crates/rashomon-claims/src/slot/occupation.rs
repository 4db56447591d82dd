//! Occupations: ranks and offices before a name ("Millbrook Police Chief"), trades in a description ("a store clerk").

use std::ops::Range;

use rashomon_model::{Kind, PartyId, Stated, Subject, Value};

use crate::cast::{Cast, Form, Person};
use crate::draft::Draft;
use crate::mention::person::lexicon;
use crate::sheet::Sheet;

/// Nouns that say a trade or an office rather than a part in the incident.
const TRADES: &[&str] = &[
    "officer",
    "deputy",
    "trooper",
    "agent",
    "detective",
    "policeman",
    "policewoman",
    "marshal",
    "sergeant",
    "lieutenant",
    "captain",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "councilman",
    "councilwoman",
    "pastor",
    "principal",
    "clerk",
    "employee",
    "worker",
    "cashier",
    "guard",
    "bouncer",
    "bartender",
    "waitress",
    "waiter",
    "student",
    "teacher",
    "soldier",
    "veteran",
    "firefighter",
    "manager",
    "rapper",
    "player",
    "attorney",
    "lawyer",
    "judge",
    "mayor",
    "coroner",
    "prosecutor",
    "sheriff",
];
/// Longest occupation, in tokens.
const LONGEST: usize = 9;

/// Drafts for `occupation`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, _kind: &Kind) -> Vec<Draft> {
    let mut out = Vec::new();
    for party in 0..cast.parties.len() {
        // The fullest title of a person, else the first trade.
        let titled = cast.mentions(party).filter_map(|(_, p)| title(sheet, p)).max_by_key(|t| (t.len(), std::cmp::Reverse(t.start)));
        let trade = || {
            let described = cast.mentions(party).filter(|(_, p)| p.form == Form::Described && !p.kin && TRADES.contains(&&*p.noun));
            described.filter_map(|(_, p)| trade(sheet, p)).max_by_key(|t| (t.len(), std::cmp::Reverse(t.start)))
        };
        // "officer" by itself is a part in it, no office.
        let bare = |t: &Range<usize>| t.len() == 1 && matches!(&*sheet.tokens[t.start].lower, "officer" | "officers" | "cop" | "policeman");
        let Some(words) = titled.filter(|t| !bare(t)).or_else(|| trade().filter(|t| !bare(t))) else { continue };
        out.push(Draft {
            sure: 0,
            subject: Subject::Party(PartyId(party as u32)),
            slot: "occupation".into(),
            stated: Stated::Is(Value::Phrase(sheet.words(words.clone()).into())),
            anchor: words.end - 1,
            tokens: words,
            because: "a rank, office or trade".into(),
        });
    }
    out
}

/// The words before a name that make its title, agency included.
fn title(sheet: &Sheet<'_>, p: &Person) -> Option<Range<usize>> {
    let name = p.name.clone()?;
    let ranked = p.noun.split(' ').any(lexicon::is_rank);
    if !ranked {
        return None;
    }
    let sentence = sheet.sentences.get(sheet.tokens.get(name.start)?.sentence)?;
    let mut start = name.start;
    while start > sentence.tokens.start && name.start - start < LONGEST {
        let t = &sheet.tokens[start - 1];
        let lower = &*t.lower;
        let joins = matches!(
            lower,
            "'s" | "'"
                | "s"
                | "-"
                | "of"
                | "police"
                | "county"
                | "city"
                | "state"
                | "district"
                | "deputy"
                | "public"
                | "information"
                | "assistant"
                | "department"
                | "sheriff"
        );
        let stops = lexicon::is_stop(lower)
            && !matches!(lower, "police" | "high" | "north" | "south" | "east" | "west" | "new" | "detectives" | "homicide" | "first" | "court");
        if joins
            || lexicon::title(lower.trim_end_matches('.')).is_some()
            || lower == "." && start < name.start + 1 && sheet.tokens[start - 1].range.len() == 1 && !t.spaced
            || t.is_capital() && !stops
        {
            start -= 1;
        } else {
            break;
        }
    }
    while start < name.start && matches!(&*sheet.tokens[start].lower, "of" | "'s" | "'" | "s" | "-" | ".") {
        start += 1;
    }
    let mut end = name.start;
    while end > start && matches!(sheet.tokens[end - 1].text, "," | "-") {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// A description without its article and what follows "of", "for" or "at" with a capital.
fn trade(sheet: &Sheet<'_>, p: &Person) -> Option<Range<usize>> {
    let mut start = p.tokens.start;
    while start < p.head
        && matches!(
            &*sheet.tokens.get(start)?.lower,
            "a" | "an"
                | "the"
                | "his"
                | "her"
                | "their"
                | "one"
                | "two"
                | "three"
                | "another"
                | "this"
                | "that"
                | "injured"
                | "wounded"
                | "unnamed"
                | "unidentified"
                | "second"
                | "first"
                | "other"
        )
    {
        start += 1;
    }
    let mut end = p.head + 1;
    if sheet.tokens.get(end).is_some_and(|t| matches!(&*t.lower, "for" | "at" | "with" | "of")) {
        let mut to = end + 1;
        while to < end + LONGEST
            && sheet.tokens.get(to).is_some_and(|t| t.is_capital() || matches!(&*t.lower, "the" | "of" | "and" | "'s" | "'" | "s"))
        {
            to += 1;
        }
        if to > end + 1 && sheet.tokens.get(to - 1).is_some_and(|t| t.is_capital() || &*t.lower == "s") {
            end = to;
        }
    }
    let one = sheet.tokens.get(start)?.sentence == sheet.tokens.get(end - 1)?.sentence;
    (one && start < end).then_some(start..end)
}
