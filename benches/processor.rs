//! Processor time, which does not count other programs on the machine.

use std::time::Duration;

use cpu_time::ThreadTime;

/// Returns the processor time that `work` takes on this thread.
pub fn processor_time(mut work: impl FnMut()) -> Duration {
    let start = ThreadTime::now();
    work();
    start.elapsed()
}
