//! `parquet`: the five tables, one file each, zstd, in row groups of so many rows that memory stays small.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rashomon_store::wire::Incident;

use super::tables::{Cell, Kind, TABLES, Table};

/// Rows of a row group.
const GROUP: usize = 1 << 16;

/// The files being written.
pub struct Parquet {
    files: Vec<Writing>,
}

impl std::fmt::Debug for Parquet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet").field("files", &self.files.len()).finish()
    }
}

struct Writing {
    table: &'static Table,
    writer: SerializedFileWriter<File>,
    rows: Vec<Vec<Cell>>,
}

impl Parquet {
    /// New files in a folder that exists: `incidents.parquet`, ….
    pub fn create(folder: &Path) -> io::Result<Self> {
        let files = TABLES.iter().map(|table| {
            let file = File::create(folder.join(format!("{}.parquet", table.name)))?;
            Writing::new(table, file).map_err(io::Error::other)
        });
        Ok(Self { files: files.collect::<io::Result<_>>()? })
    }

    /// One incident's rows.
    pub fn incident(&mut self, incident: &Incident) -> io::Result<()> {
        for file in &mut self.files {
            file.rows.extend((file.table.rows)(incident));
            if file.rows.len() >= GROUP {
                file.group().map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    /// The rest, and the footers.
    pub fn end(self) -> io::Result<()> {
        for mut file in self.files {
            file.group().and_then(|()| file.writer.close().map(drop)).map_err(io::Error::other)?;
        }
        Ok(())
    }
}

impl Writing {
    fn new(table: &'static Table, file: File) -> Result<Self, ParquetError> {
        let columns = table.columns.iter().map(|(name, kind)| {
            let (physical, converted) = match kind {
                Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
                Kind::Number => (Physical::INT64, ConvertedType::NONE),
                Kind::Degrees => (Physical::DOUBLE, ConvertedType::NONE),
                Kind::Flag => (Physical::BOOLEAN, ConvertedType::NONE),
            };
            let column = Type::primitive_type_builder(name, physical).with_converted_type(converted).with_repetition(Repetition::OPTIONAL);
            column.build().map(Arc::new)
        });
        let schema = Type::group_type_builder(table.name).with_fields(columns.collect::<Result<_, _>>()?).build()?;
        // Not the writer's own version, so that the same register gives the same bytes.
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).set_created_by("rashomon".into());
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties.build()))?;
        Ok(Self { table, writer, rows: Vec::new() })
    }

    /// Writes the rows gathered so far.
    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = group.next_column()? {
            let cells = rows.iter().map(|row| row.get(at).unwrap_or(&Cell::Nothing));
            let there: Vec<i16> = cells.clone().map(|c| i16::from(*c != Cell::Nothing)).collect();
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let values = cells.filter_map(|c| if let Cell::Text(t) = c { Some(ByteArray::from(t.as_str())) } else { None });
                    writer.write_batch(&values.collect::<Vec<_>>(), Some(&there), None)?;
                }
                ColumnWriter::Int64ColumnWriter(writer) => {
                    let values = cells.filter_map(|c| if let Cell::Number(n) = c { Some(*n) } else { None });
                    writer.write_batch(&values.collect::<Vec<_>>(), Some(&there), None)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let values = cells.filter_map(|c| if let Cell::Degrees(n) = c { Some(*n) } else { None });
                    writer.write_batch(&values.collect::<Vec<_>>(), Some(&there), None)?;
                }
                ColumnWriter::BoolColumnWriter(writer) => {
                    let values = cells.filter_map(|c| if let Cell::Flag(b) = c { Some(*b) } else { None });
                    writer.write_batch(&values.collect::<Vec<_>>(), Some(&there), None)?;
                }
                _ => return Err(ParquetError::General("a column of no kind that a table has".into())),
            }
            column.close()?;
            at += 1;
        }
        group.close()?;
        Ok(())
    }
}
