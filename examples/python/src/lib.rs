//! The Python module `deplier`: pages to records, one by one or as Arrow batches. `deplier.pyi` describes it.

use arrow::array::RecordBatch;
use arrow::pyarrow::{PyArrowType, ToPyArrow};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

mod batch;
mod columns;
mod page;

/// Most of the time that is not parsing is spent on memory. The allocator of the C library returns it to the system
/// after each batch, and the next batch has to fetch it again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pymodule(name = "deplier")]
mod module {
    #[pymodule_export]
    use super::{parse, records, schema};
}

/// A page as text or as bytes.
#[derive(FromPyObject)]
enum Html {
    Text(String),
    Bytes(Vec<u8>),
}

#[pyfunction]
#[pyo3(signature = (html, url=None, charset=None))]
fn parse<'py>(
    py: Python<'py>,
    html: Html,
    url: Option<&str>,
    charset: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    let source = match &html {
        Html::Text(text) => page::Source::Text(text),
        Html::Bytes(bytes) => page::Source::Bytes { bytes, charset },
    };
    let json =
        py.detach(|| page::to_json(source, url)).map_err(|error| PyValueError::new_err(error.message))?;
    py.import("json")?.call_method1("loads", (json,))
}

#[pyfunction]
#[pyo3(signature = (batch, threads=1))]
fn records<'py>(
    py: Python<'py>,
    batch: PyArrowType<RecordBatch>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let records = py.detach(|| batch::records(&batch.0, threads));
    records.map_err(|error| PyValueError::new_err(error.to_string()))?.to_pyarrow(py)
}

#[pyfunction]
fn schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    columns::schema().to_pyarrow(py)
}
