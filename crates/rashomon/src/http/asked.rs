//! What a request may ask for, and how it is read: nothing that is not known is passed over.

use axum::extract::FromRequestParts;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::http::request::Parts;
use axum::http::uri::InvalidUri;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::refuse;
use crate::answers::{Scoped, Wanted, When};
use crate::failure::Failure;
use crate::paging::Room;

/// Parameters after the question mark; what is wrong with them is told as every error is.
pub(super) struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        read(parts.uri.query().unwrap_or_default()).map(Self).map_err(|said| wrong(&said))
    }
}

/// The same of a question that can be asked of the register as it stood: those that [`At`] knows are its, the rest are the question's.
pub(super) struct QueryAt<T>(pub T, pub At);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryAt<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let (at, asked): (Vec<_>, Vec<_>) = pairs.partition(|pair| matches!(pair.split('=').next(), Some("as_of" | "captured_by")));
        read(&asked.join("&")).and_then(|asked| Ok(Self(asked, read(&at.join("&"))?))).map_err(|said| wrong(&said))
    }
}

/// An error says what is wrong with them.
fn read<T: DeserializeOwned>(pairs: &str) -> Result<T, String> {
    let uri: Uri = format!("/?{pairs}").parse().map_err(|e: InvalidUri| e.to_string())?;
    axum::extract::Query::try_from_uri(&uri).map(|axum::extract::Query(read)| read).map_err(|e: QueryRejection| e.body_text())
}

/// The part of the path that names something.
pub(super) struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let read: Result<axum::extract::Path<String>, PathRejection> = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(name)| Self(name)).map_err(|e| wrong(&e.body_text()))
    }
}

fn wrong(said: &str) -> Response {
    refuse(StatusCode::BAD_REQUEST, &Failure::usage("bad-parameter", said, "/openapi.json says what can be asked"))
}

/// A day as it is written: 2018-09-20, and nothing else that a date can look like.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    required(from).map(Some)
}

fn required<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = String::deserialize(from)?;
    let shaped = text.len() == 10 && text.bytes().enumerate().all(|(n, b)| if matches!(n, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let day = if shaped { text.parse().ok() } else { None };
    day.ok_or_else(|| D::Error::custom("expected a day such as 2018-09-20"))
}

fn limit<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let n: u32 = String::deserialize(from)?.parse().map_err(D::Error::custom)?;
    if (1..=MOST).contains(&n) { Ok(n) } else { Err(D::Error::custom("limit is from 1 to 200")) }
}

fn offset<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let n: u32 = String::deserialize(from)?.parse().map_err(D::Error::custom)?;
    if n <= FURTHEST { Ok(n) } else { Err(D::Error::custom("offset is from 0 to 100000")) }
}

const MOST: u32 = 200;
const FURTHEST: u32 = 100_000;
fn usual() -> u32 {
    50
}
/// Bytes of a page of a list: an item is never cut for them.
const PAGE: usize = 4 << 20;

pub(super) fn room(limit: u32) -> Room {
    Room { items: limit as usize, bytes: PAGE }
}

/// Which state of the register.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct At {
    /// Only what could be known by that day.
    #[serde(default, deserialize_with = "day")]
    #[param(value_type = Option<String>, format = Date, nullable = false)]
    pub as_of: Option<Date>,
    /// Only pages that were captured by that day.
    #[serde(default, deserialize_with = "day")]
    #[param(value_type = Option<String>, format = Date, nullable = false)]
    pub captured_by: Option<Date>,
}

impl At {
    pub(super) fn when(&self) -> When {
        When { as_of: self.as_of, captured_by: self.captured_by }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// Only what such a question asks for and counts as one: `drive-by shootings in Ohio in 2018`.
    #[serde(rename = "where")]
    #[param(nullable = false)]
    pub asked: Option<String>,
    /// A state: its name or a short form of it.
    #[param(nullable = false)]
    pub state: Option<String>,
    /// Id of a kind.
    #[param(nullable = false)]
    pub kind: Option<String>,
    /// Only what can have happened on that day or later.
    #[serde(default, deserialize_with = "day")]
    #[param(value_type = Option<String>, format = Date, nullable = false)]
    pub from: Option<Date>,
    /// Only what can have happened on that day or earlier.
    #[serde(default, deserialize_with = "day")]
    #[param(value_type = Option<String>, format = Date, nullable = false)]
    pub to: Option<Date>,
    /// Only those in which something is disputed.
    #[serde(default)]
    pub disputed: bool,
    /// By what people decided of their place in the register.
    #[serde(default)]
    #[param(inline)]
    pub scope: Scoped,
    /// Items of a page.
    #[serde(default = "usual", deserialize_with = "limit")]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: u32,
    /// `next` of the page before.
    #[param(nullable = false, pattern = "^([0-9a-f]{2})+$")]
    pub cursor: Option<String>,
}

impl List {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            from: self.from,
            to: self.to,
            state: self.state.clone(),
            kind: self.kind.clone(),
            disputed: self.disputed,
            asked: self.asked.clone(),
            scope: self.scope,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct OfFindings {
    /// Only those of this slot.
    #[param(nullable = false)]
    pub slot: Option<String>,
    /// Only those about `incident` or this participant.
    #[param(nullable = false)]
    pub about: Option<String>,
    /// Only those of this status: agreed, single, disputed, superseded, open.
    #[param(nullable = false)]
    pub status: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch {
    /// First code point of the text.
    #[serde(default)]
    #[param(value_type = i64, minimum = 0, maximum = 4294967295_i64, default = 0)]
    pub start: u32,
    /// End, exclusive.
    #[serde(default = "whole")]
    #[param(value_type = i64, minimum = 0, maximum = 4294967295_i64, default = 4294967295_i64)]
    pub end: u32,
    /// Readers' comments and hidden words too: never evidence.
    #[serde(default)]
    pub all: bool,
}

fn whole() -> u32 {
    u32::MAX
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    /// Words: each of them stands in the document's reporting.
    pub words: String,
    /// Items of a page.
    #[serde(default = "usual", deserialize_with = "limit")]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: u32,
    /// So many are passed over.
    #[serde(default, deserialize_with = "offset")]
    #[param(minimum = 0, maximum = 100000, default = 0)]
    pub offset: u32,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// The question: `how many people were killed in Ohio in 2018`.
    pub q: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Between {
    /// What could be known by that day …
    #[serde(deserialize_with = "required")]
    #[param(value_type = String, format = Date)]
    pub from: Date,
    /// … and by that one; without it all that the register holds.
    #[serde(default, deserialize_with = "day")]
    #[param(value_type = Option<String>, format = Date, nullable = false)]
    pub to: Option<Date>,
    /// Only of this incident.
    #[param(nullable = false)]
    pub incident: Option<String>,
}
