//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many results each worker may be ahead of the one that is written next: a large page takes as long
/// as many small ones.
const AHEAD: usize = 32;

/// How many bytes of input the results that wait may come from, for each worker: a result takes several
/// times the memory of its input.
const BYTES_AHEAD: usize = 4 << 20;

struct State<R, S> {
    taken: usize,
    written: usize,
    /// The results that wait to be written, each with the bytes of input that it was made of.
    ready: BTreeMap<usize, (R, usize)>,
    /// All these bytes.
    bytes: usize,
    /// The sink, while no worker writes.
    sink: Option<S>,
    is_stopped: bool,
}

struct Pool<I, R, S> {
    /// Reading may wait for whoever writes the input: no result is kept from being written meanwhile.
    inputs: Mutex<I>,
    state: Mutex<State<R, S>>,
    changed: Condvar,
    jobs: usize,
}

/// Turns each input into a result and its number of bytes with `work` on `jobs` threads, and hands the
/// results to `write` in input order; `false` from it stops everything. Gives the sink back.
///
/// The worker that finishes the next result writes it and all that wait for it, so that no thread only waits.
pub fn in_order<T, R: Send, S: Send>(
    jobs: usize,
    inputs: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> (R, usize) + Sync,
    sink: S,
    write: impl Fn(&mut S, R) -> bool + Sync,
) -> Option<S> {
    let (ready, sink) = (BTreeMap::new(), Some(sink));
    let state = State { taken: 0, written: 0, ready, bytes: 0, sink, is_stopped: false };
    let inputs = Mutex::new((0..).zip(inputs));
    let pool = Pool { inputs, state: Mutex::new(state), changed: Condvar::new(), jobs };
    thread::scope(|scope| {
        let worker = || pool.worker(&work, &write);
        (1..jobs).for_each(|_| drop(scope.spawn(worker)));
        worker();
    });
    pool.state.into_inner().unwrap_or_else(PoisonError::into_inner).sink
}

impl<T, I: Iterator<Item = (usize, T)>, R, S> Pool<I, R, S> {
    fn worker(&self, work: &impl Fn(T) -> (R, usize), write: &impl Fn(&mut S, R) -> bool) {
        while self.wait_for_turn() {
            // A statement of its own, so that the inputs are free while this one is worked on.
            let next = lock(&self.inputs).next();
            let Some((number, input)) = next else { break };
            let (result, bytes) = work(input);
            let mut now = lock(&self.state);
            now.bytes += bytes;
            now.ready.insert(number, (result, bytes));
            self.drain(now, write);
        }
    }

    /// Waits until one more input would not be too far ahead; `false` if there is to be none.
    fn wait_for_turn(&self) -> bool {
        let is_far = |now: &mut State<R, S>| {
            let is_ahead =
                now.taken >= now.written + self.jobs * AHEAD || now.bytes >= self.jobs * BYTES_AHEAD;
            is_ahead && !now.is_stopped
        };
        let now = self.changed.wait_while(lock(&self.state), is_far);
        let mut now = now.unwrap_or_else(PoisonError::into_inner);
        now.taken += 1;
        !now.is_stopped
    }

    /// Writes what is next in order, unless another worker is writing: then that one goes on.
    fn drain<'a>(&'a self, mut now: MutexGuard<'a, State<R, S>>, write: &impl Fn(&mut S, R) -> bool) {
        let Some(mut sink) = now.sink.take() else { return };
        while !now.is_stopped {
            let next = now.written;
            let Some((result, bytes)) = now.ready.remove(&next) else { break };
            drop(now);
            let goes_on = write(&mut sink, result);
            now = lock(&self.state);
            now.bytes -= bytes;
            now.written += 1;
            now.is_stopped |= !goes_on;
            self.changed.notify_all();
        }
        now.sink = Some(sink);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
