//! What the command line does when files and folders fail: a clear error, the exit code of its help, and
//! no half-written output.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::command::{convert, folder, stderr};

const PAGE: &[u8] =
    "---\ntitle: Bilan\n---\n<details><summary>Quoi ?</summary><p>Ceci.</p></details>\n".as_bytes();

/// The names in a folder, those of temporary files too.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn quiet() -> Command {
    let mut command = convert();
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
fn a_full_disk_behind_standard_output() {
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
fn a_full_disk_behind_a_folder() {
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
        // Root may read everything: a link that leads nowhere is unreadable for all.
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
        convert().arg("--diagnostics-file").arg(&file).arg(pages.path().join("a.md")).output().unwrap();
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
    // The temporary file shows that the run has begun.
    while names(out.path()).is_empty() {
        std::thread::yield_now();
    }
    interrupt(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    match output.status.code() {
        // It was done before the signal came.
        Some(0) => assert_eq!(names(out.path()), ["articles.jsonl", "schemas"]),
        code => {
            assert_eq!(code, Some(130), "{}", stderr(&output));
            assert!(stderr(&output).contains("interrupted: no file was written"), "{}", stderr(&output));
            assert_eq!(names(out.path()), [""; 0]);
        }
    }
}

#[test]
fn a_full_disk_behind_standard_error() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: this system has no /dev/full");
        return;
    };
    let pages = folder(&[("a.md", b"<p>Un</b>")]);
    let mut command = convert();
    command.arg(pages.path().join("a.md")).stderr(full);
    assert_eq!(command.output().unwrap().status.code(), Some(3));
}

/// A device cannot be renamed over: root would lose it.
#[test]
fn diagnostics_into_a_full_device() {
    let pages = folder(&[("a.md", b"<p>Un</b>")]);
    let link = pages.path().join("full");
    std::os::unix::fs::symlink("/dev/full", &link).unwrap();
    if File::options().write(true).open(&link).is_err() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    let mut command = convert();
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
fn pipes_in_a_folder_are_no_pages() {
    let pages = folder(&[("a.md", PAGE)]);
    pipe(&pages.path().join("b.md"));
    std::os::unix::fs::symlink("b.md", pages.path().join("c.md")).unwrap();
    let output = quiet().args(["-f", "jsonl"]).arg(pages.path()).output().unwrap();
    ended(&output, 0, "");
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 1);
}

#[test]
fn a_pipe_that_nobody_writes_to_can_be_interrupted() {
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
    let output = convert()
        .arg("--diagnostics-file")
        .arg(pages.path())
        .arg(pages.path().join("a.md"))
        .output()
        .unwrap();
    ended(&output, 3, &format!("the output could not be written: {}: ", pages.path().display()));
    assert_eq!(output.stdout, b"");
}

#[test]
fn a_diagnostics_file_behind_a_link() {
    let pages = folder(&[("a.md", b"<p>Un</b>"), ("below/report", &[b'x'; 9_000])]);
    let link = pages.path().join("link");
    std::os::unix::fs::symlink("below/report", &link).unwrap();
    let mut command = convert();
    command.args(["--diagnostics", "json", "--diagnostics-file"]).arg(&link).arg(pages.path().join("a.md"));
    ended(&command.output().unwrap(), 0, "");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let report = fs::read_to_string(pages.path().join("below/report")).unwrap();
    assert!(report.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{report}");
    assert_eq!(names(&pages.path().join("below")), ["report"]);
}
