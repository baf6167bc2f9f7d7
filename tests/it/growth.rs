//! No output grows with the square of its page, for pages with one long value that many small parts could repeat.
//!
//! The test counts bytes, not time. `DEPLIER_GROWTH_LONG=1 cargo test --release --test it growth` uses pages of 128
//! and 256 KiB, and also checks the growth from one to the other. `DEPLIER_GROWTH=FOLDER cargo test --test it
//! growth::pages` writes the pages, from 128 KiB to 1 MiB, for other measurements.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use deplier::diagnostics::Color;
use deplier::{
    Collection, CsvDialect, DiagnosticFormat, DiagnosticWriter, Exporter, FaqPage, Format, FrontMatterFaults,
    Parsed, Parser, RssItems, Site, Table,
};

/// A page: one half is the long value, the other half is small parts that could repeat it.
struct Generator {
    name: &'static str,
    before: &'static str,
    /// The unit of the long value; `#` is a number.
    long: &'static str,
    after: &'static str,
    /// The small part; `#` is a number.
    small: &'static str,
    end: &'static str,
}

const fn page(
    name: &'static str,
    before: &'static str,
    long: &'static str,
    after: &'static str,
    small: &'static str,
    end: &'static str,
) -> Generator {
    Generator { name, before, long, after, small, end }
}

/// A page of small parts only.
const fn parts(name: &'static str, before: &'static str, small: &'static str) -> Generator {
    page(name, before, "", "", small, "")
}

const FAQ: &str = "<details><summary>Q ?</summary>a</details>\n";
const ASKED: &str = "<h3>Q ?</h3>a";
const SIXTEEN: &str = "<title>t</title><b><i><code><sub><sup><s><q><span lang=a><span lang=b><span lang=c><span \
                       lang=d><span lang=e><span lang=f><span lang=g><span lang=h>";

const GENERATORS: &[Generator] = &[
    // Addresses.
    page("href of items", "<title>t</title><a href=\"/", "b", "\">", "<li>x", ""),
    page("href of paragraphs", "<title>t</title><p><a href=\"/", "b", "\">x", "<p>y", ""),
    page("absolute href", "<title>t</title><a href=\"https://a.fr/", "b", "\">", "<li>x", ""),
    page("href to be encoded", "<title>t</title><a href=\"/", "é", "\">", "<li>x", ""),
    page("href of ampersands", "<title>t</title><a href=\"/", "&", "\">", "<li>x", ""),
    page("href of quotation marks", "<title>t</title><a href='/", "\"", "'>", "<li>x", ""),
    page("href of cells", "<title>t</title><a href=\"/", "b", "\"><table><tr>", "<td>x", ""),
    page("href in answers", "<details><summary>P</summary><a href=\"/", "b", "\">", ASKED, "</details>"),
    page("href of template tags", "<title>t</title><a href=\"/", "{{a}}", "\">", "<li>x", ""),
    page(
        "href of cells in answers",
        "<details><summary>Q ?</summary><a href=\"/",
        "&",
        "\"><table><tr>",
        "<td>x",
        "",
    ),
    page("href and languages", "<title>t</title><a href=\"/", "b", "\"><i lang=fr><b lang=en>", "<p>x", ""),
    page("base of links", "<title>t</title><base href=\"http://a/", "b", "/\">", "<p><a href=x>y</a>", ""),
    page("base of images", "<title>t</title><base href=\"http://a/", "b", "/\">", "<img src=x>", ""),
    page("base of frames", "<title>t</title><base href=\"http://a/", "b", "/\">", "<embed src=x>", ""),
    page("base of paths", "<title>t</title><base href=\"http://", "b", "/\">", "<img src=/x>", ""),
    page("base to be encoded", "<title>t</title><base href=\"http://a/", "é", "/\">", "<img src=x>", ""),
    page(
        "base of slides",
        "---\ntitle: t\nune-ou-diaporama: [{image: x}",
        ", {image: x}",
        "]\n---\n<base href=http://a/",
        "b",
        "/>",
    ),
    page(
        "canonical link of questions",
        "<title>t</title><link rel=canonical href=\"http://a/",
        "b",
        "\">",
        FAQ,
        "",
    ),
    page(
        "canonical link of ampersands",
        "<title>t</title><link rel=canonical href=\"http://a/?",
        "&",
        "\">",
        FAQ,
        "",
    ),
    page(
        "canonical link of links",
        "<title>t</title><link rel=canonical href=\"http://a/",
        "b",
        "/\">",
        "<p><a href=x>y</a>",
        "",
    ),
    page(
        "canonical link of an interview",
        "<link rel=canonical href=\"http://a/",
        "b",
        "\"><details><summary>P</summary>",
        ASKED,
        "</details>",
    ),
    page("permalink", "---\ntitle: t\npermalink: /", "b", "/\n---\n", FAQ, ""),
    page("image", "---\ntitle: t\nimage: /", "b", "\n---\n", FAQ, ""),
    page("reference of Markdown", "---\ntitle: t\n---\n[a]: http://a.fr/", "b", "\n\n", "[a] ", ""),
    page("Markdown links in HTML", "<p>", "[a](b) ", "</p>", "<p>[c](d)</p>", ""),
    // Languages, ids, names of elements.
    page("lang of items", "<title>t</title><span lang=\"", "b", "\">", "<li>x", ""),
    page("lang of paragraphs", "<title>t</title><p><b lang=\"", "b", "\">x", "<p>y", ""),
    page("lang in answers", "<details><summary>P</summary><span lang=\"", "b", "\">", ASKED, "</details>"),
    page("lang of cells", "<title>t</title><span lang=\"", "\"", "\"><table><tr>", "<td>x", ""),
    page("lang of the page", "<html lang=\"", "b", "\"><title>t</title>", FAQ, ""),
    page("lang of front matter", "---\ntitle: t\nlang: ", "b", "\n---\n", FAQ, ""),
    page("id of a section", "<title>t</title><section id=\"", "b", "\">", ASKED, ""),
    page(
        "id of a panel",
        "<title>t</title><details id=\"",
        "b",
        "\"><summary>P</summary>",
        ASKED,
        "</details>",
    ),
    page(
        "id to be encoded",
        "<title>t</title><details id=\"",
        "é",
        "\"><summary>P</summary>",
        ASKED,
        "</details>",
    ),
    page("id of a division", "<title>t</title><div id=\"", "b", "\">", ASKED, ""),
    page("class", "<title>t</title><div class=\"", "b", "\">", ASKED, ""),
    page("classes", "<title>t</title><div class=\"", "b ", "\">", ASKED, ""),
    page("style", "<title>t</title><p><b style=\"", "b", "\">", "<p>x", ""),
    page("name of an element", "<title>t</title><x-", "b", ">", "</p>", ""),
    page("handler", "<title>t</title><p><b onclick=\"", "b", "\">", "<p>x", ""),
    // Titles and attributions.
    page("title of a panel", "<title>t</title><details><summary>", "a", "</summary>", ASKED, "</details>"),
    page(
        "title of quotation marks",
        "<title>t</title><details><summary>",
        "\"",
        "</summary>",
        ASKED,
        "</details>",
    ),
    page("title of ampersands", "<title>t</title><details><summary>", "&", "</summary>", ASKED, "</details>"),
    page(
        "title of less-than signs",
        "<title>t</title><details><summary>",
        "< ",
        "</summary>",
        ASKED,
        "</details>",
    ),
    page("title of the page", "<title>", "a", "</title>", FAQ, ""),
    page("title of the page in quotation marks", "<title>", "\"", "</title>", FAQ, ""),
    page("title of front matter", "---\ntitle: ", "a", "\n---\n", FAQ, ""),
    page(
        "attribution",
        "<title>t</title><details><summary>P</summary>",
        ASKED,
        "<p>Témoignage de ",
        "é",
        "</p></details>",
    ),
    page(
        "attributions",
        "<title>t</title>",
        "<details><summary>P</summary><h3>Q ?</h3>a<p>Propos recueillis par a</p></details>",
        "",
        "<h3>Q ?</h3>",
        "",
    ),
    page("section", "<title>t</title><h2>", "a", "</h2>", FAQ, ""),
    page("heading before questions", "<title>t</title><h1>", "a", "</h1>", ASKED, ""),
    page("title in an attribute", "<title>t</title><div title=\"", "a", "\">", FAQ, ""),
    // Front matter.
    page("category", "---\ntitle: t\ncategories: [", "a", "]\n---\n", FAQ, ""),
    page("categories", "---\ntitle: t\ncategories: [a", ", c#", "]\n---\n", FAQ, ""),
    page("categories of quotation marks", "---\ntitle: t\ncategories: ['", "\"", "']\n---\n", FAQ, ""),
    page("tag", "---\ntitle: t\ntags: [", "a", "]\n---\n", FAQ, ""),
    page("tags of ampersands", "---\ntitle: t\ntags: ['", "&", "']\n---\n", FAQ, ""),
    page("author", "---\ntitle: t\nauthor: ", "a", "\n---\n", FAQ, ""),
    page("summary", "---\ntitle: t\ndescription: ", "a", "\n---\n", FAQ, ""),
    page("alias", "---\ntitle: t\na: &a ", "a", "\nb: [*a", ", *a", "]\n---\n<p>x"),
    page("extra", "---\ntitle: t\na: ", "a", "\n---\n", FAQ, ""),
    page("date", "---\ntitle: t\ndate: ", "a", "\n---\n", FAQ, ""),
    page("layout", "---\ntitle: t\nlayout: ", "a", "\nslug: a\n---\n", FAQ, ""),
    // Marks of many blocks.
    parts("bold of paragraphs", "<title>t</title><b>", "<p>x"),
    parts("marks of paragraphs", SIXTEEN, "<p>x"),
    parts("marks of items", SIXTEEN, "<li>x"),
    parts("marks of cells", "<title>t</title><b><i><q><s><table><tr>", "<td>x"),
    parts("bold paragraphs", "<title>t</title>", "<p><b>x"),
    parts("words in italics", "<title>t</title><p>", "<i>x</i> "),
    parts("links", "<title>t</title><p>", "<a href=x>y</a> "),
    parts("words in languages", "<title>t</title><p>", "<i lang=#>x</i> "),
    // Small parts.
    parts("paragraphs", "<title>t</title>", "<p>x"),
    parts("items", "<title>t</title>", "<li>x"),
    parts("nested items", "<title>t</title>", "<ul><li>x"),
    parts("cells", "<title>t</title><table>", "<tr><td>1<td>2"),
    parts("lines", "<title>t</title><p>", "x<br>"),
    parts("images", "<title>t</title>", "<img alt=a>"),
    parts("questions", "<details><summary>P</summary>", "<h3>a?"),
    parts("questions with answers", "<details><summary>P</summary>", "<h3>a?</h3>b"),
    parts("panels", "<title>t</title>", FAQ),
    parts("empty panels", "<title>t</title>", "<details><summary>a"),
    parts("definitions", "<title>t</title><dl>", "<dt>a?<dd>b"),
    parts("items of Markdown", "---\ntitle: t\n---\n", "* a\n"),
    parts("paragraphs of Markdown", "---\ntitle: t\n---\n", "a\n\n"),
    parts("ampersands", "<title>t</title><p>", "&"),
    parts("less-than signs", "<title>t</title><p>", "< "),
    parts("quotation marks", "<title>t</title><p>", "\""),
    parts("questions of ampersands", "<details><summary>P</summary>", "<h3>&&&&&&&&&&&&?"),
    // Faults.
    parts("stray end tags", "<title>t</title>", "</b>"),
    parts("stray end tags on lines", "<title>t</title>", "</b>\n"),
    parts(
        "stray end tags on long lines",
        "<title>t</title>\n",
        "</b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b></b>\n",
    ),
    parts("empty ids", "<title>t</title>", "<p id>x"),
    parts("repeated ids", "<title>t</title>", "<p id=a>"),
    parts("drawings", "<title>t</title>", "<svg>x</svg>"),
    parts("remarks", "<title>t</title><p>", "[TODO] "),
    parts("template tags", "<title>t</title><p>", "{{a}}"),
    parts("control characters", "<title>t</title><p>", "&#1;a\n"),
    parts("formulas", "<details><summary>P</summary>", "<h3>=a?"),
    parts("handlers", "<title>t</title>", "<p onclick=x>"),
    parts("relative links", "<title>t</title><p>", "<a href=/>y</a>"),
    parts("unclosed elements", "<title>t</title>", "<div>x"),
];

impl Generator {
    fn page(&self, bytes: usize) -> String {
        let mut page = self.before.to_owned();
        let half = if self.long.is_empty() { 0 } else { bytes / 2 };
        fill(&mut page, self.long, half);
        page.push_str(self.after);
        fill(&mut page, self.small, bytes - half);
        page + self.end
    }
}

fn fill(page: &mut String, part: &str, bytes: usize) {
    let end = page.len() + bytes.saturating_sub(part.len());
    let mut number = 0;
    while !part.is_empty() && page.len() <= end {
        number += 1;
        match part.split_once('#').filter(|(before, _)| !before.ends_with('&')) {
            Some((before, after)) => page.push_str(&format!("{before}{number}{after}")),
            None => page.push_str(part),
        }
    }
}

/// Counts bytes without storing them.
#[derive(Default)]
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every output of a page, with its size in bytes.
fn outputs(page: &str) -> Vec<(String, usize)> {
    let parser = Parser::new().with_front_matter_faults(FrontMatterFaults::Report);
    let parser =
        parser.with_base_url("https://www.example.org/").unwrap().with_file_name("_posts/2025-03-18-a.md");
    let mut parsed = parser.parse(page).unwrap();
    assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
    let items = serde_json::to_string(&parsed.items()).unwrap();
    let name = "dossier/".repeat(60);
    parsed.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.file = Some(name.clone()));
    let mut outputs = exports(&parsed);
    outputs.push(("items".to_owned(), items.len()));
    outputs.push(("HTML".to_owned(), deplier::to_html(&parsed.article.body, None).len()));
    outputs.push(("text".to_owned(), deplier::to_text(&parsed.article.body, "• ").len()));
    let forms = [DiagnosticFormat::Human(Color::Plain), DiagnosticFormat::JsonLines, DiagnosticFormat::Sarif];
    outputs.extend(forms.map(|form| {
        let mut writer = DiagnosticWriter::for_writer(form, Counter::default());
        writer.write(&parsed.diagnostics, Some(page)).unwrap();
        (format!("{form:?}"), writer.finish().unwrap().0)
    }));
    outputs
}

fn exports(parsed: &Parsed) -> Vec<(String, usize)> {
    let tables = Table::ALL.iter().map(|&table| Format::Csv(table));
    let formats = [Format::Json, Format::JsonLines, Format::JsonLd, Format::Rss].into_iter().chain(tables);
    let ways = [
        (Collection::Single, RssItems::Record, CsvDialect::Standard),
        (Collection::Many, RssItems::Article, CsvDialect::Tableur),
    ];
    let site = Site::default().with_base_url("https://www.example.org/").unwrap();
    let all = formats.flat_map(|format| ways.map(|way| (format, way)));
    let bytes = all.map(|(format, (collection, items, dialect))| {
        let exporter = Exporter::from_format(format).with_site(site.clone()).with_collection(collection);
        let exporter =
            exporter.with_rss_items(items).with_csv_dialect(dialect).with_faq_page(FaqPage::Include);
        let mut writer = exporter.for_writer(Counter::default());
        writer.write_with(&parsed.article, &parsed.diagnostics).unwrap();
        (format!("{format:?} {collection:?}"), writer.finish().unwrap().0)
    });
    bytes.collect()
}

/// The bound for one output in SECURITY.md.
fn bound(page: usize) -> usize {
    24 * page + (2 << 20)
}

/// At the size of each run, a value repeated in each of the small parts would exceed the bound.
fn check(generators: &[Generator]) {
    let is_long = std::env::var_os("DEPLIER_GROWTH_LONG").is_some();
    let faults =
        generators.iter().flat_map(|generator| if is_long { long(generator) } else { short(generator) });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn short(generator: &Generator) -> Vec<String> {
    let page = generator.page(24 << 10);
    let over = outputs(&page).into_iter().filter(|(_, bytes)| *bytes > bound(page.len()));
    over.map(|(output, bytes)| format!("{}, {output}: {bytes} bytes", generator.name)).collect()
}

fn long(generator: &Generator) -> Vec<String> {
    let pages = [128 << 10, 256 << 10].map(|bytes| generator.page(bytes));
    let [first, second] = pages.each_ref().map(|page| outputs(page));
    let pairs = first.iter().zip(&second).map(|((output, once), (_, twice))| (output, *once, *twice));
    let is_over = |&(_, once, twice): &(_, usize, usize)| {
        // Below this size, the constant part dominates.
        twice > bound(pages[1].len()) || twice > 2 << 20 && twice as f64 > 2.2 * once as f64
    };
    let over = pairs.filter(is_over);
    over.map(|(output, once, twice)| format!("{}, {output}: {once} and {twice} bytes", generator.name))
        .collect()
}

#[test]
fn first_third() {
    check(&GENERATORS[..GENERATORS.len() / 3]);
}

#[test]
fn second_third() {
    check(&GENERATORS[GENERATORS.len() / 3..2 * GENERATORS.len() / 3]);
}

#[test]
fn last_third() {
    check(&GENERATORS[2 * GENERATORS.len() / 3..]);
}

/// The FAQPage repeats questions of the article. If records have only a few bytes, not all of them fit into the
/// budget.
#[test]
fn very_short_questions() {
    for name in ["questions with answers", "definitions"] {
        let generator = GENERATORS.iter().find(|generator| generator.name == name).unwrap();
        let page = generator.page(256 << 10);
        let parsed = deplier::parse(&page).unwrap();
        let site = Site::default().with_base_url("https://www.example.org/").unwrap();
        let exporter = Exporter::from_format(Format::JsonLd).with_site(site).with_faq_page(FaqPage::Include);
        let mut writer = exporter.for_writer(Vec::new());
        writer.write(&parsed.article).unwrap();
        assert!(writer.left_out() > 0, "{name}");
        let written = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert!(written.len() <= bound(page.len()), "{name}: {} bytes of {}", written.len(), page.len());
        let (article, faq) = written.split_once("\"FAQPage\"").unwrap();
        let answers = |text: &str| text.matches("\"Answer\"").count();
        assert!(answers(faq) > 1_000 && answers(article) > answers(faq), "{name}: {}", answers(faq));
    }
}

/// Writes the pages into a folder, if one is given.
#[test]
fn pages() {
    assert!(GENERATORS.iter().all(|generator| generator.page(1_000).len() >= 900));
    let Some(folder) = std::env::var_os("DEPLIER_GROWTH") else { return };
    for (at, generator) in GENERATORS.iter().enumerate() {
        for kilobytes in [128, 256, 512, 1024] {
            let name = format!("{at:03}-{}-{kilobytes}.md", generator.name.replace(' ', "-"));
            fs::write(Path::new(&folder).join(name), generator.page(kilobytes << 10)).unwrap();
        }
    }
}
