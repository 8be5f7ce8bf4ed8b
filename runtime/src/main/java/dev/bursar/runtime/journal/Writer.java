// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that touches the files. It takes what is waiting as one batch, appends it, forces once, and acknowledges; a batch in which
 * nobody waits is forced a moment later.
 *
 * <p>Two states: open, and failed with a reason. A failure is latched by the thread itself or by a caller whose deadline has passed; only
 * the thread leaves it, by opening a fresh directory that goes on from the last record known to be on the disk. Records behind that one
 * were never acknowledged and do not count; entries that were only noted are kept in memory and written again.
 */
final class Writer {

    private static final int LARGEST_BATCH = 512;
    private static final long LONGEST_START_SECONDS = 60;
    private static final long LAZY_FORCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long an entry that nobody waits for may lie, so that those who bring the next ones need not wake this thread each time. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final StateDirectory state;
    private final ChronicleJournal.Settings settings;
    /** Of a kind that says without a lock whether it is empty. */
    private final BlockingQueue<Request> queue;

    private final Spin spin = new Spin();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final CompletableFuture<@Nullable Throwable> started = new CompletableFuture<>();
    private final Runnable directoryClosed;
    private final Thread thread;
    private final ForceListener forces;

    /** How many callers wait for the disk. */
    private final AtomicInteger waiting = new AtomicInteger();

    private volatile boolean stopping;
    /** Set before the queue is emptied for the last time: an entry put there afterwards is nobody's. */
    private volatile boolean ended;

    // Of the thread only, from here on.
    private final Chain chain;
    /** Entries that nobody waits for and that are not known to be on the disk. */
    private final Deque<byte[]> unforced = new ArrayDeque<>();

    /** Appended since the last force. */
    private int appended;

    private long unforcedSince;
    private boolean down;
    private long nextAttempt;
    private long pause;

    /**
     * @param reader has read all there is
     * @param directoryClosed told, on the writer's own thread, when another directory has taken the place of one; must return at once
     */
    Writer(
            StateDirectory state,
            Store.Factory factory,
            ChronicleJournal.Settings settings,
            ForceListener forces,
            Runnable directoryClosed,
            JournalReader reader) {
        this.directoryClosed = directoryClosed;
        this.state = state;
        this.chain = new Chain(state, factory, reader);
        this.settings = settings;
        this.forces = forces;
        this.queue = new LinkedBlockingQueue<>(settings.capacity());
        this.thread = new Thread(this::run, "bursar-journal");
        thread.setDaemon(true);
        thread.setContextClassLoader(Writer.class.getClassLoader());
    }

    /** Starts the thread, and returns when it has opened a directory. */
    void start() throws IOException {
        thread.start();
        Throwable failed;
        try {
            failed = started.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed = e;
        } catch (ExecutionException | TimeoutException e) {
            failed = e;
        }
        if (failed != null) {
            stopping = true;
            throw new IOException("a fresh directory could not be opened: " + StateDirectory.reason(failed), failed);
        }
    }

    @Nullable
    String trouble() {
        return failure.get();
    }

    Durable durable() {
        return chain.durable();
    }

    void write(byte[] body) throws JournalUnavailableException {
        refuseIfStopping();
        long deadline = System.nanoTime() + settings.deadline().toNanos();
        CountDownLatch acknowledged = new CountDownLatch(1);
        Request request = new Request(body, acknowledged);
        boolean interrupted = false;
        waiting.incrementAndGet();
        try {
            boolean queued = false;
            while (true) {
                refuseIfFailed();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw missed();
                }
                try {
                    if (!queued) {
                        queued = queue.offer(request, left, TimeUnit.NANOSECONDS);
                        LockSupport.unpark(thread);
                        if (queued && spin.whileForcing(() -> acknowledged.getCount() == 0, () -> waiting.get() == 1)) {
                            break;
                        }
                    } else if (acknowledged.await(left, TimeUnit.NANOSECONDS)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            waiting.decrementAndGet();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        String refusal = request.refusal;
        if (refusal != null) {
            throw unavailable(refusal);
        }
    }

    void note(byte[] body) throws JournalUnavailableException {
        refuseIfStopping();
        refuseIfFailed();
        if (!queue.offer(new Request(body, null))) {
            throw unavailable(settings.capacity() + " entries are waiting for the disk already");
        }
    }

    private void refuseIfStopping() throws JournalUnavailableException {
        if (stopping) {
            throw unavailable("it has been closed");
        }
    }

    /** @return whether the thread has ended */
    boolean stop() {
        stopping = true;
        boolean interrupted = false;
        long deadline = System.nanoTime() + settings.deadline().toNanos();
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void refuseIfFailed() throws JournalUnavailableException {
        String reason = failure.get();
        if (reason != null) {
            throw unavailable(reason);
        }
        if (ended) {
            throw unavailable("it has been closed");
        }
    }

    private JournalUnavailableException missed() {
        String reason = "the disk has not answered for " + settings.deadline().toMillis() + " ms";
        failure.compareAndSet(null, reason);
        return unavailable(reason);
    }

    private JournalUnavailableException unavailable(String reason) {
        return new JournalUnavailableException("the journal in `" + state.path() + "` cannot take an entry: " + reason);
    }

    private void run() {
        try {
            // Chronicle's appender belongs to the thread that first used it
            chain.open();
            started.complete(null);
        } catch (Throwable t) {
            started.complete(t);
            return;
        }
        List<Request> batch = new ArrayList<>(LARGEST_BATCH);
        while (true) {
            take(batch);
            if (batch.isEmpty() && stopping) {
                break;
            }
            if (failure.get() != null) {
                batch.forEach(this::turnAway);
                recover();
                continue;
            }
            try {
                commit(batch);
            } catch (Throwable t) {
                // InternalError among them: a fault under the memory map, after which the last batch is unknown
                fail(t, batch);
            }
        }
        finish();
    }

    /** Fills {@code batch} with what is waiting; comes back empty after a moment if nothing is. */
    private void take(List<Request> batch) {
        batch.clear();
        try {
            Request first = queue.poll(LAZY_FORCE_NANOS / 4, TimeUnit.NANOSECONDS);
            if (first != null) {
                // The count, and not the permit alone: a permit given while this thread waits for the queue's lock is
                // spent there.
                if (first.acknowledged == null && waiting.get() == 0 && !stopping) {
                    LockSupport.parkNanos(this, LINGER_NANOS);
                }
                batch.add(first);
                queue.drainTo(batch, LARGEST_BATCH - 1);
            }
        } catch (InterruptedException e) {
            // nobody has a reason to interrupt this thread: it ends when it is told to stop
        }
    }

    private void commit(List<Request> batch) throws IOException {
        int awaited = 0;
        for (Request request : batch) {
            if (request.acknowledged == null) {
                keep(request.body);
            } else {
                awaited++;
            }
            chain.append(request.body);
        }
        appended += batch.size();
        if (awaited > 0
                || unforced.size() >= settings.capacity()
                || !unforced.isEmpty() && System.nanoTime() - unforcedSince > LAZY_FORCE_NANOS) {
            force();
        }
        for (Request request : batch) {
            request.finish(null);
        }
        if (chain.isFull(settings.directorySize())) {
            force();
            chain.turnOver();
            directoryClosed.run();
        } else if (batch.isEmpty()) {
            chain.makeRoom();
        }
        if (awaited == 1) {
            // one thread, perhaps, that writes one entry after the other
            spin.forTheNext(() -> !queue.isEmpty());
        }
    }

    private void keep(byte[] body) {
        if (unforced.isEmpty()) {
            unforcedSince = System.nanoTime();
        }
        unforced.add(body);
    }

    private void force() throws IOException {
        long before = System.nanoTime();
        chain.force();
        unforced.clear();
        long took = System.nanoTime() - before;
        spin.forced(took);
        forces.forced(appended, took);
        appended = 0;
    }

    private void fail(Throwable thrown, List<Request> batch) {
        failure.set(StateDirectory.reason(thrown));
        for (Request request : batch) {
            if (request.acknowledged != null) {
                request.finish(StateDirectory.reason(thrown));
            }
        }
    }

    /** Of an entry that comes while the journal is shut: whoever waits is refused, the rest is kept for later. */
    private void turnAway(Request request) {
        if (request.acknowledged == null) {
            keep(request.body);
        } else {
            String reason = failure.get();
            request.finish(reason == null ? "it has just failed" : reason);
        }
    }

    private void recover() {
        if (!down) {
            down = true;
            chain.close();
            pause = settings.firstPause().toNanos();
            nextAttempt = System.nanoTime() + pause;
        }
        if (stopping || System.nanoTime() - nextAttempt < 0) {
            return;
        }
        try {
            String reason = failure.get();
            chain.openAfterFailure();
            chain.append(alert("the journal failed and goes on in a new directory: " + reason));
            for (byte[] body : unforced) {
                chain.append(body);
            }
            force();
            down = false;
            failure.set(null);
        } catch (Throwable t) {
            failure.set(StateDirectory.reason(t));
            chain.close();
            pause = Math.min(2 * pause, settings.longestPause().toNanos());
            nextAttempt = System.nanoTime() + pause;
        }
    }

    static byte[] alert(String sentence) {
        return Canonical.body(Entry.of(Instant.now(), Kind.ALERT, sentence));
    }

    private void finish() {
        ended = true;
        try {
            if (failure.get() == null && !unforced.isEmpty()) {
                force();
            }
        } catch (IOException e) {
            failure.set(StateDirectory.reason(e));
        }
        for (Request left = queue.poll(); left != null; left = queue.poll()) {
            left.finish("it has been closed");
        }
        chain.close();
    }
}
