//! Work on several threads, with results in order and bounded memory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many results each worker may be ahead of the one that is written next: a large page takes as long as many small
/// ones.
const AHEAD: usize = 32;

/// The number of input bytes that the waiting results of each worker may come from: a result takes several times the
/// memory of its input.
const BYTES_AHEAD: usize = 4 << 20;

/// Turns each input into a result and its number of input bytes with `work` on `jobs` threads, and passes the results
/// to `write` in the order of the inputs. The first error of `write` ends the work.
///
/// A result is passed on as soon as all before it are, even if no further input is known yet. Of results that wait for
/// a slower one, each thread holds at most 32, from about 4 MiB of input.
///
/// ```
/// use deplier::{Error, Parser, in_order};
/// let parser = Parser::new();
/// let pages = ["<title>Un</title>", "<title>Deux</title>"];
/// let mut titles = Vec::new();
/// in_order(2, pages.into_iter(), |page| (parser.parse(page), page.len()), |parsed| {
///     titles.push(parsed?.article.title);
///     Ok::<(), Error>(())
/// })?;
/// assert_eq!(titles, ["Un", "Deux"]);
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// The first error of `write`.
pub fn in_order<T, R: Send, E>(
    jobs: usize,
    inputs: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> (R, usize) + Sync,
    mut write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = jobs.max(1);
    // One receiver for each result, in input order.
    let (queue, results) = sync_channel(jobs * AHEAD);
    let inputs = Mutex::new(inputs);
    let (waiting_bytes, changed) = (Mutex::new(0), Condvar::new());
    let is_stopped = AtomicBool::new(false);
    let worker = |queue: SyncSender<Receiver<(R, usize)>>| {
        while !is_stopped.load(Ordering::Relaxed) {
            drop(changed.wait_while(lock(&waiting_bytes), |bytes| *bytes >= jobs * BYTES_AHEAD));
            let (done, result) = sync_channel(1);
            let input = {
                // Queued under the same lock, so that the order is that of the inputs.
                let mut inputs = lock(&inputs);
                inputs.next().filter(|_| queue.send(result).is_ok())
            };
            let Some(input) = input else { break };
            let (result, bytes) = work(input);
            let mut waiting = lock(&waiting_bytes);
            *waiting = waiting.saturating_add(bytes);
            drop(waiting);
            let _ = done.send((result, bytes));
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (worker, queue) = (&worker, queue.clone());
            scope.spawn(move || worker(queue));
        }
        // The queue ends when the last worker does.
        drop(queue);
        let mut written = Ok(());
        // After an error, what is under way is received and dropped.
        for (result, bytes) in results.into_iter().filter_map(|result| result.recv().ok()) {
            if written.is_ok() {
                written = write(result);
                is_stopped.store(written.is_err(), Ordering::Relaxed);
            }
            let mut waiting = lock(&waiting_bytes);
            *waiting = waiting.saturating_sub(bytes);
            drop(waiting);
            changed.notify_all();
        }
        written
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
