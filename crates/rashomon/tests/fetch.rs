//! `rashomon fetch` and `rashomon watch` against a web site on loopback: the program as it is shipped, a real peer, and
//! what is on the disk afterwards.

#[path = "../../rashomon-fetch/tests/site/mod.rs"]
mod site;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use site::{Answer, Asked, Site, answer, html, not_found, report};

/// A folder to work in, and a site that may be spoken to.
struct Desk {
    folder: tempfile::TempDir,
    site: Site,
}

impl Desk {
    fn at(answers: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), site: Site::of(answers) }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
        command.current_dir(self.folder.path()).env_remove("RASHOMON_CONTACT").args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Fetches or watches without pauses; gives the exit code and what is told.
    #[track_caller]
    fn fetch(&self, args: &[&str]) -> (i32, Value) {
        let host = self.site.host();
        let output = self.run(&[args, &["--allow-host", &host, "--delay", "0", "--json"]].concat());
        let told = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}: {output:?}"));
        (output.status.code().unwrap(), told)
    }

    /// What came of each address, by path, without the port of the day.
    fn outcomes(&self, told: &Value) -> String {
        let mut lines: Vec<String> = Vec::new();
        for answer in told["answers"].as_array().unwrap() {
            let [asked, at, outcome, why] = ["asked", "at", "outcome", "why"].map(|key| self.plain(answer[key].as_str().unwrap_or_default()));
            let at = if at == asked { String::new() } else { format!(" at {at}") };
            let why = if why.is_empty() { why } else { format!(": {why}") };
            lines.push(format!("{asked}{at}: {outcome}{why}"));
        }
        lines.sort();
        lines.join("\n")
    }

    fn plain(&self, text: &str) -> String {
        text.replace(&format!("http://{}", self.site.address), "")
    }

    /// The reports of the register: address and headline.
    fn reports(&self) -> Vec<String> {
        let output = self.run(&["export", "--format", "jsonl"]);
        assert!(output.status.success(), "{output:?}");
        let mut pages = BTreeSet::new();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let incident: Value = serde_json::from_str(line).unwrap();
            for document in incident["documents"].as_array().unwrap() {
                pages.insert(self.plain(document["doc_id"].as_str().unwrap()).split('@').next().unwrap().to_owned());
            }
        }
        pages.into_iter().collect()
    }

    fn captured(&self, prefix: &str) -> Vec<PathBuf> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path().join("register.rashomon.captures")).unwrap().flatten().map(|e| e.path()).collect();
        files.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix));
        files.sort();
        files
    }

    /// The records of all captured files: type, address, and the first line of the block.
    fn records(&self, prefix: &str) -> Vec<String> {
        let mut all = Vec::new();
        for file in self.captured(prefix) {
            let mut text = Vec::new();
            flate2::read::MultiGzDecoder::new(fs::File::open(file).unwrap()).read_to_end(&mut text).unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            for record in text.split("WARC/1.1\r\n").skip(1) {
                let (head, block) = record.split_once("\r\n\r\n").unwrap();
                let field = |name: &str| head.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default();
                all.push(self.plain(&format!("{} {} | {}", field("WARC-Type"), field("WARC-Target-URI"), block.lines().next().unwrap_or_default())));
            }
        }
        all
    }
}

fn shooting(n: usize) -> String {
    report(
        &format!("Man shot near Elm Street, report {n}"),
        &format!(
            "MILLBROOK, Ohio – Officer Ana Reyes shot a {}-year-old man on Elm Street on March 5, 2026, police said. He was taken to a hospital.",
            20 + n
        ),
    )
}

#[test]
fn pages_come_into_the_register_and_what_has_not_changed_is_not_added_again() {
    let round = Arc::new(AtomicUsize::new(0));
    let seen = round.clone();
    let desk = Desk::at(move |asked| match &*asked.path {
        "/tagged" if asked.header("if-none-match") == Some("\"one\"") => answer("304 Not Modified", &[], ""),
        "/tagged" => answer("200 OK", &["Content-Type: text/html", "ETag: \"one\"", "Set-Cookie: id=7"], shooting(1)),
        "/dated" if asked.header("if-modified-since").is_some() => answer("304 Not Modified", &[], ""),
        "/dated" => answer("200 OK", &["Content-Type: text/html", "Last-Modified: Fri, 06 Mar 2026 10:00:00 GMT"], shooting(2)),
        "/plain" => html(shooting(3)),
        "/turning" => html(shooting(4 + seen.load(Ordering::SeqCst))),
        _ => not_found(),
    });
    let urls = ["/tagged", "/dated", "/plain#top", "/turning"].map(|path| desk.site.url(path));
    let args: Vec<&str> = std::iter::once("fetch").chain(urls.iter().map(String::as_str)).collect();
    let (code, told) = desk.fetch(&[&*args, &["--contact", "desk@millbrookledger.example"]].concat());
    assert_eq!((code, &told["new"], &told["added"]["new"]), (0, &4.into(), &4.into()), "{told}");
    assert_eq!(desk.reports(), ["/dated", "/plain", "/tagged", "/turning"]);
    let agent = desk.site.asked()[0].header("user-agent").unwrap().to_owned();
    assert!(agent.starts_with("rashomon/") && agent.ends_with("(+desk@millbrookledger.example)"), "{agent}");

    round.store(1, Ordering::SeqCst);
    // A capture is called by its address and its second.
    std::thread::sleep(Duration::from_millis(1100));
    let (code, told) = desk.fetch(&args);
    assert_eq!((code, &told["same"], &told["changed"], &told["new"]), (0, &3.into(), &1.into(), &0.into()), "{told}");
    assert_eq!(told["added"]["new"], 1);
    assert!(desk.site.asked().iter().all(|a| a.header("cookie").is_none()));

    // Each page once, with what was asked; what was seen again stands beside.
    let pages = desk.records("pages-");
    assert_eq!(pages.iter().filter(|r| r.starts_with("response")).count(), 5, "{pages:#?}");
    assert_eq!(pages.iter().filter(|r| r.starts_with("request /")).count(), 5, "{pages:#?}");
    let trail = desk.records("trail-");
    let again: Vec<_> = trail.iter().filter(|r| r.starts_with("revisit")).collect();
    assert_eq!(again.len(), 3, "{trail:#?}");
    assert!(desk.run(&["check"]).status.success());

    // Without its register, what was captured makes it again.
    let before = desk.run(&["export"]).stdout;
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(desk.folder.path().join(format!("register.rashomon{end}")));
    }
    let (code, _) = desk.fetch(&["fetch"]);
    assert_eq!(code, 0);
    assert_eq!(desk.run(&["export"]).stdout, before);
}

#[test]
fn feeds_sitemaps_and_files_lead_to_their_pages() {
    let desk = Desk::at(|asked| {
        let base = format!("http://{}", asked.address);
        match &*asked.path {
            "/feed.xml" => answer(
                "200 OK",
                &["Content-Type: application/rss+xml"],
                format!(
                    "<rss version=\"2.0\"><channel><title>Ledger</title><item><title>One</title><link>{base}/1</link></item><item><title>Two</title><link>{base}/2</link></item></channel></rss>"
                ),
            ),
            "/sitemap.xml" => answer(
                "200 OK",
                &["Content-Type: application/xml"],
                format!("<sitemapindex><sitemap><loc>{base}/s1.xml.gz</loc></sitemap></sitemapindex>"),
            ),
            "/s1.xml.gz" => {
                let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                packed.write_all(format!("<urlset><url><loc>{base}/2</loc></url><url><loc>{base}/3</loc></url></urlset>").as_bytes()).unwrap();
                answer("200 OK", &["Content-Type: application/gzip"], packed.finish().unwrap())
            }
            "/robots.txt" => not_found(),
            "/4.jpg" => answer("200 OK", &["Content-Type: image/jpeg"], "not words"),
            path => html(shooting(path.trim_start_matches('/').parse().unwrap())),
        }
    });
    let file = desk.folder.path().join("more.txt");
    fs::write(&file, format!("# to get\n{}\n\n{}\n", desk.site.url("/4.jpg"), desk.site.url("/5"))).unwrap();
    let (code, told) = desk.fetch(&["fetch", &desk.site.url("/feed.xml"), &desk.site.url("/sitemap.xml"), "-f", "more.txt"]);
    assert_eq!(code, 3);
    expect_test::expect![[r#"
        /1: new
        /2: new
        /3: new
        /4.jpg: set aside: it is image/jpeg, which is no page to read
        /5: new
        /feed.xml: list
        /s1.xml.gz: list
        /sitemap.xml: list"#]]
    .assert_eq(&desk.outcomes(&told));
    assert_eq!(desk.reports(), ["/1", "/2", "/3", "/5"]);
    assert_eq!(desk.site.times("/2"), 1);
    fs::write(&file, "http://millbrookledger.example/1\nno address\n").unwrap();
    let output = desk.run(&["fetch", "-f", "more.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("more.txt: line 2: \"no address\""), "{output:?}");
}

#[test]
fn robots_are_obeyed() {
    let desk = Desk::at(|asked| match &*asked.path {
        "/robots.txt" => answer(
            "200 OK",
            &["Content-Type: text/plain"],
            "User-agent: *\nDisallow: /\n\nUser-agent: rashomon\nDisallow: /private\nAllow: /private/open\n",
        ),
        "/1" => answer("301 Moved Permanently", &["Location: /private/2"], ""),
        _ => html(shooting(1)),
    });
    let urls = ["/0", "/1", "/private/3", "/private/open"].map(|path| desk.site.url(path));
    let (code, told) = desk.fetch(&["fetch", &urls[0], &urls[1], &urls[2], &urls[3]]);
    assert_eq!(code, 3);
    expect_test::expect![[r#"
        /0: new
        /1 at /private/2: set aside: its robots.txt asks not to fetch it
        /private/3: set aside: its robots.txt asks not to fetch it
        /private/open: new"#]]
    .assert_eq(&desk.outcomes(&told));
    assert_eq!((desk.site.times("/robots.txt"), desk.site.times("/private/2"), desk.site.times("/private/3")), (1, 0, 0));

    // A pause longer than anybody's patience: a page a run.
    let desk = Desk::at(|asked| match &*asked.path {
        "/robots.txt" => answer("200 OK", &[], "User-agent: *\nCrawl-delay: 86400\n"),
        path => html(shooting(path.trim_start_matches('/').parse().unwrap())),
    });
    let (code, told) = desk.fetch(&["fetch", &desk.site.url("/0"), &desk.site.url("/1")]);
    assert_eq!(code, 3);
    expect_test::expect![[r#"
        /0: new
        /1: not to be had: its server asks for a pause of 86400 s"#]]
    .assert_eq(&desk.outcomes(&told));
    let (code, told) = desk.fetch(&["fetch"]);
    assert_eq!((code, &*desk.outcomes(&told)), (0, "/1: new"));

    // Where it cannot be had, nothing is fetched, and the page is left for another time.
    let desk = Desk::at(|asked| if asked.path == "/robots.txt" { answer("503 Service Unavailable", &[], "") } else { html(shooting(1)) });
    let (code, told) = desk.fetch(&["fetch", &desk.site.url("/0")]);
    assert_eq!((code, &told["failed"], &told["left"], desk.site.times("/0")), (3, &1.into(), &1.into(), 0), "{told}");
}

#[test]
fn what_servers_do_to_who_asks_stops_nothing() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 8 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(shooting(4).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let head = |more: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n").into_bytes();
    let desk = Desk::at(move |asked| match &*asked.path {
        "/robots.txt" => not_found(),
        "/bomb" => answer("200 OK", &["Content-Type: text/html", "Content-Encoding: gzip"], &bomb),
        "/broken-gzip" => answer("200 OK", &["Content-Type: text/html", "Content-Encoding: gzip"], &packed[..packed.len() / 2]),
        "/gzip" => answer("200 OK", &["Content-Type: text/html", "Content-Encoding: gzip"], &packed),
        "/unpacked" => answer("200 OK", &["Content-Type: text/html", "Content-Encoding: gzip"], shooting(5)),
        "/unknown-packing" => answer("200 OK", &["Content-Type: text/html", "Content-Encoding: zip"], &packed),
        "/drip" => Answer::Drip(head(""), b"<p>".to_vec()),
        "/broken-chunks" => Answer::Bytes([head("Transfer-Encoding: chunked\r\n"), b"5\r\nhello\r\nzz\r\nmore".to_vec()].concat()),
        "/chunks" => {
            let page = shooting(1);
            let (one, two) = page.split_at(100);
            Answer::Bytes(
                [
                    head("Transfer-Encoding: chunked\r\n"),
                    format!("{:x}\r\n{one}\r\n{:x};a=b\r\n{two}\r\n0\r\n\r\n", one.len(), two.len()).into_bytes(),
                ]
                .concat(),
            )
        }
        "/cut" => Answer::Bytes([head("Content-Length: 5000\r\n"), b"<p>and".to_vec()].concat()),
        "/endless" => Answer::Endless(head(""), vec![b'a'; 1 << 16]),
        "/endless-chunks" => {
            Answer::Endless(head("Transfer-Encoding: chunked\r\n"), [b"ffff\r\n".to_vec(), vec![b'a'; 0xffff], b"\r\n".to_vec()].concat())
        }
        "/endless-header" => Answer::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-More: and more and more and more\r\n".to_vec()),
        "/huge" => Answer::Endless(head("Content-Length: 1000000000000\r\n"), vec![b'a'; 1 << 16]),
        "/no-server" => Answer::Bytes(b"220 mail.millbrookledger.example ESMTP\r\n".to_vec()),
        "/nothing" => Answer::Bytes(Vec::new()),
        "/silent" => Answer::Silent(head("")),
        "/status" => answer("999 Denied", &[], ""),
        "/forbidden" => answer("403 Forbidden", &[], ""),
        "/empty" => html(" \n"),
        "/nowhere" => answer("302 Found", &[], ""),
        "/two-lengths" => Answer::Bytes([head("Content-Length: 3\r\nContent-Length: 5\r\n"), b"hello".to_vec()].concat()),
        "/early" => Answer::Bytes([b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n".to_vec(), head(""), shooting(2).into_bytes()].concat()),
        "/last" => html(shooting(3)),
        _ => not_found(),
    });
    let paths = [
        "bomb",
        "broken-gzip",
        "gzip",
        "unpacked",
        "unknown-packing",
        "drip",
        "broken-chunks",
        "chunks",
        "cut",
        "endless",
        "endless-chunks",
        "endless-header",
        "huge",
        "no-server",
        "nothing",
        "silent",
        "status",
        "forbidden",
        "empty",
        "nowhere",
        "two-lengths",
        "early",
        "last",
    ];
    let urls: Vec<String> = paths.iter().map(|path| desk.site.url(&format!("/{path}"))).collect();
    // A server that fails so often is given up; each page by itself is looked at for what it does.
    let mut said = String::new();
    for url in &urls {
        let (_, told) = desk.fetch(&["fetch", "--forget", "--tries", "1", "--max-size", "1", "--timeout", "1", url]);
        said += &format!("{}\n", desk.outcomes(&told));
    }
    expect_test::expect![[r#"
        /bomb: set aside: it is refused: more than 1 MiB after unpacking
        /broken-gzip: not to be had: it cannot be unpacked (incomplete deflate stream)
        /gzip: new
        /unpacked: new
        /unknown-packing: not to be had: it is packed as zip, which was not asked for
        /drip: not to be had: it was not answered whole within 1 s
        /broken-chunks: not to be had: the answer breaks off (error reading a body from connection: Invalid chunk size line: missing size digit)
        /chunks: new
        /cut: not to be had: the answer breaks off (error reading a body from connection: end of file before message length reached)
        /endless: set aside: it is larger than 1 MiB
        /endless-chunks: set aside: it is larger than 1 MiB
        /endless-header: set aside: it does not answer as servers of pages do (message head is too large)
        /huge: set aside: it is larger than 1 MiB
        /no-server: set aside: it does not answer as servers of pages do (invalid HTTP version parsed)
        /nothing: not to be had: the answer breaks off (connection closed before message completed)
        /silent: not to be had: it was not answered whole within 1 s
        /status: set aside: the server answers 999
        /forbidden: set aside: the server answers 403
        /empty: set aside: the page is empty
        /nowhere: set aside: the server answers 302 and not where to
        /two-lengths: set aside: it does not answer as servers of pages do (invalid content-length parsed)
        /early: new
        /last: new
    "#]]
    .assert_eq(&said);
    assert_eq!(desk.reports(), ["/chunks", "/early", "/gzip", "/last", "/unpacked"]);
    // However much an answer may measure, so much does not come out of so little.
    let (_, told) = desk.fetch(&["fetch", "--forget", &urls[0]]);
    expect_test::expect!["/bomb: set aside: it is refused: a byte unpacks to more than 200"].assert_eq(&desk.outcomes(&told));
    assert!(desk.run(&["check"]).status.success());
}

#[test]
fn a_page_that_is_gone_is_still_held_and_says_so_until_it_comes_back() {
    let desk = Desk::at(|asked| match (&*asked.path, asked.before) {
        ("/story", 1) => answer("404 Not Found", &[], "<p>nothing here"),
        ("/story", _) => answer("200 OK", &["Content-Type: text/html", "ETag: \"one\""], shooting(1)),
        _ => not_found(),
    });
    let story = desk.site.url("/story");
    let shown = || -> (String, Value) {
        let listed: Value = serde_json::from_slice(&desk.run(&["list", "--json"]).stdout).unwrap();
        let id = listed["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
        let text = String::from_utf8(desk.run(&["show", &id]).stdout).unwrap();
        let line = text.lines().map(str::trim).find(|l| l.starts_with("gone")).unwrap_or_default().to_owned();
        (line, serde_json::from_slice::<Value>(&desk.run(&["show", &id, "--json"]).stdout).unwrap()["gone"].clone())
    };
    assert_eq!(desk.fetch(&["fetch", &story]).0, 0);
    assert_eq!(shown(), (String::new(), Value::Null));
    let (code, told) = desk.fetch(&["fetch", &story]);
    assert_eq!(code, 1, "{told}");
    let day = told["answers"][0]["why"].as_str().unwrap();
    assert!(day.starts_with("the server answers 404; what was captured on 20") && day.ends_with(" is kept"), "{told}");
    let (line, json) = shown();
    assert!(line.starts_with("gone from its address on 20") && line.ends_with("(the server answered 404); what was captured is held"), "{line}");
    assert_eq!((&json[0]["status"], json.as_array().unwrap().len()), (&404.into(), 1), "{json}");
    // What stood there before is known again, and is no second version.
    let (code, told) = desk.fetch(&["fetch", &story]);
    assert_eq!((code, &told["same"], &told["changed"]), (0, &1.into(), &0.into()), "{told}");
    assert_eq!(shown(), (String::new(), Value::Null));
}

#[test]
fn who_says_wait_is_waited_for_and_what_is_gone_is_gone() {
    let desk = Desk::at(|asked| match (&*asked.path, asked.before) {
        ("/busy", 0) => answer("429 Too Many Requests", &["Retry-After: 0"], ""),
        ("/busy", 1) => answer("503 Service Unavailable", &[], ""),
        ("/long", 0) => answer("503 Service Unavailable", &["Retry-After: 86400"], ""),
        ("/gone", _) => answer("410 Gone", &[], ""),
        ("/busy" | "/long", _) => html(shooting(1)),
        _ => not_found(),
    });
    let (code, told) = desk.fetch(&["fetch", &desk.site.url("/busy")]);
    assert_eq!((code, &told["new"], desk.site.times("/busy")), (0, &1.into(), 3), "{told}");
    let (code, told) = desk.fetch(&["fetch", &desk.site.url("/long"), &desk.site.url("/other")]);
    assert_eq!(code, 3);
    expect_test::expect![[r#"
        /long: not to be had: the server answers 503, and asks to wait 86400 s
        /other: not to be had: its server was given up: the server answers 503"#]]
    .assert_eq(&desk.outcomes(&told));
    // What was left is asked for again by the next run, whatever it is asked for.
    let (code, told) = desk.fetch(&["fetch"]);
    assert_eq!(code, 0);
    expect_test::expect![[r#"
        /long: new
        /other: gone: the server answers 404"#]]
    .assert_eq(&desk.outcomes(&told));
    let (code, told) = desk.fetch(&["fetch", &desk.site.url("/gone")]);
    assert_eq!((code, &told["gone"]), (1, &1.into()));
    assert!(desk.records("trail-").contains(&"response /gone | HTTP/1.1 410 Gone".to_owned()));
    let output = desk.run(&["fetch"]);
    assert_eq!(output.status.code(), Some(2));
}

const PAGES: usize = 40;

#[test]
fn a_run_that_was_killed_goes_on_where_it_stopped() {
    let desk = Desk::at(|asked| match asked.path.trim_start_matches('/').parse() {
        Ok(n) => html(shooting(n)),
        Err(_) => not_found(),
    });
    let list: String = (0..PAGES).map(|n| format!("{}\n", desk.site.url(&format!("/{n}")))).collect();
    fs::write(desk.folder.path().join("list.txt"), list).unwrap();
    let host = desk.site.host();
    let args = ["fetch", "-f", "list.txt", "--allow-host", &*host, "--delay", "0.005", "--quiet"];
    for stop in [5, 15, 25] {
        let mut child = desk.command(&args).stderr(Stdio::null()).spawn().unwrap();
        while desk.site.asked().iter().filter(|a| a.path != "/robots.txt").count() < stop && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What such an end can leave behind the last whole record.
        if let Some(file) = desk.captured("pages-").last() {
            fs::OpenOptions::new().append(true).open(file).unwrap().write_all(b"\x1f\x8b\x08\x00torn").unwrap();
        }
        fs::OpenOptions::new()
            .append(true)
            .open(desk.folder.path().join("register.rashomon.captures/journal.jsonl"))
            .unwrap()
            .write_all(b"{\"got\":\"http:")
            .unwrap();
    }
    let output = desk.run(&args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let mut all: Vec<_> = (0..PAGES).map(|n| format!("/{n}")).collect();
    all.sort();
    assert_eq!(desk.reports(), all);
    // No page twice, but for those that were on their way when it was killed.
    let twice = (0..PAGES).filter(|n| desk.site.times(&format!("/{n}")) > 1).count();
    assert!(twice <= 3, "{twice}");
    // The files are whole, and each page is in them once.
    assert_eq!(desk.records("pages-").iter().filter(|r| r.starts_with("response")).count(), PAGES);
    let files: Vec<_> = desk.captured("pages-").iter().map(|f| f.to_string_lossy().into_owned()).collect();
    let read = desk.run(&[&["read", "--format", "jsonl"], &*files.iter().map(String::as_str).collect::<Vec<_>>()].concat());
    assert_eq!(
        (read.status.code(), String::from_utf8_lossy(&read.stdout).lines().count()),
        (Some(0), PAGES),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
}

#[cfg(unix)]
#[test]
fn who_is_interrupted_says_how_to_go_on() {
    let desk = Desk::at(|asked| match &*asked.path {
        "/robots.txt" => not_found(),
        "/0" => html(shooting(0)),
        _ => Answer::Silent(Vec::new()),
    });
    let (urls, host) = (["/0", "/1"].map(|p| desk.site.url(p)), desk.site.host());
    let child = desk.command(&["fetch", &urls[0], &urls[1], "--allow-host", &host, "--delay", "0"]).stderr(Stdio::piped()).spawn().unwrap();
    while desk.site.times("/1") == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("interrupted, with 1 still to fetch; go on with: rashomon -r register.rashomon fetch"), "{said}");
    assert_eq!(desk.reports(), ["/0"]);
}

#[test]
fn a_watched_feed_gives_what_is_new_and_what_has_changed() {
    let round = Arc::new(AtomicUsize::new(0));
    let seen = round.clone();
    let desk = Desk::at(move |asked| {
        let round = seen.load(Ordering::SeqCst);
        let base = format!("http://{}", asked.address);
        let item = |n: usize, day: usize| {
            format!("<entry><id>{n}</id><title>Report {n}</title><link href=\"{base}/{n}\"/><updated>2026-03-0{day}T09:00:00Z</updated></entry>")
        };
        match &*asked.path {
            "/feed" if asked.header("if-none-match") == Some(&format!("\"{}\"", round.min(2))) => answer("304 Not Modified", &[], ""),
            "/feed" => {
                let items = match round {
                    0 => vec![item(1, 6), item(2, 6), item(9, 6)],
                    _ => vec![item(3, 7), item(1, 6), item(2, 7), item(9, 6)],
                };
                let feed = format!(
                    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>Ledger</title><updated>2026-03-07T09:00:00Z</updated>{}</feed>",
                    items.concat()
                );
                answer("200 OK", &["Content-Type: application/atom+xml", &format!("ETag: \"{}\"", round.min(2))], feed)
            }
            "/1" => html(shooting(1)),
            "/2" => html(shooting(2 + 10 * round)),
            "/3" => html(shooting(3)),
            "/page" => html(shooting(4)),
            _ => not_found(),
        }
    });
    let feed = desk.site.url("/feed");
    let counts = |told: &Value| ["new", "changed", "same", "known", "gone", "set_aside"].map(|key| told[key].as_u64().unwrap());
    let (code, told) = desk.fetch(&["watch", &feed, "--once"]);
    assert_eq!((code, counts(&told)), (0, [2, 0, 0, 0, 1, 0]), "{told}");
    let (code, told) = desk.fetch(&["watch", &feed, "--once"]);
    assert_eq!((code, counts(&told)), (0, [0, 0, 0, 0, 0, 0]), "{told}");
    round.store(1, Ordering::SeqCst);
    std::thread::sleep(Duration::from_millis(1100));
    let (code, told) = desk.fetch(&["watch", &feed, "--once"]);
    assert_eq!((code, counts(&told)), (0, [1, 1, 0, 2, 0, 0]), "{told}");
    assert_eq!((desk.site.times("/1"), desk.site.times("/2"), desk.site.times("/3"), desk.site.times("/9")), (1, 2, 1, 1));
    let (code, told) = desk.fetch(&["watch", &desk.site.url("/page"), "--once"]);
    assert_eq!(code, 3);
    expect_test::expect!["/page: set aside: it is text/html, and neither a feed nor a sitemap nor a list of addresses"]
        .assert_eq(&desk.outcomes(&told));
    assert_eq!(desk.reports(), ["/1", "/2", "/3"]);
}

#[test]
fn two_at_once_do_not_share_a_folder() {
    let desk = Desk::at(|asked| if asked.path == "/robots.txt" { not_found() } else { Answer::Silent(Vec::new()) });
    let (url, host) = (desk.site.url("/1"), desk.site.host());
    let mut child = desk.command(&["fetch", &url, "--allow-host", &host]).stderr(Stdio::null()).spawn().unwrap();
    while desk.site.times("/1") == 0 && desk.site.connections() == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(desk.run(&["fetch", &url]).status.code(), Some(5));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A site behind TLS: every request is answered with a page, or sent on to an open line.
fn secure(open: String) -> std::net::SocketAddr {
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring};

    let certificates = vec![CertificateDer::from_pem_slice(include_bytes!("tls/site.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/site.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(certificates, key).unwrap());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
            let mut asked = vec![0; 4096];
            let Ok(n) = stream.read(&mut asked) else { continue };
            let answer = match String::from_utf8_lossy(&asked[..n]).split(' ').nth(1).unwrap_or_default() {
                "/open" => answer("302 Found", &[&format!("Location: {open}")], ""),
                "/page" => html(shooting(1)),
                _ => not_found(),
            };
            if let Answer::Bytes(bytes) = answer {
                let _ = stream.write_all(&bytes);
            }
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    address
}

#[cfg(target_os = "linux")]
#[test]
fn secure_pages_come_from_who_can_show_who_it_is() {
    let desk = Desk::at(|_| html(shooting(2)));
    let site = secure(desk.site.url("/"));
    let urls = ["page", "open"].map(|path| format!("https://{site}/{path}"));
    let authority = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/ca.pem");
    let fetch = |trusts: &str| {
        let (host, open) = (site.to_string(), desk.site.host());
        let mut command = desk.command(&["fetch", "--json", "--delay", "0", "--allow-host", &host, "--allow-host", &open, &urls[0], &urls[1]]);
        let output = command.env("SSL_CERT_FILE", trusts).env_remove("SSL_CERT_DIR").output().unwrap();
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        desk.outcomes(&told).replace(&site.to_string(), "site")
    };
    // Some other authority: the site's own certificate is none.
    let stranger = fetch(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/site.pem"));
    assert!(stranger.contains("https://site/page: set aside: robots.txt: no secure connection: invalid peer certificate"), "{stranger}");
    expect_test::expect![[r#"
        https://site/open: set aside: it leads from https to http, where anybody on the way can change the page: name the http address itself if you want it
        https://site/page: new"#]]
    .assert_eq(&fetch(authority));
    assert_eq!(desk.site.connections(), 0);
}
