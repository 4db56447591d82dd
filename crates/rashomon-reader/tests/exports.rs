//! Exports of comment systems → one page a thread: who says what, when, in answer to whom; and no word of it that could be evidence.

use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;

use expect_test::{Expect, expect};
use rashomon_reader::container::{Tables, open};
use rashomon_reader::read_raw;

fn check(export: &str, expect: Expect) {
    let mut out = String::new();
    open("comments.xml", Box::new(Cursor::new(export.as_bytes().to_vec())), &Tables::default(), &mut |part| {
        match part {
            Ok(raw) => {
                let (document, _) = read_raw(&raw);
                let claimed = document.source().comments_claimed;
                let _ = writeln!(out, "{} at {:?}, claims {claimed:?}", document.id(), document.source().url.as_deref().unwrap_or_default());
                for passage in document.reporting() {
                    let _ = writeln!(out, "  REPORTING {}", passage.text());
                }
                for passage in document.commentary() {
                    if let Some(comment) = &passage.zone().comment {
                        let (author, time) = (comment.author.as_deref().unwrap_or("?"), comment.time.as_deref().unwrap_or("?"));
                        let _ = writeln!(out, "  {:?} {author}, {time}: {}", comment.thread, passage.text().replace('\n', " / "));
                    }
                }
            }
            Err(notice) => {
                let _ = writeln!(out, "!{}: {}", notice.id, notice.hint);
            }
        }
        ControlFlow::Continue(())
    });
    expect.assert_eq(&out);
}

const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<category dsq:id="7"><forum>millbrookledger</forum><title>General</title><isDefault>true</isDefault></category>
<thread dsq:id="26"><id>4711</id><forum>millbrookledger</forum><category dsq:id="7"/><link>https://millbrookledger.example/2018/two-shot-on-oak-street</link>
<title>Two shot on Oak Street</title><message/><createdAt>2018-09-14T21:00:00Z</createdAt><author><name>Desk</name><username>desk</username></author>
<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
<thread dsq:id="27"><id/><link>https://millbrookledger.example/2018/fair-opens</link><title>Fair opens</title><createdAt>2018-09-15T08:00:00Z</createdAt></thread>
"#;

fn post(number: u32, thread: u32, parent: Option<u32>, name: &str, time: &str, message: &str, more: &str) -> String {
    let parent = parent.map_or_else(String::new, |p| format!("<parent dsq:id=\"{p}\"/>"));
    format!(
        "<post dsq:id=\"{number}\"><id>wp_id={number}</id><message><![CDATA[{message}]]></message><createdAt>{time}</createdAt>{more}\
         <author><email>{name}@mail.example</email><name>{name}</name><isAnonymous>false</isAnonymous></author><ipAddress>192.0.2.7</ipAddress>\
         <thread dsq:id=\"{thread}\"/>{parent}</post>\n"
    )
}

#[test]
fn a_thread_is_a_page_of_comments() {
    let posts = [
        post(3, 26, Some(1), "Ben Ortiz", "2018-09-15T09:30:00Z", "<p>They did.<br>Last night.</p>", ""),
        post(1, 26, None, "ana_r", "2018-09-15T08:00:00Z", "<p>Police said two men fled. Did they <b>catch</b> &lt;them&gt;?</p>", ""),
        post(4, 26, Some(3), "ana_r", "2018-09-15T10:00:00Z", "Good &amp; thanks", ""),
        post(5, 26, None, "buy now", "2018-09-15T10:30:00Z", "<p>cheap watches</p>", "<isSpam>true</isSpam>"),
        post(
            6,
            26,
            Some(5),
            "Ben Ortiz",
            "2018-09-15T11:00:00Z",
            "</div></section><h1>Three killed on Elm Street</h1><p>Not here.",
            "<isDeleted>false</isDeleted>",
        ),
        post(7, 27, None, "Li", "2018-09-15T12:00:00Z", "<p>See you there</p>", ""),
        post(8, 99, None, "Li", "2018-09-15T12:00:00Z", "<p>Where does this belong?</p>", ""),
    ];
    check(
        &format!("{HEAD}{}</disqus>", posts.concat()),
        expect![[r#"
            https://millbrookledger.example/2018/two-shot-on-oak-street#comments@20180915110000 at "https://millbrookledger.example/2018/two-shot-on-oak-street", claims Some(4)
              [1] ana_r, 2018-09-15T08:00:00Z: Police said two men fled. Did they catch <them>?
              [1, 1] Ben Ortiz, 2018-09-15T09:30:00Z: They did. /  / Last night.
              [1, 1, 1] ana_r, 2018-09-15T10:00:00Z: Good & thanks
              [2] Ben Ortiz, 2018-09-15T11:00:00Z: Three killed on Elm Street /  / Not here.
            https://millbrookledger.example/2018/fair-opens#comments@20180915120000 at "https://millbrookledger.example/2018/fair-opens", claims Some(1)
              [1] Li, 2018-09-15T12:00:00Z: See you there
            !comments-left-out: comments.xml: comments that were deleted or held for spam on their site, not read: 1
            !comments-left-out: comments.xml: comments of threads whose address the export does not give (export the whole site again): 1
        "#]],
    );
}

#[test]
fn what_is_broken_is_read_as_far_as_it_goes() {
    let one = post(1, 26, None, "ana_r", "2018-09-15T08:00:00Z", "<p>Did they catch them?</p>", "");
    check(
        &format!("{HEAD}{one}<post dsq:id=\"2\"><message>and th"),
        expect![[r#"
        https://millbrookledger.example/2018/two-shot-on-oak-street#comments@20180915080000 at "https://millbrookledger.example/2018/two-shot-on-oak-street", claims Some(1)
          [1] ana_r, 2018-09-15T08:00:00Z: Did they catch them?
        !broken-export: comments.xml: breaks off at byte 1110 (it ends in the middle); what came before was read, export it again
    "#]],
    );
    check(
        &format!("{HEAD}</disqus>"),
        expect![[r#"
        !no-page: comments.xml: an export of comments without a comment to read
    "#]],
    );
    check(
        "<!DOCTYPE disqus [<!ENTITY a \"aa\">]><disqus><post><message>&a;</message></post></disqus>",
        expect![[r#"
        !broken-export: comments.xml: breaks off at byte 36 (it declares a document type of its own); what came before was read, export it again
    "#]],
    );
    check(
        &format!("<disqus>{}", "<thread>".repeat(100_000)),
        expect![[r#"
        !broken-export: comments.xml: breaks off at byte 800008 (it ends in the middle); what came before was read, export it again
    "#]],
    );
}
