//! Runs one step of a conversion for external tools, or measures ratios in one run.
//!
//! ```text
//! cargo bench --bench steps -- run STEP PAGE [TIMES]     under callgrind, by instructions.sh
//! cargo bench --bench steps -- ratios                    times, each against scraper's in the same run
//! cargo bench --bench steps -- doubling                  the cost of a page against half of it, to 50 MB
//! cargo bench --bench steps -- page PAGE                 prints a page
//! cargo bench --bench steps -- peer PAGE                 a line of the table of peers/run.sh
//! cargo bench --bench steps -- folder DIR COUNT          writes a folder of pages
//! ```

#![allow(clippy::indexing_slicing, reason = "a bench works on its own data")]

mod pages;
mod processor;
mod work;

use std::time::{Duration, Instant};

use processor::processor_time;
use work::{Step, pages as pages_of};

fn main() {
    // Cargo appends `--bench`.
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
            eprintln!(
                "say what to do: run STEP PAGE [TIMES], ratios, doubling, page PAGE, peer PAGE, folder DIR COUNT"
            );
        }
    }
}

/// Prepares the page, then runs the step the given number of times. With 0 times, tools measure only the
/// preparation.
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

/// The shortest processor time of each step. The steps take turns, so that noise of the machine affects all equally.
fn best_times(pages: &[String], steps: &[Step], budget: Duration) -> Vec<Duration> {
    let mut steps: Vec<_> = steps.iter().map(|step| step.prepare(pages)).collect();
    let mut best = vec![Duration::MAX; steps.len()];
    let started = Instant::now();
    while started.elapsed() < budget {
        for (step, best) in steps.iter_mut().zip(&mut best) {
            *best = processor_time(&mut *step).min(*best);
        }
    }
    best
}

/// The cost of a byte of a page compared with one of a page of half the size: the median over pairs of consecutive
/// runs, because a busy machine slows both equally. 1.00 is linear.
fn doubling() {
    println!(
        "| bytes | closed, ns/byte | x half | a quarter open, ns/byte | x half |\n|---|---|---|---|---|"
    );
    for half in [2_500_000, 5_000_000, 10_000_000, 20_000_000, 25_000_000] {
        let [(closed, by_closed), (open, by_open)] =
            [pages::Ends::Closed, pages::Ends::QuarterOpen].map(|ends| against_half(half, ends));
        println!("| {} | {closed:.2} | {by_closed:.2} | {open:.2} | {by_open:.2} |", half * 2);
    }
}

/// Nanoseconds per byte of a page of twice `half` bytes, and the ratio to those of `half` bytes.
fn against_half(half: usize, ends: pages::Ends) -> (f64, f64) {
    let pages = [half, half * 2].map(|bytes| [pages::interviews(bytes, ends)]);
    let mut steps = [0, 1].map(|size| Step::Whole.prepare(&pages[size]));
    let turns = (50_000_000 / half).clamp(3, 9);
    let mut costs: Vec<(f64, f64)> = (0..turns)
        .map(|_| {
            let [small, large] = [0, 1]
                .map(|size| processor_time(&mut steps[size]).as_nanos() as f64 / pages[size][0].len() as f64);
            (large, large / small)
        })
        .collect();
    costs.sort_by(|one, other| one.1.total_cmp(&other.1));
    costs[turns / 2]
}

fn write_folder(folder: &str, count: usize) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for number in 0..count {
        let path = format!("{folder}/page-{number:05}.html");
        std::fs::write(path, pages::of_folder(number)).expect("the page can be written");
    }
}
