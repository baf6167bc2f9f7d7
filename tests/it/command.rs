//! Runs the example command line, which `cargo test` builds next to the tests.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The built example, `target/PROFILE/examples/deplier`.
pub fn program() -> Command {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let example = profile.join("examples").join(format!("deplier{}", std::env::consts::EXE_SUFFIX));
    assert!(example.exists(), "{} is not built: run `cargo build --example deplier`", example.display());
    let mut command = Command::new(example);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Runs `deplier` with `arguments` and `input` on its standard input.
pub fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = program();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that refuses its arguments closes its input before reading it.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

pub fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A folder with files of these names and contents.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path: PathBuf = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

const PAGE: &[u8] =
    "---\ntitle: Bilan\n---\n<details><summary>Quoi ?</summary><p>Ceci.</p></details>\n".as_bytes();

#[track_caller]
fn refused(arguments: &[&str], input: &[u8], code: i32, message: &str) {
    let output = run(arguments, input);
    assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    assert!(stderr(&output).contains(message), "{}", stderr(&output));
}

#[test]
fn standard_input_to_standard_output() {
    let output = run(&["-"], PAGE);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let article = deplier::Article::from_json(stdout(&output)).unwrap();
    assert_eq!((article.title.as_str(), article.faq[0].question.as_str()), ("Bilan", "Quoi ?"));
}

#[test]
fn two_runs_give_the_same_bytes() {
    for format in ["json", "jsonl", "jsonld", "rss", "csv"] {
        let arguments = ["-f", format, "--base-url", "https://example.org/", "-"];
        assert_eq!(run(&arguments, PAGE).stdout, run(&arguments, PAGE).stdout, "{format}");
    }
}

#[test]
fn bad_input_is_named_with_its_position() {
    refused(&["-"], b"---\ntitle: [\n---\n", 3, "<stdin>:3:1: the front matter is not valid YAML");
    refused(&["absent.md"], b"", 3, "absent.md: ");
    refused(&["--site", "absent.yml", "-"], PAGE, 2, "absent.yml: ");
    refused(&["-f", "rss", "-"], PAGE, 2, "need the address of the page");
    refused(&["-f", "all", "-"], PAGE, 2, "--out");
    refused(&["--repair", "unclosed-element", "-"], PAGE, 2, "has no repair");
    refused(&["--deny", "unclosed", "-"], PAGE, 2, "`unclosed` is not a diagnostic code");
}

#[test]
fn broken_front_matter_is_a_diagnostic_with_lenient() {
    let output =
        run(&["--lenient", "-"], b"---\ntitle: [\n---\n<details><summary>Quoi ?</summary>Ceci.</details>");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("error[front-matter]"), "{}", stderr(&output));
    assert!(stdout(&output).contains("Quoi ?"));
}

#[test]
fn minimal_pages() {
    for page in [&b""[..], b"\n", b"---\n---\n", b"\xff\xfe", b"l'\xe9t\xe9", b"<p>sans accord\xc3\xa9on</p>"]
    {
        let output = run(&["-"], page);
        assert_eq!(output.status.code(), Some(0), "{page:?}: {}", stderr(&output));
        assert!(deplier::Article::from_json(stdout(&output)).is_ok(), "{page:?}");
    }
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let folder = folder(&[("a.md", PAGE), ("b.md", b"---\n[\n---\n"), ("c/d.html", PAGE)]);
    let path = folder.path().to_str().unwrap();
    let output = run(&["-f", "jsonl", path], b"");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 2);
    assert!(stderr(&output).contains("b.md:3:1: "), "{}", stderr(&output));
}

#[test]
fn denied_diagnostics_set_the_exit_code() {
    let output = run(&["--deny", "stray-end-tag", "-"], b"<p>Un</p></div>");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(run(&["--deny", "duplicate-id", "-"], b"<p>Un</p></div>").status.code(), Some(0));
}

#[test]
fn the_repair_that_deletes_text_must_be_named() {
    let page = "<details><summary>Quoi ?</summary><p>Ceci [TODO].</p></details>".as_bytes();
    assert!(stdout(&run(&["--repair", "all", "-"], page)).contains("Ceci [TODO]."));
    assert!(stdout(&run(&["--repair", "editorial-note", "-"], page)).contains("Ceci."));
}

#[test]
fn a_folder_of_files_has_the_names_of_the_contract() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().to_str().unwrap();
    let site = "title: S\nurl: https://example.org\norganisation: O\n";
    let site_folder = folder(&[("site.yml", site.as_bytes())]);
    let site_path = site_folder.path().join("site.yml");
    let output = run(&["--site", site_path.to_str().unwrap(), "-o", path, "-"], PAGE);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut names: Vec<String> = std::fs::read_dir(out.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "article.json",
        "article.jsonld",
        "articles.csv",
        "catalog.jsonld",
        "datapackage.json",
        "feed.rss",
        "passages.jsonl",
        "questions-reponses.csv",
        "schemas",
    ];
    assert_eq!(names, expected);
}

#[test]
fn addresses_come_from_the_paths_in_the_folder() {
    let folder = folder(&[
        ("site.yml", b"url: https://example.org\npermalink: pretty\n"),
        ("source/_posts/2025-03-18-bilan.md", PAGE),
        ("source/aide/index.html", PAGE),
    ]);
    let addresses = |input: &str| -> Vec<Option<String>> {
        let (site, input) = (folder.path().join("site.yml"), folder.path().join(input));
        let arguments = ["-f", "jsonl", "--site", site.to_str().unwrap(), input.to_str().unwrap()];
        let output = run(&arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let articles = stdout(&output).lines().map(|line| deplier::Article::from_json(line).unwrap());
        articles.map(|article| article.url).collect()
    };
    let (post, page) = ("https://example.org/2025/03/18/bilan/", "https://example.org/aide/");
    assert_eq!(addresses("source"), [Some(post.to_owned()), Some(page.to_owned())]);
    assert_eq!(addresses("source/_posts"), [Some(post.to_owned())]);
    assert_eq!(addresses("source/_posts/2025-03-18-bilan.md"), [Some(post.to_owned())]);
}

#[test]
fn collections_may_be_in_a_folder_of_their_own() {
    let config = "url: https://example.org\npermalink: /:categories/:title/\ncollections_dir: contenus\n";
    let site = deplier::Site::from_yaml(config).unwrap();
    let address = |path: &str| {
        let parser = deplier::Parser::new().with_site(&site).unwrap().with_file_name(path);
        parser.parse_slice(PAGE).unwrap().article.url.unwrap_or_default()
    };
    assert_eq!(address("contenus/_posts/2025-03-18-bilan.md"), "https://example.org/bilan/");
    assert_eq!(address("autres/_posts/2025-03-18-bilan.md"), "https://example.org/autres/bilan/");
    assert_eq!(address("contenus/aide.md"), "https://example.org/contenus/aide/");
}

#[test]
fn the_defaults_of_the_site_replace_missing_front_matter() {
    let config = "url: https://example.org
defaults:
- scope: {path: '', type: posts}
  values: {permalink: '/actualites/:year/:title/', lang: fr, author: {name: Agence}, tags: bilan public, layout: x}
- scope: {path: _posts/en}
  values: {lang: en}
";
    let own = b"---\ntitle: B\npermalink: /b/\nauthor: Jeanne\ntags: [x]\n---\n";
    let folder = folder(&[
        ("_config.yml", config.as_bytes()),
        ("source/_posts/2025-03-18-bilan.md", PAGE),
        ("source/_posts/2025-03-19-b.md", own),
        ("source/_posts/en/2025-03-20-c.md", b"---\ntitle: C\n---\n"),
        ("source/copie.html", b"<title>D</title>"),
    ]);
    let (site, source) = (folder.path().join("_config.yml"), folder.path().join("source"));
    let arguments = ["-f", "jsonl", "--site", site.to_str().unwrap(), source.to_str().unwrap()];
    let output = run(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let articles = stdout(&output).lines().map(|line| deplier::Article::from_json(line).unwrap());
    let found: Vec<_> = articles
        .inspect(|article| assert!(article.extra.is_empty(), "{:?}", article.extra))
        .map(|a| (a.url.unwrap_or_default(), a.language, a.authors.join(" "), a.tags.join(" ")))
        .collect();
    let said = |url: &str, language: &str, author: &str, tags: &str| {
        let known = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        (format!("https://example.org/{url}"), known(language), author.to_owned(), tags.to_owned())
    };
    let expected = [
        said("actualites/2025/bilan/", "fr", "Agence", "bilan public"),
        said("b/", "fr", "Jeanne", "x"),
        said("actualites/2025/c/", "en", "Agence", "bilan public"),
        said("copie.html", "", "", ""),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_readme_names_every_format() {
    let mut names: Vec<&str> =
        deplier::Format::ALL.iter().map(|format| format.as_str().split('-').next().unwrap()).collect();
    names.dedup();
    let row = format!("| `-f {}\\|all` |", names.join("\\|"));
    assert!(include_str!("../../README.md").contains(&row), "the README has no row {row}");
}

#[test]
fn the_readme_shows_what_is_written() {
    let readme = include_str!("../../README.md");
    let block = |language: &str| {
        let start = readme.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
        readme[start..].split("```").next().unwrap()
    };
    let folder = folder(&[("page.html", block("html").as_bytes())]);
    let output = program().current_dir(folder.path()).arg("page.html").output().unwrap();
    let article: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let shown: serde_json::Value = serde_json::from_str(block("json")).unwrap();
    assert_eq!(article["testimonials"][0], shown);
    assert!(stderr(&output).contains(block("text")), "{}", stderr(&output));
}

#[test]
fn reports_for_programs_hold_nothing_else() {
    let folder = folder(&[("a.md", PAGE), ("b.md", b"---\n[\n---\n")]);
    let path = folder.path().to_str().unwrap();
    let output = run(&["-f", "jsonl", "--diagnostics", "sarif", path], b"");
    assert_eq!(output.status.code(), Some(3));
    let log: serde_json::Value = serde_json::from_str(stderr(&output)).unwrap();
    let failed = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
    assert!(failed.iter().any(|result| result["ruleId"] == "front-matter"), "{log}");
}

#[test]
fn a_page_without_an_address_does_not_stop_the_others() {
    let known = b"<link rel=canonical href=https://example.org/a><title>A</title>";
    let folder = folder(&[("a.html", known), ("b.html", b"<title>B</title>")]);
    let path = folder.path().to_str().unwrap();
    let output = run(&["-f", "jsonld", path], b"");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(serde_json::from_str::<serde_json::Value>(stdout(&output)).is_ok());
    assert!(stderr(&output).contains("b.html: JSON-LD and RSS need the address"), "{}", stderr(&output));
    let output = run(&["-f", "jsonld", "--diagnostics", "json", path], b"");
    let mut lines =
        stderr(&output).lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    assert!(lines.any(|line| line["message"].as_str().unwrap().contains("need the address")));
}

#[test]
fn pages_at_one_address_are_all_written_and_named() {
    let page = b"---\ntitle: A\npermalink: /a/\n---\n";
    let folder = folder(&[("a.md", page), ("b.md", page), ("c.md", PAGE)]);
    let arguments = ["-f", "jsonld", "--base-url", "https://example.org/", folder.path().to_str().unwrap()];
    let output = run(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let graph: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(graph["@graph"].as_array().unwrap().len(), 3);
    let warnings: Vec<_> = stderr(&output).lines().filter(|line| line.contains("same address")).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("b.md: ") && warnings[0].contains("a.md has the same address"),
        "{warnings:?}"
    );
}

#[test]
fn tables_of_an_earlier_run_are_removed() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().to_str().unwrap();
    let interview = b"<details><summary>Projet</summary><p><b>Quoi ?</b></p><p>Ceci.</p></details>";
    run(&["-f", "csv", "-o", path, "-"], interview);
    assert!(out.path().join("temoignages.csv").exists());
    run(&["-f", "csv", "-o", path, "-"], PAGE);
    assert!(!out.path().join("temoignages.csv").exists());
}

#[test]
fn streamed_failures_say_which_line_they_are_about() {
    let output = run(&["--input", "jsonl"], b"{\"id\":1,\"html\":\"<p>a\"}\n{\"id\":\"x\",\"html\":5}\n[\n");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["article"]["body"][0]["text"], "a");
    assert_eq!((&lines[1]["id"], &lines[1]["error"]["input_line"]), (&"x".into(), &2.into()));
    assert_eq!(lines[2]["error"]["input_line"], 3);
}

#[test]
fn the_form_of_the_output_does_not_depend_on_readable_inputs() {
    let folder = folder(&[("a.md", PAGE), ("b.md", PAGE)]);
    let output = program().current_dir(folder.path()).args(["a.md", "absent.md"]).output().unwrap();
    let both = program().current_dir(folder.path()).args(["a.md", "b.md"]).output().unwrap();
    assert_eq!((output.status.code(), both.status.code()), (Some(3), Some(0)));
    assert_eq!(stdout(&both).lines().next(), stdout(&output).lines().next());
    assert_eq!(stdout(&output).lines().count(), 1);
}

#[test]
fn standard_input_is_read_once() {
    refused(&["-", "-"], PAGE, 2, "name it once");
}

#[test]
fn a_catalogue_of_an_earlier_run_is_removed() {
    let folder = folder(&[("site.yml", b"url: https://example.org\norganisation: O\n"), ("a.md", PAGE)]);
    let convert = |arguments: &[&str]| {
        let output =
            program().current_dir(folder.path()).args(arguments).args(["-o", "out", "a.md"]).output();
        assert_eq!(output.unwrap().status.code(), Some(0));
    };
    let catalogue = folder.path().join("out/catalog.jsonld");
    convert(&["--site", "site.yml"]);
    convert(&["-f", "json"]);
    assert!(catalogue.exists());
    convert(&["-f", "csv"]);
    assert!(!catalogue.exists());
}

#[test]
fn a_feed_of_many_says_that_it_needs_the_site() {
    let known = b"<link rel=canonical href=https://example.org/a><title>A</title>";
    let folder = folder(&[("a.html", known)]);
    refused(&["-f", "rss", folder.path().to_str().unwrap()], b"", 2, "the address of their site");
}
