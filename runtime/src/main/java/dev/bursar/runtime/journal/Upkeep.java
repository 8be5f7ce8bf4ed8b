// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the closed directories of a journal, at start and whenever another one closes, on a thread of its own that nobody waits for:
 * a snapshot once enough records have come since the last, and then directories that are older than they need be go. It reads what is on the
 * disk as anybody could, and never looks at what the process remembers, so that calls are not held up by it.
 */
final class Upkeep {

    /** The latest, and the one before it, should that be broken. */
    private static final int SNAPSHOTS_KEPT = 2;

    /**
     * After making a snapshot it rests this many times as long as that took, so that a journal that fills fast does not keep a core and the disk at work for
     * it; unless so many times the records have come that are enough at other times.
     */
    private static final int RESTS = 9;

    private static final long LONGEST_REST = Duration.ofSeconds(30).toNanos();

    private static final int AT_ONCE = 5;

    /** How much time of the journal may pass without a snapshot where old directories are not to stay. */
    private static final Duration RETAINING = Duration.ofDays(1);

    private final Path state;
    private final Supplier<? extends Replay> fresh;
    private final long everyRecords;
    private final @Nullable Retention retention;
    private final Clock clock;
    private final Say say;
    private final Semaphore due = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private @Nullable String lastTrouble;

    /** {@link System#nanoTime()} until which no snapshot is made but of very many records; {@code null} before the first and once it is over. */
    private @Nullable Long restsUntil;

    /** Where what was done is told: into the journal. */
    interface Say {
        /** @throws JournalUnavailableException if that is not on the disk */
        void say(Kind kind, String decision, String sentence) throws JournalUnavailableException;
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param fresh what is rebuilt, with nothing in it yet */
    Upkeep(
            Path state,
            Supplier<? extends Replay> fresh,
            long everyRecords,
            @Nullable Retention retention,
            Clock clock,
            Say say) {
        this.state = state;
        this.fresh = fresh;
        this.everyRecords = everyRecords;
        this.retention = retention;
        this.clock = clock;
        this.say = say;
        this.thread = new Thread(this::run, "bursar-journal-upkeep");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setContextClassLoader(Upkeep.class.getClassLoader());
    }

    void start() {
        due.release();
        thread.start();
    }

    /** Another directory has closed. Does not wait. */
    void directoryClosed() {
        due.release();
    }

    /** Waits a moment for the thread to end; what it was making is given up. */
    void stop() {
        stopping = true;
        due.release();
        boolean interrupted = false;
        try {
            TimeUnit.SECONDS.timedJoin(thread, 2);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            await();
            if (stopping) {
                return;
            }
            try {
                once();
                lastTrouble = null;
            } catch (Stopped e) {
                return;
            } catch (Throwable t) {
                // OutOfMemoryError among them: the journal is as good as before, and starting takes as long as before
                String trouble = StateDirectory.reason(t);
                if (!stopping && !trouble.equals(lastTrouble)) {
                    lastTrouble = trouble;
                    complain(trouble);
                }
            }
        }
    }

    /** Until another directory has closed, or the rest is over in which one may have. */
    private void await() {
        Long until = restsUntil;
        if (until == null) {
            due.acquireUninterruptibly();
        } else {
            try {
                due.tryAcquire(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt this thread: it ends when it is told to stop
            }
            if (System.nanoTime() - until >= 0) {
                restsUntil = null;
            }
        }
        due.drainPermits();
    }

    private void complain(String trouble) {
        try {
            say.say(Kind.ALERT, "upkeep", "the journal's upkeep failed and is tried again later: " + trouble);
        } catch (JournalUnavailableException e) {
            // the journal says so itself to everybody who needs it
        }
    }

    private void once() throws IOException {
        try (JournalReader journal = JournalReader.open(state)) {
            List<Incarnation> all = journal.incarnations();
            if (all.size() < 2) {
                return;
            }
            Incarnation open = all.get(all.size() - 1);
            List<Snapshot> fitting = fitting(journal);
            if (isDue(journal, fitting.isEmpty() ? null : fitting.get(0), open)) {
                long begun = System.nanoTime();
                fitting.add(0, make(journal, open));
                long made = System.nanoTime();
                restsUntil = made + Math.min(LONGEST_REST, RESTS * (made - begun));
            }
            if (retention != null) {
                retire(new Retiring(state, retention), fitting, all);
            }
        }
    }

    private void tell(String decision, String sentence) throws IOException {
        try {
            say.say(Kind.LEDGER, decision, sentence);
        } catch (JournalUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private boolean isDue(JournalReader journal, @Nullable Snapshot latest, Incarnation open) {
        long known = latest == null ? journal.firstSequence() - 1 : latest.sequence();
        long behind = open.first() - 1 - known;
        if (behind >= (restsUntil == null ? everyRecords : AT_ONCE * everyRecords)) {
            return true;
        }
        // Without one nothing can be retired, however little there is of it.
        Incarnation next = latest == null ? journal.incarnations().get(0) : journal.incarnation(latest.ordinal() + 1);
        return retention != null
                && next != null
                && next.ordinal() < open.ordinal()
                && Duration.between(next.began(), open.began()).compareTo(RETAINING) >= 0;
    }

    /** Those that are whole and belong to the journal, the latest first. */
    private List<Snapshot> fitting(JournalReader journal) throws IOException {
        List<Snapshot> fitting = new ArrayList<>();
        for (Path file : Snapshot.all(state)) {
            try {
                Snapshot snapshot = Snapshot.check(file);
                if (snapshot.misfit(journal) == null) {
                    fitting.add(snapshot);
                }
            } catch (IOException e) {
                // said at start; another is made in its place
            }
        }
        return fitting;
    }

    private Snapshot make(JournalReader journal, Incarnation open) throws IOException {
        Replay replay = new Restoring<>(state, fresh).begin(journal);
        journal.replayUpTo(open.ordinal() - 1, new Stoppable(replay));
        Snapshot made = Snapshot.make(state, open.ordinal() - 1, open.first() - 1, open.previousBytes(), replay);
        tell(SnapshotCheck.MADE, SnapshotCheck.sentence(made));
        List<Path> files = Snapshot.all(state);
        for (Path file : files.subList(Math.min(SNAPSHOTS_KEPT, files.size()), files.size())) {
            Files.deleteIfExists(file);
        }
        return made;
    }

    private void retire(Retiring retiring, List<Snapshot> fitting, List<Incarnation> all) throws IOException {
        // Both must be of use on their own: should the latest be damaged, the one before it goes on from there.
        if (fitting.size() >= SNAPSHOTS_KEPT) {
            int covered = fitting.get(SNAPSHOTS_KEPT - 1).ordinal();
            Incarnation first = retiring.first(all, covered, fitting.get(0).earliestOpen(), clock.instant());
            if (first != null) {
                tell("retained", retiring.sentence(all, first));
                retiring.begin(first);
            }
        }
        retiring.clear();
    }

    /** Gives up between two records once the journal is closed. */
    private final class Stoppable implements Replay {
        private final Replay replay;

        Stoppable(Replay replay) {
            this.replay = replay;
        }

        @Override
        public void accept(Step step) {
            if (stopping) {
                throw new Stopped();
            }
            replay.accept(step);
        }

        @Override
        public void directoryEnded() {
            replay.directoryEnded();
        }

        @Override
        public long earliestOpen() {
            return replay.earliestOpen();
        }

        @Override
        public void save(DataOutput out) throws IOException {
            replay.save(out);
        }

        @Override
        public void load(DataInput in) throws IOException {
            replay.load(in);
        }
    }
}
