// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in memory that can be told to fail. */
final class MemoryJournal implements Journal {

    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> durable = new ArrayList<>();

    /** Told to every caller from when it is set on. */
    volatile @Nullable String broken;

    /** Takes what is waited for, and says so to nobody: a disk that answers too late. */
    volatile boolean late;

    /** Thrown, once, by the next entry. */
    volatile @Nullable Throwable defect;

    @Override
    public void write(Entry entry) throws JournalUnavailableException {
        note(entry);
        synchronized (this) {
            durable.add(entry);
        }
        if (late) {
            throw new JournalUnavailableException("the disk has not answered");
        }
    }

    @Override
    public void note(Entry entry) throws JournalUnavailableException {
        Throwable thrown = defect;
        if (thrown != null) {
            defect = null;
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
        String why = broken;
        if (why != null) {
            throw new JournalUnavailableException(why);
        }
        synchronized (this) {
            entries.add(entry);
        }
    }

    /** What an earlier process has written. */
    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Those whose writer waited for the disk. */
    synchronized List<Entry> durable() {
        return List.copyOf(durable);
    }

    List<Entry> of(Kind kind) {
        return entries().stream().filter(entry -> entry.kind() == kind).toList();
    }

    Entry last() {
        List<Entry> all = entries();
        return all.get(all.size() - 1);
    }

    List<Recorded> recorded() {
        List<Recorded> recorded = new ArrayList<>();
        for (Entry entry : entries()) {
            recorded.add(new Recorded(recorded.size() + 1L, "", "", entry));
        }
        return recorded;
    }

    @Override
    public void close() {}
}
