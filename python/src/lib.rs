//! *python: what does the register say to Python?* The same answers as the command line's: JSON as text, tables as Arrow streams. What
//! takes long lets go of the interpreter. Classes and types for people are in `rashomon/`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rashomon::answers::{self, Scoped, Wanted, When};
use rashomon::export::tables::{Cell, Kind, TABLES, Table};
use rashomon::failure::{Failure, Result};
use rashomon::keep::{self, Program};
use rashomon::public::Profile;
use rashomon::questions::refused;
use rashomon::settle::settle;
use rashomon::sight::{self, Sight};
use rashomon::worker::{self, Limits};
use rashomon::{input, kinds, question};
use rashomon_reader::container::{Columns, Tables};
use rashomon_store::Store;
use rashomon_store::wire::Incident;
use serde_json::{Value, json};

/// A failure as the exception that `rashomon/errors.py` makes of it.
fn raise(py: Python<'_>, failure: &Failure) -> PyErr {
    let path = failure.path.as_ref().map(|p| p.to_string_lossy().into_owned());
    let exception = py
        .import("rashomon.errors")
        .and_then(|errors| errors.getattr("of"))
        .and_then(|of| of.call1((&failure.code, &failure.message, &failure.hint, path, failure.exit)));
    exception.map_or_else(|e| e, PyErr::from_value)
}

/// Runs without the interpreter's lock.
fn free<T: Send>(py: Python<'_>, f: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(f).map_err(|failure| raise(py, &failure))
}

fn day(text: Option<&str>) -> Result<Option<Date>> {
    let read = |text: &str| text.parse().map_err(|_| Failure::usage("bad-days", format!("{text:?} is no day"), "give a day such as 2018-09-20"));
    text.map(read).transpose()
}

fn when(as_of: Option<&str>, captured_by: Option<&str>) -> Result<When> {
    Ok(When { as_of: day(as_of)?, captured_by: day(captured_by)? })
}

/// A register file.
#[pyclass(frozen)]
struct Register {
    path: PathBuf,
    reading: sight::Register,
    program: Program,
}

fn program(folder: Option<&PathBuf>) -> Result<Program> {
    kinds::load(folder.map(PathBuf::as_path)).map(Program::new).map_err(|e| Failure::usage("bad-kind", e, "repair the kind file"))
}

#[pymethods]
impl Register {
    /// Opens a register; with `create` it is made where there is none.
    #[new]
    fn new(py: Python<'_>, path: PathBuf, kinds: Option<PathBuf>, create: bool, public: Option<String>, confidential: bool) -> PyResult<Self> {
        free(py, || {
            if create {
                Store::open_write(&path)?;
            }
            let (reading, writing) = (program(kinds.as_ref())?, program(kinds.as_ref())?);
            let sight = match public {
                Some(name) => {
                    let bad = |e: String| Failure::usage("bad-profile", e, "ipso, none, pressekodex, us-open, or a file");
                    let (name, text) = Profile::find(&name).map_err(bad)?;
                    Sight::Public(Box::new(Profile::parse(&name, &text).map_err(bad)?))
                }
                None if confidential => Sight::Whole,
                None => Sight::NotConfidential,
            };
            Ok(Self { reading: sight::Register::open(path.clone(), reading, sight)?, path, program: writing })
        })
    }

    fn version(&self, py: Python<'_>) -> PyResult<String> {
        free(py, || self.reading.read(|seen| seen.version()))
    }

    /// Reads pages into the register; gives counts and notices.
    fn add(&self, py: Python<'_>, paths: Vec<PathBuf>, columns: Option<String>) -> PyResult<String> {
        free(py, || {
            let asked =
                columns.map(|c| c.parse::<Columns>().map_err(|e| Failure::usage("no-column", format!("{e}"), "FIELD=COLUMN,…"))).transpose()?;
            let mut inputs = input::gather(&paths, Tables::default()).map_err(|(path, e)| Failure {
                path: Some(path.clone()),
                ..Failure::usage("no-input", format!("{}: {e}", path.display()), "name files or folders")
            })?;
            let mut store = Store::open_existing(&self.path)?;
            store.trust()?;
            let tables = Arc::new(Tables { asked, remembered: store.columns()?.iter().filter_map(|mapping| mapping.parse().ok()).collect() });
            inputs.iter_mut().for_each(|input| input.tables = tables.clone());
            let mut notices: Vec<Value> = Vec::new();
            let counts = keep::add(&mut store, &inputs, &self.program, &AtomicBool::new(false), &mut |committed| {
                notices.extend(committed.told.iter().map(|told| {
                    json!({ "name": told.name, "id": told.notice.id, "start": told.notice.start,
                    "end": told.notice.end, "hint": told.notice.hint, "set_aside": told.set_aside })
                }));
            })?;
            settle(&mut store, &self.program)?;
            Ok(json!({ "new": counts.new, "same": counts.same, "changed": counts.changed, "set_aside": counts.set_aside,
                "quarantined": counts.quarantined, "notices": notices })
            .to_string())
        })
    }

    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (asked, state, kind, from, to, disputed, scope, as_of, captured_by))]
    fn incidents(
        &self,
        py: Python<'_>,
        asked: Option<String>,
        state: Option<String>,
        kind: Option<String>,
        from: Option<String>,
        to: Option<String>,
        disputed: bool,
        scope: &str,
        as_of: Option<String>,
        captured_by: Option<String>,
    ) -> PyResult<String> {
        let scope = Scoped::named(scope);
        free(py, move || {
            let scope = scope.ok_or_else(|| Failure::usage("bad-scope", "no such scope", "standing, in, out, unsure or all"))?;
            let wanted = Wanted { from: day(from.as_deref())?, to: day(to.as_deref())?, state, kind, disputed, asked, scope };
            let when = when(as_of.as_deref(), captured_by.as_deref())?;
            self.reading.read(|seen| {
                let lines = answers::incidents(&seen.view(when)?, seen.store, &wanted)?.lines;
                Ok(Value::from(answers::keyed(lines).map(|(_, line)| line).collect::<Vec<_>>()).to_string())
            })
        })
    }

    fn incident(&self, py: Python<'_>, word: String, as_of: Option<String>, captured_by: Option<String>) -> PyResult<String> {
        free(py, || {
            let when = when(as_of.as_deref(), captured_by.as_deref())?;
            self.reading.read(|seen| Ok(answers::incident(&seen.view(when)?, seen.store, &word)?.0))
        })
    }

    fn ask(&self, py: Python<'_>, text: String, as_of: Option<String>, captured_by: Option<String>) -> PyResult<String> {
        free(py, || {
            let meaning = match question::read(&text) {
                Ok(meaning) => meaning,
                Err(unclear) => return Ok(refused(&unclear).to_string()),
            };
            let when = when(as_of.as_deref(), captured_by.as_deref())?;
            self.reading.read(|seen| Ok(answers::ask(&seen.view(when)?, seen.store, &meaning)?.to_string()))
        })
    }

    fn diff(&self, py: Python<'_>, from: String, to: Option<String>, incident: Option<String>) -> PyResult<String> {
        free(py, || {
            let (from, to) = (day(Some(&from))?.unwrap_or(Date::MIN), day(to.as_deref())?);
            self.reading.read(|seen| {
                let (changed, _) = seen.changed(incident.as_deref(), from, to)?;
                Ok(Value::from(answers::changed_json(&changed)).to_string())
            })
        })
    }

    fn document(&self, py: Python<'_>, doc_id: String, start: u32, end: Option<u32>, all: bool) -> PyResult<String> {
        free(py, || self.reading.read(|seen| Ok(seen.span(&doc_id, start, end.unwrap_or(u32::MAX), all)?.to_string())))
    }

    fn search(&self, py: Python<'_>, words: String, limit: usize) -> PyResult<Vec<(String, Vec<String>)>> {
        free(py, || {
            self.reading.read(|seen| {
                Ok(seen.search(&words, 0, limit)?.0.into_iter().map(|d| (d.doc_id, d.incidents)).collect())
            })
        })
    }

    /// One of the flat tables, as record batches.
    fn table(&self, py: Python<'_>, name: String, as_of: Option<String>, captured_by: Option<String>) -> PyResult<Batches> {
        free(py, || {
            let table = TABLES.iter().find(|t| t.name == name);
            let table =
                table.ok_or_else(|| Failure::not_found(format!("no table {name}"), "incidents, participants, claims, findings, documents"))?;
            let when = when(as_of.as_deref(), captured_by.as_deref())?;
            self.reading.read(|seen| {
                let mut batches = Batches::of(table);
                let mut rows: Vec<Vec<Cell>> = Vec::new();
                seen.view(when)?.each(|json| -> Result<()> {
                    rows.extend(Incident::from_json(json).map(|incident| (table.rows)(&incident)).unwrap_or_default());
                    if rows.len() >= BATCH {
                        batches.push(table, std::mem::take(&mut rows))?;
                    }
                    Ok(())
                })?;
                batches.push(table, rows)?;
                Ok(batches)
            })
        })
    }
}

/// Rows of a record batch.
const BATCH: usize = 1 << 16;

/// Record batches that any library takes by Arrow's C stream interface.
#[pyclass(frozen)]
struct Batches {
    schema: Arc<Schema>,
    batches: Vec<RecordBatch>,
}

impl Batches {
    fn of(table: &Table) -> Self {
        let field = |(name, kind): &(&str, Kind)| {
            let of = match kind {
                Kind::Text => DataType::Utf8,
                Kind::Number => DataType::Int64,
                Kind::Degrees => DataType::Float64,
                Kind::Flag => DataType::Boolean,
            };
            Field::new(*name, of, true)
        };
        Self { schema: Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>())), batches: Vec::new() }
    }

    fn push(&mut self, table: &Table, rows: Vec<Vec<Cell>>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let column = |(n, (_, kind)): (usize, &(&str, Kind))| -> ArrayRef {
            let cells = rows.iter().map(|row| row.get(n));
            match kind {
                Kind::Text => Arc::new(cells.map(|c| if let Some(Cell::Text(t)) = c { Some(t.as_str()) } else { None }).collect::<StringArray>()),
                Kind::Number => Arc::new(cells.map(|c| if let Some(Cell::Number(n)) = c { Some(*n) } else { None }).collect::<Int64Array>()),
                Kind::Degrees => Arc::new(cells.map(|c| if let Some(Cell::Degrees(d)) = c { Some(*d) } else { None }).collect::<Float64Array>()),
                Kind::Flag => Arc::new(cells.map(|c| if let Some(Cell::Flag(f)) = c { Some(*f) } else { None }).collect::<BooleanArray>()),
            }
        };
        let columns = table.columns.iter().enumerate().map(column).collect();
        self.batches.push(RecordBatch::try_new(self.schema.clone(), columns).map_err(|e| Failure::internal(&e.to_string()))?);
        Ok(())
    }
}

#[pymethods]
impl Batches {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema; // a wish that a producer may pass over (Arrow PyCapsule interface)
        let batches: Vec<std::result::Result<RecordBatch, ArrowError>> = self.batches.iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }
}

/// How the workers that look through pages are started.
#[pyfunction]
fn workers(program: PathBuf, arguments: Vec<String>) {
    worker::start_with(program, arguments);
}

/// A worker's own loop: pages from standard input to standard output, until it ends.
#[pyfunction]
fn work(py: Python<'_>, memory: u64, cpu: u64) -> PyResult<()> {
    py.detach(|| worker::serve(Limits { memory, cpu, ..Limits::FIRST })).map_err(Into::into)
}

#[pymodule]
fn _rashomon(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Register>()?;
    module.add_class::<Batches>()?;
    module.add_function(wrap_pyfunction!(workers, module)?)?;
    module.add_function(wrap_pyfunction!(work, module)?)
}
