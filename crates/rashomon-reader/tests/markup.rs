//! Invented pages of markup, read into zones, as text.

use expect_test::{Expect, expect};
use rashomon_model::Field;
use rashomon_reader::{Markup, Page, Raw, Read, read_input, read_raw};

fn check(html: &str, expect: Expect) {
    let raw = Raw { doc_id: Some("page".into()), markup: Some(Markup { bytes: html.into(), ..Markup::default() }), ..Raw::default() };
    let (document, notices) = read_raw(&raw);
    let mut out = String::new();
    for zone in document.zones() {
        let text = if zone.field == Field::Title { document.title().map_or("", |t| t.raw()) } else { document.text().raw() };
        let words = text.get(zone.start as usize..zone.end as usize).unwrap_or_default();
        out.push_str(&format!("{}: {words:?}\n", zone.kind.as_str()));
    }
    for n in notices {
        out.push_str(&format!("notice {}\n", n.id));
    }
    expect.assert_eq(&out);
}

#[test]
fn words_are_told_from_markup() {
    check(
        "<!doctype html><title>Man shot &amp; robbed in Millbrook</title><script>var a = '<p>no text';</script><style>p{}</style>\
         <nav><ul><li><a href=/>Home<li><a href=/news>News</ul></nav>\
         <p>A man was shot on <b>Fri</b>day night,\n   police said.<p>He is 31&nbsp;years old.<!-- no --><br>Two men fled.\
         <p>They <span style='display:none'>Devon Marsh was arrested </span>drove off. <div hidden>Nobody was hurt.</div>\
         <form><button>Send</button></form>",
        expect![[r#"
            title: "Man shot & robbed in Millbrook"
            furniture: "Home"
            furniture: "News"
            body: "A man was shot on Friday night, police said."
            body: "He is 31\u{a0}years old."
            body: "Two men fled."
            body: "They drove off."
            hidden: "Devon Marsh was arrested"
            hidden: "Nobody was hurt."
            furniture: "Send"
        "#]],
    );
}

#[test]
fn pages_of_markup_are_known_by_name_or_by_their_first_bytes() {
    for (name, bytes, text) in [
        ("a.html", "<p>A man was shot.", "A man was shot."),
        ("a.HTM", "A man was shot.", "A man was shot."),
        ("-", "\u{feff}\n<!-- saved --><?xml version='1.0'?>\n<!DOCTYPE html><p>A man was shot.", "A man was shot."),
        ("a.txt", "<HTML lang=en><p>A man was shot.", "A man was shot."),
        ("a.txt", "<p>A man was shot.", "<p>A man was shot."),
        ("a.json", "<html><p>A man was shot.", ""),
    ] {
        let read = read_input(&Page { name: name.into(), bytes: bytes.into() });
        let found = match read.first() {
            Some(Read::Document(document, _)) => document.text().raw(),
            _ => "",
        };
        assert_eq!(found, text, "{name}: {bytes}");
    }
}
