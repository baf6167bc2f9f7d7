//! The smallest inputs of bugs found by fuzzing and by hostile pages.

use deplier::{DiagnosticCode, Parser};

use crate::laws;

#[test]
fn a_year_before_the_first_is_not_a_date() {
    for year in ["-0001", "-000001", "0000"] {
        let page = format!("---\ndate: {year}-01-01\nlast_modified_at: {year}-01-01T00:00:00Z\n---\n");
        let parsed = laws::parser().parse(&page).unwrap();
        assert_eq!((parsed.article.published, parsed.article.modified), (None, None), "{year}");
        laws::hold_for(page.as_bytes());
    }
}

/// libyaml visits every open bracket for every token.
#[test]
fn deep_brackets_in_front_matter_are_refused_quickly() {
    for open in ["[", "{", "[[\n", "- [ '"] {
        let parsed = Parser::new().parse(&format!("---\na: {}\n---\nx", open.repeat(100_000))).unwrap();
        assert!(parsed.diagnostics.iter().any(|d| d.code == DiagnosticCode::LimitReached), "{open}");
        assert_eq!(parsed.article.body[0].text, "x");
    }
}

/// Each paragraph reconstructs the formatting elements with all their attributes.
#[test]
fn attributes_of_rebuilt_elements_are_bounded() {
    let class = "c ".repeat(2_000);
    let open: String = (0..60).map(|n| format!("<b class='x{n} {class}'>")).collect();
    let page = format!("<p>{open}{}", "<p>x".repeat(2_000));
    let parsed = Parser::new().parse(&page).unwrap();
    assert_eq!(parsed.article.body.len(), 2_000);
    assert!(parsed.account.is_balanced());
    assert!(parsed.diagnostics.iter().any(|d| d.code == DiagnosticCode::LimitReached));
}

/// A block has one mark for bold text, however many elements make it bold.
#[test]
fn nested_elements_of_one_kind_are_one_mark() {
    let page = format!("{}x{}<p>y", "<b><strong>".repeat(20), "<span lang=en><span lang=de>".repeat(200));
    let parsed = Parser::new().parse(&page).unwrap();
    let marks: Vec<_> = parsed.article.body.iter().map(|block| block.marks.len()).collect();
    assert_eq!(marks, [1, 3]);
}

/// The table of names is searched at every tag, so names beyond the limit are not stored.
#[test]
fn more_custom_elements_than_are_kept() {
    let page: String = (0..5_000).map(|n| format!("<x-{n}>y</x-{n}>")).collect();
    let parsed = Parser::new().parse(&page).unwrap();
    assert_eq!(parsed.account.body, 5_000);
    let over = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::LimitReached);
    assert_eq!(over.count(), 1);
}

/// Tags nested in too many open elements are not checked, and that is reported.
#[test]
fn more_open_elements_than_are_checked() {
    let parsed = Parser::new().parse(&"<span>x".repeat(3_000)).unwrap();
    assert_eq!(parsed.account.body, 3_000);
    let count = |code| parsed.diagnostics.iter().filter(|d| d.code == code).count();
    assert!(count(DiagnosticCode::UnclosedElement) > 1_000);
    assert_eq!(count(DiagnosticCode::LimitReached), 2, "the depth, and the check");
}

/// A diagnostic for each of them would take hundreds of times the memory of the page.
#[test]
fn many_control_characters_are_reported_once_per_line() {
    let flood = "\0\u{1}".repeat(50_000);
    let page = format!("---\ntitle: Bilan\n---\n<p>a{flood}b\n<p>{}c", "&#2;".repeat(20_000));
    for parser in [Parser::new(), Parser::new().with_repair(DiagnosticCode::ControlCharacter)] {
        let parsed = parser.parse(&page).unwrap();
        let found: Vec<_> = parsed
            .diagnostics
            .iter()
            .filter(|d| d.code == DiagnosticCode::ControlCharacter)
            .map(|d| (d.line, d.message.split(' ').next().unwrap().to_owned()))
            .collect();
        assert_eq!(found, [(Some(4), "100000".to_owned()), (Some(5), "20000".to_owned())]);
        assert!(parsed.account.is_balanced());
        assert_eq!(parsed.article.body.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), ["ab", "c"]);
    }
}

/// Long numbers must be read from JSON exactly. A test dependency may hide a fault here, so the fuzz target of front
/// matter, which is built without it, has the same numbers as a seed.
#[test]
fn long_numbers_are_read_back_as_they_were() {
    let numbers = (20..80).map(|digits| format!("n{digits}: {}\n", "6".repeat(digits)));
    let fractions = (1..80).map(|digits| format!("f{digits}: 0.{}3\n", "7".repeat(digits)));
    let page = format!("---\n{}---\n", numbers.chain(fractions).collect::<String>());
    laws::hold_for(page.as_bytes());
}

/// The HTML parser removes a body without text from the tree at a `<frameset>`, with its scripts and titles.
#[test]
fn a_frameset_takes_nothing_away() {
    for (page, body, left_out) in [
        ("<b><script>x()</script><frameset>", "", 3),
        ("<tr><title>Un</title><frameset>", "", 0),
        ("<frameset>Un<frame src=a></frameset><p>Deux", "UnDeux", 0),
        ("<frameset><noframes>Un</noframes></frameset>Deux", "UnDeux", 0),
    ] {
        let parsed = Parser::new().parse(page).unwrap();
        let texts: String = parsed.article.body.iter().map(|block| block.text.as_str()).collect();
        assert_eq!((texts.as_str(), parsed.account.left_out), (body, left_out), "{page}");
        laws::hold_for(page.as_bytes());
    }
}

/// Lines with a control character are reported one by one, up to a limit.
#[test]
fn control_characters_on_every_line_are_reported_together() {
    let count = |page: &str| {
        let parsed = Parser::new().parse(page).unwrap();
        let found: Vec<_> =
            parsed.diagnostics.into_iter().filter(|d| d.code == DiagnosticCode::ControlCharacter).collect();
        assert!(parsed.account.is_balanced());
        let last = found.last().unwrap();
        (found.len(), last.line, last.message.split(',').next().unwrap_or("").to_owned(), last.text.clone())
    };
    let one = "the control character U+0001 was removed: remove it from the source".to_owned();
    assert_eq!(count(&"\u{1}x\n".repeat(1_000)), (1_000, Some(1_000), one.clone(), None));
    let many = "from here to line 3000".to_owned();
    assert_eq!(count(&"\u{1}x\n".repeat(3_000)), (1_001, Some(1_001), many.clone(), None));
    let text = Some("\u{1}".repeat(2_000));
    assert_eq!(count(&"<p>&#1;x\n".repeat(3_000)), (1_001, Some(1_001), many, text));
}

/// Each part of a paragraph with many questions must not copy the whole paragraph.
#[test]
fn a_paragraph_of_many_questions_is_walked_through_once() {
    let page =
        format!("<details><summary>P</summary><p>{}", "<b>Quoi ?</b><br>Ceci <i>.</i><br>".repeat(20_000));
    let parsed = Parser::new().parse(&page).unwrap();
    let qa = &parsed.article.testimonials[0].qa;
    assert_eq!(qa.len(), 20_000);
    let last = &qa[19_999];
    assert_eq!((last.question.as_str(), last.answer[0].text.as_str()), ("Quoi ?", "Ceci ."));
    let marks: Vec<_> = last.answer[0].marks.iter().map(|mark| (mark.start, mark.end)).collect();
    assert_eq!(marks, [(5, 6)]);
}

/// An element reconstructed in each paragraph has the id of its only tag, which is not a duplicate.
#[test]
fn ids_of_elements_opened_again_are_not_duplicates() {
    let parsed = Parser::new().parse("<p><b id=a>Un<p>Deux<p>Trois").unwrap();
    assert!(parsed.diagnostics.iter().all(|d| d.code != DiagnosticCode::DuplicateId));
}

/// A second repair must not create a link from what the first one left.
#[test]
fn a_remark_stays_where_the_rest_would_read_as_a_link() {
    for text in ["[(](/a[à vérifier])", "[(](/a [TODO] )"] {
        let page = format!("<details><summary>P</summary><h3>Quoi ?</h3><p>{text}</p></details>");
        let parser = Parser::new().with_repair(DiagnosticCode::EditorialNote);
        let parsed = parser.with_repair(DiagnosticCode::MarkdownInHtml).parse(&page).unwrap();
        assert_eq!(parsed.article.testimonials[0].qa[0].answer[0].text, text);
    }
}
