//! A small stack is enough for the deepest pages, from the first byte to the last export.

use crate::laws;

#[track_caller]
fn fits(page: String) {
    for stack in [2 << 20, 512 << 10] {
        let page = page.clone();
        let run = std::thread::Builder::new().stack_size(stack).spawn(move || {
            let parsed = laws::parser().parse(&page).unwrap();
            assert!(parsed.account.is_balanced());
            let json = deplier::to_string(deplier::Format::Json, [&parsed.article]).unwrap();
            assert_eq!(deplier::Article::from_json(&json).unwrap(), parsed.article);
            laws::exports(&parsed.article);
        });
        run.unwrap().join().unwrap();
    }
}

#[test]
fn deep_elements() {
    for open in [
        "<div>",
        "<div class=a>",
        "<b>",
        "<font size=1>",
        "<a href=x>",
        "<ul><li>",
        "<table><tr><td>",
        "<svg>",
        "<math>",
        "<template>",
        "<details><summary>Quoi ?</summary>",
        "<blockquote>",
        "<span lang=en>",
        "<select><option>",
        "<p><b>",
        "<table>",
    ] {
        fits(open.repeat(20_000));
    }
}

#[test]
fn deep_markdown() {
    for open in ["> ", "- ", "[", "*a ", "<div markdown=1>\n\n", "1. "] {
        fits(format!("---\n---\n{}x", open.repeat(20_000)));
    }
}

#[test]
fn deep_front_matter() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
        for depth in [60, 120, 20_000] {
            fits(format!("---\na:\n {}x{}\n---\ny", open.repeat(depth), close.repeat(depth)));
        }
    }
}

#[test]
fn deep_json() {
    let run = std::thread::Builder::new().stack_size(512 << 10).spawn(|| {
        let json = format!("{{\"title\":\"\",\"extra\":{{\"a\":{}", "[".repeat(100_000));
        assert_eq!(deplier::Article::from_json(&json).unwrap_err().kind(), deplier::ErrorKind::Json);
    });
    run.unwrap().join().unwrap();
}
