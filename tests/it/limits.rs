//! Each limit at, below and above its value. Beyond a limit a diagnostic is reported, and no text is lost.

use deplier::{DiagnosticCode, ErrorKind, Limits, Parsed, Parser, Severity};

fn limited(set: impl FnOnce(&mut Limits)) -> Parser {
    let mut limits = Limits::default();
    set(&mut limits);
    Parser::new().with_limits(limits)
}

/// Parses a page and counts how often a limit was reached.
#[track_caller]
fn reached(parser: &Parser, page: &str) -> (Parsed, Vec<Option<u32>>) {
    let parsed = parser.parse(page).unwrap();
    assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
    let of_limits = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::LimitReached);
    let lines = of_limits.inspect(|d| assert!(d.severity >= Severity::Warning)).map(|d| d.line).collect();
    (parsed, lines)
}

/// Every letter of the article's records and body.
fn letters(parsed: &Parsed) -> usize {
    parsed.account.placed()
}

#[test]
fn bytes() {
    let page = "<p>été</p>";
    let bytes = page.len();
    for max in [bytes, bytes + 1] {
        assert_eq!(limited(|l| l.max_bytes = max).parse(page).unwrap().article.body[0].text, "été");
        assert!(limited(|l| l.max_bytes = max).parse_reader(page.as_bytes()).is_ok());
    }
    let parser = limited(|l| l.max_bytes = bytes - 1);
    let errors = [
        parser.parse(page).unwrap_err(),
        parser.parse_slice(page.as_bytes()).unwrap_err(),
        parser.parse_reader(page.as_bytes()).unwrap_err(),
        parser.items(page).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Limit);
        assert!(error.to_string().contains(&format!("{} bytes", bytes - 1)), "{error}");
    }
}

#[test]
fn an_endless_reader_is_read_up_to_the_limit() {
    let error = limited(|l| l.max_bytes = 1_000).parse_reader(std::io::repeat(b'x')).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
}

#[test]
fn nodes() {
    // Implied elements count too: html, head, body.
    let page = "<p>a</p>\n<p>b</p>\n<p>c</p>";
    for max in [6, 7] {
        let (parsed, lines) = reached(&limited(|l| l.max_nodes = max), page);
        assert_eq!((parsed.article.body.len(), lines), (3, vec![]), "{max}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_nodes = 5), page);
    assert_eq!((letters(&parsed), lines), (3, vec![Some(3)]));
}

#[test]
fn depth() {
    let nested = |depth: usize| format!("\n{}x{}", "<div class=a>".repeat(depth), "</div>".repeat(depth));
    // The body is in html, so the elements of the page start at depth 3.
    for depth in [7, 8] {
        let (parsed, lines) = reached(&limited(|l| l.max_depth = 10), &nested(depth));
        assert_eq!((letters(&parsed), lines), (1, vec![]), "{depth}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_depth = 10), &nested(9));
    assert_eq!((letters(&parsed), lines), (1, vec![Some(2)]));
    let (parsed, lines) = reached(&limited(|l| l.max_depth = 10), &format!("{}<p>y</p>", nested(500)));
    assert_eq!((parsed.article.body.len(), lines.len()), (2, 1), "what follows is no longer deep");
    // Elements without attributes are limited to half of it.
    let bare = |depth: usize| format!("{}x", "<div>".repeat(depth));
    assert_eq!(reached(&limited(|l| l.max_depth = 10), &bare(3)).1, []);
    assert_eq!(reached(&limited(|l| l.max_depth = 10), &bare(4)).1, [Some(1)]);
}

#[test]
fn attributes() {
    let page = "<p id=a class=b lang=fr>x</p>\n<img id=d class=e src=/f>";
    for max in [3, 4] {
        let (parsed, lines) = reached(&limited(|l| l.max_attributes = max), page);
        assert_eq!((parsed.article.body[1].src.as_deref(), lines), (Some("/f"), vec![]), "{max}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_attributes = 2), page);
    assert_eq!((letters(&parsed), lines), (1, vec![Some(1), Some(2)]));
    assert!(parsed.article.body.iter().all(|block| block.src.is_none()));
}

#[test]
fn yaml_bytes() {
    let page = "---\ntitle: a\n---\n<p>x</p>";
    for max in [9, 10] {
        let (parsed, lines) = reached(&limited(|l| l.max_yaml_bytes = max), page);
        assert_eq!((parsed.article.title.as_str(), lines), ("a", vec![]), "{max}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_yaml_bytes = 8), page);
    assert_eq!((parsed.article.title.as_str(), letters(&parsed), lines), ("", 1, vec![Some(1)]));
}

#[test]
fn yaml_nodes() {
    // The mapping, its key, the list and its two values.
    let page = "---\ntags: [a, b]\n---\n<p>x</p>";
    for max in [5, 6] {
        let (parsed, lines) = reached(&limited(|l| l.max_yaml_nodes = max), page);
        assert_eq!((parsed.article.tags.len(), lines), (2, vec![]), "{max}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_yaml_nodes = 4), page);
    assert_eq!((letters(&parsed), lines.len()), (1, 1));
}

#[test]
fn yaml_aliases_count_expanded() {
    let bomb: String = (1..40).fold("a0: &a0 [x]\n".to_owned(), |yaml, n| {
        let alias = format!("*a{},", n - 1).repeat(9);
        yaml + &format!("a{n}: &a{n} [{alias}]\n")
    });
    let (parsed, lines) = reached(&Parser::new(), &format!("---\n{bomb}---\n<p>x</p>"));
    assert_eq!((letters(&parsed), lines.len()), (1, 1));
}

#[test]
fn yaml_depth() {
    let page = |depth: usize| format!("---\na: {}{}\n---\nx", "[".repeat(depth), "]".repeat(depth));
    let (parsed, lines) = reached(&Parser::new(), &page(100));
    assert!(parsed.article.extra.contains_key("a"));
    assert_eq!(lines, []);
    // The result can be read back: JSON parsers have a depth limit of their own.
    let json = deplier::to_string(deplier::Format::Json, [&parsed.article]).unwrap();
    assert_eq!(deplier::Article::from_json(&json).unwrap(), parsed.article);
    for depth in [200, 100_000] {
        assert_eq!(reached(&Parser::new(), &page(depth)).1.len(), 1, "{depth}");
    }
}

#[test]
fn records() {
    let page: String = (1..=3).map(|n| format!("<details><summary>Q{n} ?</summary>r</details>\n")).collect();
    for max in [3, 4] {
        let (parsed, lines) = reached(&limited(|l| l.max_records = max), &page);
        assert_eq!((parsed.article.faq.len(), lines), (3, vec![]), "{max}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_records = 2), &page);
    let texts: Vec<_> = parsed.article.body.iter().map(|block| block.text.as_str()).collect();
    assert_eq!((parsed.article.faq.len(), texts, lines), (2, vec!["Q3 ?", "r"], vec![Some(3)]));
}

#[test]
fn records_count_the_questions_of_a_testimonial() {
    let questions = "<p><b>Quoi ?</b></p>\n<p>r</p>\n".repeat(3);
    let page = format!("<details><summary>Vallon</summary>\n{questions}</details>");
    for max in [4, 5] {
        let (parsed, lines) = reached(&limited(|l| l.max_records = max), &page);
        assert_eq!((parsed.article.testimonials[0].qa.len(), lines), (3, vec![]), "{max}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_records = 2), &page);
    let texts: Vec<_> = parsed.article.body.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(parsed.article.testimonials[0].qa.len(), 1);
    assert_eq!((texts, lines), (vec!["Quoi ?", "r", "Quoi ?", "r"], vec![Some(4)]));
    let (parsed, _) = reached(&limited(|l| l.max_records = 0), &page);
    assert_eq!((parsed.article.testimonials.len(), parsed.items().len()), (0, 0));
}

#[test]
fn copied() {
    let page = |items: usize| {
        format!("<title>t</title>\n<a href=\"https://a.fr/{}\">{}", "b".repeat(9_859), "<li>x".repeat(items))
    };
    let links = |parsed: &Parsed| parsed.article.body.iter().filter(|block| !block.marks.is_empty()).count();
    // The first block has the value of the page; each further one takes 10,000 bytes of 1 MiB.
    for items in [104, 105] {
        let (parsed, lines) = reached(&limited(|l| l.max_copied = 0), &page(items));
        assert_eq!((links(&parsed), lines), (items, vec![]), "{items}");
    }
    let (parsed, lines) = reached(&limited(|l| l.max_copied = 0), &page(107));
    assert_eq!((links(&parsed), letters(&parsed), lines), (105, 107, vec![Some(2)]));
    let (parsed, lines) = reached(&limited(|l| l.max_copied = 4), &page(107));
    assert_eq!((links(&parsed), lines), (107, vec![]));
}

#[test]
fn copied_base() {
    let page =
        format!("<title>t</title><base href=http://a/{}/>\n{}", "b".repeat(9_990), "<img src=c>".repeat(200));
    let (parsed, lines) = reached(&limited(|l| l.max_copied = 0), &page);
    let whole =
        parsed.article.body.iter().filter(|block| block.src.as_deref().is_some_and(|src| src.len() > 9_000));
    assert_eq!((whole.count(), parsed.article.body[199].src.as_deref(), lines.len()), (104, Some("c"), 1));
}

#[test]
fn faults() {
    let page = format!("<title>t</title>{}<style>a</style>\n<svg>b</svg>", "</b>".repeat(10_000));
    let (parsed, lines) = reached(&limited(|l| l.max_copied = 1), &page);
    assert!((2_000..3_000).contains(&parsed.diagnostics.len()), "{}", parsed.diagnostics.len());
    assert_eq!(lines.len(), 1);
    // Texts that are left out are still listed.
    let dropped = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::DroppedElement);
    assert_eq!(dropped.map(|d| d.text.as_deref().unwrap()).collect::<Vec<_>>(), ["a\nb"]);
}

#[test]
fn untrusted() {
    let (limits, usual) = (Limits::untrusted(), Limits::default());
    assert!(limits.max_bytes < usual.max_bytes && limits.max_copied < usual.max_copied);
    let parser = Parser::new().with_limits(limits);
    assert_eq!(reached(&parser, "<details><summary>Quoi ?</summary>r</details>").1, []);
}
