// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import org.jspecify.annotations.Nullable;

/**
 * The append-only record. Entries get their places in the order in which they are accepted; each is chained to the one before by hash.
 * Thread-safe.
 */
public interface Journal extends AutoCloseable {

    /**
     * Appends and waits until the entry would survive a crash of the machine. Waits uninterruptibly, for a bounded time.
     *
     * @throws JournalUnavailableException if that is not certain; the entry may or may not be there
     */
    void write(Entry entry) throws JournalUnavailableException;

    /**
     * Appends without waiting for the disk.
     *
     * @throws JournalUnavailableException if the journal is known to be broken or its queue is full
     */
    void note(Entry entry) throws JournalUnavailableException;

    /** Why nothing can be written at present; {@code null} if all is well, as far as is known without trying. */
    default @Nullable String trouble() {
        return null;
    }

    /** Writes what is queued, waits for the disk, and closes. */
    @Override
    void close();
}
