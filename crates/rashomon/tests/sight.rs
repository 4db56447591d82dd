//! What the public may see that asks a program that goes on running: nothing that a profile withholds.

mod desk;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use desk::Desk;
use rmcp::ServiceExt as _;
use rmcp::model::CallToolRequestParams;
use rmcp::transport::TokioChildProcess;
use serde_json::{Value, json};

/// Names, and what tells them, that no profile used here shows.
const WITHHELD: [&str; 7] = ["tobin", "marsh", "hale", "birch", "kemp", "price", "fairview"];

fn desk() -> Desk {
    let desk = Desk::bare();
    let reports = [
        json!({ "doc_id": "ledger-tobin-marsh-shot", "published": "2026-03-06", "url": "https://millbrookledger.example/tobin-marsh-shot",
            "title": "Tobin Marsh, 16, shot on Quarry Road; Curtis Hale charged",
            "text": "MILLBROOK, Ohio - Tobin Marsh, 16, was shot twice on Quarry Road on Thursday, March 5, 2026, police said. \
                Marsh was taken to Fairview Memorial Hospital. Curtis Hale, 27, was arrested and charged with attempted murder, prosecutors said. \
                \"My boy did nothing,\" said a neighbor, Wanda Price." }),
        json!({ "doc_id": "wire-2", "published": "2026-03-07", "url": "https://wire.example/a/2", "title": "Boy in hospital",
            "text": "MILLBROOK, Ohio - A 16-year-old boy, Tobin Marsh, was shot three times on Quarry Road in Millbrook on Thursday, March 5, 2026, \
                prosecutors said. TOBIN MARSH remained at Fairview Memorial Hospital." }),
        json!({ "doc_id": "ashton-3", "published": "2026-05-03", "url": "https://ashton.example/3", "title": "Man shot in Ashton",
            "text": "ASHTON, Iowa - Owen Birch, 34, was shot dead in Ashton, Iowa, on Saturday, May 2, 2026, police said. Rufus Kemp, 41, was arrested." }),
    ];
    fs::write(desk.folder.path().join("all.jsonl"), reports.map(|r| format!("{r}\n")).concat()).unwrap();
    assert_eq!(desk.code(&["add", "--quiet", "all.jsonl"]), 0);
    desk
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn of(desk: &Desk, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
        let serving = command.current_dir(desk.folder.path()).args(["serve", "--api", "--bind", "127.0.0.1:0", "--json"]).args(more);
        let mut child = serving.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Self { child, address: told["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned() }
    }
    /// Status, and the whole answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }
    fn body(&self, path: &str) -> Value {
        let (status, answer) = self.get(path);
        assert_eq!(status, 200, "{path}: {answer}");
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
    fn ids(&self) -> Vec<String> {
        let listed = self.body("/incidents");
        listed["incidents"].as_array().unwrap().iter().map(|i| i["incident_id"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
fn withheld(said: &str) {
    let low = said.to_lowercase();
    for name in WITHHELD {
        assert!(!low.contains(name), "{name}: {said}");
    }
}

#[test]
fn an_open_interface_shows_what_a_public_export_shows() {
    let desk = desk();
    // Without a profile, and without one that the register keeps, nothing is public.
    assert_eq!(desk.code(&["serve", "--api", "--public", "--bind", "127.0.0.1:0"]), 2);
    let server = Server::of(&desk, &["--public", "--profile", "none"]);
    let ids = server.ids();
    assert_eq!(ids.len(), 2);
    let mut paths: Vec<String> =
        ["/", "/incidents", "/incidents?state=Ohio", "/diff?from=2026-03-06", "/incidents?as_of=2026-03-06", "/openapi.json"].map(Into::into).into();
    for question in ["how+many+people+were+shot+in+Ohio", "who+was+killed+in+Iowa+in+2026", "which+shooting+in+Millbrook,+Ohio+was+on+March+5,+2026"]
    {
        paths.push(format!("/ask?q={question}"));
    }
    for id in &ids {
        paths.extend(["", "/findings", "/documents"].map(|part| format!("/incidents/{id}{part}")));
        paths.push(format!("/incidents/{id}?as_of=2026-05-09"));
        paths.push(format!("/diff?from=2026-03-06&incident={id}"));
    }
    for path in &paths {
        let (status, answer) = server.get(path);
        assert_eq!(status, 200, "{path}: {answer}");
        withheld(&answer);
    }
    // It answers as the export reads.
    let exported = String::from_utf8(desk.run(&["export", "--public", "--profile", "none"]).stdout).unwrap();
    let incidents: Vec<Value> = exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for incident in &incidents {
        assert_eq!(server.body(&format!("/incidents/{}", incident["incident_id"].as_str().unwrap()))["incident"], *incident);
    }
    // Whether somebody is in it cannot be found out by asking for the name, nor by a report's own name, nor by its words.
    assert_eq!(server.body("/ask?q=how+many+people+named+Birch+were+killed")["numerical_answer"], 0);
    assert_eq!(server.body("/ask?q=how+many+people+were+killed+in+Iowa")["numerical_answer"], 1);
    for path in ["/incidents/ledger-tobin-marsh-shot", "/incidents/ledger-t"] {
        assert_eq!(server.get(path).0, 404, "{path}");
    }
    for path in ["/search?words=Quarry", "/documents/wire-2", "/documents/report-1"] {
        let (status, answer) = server.get(path);
        assert!(status == 403 && answer.contains("not-public"), "{path}: {answer}");
    }
}

#[test]
fn an_assistant_is_told_what_may_be_seen() {
    let desk = desk();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_rashomon"));
        command.current_dir(desk.folder.path()).args(["mcp", "--public", "--profile", "none"]);
        let client = ().serve(TokioChildProcess::new(command).unwrap()).await.unwrap();
        let call = async |tool: &'static str, arguments: Value| {
            let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
            let answer = client.call_tool(CallToolRequestParams::new(tool).with_arguments(arguments)).await.unwrap();
            let said = answer.content.first().and_then(|c| c.as_text()).map(|t| t.text.clone()).unwrap();
            withheld(&said);
            (said, answer.is_error == Some(true))
        };
        let (listed, _) = call("list_incidents", json!({})).await;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let ids: Vec<&str> = listed["incidents"].as_array().unwrap().iter().map(|i| i["incident_id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 2);
        for id in ids {
            for part in ["overview", "participants", "findings", "claims", "documents", "background", "origins", "judgements"] {
                assert!(!call("open_incident", json!({ "incident": id, "part": part })).await.1, "{part}");
            }
        }
        assert!(!call("ask", json!({ "question": "how many people were shot in Ohio in 2026" })).await.1);
        for (tool, arguments) in [
            ("search_documents", json!({ "words": "Quarry" })),
            ("read_document", json!({ "doc_id": "wire-2" })),
            ("propose_judgement", json!({ "decision": "scope", "about": "wire-2", "value": "out", "because": "no" })),
        ] {
            let (said, error) = call(tool, arguments).await;
            assert!(error && said.contains("not-public"), "{tool}: {said}");
        }
        client.cancel().await.unwrap();
    });
}

#[test]
fn what_was_told_in_confidence_is_served_to_nobody_who_does_not_ask_for_it() {
    let desk = desk();
    let words = "Owen Birch of Ashton, Iowa was shot four times in Ashton, Iowa on Saturday, May 2, 2026.";
    desk.json(&["call", "Dr. Joel Hart", words, "--on", "2026-05-04", "--about", "ashton-3", "--confidential"]);
    let shown = desk.json(&["show", "ashton-3"])["incident"].clone();
    let call = shown["documents"].as_array().unwrap().iter().find(|d| d["page"] == "note").expect("the call is kept")["doc_id"].clone();
    let call = call.as_str().unwrap();
    let document = format!("/documents/{}", call.replace('/', "%2F").replace(' ', "%20"));
    let told = |server: &Server| {
        let id = server.body("/incidents?state=Iowa")["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
        let paths = ["", "/findings", "/documents"].map(|part| format!("/incidents/{id}{part}"));
        let paths = paths.into_iter().chain(["/incidents".to_owned(), "/search?words=Birch".to_owned()]);
        paths.map(|path| server.get(&path).1).collect::<String>()
    };
    let open = Server::of(&desk, &[]);
    let said = told(&open);
    assert!(said.contains("Owen Birch") && !said.contains("Joel Hart") && !said.contains(call), "{said}");
    // Whether there is such a call cannot be found out either: the refusal repeats what was asked for, and that alone.
    let refused = |path: &str| open.get(path).1.split_once("\r\n\r\n").unwrap().1.replace(path.trim_start_matches("/documents/"), "");
    assert_eq!((open.get(&document).0, refused(&document)), (404, refused("/documents/nothing")));
    let whole = Server::of(&desk, &["--confidential"]);
    let said = told(&whole) + &whole.get(&document).1;
    assert!(said.contains("Joel Hart") && said.contains("four times"), "{said}");
}
