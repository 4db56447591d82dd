//! R17: fetching cannot reach your network (TRUST.md). A trap listens on loopback, names are answered by the test, and
//! nothing ever connects.
#![allow(missing_docs)]

mod site;

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rashomon_fetch::{Answered, Captures, Limits, Manners, Names, Outcome, Plan, Reach, Sorted, Wanted, Wire, agent, is_public, run};
use site::{Site, answer, html};

/// Names and what they are answered with, each time the next; the last for ever.
#[derive(Debug, Default)]
struct Told {
    names: Mutex<Vec<(String, VecDeque<Vec<IpAddr>>)>>,
    asked: Mutex<Vec<String>>,
}

impl Told {
    fn of(names: &[(&str, &[&[&str]])]) -> Arc<Self> {
        let answers = |answers: &[&[&str]]| answers.iter().map(|one| one.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        let names = names.iter().map(|(name, all)| ((*name).to_owned(), answers(all))).collect();
        Arc::new(Self { names: Mutex::new(names), asked: Mutex::default() })
    }
}

impl Names for Told {
    fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut names = self.names.lock().unwrap();
        let answers = names.iter_mut().find(|(name, _)| name == host.trim_end_matches('.')).map(|(_, answers)| answers);
        let Some(answers) = answers else { return Err(io::Error::other("no such name")) };
        let next = answers.front().cloned().unwrap_or_default();
        if answers.len() > 1 {
            answers.pop_front();
        }
        Ok(next)
    }
}

/// Fetches addresses, one after the other; gives what came of each.
fn fetch(urls: &[String], reach: Reach, names: Arc<Told>) -> Vec<Answered> {
    let folder = tempfile::tempdir().unwrap();
    let captures = Mutex::new(Captures::open(&folder.path().join("r.captures")).unwrap());
    let wanted = urls.iter().map(|url| Wanted { url: url.clone(), ..Wanted::default() }).collect();
    captures.lock().unwrap().want(wanted).unwrap();
    let wire = Wire::new(reach, names, Limits { time: Duration::from_secs(10), bytes: 1 << 20 }, &agent(None)).unwrap();
    let plan = Plan { manners: Manners { delay: Duration::ZERO, tries: 1, ..Manners::default() }, only_news: false };
    let mut answered = Vec::new();
    let ended = run(&captures, &wire, plan, &|_, _, _, _| Sorted::Page, &AtomicBool::new(false), &mut |a| answered.push(a)).unwrap();
    assert!(ended);
    assert_eq!(answered.len(), urls.len());
    answered
}

/// Addresses that lead into somebody's network, however they are written. `{p}` is the port on which the trap listens.
const HOSTILE: &[&str] = &[
    // Loopback, in every spelling that addresses have.
    "http://127.0.0.1:{p}/",
    "http://127.0.0.1:{p}/?a=b#c",
    "http://127.1:{p}/",
    "http://127.0.1:{p}/",
    "http://127.255.255.254:{p}/",
    "http://2130706433:{p}/",
    "http://0x7f000001:{p}/",
    "http://0x7f.0.0.1:{p}/",
    "http://0177.0.0.1:{p}/",
    "http://017700000001:{p}/",
    "http://0:{p}/",
    "http://0.0.0.0:{p}/",
    "http://[::1]:{p}/",
    "http://[::]:{p}/",
    "http://[0:0:0:0:0:0:0:1]:{p}/",
    "http://[::ffff:127.0.0.1]:{p}/",
    "http://[::ffff:7f00:1]:{p}/",
    "http://[::127.0.0.1]:{p}/",
    "http://[64:ff9b::127.0.0.1]:{p}/",
    "http://[64:ff9b::7f00:1]:{p}/",
    "http://[2002:7f00:1::]:{p}/",
    "http://[64:ff9b:1::1]:{p}/",
    "http://１２７.０.０.１:{p}/",
    "http://127。0。0。1:{p}/",
    "http://%31%32%37.0.0.1:{p}/",
    "http:\\\\127.0.0.1:{p}\\",
    "http:127.0.0.1:{p}/",
    "HTTP://127.0.0.1:{p}/",
    "http://localhost:{p}/",
    "http://LOCALHOST.:{p}/",
    "http://loop.example:{p}/",
    "https://127.0.0.1:{p}/",
    "https://loop.example:{p}/",
    // Private networks and those of providers.
    "http://10.0.0.1/",
    "http://10.255.255.255:8080/",
    "http://100.64.0.1/",
    "http://100.127.255.254/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://2852039166/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://192.168.257/",
    "http://metadata.example/computeMetadata/v1/",
    "http://router.example/",
    "http://mixed.example/",
    "http://mapped.example/",
    "http://six.example/",
    // Special purposes.
    "http://192.0.0.1/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.19.255.255/",
    "http://198.51.100.7/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[2001::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    // Not the web, not its ports, not anonymous.
    "file:///etc/passwd",
    "ftp://public.example/",
    "gopher://127.0.0.1:{p}/_x",
    "dict://127.0.0.1:{p}/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "unix:/var/run/docker.sock",
    "http://public.example:22/",
    "http://public.example:25/",
    "http://public.example:6379/",
    "http://public.example:{p}/",
    "http://public.example:0/",
    "http://ana@public.example/",
    "http://ana:secret@public.example/",
    "http://public.example@127.0.0.1:{p}/",
    "http://127.0.0.1:{p}@public.example:1/",
    "http://public.example:80@10.0.0.1/",
    "http://",
    "http:///",
    "https://#/",
    "not an address",
    "//127.0.0.1:{p}/",
    "/etc/passwd",
    "",
];

#[test]
fn hostile_addresses_are_not_spoken_to() {
    let trap = Site::of(|_| html("trapped"));
    let port = trap.address.port().to_string();
    let urls: Vec<String> = HOSTILE.iter().map(|url| url.replace("{p}", &port)).collect();
    assert!(urls.len() >= 60);
    let names = Told::of(&[
        ("localhost", &[&["127.0.0.1", "::1"]]),
        ("loop.example", &[&["127.0.0.1"]]),
        ("metadata.example", &[&["169.254.169.254"]]),
        ("router.example", &[&["192.168.0.1"]]),
        // One address of the network among public ones is enough.
        ("mixed.example", &[&["93.184.215.14", "10.0.0.7"]]),
        ("mapped.example", &[&["::ffff:10.0.0.7"]]),
        ("six.example", &[&["2606:4700::6810:84e5", "fd00::7"]]),
        ("public.example", &[&["93.184.215.14"]]),
    ]);
    // The trap's port is no hindrance: another host may be spoken to there.
    let reach = Reach::also(vec![format!("allowed.example:{port}").parse().unwrap()]);
    for answered in fetch(&urls, reach, names.clone()) {
        assert!(matches!(answered.outcome, Outcome::SetAside(_)), "{answered:?}");
    }
    assert_eq!(trap.connections(), 0);
}

#[test]
fn a_redirect_is_looked_at_like_any_address() {
    let trap = Site::of(|_| html("trapped"));
    let to = trap.address;
    let site = Site::of(move |asked| {
        let to = match &*asked.path {
            "/robots.txt" => return html(""),
            "/1" => format!("http://{to}/"),
            "/2" => format!("//{to}/"),
            "/3" => format!("http://loop.example:{}/", to.port()),
            "/4" => "file:///etc/passwd".into(),
            "/5" => "http://169.254.169.254/latest/".into(),
            "/6" => "/1".into(),
            "/7" => "/8".into(),
            "/8" => "/9".into(),
            "/9" => format!("http://[::ffff:127.0.0.1]:{}/", to.port()),
            "/10" => format!("http://ana:secret@{}/", asked.address),
            _ => "/round".into(),
        };
        answer("302 Found", &[&format!("Location: {to}")], "")
    });
    let names = Told::of(&[("loop.example", &[&["127.0.0.1"]])]);
    let urls: Vec<String> = (1..=11).map(|n| site.url(&format!("/{n}"))).collect();
    let reach = Reach::also(vec![site.host().parse().unwrap(), format!("allowed.example:{}", to.port()).parse().unwrap()]);
    for answered in fetch(&urls, reach, names) {
        assert!(matches!(answered.outcome, Outcome::SetAside(_)), "{answered:?}");
    }
    assert_eq!(trap.connections(), 0);
    assert_eq!(site.times("/round"), 5);
}

/// A name that is public when it is looked at and private when it is connected to: each request looks up once, and what was
/// looked at is what is connected to. The site stands for the public internet.
#[test]
fn a_name_that_changes_its_address_is_caught() {
    let site = Site::of(|_| html("a page"));
    let names = Told::of(&[("turning.example", &[&["127.0.0.1"], &["10.0.0.1"]])]);
    let url = format!("http://turning.example:{}/page", site.address.port());
    let answered = fetch(std::slice::from_ref(&url), Reach::also(vec![site.host().parse().unwrap()]), names.clone());
    // robots.txt came from the first address; the page would have come from the second.
    assert_eq!(site.asked().iter().map(|a| &*a.path).collect::<Vec<_>>(), ["/robots.txt"]);
    assert!(matches!(&answered[0].outcome, Outcome::SetAside(why) if why.contains("10.0.0.1")), "{answered:?}");
    assert_eq!(names.asked.lock().unwrap().len(), 2);
}

#[test]
fn what_was_named_is_spoken_to_and_nothing_else() {
    let site = Site::of(|asked| if asked.path == "/robots.txt" { site::not_found() } else { html("a page") });
    let port = site.address.port();
    let names = || Told::of(&[("archive.local", &[&["127.0.0.1"]]), ("other.local", &[&["127.0.0.1"]])]);
    let came = |url: String, allowed: &str| fetch(&[url], Reach::also(vec![allowed.parse().unwrap()]), names()).remove(0).outcome;
    assert_eq!(came(format!("http://archive.local:{port}/a"), &format!("archive.local:{port}")), Outcome::New);
    assert_eq!(came(format!("http://archive.local:{port}/b"), &site.host()), Outcome::New);
    for (url, allowed) in [("archive.local", "archive.local"), ("other.local", "archive.local"), ("archive.local", "archive.local:8080")] {
        assert!(matches!(came(format!("http://{url}:{port}/c"), allowed), Outcome::SetAside(_)));
    }
    assert_eq!(site.times("/c"), 0);
}

#[test]
fn which_addresses_are_public() {
    let public = |ip: &str| is_public(ip.parse().unwrap());
    for ip in [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
        "2001:200::1",
    ] {
        assert!(public(ip), "{ip}");
    }
    for ip in [
        "0.255.255.255",
        "10.0.0.0",
        "127.255.255.255",
        "169.254.0.0",
        "172.31.255.255",
        "192.0.0.255",
        "224.0.0.0",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "4000::1",
    ] {
        assert!(!public(ip), "{ip}");
    }
}
