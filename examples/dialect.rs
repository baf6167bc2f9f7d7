//! Reads a page whose accordions no built-in dialect knows: `cargo run --example dialect`.
//!
//! `examples/data/tiroirs.yaml` describes the same dialect for the command line.

use deplier::panels::FoundBy;
use deplier::{Dialect, Parser};

const PAGE: &str = include_str!("data/tiroirs.html");

fn main() -> deplier::Result<()> {
    let mut drawers = Dialect::new("tiroirs", ".tiroir-poignee");
    drawers.controls = Some(".tiroir-fleche".to_owned());
    drawers.item = Some(".tiroir".to_owned());
    drawers.by_id = true;
    drawers.id_attributes = vec!["data-tiroir".to_owned()];

    let parsed = Parser::new().with_dialects([drawers])?.parse(PAGE)?;
    for testimonial in &parsed.article.testimonials {
        let found_by = parsed.found_by(&testimonial.id);
        assert_eq!(found_by, Some(&FoundBy::Dialect("tiroirs".to_owned())));
        println!("{}: {} questions", testimonial.title, testimonial.qa.len());
    }
    assert_eq!(parsed.article.testimonials.len(), 2);
    Ok(())
}
