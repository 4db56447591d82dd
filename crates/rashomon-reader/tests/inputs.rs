//! What becomes of good and bad inputs: each part is a document, or one clear notice, and the rest goes on.

use std::io::{BufRead, BufReader, Write as _};

use expect_test::{Expect, expect};
use rashomon_model::Notice;
use rashomon_reader::{Lines, Page, Raw, Read, Shape, is_packed, read_input, read_raw, split};

fn say(name: &str, bytes: &[u8]) -> String {
    let mut out = String::new();
    for read in read_input(&Page { name: name.into(), bytes: bytes.into() }) {
        match read {
            Read::SetAside(n) => out.push_str(&format!("set aside {}: {}\n", n.id, n.hint)),
            Read::Document(d, notices) => {
                let text: String = d.text().raw().chars().take(40).collect();
                let notices: Vec<&str> = notices.iter().map(|n| &*n.id).collect();
                out.push_str(&format!("{} {text:?} {notices:?}\n", d.id()));
            }
        }
    }
    assert_eq!(streamed(name, bytes), out, "line by line");
    out
}

/// The same, read as it comes.
fn streamed(name: &str, bytes: &[u8]) -> String {
    let packed = is_packed(name, bytes);
    let input: Box<dyn BufRead> = if packed { Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(bytes))) } else { Box::new(bytes) };
    let mut out = String::new();
    let mut say = |raw: Result<Raw, Notice>| match raw.map(|raw| read_raw(&raw)) {
        Err(n) => out.push_str(&format!("set aside {}: {}\n", n.id, n.hint)),
        Ok((d, notices)) => {
            let text: String = d.text().raw().chars().take(40).collect();
            let notices: Vec<&str> = notices.iter().map(|n| &*n.id).collect();
            out.push_str(&format!("{} {text:?} {notices:?}\n", d.id()));
        }
    };
    match Lines::of(name, input, packed) {
        Ok(Shape::Lines(lines)) => lines.for_each(|(raw, _)| say(raw)),
        Ok(Shape::Whole(..)) | Err(_) => split(&Page { name: name.into(), bytes: bytes.into() }).into_iter().for_each(say),
    }
    out
}

fn check(name: &str, bytes: &[u8], expect: Expect) {
    expect.assert_eq(&say(name, bytes));
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

#[test]
fn lines_cost_only_themselves() {
    let lines = b"{\"doc_id\":\"a\",\"text\":\"A man was shot.\"}\n{\"doc_id\":\"b\",\"text\n\n{\"doc_id\":\"c\"}\n{\"doc_id\":\"d\",\"text\":7}\n[1]\n{\"doc_id\":\"e\",\"text\":\"Lone \\ud83d half.\",\"more\":{}}\n{\"doc_id\":\"f\",\"title\":\"Man shot\",\"text\":\"\"}\n";
    check(
        "in.jsonl",
        lines,
        expect![[r#"
            a "A man was shot." []
            set aside broken-json: in.jsonl: line 2 is not JSON (column 19: EOF while parsing a string); repair the line and add the file again
            set aside no-text: in.jsonl: line 4 has no "text"; give the page's text in that field
            set aside text-not-a-string: in.jsonl: line 5: "text" is a number, not a string; give the page's text as one string
            set aside not-a-page: in.jsonl: line 6 is not a JSON object; give one object with "text" per line
            e "Lone � half." ["undecodable-bytes"]
            f "" ["no-text"]
        "#]],
    );
}

#[test]
fn one_page_in_every_wrapping() {
    check(
        "a.txt",
        b"\xEF\xBB\xBFA man was shot.\r\n",
        expect![[r#"
        a.txt "A man was shot.\r\n" []
    "#]],
    );
    check(
        "a.txt.gz",
        &gz(b"A man was shot."),
        expect![[r#"
        a.txt.gz "A man was shot." []
    "#]],
    );
    check(
        "a.json",
        b"[\n {\"doc_id\": \"x\",\n \"text\": \"A man was shot.\"}]",
        expect![[r#"
        x "A man was shot." []
    "#]],
    );
    check(
        "a.txt",
        b"A man \xff was shot.",
        expect![[r#"
        a.txt "A man � was shot." ["undecodable-bytes"]
    "#]],
    );
}

#[test]
fn what_is_no_page_is_named() {
    check(
        "a.txt",
        b"",
        expect![[r#"
        set aside empty-input: a.txt: empty file; nothing to read
    "#]],
    );
    check(
        "a.txt",
        b" \n\t \r\n",
        expect![[r#"
        set aside empty-input: a.txt: only white space; nothing to read
    "#]],
    );
    check(
        "a.bin",
        &[0u8, 1, 2, 3, 250, 0, 0, 7],
        expect![[r#"
        set aside binary-input: a.bin: not text (8 control or undecodable characters from byte 0); convert it to text first
    "#]],
    );
    check(
        "a.txt.gz",
        &gz(b"A man was shot.")[..12],
        expect![[r#"
        a.txt.gz "A" []
        set aside broken-gzip: a.txt.gz: the gzip stream breaks off after 1 bytes (incomplete deflate stream); what came before was read, add the whole file again
    "#]],
    );
    let bomb = gz(&vec![b'a'; 65 << 20]);
    check(
        "bomb.txt.gz",
        &bomb,
        expect![[r#"
        set aside too-large: bomb.txt.gz: more than 64 MiB after decompression; split it into smaller files
    "#]],
    );
}

#[test]
fn nested_comments_neither_recurse_nor_hang() {
    let mut page = "Police said a man was shot in the leg on Friday night in Millbrook, Ohio, near the bridge.\n\n".repeat(4);
    for i in 0..100_000usize {
        // Ever deeper until 300 columns, then at that depth: 100,000 replies without gigabytes of white space.
        page.push_str(&format!("{}{} I saw it too.\n", " ".repeat((i + 2).min(300)), if i == 0 { "1." } else { "•" }));
    }
    let read = read_input(&Page { name: "deep.txt".into(), bytes: page.into_bytes() });
    let [Read::Document(d, notices)] = read.as_slice() else { panic!("one document") };
    let threads: Vec<usize> = d.zones().iter().filter_map(|z| z.comment.as_ref()).map(|c| c.thread.len()).collect();
    assert_eq!((threads.len(), threads.iter().max()), (100_000, Some(&64)));
    assert_eq!(notices.iter().map(|n| &*n.id).collect::<Vec<_>>(), ["thread-too-deep"]);
}

#[test]
fn ten_megabytes_in_one_line_are_read() {
    let line = "Police said “it” doesnt matter &amp; a man was shot. ".repeat(200_000);
    let read = read_input(&Page { name: "long.txt".into(), bytes: line.into_bytes() });
    assert!(matches!(read.as_slice(), [Read::Document(d, _)] if d.zones().len() == 1));
}
