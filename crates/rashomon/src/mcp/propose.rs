//! A proposal: what a person would decide, checked against the register, as the command that decides it. Nothing is written.

use std::path::Path;

use rashomon_store::Store;
use rashomon_store::wire::Incident;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answers::{self, When};
use crate::decide::{self, Named};
use crate::failure::{Failure, Result};
use crate::keep::quoted;
use crate::point;
use crate::sight::Seen;
use crate::view::View;

/// What would be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decision {
    Same,
    NotSame,
    Unsure,
    Misread,
    Right,
    Note,
    Scope,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposal {
    decision: Decision,
    /// What it is about: an incident's or a document's id; of misread a claim's id; of right a claim's id or a finding (7fd5:p1:wounds).
    about: String,
    /// Of same, not_same and unsure: the other incident or document.
    other: Option<String>,
    /// Of misread and right: the value by the words (may be left out); of scope: in, out or unsure; of note: the remark.
    value: Option<String>,
    /// Why, with the words that you go by.
    because: String,
}

impl Proposal {
    /// The command, once everything that it names is there.
    pub(super) fn check(&self, register: &Path, seen: &Seen<'_>) -> Result<Value> {
        seen.not_public("decisions about the register")?;
        for text in [Some(&self.about), self.other.as_ref(), self.value.as_ref(), Some(&self.because)].into_iter().flatten() {
            if text.chars().any(char::is_control) || text.len() > 2_000 {
                return Err(Failure::usage("bad-value", "a part of it has control characters or more than 2000 bytes", "one line of plain words"));
            }
        }
        let (view, store) = (seen.view(When::default())?, seen.store);
        let value = || self.value.clone().ok_or_else(|| Failure::usage("no-value", "it needs a value", "give `value`"));
        let (command, arguments, about): (&str, Vec<String>, Value) = match self.decision {
            Decision::Same | Decision::NotSame | Decision::Unsure => {
                let other = self.other.clone().ok_or_else(|| Failure::usage("no-value", "two are compared", "give `other`"))?;
                let (a, b) = (named(&view, store, &self.about)?, named(&view, store, &other)?);
                if a == b {
                    return Err(Failure::usage("one-thing", format!("{} and {other} are one", self.about), "name two"));
                }
                let command = match self.decision {
                    Decision::Same => "same",
                    Decision::NotSame => "not-same",
                    _ => "unsure",
                };
                (command, vec![self.about.clone(), other], json!([a, b]))
            }
            Decision::Misread => {
                let (incident, claim) = point::claim(&view, &self.about)?.ok_or_else(|| no_claim(&self.about))?;
                let meant = self.value.iter().flat_map(|v| ["--as".to_owned(), v.clone()]);
                let about = json!({ "incident_id": incident.incident_id, "claim": claim });
                (("misread"), std::iter::once(self.about.clone()).chain(meant).collect(), about)
            }
            Decision::Right => (("right"), std::iter::once(self.about.clone()).chain(self.value.clone()).collect(), self.settled(&view, store)?),
            Decision::Note => {
                let about = if self.about.contains(':') { self.settled(&view, store)? } else { json!(named(&view, store, &self.about)?) };
                ("note", vec![self.about.clone(), value()?], about)
            }
            Decision::Scope => {
                let scope = value()?;
                if !matches!(scope.as_str(), "in" | "out" | "unsure") {
                    return Err(Failure::usage("bad-value", format!("{scope} is no scope"), "in, out or unsure"));
                }
                ("scope", vec![self.about.clone(), scope], json!(named(&view, store, &self.about)?))
            }
        };
        let mut line = format!("rashomon -r {} {command}", quoted(&register.to_string_lossy()));
        arguments.iter().for_each(|a| line += &format!(" {}", quoted(a)));
        if self.decision != Decision::Note && !self.because.is_empty() {
            line += &format!(" --note {}", quoted(&self.because));
        }
        Ok(json!({ "applied": false, "command": line, "about": about, "because": self.because,
            "say": "Nothing was changed. Show the person this command and your reason; it is theirs to run." }))
    }

    /// The finding, or the claim, that a value would be right for.
    fn settled(&self, view: &View<'_>, store: &Store) -> Result<Value> {
        let Some((incident, rest)) = self.about.split_once(':') else {
            let (incident, claim) = point::claim(view, &self.about)?.ok_or_else(|| no_claim(&self.about))?;
            return Ok(json!({ "incident_id": incident.incident_id, "claim": claim }));
        };
        let (json, _) = answers::incident(view, store, incident)?;
        let incident = Incident::from_json(&json).ok_or_else(|| Failure::internal("an incident cannot be read"))?;
        let (about, slot) = rest.split_once(':').unwrap_or(("incident", rest));
        let finding = incident.findings.iter().find(|f| f.about == about && f.slot == slot);
        let finding = finding.ok_or_else(|| Failure::not_found(format!("no finding {}", self.about), "open_incident lists findings"))?;
        Ok(json!({ "incident_id": incident.incident_id, "about": finding.about, "slot": finding.slot, "status": finding.status, "why": finding.why }))
    }
}

/// What a word names, with its id.
fn named(view: &View<'_>, store: &Store, word: &str) -> Result<String> {
    match decide::named(view, store, word)?.0 {
        Named::Incident(id) | Named::Document(id, _) => Ok(id),
        Named::Several(ids) => Err(answers::ambiguous(word, &ids)),
        Named::Nothing => Err(Failure::not_found(format!("no incident or document {word}"), "list_incidents and search_documents show them")),
    }
}

fn no_claim(id: &str) -> Failure {
    Failure::not_found(format!("no claim {id}"), "open_incident with part `claims` lists them")
}
