//! Prints how pages are understood, one JSON object per document: `cargo run --example zones -- FILE…`

use std::io::Write as _;

use rashomon_model::Field;
use rashomon_reader::{Page, Read, read_input};
use serde_json::json;

#[allow(clippy::disallowed_methods)] // a program, not the crate
fn main() {
    let out = &mut std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("a readable file");
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        for read in read_input(&Page { name, bytes }) {
            let object = match read {
                Read::SetAside(n) => json!({ "set_aside": &*n.hint, "id": &*n.id }),
                Read::Document(d, notices) => {
                    let zones: Vec<_> = d
                        .zones()
                        .iter()
                        .map(|z| {
                            let text = if z.field == Field::Title { d.title().map_or("", |t| t.raw()) } else { d.text().raw() };
                            let comment = z.comment.as_ref().map(|c| json!({ "thread": c.thread, "author": c.author.as_deref(), "time": c.time.as_deref() }));
                            json!({ "zone": z.kind.as_str(), "field": z.field.as_str(), "text": text.get(z.start as usize..z.end as usize), "start": z.start, "comment": comment })
                        })
                        .collect();
                    let s = d.source();
                    json!({
                        "doc_id": d.id().as_str(), "publisher": s.publisher.as_deref(), "kind": s.page.map(|k| k.as_str()), "words": s.words,
                        "published": s.published.as_ref().map(|p| json!([p.day.caption(), p.time.as_deref(), p.from.as_str(), format!("{:?}", p.certainty)])),
                        "bounds": s.bounds.iter().map(|b| json!([b.days.caption(), &*b.from])).collect::<Vec<_>>(),
                        "comments_claimed": s.comments_claimed, "zones": zones,
                        "notices": notices.iter().map(|n| json!([&*n.id, &*n.hint])).collect::<Vec<_>>(),
                    })
                }
            };
            writeln!(out, "{object}").expect("a writable output");
        }
    }
}
