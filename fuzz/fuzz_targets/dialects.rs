//! Accordion dialects, and a page that is parsed with them, separated by a line `===`.
#![no_main]

use deplier::{Dialect, Parser};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (yaml, page) = text.split_once("\n===\n").unwrap_or((text, ""));
    let Ok(dialects) = Dialect::from_yaml(yaml) else { return };
    let Ok(parser) = Parser::new().with_dialects(dialects) else { return };
    if let Ok(parsed) = parser.parse(page) {
        assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
        assert_eq!(parser.items(page).unwrap(), parsed.items());
    }
});
