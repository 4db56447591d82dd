//! What readers ask under a page, and what the other reports of its incidents say to it. A reader's words are a question here, never evidence.

use std::collections::BTreeSet;

use rashomon_model::{Document, ZoneKind};
use rashomon_store::wire::{Claim, Incident};
use rashomon_store::{Result, Store};

use crate::point;

/// A question under a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In the reader's words.
    pub words: String,
    /// The slots that it asks for; none where it asks for nothing that reports are read for.
    pub slots: Vec<&'static str>,
}

/// Words of a question, all of which stand in it, and the slots that they ask for. The first that fit are meant.
const MEANT: &[(&[&str], &[&str])] = &[
    (&["how many", "shots|rounds|bullets|times"], &["shots_fired", "wounds"]),
    (&["how many", "killed|dead|died|die|deaths|fatalities"], &["killed"]),
    (&["how many", "hurt|injured|wounded|shot|hit|victims"], &["injured", "killed"]),
    (&["how old|what age|his age|her age|their ages"], &["age"]),
    (&["criminal|prior|priors|rap sheet|previous|record|felon|parole|probation"], &["criminal_history"]),
    (&["motive|why|how come|what started|over what|cause|reason"], &["circumstance", "cause", "reason"]),
    (&["charged|charge|charges|convicted|sentence|sentenced|trial|court|bail"], &["charge", "case_status"]),
    (&["arrest|arrested|custody|caught|catch|jail|loose|large|suspect|suspects"], &["arrested", "case_status"]),
    (&["hospital"], &["hospital"]),
    (&["who", "shot|shooter|fired|did it|gunman|pulled"], &["shot_by", "name"]),
    (&["related|relationship|know each|knew each|girlfriend|boyfriend|married|family of"], &["relationship"]),
    (&["gun|weapon|rifle|handgun|pistol|shotgun|knife|caliber"], &["weapon"]),
    (&["car|vehicle|truck|suv|van|getaway"], &["vehicle"]),
    (&["how many", "homes|people", "displaced|homeless"], &["displaced"]),
    (&["how many", "jobs|positions|workers|employees|laid off"], &["positions"]),
    (&["where|which street|what street|what part of town|which town|what address"], &["city", "address", "venue"]),
    (&["when|what time|what day|which day"], &["date", "time"]),
    (&["ok|okay|alive|survive|survived|make it|condition|doing|die|died|dead|recover"], &["outcome", "condition"]),
    (&["who|names|name|whose|identity"], &["name"]),
];

/// The thread of a page that a register holds apart from it: as an export of the system that its comments are kept in gives it (`ADDRESS#comments`
/// and when it was last written in). Of several exports the newest. `url`: the page's address; with or without TLS and a stroke at its end it is the same.
pub fn apart(store: &Store, url: &str) -> Result<Option<Document>> {
    let mut found: Vec<String> = Vec::new();
    for name in threads_of(url) {
        found.extend(store.names(&name, MOST)?.into_iter().filter(|n| is_thread(n, &name)));
    }
    let newest = found.iter().max_by_key(|name| name.rsplit('@').next());
    newest.map_or(Ok(None), |name| point::document(store, name))
}

/// Whether a document of that name is a thread of the page at that address.
pub fn is_of(name: &str, url: &str) -> bool {
    threads_of(url).iter().any(|thread| is_thread(name, thread))
}

/// Exports of one thread that are looked at.
const MOST: usize = 1000;

fn is_thread(name: &str, thread: &str) -> bool {
    name.strip_prefix(thread).is_some_and(|rest| rest.is_empty() || rest.starts_with('@'))
}

fn threads_of(url: &str) -> Vec<String> {
    let page = url.split('#').next().unwrap_or_default().trim_end_matches('/');
    let Some((_, page)) = page.split_once("://") else { return Vec::new() };
    ["https", "http"].iter().flat_map(|scheme| ["", "/"].map(|end| format!("{scheme}://{page}{end}#comments"))).collect()
}

/// The questions that readers put under a page, in the order of the documents that hold its comments, each once.
pub fn questions<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Vec<Asked> {
    let mut seen = BTreeSet::new();
    let comments = documents.into_iter().flat_map(Document::commentary).filter(|p| p.zone().kind == ZoneKind::Comment);
    let sentences = comments.flat_map(|p| sentences(p.text()));
    sentences.filter(|words| seen.insert(words.to_lowercase())).map(|words| Asked { slots: meant(&words), words }).collect()
}

/// The sentences of a text that end as questions do, of two words or more.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('?') {
        let before = rest.get(..at).unwrap_or("");
        let begin = before.rfind(['.', '!', '\n', '?']).map_or(0, |i| i + 1);
        let words = before.get(begin..).unwrap_or("").split_whitespace().collect::<Vec<_>>();
        // A question that goes on for a page is none.
        if (2..=60).contains(&words.len()) {
            found.push(format!("{}?", words.join(" ")));
        }
        rest = rest.get(at + 1..).unwrap_or("");
    }
    found
}

fn meant(question: &str) -> Vec<&'static str> {
    let plain: String = question.to_lowercase().replace('’', "'").chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    let holds = |any: &str| any.split('|').any(|words| plain.contains(&format!(" {words} ")));
    MEANT.iter().find(|(all, _)| all.iter().all(|any| holds(any))).map(|(_, slots)| slots.to_vec()).unwrap_or_default()
}

/// What other reports of an incident than this page state of what is asked, each value of somebody once, by the words of one report.
pub fn answers<'i>(asked: &Asked, incident: &'i Incident, page: &str) -> Vec<&'i Claim> {
    let stated = |c: &&Claim| {
        c.doc_id != page && asked.slots.contains(&c.slot.as_str()) && matches!(c.factuality.as_str(), "CT+" | "PR+") && c.value != "unknown"
    };
    let mut seen = BTreeSet::new();
    let mut found: Vec<&Claim> = incident.claims.iter().filter(stated).filter(|c| seen.insert((&c.about, &c.slot, &c.value))).collect();
    found.sort_by_key(|c| asked.slots.iter().position(|s| *s == c.slot));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, expect: &[&str]) {
        assert_eq!(meant(question), expect, "{question}");
    }

    #[test]
    fn what_readers_ask_for() {
        check("Did they ever catch the guy?", &["arrested", "case_status"]);
        check("how OLD was he??", &["age"]);
        check("How many shots were fired?", &["shots_fired", "wounds"]);
        check("Is she okay?", &["outcome", "condition"]);
        check("so where was this?", &["city", "address", "venue"]);
        check("What is wrong with people?", &[]);
    }

    #[test]
    fn questions_are_cut_from_their_sentences() {
        assert_eq!(sentences("So sad. Who did it? I was there!\nWhy?? And when was it? ok"), ["Who did it?", "And when was it?"]);
    }
}
