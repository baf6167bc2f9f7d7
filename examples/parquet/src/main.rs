//! Writes the questions of pages to a Parquet file, for data tools:
//! `cargo run --manifest-path examples/parquet/Cargo.toml -- questions.parquet PAGE...`.

use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use deplier::{Article, Parser, to_text};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

const SCHEMA: &str = "message questions {
    required binary article (UTF8);
    required binary question_id (UTF8);
    optional binary testimonial (UTF8);
    required binary question (UTF8);
    required binary answer (UTF8);
}";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name the file to write")?;
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(File::create(&path)?, schema, properties)?;
    let mut questions = 0;
    for page in arguments {
        let parsed = Parser::new().with_file_name(page.as_str()).parse_reader(File::open(&page)?)?;
        questions += write(&mut writer, &parsed.article)?;
    }
    writer.close()?;
    let rows = SerializedFileReader::new(File::open(&path)?)?.metadata().file_metadata().num_rows();
    assert_eq!(rows, questions);
    println!("{rows} questions");
    Ok(())
}

/// Writes the questions of an article as a row group, and returns how many they are.
fn write(
    writer: &mut SerializedFileWriter<File>,
    article: &Article,
) -> Result<i64, parquet::errors::ParquetError> {
    let questions: Vec<_> = article.questions().collect();
    let all =
        |text: &dyn Fn(usize) -> String| (0..questions.len()).map(|n| Some(text(n))).collect::<Vec<_>>();
    let columns = [
        all(&|_| article.title.clone()),
        all(&|n| questions[n].1.id.clone()),
        questions.iter().map(|(testimonial, _)| Some(testimonial.as_ref()?.title.clone())).collect(),
        all(&|n| questions[n].1.question.clone()),
        all(&|n| to_text(&questions[n].1.answer, "• ")),
    ];
    let mut group = writer.next_row_group()?;
    for values in columns {
        let Some(mut column) = group.next_column()? else { break };
        // An optional column has a level for each row: 1 if there is a value.
        let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
        let present: Vec<ByteArray> = values.into_iter().flatten().map(|text| text.as_str().into()).collect();
        column.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?;
        column.close()?;
    }
    group.close()?;
    Ok(questions.len() as i64)
}
