//! `cargo xtask hostile [TIMES]`: pages made to stop a reader, ten times as large as in the reader's tests (TRUST.md 1.1), through the program as
//! it is shipped: time and memory of its worker, and whether it outlived the page. Then other people's hostile inputs (`../shared/data/hostile`).

use std::fs;
use std::io::{BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rashomon_reader::container::{Tables, open};

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

/// A PDF of one page that draws itself, and one that unpacks to a gigabyte.
fn printed() -> Vec<(&'static str, Vec<u8>)> {
    let file = |form: &str, more: &[u8]| {
        let mut out = b"%PDF-1.4\n".to_vec();
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
            "<< /Length 5 >>\nstream\n/X Do\nendstream".to_owned(),
            format!("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length {} >>\nstream\n{form}\nendstream", form.len()),
        ];
        let mut places = Vec::new();
        for (n, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
        }
        out.extend(more);
        let start = out.len();
        out.extend(b"xref\n0 6\n0000000000 65535 f \n");
        places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
        out.extend(format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
        out
    };
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let blank = vec![b' '; 1 << 20];
    (0..1024).for_each(|_| packer.write_all(&blank).unwrap_or_default());
    let bomb = [
        b"9 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n".to_vec(),
        packer.finish().unwrap_or_default(),
        b"\nendstream\nendobj\n".to_vec(),
    ];
    vec![
        ("PDF that draws itself", file("/X Do", b"")),
        ("PDF of 1 GiB unpacked", file("q Q", &bomb.concat())),
        ("PDF of 1,000,000 moves", file(&"0 0 m 1 1 l S ".repeat(1_000_000), b"")),
    ]
}

/// Prints a row a page. `times`: of the table's sizes, ten unless said.
pub fn run(root: &Path, times: Option<usize>) -> Result<(), String> {
    must(Command::new("cargo").current_dir(root).args(["build", "--release", "--quiet", "--package", "rashomon"]))?;
    let program = target(root).join("release/rashomon");
    let folder = std::env::temp_dir().join(format!("rashomon-hostile-{}", std::process::id()));
    let mut failed = Vec::new();
    let done = tables(&program, &folder, times.unwrap_or(10), &mut failed).and_then(|()| corpora(root, &program, &folder, &mut failed));
    let _ = fs::remove_dir_all(&folder);
    done?;
    if failed.is_empty() { Ok(()) } else { Err(format!("hostile: beyond the limits:\n  {}", failed.join("\n  "))) }
}

/// What `read` made of a file or folder.
struct Made {
    took: Duration,
    /// Kilobytes.
    peak: u64,
    pages: Vec<serde_json::Value>,
}

fn read(program: &Path, path: &Path, folder: &Path) -> Result<Made, String> {
    let out = folder.join("read.jsonl");
    let file = fs::File::create(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let (took, peak) = watched(Command::new(program).arg("read").arg(path).args(["--format", "jsonl"]).stdout(file).stderr(Stdio::null()))?;
    let text = fs::read_to_string(&out).unwrap_or_default();
    Ok(Made { took, peak, pages: text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect() })
}

fn tables(program: &Path, folder: &Path, times: usize, failed: &mut Vec<String>) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    println!("{:<24}{:>8}{:>9}{:>9}{:>10}  notices", "page", "MB", "s", "s/MB", "peak MB");
    let html = pages(times).into_iter().map(|(name, html)| (name, "page.html", html.into_bytes()));
    for (name, file, bytes) in html.chain(printed().into_iter().map(|(name, bytes)| (name, "page.pdf", bytes))) {
        let path = folder.join(file);
        fs::write(&path, &bytes).map_err(|e| format!("{}: {e}", path.display()))?;
        let size = bytes.len() as f64 / 1e6;
        drop(bytes);
        match read(program, &path, folder) {
            Ok(Made { took, peak, pages }) => {
                let page = pages.first().cloned().unwrap_or_default();
                let notices: Vec<&str> = page["notices"].as_array().into_iter().flatten().filter_map(|n| n["id"].as_str()).collect();
                let said = if page.is_null() { "set aside".to_owned() } else { notices.join(" ") };
                let kept = page["text"].as_str().is_some_and(|t| t.contains("The last words"));
                let comments = page["comments_present"].as_u64().filter(|n| *n > 0).map_or(String::new(), |n| format!(" {n} comments"));
                let per = took.as_secs_f64() / size.max(1.0);
                let (seconds, peak) = (took.as_secs_f64(), peak / 1024);
                println!(
                    "{name:<24}{size:>8.1}{seconds:>9.2}{per:>9.2}{peak:>10}  {said}{comments}{}",
                    if kept || file == "page.pdf" { "" } else { " (words not shown)" }
                );
                if per > 2.0 {
                    failed.push(format!("{name}: {per:.1} s a MB"));
                }
                // TRUST.md R10, and R11 for threads; what is refused, or read plainly, says so.
                let most = if comments.is_empty() { 256 } else { 512 };
                if peak > most && !notices.contains(&"degraded") && !page.is_null() {
                    failed.push(format!("{name}: {peak} MB of memory"));
                }
            }
            Err(e) => {
                println!("{name:<24}{size:>8.1}  {e}");
                failed.push(format!("{name}: {e}"));
            }
        }
        let _ = fs::remove_file(&path);
    }
    Ok(())
}

/// Other people's hostile inputs (TRUST.md 5): each is read or set aside, and every word of what is read lies in a zone.
fn corpora(root: &Path, program: &Path, folder: &Path, failed: &mut Vec<String>) -> Result<(), String> {
    let shared = root.join("../shared/data/hostile");
    if !shared.is_dir() {
        println!("{}: not here, passed over", shared.display());
        return Ok(());
    }
    let strings = |file: &str| -> Vec<String> {
        let text = fs::read(shared.join(file)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    };
    let mut trees = Vec::new();
    if let Ok(file) = fs::File::open(shared.join("html5lib.tar.gz")) {
        open("html5lib.tar.gz", Box::new(BufReader::new(file)), &Tables::default(), &mut |part| {
            let text = part.map(|raw| raw.text).unwrap_or_default();
            trees.extend(text.split("#data\n").skip(1).filter_map(|case| Some(case.split_once("\n#errors")?.0.to_owned())));
            ControlFlow::Continue(())
        });
    }
    println!("\n{:<24}{:>8}{:>9}{:>9}{:>10}", "inputs", "number", "pages", "s", "peak MB");
    for (name, inputs) in
        [("payloads", strings("xss-payloads.json")), ("naughty strings", strings("naughty-strings.json")), ("trees of html5lib", trees)]
    {
        let below = folder.join("inputs");
        fs::create_dir_all(&below).map_err(|e| format!("{}: {e}", below.display()))?;
        for (n, input) in inputs.iter().enumerate() {
            let path = below.join(format!("{n:05}.html"));
            fs::write(&path, format!("<title>{input}</title>{STORY}{input}")).map_err(|e| format!("{}: {e}", path.display()))?;
        }
        conserved(program, &below, folder, name, inputs.len(), failed)?;
        let _ = fs::remove_dir_all(&below);
    }
    conserved(program, &shared.join("feeds.tar.gz"), folder, "feeds", 1, failed)?;
    conserved(program, &shared.join("warc"), folder, "warc", 1, failed)
}

fn conserved(program: &Path, path: &Path, folder: &Path, name: &str, number: usize, failed: &mut Vec<String>) -> Result<(), String> {
    match read(program, path, folder) {
        Ok(Made { took, peak, pages }) => {
            println!("{name:<24}{number:>8}{:>9}{:>9.2}{:>10}", pages.len(), took.as_secs_f64(), peak / 1024);
            for page in &pages {
                let lost = unzoned(page);
                if lost > 0 {
                    failed.push(format!("{name}: {}: {lost} letters lie in no zone", page["doc_id"]));
                }
                if page["notices"].as_array().into_iter().flatten().any(|n| n["id"] == "degraded" || n["id"] == "reader-failed") {
                    failed.push(format!("{name}: {}: {}", page["doc_id"], page["notices"]));
                }
            }
        }
        Err(e) => failed.push(format!("{name}: {e}")),
    }
    Ok(())
}

/// Letters of a page's text that no zone holds (TRUST.md R12).
fn unzoned(page: &serde_json::Value) -> usize {
    let text: Vec<char> = page["text"].as_str().unwrap_or_default().chars().collect();
    let mut held = vec![false; text.len()];
    for zone in page["zones"].as_array().into_iter().flatten() {
        let place = |end: &str| zone[end].as_u64().unwrap_or_default() as usize;
        let range = place("start")..place("end");
        // The headline's own zone counts in another text.
        if text.get(range.clone()).is_some_and(|words| zone["text"].as_str().is_some_and(|t| words.iter().copied().eq(t.chars()))) {
            held.get_mut(range).into_iter().flatten().for_each(|h| *h = true);
        }
    }
    text.iter().zip(held).filter(|(c, held)| (c.is_alphanumeric() || c.is_ascii_punctuation()) && !held).count()
}
