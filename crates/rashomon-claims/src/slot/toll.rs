//! The tolls: how many were killed (whoever they were) and how many were hurt and lived, as the page stands.
//!
//! Stated counts go first ("two dead, four injured", "four people were shot, three fatally"); where none is stated,
//! the page's own people are counted by their outcomes and the clearest of those words are quoted.

use std::ops::Range;

use rashomon_model::value::{Count, Value};
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::{Cast, Form, Opening};
use crate::clause::{Clause, Clauses, Deed, Harmed, is_adverb, parties};
use crate::draft::Draft;
use crate::mention::number;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// A stated number of people.
#[derive(Clone, Debug)]
struct Toll {
    what: What,
    n: u32,
    sentence: usize,
    tokens: Range<usize>,
    anchor: usize,
}

/// What befell them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Dead,
    Hurt,
    /// Shot, dead or alive.
    Hit,
}

/// How many quotes one toll gets at most.
const QUOTES: usize = 3;
/// Sentences from the top (the headline among them) whose counts are the page's own summary.
const LEAD: usize = 6;

/// Drafts for `killed` and `injured`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, kind: &Kind) -> Vec<Draft> {
    let stated = stated(sheet, kind);
    let harmed = Harmed::of(cast, clauses);
    let dead: Vec<usize> = harmed.dead.iter().copied().collect();
    let alive: Vec<usize> = harmed.hurt.difference(&harmed.dead).copied().filter(|p| dead.is_empty() || is_apart(cast, clauses, *p, &dead)).collect();

    let killed = best(&stated, What::Dead).unwrap_or_else(|| heads(cast, clauses, &dead));
    let hit = best(&stated, What::Hit);
    let hurt = best(&stated, What::Hurt);
    let injured = match (hurt, hit) {
        (Some(hurt), _) => hurt,
        (None, Some(hit)) => hit.saturating_sub(killed),
        (None, None) => heads(cast, clauses, &alive),
    };
    let mut out = Vec::new();
    if kind.slot("killed").is_some() && killed > 0 {
        let mut quotes: Vec<(Range<usize>, usize)> =
            stated.iter().filter(|t| t.what == What::Dead && t.n == killed).map(|t| (t.tokens.clone(), t.anchor)).collect();
        quotes.extend(words_of(cast, clauses, &dead, true));
        push(&mut out, "killed", killed, quotes);
    }
    if kind.slot("injured").is_some() && injured > 0 {
        let mut quotes: Vec<(Range<usize>, usize)> =
            stated.iter().filter(|t| t.what == What::Hurt && t.n == injured).map(|t| (t.tokens.clone(), t.anchor)).collect();
        quotes.extend(stated.iter().filter(|t| t.what == What::Hit && t.n == injured + killed).map(|t| (t.tokens.clone(), t.anchor)));
        quotes.extend(words_of(cast, clauses, &alive, false));
        push(&mut out, "injured", injured, quotes);
    } else if kind.slot("injured").is_some() {
        let none: Vec<(Range<usize>, usize)> =
            stated.iter().filter(|t| t.what == What::Hurt && t.n == 0).map(|t| (t.tokens.clone(), t.anchor)).collect();
        push(&mut out, "injured", 0, none);
    }
    out
}

fn push(out: &mut Vec<Draft>, slot: &'static str, n: u32, quotes: Vec<(Range<usize>, usize)>) {
    for (tokens, anchor) in quotes.into_iter().take(QUOTES) {
        out.push(Draft {
            subject: Subject::Incident,
            slot: slot.into(),
            stated: Stated::Is(Value::Count(Count::exactly(n))),
            tokens,
            anchor,
            because: "stated, or counted from the people of the page".into(),
        });
    }
}

/// People in some parties, counted so that one person under two descriptions is one: the named, or as many as one
/// sentence puts side by side.
fn heads(cast: &Cast, clauses: &Clauses, of: &[usize]) -> u32 {
    let named = of.iter().filter(|p| cast.size(**p) == 1 && is_named(cast, **p)).count() as u32;
    let mut together = 0;
    let mut at = 0;
    while let Some(first) = clauses.list.get(at) {
        let same: Vec<&Clause> = clauses.list.iter().skip(at).take_while(|c| c.sentence == first.sentence).collect();
        at += same.len();
        let harm = same.iter().filter(|c| is_harm(c)).flat_map(|c| &c.patients).copied().collect::<Vec<_>>();
        let there: Vec<u32> = parties(cast, &harm).into_iter().filter(|p| of.contains(p)).map(|p| cast.size(p)).collect();
        let singles = there.iter().filter(|n| **n == 1).count() as u32;
        together = together.max(singles).max(there.into_iter().max().unwrap_or(0));
    }
    named.max(together)
}

fn is_harm(clause: &Clause) -> bool {
    !clause.negated && !matches!(clause.deed, Deed::Fire | Deed::Spare | Deed::Strike)
}

fn is_named(cast: &Cast, party: usize) -> bool {
    cast.mentions(party).any(|(_, m)| matches!(m.form, Form::Named(_)))
}

/// Whether somebody hurt is surely another than the dead: named, "another", or beside one of them in a sentence of harm.
fn is_apart(cast: &Cast, clauses: &Clauses, party: usize, dead: &[usize]) -> bool {
    let beside = || {
        clauses
            .list
            .iter()
            .filter(|c| is_harm(c) && parties(cast, &c.patients).contains(&party))
            .any(|c| clauses.of_sentence(c.sentence).iter().any(|d| is_harm(d) && parties(cast, &d.patients).iter().any(|p| dead.contains(p))))
    };
    is_named(cast, party) || cast.mentions(party).any(|(_, m)| m.opening == Opening::Another) || beside()
}

/// The words that tell of the dead (or of the hurt), in order of place.
fn words_of(cast: &Cast, clauses: &Clauses, of: &[usize], dead: bool) -> Vec<(Range<usize>, usize)> {
    let tells = |c: &&Clause| {
        !c.negated
            && matches!((c.deed, dead), (Deed::Kill | Deed::Die, true) | (Deed::Hurt | Deed::Wound, false) | (Deed::Attack, _))
            && (c.deed != Deed::Attack || c.fatal == dead)
            && parties(cast, &c.patients).iter().any(|p| of.contains(p))
    };
    clauses.list.iter().filter(tells).map(|c| (c.words.clone(), c.verb)).collect()
}

/// The page's own count: the highest in its lead, else the first.
fn best(stated: &[Toll], what: What) -> Option<u32> {
    let of = || stated.iter().filter(move |t| t.what == what && t.n > 0);
    of().filter(|t| t.sentence < LEAD).map(|t| t.n).max().or_else(|| of().next().map(|t| t.n))
}

fn stated(sheet: &Sheet<'_>, kind: &Kind) -> Vec<Toll> {
    let deeds = WordList::new([
        (What::Dead, kind.list("kill")),
        (What::Dead, kind.list("die")),
        (What::Hurt, kind.list("hurt")),
        (What::Hurt, kind.list("wound")),
        (What::Hurt, kind.list("hurt_state")),
        (What::Hit, kind.list("attack")),
        (What::Hit, kind.list("strike")),
    ]);
    let compounds = WordList::new([(2, kind.list("double_death")), (3, kind.list("triple_death")), (4, kind.list("quadruple_death"))]);
    let compound_hits = WordList::new([(2, kind.list("double_hit")), (3, kind.list("triple_hit")), (4, kind.list("quadruple_hit"))]);
    let mut out = Vec::new();
    for (s, sentence) in sheet.sentences.iter().enumerate() {
        let end = sentence.tokens.end;
        for at in sentence.tokens.clone() {
            let word = &*sheet.tokens[at].lower;
            if let Some((len, n)) = compounds.at(sheet, at, end) {
                out.push(Toll { what: What::Dead, n, sentence: s, tokens: at..at + len, anchor: at });
                continue;
            }
            if let Some((len, n)) = compound_hits.at(sheet, at, end) {
                out.push(Toll { what: What::Hit, n, sentence: s, tokens: at..at + len, anchor: at });
                continue;
            }
            if matches!(word, "nobody" | "no") && !sheet.tokens.get(at + 2).is_some_and(|t| matches!(&*t.lower, "else" | "other" | "others")) {
                if let Some((what, tokens, anchor)) = predicate(sheet, &deeds, at, at + 2, end) {
                    if what != What::Dead && (word == "nobody" || matches!(&*sheet.tokens[at + 1].lower, "one" | "injuries" | "people")) {
                        out.push(Toll { what: What::Hurt, n: 0, sentence: s, tokens, anchor });
                    }
                }
                continue;
            }
            let Some(n) = number::plain(word).filter(|n| (1..100).contains(n)) else { continue };
            let before = if at > sentence.tokens.start { &*sheet.tokens[at - 1].lower } else { "" };
            let next = sheet.tokens.get(at + 1).map_or("", |t| &*t.lower);
            // Ages, days and money are no people.
            let denied = matches!(before, "no" | "$" | "age" | "aged" | "nearly" | "#")
                || matches!(next, "," | ")" | "-" | "/" | "year" | "years" | "%" | ":")
                || is_month(before);
            if denied {
                continue;
            }
            let (np, people) = noun_phrase(sheet, at + 1, end);
            let right = predicate(sheet, &deeds, at, np, end).filter(|(_, tokens, _)| people || tokens.len() <= 6);
            let found = right.or_else(|| if people { led(sheet, &deeds, sentence.tokens.start, at, np) } else { None });
            if let Some((what, tokens, anchor)) = found {
                out.push(Toll { what, n, sentence: s, tokens, anchor });
            }
        }
    }
    out
}

/// Where the people counted end ("other people", "of the four shooting victims"), and whether people are named at all.
fn noun_phrase(sheet: &Sheet<'_>, at: usize, end: usize) -> (usize, bool) {
    let mut stop = at;
    let mut people = false;
    while stop < end && stop - at < 7 {
        let word = &*sheet.tokens[stop].lower;
        if is_people(word) {
            people = true;
        } else if !(matches!(
            word,
            "of" | "the"
                | "other"
                | "more"
                | "additional"
                | "young"
                | "innocent"
                | "shooting"
                | "them"
                | "those"
                | "family"
                | "teenage"
                | "police"
                | "local"
                | "small"
                | "adult"
        ) || number::plain(word).is_some() && stop > at)
        {
            break;
        }
        stop += 1;
    }
    (stop, people)
}

fn is_month(word: &str) -> bool {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    word.get(..3).is_some_and(|stem| months.contains(&stem)) && word != "marked"
}

fn is_people(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "persons"
            | "person"
            | "men"
            | "man"
            | "women"
            | "woman"
            | "victims"
            | "victim"
            | "others"
            | "other"
            | "adults"
            | "adult"
            | "teens"
            | "teen"
            | "teenagers"
            | "teenager"
            | "children"
            | "child"
            | "kids"
            | "boys"
            | "girls"
            | "boy"
            | "girl"
            | "students"
            | "student"
            | "officers"
            | "officer"
            | "deputies"
            | "deputy"
            | "bystanders"
            | "bystander"
            | "juveniles"
            | "employees"
            | "members"
            | "males"
            | "females"
            | "male"
            | "female"
            | "residents"
            | "brothers"
            | "sisters"
            | "friends"
            | "relatives"
            | "youths"
            | "workers"
            | "customers"
            | "suspects"
    )
}

/// A predicate of harm after the people: "were shot and killed", "dead", "fatally".
fn predicate(sheet: &Sheet<'_>, deeds: &WordList<What>, from: usize, np: usize, end: usize) -> Option<(What, Range<usize>, usize)> {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let mut at = np;
    while at < end && at - np < 8 {
        if let Some((n, what)) = deeds.at(sheet, at, end) {
            if what == What::Hit {
                let fatal = (np..at).any(|t| word(t) == "fatally")
                    || matches!((word(at + n), word(at + n + 1)), ("to", "death") | ("dead", _) | ("and", "killed") | (",", "killed"));
                if fatal {
                    return Some((What::Dead, from..(at + n + 2).min(end), at));
                }
                if matches!((word(at + n), word(at + n + 1)), ("and" | ",", "wounded" | "injured")) {
                    return Some((What::Hurt, from..at + n + 2, at));
                }
            }
            if (np..at).any(|t| matches!(word(t), "not" | "n't")) {
                return None;
            }
            return Some((what, from..at + n, at));
        }
        match word(at) {
            "fatally" if !matches!(word(at + 1), "shot" | "wounded" | "injured" | "struck" | "stabbed") => {
                return Some((What::Dead, from..at + 1, at));
            }
            "was" | "were" | "is" | "are" | "has" | "have" | "had" | "been" | "being" | "left" | "who" | "that" | "," | "reported" | "confirmed"
            | "found" | "suffered" | "sustained" | "suffering" | "with" | "including" | "not" | "n't" | "in" | "got" | "get" | "apparent"
            | "multiple" | "from" | "to" | "a" | "pronounced" => at += 1,
            w if is_adverb(w) => at += 1,
            _ => return None,
        }
    }
    None
}

/// A verb of harm before the number: "killed two people", "wounding at least four others".
fn led(sheet: &Sheet<'_>, deeds: &WordList<What>, open: usize, at: usize, np: usize) -> Option<(What, Range<usize>, usize)> {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let mut before = at;
    while before > open
        && at - before < 4
        && matches!(word(before - 1), "at" | "least" | "as" | "many" | "up" | "to" | "another" | "about" | "the" | "all")
    {
        before -= 1;
    }
    let verb = before.checked_sub(1).filter(|v| *v >= open)?;
    let (_, what) = deeds.at(sheet, verb, verb + 1)?;
    let lead = verb.checked_sub(1).filter(|l| *l >= open).map_or("", word);
    // "were killed, two …" ends before the number.
    let passive = matches!(lead, "was" | "were" | "been" | "is" | "are");
    let killed = what == What::Hit && lead == "fatally";
    (!passive).then_some((if killed { What::Dead } else { what }, verb..np, verb))
}
