// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes directories that are older than they need be from the beginning of a journal. First it is put down where the journal begins from now on,
 * in the file {@code begins}, a copy of the {@code began} of its new first directory; then the old ones go, the oldest first. What a
 * crash leaves behind does not count, and goes the next time.
 */
final class Retiring {

    private static final String GOING = ".old";

    private final Path state;
    private final Path journal;
    private final Retention retention;

    Retiring(Path state, Retention retention) {
        this.state = state;
        this.journal = state.resolve(StateDirectory.JOURNAL);
        this.retention = retention;
    }

    /**
     * With which directory the journal should begin.
     *
     * @param all of the journal; the last is open
     * @param covered the ordinal up to which every snapshot kept covers the journal
     * @param earliestOpen the sequence of the earliest admission of money whose outcome is not known: `reconcile` needs it
     * @return {@code null} if none is old enough
     */
    @Nullable
    Incarnation first(List<Incarnation> all, int covered, long earliestOpen, Instant now) {
        Incarnation lastClosed = all.get(all.size() - 2);
        // A clock that is wrong today must not make yesterday's directories old.
        Instant asOf = now.isBefore(lastClosed.began()) ? now : lastClosed.began();
        Incarnation first = null;
        for (int i = 0; i + 2 < all.size(); i++) {
            Incarnation next = all.get(i + 1);
            boolean isOld = !next.began().plus(retention.keep()).isAfter(asOf);
            if (!isOld || all.get(i).ordinal() > covered || next.first() > earliestOpen) {
                return first;
            }
            first = next;
        }
        return first;
    }

    /** One sentence for the journal, before it is done. */
    String sentence(List<Incarnation> all, Incarnation first) {
        Incarnation oldest = all.get(0);
        return (retention.archive() ? "archived" : "deleted") + ": directories " + oldest.ordinal() + " to "
                + (first.ordinal() - 1) + ", records " + oldest.first() + " to " + (first.first() - 1) + "; "
                + beginning(first);
    }

    /** The end of that sentence, by which a file {@code begins} is believed. */
    static String beginning(Incarnation first) {
        return "the journal begins with record " + first.first() + ", which follows " + first.previous();
    }

    /** Lets the journal begin with {@code first}. */
    void begin(Incarnation first) throws IOException {
        Path file = journal.resolve(Incarnation.BEGINS);
        Path making = journal.resolve(Incarnation.BEGINS + ".new");
        Files.deleteIfExists(making);
        try (FileChannel channel = FileChannel.open(
                making,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StateDirectory.mode(making, "rw-------"))) {
            ByteBuffer content = ByteBuffer.wrap(first.describe());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        StateDirectory.force(journal);
    }

    /** Takes away what the journal does not begin with any more. */
    void clear() throws IOException {
        Incarnation begins = Incarnation.begins(journal);
        if (begins == null) {
            return;
        }
        for (Incarnation each : Incarnation.before(journal, begins.ordinal())) {
            Path directory = each.directory();
            if (retention.archive()) {
                Path archive = state.resolve(StateDirectory.ARCHIVE);
                StateDirectory.make(archive);
                Files.move(directory, archive.resolve(directory.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                StateDirectory.force(archive);
            } else {
                Files.move(
                        directory,
                        directory.resolveSibling(directory.getFileName() + GOING),
                        StandardCopyOption.ATOMIC_MOVE);
            }
            StateDirectory.force(journal);
        }
        try (DirectoryStream<Path> going = Files.newDirectoryStream(journal, "*" + GOING)) {
            for (Path directory : going) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                    for (Path file : files) {
                        Files.delete(file);
                    }
                }
                Files.delete(directory);
            }
        }
    }
}
