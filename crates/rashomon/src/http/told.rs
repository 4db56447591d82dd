//! What answers look like, for the description of the interface: around the contract's objects.

use rashomon_store::wire::{Claim, Finding, Incident, Line, Listed, PageZone, PublishedOn};
use serde_json::Value;
use utoipa::{IntoResponses, ToSchema};

/// What may come instead of an answer.
#[derive(IntoResponses)]
#[allow(dead_code)] // A description: the JSON is written by `Failure`.
pub(super) enum Otherwise {
    /// nothing changed since If-None-Match
    #[response(status = 304)]
    Unchanged,
    /// what is asked cannot be read
    #[response(status = 400)]
    Unclear(Refused),
    /// not from there
    #[response(status = 403)]
    Foreign(Refused),
    /// the register cannot be read now
    #[response(status = 503)]
    Busy(Refused),
}

/// … of a document or an incident that is named.
#[derive(IntoResponses)]
#[allow(dead_code)]
pub(super) enum NotHeld {
    /// no such thing
    #[response(status = 404)]
    NotFound(Refused),
}

/// … by the beginning of its id.
#[derive(IntoResponses)]
#[allow(dead_code)]
pub(super) enum Several {
    /// several ids begin so
    #[response(status = 409)]
    Ambiguous(Refused),
}

/// Why something was not answered.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Refused {
    schema: String,
    error: Because,
}

#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Because {
    /// Stable: the manual lists them.
    code: String,
    message: String,
    hint: String,
    path: Option<String>,
}

/// What answers here.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct About {
    schema: String,
    program: String,
    /// Of the register and of what reads it: the same as every answer's ETag.
    version: String,
    incidents: usize,
    documents: usize,
    /// Where the description of the interface is.
    openapi: String,
}

/// Incidents on a line each.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Incidents {
    schema: String,
    as_of: Option<String>,
    captured_by: Option<String>,
    incidents: Vec<Line>,
    /// How many there are on all pages.
    all: usize,
    /// How many more somebody put out of scope.
    out_of_scope: usize,
    /// The cursor of the next page.
    next: Option<String>,
}

/// One incident: the contract's object.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct One {
    schema: String,
    incident: Incident,
}

/// Findings of an incident.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Findings {
    schema: String,
    incident_id: String,
    findings: Vec<Finding>,
}

/// Documents of an incident.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Documents {
    schema: String,
    incident_id: String,
    documents: Vec<Listed>,
}

/// A stretch of a document. Offsets are code points of its text; of a zone with `field`, of its headline.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Span {
    schema: String,
    doc_id: String,
    url: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    title: Option<String>,
    kind: Option<String>,
    published: Option<PublishedOn>,
    /// Code points of the whole text.
    length: u32,
    start: u32,
    end: u32,
    zones: Vec<PageZone<'static>>,
    /// Zones of comments and hidden words that are not shown.
    left_out: u32,
    comments_claimed: Option<u32>,
    comments_present: u32,
}

/// Documents that hold some words.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Found {
    schema: String,
    documents: Vec<Holding>,
    /// Whether there are more after these.
    more: bool,
}

#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Holding {
    doc_id: String,
    incidents: Vec<String>,
}

/// An answer; where the question was not understood, `understood` is null, and `why` and `nearest` say what could be meant.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Answer {
    schema: String,
    numerical_answer: Option<u32>,
    answer_docs: Vec<String>,
    certain: Vec<String>,
    #[schema(required = false)]
    likely: Vec<String>,
    possible: Vec<String>,
    #[schema(required = false)]
    excluded: usize,
    #[schema(required = false)]
    range: Vec<u32>,
    because: Vec<Meant>,
    understood: Option<Value>,
    #[schema(required = false)]
    why: String,
    #[schema(required = false)]
    nearest: Vec<Value>,
}

/// Why an incident is in an answer.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Meant {
    incident_id: String,
    sure: f64,
    not_reported: bool,
    claims: Vec<Deciding>,
}

#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Deciding {
    claim_id: String,
    doc_id: String,
    about: String,
    slot: String,
    value: String,
    exact: String,
}

/// What changed between two days.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Changes {
    schema: String,
    from: String,
    to: Option<String>,
    incidents: Vec<Changed>,
}

#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Changed {
    /// Null where its reports tell of another incident now.
    incident_id: Option<String>,
    /// Null where nothing was known of it.
    was: Option<String>,
    caption: Option<String>,
    changes: Vec<Change>,
}

#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Change {
    about: String,
    slot: String,
    was: Option<Stood>,
    is: Option<Stood>,
    /// On whose words.
    on: Vec<Claim>,
}

#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct Stood {
    status: String,
    preferred: Option<String>,
    policy: Option<String>,
    values: Vec<String>,
}
