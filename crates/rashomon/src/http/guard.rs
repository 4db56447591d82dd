//! Who may ask: requests that name this host, from no other site; and what every answer carries.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::{BODY, reads, refuse};
use crate::failure::Failure;

/// Nothing of an answer may run, be framed, be guessed at or be taken by another site's page.
const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

pub(super) fn guard(routes: Router, hosts: Vec<String>) -> Router {
    let guarded = routes
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(middleware::from_fn(typed))
        .layer(middleware::from_fn_with_state(Arc::new(hosts), at_home));
    ALWAYS.iter().fold(guarded, |routes, (name, value)| {
        routes.layer(SetResponseHeaderLayer::overriding(HeaderName::from_static(name), HeaderValue::from_static(value)))
    })
}

/// Turns away what names another host (DNS rebinding), what another site's page sends, and what would write.
async fn at_home(State(hosts): State<Arc<Vec<String>>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let known = |host: &str| hosts.iter().any(|h| h.eq_ignore_ascii_case(host));
    let host = text("host").or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
    if !host.is_some_and(known) || headers.get_all(header::HOST).iter().count() > 1 {
        let failure = Failure::usage(
            "wrong-host",
            "the request names another host",
            "ask for the address that rashomon serve printed, or start it with --host",
        );
        return refuse(StatusCode::MISDIRECTED_REQUEST, &failure);
    }
    if !ours(headers, known) {
        let failure = Failure::usage("wrong-origin", "the request comes from another site's page", "ask from a program, or from this host");
        return refuse(StatusCode::FORBIDDEN, &failure);
    }
    if !reads(request.method()) {
        let failure = Failure::usage("read-only", "the register is only read here", "use GET");
        return refuse(StatusCode::METHOD_NOT_ALLOWED, &failure);
    }
    next.run(request).await
}

/// Whether a browser's page of this host sent it, a person's click, or no browser at all.
fn ours(headers: &HeaderMap, known: impl Fn(&str) -> bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let origin = headers.get(header::ORIGIN).is_none_or(|o| o.to_str().ok().and_then(|o| o.split_once("://")).is_some_and(|(_, host)| known(host)));
    let site = text("sec-fetch-site").is_none_or(|s| matches!(s, "same-origin" | "none") || text("sec-fetch-mode") == Some("navigate"));
    origin && site
}

/// Every error is typed, also those that the libraries make.
async fn typed(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let json = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/json"));
    if !(status.is_client_error() || status.is_server_error()) || json {
        return response;
    }
    let said = status.canonical_reason().unwrap_or("refused").to_lowercase();
    refuse(status, &Failure::usage("bad-request", said, "/openapi.json says what can be asked"))
}
