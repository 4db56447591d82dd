//! `rashomon ask "TEXT"` and `rashomon ask --questions FILE`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use rashomon_model::value::Day;
use rashomon_register::query::{Facts, Found, Narrow, Trait, Verdict};
use rashomon_store::wire::{Claim, Incident};
use rashomon_store::{Error, Store};
use serde_json::{Value, json};

use super::{Ended, Failure, Global, Result, When, out};
use crate::asking::{Asking, Words};
use crate::dossier::plural;
use crate::question::{self, Meaning, Unclear, Wants};
use crate::questions::{Reply, Written, refused};
use crate::terminal::shown;
use crate::view::View;
use crate::{answers, facts, point, thread};

/// Ask the register: how many, which, who, when, where.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon ask \"how many people were killed in Ohio in 2018\"\n          \
    rashomon ask \"which shooting in Millbrook, Ohio involved Ana Reyes\"\n          rashomon ask --questions questions.json")]
pub(super) struct Ask {
    /// The question, in words.
    #[arg(required_unless_present_any = ["questions", "from_thread"], conflicts_with_all = ["questions", "from_thread"], value_name = "TEXT")]
    text: Option<String>,
    /// Many questions: a JSON object, id to question, answered as one object, id to answer.
    #[arg(long, value_name = "FILE")]
    questions: Option<PathBuf>,
    /// The questions that readers put under a page, each answered in the words of the other reports of its incidents.
    #[arg(long, value_name = "DOC", conflicts_with = "questions")]
    from_thread: Option<String>,
    /// Show every incident, not only the first fifty that count and the first ten that are possible.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    when: When,
}

/// Possible incidents that are shown.
const SHOWN: usize = 10;
/// Incidents that count, and are shown.
const COUNTED: usize = 50;

impl Ask {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        if let Some(doc) = &self.from_thread {
            return self.thread(doc, global);
        }
        match (&self.text, &self.questions) {
            (_, Some(file)) => self.many(file, global),
            (Some(text), None) => self.one(text, global),
            (None, None) => Err(Failure::usage("no-question", "there is no question", "rashomon ask \"how many shootings in Ohio in 2018\"")),
        }
    }

    /// What readers ask under a page.
    fn thread(&self, doc: &str, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        let document = point::document(&store, doc)?
            .ok_or_else(|| Failure::not_found(format!("no report {doc}"), "rashomon show lists the reports of an incident"))?;
        let incidents: Vec<Incident> = view
            .of_document(doc)?
            .iter()
            .map(|id| view.incident(id))
            .collect::<rashomon_store::Result<Vec<_>>>()?
            .iter()
            .flatten()
            .filter_map(|json| Incident::from_json(json))
            .collect();
        let apart = document.source().url.as_deref().map_or(Ok(None), |url| thread::apart(&store, url))?;
        let apart = apart.filter(|thread| thread.id() != document.id());
        let questions = thread::questions([&document].into_iter().chain(&apart));
        let mut out = out();
        let mut listed: Vec<Value> = Vec::new();
        for asked in &questions {
            let answers: Vec<_> = incidents.iter().flat_map(|i| thread::answers(asked, i, doc).into_iter().map(move |c| (i, c))).collect();
            if global.json {
                let answers: Vec<Value> = answers
                    .iter()
                    .map(|(i, c)| json!({ "incident_id": i.incident_id, "doc_id": c.doc_id, "about": c.about, "slot": c.slot, "value": c.value, "quote": c.quote, "attribution": c.attribution }))
                    .collect();
                listed.push(json!({ "question": asked.words, "asked": asked.slots, "answers": answers }));
                continue;
            }
            writeln!(out, "{}", shown(&asked.words))?;
            for (incident, claim) in answers.iter().take(SHOWN) {
                let whom = incident.participants.iter().find(|p| p.participant_id == claim.about).map(|p| p.name.as_deref().unwrap_or(&p.label));
                let whom = whom.map_or_else(String::new, |name| format!("{name}, "));
                let voice = claim.attribution.first().map_or_else(String::new, |v| format!(", says {v}"));
                writeln!(
                    out,
                    "  {}",
                    shown(&format!("{whom}{} {}: \"{}\"{voice} ({})", claim.slot.replace('_', " "), claim.value, claim.quote.exact, claim.doc_id))
                )?;
            }
            if answers.is_empty() {
                writeln!(out, "  no report here says")?;
            }
        }
        if global.json {
            writeln!(out, "{}", json!({ "schema": "rashomon/thread@1", "doc_id": doc, "questions": listed }))?;
        }
        out.flush()?;
        if questions.is_empty() && !global.json && !global.quiet {
            super::note(&format!("no reader asks anything under {doc}"));
        }
        Ok(if questions.is_empty() { Ended::NothingFound } else { Ended::Done })
    }

    fn many(&self, file: &Path, global: &Global) -> Result<Ended> {
        let unreadable =
            |e: String| Failure { path: Some(file.to_owned()), ..Failure::usage("not-questions", format!("{}: {e}", file.display()), FORM) };
        let text = std::fs::read_to_string(file).map_err(|e| unreadable(e.to_string()))?;
        let questions: BTreeMap<String, Written> = serde_json::from_str(&text).map_err(|e| unreadable(e.to_string()))?;
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        let mut held: Vec<Vec<u8>> = Vec::new();
        view.each_asked(&Narrow::default(), |facts| -> std::result::Result<(), Error> {
            held.push(facts.to_vec());
            Ok(())
        })?;
        let mut all: Vec<Facts<'_>> = held.iter().filter_map(|bytes| facts::unpacked(bytes)).filter(|facts| !facts.out).collect();
        all.sort_by_key(|facts| facts.id);
        let mut words = Words::of(&view, &store);
        let mut answers: BTreeMap<&str, Value> = BTreeMap::new();
        let mut unread = 0;
        for (id, written) in &questions {
            let answer = match written.meaning() {
                Ok(meaning) => {
                    let asking = Asking::of(&meaning, &mut words)?;
                    let reply = asking.over(&all);
                    let because = asking.because(&view, &reply.found().collect::<Vec<_>>())?;
                    reply.to_json(&meaning, because)
                }
                Err(unclear) => {
                    unread += 1;
                    refused(&unclear)
                }
            };
            answers.insert(id, answer);
        }
        let mut out = out();
        serde_json::to_writer(&mut out, &answers).map_err(std::io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
        Ok(if unread > 0 { Ended::SomeSetAside } else { Ended::Done })
    }

    fn one(&self, text: &str, global: &Global) -> Result<Ended> {
        let mut out = out();
        let meaning = match question::read(text) {
            Ok(meaning) => meaning,
            Err(unclear) => {
                if global.json {
                    writeln!(out, "{}", with_schema(refused(&unclear)))?;
                } else {
                    refuse(&mut out, &unclear)?;
                }
                out.flush()?;
                return Ok(Ended::Refused);
            }
        };
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        if global.json {
            let answer = answers::ask(&view, &store, &meaning)?;
            let found =
                ["certain", "likely", "possible"].iter().any(|name| answer.get(name).and_then(Value::as_array).is_some_and(|all| !all.is_empty()));
            writeln!(out, "{}", with_schema(answer))?;
            out.flush()?;
            return Ok(if found { Ended::Done } else { Ended::NothingFound });
        }
        let reply = self.tell(&mut out, &meaning, &view, &store)?;
        out.flush()?;
        Ok(if reply.found().next().is_none() { Ended::NothingFound } else { Ended::Done })
    }

    fn tell(&self, out: &mut impl Write, meaning: &Meaning, view: &View<'_>, store: &Store) -> Result<Reply> {
        let asking = Asking::of(meaning, &mut Words::of(view, store))?;
        let reply = asking.within(view)?;
        writeln!(out, "Understood: {}", shown(&meaning.to_string()))?;
        let certain = reply.counted.iter().filter(|f| f.verdict == Verdict::Certain).count();
        let likely = reply.counted.len() - certain;
        let number = reply.number;
        match meaning.wants {
            Wants::People => writeln!(out, "{} people; no fewer than {}, no more than {}", number.best, number.low, number.high)?,
            Wants::Incidents => writeln!(out, "{}", plural(number.best as usize, "incident"))?,
            _ => {}
        }
        writeln!(out, "{certain} certain, {likely} likely, {} possible", reply.possible.len())?;
        let of = |is: fn(Verdict) -> bool| reply.counted.iter().filter(|f| is(f.verdict)).collect::<Vec<_>>();
        let groups = [
            ("Certain", COUNTED, of(|v| v == Verdict::Certain)),
            ("Likely", COUNTED, of(|v| v == Verdict::Likely)),
            ("Not quite, and the nearest", COUNTED, of(|v| v > Verdict::Likely)),
            ("Possible", SHOWN, reply.possible.iter().collect()),
        ];
        for (title, most, group) in groups.iter().filter(|(_, _, group)| !group.is_empty()) {
            writeln!(out, "\n{title}")?;
            let some = group.get(..*most).filter(|_| !self.all).unwrap_or(group);
            for told in asking.told(view, some, |found, incident, by| told(found, incident, by, meaning))? {
                out.write_all(told.as_bytes())?;
            }
            if group.len() > some.len() {
                writeln!(out, "  … {} more (--all)", group.len() - some.len())?;
            }
        }
        Ok(reply)
    }
}

const FORM: &str = "one JSON object: {\"1\": {\"subtask\": 2, \"event_type\": \"killing\", \"time\": {\"year\": \"2018\"}}, …}";

fn with_schema(mut answer: Value) -> Value {
    if let Some(object) = answer.as_object_mut() {
        object.insert("schema".into(), json!("rashomon/ask@1"));
    }
    answer
}

fn refuse(out: &mut impl Write, unclear: &Unclear) -> Result<()> {
    writeln!(out, "Not understood: {}", shown(&unclear.why))?;
    for near in &unclear.nearest {
        writeln!(out, "  did you mean: {}", shown(&near.to_string()))?;
    }
    if unclear.nearest.is_empty() {
        writeln!(
            out,
            "  a question names what (how many, which, who, when, where), and of it some: a kind, a place, a time, a name, what befell somebody"
        )?;
    }
    Ok(())
}

/// An incident of an answer, with what decided, in the words of its reports.
fn told(found: &Found, incident: &Incident, by: &[&Claim], meaning: &Meaning) -> String {
    let day = incident.record.date.as_deref().and_then(Day::parse).and_then(|d| d.resolved).map_or_else(|| "no day".into(), |d| d.caption());
    let place = [incident.record.city.as_deref(), incident.record.state.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut told = format!("  {}  {day}  {}  {}\n", found.id, shown(&place), shown(&incident.caption));
    let mut line = |words: &str| told.extend(["      ", &shown(words), "\n"]);
    if meaning.wants == Wants::Who {
        line(&who(meaning, incident));
    }
    let mut said: Vec<String> = Vec::new();
    for claim in by {
        let words = format!("{} {}: \"{}\" ({})", claim.slot, claim.value, claim.quote.exact, claim.doc_id);
        if said.len() < 4 && !said.contains(&words) {
            said.push(words);
        }
    }
    said.iter().for_each(|words| line(words));
    if found.silent {
        line("no report says all that is asked");
    }
    told
}

/// The people whom a question means.
fn who(meaning: &Meaning, incident: &Incident) -> String {
    let wanted: &[&str] = match meaning.outcome {
        Some(question::Outcome::Killed) => &["Killed"],
        Some(question::Outcome::Injured) => &["Injured"],
        Some(question::Outcome::Harmed) => &["Killed", "Injured"],
        Some(question::Outcome::Arrested) => &["Arrested"],
        None => &["Killed", "Injured", "Unharmed", "Arrested"],
    };
    let role = meaning.traits().into_iter().find_map(|t| if let Trait::Role(role) = t { Some(role) } else { None });
    let standing = incident.participants.iter().filter(|p| !p.refuted);
    let mine =
        standing.filter(|p| p.status.iter().any(|s| wanted.contains(&&**s)) && role.as_deref().is_none_or(|role| p.role.as_deref() == Some(role)));
    let names: Vec<&str> = mine.map(|p| p.names.first().unwrap_or(&p.label).as_str()).collect();
    if names.is_empty() { "no report says who".into() } else { names.join("; ") }
}
