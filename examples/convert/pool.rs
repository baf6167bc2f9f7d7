//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results each worker may be ahead of the one that is written next: a large page takes as long
/// as many small ones.
const AHEAD: usize = 32;

/// How many bytes of input the results that wait may come from, for each worker: a result takes several
/// times the memory of its input.
const BYTES_AHEAD: usize = 4 << 20;

/// From how many bytes of input on a result is freed by whoever has written it: its worker may be busy for
/// long.
const LARGE: usize = 64 << 10;

struct State<R, S> {
    taken: usize,
    written: usize,
    /// The results that wait to be written.
    ready: BTreeMap<usize, Ready<R>>,
    /// The bytes of input that they were made of.
    bytes: usize,
    /// Those that another worker than their own has written. Allocators have to lock where one thread
    /// frees what another one made, and an article is made of thousands of pieces.
    done: Vec<Vec<R>>,
    /// The workers that wait for something to be written.
    waiting: usize,
    /// The sink, while no worker writes.
    sink: Option<S>,
    stopped: bool,
}

struct Ready<R> {
    worker: usize,
    bytes: usize,
    result: R,
}

/// Turns each input into a result and its number of bytes with `work` on `jobs` threads, and hands the
/// results to `write` in input order; `false` from it stops everything. Gives the sink back.
///
/// Whichever worker finishes the next result writes it and all that wait behind it, so that no thread
/// only waits; what was written goes back to the worker that made it.
pub fn in_order<T, R, S>(
    jobs: usize,
    inputs: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> (R, usize) + Sync,
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
        bytes: 0,
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
        max_bytes: jobs * BYTES_AHEAD,
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
    max_bytes: usize,
}

impl<T, I: Iterator<Item = (usize, T)>, R, S> Pool<I, R, S> {
    fn worker(&self, own: usize, work: &impl Fn(T) -> (R, usize), write: &impl Fn(&mut S, &mut R) -> bool) {
        while self.wait_for_turn(own) {
            // A statement of its own, so that the inputs are free while this one is worked on.
            let next = lock(&self.inputs).next();
            let Some((number, input)) = next else { break };
            let (result, bytes) = work(input);
            let mut now = lock(&self.state);
            now.bytes += bytes;
            now.ready.insert(number, Ready { worker: own, bytes, result });
            self.drain(own, now, write);
        }
    }

    /// Waits until one more input would not be too far ahead; `false` if there is to be none.
    fn wait_for_turn(&self, own: usize) -> bool {
        let mut now = lock(&self.state);
        while !now.stopped && (now.taken >= now.written + self.window || now.bytes >= self.max_bytes) {
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
            let Some(Ready { worker, bytes, mut result }) = now.ready.remove(&next) else { break };
            drop(now);
            let goes_on = write(&mut sink, &mut result);
            let of_other = (worker != own && bytes < LARGE).then_some(result);
            now = lock(&self.state);
            now.bytes -= bytes;
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
