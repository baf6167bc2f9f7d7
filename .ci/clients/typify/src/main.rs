//! Reads articles with the types that typify generates from the schema, and writes them back.
//!
//! Usage: `typify-client ARTICLES.jsonl`

use std::error::Error;
use std::fs;

use serde_json::Value;

mod article {
    typify::import_types!("../../../schemas/article.schema.json");
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give a file of articles")?;
    let text = fs::read_to_string(path)?;
    let mut equal = 0;
    for line in text.lines() {
        let read: article::Article = serde_json::from_str(line)?;
        let written = serde_json::to_value(&read)?;
        let expected: Value = serde_json::from_str(line)?;
        if written == expected {
            equal += 1;
        } else {
            println!("  differs: {}", line.chars().take(120).collect::<String>());
        }
    }
    let count = text.lines().count();
    println!("typify: {equal} of {count} articles read back equal");
    if equal < count || count == 0 { Err("articles differ".into()) } else { Ok(()) }
}
