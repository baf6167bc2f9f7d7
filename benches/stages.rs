//! Times of each step of a conversion, by criterion. On a busy machine use `steps` instead.

#![allow(clippy::indexing_slicing, reason = "a bench works on its own data")]

mod pages;
mod work;

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use work::Step;

fn steps(criterion: &mut Criterion) {
    for name in ["interviews", "interviews-200k", "document-200k", "folder"] {
        let pages = work::pages(name).expect("the name of a page");
        group(criterion, name, &pages, &Step::ALL);
    }
}

fn huge(criterion: &mut Criterion) {
    for name in ["interviews-50m", "quarter-open-50m"] {
        let pages = work::pages(name).expect("the name of a page");
        group(criterion, name, &pages, &[Step::Scraper, Step::Records, Step::Whole]);
    }
}

fn group(criterion: &mut Criterion, name: &str, pages: &[String], steps: &[Step]) {
    let mut group = criterion.benchmark_group(name);
    let bytes: usize = pages.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    for step in steps {
        group.bench_function(step.name(), |bencher| {
            let mut prepared = step.prepare(pages);
            bencher.iter(&mut prepared);
        });
    }
    group.finish();
}

criterion_group!(benches, steps, huge);
criterion_main!(benches);
