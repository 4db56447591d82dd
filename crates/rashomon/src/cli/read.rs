//! `rashomon read PATH…`

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_model::Notice;
use rashomon_reader::container::{Columns, Tables};
use rashomon_store::wire::Page;
use rayon::prelude::*;
use serde_json::json;

use super::{Ended, Failure, Global, Result, note, out};
use crate::terminal::shown;
use crate::view::CHUNK;
use crate::worker::Limits;
use crate::{input, pipeline};

/// Show how pages are understood; no register is needed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon read page.html")]
pub(super) struct Read {
    /// Files, folders, or `-`.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Which columns of CSV and XLSX files hold what: text=Body,title=Headline.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Columns>,
    /// What to write.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: zones and notices.
    Text,
    /// One JSON object a page and line.
    Jsonl,
}

impl Read {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let tables = Tables { asked: self.map.clone(), remembered: Vec::new() };
        let inputs = input::gather(&self.paths, tables).map_err(|(path, e)| Failure {
            path: Some(path.clone()),
            ..Failure::usage("no-input", format!("{}: {e}", path.display()), "name files, folders, or - for standard input")
        })?;
        let mut out = out();
        let mut set_aside: Vec<Notice> = Vec::new();
        let mut all = Vec::new();
        let mut degraded = false;
        for input in &inputs {
            let mut pages = input.pages();
            loop {
                let parts: Vec<_> = pages.by_ref().take(CHUNK).map(|(page, _)| page).collect();
                if parts.is_empty() {
                    break;
                }
                let read: Vec<_> = parts
                    .into_par_iter()
                    .map(|part| {
                        let (_, document, notices) = part.and_then(|raw| pipeline::arriving(pipeline::given(raw), Limits::FIRST))?;
                        Ok((document, notices))
                    })
                    .collect();
                for page in read {
                    let (document, notices) = match page {
                        Ok(read) => read,
                        Err(notice) => {
                            set_aside.push(notice);
                            continue;
                        }
                    };
                    degraded |= notices.iter().any(|n| &*n.id == "degraded");
                    if global.json {
                        all.push((document, notices));
                    } else if self.format == Format::Jsonl {
                        // Written as it is walked: a tree of JSON would be many times the page.
                        serde_json::to_writer(&mut out, &Page::of(&document, &notices)).map_err(std::io::Error::from)?;
                        writeln!(out)?;
                    } else {
                        page_text(&mut out, &Page::of(&document, &notices))?;
                    }
                }
            }
        }
        if global.json {
            let set_aside: Vec<_> = set_aside.iter().map(|n| json!({ "id": n.id, "start": n.start, "end": n.end, "hint": n.hint })).collect();
            let pages: Vec<_> = all.iter().map(|(document, notices)| Page::of(document, notices)).collect();
            writeln!(out, "{}", json!({ "schema": "rashomon/read@1", "pages": pages, "set_aside": set_aside }))?;
        } else {
            for notice in &set_aside {
                note(&format!("set aside: {}", notice.hint));
            }
        }
        out.flush()?;
        Ok(if set_aside.is_empty() && !degraded { Ended::Done } else { Ended::SomeSetAside })
    }
}

fn page_text(out: &mut impl std::io::Write, page: &Page<'_>) -> std::io::Result<()> {
    writeln!(out, "{}", shown(page.doc_id))?;
    if let Some(published) = &page.published {
        writeln!(out, "  published {} ({}, {})", published.day, published.from, published.certainty)?;
    }
    if let Some(publisher) = page.publisher {
        writeln!(out, "  publisher {}", shown(publisher))?;
    }
    for zone in page.zones.iter() {
        let thread = zone.thread.as_ref().map(|t| t.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")).unwrap_or_default();
        let mut start: String = zone.text.trim().chars().take(90).collect();
        if zone.text.trim().chars().nth(90).is_some() {
            start.push('…');
        }
        writeln!(out, "  {:<10} {:>6}..{:<6} {thread} {}", zone.zone, zone.start, zone.end, shown(&start))?;
    }
    for notice in &page.notices {
        writeln!(out, "  notice {} [{}..{}): {}", notice.id, notice.start, notice.end, shown(&notice.hint))?;
    }
    Ok(())
}
