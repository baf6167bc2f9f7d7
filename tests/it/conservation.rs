//! Properties of every page: nothing is lost, nothing changes its order, nothing panics.

use std::collections::BTreeMap;

use deplier::{Article, Block, BlockKind, DiagnosticCode, Parsed, Parser, Qa, Syntax};
use proptest::prelude::*;

use crate::laws;

/// A part of a generated page.
#[derive(Clone, Debug)]
enum Piece {
    /// A word that occurs only once on the page.
    Word,
    /// Text of which only the length is known.
    Text(&'static str),
    Markup(&'static str),
    /// Markup before and after further parts.
    Around(&'static str, Vec<Piece>, &'static str),
}

/// French typography, character references, right-to-left scripts, multi-byte characters.
const TEXTS: [&str; 21] = [
    " ",
    "\n",
    "\u{a0}?",
    "«\u{202f}",
    "\u{202f}»",
    "’",
    "é",
    "œ",
    "…",
    "&amp;",
    "&eacute;",
    "&nbsp;",
    "&#8239;",
    "&#x1F600;",
    "🇫🇷👩‍🚀",
    "العربية",
    "\u{202e}",
    "e\u{301}",
    "&#1;",
    "&#xFFFE;",
    "\u{7}",
];

/// Tags of all kinds, many of them unpaired.
const MARKUP: [&str; 57] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<li>",
    "</li>",
    "<b>",
    "</b>",
    "<strong>",
    "</strong>",
    "<i>",
    "</i>",
    "<a href='/a'>",
    "</a>",
    "<br>",
    "</br>",
    "<hr>",
    "<h2>",
    "</h2>",
    "<h3>",
    "</h3>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th>",
    "<caption>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<section>",
    "</section>",
    "<span lang=en>",
    "</span>",
    "<button>",
    "</button>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "<!-- x -->",
    "<img src='a.png'>",
    "<select>",
    "<option>",
    "</select>",
    "<svg>",
    "</svg>",
    "<nobr>",
];

fn markup() -> impl Strategy<Value = Piece> {
    prop_oneof![
        4 => Just(Piece::Word),
        2 => proptest::sample::select(&TEXTS[..]).prop_map(Piece::Text),
        3 => proptest::sample::select(&MARKUP[..]).prop_map(Piece::Markup),
    ]
}

/// Parts, some of them inside elements, panels and testimonials.
fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let around: [(&str, &str); 22] = [
        ("<p>", "</p>"),
        ("<p><strong>", " ?</strong></p>"),
        ("<h3>", " ?</h3>"),
        ("<ul><li>", "</li></ul>"),
        ("<ol><li><p>", "</ol>"),
        ("<table><tr><td>", "<td>x</table>"),
        ("<div class=\"accordion\">", "</div>"),
        ("<details><summary>", "</summary>"),
        ("<details>", "</details>"),
        ("<summary>", " ?</summary>"),
        ("<button class=\"accordion-title\" aria-controls=\"a\">", "</button>"),
        ("<div class=\"accordion-content\" id=\"a\">", "</div>"),
        ("<button aria-expanded=\"false\" aria-controls=\"b\">", "</button>"),
        ("<div id=\"b\">", "</div>"),
        (
            "<h3 class=\"fr-accordion__title\"><button class=\"fr-accordion__btn\" aria-controls=\"c\">",
            "</button></h3>",
        ),
        ("<div class=\"fr-collapse\" id=\"c\">", "</div>"),
        ("<dl><dt>", "</dt><dd>y</dd></dl>"),
        ("<script>", "</script>"),
        ("<style>", "</style>"),
        ("<template>", "</template>"),
        ("<noscript>", "</noscript>"),
        ("<p>Témoignage de ", "</p>"),
    ];
    let piece = markup().prop_recursive(5, 60, 6, move |inner| {
        (proptest::sample::select(around.to_vec()), prop::collection::vec(inner, 0..6))
            .prop_map(|((open, close), inside)| Piece::Around(open, inside, close))
    });
    prop::collection::vec(piece, 0..14)
}

/// The page, with its words numbered.
fn page(pieces: &[Piece]) -> (String, u32) {
    let (mut text, mut words) = (String::new(), 0);
    write(pieces, &mut text, &mut words);
    (text, words)
}

fn write(pieces: &[Piece], text: &mut String, words: &mut u32) {
    for piece in pieces {
        match piece {
            Piece::Word => {
                text.push_str(&format!("w{words}q "));
                *words += 1;
            }
            Piece::Text(own) | Piece::Markup(own) => text.push_str(own),
            Piece::Around(open, inside, close) => {
                text.push_str(open);
                write(inside, text, words);
                text.push_str(close);
            }
        }
    }
}

/// The numbers of the words in a text.
fn words(text: &str) -> Vec<u32> {
    let parts = text.split('w').skip(1);
    parts.filter_map(|part| part.split_once('q')?.0.parse().ok()).collect()
}

fn words_of(blocks: &[Block]) -> Vec<u32> {
    blocks.iter().flat_map(|block| words(&block.text)).collect()
}

fn words_of_qa(qa: &Qa) -> Vec<u32> {
    [words(&qa.question), words_of(&qa.answer)].concat()
}

/// The words of the body and of each panel.
fn lists(article: &Article) -> Vec<Vec<u32>> {
    let testimonials = article.testimonials.iter().map(|testimonial| {
        let mut own = words_of(&testimonial.intro);
        own.extend(testimonial.qa.iter().flat_map(words_of_qa));
        own.extend(words(testimonial.attribution.as_deref().unwrap_or("")));
        own
    });
    let faq = article.faq.iter().map(|qa| words_of(&qa.answer));
    std::iter::once(words_of(&article.body)).chain(testimonials).chain(faq).collect()
}

/// The words of the titles of panels. A title may be after its panel.
fn titles(article: &Article) -> Vec<u32> {
    let testimonials = article.testimonials.iter().map(|testimonial| &testimonial.title);
    let titles = testimonials.chain(article.faq.iter().map(|qa| &qa.question));
    titles.flat_map(|title| words(title)).collect()
}

/// The words that diagnostics list as left out.
fn left_out(parsed: &Parsed) -> Vec<u32> {
    let dropped = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::DroppedElement);
    dropped.flat_map(|d| words(d.text.as_deref().unwrap_or(""))).collect()
}

fn visible(text: &str) -> usize {
    text.chars().filter(|&c| c > ' ').count()
}

/// All text of the page as another HTML parser reads it, without the title in the head.
fn read_otherwise(html: &str) -> String {
    let clean: String =
        html.chars().filter(|&c| !matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}')).collect();
    scraper::Html::parse_document(&clean).root_element().text().collect()
}

fn blocks(article: &Article) -> impl Iterator<Item = &Block> {
    let testimonials = article.testimonials.iter();
    let spoken = testimonials.flat_map(|t| t.intro.iter().chain(t.qa.iter().flat_map(|qa| &qa.answer)));
    article.body.iter().chain(spoken).chain(article.faq.iter().flat_map(|qa| &qa.answer))
}

fn all_repairs() -> Vec<DiagnosticCode> {
    DiagnosticCode::ALL.iter().copied().filter(|code| code.repair().is_some()).collect()
}

/// Checks all properties of an HTML page.
fn check_html(html: &str, word_count: u32) {
    let parsed = Parser::new().with_syntax(Syntax::Html).parse(html).unwrap();
    let account = parsed.account;
    assert!(account.is_balanced(), "{account:?}");

    let from_attributes: usize = blocks(&parsed.article)
        .filter(|block| matches!(block.kind, BlockKind::Image | BlockKind::Embed))
        .map(|block| visible(&block.text))
        .sum();
    let other = read_otherwise(html);
    assert_eq!(account.seen - from_attributes, visible(&other), "{other:?}");

    let listed = parsed
        .diagnostics
        .iter()
        .filter(|d| matches!(d.code, DiagnosticCode::DroppedElement | DiagnosticCode::ControlCharacter));
    let listed: usize = listed.map(|d| visible(d.text.as_deref().unwrap_or(""))).sum();
    assert_eq!(account.left_out, listed, "{:#?}", parsed.diagnostics);

    check_words(&parsed, word_count);
    let rank: BTreeMap<u32, usize> = words(&other).into_iter().zip(0..).collect();
    let ordered = laws::in_document_order(&serde_json::to_value(&parsed.article).unwrap());
    // A title may have parts before and after other panels.
    let titles = titles(&parsed.article);
    let ordered = ordered.iter().flat_map(|text| words(text)).filter(|word| !titles.contains(word)).collect();
    for list in lists(&parsed.article).into_iter().chain([ordered]) {
        let ranks: Vec<_> = list.iter().map(|word| rank[word]).collect();
        assert!(ranks.is_sorted(), "{list:?} in {other:?}");
    }
}

/// Every word is in the article or in a diagnostic exactly once.
fn check_words(parsed: &Parsed, word_count: u32) {
    let mut found: Vec<u32> = lists(&parsed.article).concat();
    found.extend(titles(&parsed.article));
    found.extend(left_out(parsed));
    found.sort_unstable();
    assert_eq!(found, (0..word_count).collect::<Vec<_>>(), "{:#?}", parsed.article);
}

/// Checks the properties of any input.
fn check_any(page: &str) {
    let parser = Parser::new();
    let Ok(parsed) = parser.parse(page) else { return };
    assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
    assert_eq!(parser.parse(page).unwrap(), parsed);

    let json = serde_json::to_string(&parsed.article).unwrap();
    assert_eq!(serde_json::from_str::<Article>(&json).unwrap(), parsed.article);

    let repairing = all_repairs().into_iter().fold(parser, |parser, code| parser.with_repair(code));
    let repaired = repairing.parse(page).unwrap();
    assert_eq!(repaired.account, parsed.account);
    let mut later = parsed.article;
    later.repair(all_repairs());
    assert_eq!(later, repaired.article);
    assert_eq!(later.repair(all_repairs()), []);
    assert_eq!(later, repaired.article);
}

/// Texts that repairs change, and similar ones.
const MARKS: [&str; 30] = [
    "[",
    "]",
    "(",
    ")",
    "](",
    "[a](/b)",
    "![a](b.png)",
    "[TODO]",
    "[à vérifier]",
    "[note : x]",
    "\"",
    "« ",
    " »",
    "“",
    "”",
    "TODO",
    "/a",
    "https://example.org/",
    "{{",
    "}}",
    "{% x %}",
    "=",
    " ",
    "\u{a0}",
    ".",
    "<br>",
    "<code>",
    "</code>",
    "<i>",
    "</i>",
];

fn marks() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(&MARKS[..]);
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

/// A title that contains another, and whose panel starts before the other title.
#[test]
fn text_before_a_title_in_a_title_keeps_its_place() {
    for (list, answer, count) in [("<li></li>", "w1q", 2), ("<li>w1q</li>", "w2q", 3)] {
        let html =
            format!("<details><summary>w0q<details><ul>{list}</ul><summary> ?</summary><p>{answer}</p>");
        check_html(&html, count);
        check_html(&html.replacen("w0q<details>", "<details>w0q", 1), count);
    }
}

proptest! {
    #[test]
    fn html_is_conserved(pieces in pieces()) {
        let (html, words) = page(&pieces);
        check_html(&html, words);
        check_any(&html);
    }

    #[test]
    fn html_in_markdown_is_conserved(pieces in pieces(), markdown in prop::collection::vec(
        proptest::sample::select(vec!["# w0q", "- w0q", "*w0q*", "> w0q", "1. w0q", "| w0q | w1q |\n|---|---|\n", "w0q\n==="]), 0..4)) {
        let (html, count) = page(&pieces);
        let mut count = count;
        let mut page = "---\ntitle: Bilan\n---\n".to_owned();
        for part in &markdown {
            for at in words(part) {
                prop_assert!(at < 2);
            }
            let own = part.replace("w1q", &format!("w{}q", count + 1)).replace("w0q", &format!("w{count}q"));
            count += u32::try_from(words(part).len()).unwrap();
            page.push_str(&own);
            page.push_str("\n\n");
        }
        let parsed = Parser::new().parse(&(page.clone() + "<div>" + &html)).unwrap();
        prop_assert!(parsed.account.is_balanced());
        check_words(&parsed, count);
        check_any(&(page + &html));
    }

    #[test]
    fn repairs_are_idempotent(question in marks(), answers in prop::collection::vec(marks(), 0..4)) {
        let answers: String = answers.iter().map(|answer| format!("<p>{answer}</p>\n")).collect();
        check_any(&format!("<details><summary>Un projet {question}</summary><h3>Quoi {question} ?</h3>{answers}</details>"));
        check_any(&format!("<details id='a'><summary>Quoi {question} ?</summary>{answers}</details><details id='a'><summary>x</summary>\
            <p>y</details><details id='a '><summary>y</summary></details>"));
    }

    #[test]
    fn any_text_is_read(page in "(?s).{0,200}") {
        check_any(&page);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(parsed) = Parser::new().parse_slice(&bytes) {
            prop_assert!(parsed.account.is_balanced());
        }
    }
}
