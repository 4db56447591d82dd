//! How a mention's words involve its person: harmed, acting, in uniform, seeing, speaking for an office. Read from
//! the words beside the mention, with the kind's word lists; roles and coreference both stand on it.

use std::ops::Range;

use rashomon_model::Kind;
use rustc_hash::FxHashSet;

use crate::aim::{Aim, Aims};
use crate::cast::{Form, Opening, Person};
use crate::clause::{is_offence, is_possessive};
use crate::grammar::Grammar;
use crate::mention::number;
use crate::mention::person::lexicon;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// A part somebody takes in an incident (`SLOTS.md`, role).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Role {
    Victim,
    Suspect,
    Officer,
    Intervener,
    Witness,
    Official,
}

impl Role {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Victim => "victim",
            Role::Suspect => "suspect",
            Role::Officer => "officer",
            Role::Intervener => "intervener",
            Role::Witness => "witness",
            Role::Official => "official",
        }
    }
}

/// A sign of a role.
#[derive(Clone, Debug)]
pub struct Sign {
    /// Which role.
    pub role: Role,
    /// The words that say it, mention included.
    pub tokens: Range<usize>,
    /// The word that says it: verb or noun.
    pub anchor: usize,
}

/// Words of a kind file that involve people: lists `harmed`, `harms`, `suffers`, `accused`, `acts`, `speaks`, `sees`.
struct Words<'k> {
    harmed: FxHashSet<&'k str>,
    harms: FxHashSet<&'k str>,
    suffers: FxHashSet<&'k str>,
    accused: FxHashSet<&'k str>,
    acts: FxHashSet<&'k str>,
    speaks: FxHashSet<&'k str>,
    sees: FxHashSet<&'k str>,
    aids: WordList<()>,
    aims: Aims,
}

impl<'k> Words<'k> {
    fn of(kind: &'k Kind) -> Self {
        let set = |name: &str| kind.list(name).iter().map(|w| &**w).collect();
        Self {
            harmed: set("harmed"),
            harms: set("harms"),
            suffers: set("suffers"),
            accused: set("accused"),
            acts: set("acts"),
            speaks: set("speaks"),
            sees: set("sees"),
            aids: WordList::new([((), kind.list("aids"))]),
            aims: Aims::of(kind),
        }
    }
}

/// Farthest a sign is looked for from its mention, in tokens.
const REACH: usize = 14;

/// Signs of roles, mention by mention.
pub fn signs(sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, kind: &Kind, people: &[Person]) -> Vec<Vec<Sign>> {
    let words = Words::of(kind);
    let role_words = kind.slot("role").map(|s| s.words.as_slice()).unwrap_or(&[]);
    let role_of = |noun: &str| {
        let label = role_words.iter().find(|(_, list)| list.iter().any(|w| **w == *noun)).map(|(label, _)| &**label)?;
        [Role::Victim, Role::Suspect, Role::Officer, Role::Intervener, Role::Witness].into_iter().find(|r| r.as_str() == label)
    };
    let offices = Offices::of(sheet, people);
    let mut out: Vec<Vec<Sign>> = vec![Vec::new(); people.len()];
    for (n, p) in people.iter().enumerate() {
        if let Some(role) = role_of(&p.noun)
            && !matches!(role, Role::Officer | Role::Intervener)
            && p.form == Form::Described
            && !convicted(sheet, p)
        {
            out[n].push(Sign { role, tokens: p.tokens.clone(), anchor: p.head });
        }
        let aid = if role_of(&p.noun) == Some(Role::Intervener) { aids(sheet, &words, p) } else { None };
        match aid {
            Some(sign) => out[n].push(sign),
            None => out[n].extend(before(sheet, &words, &offices, p)),
        }
    }
    // Objects in a list share what stands before the first: "killed A, B and C".
    for n in 1..people.len() {
        let before = if is_owner(people, n - 1) && n > 1 { n - 2 } else { n - 1 };
        if listed(sheet, &people[before], &people[n]) {
            let carried: Vec<Sign> = out[before]
                .iter()
                .filter(|s| s.anchor < people[before].tokens.start)
                .map(|s| Sign { tokens: s.tokens.start..people[n].tokens.end, ..s.clone() })
                .collect();
            let fits = |s: &Sign| s.tokens.len() <= 40;
            out[n].extend(carried.into_iter().filter(fits));
        }
    }
    // Subjects in a list share what stands behind the last: "A, B and C were shot".
    let mut joined = vec![false; people.len()];
    for n in (0..people.len()).rev() {
        if !out[n].iter().any(|s| s.role == Role::Intervener) {
            let own = after(sheet, grammar, &words, &offices, people, n);
            out[n].extend(own);
        }
        let next = if is_owner(people, n + 1) { n + 2 } else { n + 1 };
        let Some((other, told)) = people.get(next).zip(out.get(next)) else { continue };
        // "A man, a woman and a child": a comma joins where an "and" follows.
        let fresh = |p: &Person| p.form == Form::Described && p.opening == Opening::Indefinite;
        let comma = joined.get(next) == Some(&true) && fresh(&people[n]) && only_comma(sheet, &people[n], other);
        let apposed = people[n].kin && matches!(other.form, Form::Named(_)) && only_comma(sheet, &people[n], other);
        joined[n] = comma || listed(sheet, &people[n], other);
        if joined[n] || apposed {
            let carried: Vec<Sign> = told
                .iter()
                .filter(|s| s.anchor >= other.tokens.end)
                .map(|s| Sign { tokens: people[n].tokens.start..s.tokens.end, ..s.clone() })
                .filter(|s| s.tokens.len() <= 40)
                .collect();
            out[n].extend(carried);
        }
    }
    out
}

/// "on parole for a conviction involving a child victim": somebody of an earlier case.
fn convicted(sheet: &Sheet<'_>, p: &Person) -> bool {
    let open = sheet.tokens.get(p.head).and_then(|t| sheet.sentences.get(t.sentence)).map_or(p.head, |s| s.tokens.start);
    let before = p.tokens.start.saturating_sub(4).max(open)..p.tokens.start;
    before.clone().any(|t| matches!(sheet.tokens.get(t).map_or("", |t| &*t.lower), "conviction" | "convictions"))
}

/// "an armed citizen", "a bystander who came to the aid of": one of the public who steps in.
fn aids(sheet: &Sheet<'_>, words: &Words<'_>, p: &Person) -> Option<Sign> {
    let end = sheet.sentences.get(sheet.tokens.get(p.head)?.sentence)?.tokens.end;
    if p.form != Form::Described || p.size != Some(1) {
        return None;
    }
    let cue = (p.tokens.start..end.min(p.tokens.end + REACH)).find_map(|t| words.aids.at(sheet, t, end).map(|(n, ())| (t, t + n)))?;
    Some(Sign { role: Role::Intervener, tokens: p.tokens.start..p.tokens.end.max(cue.1), anchor: p.head.max(cue.0) })
}

/// "Her" of "a woman and her son": it stands between the two, and is neither.
fn is_owner(people: &[Person], n: usize) -> bool {
    people.get(n).zip(people.get(n + 1)).is_some_and(|(p, next)| p.form == Form::Pronoun && next.owner == Some(n))
}

fn only_comma(sheet: &Sheet<'_>, a: &Person, b: &Person) -> bool {
    a.tokens.end + 1 == b.tokens.start && sheet.tokens.get(a.tokens.end).is_some_and(|t| t.text == ",")
}

/// Two mentions with no more than a comma and "and" between them.
pub fn listed(sheet: &Sheet<'_>, a: &Person, b: &Person) -> bool {
    let Some(between) = sheet.tokens.get(a.tokens.end..b.tokens.start) else { return false };
    let same = sheet.tokens.get(a.head).zip(sheet.tokens.get(b.head)).is_some_and(|(x, y)| x.sentence == y.sentence);
    same && !between.is_empty()
        && between.len() <= 3
        && between.iter().any(|t| &*t.lower == "and" || t.text == ";" || t.text == ",")
        && between.iter().all(|t| matches!(&*t.lower, "," | "and" | ";" | "-"))
        && (between.iter().any(|t| &*t.lower == "and") || a.form != Form::Described && b.form != Form::Described)
}

fn is_adverb(lower: &str) -> bool {
    lower.ends_with("ly")
        || matches!(
            lower,
            "also"
                | "later"
                | "then"
                | "first"
                | "both"
                | "all"
                | "each"
                | "still"
                | "not"
                | "since"
                | "just"
                | "now"
                | "who"
                | "that"
                | "apparently"
                | "reportedly"
        )
}
fn is_auxiliary(lower: &str) -> bool {
    matches!(
        lower,
        "was"
            | "were"
            | "is"
            | "are"
            | "be"
            | "been"
            | "being"
            | "got"
            | "has"
            | "have"
            | "had"
            | "gets"
            | "will"
            | "would"
            | "could"
            | "may"
            | "might"
            | "'s"
    )
}

/// Who holds an office, by surname: "Sgt. Ana Reyes … Reyes said", "Ana Reyes, a spokeswoman for the police".
struct Offices(FxHashSet<String>);

impl Offices {
    fn of(sheet: &Sheet<'_>, people: &[Person]) -> Self {
        let families = people.iter().filter(|p| ranks(&p.noun) || apposed(sheet, p).is_some());
        Self(families.filter_map(|p| if let Form::Named(n) = &p.form { Some(n.family.to_lowercase()) } else { None }).collect())
    }
    /// A mention by name of somebody whom the page gives an office.
    fn holds(&self, p: &Person) -> bool {
        matches!(&p.form, Form::Named(n) if self.0.contains(&n.family.to_lowercase()))
    }
}

fn is_office(word: &str) -> bool {
    matches!(word, "spokesman" | "spokeswoman" | "spokesperson" | "director" | "examiner" | "chairman" | "chairwoman") || lexicon::is_rank(word)
}

fn ranks(noun: &str) -> bool {
    noun.split(' ').any(is_office)
}

/// The office that stands behind a name: ", a spokeswoman for the police", ", chief deputy of the county".
pub fn apposed(sheet: &Sheet<'_>, p: &Person) -> Option<Range<usize>> {
    p.name.as_ref()?;
    let sentence = sheet.sentences.get(sheet.tokens.get(p.head)?.sentence)?;
    let lower = |i: usize| sheet.tokens.get(i).filter(|_| i < sentence.tokens.end).map_or("", |t| &*t.lower);
    if lower(p.tokens.end) != "," {
        return None;
    }
    let start = p.tokens.end + 1 + usize::from(matches!(lower(p.tokens.end + 1), "a" | "an" | "the"));
    let stops = |w: &str| matches!(w, "" | "," | "." | ";" | "who" | "and" | "was" | "is" | "said" | "with" | "in" | "whose" | "told" | "says");
    let end = (start..start + 12).find(|i| stops(lower(*i)))?;
    // The office comes first: before "of", "for", "with"; behind the county whose it is, and never behind a person.
    let whose = |i: usize| lower(i) == "'s" && !matches!(lower(i - 1), "county" | "city" | "state" | "district" | "department");
    let head = (start..end).take_while(|i| !matches!(lower(*i), "of" | "for" | "at" | "to") && !whose(*i)).filter(|i| is_office(lower(*i))).last();
    (head.is_some() && end > start).then_some(start..end)
}

/// Where the words before a name begin that tell its office: "Millbrook Police Capt. Ana Reyes".
pub fn office_start(sheet: &Sheet<'_>, p: &Person) -> usize {
    let Some(first) = sheet.tokens.get(p.head).and_then(|t| sheet.sentences.get(t.sentence)).map(|s| s.tokens.start) else { return p.tokens.start };
    let mut start = p.tokens.start;
    if !ranks(&p.noun) {
        return start;
    }
    while start > first && p.tokens.start - start < 9 {
        let Some(t) = sheet.tokens.get(start - 1) else { break };
        let joins = matches!(
            &*t.lower,
            "'s" | "'"
                | "’s"
                | "police"
                | "county"
                | "of"
                | "interim"
                | "assistant"
                | "first"
                | "district"
                | "the"
                | "homicide"
                | "chief"
                | "fire"
                | "city"
        );
        if !joins && !t.is_capital() {
            break;
        }
        start -= 1;
    }
    while start < p.tokens.start && matches!(sheet.tokens.get(start).map_or("", |t| &*t.lower), "of" | "'s" | "'" | "the") {
        start += 1;
    }
    start
}

/// Signs in the words before a mention.
fn before(sheet: &Sheet<'_>, words: &Words<'_>, offices: &Offices, p: &Person) -> Option<Sign> {
    let first = sheet.tokens.get(p.tokens.start)?;
    let open = sheet.sentences.get(first.sentence)?.tokens.start;
    let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
    let mut i = p.tokens.start;
    // The owner is not what the verb acts on.
    if p.form == Form::Pronoun && is_possessive(sheet, p.head) {
        return None;
    }
    if p.name.is_some() && offices.holds(p) {
        // "said Millbrook Police Capt. Ana Reyes", "according to Sheriff Luis Ortega".
        let start = office_start(sheet, p);
        let back = |k: usize| start.checked_sub(k).filter(|i| *i >= open).map_or("", lower);
        let cue = if words.speaks.contains(back(1)) || back(1) == "say" {
            Some(start - 1)
        } else if back(1) == "to" && back(2) == "according" {
            Some(start - 2)
        } else {
            None
        };
        if let Some(cue) = cue {
            return Some(Sign { role: Role::Official, tokens: cue..p.tokens.end, anchor: cue });
        }
    }
    if p.name.is_some() && &*p.noun == "witness" && i > open && words.speaks.contains(lower(i - 1)) {
        return Some(Sign { role: Role::Witness, tokens: i - 1..p.tokens.end, anchor: i - 1 });
    }
    // "shot and killed X", "shooting of X", "shot at X".
    let mut steps = 0;
    while i > open && steps < 3 {
        i -= 1;
        steps += 1;
        let w = lower(i);
        if words.harms.contains(w) || words.harmed.contains(w) && !matches!(w, "dead") {
            // "heard a shot and found him".
            if w == "shot" && i > open && matches!(lower(i - 1), "a" | "the" | "one" | "another" | "single" | "warning") {
                return None;
            }
            let noun_of = lower(i + 1) == "of";
            if noun_of && is_offence(sheet, i, i + 2) {
                return None;
            }
            // "was shot X" is no object; "been shot by X" neither.
            let passive =
                i > open && is_auxiliary(lower(i - 1)) && !matches!(lower(i - 1), "has" | "had" | "have") && !noun_of && !w.ends_with("ing");
            // "None of those shots hit X", "did not hit X".
            let missed = (i.saturating_sub(5).max(open)..i).any(|k| matches!(lower(k), "none" | "neither" | "not" | "n't" | "never" | "no"));
            if missed {
                return None;
            }
            if passive || lower(i + 1) == "by" {
                return (lower(i + 1) == "by").then_some(Sign { role: Role::Suspect, tokens: i..p.tokens.end, anchor: i });
            }
            return Some(Sign { role: Role::Victim, tokens: i..p.tokens.end, anchor: i });
        }
        // "fired at an officer", "opened fire on two men".
        let shots = matches!(w, "fired" | "firing" | "fires") || w == "fire" && i > open && lower(i - 1).starts_with("open");
        // Those who are called by what they did ("the gunman") are not victims of those who fire back.
        let sought = matches!(&*p.noun, "suspect" | "gunman" | "shooter" | "assailant" | "attacker" | "robber" | "intruder" | "carjacker");
        if shots && !sought && matches!(lower(i + 1), "at" | "on" | "upon") {
            return Some(Sign { role: Role::Victim, tokens: i..p.tokens.end, anchor: i });
        }
        if matches!(w, "arrested" | "charged" | "charging" | "arresting" | "booked" | "detained" | "arrest" | "against")
            && words.accused.contains(match w {
                "charging" => "charged",
                "arresting" | "arrest" => "arrested",
                "against" => "charged",
                other => other,
            })
        {
            if w == "against" && !(i > open && matches!(lower(i - 1), "charges" | "charge" | "filed")) {
                return None;
            }
            let passive = i > open && is_auxiliary(lower(i - 1)) && w != "against";
            return (!passive).then_some(Sign { role: Role::Suspect, tokens: i..p.tokens.end, anchor: i });
        }
        if matches!(w, "leaving" | "left" | "leaves") && steps == 1 {
            let state = (p.tokens.end..p.tokens.end + 4).find(|k| words.harmed.contains(lower(*k)))?;
            return Some(Sign { role: Role::Victim, tokens: i..state + 1, anchor: state });
        }
        if matches!(w, "death" | "deaths" | "murder" | "killing" | "shooting" | "homicide") && lower(i + 1) == "of" {
            if is_offence(sheet, i, i + 2) {
                return None;
            }
            return Some(Sign { role: Role::Victim, tokens: i..p.tokens.end, anchor: i });
        }
        if w == "to" && i > open && lower(i - 1) == "according" {
            let official = p.form != Form::Pronoun && p.noun.split(' ').any(lexicon::is_rank);
            return official.then(|| Sign { role: Role::Official, tokens: i - 1..p.tokens.end, anchor: i - 1 });
        }
        if words.speaks.contains(w) && steps == 1 && p.noun.split(' ').any(lexicon::is_rank) {
            return Some(Sign { role: Role::Official, tokens: i..p.tokens.end, anchor: i });
        }
        if !matches!(
            w,
            "and"
                | "of"
                | "at"
                | "by"
                | "killed"
                | "killing"
                | "wounded"
                | "to"
                | "the"
                | "fatal"
                | "shooting"
                | "deadly"
                | "another"
                | "himself"
                | "fatally"
        ) {
            return None;
        }
    }
    None
}

/// What officials do in reports beside saying.
fn announces(lower: &str) -> bool {
    matches!(
        lower,
        "identified"
            | "called"
            | "tells"
            | "declined"
            | "asked"
            | "warned"
            | "urged"
            | "estimated"
            | "believes"
            | "believed"
            | "pronounced"
            | "praised"
            | "posted"
            | "posts"
            | "issued"
            | "gives"
            | "gave"
            | "describe"
            | "say"
            | "found"
            | "ruled"
            | "testified"
            | "released"
            | "argued"
            | "credited"
            | "thanked"
            | "condemned"
            | "vowed"
            | "expressed"
            | "stressed"
            | "acknowledged"
            | "cautioned"
            | "estimates"
            | "calls"
            | "adds"
            | "recalled"
    )
}

/// What may stand between an official and what he or she says: "at the time", "did", "could only", "together".
fn hedges(lower: &str) -> bool {
    matches!(
        lower,
        "at" | "the" | "time" | "did" | "could" | "would" | "only" | "together" | "has" | "had" | "have" | "also" | "later" | "n't" | "not"
    )
}

/// Signs in the words behind a mention.
fn after(sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, words: &Words<'_>, offices: &Offices, people: &[Person], n: usize) -> Vec<Sign> {
    let p = &people[n];
    let Some(sentence) = sheet.tokens.get(p.head).and_then(|t| sheet.sentences.get(t.sentence)) else { return Vec::new() };
    let end = sentence.tokens.end;
    let lower = |i: usize| sheet.tokens.get(i).filter(|_| i < end).map_or("", |t| &*t.lower);
    let mut out = Vec::new();
    if p.form == Form::Pronoun && matches!(&*p.noun, "his" | "her" | "their" | "hers" | "him" | "them") {
        return out;
    }
    if lower(p.tokens.end) == "'s" || lower(p.tokens.end) == "'" {
        return out;
    }
    let mut i = p.tokens.end;
    let stop = (i + REACH).min(end);
    // An apposition between commas is stepped over: ", a clerk at the shop, was shot".
    if matches!(lower(i), "," | "(" | "-" | "–" | "—") {
        // The comma that closes an age: "Ana Reyes, 34, was shot", "Ana Reyes, 34, who was shot".
        let aged = p.age.as_ref().is_some_and(|(_, tokens)| tokens.end == p.tokens.end) && is_auxiliary(lower(i + 1));
        if aged || matches!(lower(i + 1), "who" | "whose") {
            i += 1;
        } else {
            let close = (i + 1..(i + 22).min(end)).find(|k| matches!(lower(*k), "," | ")" | "-" | "–" | "—"));
            match close {
                Some(c) => i = c + 1,
                None => return out,
            }
        }
    } else if matches!(lower(i), "of" | "in" | "from" | "at" | "on" | "with") && !matches!(lower(i + 1), "") {
        // "Ana Reyes of Millbrook was shot", but not "60 people at the party when the shooting began" nor "… and four of them were shot".
        let own = |k: &usize| {
            let other =
                lower(*k) == "and" && (matches!(lower(k + 1), "a" | "an" | "the" | "he" | "she" | "they") || number::plain(lower(k + 1)).is_some());
            !other && !matches!(lower(*k), "when" | "while" | "before" | "because" | "where")
        };
        let is_act = |k: usize| words.acts.contains(lower(k)) && !matches!(lower(k - 1), "the" | "a" | "an" | "this" | "that" | "of");
        if let Some(k) = (i + 1..(i + 9).min(end)).take_while(own).find(|k| {
            is_auxiliary(lower(*k))
                || is_act(*k)
                || words.suffers.contains(lower(*k))
                || matches!(lower(*k), "," | "who")
                || words.speaks.contains(lower(*k)) && offices.holds(p)
        }) {
            let other = people.iter().skip(n + 1).take(3).any(|q| q.head < k && q.head >= i && q.size == Some(1) && q.form != Form::Pronoun);
            if !other {
                i = k + usize::from(matches!(lower(k), "," | "who"));
            }
        }
    }
    let mut passive = false;
    let mut steps = 0;
    while i < stop.max(i + 1) && i < end && steps < 9 {
        let w = lower(i);
        steps += 1;
        if is_auxiliary(w) {
            passive |= matches!(w, "was" | "were" | "is" | "are" | "be" | "been" | "being" | "got" | "'s" | "gets");
            i += 1;
            continue;
        }
        let sign = |role: Role, to: usize| Sign { role, tokens: p.tokens.start..(to + 1).min(end), anchor: i };
        if w == "not" && passive {
            return out;
        }
        if is_adverb(w) {
            i += 1;
            continue;
        }
        if words.suffers.contains(w) {
            out.push(sign(Role::Victim, i));
            break;
        }
        if passive && words.accused.contains(w) {
            out.push(sign(Role::Suspect, i));
            break;
        }
        if words.harmed.contains(w) {
            let next = lower(i + 1);
            let whom = |t: usize| people.iter().skip(n + 1).take(4).any(|q| q.tokens.contains(&t));
            let object = words.aims.read(sheet, grammar, i, &whom) == Some(Aim::Target)
                || matches!(next, "a" | "an" | "the" | "his" | "her" | "their" | "him" | "them" | "himself" | "herself" | "another" | "and" if next != "and" || words.harms.contains(lower(i + 2)) && !matches!(lower(i + 3), "in" | "at" | "on" | "," | "." | "after" | "by" | "" | "when" | "while" | "during" | "outside" | "near"))
                || people.iter().skip(n + 1).take(2).any(|q| q.tokens.start == i + 1);
            if matches!(next, "himself" | "herself") && !passive {
                out.push(sign(Role::Suspect, i + 1));
                out.push(sign(Role::Victim, i + 1));
            } else if object && !passive {
                out.push(sign(Role::Suspect, i));
            } else {
                out.push(sign(Role::Victim, i));
            }
            break;
        }
        // "Father kills two sons".
        if !passive && words.harms.contains(w) && w.ends_with('s') && people.iter().skip(n + 1).take(2).any(|q| q.tokens.start == i + 1) {
            out.push(sign(Role::Suspect, i));
            break;
        }
        if !passive && words.accused.contains(w) {
            let object =
                people.iter().skip(n + 1).take(2).any(|q| q.tokens.start == i + 1) || matches!(lower(i + 1), "a" | "the" | "an" | "his" | "her");
            if !object {
                out.push(sign(Role::Suspect, i));
            }
            break;
        }
        if words.acts.contains(w) && !passive {
            out.push(sign(Role::Suspect, i));
            break;
        }
        if offices.holds(p)
            && !passive
            && hedges(w)
            && (i..(i + 6).min(end)).find(|k| !hedges(lower(*k))).is_some_and(|k| words.speaks.contains(lower(k)) || announces(lower(k)))
        {
            i += 1;
            continue;
        }
        if offices.holds(p) && !passive && (words.speaks.contains(w) || announces(w)) {
            let start = office_start(sheet, p);
            out.push(Sign { role: Role::Official, tokens: start..(i + 1).min(end), anchor: i });
            break;
        }
        if words.speaks.contains(w) && !passive {
            if p.form != Form::Pronoun && ranks(&p.noun) {
                out.push(sign(Role::Official, i));
            } else if p.form != Form::Pronoun && &*p.noun == "witness" {
                out.push(sign(Role::Witness, i));
            }
            break;
        }
        if words.sees.contains(w) && !passive && p.form != Form::Pronoun {
            out.push(sign(Role::Witness, i));
            break;
        }
        if passive
            && matches!(
                w,
                "in" | "taken"
                    | "treated"
                    | "transported"
                    | "rushed"
                    | "airlifted"
                    | "flown"
                    | "listed"
                    | "pronounced"
                    | "hospitalized"
                    | "found"
                    | "on"
            )
        {
            let until = (i + 10).min(end);
            let state = (i..until).find(|k| {
                matches!(
                    lower(*k),
                    "hospital"
                        | "dead"
                        | "condition"
                        | "surgery"
                        | "hospitalized"
                        | "critical"
                        | "wounded"
                        | "unresponsive"
                        | "injuries"
                        | "custody"
                        | "shot"
                        | "bleeding"
                        | "wound"
                        | "wounds"
                )
            });
            if let Some(k) = state {
                out.push(sign(if lower(k) == "custody" { Role::Suspect } else { Role::Victim }, k));
            }
            break;
        }
        if passive && w == "identified" {
            break;
        }
        break;
    }
    if out.is_empty() && !passive && !offices.holds(p) {
        out.extend(joined(sheet, people, n, i..end));
    }
    out
}

/// "Two men came up on foot and opened fire", "pulled out a gun and shot": a second verb of the same subject.
fn joined(sheet: &Sheet<'_>, people: &[Person], n: usize, from: Range<usize>) -> Option<Sign> {
    let lower = |t: usize| if t < from.end { sheet.tokens.get(t).map_or("", |t| &*t.lower) } else { "" };
    let p = &people[n];
    // The subject's own verb comes first; whoever else is met on the way may be who does the rest.
    let verb = lower(from.start);
    if !(verb.len() > 4 && verb.ends_with("ed") || matches!(verb, "got" | "drove" | "came" | "went" | "ran" | "took" | "walked" | "stood")) {
        return None;
    }
    let next = people.iter().skip(n + 1).take(6).find(|q| q.tokens.start >= from.start).map_or(from.end, |q| q.tokens.start);
    let and = (from.start + 1..next.min(from.start + 14)).find(|t| lower(*t) == "and" && !matches!(lower(t + 1), "was" | "were"))?;
    let at = (and + 1..and + 4).find(|t| !is_adverb(lower(*t)) && lower(*t) != "then")?;
    let shot = matches!(lower(at), "shot" | "killed" | "wounded")
        && people.iter().skip(n + 1).take(8).any(|q| q.tokens.start == at + 1 || q.tokens.start == at + 2);
    let fires = matches!(lower(at), "fired")
        || lower(at) == "opened" && lower(at + 1) == "fire"
        || matches!(lower(at), "began" | "started") && matches!(lower(at + 1), "shooting" | "firing");
    (shot || fires).then(|| Sign { role: Role::Suspect, tokens: p.tokens.start..(at + 2).min(from.end), anchor: at })
}
