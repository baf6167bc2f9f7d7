//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results each worker may be ahead of the one that is written next: a large page takes as long
/// as many small ones.
const AHEAD: usize = 32;

struct State<R, S> {
    taken: usize,
    written: usize,
    /// The results that wait to be written, each with the number of its worker.
    ready: BTreeMap<usize, (usize, R)>,
    /// Those that another worker than their own has written. Allocators have to lock where one thread
    /// frees what another one made, and an article is made of thousands of pieces.
    done: Vec<Vec<R>>,
    /// The workers that wait for something to be written.
    waiting: usize,
    /// The sink, while no worker writes.
    sink: Option<S>,
    stopped: bool,
}

/// Turns each input into a result with `work` on `jobs` threads, and hands the results to `write` in
/// input order; `false` from it stops everything. Gives the sink back.
///
/// Whichever worker finishes the next result writes it and all that wait behind it, so that no thread
/// only waits; what was written goes back to the worker that made it.
pub fn in_order<T, R, S>(
    jobs: usize,
    inputs: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    sink: S,
    write: impl Fn(&mut S, &mut R) -> bool + Sync,
) -> Option<S>
where
    R: Send,
    S: Send,
{
    let state = State {
        taken: 0,
        written: 0,
        ready: BTreeMap::new(),
        done: std::iter::repeat_with(Vec::new).take(jobs).collect(),
        waiting: 0,
        sink: Some(sink),
        stopped: false,
    };
    let pool = Pool {
        // Reading may wait for whoever writes the input: no result is kept from being written meanwhile.
        inputs: Mutex::new((0..).zip(inputs)),
        state: Mutex::new(state),
        changed: Condvar::new(),
        window: jobs * AHEAD,
    };
    std::thread::scope(|scope| {
        let (pool, work, write) = (&pool, &work, &write);
        for number in 1..jobs {
            scope.spawn(move || pool.worker(number, work, write));
        }
        pool.worker(0, work, write);
    });
    pool.state.into_inner().unwrap_or_else(PoisonError::into_inner).sink
}

struct Pool<I, R, S> {
    inputs: Mutex<I>,
    state: Mutex<State<R, S>>,
    changed: Condvar,
    window: usize,
}

impl<T, I: Iterator<Item = (usize, T)>, R, S> Pool<I, R, S> {
    fn worker(&self, own: usize, work: &impl Fn(T) -> R, write: &impl Fn(&mut S, &mut R) -> bool) {
        while self.wait_for_turn(own) {
            // A statement of its own, so that the inputs are free while this one is worked on.
            let next = lock(&self.inputs).next();
            let Some((number, input)) = next else { break };
            let result = work(input);
            let mut now = lock(&self.state);
            now.ready.insert(number, (own, result));
            self.drain(own, now, write);
        }
    }

    /// Waits until one more input would not be too far ahead; `false` if there is to be none.
    fn wait_for_turn(&self, own: usize) -> bool {
        let mut now = lock(&self.state);
        while !now.stopped && now.taken >= now.written + self.window {
            now.waiting += 1;
            now = self.changed.wait(now).unwrap_or_else(PoisonError::into_inner);
            now.waiting -= 1;
        }
        now.taken += 1;
        let goes_on = !now.stopped;
        let done = now.done.get_mut(own).map(std::mem::take);
        drop(now);
        drop(done);
        goes_on
    }

    /// Writes what is next in order, unless another worker is writing: then that one goes on.
    fn drain<'a>(
        &'a self,
        own: usize,
        mut now: MutexGuard<'a, State<R, S>>,
        write: &impl Fn(&mut S, &mut R) -> bool,
    ) {
        let Some(mut sink) = now.sink.take() else { return };
        while !now.stopped {
            let next = now.written;
            let Some((worker, mut result)) = now.ready.remove(&next) else { break };
            drop(now);
            let goes_on = write(&mut sink, &mut result);
            let of_other = if worker == own { None } else { Some(result) };
            now = lock(&self.state);
            now.written += 1;
            now.stopped |= !goes_on;
            if let Some(done) = now.done.get_mut(worker) {
                done.extend(of_other);
            }
            if now.waiting > 0 {
                self.changed.notify_all();
            }
        }
        now.sink = Some(sink);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
