//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results each worker may be ahead of the one that is written next.
const AHEAD: usize = 8;

struct State<R, S> {
    taken: usize,
    written: usize,
    ready: BTreeMap<usize, R>,
    /// The sink, while no worker writes.
    sink: Option<S>,
    stopped: bool,
}

/// Turns each input into a result with `work` on `jobs` threads, and hands the results to `sink` in
/// input order; `false` from the sink stops everything. Gives the sink back.
///
/// Whichever worker finishes the next result writes it and all that wait behind it, so that no thread
/// only waits.
pub fn in_order<T, R, S>(
    jobs: usize,
    inputs: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    sink: S,
    write: impl Fn(&mut S, R) -> bool + Sync,
) -> Option<S>
where
    R: Send,
    S: Send,
{
    // Reading may wait for whoever writes the input: no result is kept from being written meanwhile.
    let inputs = Mutex::new((0..).zip(inputs));
    let state =
        Mutex::new(State { taken: 0, written: 0, ready: BTreeMap::new(), sink: Some(sink), stopped: false });
    let changed = Condvar::new();
    let window = jobs * AHEAD;
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(|| worker(&inputs, &state, &changed, window, &work, &write));
        }
        worker(&inputs, &state, &changed, window, &work, &write);
    });
    state.into_inner().unwrap_or_else(PoisonError::into_inner).sink
}

fn worker<T, I: Iterator<Item = (usize, T)>, R, S>(
    inputs: &Mutex<I>,
    state: &Mutex<State<R, S>>,
    changed: &Condvar,
    window: usize,
    work: &impl Fn(T) -> R,
    write: &impl Fn(&mut S, R) -> bool,
) {
    while wait_for_turn(state, changed, window) {
        // A statement of its own, so that the inputs are free while this one is worked on.
        let next = lock(inputs).next();
        let Some((number, input)) = next else { break };
        let result = work(input);
        let mut state_now = lock(state);
        state_now.ready.insert(number, result);
        drain(state, state_now, changed, write);
    }
}

/// Waits until one more input would not be too far ahead; `false` if there is to be none.
fn wait_for_turn<R, S>(state: &Mutex<State<R, S>>, changed: &Condvar, window: usize) -> bool {
    let mut now = lock(state);
    while !now.stopped && now.taken >= now.written + window {
        now = changed.wait(now).unwrap_or_else(PoisonError::into_inner);
    }
    now.taken += 1;
    !now.stopped
}

/// Writes what is next in order, unless another worker is writing: then that one goes on.
fn drain<'a, R, S>(
    state: &'a Mutex<State<R, S>>,
    mut now: MutexGuard<'a, State<R, S>>,
    changed: &Condvar,
    write: &impl Fn(&mut S, R) -> bool,
) {
    let Some(mut sink) = now.sink.take() else { return };
    while !now.stopped {
        let next = now.written;
        let Some(result) = now.ready.remove(&next) else { break };
        drop(now);
        let goes_on = write(&mut sink, result);
        now = lock(state);
        now.written += 1;
        now.stopped |= !goes_on;
        changed.notify_all();
    }
    now.sink = Some(sink);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
