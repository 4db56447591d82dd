//! Pages with comments in many systems' markup and in plain text: what is told apart, and who answers whom.
//!
//! `threads/NAME.html` or `NAME.txt` is a page, `NAME.truth` beside it says what its article and its comments are. All are
//! invented. The pages of `BLIND` were written after the reader worked and its rules were not changed for them.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test reads its inputs from the disk")]

use std::path::Path;

use rashomon_model::{Field, ZoneKind};
use rashomon_reader::html::thread;
use rashomon_reader::{Page, Read, read_input};

#[derive(Debug, Default)]
struct Truth {
    claimed: Option<u32>,
    article: Vec<String>,
    comments: Vec<Comment>,
}

#[derive(Clone, Debug, Default)]
struct Comment {
    path: Vec<u32>,
    author: Option<String>,
    time: Option<String>,
    lines: Vec<String>,
}

fn truth(text: &str) -> Truth {
    let mut truth = Truth::default();
    let mut article = false;
    for line in text.lines() {
        if let Some(n) = line.strip_prefix("claimed: ") {
            truth.claimed = n.parse().ok();
        } else if line == "= article" {
            article = true;
        } else if let Some(head) = line.strip_prefix("= ") {
            article = false;
            let mut parts = head.split(" | ").map(str::to_owned);
            let path: Vec<u32> = parts.next().unwrap_or_default().split('.').map(|n| n.parse().expect("a number")).collect();
            let given = |s: Option<String>| s.filter(|s| !s.is_empty());
            let (author, time) = (given(parts.next()), given(parts.next()));
            if truth.comments.last().is_none_or(|c| c.path != path) {
                truth.comments.push(Comment { path, author, time, lines: Vec::new() });
            }
        } else if article {
            truth.article.push(line.to_owned());
        } else if let Some(comment) = truth.comments.last_mut() {
            comment.lines.push(line.to_owned());
        }
    }
    truth
}

/// What was read: comments with their parents' places, and where words ended up.
struct Got {
    claimed: Option<u32>,
    comments: Vec<Comment>,
    /// Words in comment zones, and words in all others, without white space.
    commented: String,
    others: String,
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn read(name: &str, bytes: &[u8]) -> Got {
    let page = Page { name: name.into(), bytes: bytes.to_vec() };
    let Some(Read::Document(document, _)) = read_input(&page).into_iter().next() else { panic!("{name} is a page") };
    let (mut commented, mut others, mut comments) = (String::new(), String::new(), Vec::<Comment>::new());
    for zone in document.zones().iter().filter(|z| z.field == Field::Text) {
        let text = document.text().raw().get(zone.start as usize..zone.end as usize).unwrap_or_default();
        if zone.kind != ZoneKind::Comment {
            others.push_str(&bare(text));
            continue;
        }
        commented.push_str(&bare(text));
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned);
        match &zone.comment {
            Some(c) => comments.push(Comment {
                path: c.thread.clone(),
                author: c.author.as_deref().map(Into::into),
                time: c.time.as_deref().map(Into::into),
                lines: lines.collect(),
            }),
            None => {
                if let Some(last) = comments.last_mut() {
                    last.lines.extend(lines);
                }
            }
        }
    }
    let mut claimed = document.source().comments_claimed;
    if comments.is_empty() && name.ends_with(".html") {
        // Comments that a page tells machines only are no words of it.
        let threads = thread::read(&String::from_utf8_lossy(bytes));
        claimed = claimed.or(threads.claimed);
        for (n, found) in threads.comments.iter().enumerate() {
            commented.push_str(&bare(&found.text));
            comments.push(Comment {
                path: threads.path(n),
                author: found.author.as_deref().map(Into::into),
                time: found.time.as_deref().map(Into::into),
                lines: found.text.lines().map(str::to_owned).collect(),
            });
        }
    }
    Got { claimed, comments, commented, others }
}

#[derive(Default)]
struct Score {
    pages: usize,
    comments: usize,
    /// Letters of comments found in comments, of comments, of the article found in comments, of the article.
    right: usize,
    said: usize,
    wrong: usize,
    told: usize,
    parents: usize,
    authors: (usize, usize),
    times: (usize, usize),
    claimed: (usize, usize),
}

impl Score {
    fn f1(&self) -> f64 {
        let (p, r) = (self.right as f64 / (self.right + self.wrong).max(1) as f64, self.right as f64 / self.said.max(1) as f64);
        2.0 * p * r / (p + r).max(f64::MIN_POSITIVE)
    }
    fn parents(&self) -> f64 {
        self.parents as f64 / self.comments.max(1) as f64
    }
    fn row(&self, name: &str) -> String {
        let share = |(a, b): (usize, usize)| if b == 0 { "-".to_owned() } else { format!("{:.3}", a as f64 / b as f64) };
        format!(
            "{name:12} pages {:3} comments {:3}  separation F1 {:.4} (P {:.4} R {:.4})  parents {:.4}  authors {}  times {}  claimed {}",
            self.pages,
            self.comments,
            self.f1(),
            self.right as f64 / (self.right + self.wrong).max(1) as f64,
            self.right as f64 / self.said.max(1) as f64,
            self.parents(),
            share(self.authors),
            share(self.times),
            share(self.claimed)
        )
    }
}

/// Scores a page and says what was wrong with it.
fn score(truth: &Truth, got: &Got, all: &mut Score) -> Vec<String> {
    let mut wrong = Vec::new();
    all.pages += 1;
    for line in &truth.article {
        let bare = bare(line);
        all.told += bare.len();
        if !got.others.contains(&bare) {
            all.wrong += bare.len();
            wrong.push(format!("article taken for a comment: {line}"));
        }
    }
    let squeezed = |lines: &[String]| bare(&lines.concat());
    let mut used = vec![false; got.comments.len()];
    let mut found: Vec<Option<usize>> = Vec::new();
    for comment in &truth.comments {
        let want = squeezed(&comment.lines);
        let exact = |n: &usize| !used[*n] && squeezed(&got.comments[*n].lines) == want;
        let near = |n: &usize| !used[*n] && comment.lines.first().is_some_and(|l| squeezed(&got.comments[*n].lines).contains(&bare(l)));
        let at = (0..got.comments.len()).find(exact).or_else(|| (0..got.comments.len()).find(near));
        if let Some(at) = at {
            used[at] = true;
        }
        found.push(at);
    }
    let parent = |path: &[u32]| path.split_last().map(|(_, p)| p.to_vec()).filter(|p| !p.is_empty());
    let at_path = |path: &[u32]| truth.comments.iter().position(|c| c.path == path);
    for (n, comment) in truth.comments.iter().enumerate() {
        all.comments += 1;
        for line in &comment.lines {
            let bare = bare(line);
            all.said += bare.len();
            if got.commented.contains(&bare) {
                all.right += bare.len();
            } else {
                wrong.push(format!("no comment: {line}"));
            }
        }
        let Some(at) = found[n] else {
            wrong.push(format!("{:?} not found", comment.path));
            continue;
        };
        let got_one = &got.comments[at];
        let want_parent = parent(&comment.path).and_then(|p| at_path(&p)).and_then(|p| found[p]);
        let got_parent = parent(&got_one.path).and_then(|p| got.comments.iter().position(|c| c.path == p));
        if want_parent == got_parent {
            all.parents += 1;
        } else {
            wrong.push(format!("{:?} stands at {:?}", comment.path, got_one.path));
        }
        for (want, have, sum) in [(&comment.author, &got_one.author, &mut all.authors), (&comment.time, &got_one.time, &mut all.times)] {
            if want.is_some() {
                sum.1 += 1;
                sum.0 += usize::from(want == have);
            }
            if want.is_some() && want != have {
                wrong.push(format!("{:?}: {want:?} read as {have:?}", comment.path));
            }
        }
    }
    for (n, used) in used.iter().enumerate() {
        if !used {
            wrong.push(format!("not a comment: {:?} {:?}", got.comments[n].path, got.comments[n].lines));
        }
    }
    if truth.claimed.is_some() {
        all.claimed.1 += 1;
        all.claimed.0 += usize::from(truth.claimed == got.claimed);
        if truth.claimed != got.claimed {
            wrong.push(format!("claimed {:?} read as {:?}", truth.claimed, got.claimed));
        }
    }
    wrong
}

#[test]
fn comments_are_told_from_articles_and_threads_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/threads");
    let mut names: Vec<_> = std::fs::read_dir(&folder).expect("the pages").map(|e| e.expect("an entry").path()).collect();
    names.sort();
    let blind = std::fs::read_to_string(folder.join("BLIND")).unwrap_or_default();
    let (mut whole, mut known, mut unseen, mut plain) = (Score::default(), Score::default(), Score::default(), Score::default());
    for path in names.iter().filter(|p| p.extension().is_some_and(|e| e == "html" || e == "txt")) {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let stem = path.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
        let truth = truth(&std::fs::read_to_string(path.with_extension("truth")).expect("a truth"));
        let got = read(name, &std::fs::read(path).expect("a page"));
        let wrong = score(&truth, &got, &mut whole);
        let part = if name.ends_with("txt") {
            &mut plain
        } else if blind.lines().any(|b| b == stem) {
            &mut unseen
        } else {
            &mut known
        };
        score(&truth, &got, part);
        if !wrong.is_empty() {
            println!("{name}\n    {}", wrong.join("\n    "));
        }
    }
    for (name, score) in [("markup", &known), ("blind", &unseen), ("plain text", &plain), ("all", &whole)] {
        println!("{}", score.row(name));
    }
    assert!(whole.pages >= 60, "{} pages", whole.pages);
    assert!(whole.f1() >= 0.98, "{}", whole.row("all"));
    assert!(whole.parents() >= 0.95, "{}", whole.row("all"));
}

/// A page of `n` comments, every third an answer to the one before it, about 60 bytes each.
fn long(n: usize) -> String {
    let mut page = String::with_capacity(n * 64 + 200);
    page.push_str("<h1>Shots heard in Millbrook</h1><p>Nobody was hurt.</p><ol class=commentlist>");
    for i in 0..n {
        match i % 3 {
            1 => page.push_str(&format!("<li class=comment><cite>A{i}</cite><p>Saw {i} of it.<ol class=children>")),
            2 => page.push_str(&format!("<li class=comment><cite>B</cite><p>So did we {i}.</ol>")),
            _ => page.push_str(&format!("<li class=comment><cite>C{}</cite><p>Heard {i} shots.", i % 7)),
        }
    }
    page
}

#[test]
fn places_are_those_of_the_source() {
    let page = long(30).replace("Heard 3 shots.", "Ñandú —\r\n heard three &amp; more");
    let threads = thread::read(&page);
    assert_eq!(threads.comments.len(), 30);
    for found in &threads.comments {
        let own = page.get(found.start as usize..found.end as usize).expect("a place between letters");
        assert!(own.starts_with("<li class=comment>"), "{own}");
    }
    for (place, comment) in &threads.said {
        let words = page.get(place.start as usize..place.end as usize).expect("a place between letters");
        let found = &threads.comments[*comment as usize];
        assert!(found.start < place.start && place.end <= found.end && !words.trim().is_empty(), "{words}");
    }
    let [cut] = threads.cut.as_slice() else { panic!("one list: {:?}", threads.cut) };
    assert!(page.get(cut.clone()).is_some_and(|c| c.starts_with("<ol class=commentlist>")));
}

#[test]
fn replies_two_thousand_deep_are_kept() {
    let mut page = String::from("<div id=comments>");
    (0..2_000).for_each(|i| page.push_str(&format!("<div class=comment id=comment-{i}><b class=author>R{i}</b><p>Says {i}.</p><div class=replies>")));
    let threads = thread::read(&page);
    assert_eq!(threads.comments.len(), 2_000);
    assert!(threads.comments.iter().enumerate().all(|(i, c)| c.parent == (i as u32).checked_sub(1)), "each answers the one before");
    assert_eq!(threads.path(1_999).len(), thread::DEEPEST);
}

#[test]
fn odd_markup_is_read_without_harm() {
    for page in [
        "",
        "<",
        "<li class=comment",
        "</li></ol><li class=comment>x</cite>",
        "<ol class=comments></ol>",
        "<!--",
        "<p class=comment>\u{0}&#0;&#xd800;",
    ] {
        thread::read(page);
    }
    let nested = "<div class=comment>".repeat(100_000);
    let unclosed = "<ul class=comments><li>".repeat(50_000);
    let closing = format!("{}{}", "<span>".repeat(50_000), "</a></div>".repeat(50_000));
    for page in [nested, unclosed, closing] {
        thread::read(&page);
    }
}

/// A million by `THREAD_COMMENTS=1000000 cargo test --release -p rashomon-reader --test threads -- --nocapture long`.
#[test]
fn a_long_thread_is_kept_whole() {
    let n = std::env::var("THREAD_COMMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(30_000);
    let page = long(n);
    let begun = std::time::Instant::now();
    let threads = thread::read(&page);
    let took = begun.elapsed();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    println!("{} MB, {} comments, {:.1} s, {peak}", page.len() >> 20, threads.comments.len(), took.as_secs_f64());
    assert_eq!(threads.comments.len(), n);
    assert_eq!(threads.comments.iter().filter(|c| c.parent.is_some()).count(), n / 3);
}
