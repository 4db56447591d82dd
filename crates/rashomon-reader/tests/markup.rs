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

#[test]
fn the_day_is_found_wherever_a_page_says_it() {
    let story = "<h1>Brand in Mühlbach</h1>";
    let body = "<p>In der Nacht zum Freitag brannte in Mühlbach eine Scheune nieder, teilte die Feuerwehr am Morgen mit.</p>";
    for (what, page, expect) in [
        ("two digits of the year", format!("{story}<p>Von: Ana Reyes | 06.03.26</p>{body}"), "2026-03-06 text"),
        ("a version is no day", format!("{story}<p>Player 3.10.21.4</p>{body}"), ""),
        (
            "parts of a day in elements of their own",
            format!("<div><span>Mar</span> <span>6</span><span>2026</span></div>{story}{body}"),
            "2026-03-06 text",
        ),
        (
            "data of a script",
            format!(r#"{story}<script>var page = {{"publishedDate":"2026-03-06T20:37:27Z","updatedDate":"2026-03-09T20:39:47Z"}}</script>{body}"#),
            "2026-03-06 meta",
        ),
        (
            "data of a script inside a string",
            format!(r#"{story}<script>push("[{{\"datePublished\":\"2026-03-06\"}}]")</script>{body}"#),
            "2026-03-06 meta",
        ),
        ("data of several stories", format!(r#"{story}<script>[{{"publishedAt":"2026-03-06"}},{{"publishedAt":"2026-03-08"}}]</script>{body}"#), ""),
        (
            "a microformat with one time",
            format!(r#"<span class="updated" title="2026-03-06T18:52:11+00:00"></span>{story}{body}"#),
            "2026-03-06 time",
        ),
        (
            "a sentence about the page",
            format!(
                "{story}{body}<p>Dieser Beitrag wurde am 6. März 2026 um 23:03 Uhr gepostet und unter Allgemein abgelegt; Antworten sind willkommen.</p>"
            ),
            "2026-03-06 text",
        ),
        (
            "far into a sentence",
            format!("{story}<p>Das Bild zeigt die Scheune, wie sie von der Straße nach Altdorf aus zu sehen war, am 31.05.2021 (links).</p>{body}"),
            "",
        ),
        (
            "the field's day, as the marked time confirms it",
            format!(
                r#"<meta property="article:published_time" content="2026-03-06T09:16:21+00:00">{story}<p>05.03.2026: Wetter</p>
                <time class="published" datetime="2026-03-06T10:16:21+01:00">6. März</time>{body}"#
            ),
            "2026-03-06 meta",
        ),
    ] {
        let html = format!("<!doctype html><html lang=de><title>Brand in Mühlbach</title>{page}");
        let raw = Raw { doc_id: Some("page".into()), markup: Some(Markup { bytes: html.into(), ..Markup::default() }), ..Raw::default() };
        let (document, _) = read_raw(&raw);
        let said = document.source().published.as_ref().map_or(String::new(), |p| format!("{} {}", p.day.caption(), p.from.as_str()));
        assert_eq!(said, expect, "{what}");
    }
}
