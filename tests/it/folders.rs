//! Many pages at once: folders and streams through the example command line.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::command::{folder, program, run, stderr, stdout};

/// Pages of very different sizes, so that they are not finished in the order in which they start.
fn pages() -> Vec<(String, Vec<u8>)> {
    let page = |n: usize| {
        let text = "<p>Le bus roule.</p>".repeat(if n.is_multiple_of(7) { 2_000 } else { n });
        format!(
            "---\ntitle: Page {n}\ndate: 2024-01-02\n---\n<details><summary>Quoi {n} ?</summary>{text}</details>\n"
        )
    };
    (0..40).map(|n| (format!("{}/page-{n:02}.html", n % 3), page(n).into_bytes())).collect()
}

fn many() -> tempfile::TempDir {
    let pages = pages();
    let files: Vec<(&str, &[u8])> =
        pages.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    folder(&files)
}

#[test]
fn a_folder_gives_the_same_bytes_for_any_number_of_jobs() {
    let folder = many();
    let input = folder.path().to_str().unwrap();
    for format in ["jsonl", "jsonld", "rss", "csv"] {
        let output = |jobs| {
            run(
                &[
                    "-f",
                    format,
                    "-j",
                    jobs,
                    "--base-url",
                    "https://example.org/",
                    "--diagnostics",
                    "json",
                    input,
                ],
                b"",
            )
        };
        let (one, four) = (output("1"), output("4"));
        assert_eq!(one.status.code(), Some(0), "{}", stderr(&one));
        assert!(one.stdout == four.stdout, "{format} differs");
        let diagnostics =
            |text: &str| text.lines().filter(|line| line.starts_with('{')).map(str::to_owned).collect();
        let (first, second): (Vec<String>, Vec<String>) =
            (diagnostics(stderr(&one)), diagnostics(stderr(&four)));
        assert_eq!(first, second, "{format}");
    }
}

#[test]
fn the_schema_of_json_lines_is_written_next_to_them() {
    let (pages, out) = (many(), tempfile::tempdir().unwrap());
    let arguments = ["-f", "jsonl", "-o", out.path().to_str().unwrap(), pages.path().to_str().unwrap()];
    assert_eq!(run(&arguments, b"").status.code(), Some(0));
    let read = |name: &str| std::fs::read_to_string(out.path().join(name)).unwrap();
    assert_eq!(read("schemas/article.schema.json"), deplier::schema::ARTICLE);
    assert_eq!(read("articles.jsonl").lines().count(), 40);
}

#[test]
fn pages_come_in_the_order_of_their_paths() {
    let folder = many();
    let output =
        run(&["-f", "jsonl", "-j", "3", "--diagnostics", "none", folder.path().to_str().unwrap()], b"");
    let titles: Vec<String> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["title"].as_str().unwrap().to_owned())
        .collect();
    let by_path = (0..3).flat_map(|folder| (0..40).filter(move |n| n % 3 == folder));
    assert_eq!(titles, by_path.map(|n| format!("Page {n}")).collect::<Vec<_>>());
    assert!(stderr(&output).contains("40 files, 40 records"), "{}", stderr(&output));
}

#[test]
fn a_bad_page_does_not_stop_a_folder() {
    let folder = folder(&[
        ("a.html", b"<details><summary>Un ?</summary>1</details>"),
        ("b.md", b"---\ntitle: [\n---\n"),
        ("c.html", b"<details><summary>Deux ?</summary>2</details>"),
    ]);
    let output = run(&["-f", "jsonl", "--diagnostics", "none", folder.path().to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(stdout(&output).lines().count(), 2);
    assert!(stderr(&output).contains("b.md:"), "{}", stderr(&output));
}

fn stream(arguments: &[&str], input: &[u8]) -> (Option<i32>, Vec<Value>) {
    let output = run(&[&["--input", "jsonl"], arguments].concat(), input);
    let lines = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap());
    (output.status.code(), lines.collect())
}

#[test]
fn a_stream_answers_in_order_whatever_the_lines_are() {
    let page = "<details><summary>Quoi ?</summary>Ceci.</details>";
    let mut input = Vec::new();
    for n in 0..20 {
        let html = page.repeat(1 + n % 4 * 50);
        let line = serde_json::json!({ "id": n, "url": "https://example.org/a/", "html": html });
        input.extend(format!("{line}\n").bytes());
    }
    input.extend(b"\n{\"id\":20,\"html\":\"\xff\"}\nno json\n{\"id\":22}\n");
    input.extend(b"{\"id\":23,\"url\":\"/relative\",\"html\":\"\"}\n");
    input.extend(b"{\"id\":\"last\",\"html\":\"---\\ntitle: [\\n---\\n\"}");
    let (code, lines) = stream(&["-j", "4"], &input);
    assert_eq!((code, lines.len()), (Some(3), 25));
    for (n, line) in lines.iter().take(20).enumerate() {
        assert_eq!(line["id"], n);
        assert_eq!(line["article"]["faq"].as_array().unwrap().len(), 1 + n % 4 * 50);
        assert_eq!(line["article"]["url"], "https://example.org/a/");
    }
    for line in &lines[20..] {
        assert!(line["error"]["message"].is_string() && line.get("article").is_none(), "{line}");
    }
    assert_eq!(lines[23]["id"], 23);
    assert_eq!((&lines[24]["id"], &lines[24]["error"]["line"]), (&"last".into(), &3.into()));
    let (_, alone) = stream(&["-j", "1"], &input);
    assert_eq!(alone, lines);
}

#[test]
fn a_stream_answers_before_the_next_page_comes() {
    let mut command = program();
    command.args(["--input", "jsonl", "-j", "4"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for n in 0..5 {
        writeln!(input, "{{\"id\":{n},\"html\":\"<p>a\"}}").unwrap();
        input.flush().unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":{n},\"article\"")), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_stream_has_objects_only() {
    let (code, lines) = stream(&[], b"[1,null,\"<p>a\"]\n\"a\"\n");
    assert_eq!(code, Some(3));
    for line in lines {
        assert!(line["error"]["message"].as_str().unwrap().contains("object"), "{line}");
        assert_eq!(line["id"], Value::Null);
    }
}

#[test]
fn a_stream_gives_ids_back_as_they_were_written() {
    let ids = ["12345678901234567890123", "1.50", "{\"b\":1,\"a\":[2]}", "\"\\u00e9\"", "null"];
    let input: String = ids.map(|id| format!("{{\"id\":{id},\"html\":\"\"}}\n")).concat();
    let output = run(&["--input", "jsonl"], format!("\u{feff}{input}").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    for (line, id) in stdout(&output).lines().zip(ids) {
        assert!(line.starts_with(&format!("{{\"id\":{id},\"article\"")), "{line}");
    }
    assert_eq!(stdout(&output).lines().count(), ids.len());
}

#[test]
fn a_stream_supports_one_format_only() {
    let output = run(&["--input", "jsonl", "-f", "rss"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("JSON Lines"), "{}", stderr(&output));
}

#[test]
fn a_stream_skips_lines_longer_than_any_page() {
    let mut input = vec![b' '; 2 * deplier::Limits::default().max_bytes];
    input.extend(b"{\"id\":1,\"html\":\"\"}\n{\"id\":2,\"html\":\"\"}\n");
    let (code, lines) = stream(&[], &input);
    assert_eq!((code, lines.len()), (Some(3), 2));
    assert!(lines[0]["error"]["message"].as_str().unwrap().contains("longer than any page"), "{}", lines[0]);
    assert_eq!((&lines[1]["id"], &lines[1]["article"]["title"]), (&2.into(), &"".into()));
}
