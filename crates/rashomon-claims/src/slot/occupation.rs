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
/// What else people do, and nobody is called by in reports of an incident.
const PURSUITS: &[&str] = &[
    "chairman",
    "chairwoman",
    "director",
    "nurse",
    "assistant",
    "mechanic",
    "engineer",
    "barber",
    "contractor",
    "cook",
    "chef",
    "sophomore",
    "junior",
    "senior",
    "freshman",
    "graduate",
    "coach",
    "musician",
    "businessman",
    "quarterback",
    "receiver",
    "cheerleader",
    "builder",
    "painter",
    "mentor",
    "coordinator",
    "specialist",
    "technician",
    "salesman",
    "athlete",
    "carpenter",
    "electrician",
    "farmer",
    "photographer",
    "programmer",
    "producer",
    "supervisor",
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
        let told = || cast.mentions(party).filter(|(_, p)| p.size == Some(1)).find_map(|(_, p)| behind(sheet, p).or_else(|| predicate(sheet, p)));
        let Some(words) = titled.filter(|t| !bare(t)).or_else(|| trade().filter(|t| !bare(t))).or_else(told) else { continue };
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

/// What somebody does, behind the name: "Ana Reyes, 25, a builder from Dayton", "Luis Ortega, chief deputy of the county".
fn behind(sheet: &Sheet<'_>, p: &Person) -> Option<Range<usize>> {
    p.name.as_ref()?;
    let comma = sheet.tokens.get(p.tokens.end).is_some_and(|t| t.text == ",");
    if !comma { None } else { doing(sheet, p.tokens.end + 1, p.tokens.start) }
}

/// What somebody is said to be: "he was a student at the college".
fn predicate(sheet: &Sheet<'_>, p: &Person) -> Option<Range<usize>> {
    let is = sheet.tokens.get(p.tokens.end).is_some_and(|t| matches!(&*t.lower, "is" | "was"));
    let article = sheet.tokens.get(p.tokens.end + 1).is_some_and(|t| matches!(&*t.lower, "a" | "an"));
    if is && article { doing(sheet, p.tokens.end + 1, p.tokens.start) } else { None }
}

/// The words for a trade or an office from a token on, with whom it is done for, without the article.
fn doing(sheet: &Sheet<'_>, from: usize, home: usize) -> Option<Range<usize>> {
    let end = sheet.sentences.get(sheet.tokens.get(home)?.sentence)?.tokens.end;
    let lower = |t: usize| if t < end { sheet.tokens.get(t).map_or("", |t| &*t.lower) } else { "" };
    let start = from + usize::from(matches!(lower(from), "a" | "an" | "the"));
    let stops = |w: &str| {
        matches!(
            w,
            "" | "," | "." | ";" | "who" | "and" | "was" | "is" | "said" | "in" | "on" | "whose" | "told" | "says" | "from" | "when" | "that" | ")"
        )
    };
    let stop = (start..start + LONGEST + 3).find(|t| stops(lower(*t)))?;
    // What it is done for stands behind: "of", "for", "at", "with".
    let joint = (start..stop).find(|t| matches!(lower(*t), "of" | "for" | "at" | "with")).unwrap_or(stop);
    let head = joint.checked_sub(1).filter(|t| *t >= start)?;
    let kin = (start..joint).any(|t| lexicon::noun(lower(t)).is_some_and(|n| n.kin));
    let office =
        lexicon::is_rank(lower(head)) && lexicon::noun(lower(head)).is_none_or(|n| TRADES.contains(&n.one) || lexicon::title(n.one).is_some());
    (!kin && (office || TRADES.contains(&lower(head)) || PURSUITS.contains(&lower(head)))).then_some(start..stop)
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
