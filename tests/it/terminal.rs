//! Text from outside cannot control a terminal or the viewer of a report, wherever it is quoted.

use serde_json::Value;

use crate::command::{folder, run, stderr, stdout};

/// A window title, a cleared screen, single-character colour codes, reversed text, invisible letters, new lines.
const HOSTILE: &str = "\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{9d}0;y\u{9c}\u{8}\r\u{202e}\u{2066}\u{61c}\u{200f}\
    \u{2028}\u{2029}\u{85}\u{200b}\u{2060}\u{feff}\u{ad}\u{180e}\u{fff9}\u{e0041}\u{7f}\nerror: faux";

/// The same without characters that a page or file name cannot contain.
fn hostile(without: &[char]) -> String {
    HOSTILE.replace(without, "")
}

/// Only line feeds, letters and visible characters are printed, and quoted text gets no line of its own.
#[track_caller]
fn calm(text: &str) {
    let is_seen = |c: char| {
        let ranges = [
            0x0a..=0x0a,
            0x20..=0x7e,
            0xa0..=0xac,
            0xae..=0x61b,
            0x61d..=0x180d,
            0x180f..=0x200a,
            0x200c..=0x200d,
            0x2010..=0x2027,
            0x202f..=0x205f,
            0x2070..=0xfefe,
            0xff00..=0xfff8,
            0xfffc..=0xdffff,
        ];
        ranges.iter().any(|range| range.contains(&u32::from(c)))
    };
    if let Some(c) = text.chars().find(|c| !is_seen(*c)) {
        panic!("{c:?} in {text:?}");
    }
    assert!(!text.lines().any(|line| line.starts_with("error: faux")), "{text}");
}

#[track_caller]
fn told(arguments: &[&str], input: &str) {
    let output = run(arguments, input.as_bytes());
    assert_ne!(stderr(&output), "", "{arguments:?} says nothing");
    calm(stderr(&output));
}

#[test]
fn values_of_options() {
    for option in [
        "--format",
        "--table",
        "--site",
        "--base-url",
        "--url",
        "--dialects",
        "--only-dialect",
        "--diagnostics",
        "--diagnostics-file",
        "--repair",
        "--deny",
        "--input",
        "--jobs",
        "--progress",
        "--article-type",
        "--rss-items",
        "--csv-dialect",
        "--none-such",
    ] {
        told(&[option, &format!("[{HOSTILE}/x"), "-"], "<p>x</b>");
        told(&[&format!("{option}=[{HOSTILE}/x"), "-"], "<p>x</b>");
    }
    told(&[&format!("--{HOSTILE}"), "-"], "");
    told(&[&format!("-{HOSTILE}"), "-"], "");
    told(&["--language", HOSTILE, "-"], "<p>x</b>");
    told(&["-o", &format!("Cargo.toml/{HOSTILE}"), "-"], "");
    told(&[HOSTILE], "");
}

#[test]
fn pages() {
    let text = hostile(&['\0']);
    let escaped: String = HOSTILE.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let pages = [
        format!("---\n\"{escaped}\": !!int \"x\"\n---\n<p>x"),
        format!("---\n\"{escaped}\": 1\n\"{escaped}\": 2\n---\n<p>x"),
        format!("---\n? [{text}]\n: *x\n---\n"),
        format!("---\ntitle: [{text}\n---\n"),
        format!("---\ndate: \"{escaped}\"\nlang: \"{escaped}\"\npermalink: \"{escaped}\"\n---\n<p>x</b>"),
        format!("<title>{text}</title><p id=\"{text}\"><p id=\"{text}\">"),
        format!("<details><summary>{text}</summary><h3>{text} ?</h3><p></p><h3>{text} ?</h3></details>"),
        format!("<a href=\"javascript:{text}\" onclick=\"{text}\">{text}</a><{text}></{text}></b>"),
        format!("<details><summary>Quoi ?</summary>[note : {text}] [x]({text}) {{{{ {text} }}}}</details>"),
        format!("<a href=\"{text}\">x</a><img src=\"{text}\" alt=\"{text}\"><!-- {text}"),
        format!("<base href=\"https://{text}/\"><meta charset=\"{text}\"><script>{text}</script>"),
        HOSTILE.chars().flat_map(|c| format!("&#{};", u32::from(c)).into_bytes()).map(char::from).collect(),
    ];
    for page in &pages {
        for form in ["human", "json", "sarif"] {
            let arguments = ["--diagnostics", form, "--language", HOSTILE, "-"];
            let output = run(&arguments, page.as_bytes());
            calm(stderr(&output));
        }
        told(&["--lenient", "--url", "https://example.org/", "-"], &format!("{page}</i>"));
    }
}

#[test]
fn sites_and_dialects() {
    let escaped: String = HOSTILE.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let texts = [
        format!("\"{escaped}\": 1\n"),
        format!("url: \"{escaped}\"\n"),
        format!("[\"{escaped}\"]\n"),
        format!("- name: \"{escaped}\"\n"),
        format!("- name: \"{escaped}\"\n  \"{escaped}\": 1\n"),
        format!("- name: a\n  title: \"p[{escaped}\"\n  panel: \"{escaped}\"\n"),
        format!("url: &a !!int \"{escaped}\"\n"),
        HOSTILE.to_owned(),
    ];
    for text in &texts {
        let folder = folder(&[("x.yml", text.as_bytes())]);
        let path = folder.path().join("x.yml");
        for option in ["--site", "--dialects"] {
            calm(stderr(&run(&[option, path.to_str().unwrap(), "-"], b"<p>x</b>")));
        }
    }
}

#[cfg(unix)]
#[test]
fn names_of_files() {
    let name = format!("{}.md", hostile(&['\0', '/']));
    let page = "---\npermalink: /a/\n---\n<p>x</b>";
    let pages = folder(&[(&name, page.as_bytes()), ("z.md", page.as_bytes()), ("y.md", b"---\n[\n---\n")]);
    std::fs::write(pages.path().join(format!("b{name}")), "---\n[\n---\n").unwrap();
    let path = pages.path().to_str().unwrap();
    for form in ["human", "json", "sarif"] {
        told(&["-f", "jsonl", "--base-url", "https://example.org", "--diagnostics", form, path], "");
    }
    let one = pages.path().join(&name);
    let account = run(&["--account", one.to_str().unwrap()], b"");
    calm(stdout(&account));
    assert_eq!(stdout(&account).lines().count(), 1);
    told(&["--site", one.to_str().unwrap(), "-"], "");
    told(&["--diagnostics-file", one.to_str().unwrap(), one.to_str().unwrap()], "");
}

#[test]
fn json_contains_the_characters_unchanged() {
    let title = hostile(&['\0', '\n', '\r']);
    let page = format!("<details><summary>Projet</summary><h3>{title} ?</h3></details>");
    let output = run(&["--diagnostics", "json", "-"], page.as_bytes());
    let diagnostics = stderr(&output).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let messages: String = diagnostics.filter_map(|d| d["message"].as_str().map(str::to_owned)).collect();
    assert!(messages.contains('\u{202e}') && messages.contains('\u{e0041}'), "{messages:?}");
}

#[test]
fn sarif_messages_hold_no_links_and_no_placeholders() {
    let page = "<details><summary>Projet</summary><h3>[a](https://example.org/) {0} \\[b ?</h3></details>";
    let output = run(&["--diagnostics", "sarif", "-"], page.as_bytes());
    let log: Value = serde_json::from_str(stderr(&output)).unwrap();
    let results = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
    let messages: Vec<_> = results.iter().map(|r| r["message"]["text"].as_str().unwrap()).collect();
    let quoted = r"`\[a\](https://example.org/) {{0}} \\\[b ?`";
    assert!(messages.iter().any(|message| message.contains(quoted)), "{messages:?}");
}
