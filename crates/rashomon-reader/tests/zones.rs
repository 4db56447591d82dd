//! Zones from the shape of invented pages, as text.

use expect_test::{Expect, expect};
use rashomon_model::Field;
use rashomon_reader::{Raw, read_raw};

const ARTICLE: &str = "MILLBROOK, Ohio -- Officer Ana Reyes was shot twice in the leg on Friday near the old bridge, police said.\n\nChief John Roe said two men fled in a silver car and that officers were still looking for them on Saturday.\n\n";

fn check(below: &str, expect: Expect) {
    let text = format!("{ARTICLE}{below}");
    let (document, notices) = read_raw(&Raw { text, title: Some("Officer shot".into()), ..Raw::default() });
    let mut out = String::new();
    for zone in document.zones().iter().filter(|z| z.field == Field::Text).skip(3) {
        let words = document.text().raw().get(zone.start as usize..zone.end as usize).unwrap_or_default();
        let comment = zone
            .comment
            .as_ref()
            .map_or(String::new(), |c| format!(" {:?} {} {}", c.thread, c.author.as_deref().unwrap_or("-"), c.time.as_deref().unwrap_or("-")));
        out.push_str(&format!("{}{comment}: {words:?}\n", zone.kind.as_str()));
    }
    for n in notices {
        out.push_str(&format!("notice {}\n", n.id));
    }
    expect.assert_eq(&out);
}

#[test]
fn numbered_threads_with_bullets() {
    check(
        "  1. Good for her.\n\n      • I agree.\n\n        • Me too.\n\n    • Not me.\n\n  2. Second.\n\nCopyright 2016 WXYQ. All rights reserved.\n",
        expect![[r#"
        comment [1] - -: "1. Good for her."
        comment [1, 1] - -: "• I agree."
        comment [1, 1, 1] - -: "• Me too."
        comment [1, 2] - -: "• Not me."
        comment [2] - -: "2. Second."
        rights: "Copyright 2016 WXYQ. All rights reserved."
    "#]],
    );
}

#[test]
fn paragraphs_below_a_header() {
    check(
        "Comments (9)\nNo. 1-3\n\nFirst one.\n\n\nSecond one.\n\nStill the second.\n\n\nThird.",
        expect![[r#"
        furniture: "Comments (9)"
        furniture: "No. 1-3"
        comment [1] - -: "First one."
        comment [2] - -: "Second one.\n\nStill the second."
        comment [3] - -: "Third."
        notice comments-missing
    "#]],
    );
}

#[test]
fn blocks_with_author_and_time() {
    check(
        "2 Comments\n\njdoe says:\nMarch 3, 2015 at 5:33 pm\nI saw two cars.\nReply\n\nMary K. • 3 years ago\nNo, one.\nReply\n",
        expect![[r#"
        furniture: "2 Comments"
        comment [1] jdoe March 3, 2015 at 5:33 pm: "jdoe says:\nMarch 3, 2015 at 5:33 pm\nI saw two cars.\nReply"
        comment [2] Mary K. 3 years ago: "Mary K. • 3 years ago\nNo, one.\nReply"
    "#]],
    );
}

#[test]
fn an_article_that_goes_on_is_no_thread() {
    check(
        "Comments\n\nPolice said the car was found on Sunday in a lot near the river, with two guns in it.\n\nRoe said the case goes to prosecutors next week, according to court records he showed.\n\nHe said nobody else was hurt in the exchange on the bridge that night.\n",
        expect![[r#"
        furniture: "Comments"
        body: "Police said the car was found on Sunday in a lot near the river, with two guns in it."
        body: "Roe said the case goes to prosecutors next week, according to court records he showed."
        body: "He said nobody else was hurt in the exchange on the bridge that night."
    "#]],
    );
}

#[test]
fn lists_of_people_stay_and_other_stories_go() {
    check(
        "The dead were:\n• Jo Hill, 21\n• Max Poe, 43\n\nRELATED:\nMan robbed at gas station in Elmwood\nCity council meets on budget\n\nShe is expected to live.\n",
        expect![[r#"
        body: "The dead were:"
        body: "• Jo Hill, 21"
        body: "• Max Poe, 43"
        furniture: "RELATED:"
        furniture: "Man robbed at gas station in Elmwood"
        furniture: "City council meets on budget"
        body: "She is expected to live."
    "#]],
    );
}

#[test]
fn a_headline_glued_to_the_text_is_parted_from_it() {
    let zones = |text: &str| {
        let title = Some("Man shot on Oak Street | Channel 4".into());
        let (document, _) = read_raw(&Raw { text: text.into(), title, ..Raw::default() });
        let cut = |z: &rashomon_model::text::Zone| {
            let words = document.text().raw().get(z.start as usize..z.end as usize).unwrap_or_default();
            format!("{}: {words:?}\n", z.kind.as_str())
        };
        document.zones().iter().filter(|z| z.field == Field::Text).map(cut).collect::<String>()
    };
    let glued = zones("Man shot on Oak Street | Channel 4MILLBROOK, Ohio (WXYQ) -- A man was shot on Friday, police said.");
    expect![[r#"
        title: "Man shot on Oak Street | Channel 4"
        dateline: "MILLBROOK, Ohio (WXYQ) --"
        body: "A man was shot on Friday, police said."
    "#]]
    .assert_eq(&glued);
    // A sentence may begin with the words of its headline.
    let sentence = zones("Man shot on Oak Street | Channel 4 was there when a man was shot, police said.");
    expect![[r#"
        body: "Man shot on Oak Street | Channel 4 was there when a man was shot, police said."
    "#]]
    .assert_eq(&sentence);
}

#[test]
fn headlines_of_other_stories_between_the_paragraphs() {
    check(
        "Clerk dead, two wounded after robbery at Lakeview diner\n\nThe bridge was closed until Saturday.\n\nOfficers search near bridge for silver car\n\nNeighbors had called the department about\nLakeview drivers racing along Harbor Avenue\nand were told to wait.\n\nGovernor signs Lakeview harbor funding bill\n",
        expect![[r#"
            furniture: "Clerk dead, two wounded after robbery at Lakeview diner"
            body: "The bridge was closed until Saturday."
            body: "Officers search near bridge for silver car"
            body: "Neighbors had called the department about"
            body: "Lakeview drivers racing along Harbor Avenue"
            body: "and were told to wait."
            furniture: "Governor signs Lakeview harbor funding bill"
        "#]],
    );
}
