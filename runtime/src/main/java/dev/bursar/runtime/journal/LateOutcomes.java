// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps outcomes that a journal in trouble does not take, and notes them as soon as it takes something again: a call without one looks, to whoever
 * reads the journal, as if it might have moved money. What a process that is killed has kept is lost with it, and stays charged.
 */
public final class LateOutcomes implements Journal {

    /** Beyond it outcomes are refused, as by the journal itself. */
    static final int MOST = 10_000;

    private final Journal journal;
    private final Deque<Entry> kept = new ArrayDeque<>();

    /** Whether there are any; so that nobody waits for a lock where there are none. */
    private volatile boolean isKeeping;

    /** @param journal closed with this */
    public LateOutcomes(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void write(Entry entry) throws JournalUnavailableException {
        journal.write(entry);
        catchUp();
    }

    @Override
    public void note(Entry entry) throws JournalUnavailableException {
        catchUp();
        try {
            journal.note(entry);
        } catch (JournalUnavailableException e) {
            if (entry.kind() != Kind.SETTLED || journal.trouble() == null || !keep(entry)) {
                throw e;
            }
        }
    }

    private synchronized boolean keep(Entry outcome) {
        if (kept.size() >= MOST) {
            return false;
        }
        kept.add(outcome);
        isKeeping = true;
        return true;
    }

    private void catchUp() {
        if (isKeeping) {
            catchUpInOrder();
        }
    }

    private synchronized void catchUpInOrder() {
        for (Iterator<Entry> each = kept.iterator(); each.hasNext() && journal.trouble() == null; ) {
            try {
                journal.note(each.next());
                each.remove();
            } catch (JournalUnavailableException e) {
                // for another time: it must not stand in the way of those behind it
            }
        }
        isKeeping = !kept.isEmpty();
    }

    @Override
    public @Nullable String trouble() {
        return journal.trouble();
    }

    @Override
    public void close() {
        try {
            catchUp();
            if (isKeeping) {
                System.err.println(
                        "bursar: outcomes of admitted calls could not be recorded, and stay charged: " + kept.size());
            }
        } finally {
            journal.close();
        }
    }
}
