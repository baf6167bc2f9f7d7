//! Bytes -> article -> every export.
#![no_main]

use deplier_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(parsed) = laws::parser().parse_slice(bytes) {
        laws::exports(&parsed.article);
    }
});
