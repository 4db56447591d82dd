//! `rashomon export`

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rashomon_store::Store;
use rashomon_store::wire::Incident;
use rashomon_store::wire::kept::Coded;
use serde_json::json;

use super::{Ended, Failure, Global, Result, When, note};
use crate::answers::Scoped;
use crate::dossier::{Dossier, plural};
use crate::export::{Annotations, Csv, Entities, GeoJson, Parquet, SchemaOrg, Statements};
use crate::keep::Program;
use crate::public::{Profile, Publication};
use crate::sight::{Register, Sight};
use crate::view::View;
use crate::{export, html, keep};

/// Export all incidents.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon export > register.jsonl\n          rashomon export --format html --out pages\n          \
    rashomon export --format csv --out register.csv")]
pub(super) struct Export {
    /// What to write.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Where to write: a file, or a folder where more than one file comes out.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    #[command(flatten)]
    when: When,
    /// By what people decided of their place in the register.
    #[arg(long, value_enum, default_value = "standing")]
    scope: Scoped,
    /// For csv: leave cells that a spreadsheet would run as a formula as they are.
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    public: PublicBy,
}

/// Whether names are withheld, and by which profile.
#[derive(Debug, clap::Args)]
pub(super) struct PublicBy {
    /// For the public: withhold names by a naming profile.
    #[arg(long)]
    public: bool,
    /// The profile: ipso, none, pressekodex, us-open, or a file; else the one that the register keeps (rashomon profile).
    #[arg(long, value_name = "NAME|FILE", requires = "public")]
    profile: Option<String>,
}

impl PublicBy {
    /// What goes by the profile; `None` where it is not for the public.
    pub(super) fn publication(&self, store: &Store) -> Result<Option<Publication>> {
        Ok(self.profile(store)?.map(Publication::under))
    }

    /// By which profile; `None` where it is not for the public. Refused where there is none to go by.
    pub(super) fn profile(&self, store: &Store) -> Result<Option<Profile>> {
        if !self.public {
            return Ok(None);
        }
        let bad = |e: String| Failure::usage("bad-profile", e, "rashomon profile --help tells what a profile says");
        let (name, text) = match &self.profile {
            Some(name) => Profile::find(name).map_err(bad)?,
            None => store.profile()?.ok_or_else(|| {
                let hint = "name one with --profile (ipso, none, pressekodex, us-open, or a file of your own), or keep one: rashomon profile ipso";
                Failure::usage("no-profile", "--public needs a naming profile: who is named, and at which stage", hint)
            })?,
        };
        Ok(Some(Profile::parse(&name, &text).map_err(bad)?))
    }
}

/// What those may see who ask a program that goes on running.
#[derive(Debug, clap::Args)]
pub(super) struct SeenBy {
    #[command(flatten)]
    public: PublicBy,
    /// Also what was told in confidence.
    #[arg(long, conflicts_with = "public")]
    confidential: bool,
}

impl SeenBy {
    /// The register, opened to be asked.
    pub(super) fn register(&self, global: &Global) -> Result<Register> {
        let program = global.program()?;
        let sight = match self.public.profile(&Store::open_read(&global.register)?)? {
            Some(profile) => Sight::Public(Box::new(profile)),
            None if self.confidential => Sight::Whole,
            None => Sight::NotConfidential,
        };
        Register::open(global.register.clone(), program, sight)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object an incident and line: the contract, with everything.
    Jsonl,
    /// One self-contained page an incident, and an index, in the folder of --out.
    Html,
    /// One row an incident, in the columns of the Gun Violence Archive's table.
    Csv,
    /// The rows of coded registers that were brought in, in their own columns.
    GvaCsv,
    /// `FollowTheMoney` statements, one a claim, as CSV.
    Statements,
    /// `FollowTheMoney` entities, one JSON object a line.
    Ftm,
    /// Tables of incidents, participants, claims, findings and documents, in the folder of --out.
    Parquet,
    /// A `FeatureCollection`, one feature an incident that has a place.
    Geojson,
    /// W3C Web Annotations, one a claim.
    Annotations,
    /// schema.org claims.
    Schemaorg,
}

impl Export {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        if self.raw && !matches!(self.format, Format::Csv | Format::GvaCsv) {
            return Err(Failure::usage("no-such-cells", "--raw is for --format csv", "leave it out"));
        }
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = View::not_confidential(&store, &program, self.when.as_of, self.when.captured_by)?;
        let public = match self.public.publication(&store)? {
            None => None,
            Some(mut publication) => {
                self.each(&view, None, |incident| {
                    publication.look(incident);
                    Ok(())
                })?;
                Some(publication.ready())
            }
        };
        let public = public.as_ref();
        let incidents = match (self.format, &self.out) {
            (Format::Html | Format::Parquet, None) => {
                return Err(Failure::usage("no-folder", "more than one file comes out", "name a folder with --out DIR"));
            }
            (Format::Html, Some(folder)) => self.pages(folder, &store, &program, &view, public)?,
            (Format::Parquet, Some(folder)) => self.tables(folder, &view, public)?,
            (_, None) => self.stream(&mut io::BufWriter::with_capacity(1 << 16, io::stdout().lock()), &store, &view, public)?,
            (_, Some(path)) => {
                let cannot = |e| cannot(path, e);
                let file = fs::File::create(path).map_err(cannot)?;
                self.stream(&mut io::BufWriter::with_capacity(1 << 16, file), &store, &view, public)
                    .map_err(|f| if f.path.is_none() && f.exit == 74 { Failure { path: Some(path.clone()), ..f } } else { f })?
            }
        };
        // What went to standard output is followed by nothing.
        if let Some(out) = &self.out {
            if global.json {
                let line = json!({ "schema": "rashomon/export@1", "incidents": incidents, "out": out.to_string_lossy() });
                writeln!(io::stdout(), "{line}")?;
            } else if !global.quiet {
                note(&format!("exported {}", plural(incidents, "incident")));
            }
        }
        Ok(Ended::Done)
    }

    /// What is asked for, incident by incident, as it may be seen; gives how many there were.
    fn each(&self, view: &View<'_>, public: Option<&Publication>, mut each: impl FnMut(&Incident) -> Result<()>) -> Result<usize> {
        let mut incidents = 0;
        view.each(|json| -> Result<()> {
            if let Some(incident) = self.wants(json).then(|| Incident::from_json(json)).flatten() {
                incidents += 1;
                match public {
                    None => each(&incident)?,
                    Some(publication) => each(&publication.of(&incident))?,
                }
            }
            Ok(())
        })?;
        Ok(incidents)
    }

    fn wants(&self, json: &str) -> bool {
        self.scope.wants(scope_of(json))
    }

    fn stream(&self, out: &mut dyn Write, store: &Store, view: &View<'_>, public: Option<&Publication>) -> Result<usize> {
        let mut format: Box<dyn export::Format> = match self.format {
            Format::Csv => Box::new(Csv { raw: self.raw }),
            Format::Statements => Box::new(Statements::default()),
            Format::Ftm => Box::new(Entities::default()),
            Format::Geojson => Box::new(GeoJson::default()),
            Format::Annotations => Box::new(Annotations::default()),
            Format::Schemaorg => Box::new(SchemaOrg::default()),
            Format::GvaCsv => {
                let guard = |cell: &str| if self.raw { cell.to_owned() } else { export::harmless(cell) };
                let cells = |row: &Coded| public.map_or_else(|| row.cells.clone(), |public| public.cells(row));
                let rows = crate::import::table(store, out, cells, guard)??;
                out.flush()?;
                return Ok(rows);
            }
            Format::Jsonl | Format::Html | Format::Parquet if public.is_some() => {
                let incidents = self.each(view, public, |incident| Ok(writeln!(out, "{}", incident.to_json())?))?;
                out.flush()?;
                return Ok(incidents);
            }
            Format::Jsonl | Format::Html | Format::Parquet => {
                // The tables hold the very lines: nothing is read or written anew.
                let mut incidents = 0;
                view.each(|json| -> Result<()> {
                    if self.wants(json) {
                        incidents += 1;
                        writeln!(out, "{json}")?;
                    }
                    Ok(())
                })?;
                out.flush()?;
                return Ok(incidents);
            }
        };
        let texts = keep::Texts::of(store);
        format.begin(out)?;
        // No text of a report goes out beyond its quotations.
        let incidents = self.each(view, public, |incident| {
            let documents = if format.reads() && public.is_none() { texts.of_incident(incident)? } else { BTreeMap::new() };
            Ok(format.incident(incident, &documents, out)?)
        })?;
        format.end(out)?;
        out.flush()?;
        Ok(incidents)
    }

    fn pages(&self, folder: &Path, store: &Store, program: &Program, view: &View<'_>, public: Option<&Publication>) -> Result<usize> {
        fs::create_dir_all(folder).map_err(|e| cannot(folder, e))?;
        let mut lines = Vec::new();
        let texts = keep::Texts::of(store);
        self.each(view, public, |incident| {
            let documents = if public.is_none() { texts.of_incident(incident)? } else { BTreeMap::new() };
            let path = folder.join(html::file_name(&incident.incident_id));
            fs::write(&path, html::page(&Dossier::new(incident, &program.kinds, &documents))).map_err(|e| cannot(&path, e))?;
            lines.push(incident.line());
            Ok(())
        })?;
        let path = folder.join("index.html");
        fs::write(&path, html::index(&lines)).map_err(|e| cannot(&path, e))?;
        Ok(lines.len())
    }

    fn tables(&self, folder: &Path, view: &View<'_>, public: Option<&Publication>) -> Result<usize> {
        let cannot = |e| cannot(folder, e);
        fs::create_dir_all(folder).map_err(cannot)?;
        let mut tables = Parquet::create(folder).map_err(cannot)?;
        let incidents = self.each(view, public, |incident| tables.incident(incident).map_err(cannot))?;
        tables.end().map_err(cannot)?;
        Ok(incidents)
    }
}

pub(super) fn cannot(path: &Path, e: io::Error) -> Failure {
    Failure { path: Some(path.to_owned()), message: format!("{}: {e}", path.display()), ..e.into() }
}

/// Whether an incident belongs in the register by a person's word: its last field, so that it need not be read as a whole.
fn scope_of(json: &str) -> Option<&str> {
    json.rsplit_once("\"scope\":\"")?.1.split('"').next()
}
