//! Bytes, and every law: nothing is lost, two runs are equal, JSON is read back equal, repairs are idempotent,
//! exports are well formed.
#![no_main]

use deplier_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| laws::hold_for(bytes));
