//! One step of a conversion, for tools that measure from outside; and ratios in one run.
//!
//! ```text
//! cargo bench --bench steps -- run STEP PAGE [TIMES]     under callgrind, by instructions.sh
//! cargo bench --bench steps -- ratios                    times, each against scraper's in the same run
//! cargo bench --bench steps -- doubling                  the cost of pages of 20 KB to 50 MB
//! cargo bench --bench steps -- page PAGE                 prints a page
//! cargo bench --bench steps -- peer PAGE                 a line of the table of peers/run.sh
//! cargo bench --bench steps -- folder DIR COUNT          writes a folder of pages
//! ```

#![allow(clippy::indexing_slicing, reason = "a bench works on its own data")]

mod pages;
mod work;

use std::time::{Duration, Instant};

use work::{Step, pages as pages_of};

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["run", step, name] => run(step, name, 1),
        ["run", step, name, times] => run(step, name, times.parse().expect("a number of times")),
        ["ratios"] => ratios(),
        ["doubling"] => doubling(),
        ["page", name] => named(name).iter().for_each(|page| print!("{page}")),
        ["peer", name] => peer(name),
        ["folder", folder, count] => write_folder(folder, count.parse().expect("a number of pages")),
        _ => {
            eprintln!("say what to do: run STEP PAGE [TIMES], ratios, doubling, page PAGE, folder DIR COUNT")
        }
    }
}

/// Prepares the page, then does the step so many times; with 0 times, what tools measure is the
/// preparation alone.
fn run(step: &str, name: &str, times: usize) {
    let step = Step::ALL.into_iter().find(|known| known.name() == step).expect("the name of a step");
    let pages = named(name);
    let mut prepared = step.prepare(&pages);
    (0..times).for_each(|_| prepared());
    println!("{}", pages.iter().map(String::len).sum::<usize>());
}

fn named(name: &str) -> Vec<String> {
    pages_of(name).expect("the name of a page")
}

fn peer(name: &str) {
    let pages = named(name);
    let best = best_times(&pages, &[Step::Records], Duration::from_secs(2));
    let bytes = pages.iter().map(String::len).sum::<usize>();
    let parsed = deplier::parse(&pages[0]).expect("the page converts");
    let testimonials = &parsed.article.testimonials;
    let questions: usize = testimonials.iter().map(|testimonial| testimonial.qa.len()).sum();
    let each = best[0].as_nanos() as f64 / bytes as f64;
    println!("deplier, with diagnostics\t{each:.1}\t{}\t{questions}", testimonials.len());
}

fn ratios() {
    println!("| page | {} |", Step::ALL.map(Step::name).join(" | "));
    println!("|---|{}", "---|".repeat(Step::ALL.len()));
    for name in ["interviews", "interviews-200k", "document-200k", "folder"] {
        let best = best_times(&named(name), &Step::ALL, Duration::from_secs(4));
        let scraper = best.first().map_or(1.0, Duration::as_secs_f64);
        let cells = best.iter().map(|time| format!("{:.2}", time.as_secs_f64() / scraper));
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

/// The shortest time of each step, all steps taking turns, so that noise of the machine hits all alike.
fn best_times(pages: &[String], steps: &[Step], budget: Duration) -> Vec<Duration> {
    let mut steps: Vec<_> = steps.iter().map(|step| step.prepare(pages)).collect();
    let mut best = vec![Duration::MAX; steps.len()];
    let started = Instant::now();
    while started.elapsed() < budget {
        for (step, best) in steps.iter_mut().zip(&mut best) {
            let start = Instant::now();
            step();
            *best = start.elapsed().min(*best);
        }
    }
    best
}

fn doubling() {
    println!("| bytes | closed, ns/byte | a quarter open, ns/byte |\n|---|---|---|");
    let sizes =
        std::iter::successors(Some(20_000_usize), |size| Some(size * 2)).take_while(|&n| n < 50_000_000);
    for bytes in sizes.chain([50_000_000]) {
        let cells = [pages::Ends::Closed, pages::Ends::QuarterOpen].map(|ends| {
            let page = [pages::interviews(bytes, ends)];
            let mut step = Step::Whole.prepare(&page);
            let turns = (20_000_000 / bytes).clamp(3, 50);
            let times = (0..turns).map(|_| {
                let start = Instant::now();
                step();
                start.elapsed()
            });
            times.min().map_or(0.0, |time| time.as_nanos() as f64 / page[0].len() as f64)
        });
        println!("| {bytes} | {:.2} | {:.2} |", cells[0], cells[1]);
    }
}

fn write_folder(folder: &str, count: usize) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for number in 0..count {
        let path = format!("{folder}/page-{number:05}.html");
        std::fs::write(path, pages::of_folder(number)).expect("the page can be written");
    }
}
