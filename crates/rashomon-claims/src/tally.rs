//! Tallies: stated numbers of dead, hurt and hit people ("two dead, four injured", "four people were shot, three
//! fatally", "a double murder").

use std::ops::Range;

use rashomon_model::Kind;
use rashomon_model::value::Count;

use crate::clause::is_adverb;
use crate::mention::number;
use crate::mention::word::Word;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// How many words before a number bound it at most ("between four and").
const BOUND: usize = 3;

/// A stated number of people.
#[derive(Clone, Debug)]
pub struct Toll {
    /// What befell them.
    pub what: What,
    /// How many.
    pub n: u32,
    /// In which sentence.
    pub sentence: usize,
    /// The words.
    pub tokens: Range<usize>,
    /// The word of harm.
    pub anchor: usize,
}

/// What befell them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Killed.
    Dead,
    /// Hurt.
    Hurt,
    /// Shot, dead or alive.
    Hit,
}

/// Sentences from the top (the headline among them) whose counts are the page's own summary.
pub const LEAD: usize = 6;

/// The page's own count: the highest in its lead, else the first.
pub fn best(stated: &[Toll], what: What) -> Option<u32> {
    let of = || stated.iter().filter(move |t| t.what == what && t.n > 0);
    of().filter(|t| t.sentence < LEAD).map(|t| t.n).max().or_else(|| of().next().map(|t| t.n))
}

/// Every stated number of people harmed in the sentences that are open, in order of place.
pub fn stated(sheet: &Sheet<'_>, kind: &Kind, open: &[bool]) -> Vec<Toll> {
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
    let compound_hits =
        WordList::new([(2, kind.list("double_hit")), (3, kind.list("triple_hit")), (4, kind.list("quadruple_hit")), (5, kind.list("quintuple_hit"))]);
    let mut out = Vec::new();
    for (s, sentence) in sheet.sentences.iter().enumerate().filter(|(s, _)| open.get(*s) == Some(&true)) {
        let end = sentence.tokens.end;
        for at in sentence.tokens.clone() {
            let word = &*sheet.tokens[at].lower;
            let aimed = at > sentence.tokens.start && &*sheet.tokens[at - 1].lower == "attempted";
            if let Some((len, n)) = compounds.at(sheet, at, end).filter(|_| !aimed) {
                out.push(Toll { what: What::Dead, n, sentence: s, tokens: at..at + len, anchor: at });
                continue;
            }
            if let Some((len, n)) = compound_hits.at(sheet, at, end) {
                out.push(Toll { what: What::Hit, n, sentence: s, tokens: at..at + len, anchor: at });
                continue;
            }
            if matches!(word, "nobody" | "no") && !sheet.tokens.get(at + 2).is_some_and(|t| matches!(&*t.lower, "else" | "other" | "others")) {
                let people = word == "nobody" || sheet.tokens.get(at + 1).is_some_and(|t| matches!(&*t.lower, "one" | "injuries" | "people"));
                let denied = predicate(sheet, &deeds, at, at + 2, end).filter(|(what, ..)| people && *what != What::Dead);
                out.extend(denied.map(|(_, tokens, anchor)| Toll { what: What::Hurt, n: 0, sentence: s, tokens, anchor }));
                continue;
            }
            if word == "another" {
                let found = bare(sheet, at, end)
                    .and_then(|()| predicate(sheet, &deeds, at, at + 1, end).or_else(|| led(sheet, &deeds, sentence.tokens.start, at, at + 1)));
                // Of one who was shot it is not said how it ended.
                out.extend(found.filter(|(what, ..)| *what != What::Hit).map(|(what, tokens, anchor)| Toll {
                    what,
                    n: 1,
                    sentence: s,
                    tokens,
                    anchor,
                }));
                continue;
            }
            let Some(n) = number::plain(word).filter(|n| (1..100).contains(n)) else { continue };
            let before = if at > sentence.tokens.start { &*sheet.tokens[at - 1].lower } else { "" };
            let next = sheet.tokens.get(at + 1).map_or("", |t| &*t.lower);
            // Ages, days and money are no people.
            let denied = matches!(before, "no" | "$" | "age" | "aged" | "nearly" | "#")
                || matches!(next, "," | ")" | "-" | "/" | "year" | "years" | "%" | ":")
                || matches!(
                    next,
                    "gunshot"
                        | "gunshots"
                        | "bullet"
                        | "bullets"
                        | "stab"
                        | "wound"
                        | "wounds"
                        | "shots"
                        | "rounds"
                        | "time"
                        | "times"
                        | "count"
                        | "counts"
                )
                || is_month(before);
            // "Two of the four victims had died".
            let word = |back: usize| at.checked_sub(back).filter(|t| *t >= sentence.tokens.start).map_or("", |t| &*sheet.tokens[t].lower);
            let whole = matches!(before, "the" | "these" | "those") && word(2) == "of" && number::plain(word(3)).is_some();
            if denied || whole {
                continue;
            }
            let (np, people) = noun_phrase(sheet, at + 1, end);
            // "Two men and a woman were shot", "killed three adults and a boy".
            let (long, more) = if people { joined(sheet, np, end) } else { (np, 0) };
            let right = |np: usize| predicate(sheet, &deeds, at, np, end).filter(|(_, tokens, _)| people || tokens.len() <= 6);
            let left = |np: usize| if people { led(sheet, &deeds, sentence.tokens.start, at, np) } else { None };
            let all = (more > 0).then(|| right(long).or_else(|| if goes_on(sheet, long) { None } else { left(long) })).flatten();
            let found = all.map(|found| (n + more, found)).or_else(|| Some((n, right(np).or_else(|| left(np))?)));
            if let Some((n, (what, tokens, anchor))) = found {
                out.push(Toll { what, n, sentence: s, tokens, anchor });
            }
        }
    }
    out
}

/// The interval that words name which state the number `n`, and the words with those that bound it: "at least three people were hurt", "four or
/// five were shot", "up to ten". `None` where nothing bounds it.
pub fn bounded(sheet: &Sheet<'_>, tokens: &Range<usize>, n: u32) -> Option<(Range<usize>, Count)> {
    let sentence = sheet.sentences.get(sheet.tokens.get(tokens.start)?.sentence)?;
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let at = tokens.clone().find(|at| number::plain(word(*at)) == Some(n) || n == 1 && matches!(word(*at), "a" | "an"))?;
    let from = at.saturating_sub(BOUND).max(sentence.tokens.start);
    let words: Vec<Word<'_>> = (from..(at + BOUND).min(sentence.tokens.end))
        .filter_map(|t| sheet.tokens.get(t).map(|token| (t, token)))
        .map(|(t, token)| Word { text: token.text, lower: token.lower.to_string().into(), tokens: t..t + 1, sentence: token.sentence })
        .collect();
    (from..at + 1).find_map(|start| {
        let (count, length) = number::count(words.get(start - from..)?)?;
        let whole = start + length;
        (whole > at && !count.vague && count.exact().is_none()).then(|| (tokens.start.min(start)..tokens.end.max(whole), count))
    })
}

/// Words that tell of one death without a number ("a fatal shooting", "the shooting death of"), in the sentences that are open.
pub fn single_deaths(sheet: &Sheet<'_>, kind: &Kind, open: &[bool]) -> Vec<(Range<usize>, usize)> {
    let words = WordList::new([((), kind.list("one_death"))]);
    let told = sheet
        .sentences
        .iter()
        .enumerate()
        .filter(|(s, _)| open.get(*s) == Some(&true))
        .flat_map(|(_, sentence)| sentence.tokens.clone().map(|at| (at, sentence.tokens.end)));
    told.filter_map(|(at, end)| words.at(sheet, at, end).map(|(len, ())| (at..at + len, at))).collect()
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

/// "Another" by itself: what follows is no noun of it.
fn bare(sheet: &Sheet<'_>, at: usize, end: usize) -> Option<()> {
    let next = sheet.tokens.get(at + 1).filter(|_| at + 1 < end);
    let word = next.map_or("", |t| &*t.lower);
    let goes_on = next.is_none_or(|t| !t.is_word())
        || matches!(
            word,
            "in" | "at" | "on" | "and" | "during" | "after" | "before" | "near" | "outside" | "inside" | "when" | "critically" | "seriously"
        )
        || matches!(
            word,
            "was"
                | "is"
                | "has"
                | "had"
                | "remains"
                | "remained"
                | "suffered"
                | "sustained"
                | "hurt"
                | "wounded"
                | "injured"
                | "hospitalized"
                | "killed"
                | "dead"
        );
    goes_on.then_some(())
}

/// Further people right behind: where they end, and how many they are ("and a 4-year-old girl", "and two children").
fn joined(sheet: &Sheet<'_>, at: usize, end: usize) -> (usize, u32) {
    let word = |at: usize| if at < end { sheet.tokens.get(at).map_or("", |t| &*t.lower) } else { "" };
    let more = match (word(at), word(at + 1)) {
        ("and", "a" | "an" | "another" | "one") => 1,
        ("and", other) => number::plain(other).filter(|n| (1..20).contains(n)).unwrap_or(0),
        _ => 0,
    };
    let noun = (at + 2..at + 8).take_while(|i| !matches!(word(*i), "" | "," | ";" | "." | "and" | "was" | "were")).find(|i| is_people(word(*i)));
    match noun {
        Some(noun) if more > 0 => (noun + 1, more),
        _ => (at, 0),
    }
}

/// Whether a verb follows of which the people before it are the subject.
fn goes_on(sheet: &Sheet<'_>, at: usize) -> bool {
    let next = sheet.tokens.get(at).map_or("", |t| &*t.lower);
    matches!(next, "was" | "were" | "is" | "are" | "has" | "have" | "had" | "who" | "remain" | "remained" | "remains") || next.ends_with("ed")
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
            | "sons"
            | "son"
            | "daughters"
            | "daughter"
            | "grandchildren"
            | "grandsons"
            | "granddaughters"
            | "siblings"
            | "toddlers"
            | "toddler"
            | "infants"
            | "infant"
            | "babies"
            | "roommates"
            | "neighbors"
            | "soldiers"
            | "troopers"
            | "civilians"
            | "inmates"
            | "teachers"
            | "classmates"
    )
}

/// A predicate of harm after the people: "were shot and killed", "dead", "fatally".
fn predicate(sheet: &Sheet<'_>, deeds: &WordList<What>, from: usize, np: usize, end: usize) -> Option<(What, Range<usize>, usize)> {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let mut at = np;
    while at < end && at - np < 8 {
        if let Some((n, what)) = deeds.at(sheet, at, end) {
            // "three men, wounding another": what follows befalls somebody else.
            if word(at).ends_with("ing") {
                return None;
            }
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
        && matches!(word(before - 1), "at" | "least" | "as" | "many" | "up" | "to" | "another" | "about" | "the" | "all" | "his" | "her" | "their")
    {
        before -= 1;
    }
    let verb = before.checked_sub(1).filter(|v| *v >= open)?;
    // "The deaths of three people".
    if word(verb) == "of" && verb > open {
        let dead = matches!(word(verb - 1), "death" | "deaths" | "killing" | "killings" | "murder" | "murders" | "slaying" | "slayings");
        return dead.then_some((What::Dead, verb - 1..np, verb - 1));
    }
    let (_, what) = deeds.at(sheet, verb, verb + 1)?;
    let lead = verb.checked_sub(1).filter(|l| *l >= open).map_or("", word);
    // "were killed, two …" ends before the number.
    let passive = matches!(lead, "was" | "were" | "been" | "is" | "are");
    let killed = what == What::Hit && lead == "fatally";
    (!passive).then_some((if killed { What::Dead } else { what }, verb..np, verb))
}
