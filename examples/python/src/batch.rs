//! A batch of pages to a batch of records.

use std::num::NonZero;
use std::ops::Range;
use std::sync::Arc;
use std::thread::available_parallelism;

use arrow::array::{Array, ArrayRef, AsArray, LargeBinaryArray, LargeStringArray, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::DataType::{self, Binary, BinaryView, LargeBinary, LargeUtf8, Utf8, Utf8View};
use arrow::datatypes::{Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::json::ReaderBuilder;
use deplier::in_order;

use crate::columns;
use crate::page::{Source, write_row};

/// How many parts each thread converts: pages take different times. The parts of several threads have to be copied
/// together in the end.
const PARTS: usize = 8;

/// Converts each page to a row of [`columns::schema`], in the same order on any number of threads.
pub fn records(batch: &RecordBatch, threads: usize) -> Result<RecordBatch, ArrowError> {
    let (id, pages) = (text(batch, "id")?, Pages::of_batch(batch)?);
    let id = id.ok_or_else(|| missing("id"))?;
    let schema = Arc::new(Schema::new(columns::of_page()));
    // More threads than the machine has give the same rows, but later.
    let threads = threads.clamp(1, available_parallelism().map_or(1, NonZero::get));
    let parts_each = if threads > 1 { PARTS } else { 1 };
    let size = batch.num_rows().div_ceil(threads * parts_each).max(1);
    let starts = (0..batch.num_rows()).step_by(size);
    let convert = |start| (pages.convert(start..batch.num_rows().min(start + size), &schema), 0);
    let mut parts = Vec::new();
    in_order(threads, starts, convert, |part| {
        parts.push(part?);
        Ok::<(), ArrowError>(())
    })?;
    let rows = concat_batches(&schema, &parts)?;
    let columns = std::iter::once(Arc::new(id) as ArrayRef).chain(rows.columns().iter().cloned());
    RecordBatch::try_new(Arc::new(columns::schema()), columns.collect())
}

/// The columns of a batch, with one type for each.
struct Pages {
    url: Option<LargeStringArray>,
    charset: Option<LargeStringArray>,
    html: Html,
}

enum Html {
    Text(LargeStringArray),
    Bytes(LargeBinaryArray),
}

impl Pages {
    fn of_batch(batch: &RecordBatch) -> Result<Self, ArrowError> {
        let html = batch.column_by_name("html").ok_or_else(|| missing("html"))?;
        let html = match html.data_type() {
            Binary | LargeBinary | BinaryView => Html::Bytes(cast(html, &LargeBinary)?.as_binary().clone()),
            Utf8 | LargeUtf8 | Utf8View | DataType::Null => {
                Html::Text(cast(html, &LargeUtf8)?.as_string().clone())
            }
            other => {
                let message = format!("the column `html` has the type {other}: it must be text or bytes");
                return Err(ArrowError::SchemaError(message));
            }
        };
        Ok(Pages { url: text(batch, "url")?, charset: text(batch, "charset")?, html })
    }

    /// Converts some of the pages.
    fn convert(&self, rows: Range<usize>, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let mut decoder = ReaderBuilder::new(schema.clone()).with_batch_size(rows.len()).build_decoder()?;
        let mut json = Vec::new();
        for row in rows {
            json.clear();
            write_row(&mut json, self.source(row), value(&self.url, row))
                .map_err(|error| ArrowError::JsonError(error.to_string()))?;
            decoder.decode(&json)?;
        }
        Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema.clone())))
    }

    fn source(&self, row: usize) -> Source<'_> {
        match &self.html {
            Html::Text(text) if text.is_valid(row) => Source::Text(text.value(row)),
            Html::Bytes(bytes) if bytes.is_valid(row) => {
                Source::Bytes { bytes: bytes.value(row), charset: value(&self.charset, row) }
            }
            _ => Source::Missing,
        }
    }
}

fn value(column: &Option<LargeStringArray>, row: usize) -> Option<&str> {
    column.as_ref().filter(|column| column.is_valid(row)).map(|column| column.value(row))
}

/// Returns a column as text, if the batch has it.
fn text(batch: &RecordBatch, name: &str) -> Result<Option<LargeStringArray>, ArrowError> {
    let Some(column) = batch.column_by_name(name) else { return Ok(None) };
    if column.data_type().is_nested() {
        let message = format!("the column `{name}` has the type {}: it must be text", column.data_type());
        return Err(ArrowError::SchemaError(message));
    }
    Ok(Some(cast(column, &LargeUtf8)?.as_string().clone()))
}

fn missing(name: &str) -> ArrowError {
    ArrowError::SchemaError(format!("the batch has no column `{name}`"))
}
