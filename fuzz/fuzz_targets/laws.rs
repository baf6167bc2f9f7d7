//! Bytes, and every law: nothing lost, the same twice, read back equal, repairs idempotent, exports well formed.
#![no_main]

use deplier_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| laws::hold_for(bytes));
