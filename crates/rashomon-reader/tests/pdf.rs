//! Invented PDF files, made here byte by byte, read into zones, as text.

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use expect_test::{Expect, expect};
use rashomon_reader::container::{Tables, open};
use rashomon_reader::{Markup, Page, Raw, Read, read_input, read_raw};

/// A PDF file of pages with these lines, each below the last by so many points. `more`: what else the first page draws.
fn pdf(pages: &[&[(&str, u32)]], more: &str, info: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 6 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        // A drawing without words that draws what more of its name is given in its own resources: itself.
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream".to_owned(),
        format!("<< {info} >>"),
    ];
    for (n, lines) in pages.iter().enumerate() {
        let shown: String = lines.iter().map(|(line, down)| format!("0 -{down} Td ({line}) Tj\n")).collect();
        let content = format!("BT /F1 12 Tf 72 740 Td\n{shown}ET\n{}", if n == 0 { more } else { "" });
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> /XObject << /X 4 0 R >> >> /Contents {} 0 R >>",
            7 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

const RELEASE: [&[(&str, u32)]; 2] = [
    &[
        ("Millbrook Police Department", 14),
        ("FOR IMMEDIATE RELEASE - March 7, 2026", 28),
        ("On Friday, March 6, 2026, at about 9:40 p.m., Officer Ana Reyes, 34, was shot in", 28),
        ("the arm in the 1200 block of Oak Street, Millbrook, Ohio. She is in stable condi-", 14),
        ("tion at Valley Hospital. Two men fled in a silver car, and officers searched the", 14),
        ("neighborhood until the morning.", 14),
        ("No arrest had been made by Saturday, Chief Daniel Okoro said.", 28),
        ("Page 1 of 2", 60),
    ],
    &[("Anyone who saw the car is asked to call 555-0100.", 14), ("Page 2 of 2", 60)],
];

fn printed(bytes: &[u8]) -> String {
    let mut out = String::new();
    open("release.pdf", Box::new(Cursor::new(bytes.to_vec())), &Tables::default(), &mut |part| {
        let (document, notices) = read_raw(&part.expect("a PDF is a page"));
        if let Some(p) = &document.source().published {
            out += &format!("{} {}\n", p.day.caption(), p.from.as_str());
        }
        for zone in document.zones() {
            out += &format!("{}: {}\n", zone.kind.as_str(), document.text().raw().get(zone.start as usize..zone.end as usize).unwrap_or_default());
        }
        for notice in notices {
            out += &format!("!{}: {}\n", notice.id, notice.hint);
        }
        ControlFlow::Continue(())
    });
    out
}

fn check(bytes: &[u8], expect: Expect) {
    expect.assert_eq(&printed(bytes));
}

#[test]
fn a_release_is_read_in_paragraphs() {
    check(
        &pdf(&RELEASE, "", ""),
        expect![[r#"
        2026-03-07 text
        body: Millbrook Police Department
        dateline: FOR IMMEDIATE RELEASE -
        body: March 7, 2026
        body: On Friday, March 6, 2026, at about 9:40 p.m., Officer Ana Reyes, 34, was shot in the arm in the 1200 block of Oak Street, Millbrook, Ohio. She is in stable condition at Valley Hospital. Two men fled in a silver car, and officers searched the neighborhood until the morning.
        body: No arrest had been made by Saturday, Chief Daniel Okoro said.
        furniture: Page 1 of 2
        body: Anyone who saw the car is asked to call 555-0100.
        furniture: Page 2 of 2
    "#]],
    );
    // Whatever way it comes in.
    let bytes = pdf(&RELEASE, "", "");
    let Some(Read::Document(document, _)) = read_input(&Page { name: "release".into(), bytes }).pop() else { panic!("a PDF is a page") };
    assert!(document.text().raw().contains("stable condition at Valley Hospital"));
}

#[test]
fn the_day_is_that_of_its_lines_and_else_of_the_file() {
    let told: &[(&str, u32)] = &[("A man was shot in Millbrook on Friday night, the sheriff said, and two men fled.", 14)];
    let day =
        |lines: &[(&str, u32)]| printed(&pdf(&[lines], "", "/CreationDate (D:20260309080000-05'00')")).lines().next().unwrap_or_default().to_owned();
    assert_eq!(day(told), "2026-03-09 meta");
    for line in ["Date: March 7, 2026", "Case 1:26-cr-00042 Document 1 Filed 03/07/26 Page 1 of 9", "March 7, 2026", "News Release 3/7/2026"] {
        assert_eq!(day(&[(line, 14), told[0]]), "2026-03-07 text", "{line}");
    }
}

#[test]
fn damage_of_every_kind_stops_no_reading() {
    let whole = pdf(&RELEASE, "", "");
    for cut in (20..whole.len()).step_by(61) {
        printed(&whole[..cut]);
        let mut bent = whole.clone();
        bent[cut] = bent[cut].wrapping_add(1);
        printed(&bent);
    }
}

#[test]
fn what_has_no_end_is_refused() {
    check(
        &pdf(&RELEASE, "/X Do\n", ""),
        expect![[r#"
        !no-text: the page has a headline and no text; capture it again
        !unreadable-pdf: not readable as PDF: a drawing in it draws itself; print it to a new PDF, or add its text
    "#]],
    );
    let mut bomb = pdf(&RELEASE, "", "");
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&vec![b' '; 40 << 20]).expect("memory takes all");
    bomb.extend(b"9 0 obj\n<< /Filter /FlateDecode >>\nstream\n");
    bomb.extend(packer.finish().expect("memory takes all"));
    bomb.extend(b"\nendstream\nendobj\n");
    check(
        &bomb,
        expect![[r#"
        !no-text: the page has a headline and no text; capture it again
        !unreadable-pdf: not readable as PDF: its parts unpack to more than 32 MiB; print it to a new PDF, or add its text
    "#]],
    );
}

#[test]
fn a_page_without_words_says_so() {
    check(
        &pdf(&[&[]], "", ""),
        expect![[r#"
        !no-text: the page has a headline and no text; capture it again
        !pdf-without-words: a PDF without words, perhaps a scan: run it through text recognition and add that
    "#]],
    );
    check(
        b"%PDF-1.7 and nothing else",
        expect![[r#"
        !no-text: the page has a headline and no text; capture it again
        !unreadable-pdf: not readable as PDF: couldn't parse input: invalid file header; print it to a new PDF, or add its text
    "#]],
    );
    // A register that could not read it within limits keeps its bytes.
    let degraded = rashomon_reader::Degraded { reason: "it took too long".into(), limit: "60 s".into() };
    let markup = Markup { bytes: pdf(&RELEASE, "", ""), media: None, degraded: Some(degraded) };
    let (document, notices) = read_raw(&Raw { doc_id: Some("page".into()), markup: Some(markup), ..Raw::default() });
    assert_eq!(document.text().raw(), "");
    assert!(notices.iter().any(|n| &*n.id == "degraded"));
}
