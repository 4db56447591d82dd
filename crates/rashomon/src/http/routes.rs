//! What can be asked, one function a question.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rashomon_store::wire::Incident;
use serde_json::{Value, json};

use super::asked::{Ask, At, Between, List, Named, OfFindings, Query, QueryAt, Search, Stretch, room};
use super::{Desk, told};
use crate::answers;
use crate::failure::{Failure, Result};
use crate::paging::{Cursor, page};
use crate::question;
use crate::questions::refused;

/// What answers here, and of which register.
#[utoipa::path(get, path = "/", tag = "register", responses(
    (status = 200, body = told::About), told::Otherwise))]
pub(super) async fn about(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    desk.answer(&headers, |seen| {
        let (documents, lines) = (seen.documents()?, seen.view(answers::When::default())?.lines()?.len());
        Ok(json!({ "schema": "rashomon/api@1", "program": env!("CARGO_PKG_VERSION"), "version": seen.version()?, "incidents": lines,
            "documents": documents, "openapi": "/openapi.json" }))
    })
    .await
}

/// Incidents on a line each, by day, then id.
#[utoipa::path(get, path = "/incidents", tag = "incidents", params(List, At), responses(
    (status = 200, body = told::Incidents), told::Otherwise))]
pub(super) async fn incidents(State(desk): State<Desk>, headers: HeaderMap, QueryAt(list, at): QueryAt<List>) -> Response {
    desk.answer(&headers, move |seen| {
        let from = Cursor::read(list.cursor.as_deref())?;
        let found = answers::incidents(&seen.view(at.when())?, seen.store, &list.wanted())?;
        let (all, out_of_scope) = (found.lines.len(), found.out_of_scope);
        let page = page(answers::keyed(found.lines), &from, room(list.limit));
        Ok(json!({ "schema": "rashomon/list@1", "as_of": at.as_of.map(|d| d.to_string()), "captured_by": at.captured_by.map(|d| d.to_string()),
            "incidents": page.items, "all": all, "out_of_scope": out_of_scope, "next": page.next }))
    })
    .await
}

/// One incident as it is exported: the contract's object.
#[utoipa::path(get, path = "/incidents/{id}", tag = "incidents",
    params(("id" = String, Path, description = "The id, or as much of its beginning as is unique"), At), responses(
    (status = 200, body = told::One), told::Otherwise, told::NotHeld, told::Several))]
pub(super) async fn incident(State(desk): State<Desk>, headers: HeaderMap, Named(id): Named, Query(at): Query<At>) -> Response {
    desk.answer(&headers, move |seen| {
        let (json, _) = answers::incident(&seen.view(at.when())?, seen.store, &id)?;
        Ok(json!({ "schema": "rashomon/show@1", "incident": parsed(&json)? }))
    })
    .await
}

/// What all reports of an incident together say, slot by slot.
#[utoipa::path(get, path = "/incidents/{id}/findings", tag = "incidents",
    params(("id" = String, Path, description = "The id, or as much of its beginning as is unique"), OfFindings, At), responses(
    (status = 200, body = told::Findings), told::Otherwise, told::NotHeld, told::Several))]
pub(super) async fn findings(State(desk): State<Desk>, headers: HeaderMap, Named(id): Named, QueryAt(of, at): QueryAt<OfFindings>) -> Response {
    desk.answer(&headers, move |seen| {
        let (json, _) = answers::incident(&seen.view(at.when())?, seen.store, &id)?;
        let mut incident = whole(&json)?;
        let is = |wanted: &Option<String>, has: &str| wanted.as_deref().is_none_or(|w| w == has);
        incident.findings.retain(|f| is(&of.slot, &f.slot) && is(&of.about, &f.about) && is(&of.status, &f.status));
        Ok(json!({ "schema": "rashomon/findings@1", "incident_id": incident.incident_id, "findings": incident.findings }))
    })
    .await
}

/// The documents of an incident.
#[utoipa::path(get, path = "/incidents/{id}/documents", tag = "documents",
    params(("id" = String, Path, description = "The id, or as much of its beginning as is unique"), At), responses(
    (status = 200, body = told::Documents), told::Otherwise, told::NotHeld, told::Several))]
pub(super) async fn documents(State(desk): State<Desk>, headers: HeaderMap, Named(id): Named, Query(at): Query<At>) -> Response {
    desk.answer(&headers, move |seen| {
        let (json, _) = answers::incident(&seen.view(at.when())?, seen.store, &id)?;
        let incident = whole(&json)?;
        Ok(json!({ "schema": "rashomon/documents@1", "incident_id": incident.incident_id, "documents": incident.documents }))
    })
    .await
}

/// The words of a document between two places, zone by zone.
#[utoipa::path(get, path = "/documents/{doc_id}", tag = "documents", params(("doc_id" = String, Path, description = "Its id, a slash as %2F"), Stretch), responses(
    (status = 200, body = told::Span), told::Otherwise, told::NotHeld))]
pub(super) async fn document(State(desk): State<Desk>, headers: HeaderMap, Named(doc_id): Named, Query(stretch): Query<Stretch>) -> Response {
    desk.answer(&headers, move |seen| with_schema("rashomon/document@1", seen.span(&doc_id, stretch.start, stretch.end, stretch.all)?)).await
}

/// Documents whose reporting holds all these words, best first.
#[utoipa::path(get, path = "/search", tag = "documents", params(Search), responses(
    (status = 200, body = told::Found), told::Otherwise))]
pub(super) async fn search(State(desk): State<Desk>, headers: HeaderMap, Query(asked): Query<Search>) -> Response {
    desk.answer(&headers, move |seen| {
        let (found, more) = seen.search(&asked.words, asked.offset as usize, asked.limit as usize)?;
        let documents: Vec<Value> = found.into_iter().map(|d| json!({ "doc_id": d.doc_id, "incidents": d.incidents })).collect();
        Ok(json!({ "schema": "rashomon/search@1", "documents": documents, "more": more }))
    })
    .await
}

/// The answer to a question in words.
#[utoipa::path(get, path = "/ask", tag = "questions", params(Ask, At), responses(
    (status = 200, body = told::Answer), told::Otherwise))]
pub(super) async fn ask(State(desk): State<Desk>, headers: HeaderMap, QueryAt(asked, at): QueryAt<Ask>) -> Response {
    desk.answer(&headers, move |seen| {
        let answer = match question::read(&asked.q) {
            Err(unclear) => refused(&unclear),
            Ok(meaning) => answers::ask(&seen.view(at.when())?, seen.store, &meaning)?,
        };
        with_schema("rashomon/ask@1", answer)
    })
    .await
}

/// What changed between what could be known by two days, and on which page's word.
#[utoipa::path(get, path = "/diff", tag = "incidents", params(Between), responses(
    (status = 200, body = told::Changes), told::Otherwise, told::NotHeld, told::Several))]
pub(super) async fn diff(State(desk): State<Desk>, headers: HeaderMap, Query(between): Query<Between>) -> Response {
    desk.answer(&headers, move |seen| {
        let (changed, _) = seen.changed(between.incident.as_deref(), between.from, between.to)?;
        Ok(json!({ "schema": "rashomon/diff@1", "from": between.from.to_string(), "to": between.to.map(|d| d.to_string()),
            "incidents": answers::changed_json(&changed) }))
    })
    .await
}

fn parsed(json: &str) -> Result<Value> {
    serde_json::from_str(json).map_err(|e| Failure::internal(&e.to_string()))
}

fn whole(json: &str) -> Result<Incident> {
    Incident::from_json(json).ok_or_else(|| Failure::internal("an incident cannot be read"))
}

fn with_schema(schema: &str, answer: Value) -> Result<Value> {
    let Value::Object(answer) = answer else { return Err(Failure::internal("an answer is no object")) };
    Ok(Value::Object([("schema".to_owned(), Value::from(schema))].into_iter().chain(answer).collect()))
}
