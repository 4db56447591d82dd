//! The dossier: one incident as a person reads it. Disputed, changed, settled, who says it, where it comes from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rashomon_fetch::Gone;
use rashomon_model::{Document, Kinds, ZoneKind};
use rashomon_store::wire::kept::Call;
use rashomon_store::wire::{Claim, Finding, Incident, Judged, Listed, Reading, Reply};

use crate::terminal::shown;
use crate::thread;

/// An incident with the look-ups that its pages need.
pub struct Dossier<'a> {
    /// The incident.
    pub incident: &'a Incident,
    kinds: &'a Kinds,
    documents: &'a BTreeMap<String, Document>,
    gone: BTreeMap<String, Gone>,
    claims: BTreeMap<&'a str, &'a Claim>,
}

/// A heading and the findings under it.
pub struct Section<'a> {
    /// "Disputed", "Settled", ….
    pub title: &'static str,
    /// What stands there.
    pub findings: Vec<&'a Finding>,
}

/// Who publishes a page: its publisher, else the host of its address.
pub fn outlet(page: &Listed) -> String {
    let host = page.url.as_deref().and_then(|u| u.split("//").nth(1)?.split('/').next());
    page.publisher.as_deref().or(host).unwrap_or("outlet not told").to_owned()
}

impl<'a> Dossier<'a> {
    /// A dossier of an incident. `documents` are its pages as read again, for what was set aside on them; pages may be missing.
    pub fn new(incident: &'a Incident, kinds: &'a Kinds, documents: &'a BTreeMap<String, Document>) -> Self {
        let claims = incident.claims.iter().map(|c| (c.claim_id.as_str(), c)).collect();
        Self { incident, kinds, documents, claims, gone: BTreeMap::new() }
    }

    /// The same, with addresses at which there was nothing when they were last asked for.
    pub fn without(self, gone: BTreeMap<String, Gone>) -> Self {
        Self { gone, ..self }
    }

    /// Whether a page is gone from its address, in words.
    pub fn gone(&self, listed: &Listed) -> Option<String> {
        let Gone { status, on } = self.gone.get(listed.url.as_deref()?)?;
        let status = status.map_or_else(String::new, |status| format!(" (the server answered {status})"));
        Some(format!("gone from its address on {}{status}; what was captured is held", on.get(..10).unwrap_or(on)))
    }

    /// The claims of a reading.
    pub fn claims(&self, reading: &'a Reading) -> impl Iterator<Item = &'a Claim> {
        reading.claims.iter().filter_map(|id| self.claims.get(id.as_str()).copied())
    }

    /// A document of the incident.
    pub fn document(&self, doc: &str) -> Option<&'a Document> {
        self.documents.get(doc)
    }

    /// Findings that have sides to show: disputed first, for that is what an editor must look at, then what people decided, then what changed.
    pub fn sections(&self) -> Vec<Section<'a>> {
        let of =
            |title, wanted: &dyn Fn(&Finding) -> bool| Section { title, findings: self.incident.findings.iter().filter(|f| wanted(f)).collect() };
        let mut sections = vec![
            of("Disputed", &|f| f.status == "disputed" && f.judgement.is_none()),
            of("Settled by a person", &|f| f.judgement.is_some()),
            of("Changed", &|f| f.status == "superseded" && f.judgement.is_none()),
        ];
        sections.retain(|s| !s.findings.is_empty());
        sections
    }

    /// What an editor sees first: a word for each kind of line, and the line.
    pub fn glance(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if let Some(scope) = self.incident.scope.as_deref().filter(|s| *s != "in") {
            let decided = self.incident.judgements.iter().rfind(|j| j.decided.starts_with("scope"));
            let by = decided.map_or_else(String::new, |j| format!(", says {}", j.by));
            lines.push(("scope", format!("{}{by}", if scope == "out" { "out of scope" } else { "not to be told whether it belongs here" })));
        }
        for section in self.sections() {
            for finding in section.findings {
                let about = self.about(&finding.about, &finding.slot);
                lines.push(match section.title {
                    "Disputed" => ("disputed", format!("{about}: {}", self.against(finding))),
                    "Changed" => ("changed", format!("{about}: {}", self.moved(finding))),
                    _ => ("decided", format!("{about}: {}", self.preferred(finding))),
                });
            }
        }
        lines.extend(self.incident.participants.iter().filter_map(|p| self.accusation(&p.participant_id)).map(|line| ("accused", line)));
        let of = |status: &str| self.incident.findings.iter().filter(|f| f.status == status && f.judgement.is_none()).count();
        let (agreed, single) = (of("agreed"), of("single"));
        lines.push(("settled", format!("{agreed} of {} agreed by several reports; {single} by one report alone", self.incident.findings.len())));
        lines
    }

    /// "4 (police) against 3 (the chief)": only what cannot be true together.
    fn against(&self, finding: &'a Finding) -> String {
        let side = |r: &'a Reading| format!("{} ({})", self.reading(r), self.told_by(self.claims(r)));
        finding.readings.iter().filter(|r| !r.superseded && clashes(finding, r)).map(side).collect::<Vec<_>>().join(" against ")
    }

    /// Who says it: voices, or the pages that say it themselves; two of them, and how many more.
    fn told_by(&self, claims: impl Iterator<Item = &'a Claim>) -> String {
        let mut all: Vec<String> = Vec::new();
        for claim in claims {
            let name = claim.attribution.first().cloned().unwrap_or_else(|| self.outlet(&claim.doc_id).into_owned());
            if !all.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                all.push(name);
            }
        }
        match all.len() {
            0..=2 => all.join(", "),
            n => format!("{} and {} more", all.get(..2).unwrap_or_default().join(", "), n - 2),
        }
    }

    /// Of whom somebody is only accused: of what, at which stage, by whom and on which day. Nobody is called more than reports say.
    fn accusation(&self, id: &str) -> Option<String> {
        let of = |about: &str, slot: &str| self.incident.findings.iter().find(move |f| f.about == about && f.slot == slot);
        let stands = |f: &&'a Finding, wanted: &dyn Fn(&str) -> bool| f.readings.iter().any(|r| !r.superseded && wanted(&r.value));
        let person = self.incident.participants.iter().find(|p| p.participant_id == id)?;
        let role = person.role.as_deref();
        let suspected = role == Some("suspect") || person.gva_type.as_deref() == Some("Subject-Suspect");
        // A prosecutor charges others; and who was hurt or only speaks is not accused by one word of an arrest.
        let charges = of(id, "charge").filter(|f| !matches!(role, Some("official" | "witness")) && stands(f, &|v| v != "none" && v != "unknown"));
        let arrested = of(id, "arrested").filter(|f| suspected && stands(f, &|v| v == "true"));
        let suspect = of(id, "role").filter(|_| suspected && person.name.is_some());
        let (what, finding, told): (String, &'a Finding, fn(&str) -> bool) = match (charges, arrested, suspect) {
            (Some(f), _, _) => {
                let charged: Vec<String> =
                    f.readings.iter().filter(|r| !r.superseded && r.value != "none" && r.value != "unknown").map(|r| self.value(&r.value)).collect();
                let more = charged.len().saturating_sub(3);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                (format!("charged with {}{more}", charged.get(..3).unwrap_or(&charged).join(", ")), f, |v| v != "none" && v != "unknown")
            }
            (None, Some(f), _) => ("arrested, no charge told".into(), f, |v| v == "true"),
            (None, None, Some(f)) => ("called a suspect, no arrest told".into(), f, |v| v == "suspect"),
            (None, None, None) => return None,
        };
        let claims = || finding.readings.iter().filter(|r| !r.superseded && told(&r.value)).flat_map(|r| self.claims(r));
        let day = claims().filter_map(|c| self.published(&c.doc_id)).max();
        let day = day.map_or_else(|| ", day unknown".to_owned(), |day| format!(", {day}"));
        let name = person.name.as_deref().unwrap_or(&person.label);
        // Nobody accuses himself: whose own word it is accuses somebody else, as prosecutors do.
        if claims().all(|c| c.attribution.first().is_some_and(|voice| voice.contains(name))) {
            return None;
        }
        // The case is the incident's: of several accused it cannot be told whose.
        let case = of("incident", "case_status").filter(|f| stands(f, &|v| matches!(v, "convicted" | "sentenced")));
        let case = case.map_or_else(String::new, |f| format!("; the case: {}", self.preferred(f)));
        Some(format!("{name}: {what} ({}{day}){case}", self.told_by(claims())))
    }

    /// "critical, serious → good (the hospital, 2026-03-09)".
    fn moved(&self, finding: &'a Finding) -> String {
        let standing = || finding.readings.iter().filter(|r| !r.superseded && finding.preferred.as_deref().is_none_or(|p| p.contains(&r.value)));
        let claims = || standing().flat_map(|r| self.claims(r));
        let day = claims().filter_map(|c| self.published(&c.doc_id)).max().map_or_else(String::new, |day| format!(", {day}"));
        let preferred = finding.preferred.as_deref().map_or_else(|| self.preferred(finding), |value| self.value(value));
        format!("{} → {preferred} ({}{day})", self.before(finding), self.told_by(claims()))
    }

    /// The value of a reading; where all who speak of it deny it, "not" before it.
    pub fn reading(&self, reading: &'a Reading) -> String {
        let denied = self.claims(reading).all(|c| matches!(c.factuality.as_str(), "CT-" | "PR-" | "PS-"));
        format!("{}{}", if denied { "not " } else { "" }, self.value(&reading.value))
    }

    fn before(&self, finding: &'a Finding) -> String {
        finding.readings.iter().filter(|r| r.superseded).map(|r| self.reading(r)).collect::<Vec<_>>().join(", ")
    }

    /// The day on which a page came out.
    pub fn published(&self, doc: &str) -> Option<&'a str> {
        self.incident.documents.iter().find(|l| l.doc_id == doc)?.published.as_deref()
    }

    /// Findings without sides on one subject (`incident` or a participant's id), in the order of the kind file's slots.
    pub fn plain(&self, about: &str) -> Vec<&'a Finding> {
        let kind = self.kinds.get(&self.incident.kind);
        let place = |slot: &str| kind.and_then(|k| k.slots.iter().position(|s| s.id.as_str() == slot)).unwrap_or(usize::MAX);
        let sides = |f: &Finding| matches!(f.status.as_str(), "disputed" | "superseded") || f.judgement.is_some();
        let mut found: Vec<&Finding> = self.incident.findings.iter().filter(|f| f.about == about && !sides(f)).collect();
        found.sort_by_key(|f| (place(&f.slot), f.slot.as_str()));
        found
    }

    /// How a slot is called on a page.
    pub fn slot(&self, slot: &str) -> String {
        let kind = self.kinds.get(&self.incident.kind);
        kind.and_then(|k| k.slot(slot)).map_or_else(|| slot.replace('_', " "), |s| s.label.to_string())
    }

    /// How a participant is called: the name, else the description.
    pub fn person(&self, id: &str) -> Option<&'a str> {
        self.incident.participants.iter().find(|p| p.participant_id == id).map(|p| p.name.as_deref().unwrap_or(&p.label))
    }

    /// "gunshot wounds of Ana Reyes", "date".
    pub fn about(&self, about: &str, slot: &str) -> String {
        let label = self.slot(slot);
        match self.person(about) {
            Some(person) if label.ends_with(" by") => format!("{person}, {label}"),
            Some(person) => format!("{label} of {person}"),
            None => label,
        }
    }

    /// A value in words, with people by their names.
    pub fn value(&self, value: &str) -> String {
        if value == "self" {
            return "himself or herself".into();
        }
        let named = |word: &str| self.person(word).map_or_else(|| word.to_owned(), str::to_owned);
        value.split(' ').map(named).collect::<Vec<_>>().join(" ")
    }

    /// The preferred value with how surely it is said and by whom, so that an accusation never reads as a fact; where nothing is
    /// preferred, what is stated.
    pub fn preferred(&self, finding: &Finding) -> String {
        let Some(value) = &finding.preferred else {
            return finding.readings.first().map_or_else(String::new, |r| self.value(&r.value));
        };
        let mut text = self.value(value);
        if let Some(hedge) = finding.factuality.as_deref().and_then(hedge) {
            let _ = write!(text, " ({hedge})");
        }
        if let Some(voice) = finding.voice.first() {
            let _ = write!(text, ", according to {voice}");
        }
        if let Some(person) = self.decider(finding.judgement.as_ref()).filter(|p| finding.voice.first().is_none_or(|v| v != p)) {
            let _ = write!(text, ", {person} decided");
        }
        text
    }

    /// "3 reports, 2 origins", "1 report, origin unstated".
    pub fn support(&self, readings: &'a [Reading]) -> String {
        let docs: BTreeSet<&str> = readings.iter().flat_map(|r| self.claims(r)).map(|c| c.doc_id.as_str()).collect();
        let origins: BTreeSet<&str> = readings.iter().flat_map(|r| &r.support).filter_map(|s| s.origin.as_deref()).collect();
        match origins.len() {
            0 => format!("{}, origin unstated", plural(docs.len(), "report")),
            n => format!("{}, {}", plural(docs.len(), "report"), plural(n, "origin")),
        }
    }

    /// A page by its publisher or who told it in a call, else its name.
    fn outlet<'d>(&'d self, doc: &'d str) -> Cow<'d, str> {
        let listed = self.incident.documents.iter().find(|l| l.doc_id == doc);
        match listed.and_then(|l| l.call.as_ref()) {
            Some(Call { who, confidential: true, .. }) => format!("confidential call with {who}").into(),
            Some(Call { who, .. }) => format!("call with {who}").into(),
            None => listed.and_then(|l| l.publisher.as_deref()).unwrap_or(doc).into(),
        }
    }

    /// A page by its publisher or name, and its day: "Ledger 2026-03-06".
    pub fn page(&self, doc: &str) -> String {
        let name = self.outlet(doc);
        match self.published(doc) {
            Some(day) => format!("{name} {day}"),
            None => name.into_owned(),
        }
    }

    /// A sentence of the program's with its pages by publisher and day, and its people by name, not by id.
    pub fn sentence(&self, text: &str) -> String {
        let people: Vec<&str> = text.split(' ').map(|word| self.person(word).unwrap_or(word)).collect();
        let name = |t: String, l: &Listed| if t.contains(&l.doc_id) { t.replace(&l.doc_id, &self.page(&l.doc_id)) } else { t };
        let text = self.incident.documents.iter().fold(people.join(" "), name);
        // A page that is its own root is named once.
        self.incident.documents.iter().fold(text, |t, l| {
            let page = self.page(&l.doc_id);
            t.replace(&format!("({page}; {page})"), &format!("({page})"))
        })
    }

    /// What was set aside on a page and why, counted by kind.
    pub fn set_aside(&self, doc: &str) -> Vec<String> {
        let Some(document) = self.document(doc) else { return Vec::new() };
        let url = document.source().url.as_deref();
        let threads = self.documents.iter().filter(|(name, _)| *name != doc && url.is_some_and(|url| thread::is_of(name, url)));
        let threads = threads.map(|(name, thread)| {
            let comments = thread.zones().iter().filter(|z| z.comment.is_some()).count();
            format!("{} in {name} (readers are no evidence)", plural(comments, "reader comment"))
        });
        let counted = [
            (ZoneKind::Comment, "reader comment", "reader comments", "readers are no evidence"),
            (ZoneKind::Rights, "rights notice", "rights notices", "used for the year alone"),
            (ZoneKind::Furniture, "line of page furniture", "lines of page furniture", "not the report"),
            (ZoneKind::Byline, "byline", "bylines", "the reporter, not the story"),
            (ZoneKind::Hidden, "hidden text", "hidden texts", "not shown to readers"),
        ]
        .into_iter()
        .filter_map(|(kind, one, many, why)| match document.zones().iter().filter(|z| z.kind == kind).count() {
            0 => None,
            1 => Some(format!("1 {one} ({why})")),
            n => Some(format!("{n} {many} ({why})")),
        });
        counted.chain(threads).collect()
    }

    /// One line under the caption: day, time, place, toll.
    pub fn headline(&self) -> String {
        let r = &self.incident.record;
        let mut parts = Vec::new();
        match &r.date {
            Some(day) => parts.push(day.clone()),
            None => parts.push(self.day_as_said().map_or_else(|| "day unknown".into(), |d| format!("{d} (year not said)"))),
        }
        parts.extend(r.time.clone());
        let place: Vec<&str> = [&r.address, &r.city, &r.county, &r.state].into_iter().filter_map(|p| p.as_deref()).collect();
        if !place.is_empty() {
            parts.push(place.join(", "));
        }
        for (number, word) in [(&r.n_killed, "killed"), (&r.n_injured, "injured")] {
            if let Some(n) = number {
                parts.push(if n.low == n.high { format!("{} {word}", n.best) } else { format!("{}–{} {word}", n.low, n.high) });
            }
        }
        parts.join(" · ")
    }

    fn day_as_said(&self) -> Option<&'a str> {
        let finding = self.incident.findings.iter().find(|f| f.about == "incident" && f.slot == "date")?;
        finding.preferred.as_deref()
    }

    /// A participant's line: age, sex, role, outcome. What is only alleged is left to the findings.
    pub fn participant(&self, id: &str) -> String {
        let Some(p) = self.incident.participants.iter().find(|p| p.participant_id == id) else { return String::new() };
        let mut parts = Vec::new();
        if p.size > 1 {
            parts.push(format!("{} people", p.size));
        }
        parts.extend(p.age.map(|a| a.to_string()));
        parts.extend([&p.gender, &p.role].into_iter().flatten().cloned());
        parts.extend(p.status.iter().map(|s| s.to_lowercase()));
        if p.refuted {
            parts.push("refuted by a later report".into());
        }
        parts.join(", ")
    }

    /// A decision in words: what, about which reports, by whom, why, and its id.
    pub fn judged(&self, judged: &Judged) -> String {
        let value = |v: &Option<String>| v.as_deref().map(|v| self.value(v)).unwrap_or_default();
        let slot = judged.slot.as_deref().map(|s| self.slot(s)).unwrap_or_default();
        let rule = judged.rule.as_ref().map_or_else(String::new, |rule| format!(", by rule {rule}"));
        let what = match judged.decided.as_str() {
            "same" => "one incident".into(),
            "not-same" => "not one incident".into(),
            "unsure" => "looked at, not decided".into(),
            "misread" if judged.value.is_some() => format!("{slot} misread as {}, reads {}", value(&judged.was), value(&judged.value)),
            "misread" => format!("{slot} misread as {}", value(&judged.was)),
            "right" => format!("{slot}: {} is right", value(&judged.value)),
            "code" => format!("{slot} {}, missed by the reader", value(&judged.value)),
            "scope in" => format!("in scope{rule}"),
            "scope out" => format!("out of scope{rule}"),
            "scope unsure" => format!("scope not to be told{rule}"),
            "note" if judged.slot.is_some() => format!("note on {slot}"),
            other => other.to_owned(),
        };
        let sides: Vec<String> = judged.documents.iter().map(|docs| docs.iter().map(|doc| self.page(doc)).collect::<Vec<_>>().join(", ")).collect();
        let note = if judged.note.is_empty() { String::new() } else { format!(": {}", judged.note) };
        let orphan = if judged.orphan { "; binds nothing: its words are told otherwise now" } else { "" };
        format!("{what}: {}; {} says so{note}{orphan} (decision {})", sides.join(" | "), judged.by, judged.judgement_id)
    }

    /// Who says a claim, nearest first, how surely, and who read it where a person did: ", says the chief, via WGN, denied".
    pub fn voices(&self, claim: &Claim) -> String {
        let mut text = String::new();
        if !claim.attribution.is_empty() {
            let _ = write!(text, ", says {}", claim.attribution.join(", via "));
        }
        if let Some(hedge) = hedge(&claim.factuality) {
            let _ = write!(text, ", {hedge}");
        }
        if let Some(person) = self.decider(claim.judgement.as_ref()) {
            let _ = write!(text, ", read by {person}");
        }
        text
    }

    /// Who decided: the person of a judgement.
    pub fn decider(&self, judgement: Option<&String>) -> Option<&'a str> {
        let id = judgement?;
        self.incident.judgements.iter().find(|j| j.judgement_id == *id).map(|j| j.by.as_str())
    }

    /// Reports that tell of the incident, not those that only mention it.
    pub fn reports(&self) -> usize {
        self.incident.documents.iter().filter(|l| l.part != "background").count()
    }
}

/// The dossier as text, broken at `width` columns. Words of pages pass through [`shown`].
pub fn text(d: &Dossier<'_>, width: usize) -> String {
    let incident = d.incident;
    let mut page = Sheet { out: String::new(), width };
    page.bold(&incident.caption);
    page.line(0, &d.headline());
    let counts = format!("{} · {} · incident {}", plural(d.reports(), "report"), plural(incident.line().origins, "origin"), incident.incident_id);
    page.line(0, &counts);
    page.out.push('\n');
    for (what, line) in d.glance() {
        page.line(2, &format!("{what:<8}  {line}"));
    }
    answers(&mut page, 2, &incident.replies);

    for section in d.sections() {
        page.head(section.title);
        for finding in &section.findings {
            let about = d.about(&finding.about, &finding.slot);
            page.line(2, &if section.title == "Changed" { format!("{about}: {}", change(d, finding)) } else { about });
            for reading in &finding.readings {
                words(&mut page, d, reading);
            }
            let preferred = finding.preferred.as_ref().map_or_else(
                || "nothing is preferred".to_owned(),
                |_| format!("preferred: {} ({})", d.preferred(finding), finding.policy.as_deref().unwrap_or("")),
            );
            page.line(4, &format!("{preferred}. {}", d.sentence(&finding.why)));
            answers(&mut page, 4, &finding.replies);
        }
    }
    page.head("Not disputed");
    facts(&mut page, d, "incident");
    for p in &incident.participants {
        let name = p.name.as_ref().unwrap_or(&p.label);
        page.out.push('\n');
        let others: Vec<&str> = p.names.iter().filter(|n| *n != name).map(String::as_str).collect();
        let called = if others.is_empty() { String::new() } else { format!(", called {}", others.join(", ")) };
        page.line(2, &format!("{} {name}{called}", p.participant_id));
        answers(&mut page, 4, &p.replies);
        facts(&mut page, d, &p.participant_id);
    }
    if !incident.day.why.is_empty() {
        page.head("How the day was found");
        page.line(2, &d.sentence(&incident.day.why));
        // That each page came out on its day is no news where it fits.
        for c in incident.day.constraints.iter().filter(|c| !c.holds || c.claim_id.is_some()) {
            page.line(2, &format!("{}  {} ({})", if c.holds { "fits " } else { "CLASH" }, c.says, d.page(&c.doc_id)));
        }
    }
    page.head("Reports");
    for listed in &incident.documents {
        report(&mut page, d, listed);
    }
    if !incident.origins.is_empty() {
        page.head("Where it comes from");
        for o in &incident.origins {
            page.line(2, &format!("{} ({}): {}", o.label, plural(o.documents.len(), "report"), d.sentence(&o.because)));
        }
    }
    if !incident.background.is_empty() {
        page.head("Other incidents mentioned");
        for aside in &incident.background {
            page.line(2, &format!("{}: “{}” ({})", aside.what, aside.quote.exact, d.page(&aside.doc_id)));
        }
    }
    if !incident.judgements.is_empty() {
        page.head("Decided by people");
        for judged in &incident.judgements {
            page.line(2, &d.judged(judged));
        }
    }
    if !incident.links.is_empty() {
        page.head("Why one incident");
        for link in &incident.links {
            let mut reasons: Vec<_> = link.because.iter().filter(|r| r.weight > 0 || r.feature == "judgement").collect();
            reasons.sort_by_key(|r| if r.feature == "judgement" { i32::MIN } else { -r.weight });
            let why: Vec<&str> = reasons.iter().take(4).map(|r| r.detail.as_str()).collect();
            page.line(2, &format!("{} + {}: {}", d.page(&link.documents.0), d.page(&link.documents.1), why.join("; ")));
        }
    }
    if !incident.apart.is_empty() {
        page.head("Kept apart from");
        for link in &incident.apart {
            let why: Vec<&str> = link.because.iter().filter(|r| r.weight < 0 || r.feature == "judgement").map(|r| r.detail.as_str()).collect();
            page.line(2, &format!("{} | {}: {}", link.documents.0, link.documents.1, why.join("; ")));
        }
    }
    page.out
}

/// What is said of one subject without sides, a line each, values below one another.
fn facts(page: &mut Sheet, d: &Dossier<'_>, about: &str) {
    let findings = d.plain(about);
    let wide = findings.iter().map(|f| d.slot(&f.slot).chars().count()).max().unwrap_or(0);
    for f in findings {
        let open = if f.status == "open" { "said to be unknown".to_owned() } else { d.preferred(f) };
        let mut readers: Vec<&str> = f.readings.iter().flat_map(|r| d.claims(r)).filter_map(|c| d.decider(c.judgement.as_ref())).collect();
        readers.dedup();
        let read = if readers.is_empty() { String::new() } else { format!(", read by {}", readers.join(", ")) };
        page.line(4, &format!("{:wide$}  {open} — {}{read}", d.slot(&f.slot), d.support(&f.readings)));
        answers(page, 6, &f.replies);
    }
}

/// What people answer, under what they answer to.
fn answers(page: &mut Sheet, indent: usize, replies: &[Reply]) {
    for reply in replies {
        page.line(indent, &format!("{} replies: “{}”", reply.by, reply.text));
    }
}

/// "critical, serious → good, according to the hospital".
fn change<'a>(d: &Dossier<'a>, finding: &'a Finding) -> String {
    format!("{} → {}", d.before(finding), d.preferred(finding))
}

fn report(page: &mut Sheet, d: &Dossier<'_>, listed: &Listed) {
    let mut line = listed.doc_id.clone();
    if let Some(publisher) = &listed.publisher {
        let _ = write!(line, " · {publisher}");
    }
    match (&listed.published, &listed.published_between) {
        (Some(day), _) => {
            let _ = write!(line, " · {day} (from {})", listed.published_from.as_deref().unwrap_or("its input"));
        }
        (None, Some(days)) => {
            let _ = write!(line, " · published in {days}");
        }
        (None, None) => line.push_str(" · day of publication unknown"),
    }
    if listed.part != "main" {
        let _ = write!(line, " · {}", listed.part);
    }
    page.line(2, &line);
    if let Some(url) = &listed.url {
        page.line(6, url);
    }
    if let Some(gone) = d.gone(listed) {
        page.line(6, &gone);
    }
    let aside = d.set_aside(&listed.doc_id);
    if !aside.is_empty() {
        page.line(6, &format!("set aside: {}", aside.join(", ")));
    }
}

/// A reading with the words behind it: once for each page and voice; where a page says it again, the evidence page has the rest.
fn words<'a>(page: &mut Sheet, d: &Dossier<'a>, reading: &'a Reading) {
    let mut told = BTreeSet::new();
    for claim in d.claims(reading).filter(|c| told.insert((c.doc_id.as_str(), d.voices(c)))) {
        page.line(4, &format!("{}  “{}”{} ({})", d.reading(reading), claim.quote.exact, d.voices(claim), d.page(&claim.doc_id)));
    }
}

/// Whether a reading cannot be true together with another: what only fits more than one side is none of them.
pub fn clashes(finding: &Finding, reading: &Reading) -> bool {
    finding.relations.iter().any(|r| r.relation == "contradicts" && (reading.claims.contains(&r.from) || reading.claims.contains(&r.to)))
}

/// "1 report", "3 reports".
pub fn plural(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// How a factuality that is not certain is said in words.
fn hedge(factuality: &str) -> Option<&'static str> {
    Some(match factuality {
        "PR+" => "probable or alleged",
        "PS+" => "possible",
        "CT-" => "denied",
        "PR-" => "improbable",
        "PS-" => "perhaps not",
        "Uu" => "unclear",
        _ => return None,
    })
}

/// Text in lines of a width. Everything written passes through [`shown`].
struct Sheet {
    out: String,
    width: usize,
}

impl Sheet {
    fn bold(&mut self, text: &str) {
        let _ = writeln!(self.out, "\x1b[1m{}\x1b[0m", shown(text));
    }
    fn head(&mut self, title: &str) {
        self.out.push('\n');
        self.bold(&title.to_uppercase());
    }
    /// A paragraph, indented, broken at spaces; the lines after the first stand two further in.
    fn line(&mut self, indent: usize, text: &str) {
        let mut column = indent;
        let _ = write!(self.out, "{:indent$}", "");
        for (i, word) in shown(text).split(' ').enumerate() {
            let long = word.chars().count();
            if i > 0 && column + 1 + long > self.width {
                let _ = write!(self.out, "\n{:1$}", "", indent + 2);
                column = indent + 2;
            } else if i > 0 {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(word);
            column += long;
        }
        self.out.push('\n');
    }
}
