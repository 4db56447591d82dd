//! Mentions of people: names, descriptions and pronouns, with the ages that stand beside them.

mod described;
pub mod lexicon;
mod named;

use std::ops::Range;

use super::age::{self, Found};
use super::word::{self, Word};
use crate::cast::{Form, Opening, Person};
use crate::sheet::Sheet;
use rashomon_model::value::Age;

/// Most words of a home town.
const HOME: usize = 3;

/// A mention by word numbers.
struct Raw {
    words: Range<usize>,
    head: usize,
    name: Option<Range<usize>>,
    form: Form,
    opening: Opening,
    size: Option<u32>,
    age: Option<(Age, Range<usize>)>,
    female: Option<bool>,
    noun: Box<str>,
    kin: bool,
    owner: Option<usize>,
}

/// Mentions of people in order of place, not yet resolved.
pub fn people(sheet: &Sheet<'_>) -> Vec<Person> {
    let words = word::words(sheet);
    let sentences = word::by_sentence(&words, sheet.sentences.len());
    let names = named::named(&words, &sentences);
    let mut taken = vec![false; words.len()];
    for n in &names {
        for i in n.words.clone() {
            taken[i] = true;
        }
    }
    let mut raws = Vec::new();
    let mut at = 0;
    for sentence in &sentences {
        let from = at;
        while names.get(at).is_some_and(|n| n.words.start < sentence.end) {
            at += 1;
        }
        let ages: Vec<Found> = age::ages(words.get(sentence.clone()).unwrap_or(&[]))
            .into_iter()
            .map(|f| Found { words: f.words.start + sentence.start..f.words.end + sentence.start, ..f })
            .collect();
        let mut here: Vec<Raw> = names[from..at]
            .iter()
            .map(|n| Raw {
                words: n.words.clone(),
                head: n.name.end - 1,
                name: Some(n.name.clone()),
                form: Form::Named(n.value.clone()),
                opening: Opening::Definite,
                size: Some(1),
                age: None,
                female: n.female,
                noun: title(&words, n.words.start..n.name.start),
                kin: false,
                owner: None,
            })
            .collect();
        here.extend(described::described(&words, sentence.clone(), &taken, &ages).into_iter().map(|d| Raw {
            words: d.words,
            head: d.head,
            name: None,
            form: Form::Described,
            opening: d.opening,
            size: d.size,
            age: None,
            female: d.female,
            noun: d.noun.into(),
            kin: d.kin,
            owner: d.owner,
        }));
        here.extend(pronouns(&words, sentence.clone()));
        for r in here.iter_mut().filter(|r| r.name.is_some() && matches!(&*r.noun, "resident" | "native")) {
            let from = r.words.start;
            let home = (1..=HOME).take_while(|n| from.checked_sub(*n).is_some_and(|at| at >= sentence.start && words[at].is_capital())).count();
            r.words.start -= home;
        }
        here.sort_by_key(|r| (r.head, r.words.start));
        place_ages(&words, sentence, &ages, &mut here);
        raws.append(&mut here);
    }
    finish(&words, raws)
}

fn title(words: &[Word<'_>], of: Range<usize>) -> Box<str> {
    words.get(of).unwrap_or(&[]).iter().map(|w| &*w.lower).collect::<Vec<_>>().join(" ").into()
}

fn pronouns<'w>(words: &'w [Word<'_>], sentence: Range<usize>) -> impl Iterator<Item = Raw> + 'w {
    sentence.filter_map(|i| {
        let (female, size) = match &*words[i].lower {
            "he" | "him" | "his" | "himself" => (Some(false), Some(1)),
            "she" | "her" | "hers" | "herself" => (Some(true), Some(1)),
            "they" | "them" | "their" | "themselves" => (None, None),
            _ => return None,
        };
        Some(Raw {
            words: i..i + 1,
            head: i,
            name: None,
            form: Form::Pronoun,
            opening: Opening::Definite,
            size,
            age: None,
            female,
            noun: words[i].lower.clone(),
            kin: false,
            owner: None,
        })
    })
}

/// "Millbrook" of "41-year-old Millbrook resident Dana Quill".
fn is_home(words: &[Word<'_>], sentence: &Range<usize>, between: Range<usize>) -> bool {
    (1..=HOME).contains(&between.len()) && between.end <= sentence.end && words[between].iter().all(Word::is_capital)
}

/// Gives every age to the mention it belongs to.
fn place_ages(words: &[Word<'_>], sentence: &Range<usize>, ages: &[Found], here: &mut Vec<Raw>) {
    let lower = |i: usize| words.get(i).filter(|_| i < sentence.end).map_or("", |w| &*w.lower);
    // Before or inside: "a 17-year-old boy", "17-year-old Ana Reyes".
    for a in ages.iter().filter(|a| a.shape == age::Shape::Attribute) {
        if let Some(r) = here.iter_mut().find(|r| r.words.start <= a.words.start && a.words.end <= r.words.end && r.form == Form::Described) {
            r.age = r.age.take().or(Some((a.age.clone(), a.words.clone())));
        } else if let Some(r) = here.iter_mut().find(|r| {
            let between = a.words.end..r.words.start;
            r.name.is_some()
                && between.start <= between.end
                && (between.is_empty() || between.len() == 1 && lower(a.words.end) == "," || !r.noun.is_empty() && is_home(words, sentence, between))
        }) {
            r.age = Some((a.age.clone(), a.words.clone()));
            r.words.start = a.words.start;
            if a.words.start > sentence.start && matches!(lower(a.words.start - 1), "a" | "an" | "the") {
                r.words.start -= 1;
            }
        }
    }
    // After: ", 31,", "(31)", ", age 31", "is 31 years old".
    let follows = |i: usize| {
        matches!(
            lower(i),
            "," | "."
                | ")"
                | ";"
                | "-"
                | ""
                | "of"
                | "and"
                | "was"
                | "were"
                | "who"
                | "is"
                | "from"
                | "died"
                | "told"
                | "said"
                | "or"
                | "had"
                | "has"
                | ":"
                | "–"
                | "—"
                | "in"
                | "has-been"
                | "as"
        )
    };
    let mut fresh = Vec::new();
    for k in 0..here.len() {
        if here[k].form == Form::Pronoun {
            continue;
        }
        let end = here[k].words.end;
        let mut at = end;
        let opened = matches!(lower(at), "," | "(" | "-" | "–" | "—");
        if opened {
            at += 1;
        }
        let group = here[k].size != Some(1);
        if matches!(lower(at), "both" | "all" | "each") && opened {
            if let Some(a) = age::bare(lower(at + 1)).filter(|_| follows(at + 2)) {
                // "A and B, both 31": every name of the list that has no age yet.
                let mut j = k;
                loop {
                    here[j].age = here[j].age.take().or(Some((a.clone(), at + 1..at + 2)));
                    let Some(p) = j.checked_sub(1).filter(|p| {
                        let between = words.get(here[*p].words.end..here[j].words.start).unwrap_or(&[]);
                        between.len() <= 2 && between.iter().all(|w| matches!(&*w.lower, "," | "and"))
                    }) else {
                        break;
                    };
                    j = p;
                }
            }
            continue;
        }
        let bare = age::bare(lower(at)).filter(|_| opened && follows(at + 1));
        if let Some(first) = bare {
            // "A and B, 22 and 23" and "two men, 22 and 23".
            let mut many = vec![(first, at)];
            let mut j = at + 1;
            loop {
                let skip = match (lower(j), lower(j + 1)) {
                    (",", "and") => 2,
                    ("and" | ",", _) => 1,
                    _ => break,
                };
                let Some(next) = age::bare(lower(j + skip)).filter(|_| follows(j + skip + 1)) else { break };
                many.push((next, j + skip));
                j += skip + 1;
            }
            let run = |here: &[Raw], j: usize, p: usize| {
                let between = words.get(here[p].words.end..here[j].words.start).unwrap_or(&[]);
                between.len() <= 2 && between.iter().all(|w| matches!(&*w.lower, "," | "and"))
            };
            if many.len() > 1 && group {
                fresh.extend(many.into_iter().map(|(a, w)| member(&here[k], a, w)));
                continue;
            }
            let list = many.len() > 1 && (1..many.len()).all(|n| k >= n && here[k + 1 - n].age.is_none() && run(here, k + 1 - n, k - n));
            if list {
                let first = k + 1 - many.len();
                for (n, (a, w)) in many.into_iter().enumerate() {
                    here[first + n].age = Some((a, w..w + 1));
                }
                continue;
            }
            if here[k].age.is_none()
                && let Some((a, w)) = many.into_iter().next()
            {
                here[k].age = Some((a, w..w + 1));
                here[k].words.end = w + 1;
            }
            continue;
        }
        if here[k].age.is_some() {
            continue;
        }
        // A predicate age before the next person and within a few words; or "who is 31", "was 31".
        let next = here[k + 1..].iter().map(|r| r.words.start).find(|s| *s >= end).unwrap_or(sentence.end);
        let near = ages.iter().find(|a| {
            a.words.start >= end
                && a.words.end <= next.max(a.words.end.min(next + usize::from(a.words.start < next) * 3))
                && a.words.start < next.max(end + 1)
                && a.words.start - end <= 5
                && (a.shape == age::Shape::Predicate || a.words.start == end + 1 && opened)
        });
        if let Some(a) = near {
            let between = words.get(end..a.words.start).unwrap_or(&[]);
            if !between.iter().any(|w| matches!(&*w.lower, "and" | ";" | "for" | "with")) && !group {
                here[k].age = Some((a.age.clone(), a.words.clone()));
                if a.words.start <= end + 1 {
                    here[k].words.end = a.words.end;
                }
            }
            continue;
        }
        if matches!(lower(end), "is" | "was" | "turned")
            && !group
            && let Some(a) = age::bare(lower(end + 1)).filter(|_| matches!(lower(end + 2), "." | "," | "and" | "" | ";" | "when"))
        {
            here[k].age = Some((a, end + 1..end + 2));
        }
    }
    // "ages 22 and 23" after a group: its members.
    for group in here.iter() {
        let end = group.words.end;
        let at = end + usize::from(lower(end) == ",");
        if lower(at) == "ages" && group.size != Some(1) && group.form == Form::Described {
            let mut j = at + 1;
            while let Some(a) = age::bare(lower(j)).or_else(|| age::hyphened(lower(j))) {
                if matches!(lower(j + 1), "to" | "-" | "through") {
                    break;
                }
                fresh.push(member(group, a, j));
                j += match (lower(j + 1), lower(j + 2)) {
                    (",", "and") => 3,
                    ("and" | ",", _) => 2,
                    _ => break,
                };
            }
        }
    }
    here.extend(fresh);
    here.sort_by_key(|r| (r.head, r.words.start));
    here.dedup_by_key(|r| r.head);
}

/// One of a group who is told apart by an age alone.
fn member(group: &Raw, age: Age, at: usize) -> Raw {
    Raw {
        words: at..at + 1,
        head: at,
        name: None,
        form: Form::Described,
        opening: Opening::Indefinite,
        size: Some(1),
        age: Some((age, at..at + 1)),
        female: group.female,
        noun: group.noun.clone(),
        kin: false,
        owner: None,
    }
}

fn finish(words: &[Word<'_>], raws: Vec<Raw>) -> Vec<Person> {
    let tokens = |r: &Range<usize>| words[r.start].tokens.start..words[r.end - 1].tokens.end;
    let heads: Vec<usize> = raws.iter().map(|r| r.head).collect();
    raws.iter()
        .enumerate()
        .map(|(k, r)| {
            // The owner is the mention that ends at the owning word, shortly before.
            let owner = r.owner.and_then(|o| (k.saturating_sub(6)..k).rev().find(|j| heads[*j] == o || raws[*j].words.end == o + 1));
            let owner_start = owner.map_or(r.words.start, |o| raws[o].words.start.min(r.words.start));
            Person {
                tokens: tokens(&(owner_start..r.words.end)),
                head: words[r.head].tokens.start,
                form: r.form.clone(),
                name: r.name.as_ref().map(&tokens),
                opening: r.opening,
                size: r.size,
                age: r.age.as_ref().map(|(a, w)| (a.clone(), tokens(w))),
                female: r.female,
                noun: r.noun.clone(),
                kin: r.kin,
                owner,
                party: None,
            }
        })
        .collect()
}
