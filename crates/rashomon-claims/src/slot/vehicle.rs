//! The slot `vehicle`: a short description ("silver Jeep", "stolen truck"). Makes, types and colours are lists of the kind file.

use std::borrow::Cow;
use std::ops::Range;

use rashomon_model::{Kind, Stated, Subject, Value};

use crate::draft::Draft;
use crate::pattern::{Lexicon, Means};
use crate::scene::Scene;

/// At most this many vehicles of one page are drafts.
const MOST: usize = 3;

fn is_verb(word: &str) -> bool {
    matches!(word, "pulled" | "drove" | "sped" | "crashed" | "stopped" | "fled" | "parked")
}

/// Drafts for the kind's slot `vehicle`: described vehicles, and bare ones that a phrase of the kind's list
/// `vehicle_acts` puts into the action ("a car pulled up").
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind) -> Vec<Draft> {
    if kind.slot("vehicle").is_none() {
        return Vec::new();
    }
    let (sheet, lexicon) = (scene.sheet, Lexicon::of(kind));
    let listed = |name: &str| -> Vec<Range<usize>> {
        scene.found.iter().filter(|f| matches!(lexicon.means(f), Means::Listed(l) if &**l == name)).map(|f| f.tokens.clone()).collect()
    };
    let (makes, types, looks, acts) = (listed("vehicle_makes"), listed("vehicle_types"), listed("vehicle_looks"), listed("vehicle_acts"));
    let covers = |list: &[Range<usize>], at: usize| {
        let next = list.partition_point(|r| r.start <= at);
        list[..next].iter().rev().take(4).any(|r| r.contains(&at))
    };
    let mut kept: Vec<(i32, Range<usize>, Range<usize>)> = Vec::new();
    let mut done = 0;
    let mut starts: Vec<usize> = makes.iter().chain(&types).map(|r| r.start).collect();
    starts.sort_unstable();
    for at in starts {
        if at < done {
            continue;
        }
        let sentence = &sheet.sentences[sheet.tokens[at].sentence].tokens;
        let make = covers(&makes, at) && sheet.tokens[at].is_capital();
        let mut end = at;
        while end < sentence.end
            && (covers(&makes, end)
                || covers(&types, end)
                || (make && end - at < 4 && end > at && sheet.tokens[end].is_capital() && sheet.tokens[end].spaced))
        {
            end += 1;
        }
        let mut start = at;
        let look = |i: usize| {
            let t = &sheet.tokens[i];
            let year = t.text.len() == 4 && t.text.starts_with(['1', '2']) && t.text.bytes().all(|b| b.is_ascii_digit());
            covers(&looks, i) || year || (matches!(t.text, "," | "-" | "or" | "and") && i > sentence.start && covers(&looks, i - 1))
        };
        while start > sentence.start && look(start - 1) && at - start < 6 {
            start -= 1;
        }
        let mut end = end.max(at + 1);
        // "with Ohio plates that had been reported as stolen": the plates and the theft tell one from others.
        let lower = |i: usize| sheet.tokens.get(i).filter(|_| i < sentence.end).map_or("", |t| &*t.lower);
        let mut plates = false;
        if lower(end) == "with"
            && let Some(p) = (end + 1..end + 6).find(|i| matches!(lower(*i), "plate" | "plates" | "tags"))
        {
            (end, plates) = (p + 1, true);
        }
        if matches!(lower(end), "that" | "which" | "reported")
            && let Some(p) = (end..end + 7).take_while(|i| !matches!(lower(*i), "," | "." | "" | "and")).find(|i| lower(*i) == "stolen")
        {
            (end, plates) = (p + 1, true);
        }
        // "a Jeep that", "the Jeep and": a make by itself.
        let alone =
            make && end == at + 1 && (matches!(lower(end), "that" | "which" | "and" | "with" | "was" | "at" | "," | "." | "") || is_verb(lower(end)));
        done = end;
        let described = start < at && (covers(&types, end - 1) || make);
        let led =
            start > sentence.start && matches!(&*sheet.tokens[start - 1].lower, "a" | "an" | "the" | "his" | "her" | "their" | "'s" | "in" | "of");
        let act = acts.iter().find(|a| a.start < end && start < a.end).cloned();
        let weight = scene.weight(&(start..end)) + 2 * i32::from(act.is_some()) + i32::from(make);
        let alone = alone && matches!(lower(start.wrapping_sub(1)), "a" | "the" | "his" | "her");
        if described || plates || alone || make && end > at + 1 && led || make && led && covers(&types, end - 1) {
            kept.push((weight + 2, start..end, start..end));
        } else if let Some(act) = act.filter(|_| covers(&types, at)) {
            kept.push((weight, start..end, act));
        }
    }
    kept.sort_by_key(|(weight, tokens, _)| (-weight, tokens.start));
    let mut said: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for (weight, tokens, quote) in kept.into_iter().filter(|(weight, ..)| *weight >= 2) {
        let value = sheet.words(tokens.clone());
        let lower = value.to_lowercase();
        // The suspect's or the fleeing car, said without a look of its own, is no description.
        if matches!(&*lower, "suspect vehicle" | "suspect car" | "vehicle" | "vehicles" | "cars" | "stolen vehicle") && tokens.len() == quote.len() {
            continue;
        }
        if said.iter().any(|s| s.contains(&lower)) || out.len() >= MOST {
            continue;
        }
        said.push(lower);
        out.push(Draft {
            sure: 0,
            subject: Subject::Incident,
            slot: Cow::Borrowed("vehicle"),
            anchor: tokens.end - 1,
            because: format!("a vehicle in the action (weight {weight})"),
            tokens: scene.phrase(&(quote.start.min(tokens.start)..quote.end.max(tokens.end)), 3, 2),
            stated: Stated::Is(Value::Phrase(value.into())),
        });
    }
    out
}
