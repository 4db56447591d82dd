//! `cargo xtask hostile [MB]`: pages made to stop a reader, ten times as large as in the reader's tests (TRUST.md 1.1), through the program as
//! it is shipped: time and memory of its worker, and whether it outlived the page.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::evals::{must, target, watched};

const STORY: &str = "<p>A man was shot on Friday night on Oak Street in Millbrook, police said, and two men fled in a silver car.</p>";

/// A page of each kind, of about so many times its size in TRUST.md's table.
fn pages(times: usize) -> Vec<(&'static str, String)> {
    let page = |what: String| format!("<!doctype html><title>Man shot</title>{STORY}{what}<p>The last words of the page.</p>");
    let sentence = "<p>Officer Ana Reyes of Millbrook said that the search went on for another day.</p>";
    vec![
        ("20,000 nested div", page("<div>".repeat(20_000 * times))),
        ("8,000 nested ul li", page("<ul><li>".repeat(8000 * times))),
        ("3,000 nested tables", page("<table><tr><td>".repeat(3000 * times))),
        ("50,000 attributes", page(format!("<p{}>x</p>", (0..50_000 * times).map(|n| format!(" a{n}=1")).collect::<String>()))),
        ("1,000,000 ampersands", page("&".repeat(1_000_000 * times))),
        (
            "50,000 comments",
            page(format!(
                "<ol class=commentlist>{}</ol>",
                (0..50_000 * times)
                    .map(|n| format!("<li class=comment id=comment-{n}><b>Reader {n}</b><p>I saw it too, and so it was.</p></li>"))
                    .collect::<String>()
            )),
        ),
        (
            "2,000-deep thread",
            page((0..2000 * times).map(|n| format!("<ul class=children><li class=comment id=c{n}><p>Reader {n} says no.</p>")).collect()),
        ),
        ("10 MB of text", page(sentence.repeat((10 << 20) / sentence.len() * times))),
        ("one line of 10 MB", page(format!("<p>{}", "a man was shot and ".repeat((10 << 20) / 19 * times)))),
        (
            "400 open formatting",
            page(format!("{}{}", (0..400).map(|n| format!("<b id=n{n}>")).collect::<String>(), "<p>so it goes on".repeat(20_000 * times))),
        ),
        ("tags that end nothing", page("</div></p></b>".repeat(70_000 * times))),
        ("tags that never end", page("<a href='".repeat(100_000 * times))),
    ]
}

/// Prints a row a page. `times`: of the table's sizes, ten unless said.
pub fn run(root: &Path, times: Option<usize>) -> Result<(), String> {
    must(Command::new("cargo").current_dir(root).args(["build", "--release", "--quiet", "--package", "rashomon"]))?;
    let program = target(root).join("release/rashomon");
    let folder = std::env::temp_dir().join(format!("rashomon-hostile-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    println!("{:<24}{:>8}{:>9}{:>9}{:>10}  notices", "page", "MB", "s", "s/MB", "peak MB");
    let mut failed = Vec::new();
    for (name, html) in pages(times.unwrap_or(10)) {
        let path = folder.join("page.html");
        fs::write(&path, &html).map_err(|e| format!("{}: {e}", path.display()))?;
        let out = folder.join("read.jsonl");
        let file = fs::File::create(&out).map_err(|e| format!("{}: {e}", out.display()))?;
        let size = html.len() as f64 / 1e6;
        match watched(Command::new(&program).arg("read").arg(&path).args(["--format", "jsonl"]).stdout(file).stderr(Stdio::null())) {
            Ok((took, peak)) => {
                let text = fs::read_to_string(&out).unwrap_or_default();
                let page: serde_json::Value = text.lines().next().and_then(|l| serde_json::from_str(l).ok()).unwrap_or_default();
                let notices: Vec<String> =
                    page["notices"].as_array().into_iter().flatten().map(|n| n["id"].as_str().unwrap_or_default().to_owned()).collect();
                let said = if page.is_null() { "set aside".to_owned() } else { notices.join(" ") };
                let kept = page["text"].as_str().is_some_and(|t| t.contains("The last words"));
                let per = took.as_secs_f64() / size.max(1.0);
                println!(
                    "{name:<24}{size:>8.1}{:>9.2}{per:>9.2}{:>10}  {said}{}",
                    took.as_secs_f64(),
                    peak / 1024,
                    if kept { "" } else { " (words not shown)" }
                );
                if per > 2.0 {
                    failed.push(format!("{name}: {per:.1} s a MB"));
                }
            }
            Err(e) => {
                println!("{name:<24}{size:>8.1}  {e}");
                failed.push(format!("{name}: {e}"));
            }
        }
    }
    let _ = fs::remove_dir_all(&folder);
    if failed.is_empty() { Ok(()) } else { Err(format!("hostile: beyond the limits:\n  {}", failed.join("\n  "))) }
}
