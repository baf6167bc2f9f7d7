use std::collections::HashSet;
use std::io;
use std::io::Write;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::export::format_writer::FormatWriter;
use crate::export::ids::ArticleIds;
use crate::export::sample;
use crate::model::{Article, Block, BlockKind, Qa, Testimonial};
use crate::schema;

fn write(table: Table, dialect: CsvDialect, articles: &[Article]) -> String {
    write_with(table, dialect, articles, &[])
}

fn write_with(table: Table, dialect: CsvDialect, articles: &[Article], diagnostics: &[Diagnostic]) -> String {
    let (mut writer, mut out) = (TableWriter::new(table, dialect), Vec::new());
    let mut ids = ArticleIds::default();
    for article in articles {
        writer.write(&mut out, &ids.named(article), diagnostics).unwrap();
    }
    writer.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Returns the cells as the csv crate reads them, including the header.
fn read(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Returns the cell of `column` in the data row `row`, from 0.
fn cell(rows: &[Vec<String>], row: usize, column: &str) -> String {
    let at = rows[0].iter().position(|name| name == column).unwrap();
    rows[row + 1][at].clone()
}

fn asking(question: &str, answer: Vec<Block>) -> Article {
    let testimonial = Testimonial { qa: vec![sample::qa(question, answer)], ..Testimonial::default() };
    Article { testimonials: vec![testimonial], ..Article::default() }
}

#[test]
fn bundled_examples_are_what_the_writer_writes() {
    for &table in Table::ALL {
        let text = write_with(table, CsvDialect::Standard, &[sample::article()], &sample::diagnostics());
        schema::tests::check_file(&format!("schemas/examples/{}", table.file_name()), &text);
    }
}

#[test]
fn header_is_the_fields_of_the_bundled_schema() {
    let bundled = [schema::TABLE_ARTICLES, schema::TABLE_TESTIMONIALS, schema::TABLE_QUESTIONS];
    for (&table, bundled) in Table::ALL.iter().zip(bundled) {
        let schema: serde_json::Value = serde_json::from_str(bundled).unwrap();
        let fields: Vec<_> =
            schema["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(read(&write(table, CsvDialect::Standard, &[sample::article()]), b',')[0], fields);
    }
}

#[test]
fn a_table_without_rows_has_its_header() {
    let without = |table, articles: &[Article]| write(table, CsvDialect::Standard, articles);
    for &table in Table::ALL {
        let filled = without(table, &[sample::article()]);
        assert_eq!(Some(without(table, &[]).trim_end()), filled.lines().next());
    }
    assert_eq!(without(Table::Questions, &[Article::default()]), without(Table::Questions, &[]));
}

#[test]
fn an_empty_article_has_its_required_cells() {
    let text = write(Table::Articles, CsvDialect::Standard, &[Article::default()]);
    let (_, row) = text.split_once('\n').unwrap();
    assert_eq!(row, "article,,(vide),,,,[],[],,0,0\n");
}

#[test]
fn required_texts_that_are_empty() {
    let rows = read(&write(Table::Questions, CsvDialect::Standard, &[asking(" \0", vec![])]), b',');
    assert_eq!(cell(&rows, 0, "question"), "(vide)");
    assert_eq!(cell(&rows, 0, "temoignage_titre"), "(vide)");
    assert_eq!(cell(&rows, 0, "temoignage_attribution"), "");
    assert_eq!(cell(&rows, 0, "reponse_texte"), "");
}

#[test]
fn dates_are_local_and_instants_utc() {
    let article = Article { published: "2024-07-03 00:30:00 +02:00".parse().ok(), ..Article::default() };
    let rows = read(&write(Table::Articles, CsvDialect::Standard, &[article]), b',');
    assert_eq!(cell(&rows, 0, "article_date"), "2024-07-03");
    assert_eq!(cell(&rows, 0, "article_date_heure"), "2024-07-02T22:30:00Z");
}

#[test]
fn ids_are_unique_and_lead_to_their_records() {
    let mut articles = vec![sample::article(), sample::article()];
    // An article from elsewhere may have wrong positions and ids.
    articles[1].testimonials[1].position = 1;
    articles[1]
        .testimonials
        .push(Testimonial { qa: vec![Qa::default(), Qa::default()], ..Testimonial::default() });
    let rows = read(&write(Table::Questions, CsvDialect::Standard, &articles), b',');
    let ids: Vec<_> = (0..rows.len() - 1).map(|row| cell(&rows, row, "question_id")).collect();
    assert_eq!(
        ids[..4],
        [
            "services-refaits_etat-civil-q1",
            "services-refaits_etat-civil-q2",
            "services-refaits_la-bibliotheque-q1",
            "services-refaits_ou-envoyer-une-remarque"
        ]
    );
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let testimonials = read(&write(Table::Testimonials, CsvDialect::Standard, &articles), b',');
    let known: HashSet<_> =
        (0..testimonials.len() - 1).map(|row| cell(&testimonials, row, "temoignage_id")).collect();
    let asked: HashSet<_> = (0..ids.len()).map(|row| cell(&rows, row, "temoignage_id")).collect();
    assert_eq!(asked.difference(&known).collect::<Vec<_>>(), [""]);
}

#[test]
fn faq_questions_have_no_testimonial() {
    let rows = read(&write(Table::Questions, CsvDialect::Standard, &[sample::article()]), b',');
    for column in ["temoignage_id", "temoignage_position", "temoignage_titre", "temoignage_attribution"] {
        assert_eq!(cell(&rows, 3, column), "", "{column}");
    }
    assert_eq!(cell(&rows, 3, "question_position"), "1");
}

#[test]
fn diagnostics_of_a_question() {
    let article = sample::article();
    let (testimonial, faq) = (&article.testimonials[0], &article.faq[0]);
    let about = |code, id: &str| Diagnostic::new(code, "seen").about(id, String::new());
    let diagnostics = [
        about(DiagnosticCode::WrappedQuotes, &testimonial.qa[1].id),
        about(DiagnosticCode::DuplicateQuestion, &testimonial.qa[1].id),
        about(DiagnosticCode::WrappedQuotes, &testimonial.qa[1].id),
        about(DiagnosticCode::EmptyTitle, &testimonial.id),
        about(DiagnosticCode::EditorialNote, &faq.id),
        Diagnostic::new(DiagnosticCode::NoAccordion, "seen"),
    ];
    let text =
        write_with(Table::Questions, CsvDialect::Standard, std::slice::from_ref(&article), &diagnostics);
    let rows = read(&text, b',');
    let signals: Vec<_> = (0..4).map(|row| cell(&rows, row, "signalements")).collect();
    assert_eq!(signals, ["[]", r#"["duplicate-question","wrapped-quotes"]"#, "[]", r#"["editorial-note"]"#]);
}

#[test]
fn blocks_as_text_and_html() {
    let rows = read(&write(Table::Questions, CsvDialect::Standard, &[sample::article()]), b',');
    let text = "En deux temps :\n• dix entretiens, \"sans filtre\" ;\n• une version d’essai, corrigée chaque semaine.";
    assert_eq!(cell(&rows, 1, "reponse_texte"), text);
    assert_eq!(
        cell(&rows, 0, "reponse_html"),
        "<p>Une <strong>seule</strong> page au lieu de trois, lisible au lecteur d’écran.</p>"
    );
}

#[test]
fn a_url_that_is_not_absolute_is_left_out() {
    let article = |url: &str| Article { url: Some(url.to_owned()), ..Article::default() };
    let articles = ["/actualites/", "https://www.example.org/été.html"].map(article);
    let rows = read(&write(Table::Articles, CsvDialect::Standard, &articles), b',');
    assert_eq!(cell(&rows, 0, "article_url"), "");
    assert_eq!(cell(&rows, 1, "article_url"), "https://www.example.org/%C3%A9t%C3%A9.html");
}

#[test]
fn standard_quotes_where_needed_and_changes_no_formula() {
    let text = write(
        Table::Questions,
        CsvDialect::Standard,
        &[asking("=1+1", vec![sample::paragraph("oui, \"non\"")])],
    );
    assert!(text.contains(",=1+1,\"oui, \"\"non\"\"\",\"<p>oui, \"\"non\"\"</p>\",,,[]\n"), "{text}");
}

#[test]
fn tableur_as_a_spreadsheet_opens_it() {
    let text =
        write(Table::Questions, CsvDialect::Tableur, &[asking("=1+1", vec![sample::paragraph("a\nb")])]);
    assert_eq!(
        text,
        "\u{feff}question_id;article_id;article_url;article_titre;article_date;temoignage_id;temoignage_position;\
         temoignage_titre;temoignage_attribution;rubrique;question_position;question_url;question;reponse_texte;reponse_html;\
         source_fichier;source_ligne;signalements\r\n\
         \"article_testimonial-q1\";\"article\";;\"(vide)\";;\"article_testimonial\";1;\"(vide)\";;;1;;\"'=1+1\";\"a\nb\";\
         \"<p>a<br>b</p>\";;;\"[]\"\r\n"
    );
}

#[test]
fn the_writer_says_when_it_cannot_write() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("no space"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut writer = TableWriter::new(Table::Articles, CsvDialect::Standard);
    let written = writer.write(&mut Full, &Article::default(), &[]);
    let error = written.and_then(|()| writer.finish(&mut Full)).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Io);
}

proptest! {
    /// Text is read back unchanged, except for what readers strip from every cell.
    #[test]
    fn text_comes_back_whole(question in "\\PC*", lines in prop::collection::vec("[^\\x00-\\x1f\\x7f]*", 0..4)) {
        let answer = lines.iter().map(|line| Block::new(BlockKind::Paragraph, line.as_str())).collect::<Vec<_>>();
        let expected = crate::to_text(&answer, "• ");
        let text = write(Table::Questions, CsvDialect::Standard, &[asking(&question, answer)]);
        let rows = read(&text, b',');
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(cell(&rows, 0, "reponse_texte"), expected.trim());
        let question = Some(question.trim()).filter(|text| !text.is_empty()).unwrap_or("(vide)");
        prop_assert_eq!(cell(&rows, 0, "question"), question);
        prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
    }

    /// A spreadsheet runs no cell, and removing one apostrophe returns the text.
    #[test]
    fn tableur_runs_nothing(question in "'{0,2}[=+@＝-]?\\PC*") {
        let text = write(Table::Questions, CsvDialect::Tableur, &[asking(&question, Vec::new())]);
        let rows = read(&text, b';');
        let cell = cell(&rows, 0, "question");
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '＝']));
        let bare = question.trim_matches(char::is_whitespace);
        let is_guarded = bare.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        let expected = if is_guarded { format!("'{bare}") } else { bare.to_owned() };
        prop_assert_eq!(cell, if expected.is_empty() { "(vide)".to_owned() } else { expected });
    }

    #[test]
    fn no_control_character_is_written(text in "[\\x00-\\x1f\\x7fa\"é,]*") {
        for dialect in [CsvDialect::Standard, CsvDialect::Tableur] {
            let article = Article { title: text.clone(), tags: vec![text.clone()], ..asking(&text, vec![sample::paragraph(&text)]) };
            for &table in Table::ALL {
                let text = write(table, dialect, std::slice::from_ref(&article)).replace("\r\n", "\n");
                prop_assert!(!text.contains(|c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t')));
            }
        }
    }
}
