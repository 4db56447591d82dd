//! A web site on loopback, the real peer of what fetches: it answers what a test tells it to, byte for byte, and
//! remembers what it was asked.
#![allow(dead_code, missing_docs)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// Header lines, in lower case up to the colon.
    pub headers: Vec<String>,
    /// How often this path was asked for before.
    pub before: usize,
    /// Of the site itself.
    pub address: SocketAddr,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }
}

/// What is answered.
pub enum Answer {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// These bytes, then the others again and again until nobody listens.
    Endless(Vec<u8>, Vec<u8>),
    /// These bytes, then the others, slowly, until nobody listens.
    Drip(Vec<u8>, Vec<u8>),
    /// These bytes, then nothing for as long as anybody waits.
    Silent(Vec<u8>),
}

pub fn answer(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for header in headers {
        bytes.extend(format!("{header}\r\n").bytes());
    }
    bytes.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
    bytes.extend(body);
    Answer::Bytes(bytes)
}

pub fn html(body: impl AsRef<[u8]>) -> Answer {
    answer("200 OK", &["Content-Type: text/html; charset=utf-8"], body)
}

/// A page as a newspaper serves it.
pub fn report(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title><meta property=\"article:published_time\" content=\"2026-03-06T09:00:00Z\"></head>\
         <body><article><h1>{title}</h1><p>{text}</p><p>Police asked anybody who saw what happened to call the station in Millbrook.</p></article></body></html>"
    )
}

pub fn not_found() -> Answer {
    answer("404 Not Found", &["Content-Type: text/html"], "nothing here")
}

/// A site that serves until the test ends.
pub struct Site {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<AtomicUsize>,
}

impl Site {
    pub fn of(answers: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, connections): (Arc<Mutex<Vec<Asked>>>, Arc<AtomicUsize>) = Default::default();
        let site = Self { address, asked: asked.clone(), connections: connections.clone() };
        let answers = Arc::new(answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (asked, answers) = (asked.clone(), answers.clone());
                thread::spawn(move || serve(stream, address, &asked, &*answers));
            }
        });
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How it is named to `--allow-host`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// All that was asked so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn times(&self, path: &str) -> usize {
        self.asked().iter().filter(|a| a.path == path).count()
    }
}

fn serve(stream: TcpStream, address: SocketAddr, asked: &Mutex<Vec<Asked>>, answers: &dyn Fn(&Asked) -> Answer) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let line = lines.next()?.ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push(format!("{}:{value}", name.to_lowercase()));
    }
    let request = {
        let mut asked = asked.lock().unwrap();
        let before = asked.iter().filter(|a| a.path == path).count();
        asked.push(Asked { path, headers, before, address });
        asked.last()?.clone()
    };
    let mut stream = stream;
    match answers(&request) {
        Answer::Bytes(bytes) => stream.write_all(&bytes).ok()?,
        Answer::Endless(first, again) => {
            stream.write_all(&first).ok()?;
            while stream.write_all(&again).is_ok() {}
        }
        Answer::Drip(first, again) => {
            stream.write_all(&first).ok()?;
            while stream.write_all(&again).is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        }
        Answer::Silent(first) => {
            stream.write_all(&first).ok()?;
            // Until who waits closes.
            let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
            let _ = lines.next();
        }
    }
    Some(())
}
