//! Processor time, which other programs on the machine do not count towards.

use std::time::Duration;

use cpu_time::ThreadTime;

/// The processor time that `work` takes on this thread.
pub fn processor_time(mut work: impl FnMut()) -> Duration {
    let start = ThreadTime::now();
    work();
    start.elapsed()
}
