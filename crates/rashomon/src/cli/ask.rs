//! `rashomon ask "TEXT"` and `rashomon ask --questions FILE`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use rashomon_register::query::{Facts, Found, Trait, Verdict};
use rashomon_store::wire::Incident;
use serde_json::{Value, json};

use super::{Ended, Failure, Global, Result, When, out};
use crate::answers::{self, Answered, Words, facts};
use crate::dossier::plural;
use crate::question::{self, Meaning, Unclear, Wants};
use crate::questions::{Reply, Written, refused, reply};
use crate::terminal::shown;
use crate::{point, thread};

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
    /// Show every possible incident, not only the first ten.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    when: When,
}

/// Possible incidents that are shown.
const SHOWN: usize = 10;

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
        let questions = thread::questions(&document);
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
        let all = facts(&self.when.view(&store, &program)?, None)?;
        let mut words = Words::of(&store);
        let mut answers: BTreeMap<&str, Value> = BTreeMap::new();
        let mut unread = 0;
        for (id, written) in &questions {
            let answer = match written.meaning() {
                Ok(meaning) => reply(&meaning, &all, &words.holding(&meaning.query())?).to_json(&meaning),
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
        let Answered { reply, facts: all } = answers::ask(&view, &store, &meaning)?;
        let by_id: BTreeMap<&str, &Facts> = all.iter().map(|f| (&*f.id, f)).collect();
        if global.json {
            writeln!(out, "{}", with_schema(reply.to_json(&meaning)))?;
        } else {
            self.tell(&mut out, &meaning, &reply, &by_id)?;
        }
        out.flush()?;
        Ok(if reply.counted.is_empty() && reply.possible.is_empty() { Ended::NothingFound } else { Ended::Done })
    }

    fn tell(&self, out: &mut impl Write, meaning: &Meaning, reply: &Reply, by_id: &BTreeMap<&str, &Facts>) -> Result<()> {
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
        let groups = [("Certain", Verdict::Certain), ("Likely", Verdict::Likely)];
        let others = reply.counted.iter().filter(|f| f.verdict > Verdict::Likely);
        for (title, verdict) in groups {
            let group: Vec<&Found> = reply.counted.iter().filter(|f| f.verdict == verdict).collect();
            section(out, title, &group, meaning, by_id)?;
        }
        section(out, "Not quite, and the nearest", &others.collect::<Vec<_>>(), meaning, by_id)?;
        let cut = if self.all { usize::MAX } else { SHOWN };
        section(out, "Possible", &reply.possible.iter().take(cut).collect::<Vec<_>>(), meaning, by_id)?;
        if reply.possible.len() > cut {
            writeln!(out, "  … {} more (--all)", reply.possible.len() - cut)?;
        }
        Ok(())
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

/// Incidents under a heading, each with what decided, in the words of its reports.
fn section(out: &mut impl Write, title: &str, group: &[&Found], meaning: &Meaning, by_id: &BTreeMap<&str, &Facts>) -> Result<()> {
    if group.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for found in group {
        let Some(facts) = by_id.get(&*found.id) else { continue };
        let day = facts.days.map_or_else(|| "no day".into(), |d| d.caption());
        let place = [facts.city.as_deref(), facts.state.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        writeln!(out, "  {}  {day}  {}  {}", found.id, shown(&place), shown(&facts.caption))?;
        if meaning.wants == Wants::Who {
            writeln!(out, "      {}", shown(&who(meaning, facts)))?;
        }
        let mut said: Vec<String> = Vec::new();
        for told in &found.by {
            let line = format!("{} {}: \"{}\" ({})", told.slot, told.value, told.exact, told.doc);
            if said.len() < 4 && !said.contains(&line) {
                said.push(line);
            }
        }
        for line in said {
            writeln!(out, "      {}", shown(&line))?;
        }
        if found.silent {
            writeln!(out, "      no report says all that is asked")?;
        }
    }
    Ok(())
}

/// The people whom a question means.
fn who(meaning: &Meaning, facts: &Facts) -> String {
    let wanted: &[&str] = match meaning.outcome {
        Some(question::Outcome::Killed) => &["Killed"],
        Some(question::Outcome::Injured) => &["Injured"],
        Some(question::Outcome::Harmed) => &["Killed", "Injured"],
        Some(question::Outcome::Arrested) => &["Arrested"],
        None => &["Killed", "Injured", "Unharmed", "Arrested"],
    };
    let role = meaning.traits().into_iter().find_map(|t| if let Trait::Role(role) = t { Some(role) } else { None });
    let mine = facts.people.iter().filter(|p| p.status.iter().any(|s| wanted.contains(&&**s))).filter(|p| role.is_none() || p.role == role);
    let names: Vec<&str> = mine.map(|p| p.names.first().map_or(&*p.label, |n| n)).collect();
    if names.is_empty() { "no report says who".into() } else { names.join("; ") }
}
