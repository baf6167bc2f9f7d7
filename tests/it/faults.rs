//! The command line on failing files and folders: a clear error, the documented exit code, and no half-written
//! output.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::command::{folder, program, stderr};

const PAGE: &[u8] =
    "---\ntitle: Bilan\n---\n<details><summary>Quoi ?</summary><p>Ceci.</p></details>\n".as_bytes();

/// The names in a folder, including those of temporary files.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn quiet() -> Command {
    let mut command = program();
    command.args(["--diagnostics", "none", "--progress", "never"]);
    command
}

#[track_caller]
fn ended(output: &Output, code: i32, message: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    assert!(stderr(output).contains(message), "{}", stderr(output));
    assert!(!stderr(output).contains("panicked"), "{}", stderr(output));
}

#[test]
fn a_full_disk_for_standard_output() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: this system has no /dev/full");
        return;
    };
    let pages = folder(&[("a.md", PAGE)]);
    for arguments in [&["-f", "json"][..], &["--items"], &["--account"], &["-f", "csv"]] {
        let mut command = quiet();
        command.args(arguments).arg(pages.path().join("a.md")).stdout(full.try_clone().unwrap());
        ended(&command.output().unwrap(), 3, "the output could not be written: ");
    }
}

#[test]
fn a_full_disk_for_a_folder() {
    let disk = tempfile::tempdir().unwrap();
    let mount =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"]).arg(disk.path()).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: only root can mount a small disk");
        return;
    }
    let page = [PAGE, &b"<p>mot</p>".repeat(20_000)].concat();
    let pages = folder(&[("a.md", &page)]);
    let out = disk.path().join("out");
    let output =
        quiet().args(["-f", "json", "-o"]).arg(&out).arg(pages.path().join("a.md")).output().unwrap();
    let left = names(&out);
    Command::new("umount").arg(disk.path()).status().unwrap();
    ended(&output, 3, "the output could not be written: ");
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_closed_pipe() {
    let page = [PAGE, &b"<p>mot</p>".repeat(100_000)].concat();
    let pages = folder(&[("a.md", &page)]);
    let mut command = quiet();
    command.arg(pages.path().join("a.md")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    ended(&child.wait_with_output().unwrap(), 3, "the output was closed before all was written");
}

#[test]
fn an_unreadable_file_does_not_stop_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let pages = folder(&[("a.md", PAGE), ("b.md", PAGE)]);
    let path = pages.path().join("a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if File::open(&path).is_ok() {
        // Root can read everything, but a broken link is unreadable for everybody.
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
    }
    let output = quiet().args(["-f", "jsonl"]).arg(pages.path()).output().unwrap();
    ended(&output, 3, "a.md: ");
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 1);
}

#[test]
fn a_missing_file_and_a_folder_without_pages() {
    let empty = folder(&[("notes.txt", b"x")]);
    let out = empty.path().join("out");
    let output = quiet().arg("-o").arg(&out).arg(empty.path().join("absent.md")).output().unwrap();
    ended(&output, 3, "absent.md: ");
    assert!(!out.exists() || names(&out).is_empty());
    let output = quiet().args(["-f", "jsonl"]).arg(empty.path()).output().unwrap();
    ended(&output, 0, "");
    assert_eq!(output.stdout, b"");
}

#[test]
fn links_that_lead_back_up() {
    let pages = folder(&[("a/b/page.md", PAGE)]);
    std::os::unix::fs::symlink(pages.path(), pages.path().join("a/b/up")).unwrap();
    std::os::unix::fs::symlink("self", pages.path().join("a/self")).unwrap();
    let output = quiet().args(["-f", "jsonl"]).arg(pages.path()).output().unwrap();
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 1, "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn two_runs_into_one_folder() {
    let out = tempfile::tempdir().unwrap();
    let pages = folder(&[("a.md", PAGE)]);
    let start = || {
        let mut command = quiet();
        command.args(["-f", "json", "-o"]).arg(out.path()).arg(pages.path().join("a.md"));
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let runs = [start(), start(), start()];
    for run in runs {
        ended(&run.wait_with_output().unwrap(), 0, "");
    }
    assert_eq!(names(out.path()), ["article.json", "schemas"]);
    let json = fs::read_to_string(out.path().join("article.json")).unwrap();
    assert_eq!(deplier::Article::from_json(&json).unwrap().title, "Bilan");
}

#[test]
fn an_output_folder_that_is_a_file() {
    let pages = folder(&[("a.md", PAGE), ("out", b"kept")]);
    let out = pages.path().join("out");
    for path in [out.clone(), out.join("below")] {
        let output = quiet().arg("-o").arg(path).arg(pages.path().join("a.md")).output().unwrap();
        ended(&output, 3, "the output could not be written: ");
    }
    assert_eq!(fs::read(out).unwrap(), b"kept");
}

#[test]
fn a_diagnostics_file_in_a_missing_folder() {
    let pages = folder(&[("a.md", PAGE)]);
    let file = pages.path().join("absent/diagnostics.txt");
    let output =
        program().arg("--diagnostics-file").arg(&file).arg(pages.path().join("a.md")).output().unwrap();
    ended(&output, 3, "the output could not be written: ");
    assert_eq!(output.stdout, b"");
}

#[test]
fn file_names_that_are_not_utf_8() {
    let pages = folder(&[]);
    let path = pages.path().join(std::ffi::OsStr::from_bytes(b"\xe9t\xe9.md"));
    if fs::write(&path, PAGE).is_err() {
        eprintln!("skipped: this file system takes UTF-8 names only");
        return;
    }
    let output = quiet().args(["-f", "jsonl"]).arg(pages.path()).output().unwrap();
    ended(&output, 0, "");
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 1);
}

#[test]
fn a_file_that_grows_while_it_is_read() {
    let pages = folder(&[("a.md", PAGE)]);
    let path = pages.path().join("a.md");
    let mut growing = File::options().append(true).open(&path).unwrap();
    let mut command = quiet();
    command.arg(&path).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    for _ in 0..100 {
        growing.write_all(b"<p>suite</p>\n").unwrap();
    }
    let output = child.wait_with_output().unwrap();
    ended(&output, 0, "");
    let article = deplier::Article::from_json(std::str::from_utf8(&output.stdout).unwrap()).unwrap();
    assert_eq!(article.faq.len(), 1);
}

fn interrupt(child: &Child, signal: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
}

#[test]
fn an_interrupt_ends_waiting_for_standard_input() {
    ["-INT", "-TERM", "-HUP"].into_iter().for_each(ends_waiting);
}

fn ends_waiting(signal: &str) {
    let out = tempfile::tempdir().unwrap();
    let mut command = quiet();
    command.args(["-f", "all", "--base-url", "https://www.example.org", "-o"]).arg(out.path()).arg("-");
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Kept open, so that the input never ends.
    let mut input = child.stdin.take().unwrap();
    input.write_all(PAGE).unwrap();
    while names(out.path()).is_empty() {
        std::thread::yield_now();
    }
    interrupt(&child, signal);
    let output = child.wait_with_output().unwrap();
    drop(input);
    ended(&output, 130, "interrupted: no file was written");
    assert_eq!(names(out.path()), [""; 0]);
}

#[test]
fn an_interrupted_run_leaves_nothing() {
    let page = [PAGE, &b"<p>mot</p>".repeat(1_000)].concat();
    let files: Vec<(String, &[u8])> = (0..400).map(|n| (format!("{n}.md"), page.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, page)| (name.as_str(), *page)).collect();
    let pages = folder(&files);
    let out = tempfile::tempdir().unwrap();
    let mut command = quiet();
    command.args(["-f", "jsonl", "-o"]).arg(out.path()).arg(pages.path()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // The temporary file shows that the run has started.
    while names(out.path()).is_empty() {
        std::thread::yield_now();
    }
    interrupt(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    match output.status.code() {
        // The run ended before the signal arrived.
        Some(0) => assert_eq!(names(out.path()), ["articles.jsonl", "schemas"]),
        code => {
            assert_eq!(code, Some(130), "{}", stderr(&output));
            assert!(stderr(&output).contains("interrupted: no file was written"), "{}", stderr(&output));
            assert_eq!(names(out.path()), [""; 0]);
        }
    }
}

#[test]
fn a_full_disk_for_standard_error() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: this system has no /dev/full");
        return;
    };
    let pages = folder(&[("a.md", b"<p>Un</b>")]);
    let mut command = program();
    command.arg(pages.path().join("a.md")).stderr(full);
    assert_eq!(command.output().unwrap().status.code(), Some(3));
}

/// A device must not be replaced by a renamed file: root could do it.
#[test]
fn diagnostics_into_a_full_device() {
    let pages = folder(&[("a.md", b"<p>Un</b>")]);
    let link = pages.path().join("full");
    std::os::unix::fs::symlink("/dev/full", &link).unwrap();
    if File::options().write(true).open(&link).is_err() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    let mut command = program();
    command.arg("--diagnostics-file").arg(&link).arg(pages.path().join("a.md"));
    ended(&command.output().unwrap(), 3, "could not be written: ");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_site_description_without_end() {
    if !Path::new("/dev/zero").exists() {
        eprintln!("skipped: this system has no /dev/zero");
        return;
    }
    let pages = folder(&[("a.md", PAGE)]);
    for option in ["--site", "--dialects"] {
        let output = quiet().args([option, "/dev/zero"]).arg(pages.path().join("a.md")).output().unwrap();
        ended(&output, 2, "/dev/zero: larger than 1048576 bytes");
    }
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn pipes_in_a_folder_are_not_pages() {
    let pages = folder(&[("a.md", PAGE)]);
    pipe(&pages.path().join("b.md"));
    std::os::unix::fs::symlink("b.md", pages.path().join("c.md")).unwrap();
    let output = quiet().args(["-f", "jsonl"]).arg(pages.path()).output().unwrap();
    ended(&output, 0, "");
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 1);
}

#[test]
fn reading_from_an_idle_pipe_can_be_interrupted() {
    let pages = folder(&[]);
    let (path, out) = (pages.path().join("a.md"), pages.path().join("out"));
    pipe(&path);
    let child =
        quiet().args(["-f", "json", "-o"]).arg(&out).arg(&path).stderr(Stdio::piped()).spawn().unwrap();
    while !out.exists() || names(&out).is_empty() {
        std::thread::yield_now();
    }
    interrupt(&child, "-INT");
    ended(&child.wait_with_output().unwrap(), 130, "interrupted: no file was written");
    assert_eq!(names(&out), [""; 0]);
}

#[test]
fn files_are_as_readable_as_the_system_says() {
    use std::os::unix::fs::PermissionsExt;
    let pages = folder(&[("a.md", PAGE)]);
    let program = quiet().get_program().to_owned();
    let script = r#"umask 027; exec "$0" -f json -o "$1/out" --diagnostics-file "$1/report" "$1/a.md""#;
    let output = Command::new("sh").args(["-c", script]).arg(program).arg(pages.path()).output().unwrap();
    ended(&output, 0, "");
    for name in ["out/article.json", "out/schemas/article.schema.json", "report"] {
        let mode = fs::metadata(pages.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
    }
}

#[test]
fn a_diagnostics_file_that_is_a_folder() {
    let pages = folder(&[("a.md", b"<p>Un</b>")]);
    let output = program()
        .arg("--diagnostics-file")
        .arg(pages.path())
        .arg(pages.path().join("a.md"))
        .output()
        .unwrap();
    ended(&output, 3, &format!("the output could not be written: {}: ", pages.path().display()));
    assert_eq!(output.stdout, b"");
}

#[test]
fn a_diagnostics_file_through_a_link() {
    let pages = folder(&[("a.md", b"<p>Un</b>"), ("below/report", &[b'x'; 9_000])]);
    let link = pages.path().join("link");
    std::os::unix::fs::symlink("below/report", &link).unwrap();
    let mut command = program();
    command.args(["--diagnostics", "json", "--diagnostics-file"]).arg(&link).arg(pages.path().join("a.md"));
    ended(&command.output().unwrap(), 0, "");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let report = fs::read_to_string(pages.path().join("below/report")).unwrap();
    assert!(report.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{report}");
    assert_eq!(names(&pages.path().join("below")), ["report"]);
}

/// `>&-` and an output that is open for reading only.
#[test]
fn a_closed_standard_output() {
    let pages = folder(&[("a.md", PAGE)]);
    let page = pages.path().join("a.md");
    let program = quiet().get_program().to_owned();
    for arguments in ["-f json", "-f csv", "--items", "--account", "--input jsonl", "--help"] {
        let name = if arguments.starts_with("--input") { Path::new("-") } else { &page };
        let script = format!(r#"exec "$0" {arguments} "$1" <"$2" >&-"#);
        let output = Command::new("sh").args(["-c", &script]).arg(&program).arg(name).arg(&page).output();
        assert_eq!(output.unwrap().status.code(), Some(3), "{arguments}");
    }
    let mut command = quiet();
    command.arg(&page).stdout(File::open("/dev/null").unwrap());
    ended(&command.output().unwrap(), 3, "the output could not be written: ");
    let script = r#"exec "$0" -f json -o "$1" "$2" >&-"#;
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(&program).arg(pages.path().join("out")).arg(&page);
    ended(&command.output().unwrap(), 0, "");
    assert_eq!(quiet().arg(&page).stdout(Stdio::null()).status().unwrap().code(), Some(0));
}

/// Runs in a folder with `a.md`, its links `soft` and `hard`, and `site.yml`.
#[track_caller]
fn refuses_to_overwrite(script: &str) {
    let pages = folder(&[("a.md", PAGE), ("site.yml", b"title: S\n"), ("below/b.md", PAGE)]);
    std::os::unix::fs::symlink("a.md", pages.path().join("soft")).unwrap();
    std::os::unix::fs::symlink("below", pages.path().join("link")).unwrap();
    fs::hard_link(pages.path().join("a.md"), pages.path().join("hard")).unwrap();
    let before = names(pages.path());
    let program = quiet().get_program().to_owned();
    let mut command = Command::new("sh");
    command.current_dir(pages.path()).args(["-c", script]).arg(&program);
    let output = command.output().unwrap();
    ended(&output, 2, "");
    assert_eq!(names(pages.path()), before, "{script}");
    for name in ["a.md", "below/b.md"] {
        assert_eq!(fs::read(pages.path().join(name)).unwrap(), PAGE, "{script}");
    }
}

#[test]
fn outputs_do_not_overwrite_inputs_or_each_other() {
    [
        r#""$0" a.md --diagnostics-file a.md"#,
        r#""$0" a.md --diagnostics-file below/../a.md"#,
        r#""$0" a.md --diagnostics-file "$PWD/./a.md""#,
        r#""$0" a.md --diagnostics-file soft"#,
        r#""$0" a.md --diagnostics-file hard"#,
        r#""$0" soft --diagnostics-file hard"#,
        r#""$0" below --diagnostics-file link/b.md"#,
        r#""$0" - <a.md --diagnostics-file a.md"#,
        r#""$0" /dev/stdin <a.md --diagnostics-file a.md"#,
        r#""$0" a.md --site site.yml --diagnostics-file site.yml"#,
        r#""$0" a.md --dialects site.yml --diagnostics-file site.yml"#,
        r#""$0" a.md >>a.md"#,
        r#""$0" a.md 2>>a.md"#,
        r#""$0" -f jsonl . 2>>below/b.md"#,
        r#""$0" - <a.md 2>>a.md"#,
        r#""$0" a.md --site site.yml 2>>site.yml"#,
        r#""$0" - <a.md >>a.md"#,
        r#""$0" -f jsonl . >>below/b.md"#,
        r#""$0" --input jsonl <a.md >>a.md"#,
        r#""$0" a.md -o new -f json --diagnostics-file new/article.json"#,
        r#""$0" a.md -o new -f json --diagnostics-file new/../new/./article.json"#,
        r#""$0" a.md -o below --diagnostics-file link/datapackage.json"#,
        r#""$0" a.md -o below --diagnostics-file link/schemas/article.schema.json"#,
        r#""$0" a.md --diagnostics-file /dev/stdout >>below/b.md"#,
        r#"ln a.md below/article.json && "$0" a.md -o link -f json"#,
        r#"ln -s ../a.md below/article.json && "$0" a.md -o below -f json"#,
    ]
    .into_iter()
    .for_each(refuses_to_overwrite);
}

#[test]
fn a_diagnostics_file_that_is_standard_error() {
    let pages = folder(&[("a.md", b"<p>Un</b>")]);
    let log = File::create(pages.path().join("log")).unwrap();
    let mut command = program();
    command.args(["--diagnostics-file", "/dev/stderr"]).arg(pages.path().join("a.md")).stderr(log);
    assert_eq!(command.stdout(Stdio::null()).status().unwrap().code(), Some(0));
    assert!(fs::read_to_string(pages.path().join("log")).unwrap().contains("stray-end-tag"));
    assert_eq!(names(pages.path()), ["a.md", "log"]);
}

/// Starts a run that waits for standard input and has created its temporary file.
fn waiting(out: &Path) -> Child {
    let there = names(out);
    let mut command = quiet();
    command.args(["-f", "json", "-o"]).arg(out).arg("-").stdin(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while names(out).iter().all(|name| there.contains(name)) {
        std::thread::yield_now();
    }
    child
}

#[test]
fn files_of_killed_runs_are_removed_and_those_of_living_runs_are_not() {
    let out =
        folder(&[("pages/a.md", PAGE), (".deplier-notes.tmp", b"kept"), (".deplier-abcdefg!.tmp", b"")]);
    let kept = [".deplier-abcdefg!.tmp", ".deplier-notes.tmp", "pages"];
    let mut killed = waiting(out.path());
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(names(out.path()).len(), kept.len() + 1);
    let mut living = waiting(out.path());
    assert_eq!(names(out.path()).len(), kept.len() + 1);
    let mut command = quiet();
    command.args(["-f", "jsonl", "-o"]).arg(out.path()).arg(out.path().join("pages/a.md"));
    ended(&command.output().unwrap(), 0, "");
    living.stdin.take().unwrap().write_all(PAGE).unwrap();
    ended(&living.wait_with_output().unwrap(), 0, "");
    let expected = [&kept[..2], &["article.json", "articles.jsonl"], &kept[2..], &["schemas"]].concat();
    assert_eq!(names(out.path()), expected);
}

#[test]
fn an_interrupt_does_not_wait_for_a_slow_page() {
    let page = "<details><summary>Quoi ?</summary><p>Ceci<b>.</details>".repeat(150_000);
    let pages = folder(&[("a.md", page.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    let mut command = quiet();
    command.args(["-f", "json", "-o"]).arg(out.path()).arg(pages.path().join("a.md")).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while names(out.path()).is_empty() {
        std::thread::yield_now();
    }
    let started = std::time::Instant::now();
    interrupt(&child, "-INT");
    ended(&child.wait_with_output().unwrap(), 130, "interrupted: no file was written");
    assert!(started.elapsed().as_millis() < 500, "{:?}", started.elapsed());
    assert_eq!(names(out.path()), [""; 0]);
}

#[test]
fn pages_after_a_slow_one_are_read_as_far_as_few_bytes() {
    if !Path::new("/proc/self/io").exists() {
        eprintln!("skipped: this system does not say what a process has read");
        return;
    }
    let page = [PAGE, &b"mot ".repeat(1 << 18)].concat();
    let files: Vec<String> = (0..40).map(|n| format!("{n}.md")).collect();
    let pages = folder(&files.iter().map(|name| (name.as_str(), page.as_slice())).collect::<Vec<_>>());
    let slow = pages.path().join("slow");
    pipe(&slow);
    let mut command = quiet();
    command.args(["-f", "jsonl", "-j", "2"]).arg(&slow).arg(pages.path());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Opened when the run reads it, and empty until now.
    let mut writer = File::options().write(true).open(&slow).unwrap();
    let read = || {
        let said = fs::read_to_string(format!("/proc/{}/io", child.id())).unwrap();
        said.lines().find_map(|line| line.strip_prefix("rchar: ")?.parse::<usize>().ok()).unwrap()
    };
    let mut before = 0;
    while before < 1 << 22 || read() != before {
        before = read();
        std::thread::sleep(std::time::Duration::from_millis(700));
    }
    assert!(before < 20 << 20, "{before} bytes were read");
    writer.write_all(PAGE).unwrap();
    drop(writer);
    let output = child.wait_with_output().unwrap();
    ended(&output, 0, "");
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 41);
}

#[test]
fn errors_name_the_path_that_was_given() {
    let pages = folder(&[("a.md", PAGE), ("out/article.json/x", b""), ("real/x", b"")]);
    std::os::unix::fs::symlink("real", pages.path().join("link")).unwrap();
    let said = |arguments: &[&str]| {
        let output = quiet().current_dir(pages.path()).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        stderr(&output).lines().next().unwrap_or_default().to_owned()
    };
    let error = "error: the output could not be written: ";
    let is_folder = format!("{error}out/article.json: is a directory");
    assert_eq!(said(&["-f", "json", "-o", "out", "a.md"]), is_folder);
    let absent = format!("{error}link/absent/d.txt: No such file or directory (os error 2)");
    assert_eq!(said(&["--diagnostics-file", "link/absent/d.txt", "a.md"]), absent);
    let absent = "error: ./link/../absent.md: No such file or directory (os error 2)";
    assert_eq!(said(&["./link/../absent.md"]), absent);
    assert_eq!(names(&pages.path().join("out")), ["article.json"]);
}

#[test]
fn names_that_are_not_utf_8_are_distinct_in_reports_for_programs() {
    let pages = folder(&[]);
    let path = pages.path().join(std::ffi::OsStr::from_bytes(b"\xe9t\xe9.html"));
    if fs::write(path, "<p>Un</b>").is_err() {
        eprintln!("skipped: this file system takes UTF-8 names only");
        return;
    }
    for (form, uri) in [("json", r#""uri":"%E9t%E9.html""#), ("sarif", r#""uri":"%E9t%E9.html""#)] {
        let mut command = program();
        command.current_dir(pages.path()).args(["--diagnostics", form, "."]);
        let output = command.output().unwrap();
        assert!(stderr(&output).contains(uri), "{}", stderr(&output));
    }
}
