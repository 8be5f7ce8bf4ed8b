// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A journal in which a looping agent cannot fill the disk with its refusals. Of equal ones, that is of one caller, operation and reason,
 * the first few within a second are recorded as they come; the rest become one entry with a count, a second later at most, or when the
 * journal is closed. Everything else passes through.
 *
 * <p>What is being counted is in memory only: a killed process loses the count of its last second.
 */
public final class RefusalMerger implements Journal {

    /** How many equal refusals a second are recorded one by one. */
    static final int ONE_BY_ONE = 3;

    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** More different refusals than this within a second are not merged: a bound on memory, not a promise. */
    private static final int MOST_KINDS = 1_000;

    private final Journal journal;
    private final LongSupplier nanoTime;
    private final Map<Sameness, Counted> counted = new HashMap<>();
    private final Thread flusher;
    private boolean closed;

    private record Sameness(
            @Nullable String caller,
            @Nullable String operation,
            @Nullable String reason) {}

    private static final class Counted {
        final long since;
        int passed;
        int merged;

        @Nullable
        Entry last;

        Counted(long since) {
            this.since = since;
        }
    }

    /** @param journal closed with this */
    public RefusalMerger(Journal journal) {
        this(journal, System::nanoTime, Duration.ofMillis(250));
    }

    /** @param look how often to look for entries whose second is over */
    RefusalMerger(Journal journal, LongSupplier nanoTime, Duration look) {
        this.journal = journal;
        this.nanoTime = nanoTime;
        this.flusher = new Thread(() -> flushEvery(look), "bursar-journal-merger");
        flusher.setDaemon(true);
        flusher.setContextClassLoader(RefusalMerger.class.getClassLoader());
        flusher.start();
    }

    @Override
    public void write(Entry entry) throws JournalUnavailableException {
        journal.write(entry);
    }

    @Override
    public void note(Entry entry) throws JournalUnavailableException {
        if (entry.kind() != Kind.REFUSED || !isMerged(entry)) {
            journal.note(entry);
        }
    }

    private synchronized boolean isMerged(Entry entry) throws JournalUnavailableException {
        Sameness sameness = new Sameness(entry.caller(), entry.operation(), entry.reason());
        long now = nanoTime.getAsLong();
        Counted here = counted.get(sameness);
        if (here != null && now - here.since >= SPAN_NANOS) {
            counted.remove(sameness);
            flush(here);
            here = null;
        }
        if (closed || here == null && counted.size() >= MOST_KINDS) {
            return false;
        }
        if (here == null) {
            here = new Counted(now);
            counted.put(sameness, here);
        }
        if (here.passed < ONE_BY_ONE) {
            here.passed++;
            return false;
        }
        here.merged = Math.addExact(here.merged, entry.count());
        Entry last = here.last;
        // what stands for several is about one of them only if it is about each
        here.last = last == null || Objects.equals(last.subject(), entry.subject())
                ? entry
                : entry.change().subject(null).build();
        return true;
    }

    private void flush(Counted here) throws JournalUnavailableException {
        Entry last = here.last;
        if (last != null) {
            journal.note(last.change().count(here.merged).build());
        }
    }

    /** Writes what has been counted for a second. */
    synchronized void flushOld() {
        long now = nanoTime.getAsLong();
        for (Iterator<Counted> each = counted.values().iterator(); each.hasNext(); ) {
            Counted here = each.next();
            if (now - here.since < SPAN_NANOS) {
                continue;
            }
            try {
                flush(here);
                each.remove();
            } catch (JournalUnavailableException e) {
                // goes on counting, and is tried again at the next look
            }
        }
    }

    private void flushEvery(Duration look) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(look.toNanos());
                flushOld();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public @Nullable String trouble() {
        return journal.trouble();
    }

    @Override
    public void close() {
        flusher.interrupt();
        synchronized (this) {
            closed = true;
            for (Counted here : counted.values()) {
                try {
                    flush(here);
                } catch (JournalUnavailableException e) {
                    // the refusals before it are recorded; the journal is beyond taking this
                }
            }
            counted.clear();
        }
        journal.close();
    }
}
