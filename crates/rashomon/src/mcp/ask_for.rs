//! What tools are called with, as their schemas tell an assistant.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::answers::{Scoped, Wanted, When};
use crate::failure::{Failure, Result};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    /// Words; each of them must stand in the document's reporting.
    pub words: String,
    /// Documents of a page, 20 unless said otherwise, 100 at most.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// Only what such a question asks for: "drive-by shootings in Ohio in 2018".
    #[serde(rename = "where")]
    pub asked: Option<String>,
    /// A state of the United States, its name or a short form.
    pub state: Option<String>,
    /// Id of a kind: shooting, fire, job-loss.
    pub kind: Option<String>,
    /// Only what can have happened on that day or later (2018-09-20).
    pub from: Option<String>,
    /// Only what can have happened on that day or earlier.
    pub to: Option<String>,
    /// Only where reports disagree.
    pub disputed: Option<bool>,
    /// By what people decided: standing (unless said otherwise), in, out, unsure, all.
    pub scope: Option<String>,
    /// Only what could be known by that day.
    pub as_of: Option<String>,
    /// Incidents of a page, 20 unless said otherwise, 100 at most.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Part {
    #[default]
    Overview,
    Participants,
    Findings,
    Claims,
    Documents,
    Background,
    Origins,
    Judgements,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Open {
    /// The id, or as much of its beginning as is unique; or a document's that tells of one incident.
    pub incident: String,
    /// Which part.
    #[serde(default)]
    pub part: Part,
    /// Of findings and claims: only those of this slot.
    pub slot: Option<String>,
    /// Of findings and claims: only those about `incident` or this participant (p1).
    pub about: Option<String>,
    /// Only what could be known by that day (2018-09-20).
    pub as_of: Option<String>,
    /// Items of a page, 20 unless said otherwise, 100 at most.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// The question: "how many people were killed in Ohio in 2018".
    pub question: String,
    /// Only what could be known by that day (2018-09-20).
    pub as_of: Option<String>,
    /// Incidents of a page, 20 unless said otherwise, 100 at most.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    /// The document.
    pub doc_id: String,
    /// First code point of its text; 0 unless said otherwise.
    pub start: Option<u32>,
    /// End, exclusive.
    pub end: Option<u32>,
    /// Readers' comments and hidden text too.
    pub all: Option<bool>,
}

/// A day, as every surface takes it.
pub(super) fn day(text: Option<&str>) -> Result<Option<Date>> {
    let read = |text: &str| text.parse().map_err(|_| Failure::usage("bad-days", format!("{text:?} is no day"), "give a day such as 2018-09-20"));
    text.map(read).transpose()
}

pub(super) fn when(as_of: Option<&str>) -> Result<When> {
    Ok(When { as_of: day(as_of)?, captured_by: None })
}

impl List {
    pub(super) fn when(&self) -> Result<When> {
        when(self.as_of.as_deref())
    }

    pub(super) fn wanted(&self) -> Result<Wanted> {
        let scope = self.scope.as_deref().map_or(Some(Scoped::Standing), Scoped::named);
        Ok(Wanted {
            from: day(self.from.as_deref())?,
            to: day(self.to.as_deref())?,
            state: self.state.clone(),
            kind: self.kind.clone(),
            disputed: self.disputed.unwrap_or(false),
            asked: self.asked.clone(),
            scope: scope.ok_or_else(|| Failure::usage("bad-scope", "no such scope", "standing, in, out, unsure or all"))?,
        })
    }
}

impl Part {
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Overview => "overview",
            Part::Participants => "participants",
            Part::Findings => "findings",
            Part::Claims => "claims",
            Part::Documents => "documents",
            Part::Background => "background",
            Part::Origins => "origins",
            Part::Judgements => "judgements",
        }
    }
}

impl Open {
    /// Whether an item is of the slot and the one that are asked for.
    pub(super) fn wants(&self, item: &Value) -> bool {
        let is = |field: &str, wanted: &Option<String>| wanted.as_deref().is_none_or(|w| item.get(field).and_then(Value::as_str) == Some(w));
        is("slot", &self.slot) && is("about", &self.about)
    }
}
