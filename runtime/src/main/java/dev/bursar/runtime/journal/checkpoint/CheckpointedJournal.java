// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Durable;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.StateFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A journal that is vouched for. After so many records, or so long after the first new one, and when it is closed, a thread of its own signs
 * what is then known to be on the disk, writes it to the second place, and then into the journal. Everything else passes through.
 *
 * <p>The second place comes first: a process that dies between the two leaves a line too many there, which proves as much as any other, and
 * never one too few. If the line cannot be written there, the journal says so before it takes the checkpoint, and calls go on: what is
 * recorded is as durable as ever, only for a while with one witness less.
 */
public final class CheckpointedJournal implements Journal {

    /** The decision of an entry that is a checkpoint; its reason is the line. */
    public static final String CHECKPOINT = "checkpoint";

    /** Begins the reference of an alert about a checkpoint that stands in the journal alone; its sequence follows. */
    static final String ALONE = "checkpoint ";

    /** The file in the state directory with the journal's id. */
    static final String ID = "journal.id";

    private static final int ID_BYTES = 16;
    private static final int MOST_AT_CLOSE = 3;
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How long the second place may take over a line before somebody is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same, of a process that wants to end. */
    private static final long PATIENCE_AT_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ChronicleJournal journal;
    private final String id;
    private final Settings settings;
    private final Aside place;
    private final Duration patience;
    private final AtomicLong accepted = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;

    // Of the thread only, from here on.

    /** Up to here the journal is vouched for, or was there before this process. */
    private long covered;
    /** How many records of this class's own stand behind it. */
    private int own;

    private long ownOfAll;
    private long acceptedBefore;
    private final long start;
    private long since = System.nanoTime();
    private boolean failing;

    /** The second place has not taken the last line, and the process wants to end. */
    private boolean hanging;

    /**
     * @param key signs
     * @param to the second place, as {@link SecondPlace#of} reads it
     * @param records after so many there is a checkpoint
     * @param every after so long there is a checkpoint, if there is anything new
     */
    public record Settings(CheckpointKey key, String to, int records, Duration every) {}

    private CheckpointedJournal(
            ChronicleJournal journal, String id, Settings settings, SecondPlace place, Duration patience) {
        this.journal = journal;
        this.id = id;
        this.settings = settings;
        this.place = new Aside(place);
        this.patience = patience;
        this.start = journal.durable().sequence();
        this.covered = start;
        this.thread = new Thread(this::run, "bursar-checkpoints");
        thread.setDaemon(true);
        thread.setContextClassLoader(CheckpointedJournal.class.getClassLoader());
    }

    /**
     * @param journal just opened; closed with this
     * @param state the directory it is in
     * @throws JournalUnavailableException if the journal's id cannot be had
     */
    public static CheckpointedJournal over(ChronicleJournal journal, Path state, Settings settings)
            throws JournalUnavailableException {
        return over(journal, state, settings, SecondPlace.of(settings.to()), PATIENCE);
    }

    /**
     * @param place in place of what the settings name
     * @param patience how long it may take over a line before somebody is told
     */
    static CheckpointedJournal over(
            ChronicleJournal journal, Path state, Settings settings, SecondPlace place, Duration patience)
            throws JournalUnavailableException {
        try {
            CheckpointedJournal vouched =
                    new CheckpointedJournal(journal, StateFile.get(state, ID, ID_BYTES), settings, place, patience);
            vouched.thread.start();
            return vouched;
        } catch (IOException e) {
            throw new JournalUnavailableException("the journal cannot be vouched for: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(Entry entry) throws JournalUnavailableException {
        journal.write(entry);
        count();
    }

    @Override
    public void note(Entry entry) throws JournalUnavailableException {
        journal.note(entry);
        count();
    }

    @Override
    public @Nullable String trouble() {
        return journal.trouble();
    }

    private void count() {
        if (accepted.incrementAndGet() % settings.records() == 0) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!stopping) {
            long sinceNanos = System.nanoTime() - since;
            boolean late = sinceNanos >= settings.every().toNanos();
            long fresh = fresh();
            if (fresh > 0 && (late || fresh >= settings.records())) {
                round();
                continue;
            }
            if (fresh <= 0 && late) {
                // the time runs from the first new record on
                since = System.nanoTime();
            }
            boolean coming = accepted.get() - acceptedBefore >= settings.records();
            LockSupport.parkNanos(
                    this,
                    coming
                            ? SHORT_NANOS
                            : Math.min(LONG_NANOS, Math.max(1, settings.every().toNanos() - sinceNanos)));
        }
        long deadline = System.nanoTime() + SETTLE_NANOS;
        while (journal.durable().sequence() < start + accepted.get() + ownOfAll
                && System.nanoTime() - deadline < 0
                && journal.trouble() == null) {
            LockSupport.parkNanos(this, SHORT_NANOS);
        }
        for (int i = 0; i < MOST_AT_CLOSE && fresh() > 0 && !hanging; i++) {
            round();
        }
    }

    /** How many records on the disk nobody has vouched for, but those of this class. */
    private long fresh() {
        return journal.durable().sequence() - covered - own;
    }

    private void round() {
        acceptedBefore = accepted.get();
        since = System.nanoTime();
        Durable durable = journal.durable();
        Checkpoint checkpoint;
        try {
            checkpoint = settings.key().sign(id, durable.sequence(), durable.hash(), Instant.now());
        } catch (GeneralSecurityException e) {
            tellOnce("the journal cannot be vouched for (" + e.getClass().getSimpleName() + ")");
            LockSupport.parkNanos(this, LONG_NANOS);
            return;
        }
        long coveredBefore = covered;
        int ownBefore = own;
        covered = durable.sequence();
        own = 0;
        long from = System.nanoTime();
        Aside.Writing writing = place.write(checkpoint.line());
        if (isSlow(writing, from)) {
            // What it names is long past by the time that it is taken: another is made, and this one is a line too
            // many.
            covered = coveredBefore;
            own = ownBefore;
            outlast(checkpoint, writing, from);
            return;
        }
        String failure = failure(checkpoint, writing);
        try {
            if (failure != null) {
                record(Entry.at(now(), Kind.ALERT)
                        .decision("alarm")
                        .reason(failure)
                        .reference(ALONE + checkpoint.sequence())
                        .build());
            }
            record(Entry.at(now(), Kind.LEDGER)
                    .decision(CHECKPOINT)
                    .reason(checkpoint.line())
                    .build());
        } catch (JournalUnavailableException e) {
            // It refuses calls by itself; what it takes again later is vouched for then.
        }
    }

    private void record(Entry entry) throws JournalUnavailableException {
        journal.write(entry);
        own++;
        ownOfAll++;
    }

    /** Whether the second place takes longer over a line than it may. */
    private boolean isSlow(Aside.Writing writing, long from) {
        while (!isOver(writing, SHORT_NANOS)) {
            long waited = System.nanoTime() - from;
            if (waited >= patience.toNanos() || (stopping && waited >= PATIENCE_AT_CLOSE_NANOS)) {
                return true;
            }
        }
        return false;
    }

    /** Waits as long as it takes, or until the process wants to end; nothing is vouched for meanwhile. Tells when it begins and when it ends. */
    private void outlast(Checkpoint checkpoint, Aside.Writing writing, long from) {
        long slow = System.nanoTime();
        alarm("`" + place.name() + "` has not taken the checkpoint of record " + checkpoint.sequence() + " for "
                + seconds(slow - from) + ": until it does, nothing that is recorded is vouched for");
        while (!isOver(writing, SHORT_NANOS)) {
            if (stopping && System.nanoTime() - slow >= PATIENCE_AT_CLOSE_NANOS) {
                hanging = true;
                return;
            }
        }
        String after = "after " + seconds(System.nanoTime() - from);
        String failure = failure(checkpoint, writing);
        alarm(failure == null ? "`" + place.name() + "` takes checkpoints again, " + after : after + ": " + failure);
    }

    private void alarm(String what) {
        System.err.println("bursar: " + what);
        try {
            record(Entry.at(now(), Kind.ALERT).decision("alarm").reason(what).build());
        } catch (JournalUnavailableException e) {
            // It refuses calls by itself, which is worse.
        }
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }

    private static boolean isOver(Aside.Writing writing, long nanos) {
        try {
            return writing.isDone(nanos);
        } catch (IOException e) {
            return true;
        }
    }

    /** @return why a line that is not on its way any more is not there, or {@code null} */
    private @Nullable String failure(Checkpoint checkpoint, Aside.Writing writing) {
        try {
            writing.isDone(0);
            failing = false;
            return null;
        } catch (IOException e) {
            String failure = "the checkpoint of record " + checkpoint.sequence() + " could not be written to `"
                    + place.name() + "`, so it stands in the journal alone: " + reason(e);
            tellOnce(failure);
            return failure;
        }
    }

    private void tellOnce(String what) {
        if (!failing) {
            failing = true;
            System.err.println("bursar: " + what);
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException missing
                ? "`" + missing.getFile() + "` cannot be made, for its directory is missing"
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Vouches for all that was taken, if the second place answers in time, and closes the journal. */
    @Override
    public void close() {
        stopping = true;
        boolean interrupted = false;
        long deadline = System.nanoTime() + CLOSE_NANOS;
        LockSupport.unpark(thread);
        while (thread.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        place.close();
        journal.close();
    }
}
