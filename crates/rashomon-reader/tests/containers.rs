//! Streams of any kind → the pages in them, one line a page or notice.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test reads its inputs from the disk")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use expect_test::{Expect, expect};
use rashomon_reader::container::{self, Columns, Tables};

/// What a stream of that name gives: each page's name, address, times and first words; each notice's id.
fn given(name: &str, bytes: &[u8]) -> String {
    let mut out = String::new();
    container::open(name, Box::new(Cursor::new(bytes.to_vec())), &Tables::default(), &mut |part| {
        match part {
            Ok(raw) => {
                let _ = write!(out, "{}", raw.doc_id.as_deref().unwrap_or("?"));
                for (what, field) in [("url", &raw.url), ("published", &raw.published), ("archived", &raw.archived_at), ("title", &raw.title)] {
                    if let Some(value) = field {
                        let _ = write!(out, " · {what} {value}");
                    }
                }
                for notice in &raw.noticed {
                    let _ = write!(out, " · !{}", notice.id);
                }
                let text = raw.markup.as_ref().map_or(raw.text.clone(), |m| {
                    let _ = write!(out, " · {}", m.media.as_deref().unwrap_or("markup"));
                    String::from_utf8_lossy(&m.bytes).into_owned()
                });
                let words: Vec<&str> = text.split_whitespace().take(6).collect();
                let _ = writeln!(out, " · {}", words.join(" "));
            }
            Err(notice) => {
                let _ = writeln!(out, "!{}: {}", notice.id, notice.hint);
            }
        }
        ControlFlow::Continue(())
    });
    out
}

fn check(name: &str, bytes: &[u8], expect: Expect) {
    expect.assert_eq(&given(name, bytes));
}

const PAGE: &str = "MILLBROOK, Ohio – Officer Ana Reyes was shot in the arm on Friday, police said.\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])], stored: bool) -> Vec<u8> {
    let mut packer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let method = if stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
    for (name, bytes) in members {
        packer.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
        packer.write_all(bytes).unwrap();
    }
    packer.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packer = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        packer.append_data(&mut header, name, *bytes).unwrap();
    }
    packer.into_inner().unwrap()
}

const LINES: &str = "{\"doc_id\":\"ledger-1\",\"text\":\"Two were shot in Harlan Falls.\"}\n{\"text\":\"Nobody was hurt.\"}\n";

#[test]
fn zip_of_pages() {
    let members: &[(&str, &[u8])] = &[
        ("reports/a.txt", PAGE.as_bytes()),
        ("reports/b.jsonl", LINES.as_bytes()),
        ("photo.jpg", b"\xff\xd8\xff"),
        ("../../escape.txt", PAGE.as_bytes()),
    ];
    let expected = expect![[r#"
        week.zip/reports/a.txt · MILLBROOK, Ohio – Officer Ana Reyes
        ledger-1 · Two were shot in Harlan Falls.
        ? · Nobody was hurt.
        week.zip/../../escape.txt · MILLBROOK, Ohio – Officer Ana Reyes
    "#]];
    check("week.zip", &zip(members, false), expected);
    assert_eq!(given("week.zip", &zip(members, false)), given("week.zip", &zip(members, true)), "compressed or not");
}

#[test]
fn tar_of_pages() {
    let long = format!("{}/a.txt", "folder".repeat(30));
    let packed = tar(&[("a.txt", PAGE.as_bytes()), (&long, b"A long way down."), ("a.txt", b"Another of that name.")]);
    let expected = expect![[r#"
        week.tar/a.txt · MILLBROOK, Ohio – Officer Ana Reyes
        week.tar/folderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolder/a.txt · A long way down.
        !same-member-twice: week.tar/a.txt: a second member of that name, and programs differ in which they read; the first was read, pack it again
    "#]];
    check("week.tar", &packed, expected);
    assert_eq!(given("week.tar", &packed), given("week.tar", &gzip(&packed)), "once compressed");
    assert_eq!(given("week.tar", &packed), given("week.tar", &gzip(&gzip(&packed))), "twice");
    check(
        "week.tar",
        &gzip(&gzip(&gzip(&packed))),
        expect![[r#"
        !too-deep: week.tar: compressed three times over; unpack it once and add it again
    "#]],
    );
}

#[test]
fn archives_in_archives() {
    let inner = zip(&[("a.txt", PAGE.as_bytes())], false);
    let middle = tar(&[("inner.zip", &inner), ("b.txt.gz", &gzip(PAGE.as_bytes()))]);
    let outer = zip(&[("middle.tar", &middle)], false);
    check(
        "outer.zip",
        &outer,
        expect![[r#"
        outer.zip/middle.tar/inner.zip/a.txt · MILLBROOK, Ohio – Officer Ana Reyes
        outer.zip/middle.tar/b.txt.gz · MILLBROOK, Ohio – Officer Ana Reyes
    "#]],
    );
    check(
        "attic.zip",
        &zip(&[("outer.zip", &outer)], false),
        expect![[r#"
        !too-deep: attic.zip/outer.zip/middle.tar/inner.zip: an archive in an archive in an archive; unpack the outer ones and add it again
        attic.zip/outer.zip/middle.tar/b.txt.gz · MILLBROOK, Ohio – Officer Ana Reyes
    "#]],
    );
}

#[test]
fn damaged_archives() {
    let whole = zip(&[("a.txt", PAGE.as_bytes())], false);
    check(
        "cut.zip",
        &whole[..whole.len() - 30],
        expect![[r#"
        !broken-zip: cut.zip: not readable as ZIP (invalid Zip archive: Could not find EOCD); copy or pack it again
    "#]],
    );
    let whole = tar(&[("a.txt", PAGE.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    check(
        "cut.tar",
        &whole[..1100],
        expect![[r#"
        cut.tar/a.txt · MILLBROOK, Ohio – Officer Ana Reyes
        !broken-tar: cut.tar: not readable as TAR from here on (failed to read entire block); what came before was read, pack it again
    "#]],
    );
    check(
        "cut.tar.gz",
        &gzip(&whole)[..80],
        expect![[r#"
        !binary-input: cut.tar.gz: not text (223 control or undecodable characters from byte 5); convert it to text first
        !broken-gzip: cut.tar.gz: breaks off after 257 bytes (incomplete deflate stream); what came before was read, add the whole file again
    "#]],
    );
}

#[test]
fn two_members_of_one_name() {
    let mut bytes = zip(&[("a.txt", b"The one."), ("b.txt", b"The other.")], true);
    while let Some(at) = bytes.windows(5).position(|w| w == b"b.txt") {
        bytes[at] = b'a';
    }
    check(
        "week.zip",
        &bytes,
        expect![[r#"
        !same-member-twice: week.zip: two members have the same name, and programs differ in which of them they read; pack it again under different names
    "#]],
    );
}

#[test]
fn bombs_are_put_out() {
    let spaces = vec![b' '; 40 << 20];
    check(
        "bomb.zip",
        &zip(&[("a.txt", &spaces), ("b.txt", PAGE.as_bytes())], false),
        expect![[r#"
        !too-large: bomb.zip/a.txt: a byte unpacks to more than 200; it is not read any further, take out what you want to add
        bomb.zip/b.txt · MILLBROOK, Ohio – Officer Ana Reyes
    "#]],
    );
    check(
        "bomb.tar.gz",
        &gzip(&tar(&[("a.txt", &spaces)])),
        expect![[r#"
        !too-large: bomb.tar.gz/a.txt: a byte unpacks to more than 200; it is not read any further, take out what you want to add
        !too-large: bomb.tar.gz: a byte unpacks to more than 200; it is not read any further, take out what you want to add
    "#]],
    );
    check(
        "bomb.zip",
        &zip(&[("a.tar.gz", &gzip(&tar(&[("a.txt", &spaces)])))], false),
        expect![[r#"
        !too-large: bomb.zip/a.tar.gz/a.txt: a byte unpacks to more than 200; it is not read any further, take out what you want to add
        !too-large: bomb.zip/a.tar.gz: a byte unpacks to more than 200; it is not read any further, take out what you want to add
    "#]],
    );
}

/// A WARC record with these bytes in it and the length it claims.
fn record(kind: &str, url: &str, time: &str, media: &str, block: &str, length: usize) -> Vec<u8> {
    format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {time}\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n")
        .into_bytes()
}

fn answered(url: &str, time: &str, header: &str, body: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 {header}\r\n\r\n{body}");
    record("response", url, time, "application/http; msgtype=response", &block, block.len())
}

fn warc() -> Vec<Vec<u8>> {
    let page = "<html><body><p>Officer Ana Reyes was shot.</p></body></html>";
    let url = "https://millbrookledger.example/news/1";
    vec![
        record("warcinfo", "", "2026-03-06T10:00:00Z", "application/warc-fields", "software: none\r\n", 16),
        answered(url, "2026-03-06T10:00:00Z", "200 OK\r\nContent-Type: text/html; charset=utf-8", page),
        answered(
            url,
            "2026-03-07T11:30:00Z",
            "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked",
            &format!("{:x}\r\n{page}\r\n0\r\n\r\n", page.len()),
        ),
        answered("https://millbrookledger.example/style.css", "2026-03-06T10:00:01Z", "200 OK\r\nContent-Type: text/css", "p {}"),
        answered("https://millbrookledger.example/gone", "2026-03-06T10:00:02Z", "404 Not Found\r\nContent-Type: text/html", page),
        answered("https://millbrookledger.example/lies", "2026-03-06T10:00:03Z", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", page),
        record("conversion", "https://millbrookledger.example/text", "2026-03-06T10:00:04Z", "text/plain", PAGE, PAGE.len()),
    ]
}

#[test]
fn warc_of_captures() {
    let records = warc();
    let expected = expect![[r#"
        https://millbrookledger.example/news/1@20260306100000 · url https://millbrookledger.example/news/1 · archived 2026-03-06T10:00:00Z · text/html; charset=utf-8 · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/news/1@20260307113000 · url https://millbrookledger.example/news/1 · archived 2026-03-07T11:30:00Z · text/html · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/lies@20260306100003 · url https://millbrookledger.example/lies · archived 2026-03-06T10:00:03Z · text/html · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/text@20260306100004 · url https://millbrookledger.example/text · archived 2026-03-06T10:00:04Z · MILLBROOK, Ohio – Officer Ana Reyes
    "#]];
    check("crawl.warc", &records.concat(), expected);
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(given("crawl.warc", &records.concat()), given("crawl.warc", &packed), "compressed record by record");
    check(
        "crawl.wacz",
        &zip(&[("datapackage.json", b"{}"), ("archive/crawl.warc.gz", &packed), ("pages/pages.jsonl", b"{}"), ("indexes/index.cdx", b"1")], true),
        expect![[r#"
        https://millbrookledger.example/news/1@20260306100000 · url https://millbrookledger.example/news/1 · archived 2026-03-06T10:00:00Z · text/html; charset=utf-8 · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/news/1@20260307113000 · url https://millbrookledger.example/news/1 · archived 2026-03-07T11:30:00Z · text/html · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/lies@20260306100003 · url https://millbrookledger.example/lies · archived 2026-03-06T10:00:03Z · text/html · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/text@20260306100004 · url https://millbrookledger.example/text · archived 2026-03-06T10:00:04Z · MILLBROOK, Ohio – Officer Ana Reyes
    "#]],
    );
}

#[test]
fn warc_that_is_not_whole() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Officer Ana Reyes was";
    let cut = record("response", "https://millbrookledger.example/cut", "2026-03-06T10:00:00Z", "application/http", page, 5000);
    check(
        "cut.warc",
        &cut,
        expect![[r#"
        https://millbrookledger.example/cut@20260306100000 · url https://millbrookledger.example/cut · archived 2026-03-06T10:00:00Z · !capture-cut-short · text/html · <html><p>Officer Ana Reyes was
    "#]],
    );
    let packed: Vec<u8> = warc().iter().flat_map(|record| gzip(record)).collect();
    check(
        "cut.warc.gz",
        &packed[..packed.len() - 150],
        expect![[r#"
        https://millbrookledger.example/news/1@20260306100000 · url https://millbrookledger.example/news/1 · archived 2026-03-06T10:00:00Z · text/html; charset=utf-8 · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/news/1@20260307113000 · url https://millbrookledger.example/news/1 · archived 2026-03-07T11:30:00Z · text/html · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        https://millbrookledger.example/lies@20260306100003 · url https://millbrookledger.example/lies · archived 2026-03-06T10:00:03Z · text/html · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        !broken-warc: cut.warc.gz: record 7 cannot be read (incomplete deflate stream); what came before was read, copy the file again
    "#]],
    );
    let endless =
        record("response", "https://millbrookledger.example/huge", "2026-03-06T10:00:00Z", "application/http", page, 1_000_000_000_000_000_000);
    check(
        "endless.warc",
        &endless,
        expect![[r#"
        https://millbrookledger.example/huge@20260306100000 · url https://millbrookledger.example/huge · archived 2026-03-06T10:00:00Z · !capture-cut-short · text/html · <html><p>Officer Ana Reyes was
    "#]],
    );
    let mut broken = warc()[1].clone();
    broken.extend_from_slice(b"WARC/1.0 and then nothing that is one\r\n\r\n");
    broken.extend(warc()[2].iter());
    check(
        "broken.warc",
        &broken,
        expect![[r#"
        https://millbrookledger.example/news/1@20260306100000 · url https://millbrookledger.example/news/1 · archived 2026-03-06T10:00:00Z · text/html; charset=utf-8 · <html><body><p>Officer Ana Reyes was shot.</p></body></html>
        !broken-warc: broken.warc: record 2 cannot be read (Invalid WARC header); what came before was read, copy the file again
    "#]],
    );
    let bomb = answered("https://millbrookledger.example/bomb", "2026-03-06T10:00:00Z", "200 OK\r\nContent-Type: text/html", &" ".repeat(70 << 20));
    check(
        "bomb.warc.gz",
        &gzip(&bomb),
        expect![[r#"
        !too-large: bomb.warc.gz: record 1 (https://millbrookledger.example/bomb): a byte unpacks to more than 200; it is not read any further, take out what you want to add
        !too-large: bomb.warc.gz: a byte unpacks to more than 200; it is not read any further, take out what you want to add
    "#]],
    );
}

/// Other people's good and broken archives: whatever they hold, something is said of each, and it comes to an end.
#[test]
fn warcs_of_others() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/hostile/warc");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let said = given(&name, &std::fs::read(&path).unwrap());
        assert!(!said.is_empty(), "{name}");
        assert!(said.lines().count() < 100, "{name}: {said}");
    }
}

fn body(words: usize) -> String {
    let sentence = "<p>Officer Ana Reyes was shot in the arm on Friday in Millbrook, Ohio, police said.</p>\n";
    sentence.repeat(words.div_ceil(15))
}

#[test]
fn feeds() {
    let whole = body(60).replace('<', "&lt;");
    let rss = format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Millbrook Ledger</title>
        <item><title>Officer shot &amp;amp; hurt</title><link>https://millbrookledger.example/1</link><pubDate>Fri, 06 Mar 2026 23:30:00 -0500</pubDate><description>Short.</description><content:encoded>{whole}</content:encoded></item>
        <item><title>A teaser</title><link>https://millbrookledger.example/2</link><description>An officer was shot on Friday …</description></item>
        <item><title>Long and still a teaser</title><link>https://millbrookledger.example/3</link><description>{} &lt;a href='/3'&gt;Read more&lt;/a&gt;</description></item>
        </channel></rss>",
        body(200).replace('<', "&lt;")
    );
    let expected = expect![[r#"
        https://millbrookledger.example/1@20260306233000 · url https://millbrookledger.example/1 · published 2026-03-06T23:30:00-05:00 · text/html; charset=utf-8 · <!doctype html><html><head><meta charset="utf-8"><title>Officer shot &amp; hurt</title></head><body><article><h1>Officer
        !pages-elsewhere: ledger.xml: 2 entries only tease (the first: https://millbrookledger.example/2); capture those pages and add what was captured
    "#]];
    check("ledger.xml", rss.as_bytes(), expected);
    let wide: Vec<u8> = rss.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(given("ledger.xml", rss.as_bytes()), given("ledger.xml", &wide), "UTF-16 without a mark, and a declaration that lies");

    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wire</title><id>urn:1</id><updated>2026-03-06T18:00:00Z</updated><entry><id>urn:2</id><title>Officer shot</title><link href=\"https://valleywire.example/1\"/><updated>2026-03-06T18:00:00Z</updated><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content></entry></feed>",
        body(60)
    );
    check(
        "wire.atom",
        atom.as_bytes(),
        expect![[r#"
        https://valleywire.example/1@20260306180000 · url https://valleywire.example/1 · published 2026-03-06T18:00:00+00:00 · text/html; charset=utf-8 · <!doctype html><html><head><meta charset="utf-8"><title>Officer shot</title></head><body><article><h1>Officer shot</h1> <p>Officer
    "#]],
    );
    let words = "Officer Ana Reyes was shot in the arm. ".repeat(12);
    let json = format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Ledger\", \"items\": [{{\"id\": \"1\", \"url\": \"https://millbrookledger.example/9\", \"title\": \"Officer shot\", \"date_published\": \"2026-03-06T18:00:00-05:00\", \"content_text\": \"{words}\"}}]}}"
    );
    check(
        "feed.json",
        json.as_bytes(),
        expect![[r#"
        https://millbrookledger.example/9@20260306180000 · url https://millbrookledger.example/9 · published 2026-03-06T18:00:00-05:00 · title Officer shot · Officer Ana Reyes was shot in
    "#]],
    );
    check(
        "laughs.xml",
        b"<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>",
        expect![[r#"
        !broken-feed: laughs.xml: not readable as a feed: it declares entities of its own; save it again
    "#]],
    );
}

#[test]
fn addresses() {
    let sitemap = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>
        <url><loc>https://millbrookledger.example/1?a=1&amp;b=2</loc><lastmod>2026-03-08</lastmod><news:news><news:publication_date>2026-03-06</news:publication_date><news:title>Officer shot</news:title></news:news></url>
        <url><loc>https://millbrookledger.example/2</loc><lastmod>2026-03-08</lastmod></url></urlset>";
    check(
        "sitemap.xml",
        sitemap.as_bytes(),
        expect![[r#"
        !pages-elsewhere: sitemap.xml: 2 addresses of pages that are not here (the first: https://millbrookledger.example/1?a=1&b=2); capture those pages and add what was captured
    "#]],
    );
    let said = |name: &str, bytes: &[u8]| {
        let links = container::links(name, None, bytes).unwrap();
        links.iter().fold(String::new(), |out, l| {
            out + &format!("{} · {:?} · {:?} · {}\n", l.url, l.title, l.published, if l.list { "list" } else { "page" })
        })
    };
    expect![[r#"
        https://millbrookledger.example/1?a=1&b=2 · Some("Officer shot") · Some("2026-03-06") · page
        https://millbrookledger.example/2 · None · Some("2026-03-08") · page
    "#]]
    .assert_eq(&said("sitemap.xml", sitemap.as_bytes()));
    let index = "<sitemapindex><sitemap><loc>https://millbrookledger.example/s1.xml.gz</loc></sitemap></sitemapindex>";
    expect![[r#"
        https://millbrookledger.example/s1.xml.gz · None · None · list
    "#]]
    .assert_eq(&said("index.xml", index.as_bytes()));
    let list = "# to get\nhttps://millbrookledger.example/1\n\nhttps://valleywire.example/2\n";
    expect![[r#"
        https://millbrookledger.example/1 · None · None · page
        https://valleywire.example/2 · None · None · page
    "#]]
    .assert_eq(&said("urls.txt", list.as_bytes()));
    check(
        "urls.txt",
        list.as_bytes(),
        expect![[r#"
        !pages-elsewhere: urls.txt: 2 addresses of pages that are not here (the first: https://millbrookledger.example/1); capture those pages and add what was captured
    "#]],
    );
    check(
        "page.txt",
        b"https://millbrookledger.example/1\nOfficer Ana Reyes was shot.\n",
        expect![[r#"
        page.txt · https://millbrookledger.example/1 Officer Ana Reyes was shot.
    "#]],
    );
}

#[test]
fn har_of_a_visit() {
    let har = r#"{"log": {"version": "1.2", "entries": [
        {"startedDateTime": "2026-03-06T18:00:00.000Z", "request": {"url": "https://millbrookledger.example/1"}, "response": {"status": 200, "content": {"mimeType": "text/html; charset=utf-8", "text": "<html><p>Officer Ana Reyes was shot.</p></html>"}}},
        {"startedDateTime": "2026-03-06T18:00:01.000Z", "request": {"url": "https://millbrookledger.example/a.png"}, "response": {"status": 200, "content": {"mimeType": "image/png", "text": "iVBOR", "encoding": "base64"}}},
        {"startedDateTime": "2026-03-06T18:00:02.000Z", "request": {"url": "https://millbrookledger.example/2"}, "response": {"status": 200, "content": {"mimeType": "text/plain", "text": "Tm9ib2R5IHdhcyBodXJ0Lg==", "encoding": "base64"}}}]}}"#;
    check(
        "visit.har",
        har.as_bytes(),
        expect![[r#"
        https://millbrookledger.example/1@20260306180000 · url https://millbrookledger.example/1 · archived 2026-03-06T18:00:00.000Z · text/html; charset=utf-8 · <html><p>Officer Ana Reyes was shot.</p></html>
        https://millbrookledger.example/2@20260306180002 · url https://millbrookledger.example/2 · archived 2026-03-06T18:00:02.000Z · Nobody was hurt.
    "#]],
    );
    check(
        "empty.har",
        b"{\"log\": {\"entries\": []}}",
        expect![[r#"
        !no-page: empty.har: 0 answers, and none holds a page; save it with its contents
    "#]],
    );
    check(
        "broken.har",
        &har.as_bytes()[..200],
        expect![[r#"
        !broken-har: broken.har: not readable as HAR (EOF while parsing a string at line 2 column 160); save it again
    "#]],
    );
}

#[test]
fn mail() {
    let eml = "From: Millbrook Police <press@millbrookpd.example>\r\nTo: desk@millbrookledger.example\r\nSubject: =?utf-8?q?Officer_shot_on_Oak_Street?=\r\nDate: Fri, 06 Mar 2026 18:00:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOfficer Ana Reyes was shot=\r\n in the arm.\r\n--b\r\nContent-Type: text/plain; name=release.txt\r\nContent-Disposition: attachment; filename=release.txt\r\n\r\nFOR IMMEDIATE RELEASE\r\nOfficer Ana Reyes is recovering.\r\n--b\r\nContent-Type: image/png; name=seal.png\r\nContent-Disposition: attachment; filename=seal.png\r\n\r\nxx\r\n--b--\r\n";
    check(
        "release.eml",
        eml.as_bytes(),
        expect![[r#"
        release.eml · published 2026-03-06T18:00:00-05:00 · title Officer shot on Oak Street · Officer Ana Reyes was shot in
        release.eml/release.txt · FOR IMMEDIATE RELEASE Officer Ana Reyes
    "#]],
    );
    let mhtml = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://millbrookledger.example/1\r\nSubject: Officer shot\r\nDate: Fri, 6 Mar 2026 18:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://millbrookledger.example/1\r\n\r\n<html><p>Officer Ana Reyes=20was shot.</p></html>\r\n--b\r\nContent-Type: text/css\r\nContent-Location: https://millbrookledger.example/a.css\r\n\r\np {}\r\n--b--\r\n";
    check(
        "page.mhtml",
        mhtml.as_bytes(),
        expect![[r#"
        page.mhtml · url https://millbrookledger.example/1 · archived 2026-03-06T18:00:00Z · text/html; charset=utf-8 · <html><p>Officer Ana Reyes was shot.</p></html>
    "#]],
    );
}

#[test]
fn saved_pages() {
    let page = "<html><p>Officer Ana Reyes was shot.</p></html>".as_bytes();
    let members: &[(&str, &[u8])] =
        &[("a/Officer shot.html", page), ("a/Officer shot_files/frame.html", page), ("a/case_files/report.txt", PAGE.as_bytes())];
    check(
        "saved.zip",
        &zip(members, false),
        expect![[r#"
        saved.zip/a/Officer shot.html · markup · <html><p>Officer Ana Reyes was shot.</p></html>
        saved.zip/a/case_files/report.txt · MILLBROOK, Ohio – Officer Ana Reyes
    "#]],
    );
    assert_eq!(given("saved.zip", &zip(members, false)), given("saved.zip", &tar(members)));
}

#[test]
fn pages_in_other_peoples_json() {
    check("news-please.json", br#"{"authors": ["Ana Reyes"], "date_download": "2026-03-07 10:00:00", "date_publish": "2026-03-06 18:00:00", "maintext": "Two were shot in Harlan Falls.", "text": null, "title": "Two shot", "url": "https://millbrookledger.example/1"}"#, expect![[r#"
        ? · url https://millbrookledger.example/1 · published 2026-03-06 18:00:00 · archived 2026-03-07 10:00:00 · title Two shot · Two were shot in Harlan Falls.
    "#]]);
    check("trafilatura.json", br#"{"title": "Two shot", "date": "2026-03-06", "raw_text": "Two were shot", "text": "Two were shot in Harlan Falls.", "source": "https://millbrookledger.example/1", "filedate": "2026-03-07", "comments": ""}"#, expect![[r#"
        ? · url https://millbrookledger.example/1 · published 2026-03-06 · archived 2026-03-07 · title Two shot · Two were shot in Harlan Falls.
    "#]]);
}

#[test]
fn tables() {
    let csv = "\u{feff}Headline;Article Date;Body;Link\nOfficer shot;2026-03-06;\"Officer Ana Reyes was shot.\nShe is recovering.\";https://millbrookledger.example/1\n;;;\nNobody hurt;2026-03-07;;\n";
    check(
        "reports.csv",
        csv.as_bytes(),
        expect![[r#"
        ? · url https://millbrookledger.example/1 · published 2026-03-06 · title Officer shot · Officer Ana Reyes was shot. She
        !empty-input: reports.csv: row 4: only white space; nothing to read
    "#]],
    );
    check(
        "odd.csv",
        b"Quoi,Texte\na,b\n",
        expect![[r#"
        !no-column: odd.csv: no column is known to hold the text; name it: --map text=COLUMN; there are: Quoi, Texte
    "#]],
    );
    let by = |mapping: &str, csv: &str| -> String {
        let columns: Result<Columns, String> = mapping.parse();
        let columns = match columns {
            Ok(columns) => columns,
            Err(why) => return why,
        };
        let asked = Tables { asked: Some(columns.clone()), remembered: Vec::new() };
        let remembered = Tables { asked: None, remembered: vec![columns] };
        let read = |tables: &Tables| {
            let mut out = String::new();
            container::open("odd.csv", Box::new(Cursor::new(csv.as_bytes().to_vec())), tables, &mut |part| {
                out += &part.map_or_else(|notice| notice.hint.to_string(), |raw| format!("{:?} {:?}\n", raw.title, raw.text));
                ControlFlow::Continue(())
            });
            out
        };
        if read(&asked).contains("no column") {
            read(&asked)
        } else {
            assert_eq!(read(&asked), read(&remembered));
            read(&asked)
        }
    };
    expect![[r#"
        Some("Shooting") "Officer Ana Reyes was shot."
    "#]]
    .assert_eq(&by("text=Texte, title=Quoi", "Quoi,Texte\nShooting,Officer Ana Reyes was shot.\n"));
    expect!["odd.csv: no column Body; there are: Quoi, Texte"].assert_eq(&by("text=Body", "Quoi,Texte\na,b\n"));
    expect!["the mapping does not say which column holds the text: text=COLUMN"].assert_eq(&by("title=Quoi", ""));
    expect!["when: no such field; there are text, title, published, url, doc_id, archived_at"].assert_eq(&by("text=Texte,when=Quoi", ""));
}

fn workbook(sheet: &str) -> Vec<u8> {
    zip(
        &[
            ("[Content_Types].xml", b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"),
            ("_rels/.rels", b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", b"<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
            ("xl/worksheets/sheet1.xml", format!("<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{sheet}</sheetData></worksheet>").as_bytes()),
        ],
        false,
    )
}

#[test]
fn workbooks() {
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let sheet = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row><row r=\"1048576\">{}{}</row>",
        cell("A1", "Title"),
        cell("C1", "Text"),
        cell("A2", "Officer shot"),
        cell("C2", "Officer Ana Reyes was shot."),
        cell("C1048576", "Nobody was hurt."),
        cell("XFD1048576", "far")
    );
    check(
        "reports.xlsx",
        &workbook(&sheet),
        expect![[r#"
        ? · title Officer shot · Officer Ana Reyes was shot.
        ? · Nobody was hurt.
    "#]],
    );
    check(
        "bomb.xlsx",
        &workbook(&" ".repeat(80 << 20)),
        expect![[r#"
        !too-large: bomb.xlsx/xl/worksheets/sheet1.xml: a byte unpacks to more than 200; it is not read any further, take out what you want to add
    "#]],
    );
    check(
        "broken.xlsx",
        &zip(&[("a.txt", b"no workbook")], false),
        expect![[r#"
        !broken-table: broken.xlsx: not readable as XLSX (File not found '_rels/.rels'); save it again, or as CSV
    "#]],
    );
}

#[test]
fn transcripts() {
    let whole = |name: &str, text: &str| {
        let mut out = String::new();
        container::open(name, Box::new(Cursor::new(text.as_bytes().to_vec())), &Tables::default(), &mut |part| {
            out += &part.map_or_else(|notice| notice.hint.to_string(), |raw| raw.text);
            ControlFlow::Continue(())
        });
        out
    };
    let srt = "1\r\n00:00:01,000 --> 00:00:03,000\r\nAn officer was shot in\r\n\r\n2\r\n00:00:03,100 --> 00:00:05,000\r\n<i>Millbrook</i> on Friday.\r\n\r\n3\r\n01:00:09,000 --> 01:00:11,000\r\n>> She is recovering.\r\n";
    let (document, _) = rashomon_reader::read_input(&rashomon_reader::Page { name: "news.txt".into(), bytes: whole("news.srt", srt).into_bytes() })
        .into_iter()
        .find_map(|read| if let rashomon_reader::Read::Document(document, notices) = read { Some((document, notices)) } else { None })
        .unwrap();
    let zones: Vec<String> = document.reporting().map(|p| p.text().to_owned()).collect();
    assert_eq!(zones, ["An officer was shot in Millbrook on Friday.", "She is recovering."], "times are no reporting");
    expect![[r#"
        [00:00:01]
        An officer was shot in Millbrook on Friday.

        [01:00:09]
        She is recovering.
    "#]]
    .assert_eq(&whole("news.srt", srt));
    let vtt = "WEBVTT\n\nNOTE made by nobody\n\n1\n00:01.000 --> 00:03.000 align:start\n<v Ana Reyes>I was <c.loud>hit</c> once.\n\n00:03.500 --> 00:05.000\n<v Chief Ferreira>She was &amp; is brave.\n";
    expect![[r#"
        [00:00:01]
        Ana Reyes: I was hit once.

        [00:00:03]
        Chief Ferreira: She was & is brave.
    "#]]
    .assert_eq(&whole("news.vtt", vtt));
}

/// Other people's good and broken feeds: none stops the reading, and each leaves a page or a word.
#[test]
fn feeds_of_others() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/hostile/feeds.tar.gz");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let said = given("feeds.tar.gz", &bytes);
    let failed = said.lines().filter(|line| line.contains("its parser failed")).count();
    let refused = said.lines().filter(|line| line.starts_with("!broken-feed")).count();
    println!("{} lines, {refused} refused, {failed} of them because the parser panicked", said.lines().count());
    assert!(said.lines().count() > 1900, "{}", said.lines().count());
    assert!(refused < 450 && failed == 0, "{refused} {failed}");
}
