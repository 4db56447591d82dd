//! The register over HTTP: the program as it is shipped, on a free port of this computer.

mod desk;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use desk::Desk;
use serde_json::{Value, json};

const FIRST: &str = "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, March 5, 2026, police said. \
Curtis Hale, 27, was arrested and charged with attempted murder, according to prosecutors.";
const OTHER: &str = "MILLBROOK, Ohio - Officer Ana Reyes was shot three times on Quarry Road on Thursday, March 5, 2026, prosecutors said.";
const LAST: &str = "ASHTON, Iowa - Tom Bell, 19, was shot dead on Mill Street in Ashton on May 2, 2026, police said.";

struct Server {
    desk: Desk,
    child: Child,
    address: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|l| l.split_once(": ")).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
    }
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.head, self.body))
    }
    #[track_caller]
    fn is(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.json()["error"]["code"].as_str()), (status, Some(code)), "{}", self.body);
    }
}

impl Server {
    fn of(desk: Desk) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rashomon"))
            .current_dir(desk.folder.path())
            .args(["serve", "--api", "--bind", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let address = told["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        Self { desk, child, address }
    }
    fn new() -> Self {
        Self::of(Desk::of(&[("ledger", "2026-03-06", FIRST), ("in/wire 1", "2026-03-07", OTHER), ("herald", "2026-05-03", LAST)]))
    }
    /// Sends bytes, and reads until the server closes.
    fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }
    fn send(&self, method: &str, path: &str, more: &[(&str, &str)]) -> Answer {
        let host = if more.iter().any(|(n, _)| *n == "Host") { String::new() } else { format!("Host: {}\r\n", self.address) };
        let more: String = more.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
        self.raw(&format!("{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n{more}\r\n"))
    }
    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[])
    }
    #[track_caller]
    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{path}: {}", answer.body);
        answer.json()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_told_is_what_the_command_line_tells() {
    let server = Server::new();
    let desk = &server.desk;
    let list = desk.json(&["list"]);
    let told = server.json("/incidents");
    assert_eq!(
        (&told["schema"], &told["incidents"], &told["out_of_scope"], &told["next"]),
        (&list["schema"], &list["incidents"], &json!(0), &Value::Null)
    );
    for (path, args) in [
        ("/incidents?state=IA", &["list", "--state", "IA"][..]),
        ("/incidents?disputed=true", &["list", "--disputed"]),
        ("/incidents?from=2026-04-01", &["list", "--from", "2026-04-01"]),
        ("/incidents?as_of=2026-03-06", &["list", "--as-of", "2026-03-06"]),
        ("/incidents?where=shootings%20in%20Ohio", &["list", "--where", "shootings in Ohio"]),
        ("/incidents?kind=fire", &["list", "--kind", "fire"]),
    ] {
        assert_eq!(server.json(path)["incidents"], desk.json(args)["incidents"], "{path}");
    }
    let id = list["incidents"][0]["incident_id"].as_str().unwrap();
    let shown = desk.json(&["show", id]);
    assert_eq!(server.json(&format!("/incidents/{id}")), shown);
    assert_eq!(server.json(&format!("/incidents/{}", id.get(..6).unwrap())), shown);
    assert_eq!(server.json("/incidents/ledger?as_of=2026-03-06"), desk.json(&["show", "ledger", "--as-of", "2026-03-06"]));
    assert_eq!(server.json(&format!("/incidents/{id}/documents"))["documents"], shown["incident"]["documents"]);
    assert_eq!(server.json(&format!("/incidents/{id}/findings"))["findings"], shown["incident"]["findings"]);
    let wounds = server.json(&format!("/incidents/{id}/findings?slot=wounds&status=disputed"))["findings"].clone();
    assert_eq!((wounds.as_array().unwrap().len(), &wounds[0]["slot"]), (1, &json!("wounds")));
    let question = "how many people were killed in Iowa in 2026";
    assert_eq!(server.json("/ask?q=how%20many%20people%20were%20killed%20in%20Iowa%20in%202026"), desk.json(&["ask", question]));
    let changed = desk.json(&["diff", "--from", "2026-03-06", "--to", "2026-03-08"]);
    assert_eq!(server.json("/diff?from=2026-03-06&to=2026-03-08"), changed);
    assert_eq!(server.json(&format!("/diff?from=2026-03-06&incident={id}")), desk.json(&["diff", "--from", "2026-03-06", id]));
    let found = server.json("/search?words=Quarry+Road&limit=1");
    assert_eq!((found["documents"].as_array().unwrap().len(), &found["more"]), (1, &json!(true)));
}

#[test]
fn lists_come_in_pages() {
    let server = Server::new();
    let (mut all, mut path) = (Vec::new(), "/incidents?limit=1".to_owned());
    loop {
        let mut page = server.json(&path);
        assert_eq!((page["incidents"].as_array().unwrap().len(), &page["all"]), (1, &json!(2)));
        all.append(page["incidents"].as_array_mut().unwrap());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/incidents?limit=1&cursor={next}");
    }
    assert_eq!(Value::from(all), server.json("/incidents")["incidents"]);
}

#[test]
fn words_of_a_document_are_told_by_place() {
    let server = Server::new();
    let whole = server.json("/documents/in%2Fwire%201");
    assert_eq!((&whole["doc_id"], &whole["length"]), (&json!("in/wire 1"), &json!(OTHER.chars().count())));
    let id = server.json("/incidents?state=Ohio")["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
    let claims = server.json(&format!("/incidents/{id}"))["incident"]["claims"].clone();
    for claim in claims.as_array().unwrap() {
        let (quote, doc) = (&claim["quote"], claim["doc_id"].as_str().unwrap().replace('/', "%2F").replace(' ', "%20"));
        let span = server.json(&format!("/documents/{doc}?start={}&end={}", quote["start"], quote["end"]));
        let words: String = span["zones"].as_array().unwrap().iter().map(|z| z["text"].as_str().unwrap()).collect();
        assert_eq!(words, quote["exact"].as_str().unwrap());
    }
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let server = Server::new();
    let first = server.get("/incidents");
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    let again = server.send("GET", "/incidents", &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", Some(tag.as_str())));
    assert_eq!(server.send("GET", "/incidents", &[("If-None-Match", "\"other\"")]).status, 200);
    // What the server answers is of what stands when it is asked.
    let id = first.json()["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
    assert_eq!(server.desk.code(&["scope", &id, "out", "--note", "an exercise"]), 0);
    let later = server.send("GET", "/incidents", &[("If-None-Match", &tag)]);
    assert_eq!((later.status, &later.json()["out_of_scope"]), (200, &json!(1)));
    assert_ne!(later.header("etag"), Some(tag.as_str()));
    let head = server.send("HEAD", "/incidents", &[]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn only_this_computer_is_answered_and_only_reading() {
    let server = Server::new();
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    let local = format!("localhost:{port}");
    assert_eq!(server.send("GET", "/", &[("Host", &local)]).status, 200);
    for host in ["attacker.example", "127.0.0.1", "127.0.0.1:1", ""] {
        server.send("GET", "/", &[("Host", host)]).is(421, "wrong-host");
    }
    for origin in ["https://attacker.example", "null", "http://127.0.0.1:1"] {
        server.send("GET", "/incidents", &[("Origin", origin)]).is(403, "wrong-origin");
    }
    assert_eq!(server.send("GET", "/incidents", &[("Origin", &format!("http://{}", server.address))]).status, 200);
    server.send("GET", "/incidents", &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")]).is(403, "wrong-origin");
    assert_eq!(server.send("GET", "/incidents", &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")]).status, 200);
    let (before, paths) = (server.desk.says(&["export"]), server.json("/openapi.json")["paths"].clone());
    for path in paths.as_object().unwrap().keys().map(|p| p.replace(['{', '}'], "")).chain(["/openapi.json".to_owned(), "/other".to_owned()]) {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            let answer = server.send(method, &path, &[("Content-Length", "0")]);
            answer.is(405, "read-only");
            assert_eq!(answer.header("allow"), Some("GET,HEAD"));
        }
    }
    assert_eq!(server.desk.says(&["export"]), before);
    for path in ["/incidents", "/incidents/nothing", "/other", "/openapi.json"] {
        let answer = server.get(path);
        let csp = answer.header("content-security-policy").unwrap_or_default();
        assert!(csp.contains("default-src 'none'") && answer.header("x-content-type-options") == Some("nosniff"), "{path}: {}", answer.head);
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let server = Server::new();
    for (path, status, code) in [
        ("/nowhere", 404, "not-found"),
        ("/incidents/nothing", 404, "not-found"),
        ("/incidents/nothing/findings", 404, "not-found"),
        ("/documents/nothing", 404, "not-found"),
        ("/incidents?as_of=yesterday", 400, "bad-parameter"),
        ("/incidents?as_of=20260306", 400, "bad-parameter"),
        ("/incidents?limit=0", 400, "bad-parameter"),
        ("/incidents?limit=999", 400, "bad-parameter"),
        ("/incidents?colour=red", 400, "bad-parameter"),
        ("/incidents?cursor=next", 400, "bad-cursor"),
        ("/incidents?where=the%20weather", 400, "not-a-question"),
        ("/incidents/%FF", 400, "bad-parameter"),
        ("/diff", 400, "bad-parameter"),
        ("/diff?from=2026-03-08&to=2026-03-06", 400, "bad-days"),
        ("/ask", 400, "bad-parameter"),
    ] {
        let answer = server.get(path);
        answer.is(status, code);
        assert_eq!((answer.json()["error"]["path"].clone(), answer.header("cache-control")), (Value::Null, Some("no-store")), "{path}");
    }
    let unread = server.json("/ask?q=the%20weather");
    assert!(unread["understood"].is_null() && unread["why"].is_string());
    let several = Server::of(Desk::of(&[("ledger", "2026-03-06", FIRST), ("herald", "2026-05-03", LAST)]));
    // Twenty zeros begin no id: the empty beginning begins them all, and no path has it.
    several.get("/incidents/00000000000000000000").is(404, "not-found");
    let long = server.send("GET", "/incidents", &[("Content-Length", "99999")]);
    long.is(413, "bad-request");
}

/// Every field that is told is described, every field that must be there is, and of its type.
#[track_caller]
fn described_as(value: &Value, schema: &Value, all: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return described_as(value, all.pointer(name.trim_start_matches('#')).unwrap(), all, at);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let one = either.iter().find(|s| (s["type"] == "null") == value.is_null()).unwrap_or_else(|| panic!("{at}: {value}"));
        return described_as(value, one, all, at);
    }
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    // No type: anything; and a whole number is a number.
    let fits = |t: &Value| t.is_null() || t == is || t == "number" && is == "integer";
    assert!(types.iter().any(fits), "{at}: {value} is no {types:?}");
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        match schema["prefixItems"].get(n) {
            Some(of) => described_as(item, of, all, at),
            None => described_as(item, &schema["items"], all, at),
        }
    }
    let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
    let parts: Vec<&Value> = parts.iter().map(|p| p["$ref"].as_str().map_or(p, |name| all.pointer(name.trim_start_matches('#')).unwrap())).collect();
    for (name, field) in value.as_object().into_iter().flatten() {
        if parts.iter().all(|p| p["properties"].is_null()) {
            continue;
        }
        let of = parts.iter().find_map(|p| p["properties"].get(name)).unwrap_or_else(|| panic!("{at}: {name} is not described"));
        described_as(field, of, all, &format!("{at} {name}"));
    }
    for name in parts.iter().flat_map(|p| p["required"].as_array().into_iter().flatten()) {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{at}: there is no {name}");
    }
}

#[test]
fn the_description_names_everything_that_is_answered() {
    let server = Server::new();
    let described = server.json("/openapi.json");
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"), "{}", described["openapi"]);
    let id = server.json("/incidents?state=Ohio")["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
    for (path, example) in [
        ("/", "/".to_owned()),
        ("/incidents", "/incidents".to_owned()),
        ("/incidents/{id}", format!("/incidents/{id}")),
        ("/incidents/{id}/findings", format!("/incidents/{id}/findings")),
        ("/incidents/{id}/documents", format!("/incidents/{id}/documents")),
        ("/documents/{doc_id}", "/documents/ledger".to_owned()),
        ("/search", "/search?words=police".to_owned()),
        ("/ask", "/ask?q=how%20many%20people%20were%20shot%20in%20Ohio".to_owned()),
        ("/ask", "/ask?q=the%20weather".to_owned()),
        ("/diff", "/diff?from=2026-03-06".to_owned()),
    ] {
        let schema = &described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        described_as(&server.json(&example), schema, &described, &example);
    }
    for (path, item) in described["paths"].as_object().unwrap() {
        assert_eq!(item.as_object().unwrap().keys().collect::<Vec<_>>(), ["get"], "{path}");
        for status in ["200", "304", "400", "403", "503"] {
            assert!(item["get"]["responses"].get(status).is_some(), "{path}: {status}");
        }
        let refused = &item["get"]["responses"]["400"]["content"]["application/json"]["schema"];
        described_as(&server.get("/incidents?as_of=soon").json(), refused, &described, path);
    }
}

#[test]
fn an_address_that_others_can_reach_must_be_meant() {
    let desk = Desk::of(&[("ledger", "2026-03-06", FIRST)]);
    let output = desk.run(&["serve", "--api", "--bind", "0.0.0.0:0", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &told["error"]["code"]), (Some(2), &json!("open-address")));
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to() {
    let mut server = Server::new();
    assert_eq!(server.get("/").status, 200);
    // A client that says nothing keeps nobody.
    let _silent = TcpStream::connect(&server.address).unwrap();
    let killed = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(TcpStream::connect(&server.address).is_err());
}
