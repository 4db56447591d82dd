//! Evidence pages: one self-contained HTML file an incident, with every claim's words marked in its report. No script, no request; prints well.

use std::ops::Range;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use rashomon_model::text::Zone;
use rashomon_model::{Document, Field, ZoneKind};
use rashomon_store::wire::{Claim, Finding, Line, Number, Public, Reading, Reply};

use crate::dossier::{Dossier, Section, clashes, plural};

const STYLE: &str = "
:root{color-scheme:light dark;--line:#8884;--mark:#ffe08a;--ink:#1b1b1b;--soft:#666;--bad:#b3261e;--paper:#fdfcf8}
@media(prefers-color-scheme:dark){:root{--mark:#6b5510;--ink:#e8e6e0;--soft:#aaa;--bad:#ff8a80;--paper:#16181a}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:1.5rem;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}.soft{color:var(--soft)}.small{font-size:.9rem}a{color:inherit}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}th{font-weight:600}
td.value{font-weight:600}q{quotes:'“' '”'}mark{background:var(--mark);color:inherit;padding:0 .1em;border-bottom:2px solid #a67c00;text-decoration:none}mark:target{outline:2px solid var(--bad)}
.glance{margin:1rem 0}.glance th{width:7rem;font-weight:600;color:var(--soft)}.glance th.disputed,.glance th.accused{color:var(--bad)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:.3rem;padding:0 .4rem;font-size:.8rem}.disputed{color:var(--bad)}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem;margin:.5rem 0 1rem}.side{border:1px solid var(--line);border-radius:.4rem;padding:.6rem .8rem}
.side b{font-size:1.1rem}.report{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--line);padding-left:1rem}.aside{color:var(--soft);font-size:.9rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}sup a{text-decoration:none;font-size:.7rem}
@media print{body{max-width:none;padding:0;background:#fff;color:#000}.side,tr{break-inside:avoid}}
";

/// The name of an incident's file: made of its id alone.
pub fn file_name(incident_id: &str) -> String {
    let safe: String = incident_id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{safe}.html")
}

/// One incident's page.
pub fn page(d: &Dossier<'_>) -> String {
    let incident = d.incident;
    let body = html! {
        p.small { a href="index.html" { "All incidents" } }
        h1 { (incident.caption) }
        p { (d.headline()) }
        p.soft.small { (plural(d.reports(), "report")) " · " (plural(incident.line().origins, "origin")) " · incident " code { (incident.incident_id) } }
        @if let Some(public) = &incident.public { p.small.soft { (withheld(public)) } }
        table.glance { tbody { @for (what, line) in d.glance() { tr { th scope="row" class=(what) { (what) } td { (line) } } } } }
        (answers(&incident.replies))
        @for section in d.sections() { (findings(d, &section)) }
        h2 { "Not disputed" }
        (facts(d, "incident"))
        @if !incident.participants.is_empty() { p.soft.small { "A suspect is a suspect until a report says convicted." } }
        @for p in &incident.participants {
            h3 { (p.name.as_ref().unwrap_or(&p.label)) " " span.soft.small { (d.participant(&p.participant_id)) } }
            @if p.names.len() > 1 { p.small.soft { "called " (p.names.join(" · ")) } }
            (answers(&p.replies))
            (facts(d, &p.participant_id))
        }
        @if !incident.day.why.is_empty() {
            h2 { "How the day was found" }
            p { (d.sentence(&incident.day.why)) }
            ul { @for c in &incident.day.constraints { li {
                @if !c.holds { span.badge.disputed { "clashes" } " " }
                (c.says) " " span.soft { "(" (d.page(&c.doc_id)) ")" }
            } } }
        }
        @if !incident.origins.is_empty() {
            h2 { "Where it comes from" }
            table {
                thead { tr { th scope="col" { "Origin" } th scope="col" { "Reports" } th scope="col" { "Why one origin" } } }
                tbody { @for o in &incident.origins { tr { td.value { (o.label) } td { (o.documents.len()) } td.small { (d.sentence(&o.because)) } } } }
            }
        }
        @if !incident.background.is_empty() {
            h2 { "Other incidents mentioned" }
            ul { @for a in &incident.background { li { (a.what) ": " q { (a.quote.exact) } " " span.soft { "(" (d.page(&a.doc_id)) ")" } } } }
        }
        @if !incident.judgements.is_empty() {
            h2 { "Decided by people" }
            ul { @for judged in &incident.judgements { li { (d.judged(judged)) } } }
        }
        @if !incident.links.is_empty() {
            h2 { "Why one incident" }
            ul.small { @for link in &incident.links { li {
                (d.page(&link.documents.0)) " + " (d.page(&link.documents.1)) ": " (link.because.iter().map(|r| r.detail.as_str()).collect::<Vec<_>>().join("; "))
            } } }
        }
        h2 { @if incident.public.is_none() { "The reports, with the words marked" } @else { "The reports" } }
        @for listed in &incident.documents {
            h3 { (d.page(&listed.doc_id)) }
            p.small.soft {
                code { (listed.doc_id) }
                @if let Some(day) = &listed.published { " · published " (day) " (from " (listed.published_from.as_deref().unwrap_or("its input")) ")" }
                @if let Some(url) = &listed.url { " · " a href=[web_address(url)] rel="noreferrer" { (url) } }
            }
            @if let Some(document) = d.document(&listed.doc_id) { (report(d, document)) }
            @if let Some(gone) = d.gone(listed) { p.aside { (gone) } }
            @for line in d.set_aside(&listed.doc_id) { p.aside { "Set aside: " (line) } }
        }
        p.soft.small { "Made by rashomon from the reports above. To have an error corrected, tell the keeper of this register which words are misread." }
    };
    shell(&incident.caption, &body)
}

/// What a reader of a public page must know of it.
fn withheld(public: &Public) -> String {
    let left_out = if public.left_out.is_empty() { String::new() } else { format!(" Left out: {}.", public.left_out.join(", ").replace('_', " ")) };
    format!(
        "Names are withheld under the profile {} ({}); in a quotation, what is said instead of words stands in brackets.{left_out}",
        public.profile, public.label
    )
}

/// The index of all incidents' pages.
pub fn index(lines: &[Line]) -> String {
    let number = |n: &Option<Number>| n.as_ref().map_or_else(|| "?".to_owned(), |n| n.best.to_string());
    let body = html! {
        h1 { "Register of incidents" }
        p.soft { (plural(lines.len(), "incident")) }
        table {
            thead { tr { th scope="col" { "Day" } th scope="col" { "Incident" } th scope="col" { "Killed" } th scope="col" { "Injured" } th scope="col" { "Reports" } th scope="col" { "Origins" } th scope="col" { "Disputed" } } }
            tbody { @for line in lines { tr {
                td { (line.date.as_deref().unwrap_or("unknown")) }
                td.value { a href=(file_name(&line.incident_id)) { (line.caption) } }
                td { (number(&line.n_killed)) }
                td { (number(&line.n_injured)) }
                td { (line.documents) }
                td { (line.origins) }
                td { (line.disputed.join(", ")) }
            } } }
        }
    };
    shell("Register of incidents", &body)
}

/// A page of ours: no script, no request.
pub(crate) fn shell(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) } // our own constant: no page text
            }
            body { main { (body) } }
        }
    }
    .into_string()
}

/// Only addresses of the web become links; anything else (`javascript:`) stays text.
fn web_address(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

fn findings<'a>(d: &Dossier<'a>, section: &Section<'a>) -> Markup {
    html! {
        h2 { (section.title) }
        @for finding in &section.findings { (sides(d, finding)) }
    }
}

/// What is said of one subject without sides.
fn facts(d: &Dossier<'_>, about: &str) -> Markup {
    let findings = d.plain(about);
    html! {
        @if !findings.is_empty() { table {
            thead { tr { th scope="col" { "What" } th scope="col" { "Value" } th scope="col" { "Words" } th scope="col" { "Support" } } }
            tbody { @for f in findings { tr {
                td { (d.slot(&f.slot)) }
                td.value { @if f.status == "open" { "said to be unknown" } @else { (d.preferred(f)) } }
                td.small { @for r in &f.readings { (quotes(d, r)) } }
                td.small { (d.support(&f.readings)) (answers(&f.replies)) }
            } } }
        } }
    }
}

fn sides<'a>(d: &Dossier<'a>, finding: &'a Finding) -> Markup {
    html! {
        h3 { (d.about(&finding.about, &finding.slot)) }
        div.sides { @for r in &finding.readings {
            div.side {
                b { (d.reading(r)) }
                @if r.superseded { " " span.badge { "earlier" } } @else if finding.status == "disputed" && !clashes(finding, r) { " " span.badge { "fits more than one" } }
                div.small { (quotes(d, r)) }
                div.soft.small { (d.support(std::slice::from_ref(r))) }
            }
        } }
        p.small {
            @if finding.preferred.is_some() { "Preferred: " b { (d.preferred(finding)) } " (" (finding.policy.as_deref().unwrap_or("")) "). " } @else { "Nothing is preferred. " }
            (d.sentence(&finding.why))
        }
        (answers(&finding.replies))
    }
}

/// What people answer, under what they answer to.
fn answers(replies: &[Reply]) -> Markup {
    html! { @for reply in replies { p.small.reply { b { (reply.by) } " replies: " q { (reply.text) } } } }
}

fn quotes(d: &Dossier<'_>, reading: &Reading) -> Markup {
    html! {
        @for c in d.claims(reading) {
            div {
                @if d.document(&c.doc_id).is_some() { a href={ "#c" (c.claim_id) } { q { (c.quote.exact) } } } @else { q { (c.quote.exact) @if c.quote.cut { " …" } } }
                (d.voices(c)) " " span.soft { "(" (d.page(&c.doc_id)) ")" }
                @if let Some(rights) = &c.quote.rights { " " span.soft { (rights) @if let Some(link) = &c.quote.link { ": " a href=[web_address(link)] rel="noreferrer" { (link) } } } }
            }
        }
    }
}

/// A report's reporting with every claim's words marked; where marks overlap, each piece names all its claims.
fn report(d: &Dossier<'_>, document: &Document) -> Markup {
    let claims: Vec<&Claim> = d.incident.claims.iter().filter(|c| c.doc_id == document.id().as_str()).collect();
    html! {
        div.report {
            @for zone in document.zones().iter().filter(|z| z.kind.is_reporting()) {
                @for piece in pieces(document, zone, &claims) {
                    @if piece.claims.is_empty() { (piece.words) } @else {
                        @for c in piece.claims.iter().filter(|c| c.quote.start == piece.start) { span id={ "c" (c.claim_id) } {} }
                        mark title=(piece.claims.iter().map(|c| format!("{}: {}", d.about(&c.about, &c.slot), d.value(&c.value))).collect::<Vec<_>>().join(" · ")) {
                            span.sr { "start of words for " (piece.claims.iter().map(|c| d.about(&c.about, &c.slot)).collect::<Vec<_>>().join(", ")) ": " }
                            (piece.words)
                            span.sr { " end" }
                        }
                    }
                }
                @if zone.kind == ZoneKind::Dateline { " " } @else { "\n\n" }
            }
        }
    }
}

/// A stretch of a zone within which the same claims are quoted.
struct Piece<'a> {
    /// First code point.
    start: u32,
    words: &'a str,
    claims: Vec<&'a Claim>,
}

/// A zone cut at every quote's edges.
fn pieces<'a>(document: &'a Document, zone: &Zone, claims: &[&'a Claim]) -> Vec<Piece<'a>> {
    let Some(text) = (match zone.field {
        Field::Title => document.title(),
        Field::Text => Some(document.text()),
    }) else {
        return Vec::new();
    };
    let bytes = zone.start as usize..zone.end as usize;
    let points = text.points_before(bytes.start)..text.points_before(bytes.end);
    let inside: Vec<&Claim> =
        claims.iter().filter(|c| c.quote.field == zone.field.as_str() && c.quote.start < points.end && points.start < c.quote.end).copied().collect();
    let mut cuts: Vec<u32> = inside.iter().flat_map(|c| [c.quote.start.max(points.start), c.quote.end.min(points.end)]).collect();
    cuts.extend([points.start, points.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut at = bytes.start;
    cuts.windows(2)
        .map(|w| {
            let words = text.raw().get(at..bytes.end).unwrap_or("");
            let end = words.char_indices().nth((w[1] - w[0]) as usize).map_or(words.len(), |(i, _)| i);
            at += end;
            let of: Range<u32> = w[0]..w[1];
            let claims = inside.iter().filter(|c| c.quote.start <= of.start && of.end <= c.quote.end).copied().collect();
            Piece { start: of.start, words: words.get(..end).unwrap_or(""), claims }
        })
        .collect()
}
