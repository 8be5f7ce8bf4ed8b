// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.StateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the second place, if it is a file, says last about a journal, held against the journal that is being opened. Caps are rebuilt from the
 * journal: one that has been put back to an earlier state would let the same money be spent again.
 */
public final class LastSeen {

    private static final int TAIL = 1 << 20;

    private final @Nullable Checkpoint last;
    private final String where;
    private final @Nullable String id;
    private boolean contradicted;

    /** Of another journal, says a checkpoint that stands in this one. */
    private @Nullable String foreign;

    private LastSeen(@Nullable Checkpoint last, @Nullable String id, String where) {
        this.last = last;
        this.id = id;
        this.where = where;
    }

    /**
     * @param to the second place
     * @throws JournalUnavailableException if there is a file that cannot be read
     */
    public static LastSeen of(Path state, String to) throws JournalUnavailableException {
        try {
            String id = StateFile.find(state, CheckpointedJournal.ID);
            return new LastSeen(
                    id != null && SecondPlace.of(to) instanceof SecondPlace.ToFile file && Files.exists(file.path())
                            ? last(file.path(), id)
                            : null,
                    id,
                    to);
        } catch (IOException e) {
            throw new JournalUnavailableException(
                    "the checkpoints in `" + to + "` cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable Checkpoint last(Path file, String id) throws IOException {
        if (!Files.isRegularFile(file)) {
            // to open a pipe that nobody writes to would take for ever
            throw new IOException("it is no file of its own, but a pipe, a device or a directory");
        }
        String text;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - TAIL);
            ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
            while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
                // more to come
            }
            text = new String(tail.array(), 0, tail.position(), StandardCharsets.ISO_8859_1);
        }
        Checkpoint last = null;
        for (String line : text.split("\n", -1)) {
            Checkpoint found = Checkpoint.find(line);
            if (found != null && found.journal().equals(id)) {
                last = found;
            }
        }
        return last;
    }

    /** Looks at each record on its way to {@code next}. */
    public Consumer<Recorded> watching(Consumer<? super Recorded> next) {
        return recorded -> {
            if (last != null && recorded.sequence() == last.sequence()) {
                contradicted = !recorded.hash().equals(last.hash());
            }
            Entry entry = recorded.entry();
            String reason = entry.reason();
            if (entry.kind() == Kind.LEDGER
                    && CheckpointedJournal.CHECKPOINT.equals(entry.decision())
                    && reason != null) {
                Checkpoint inside = Checkpoint.find(reason);
                foreign = inside == null || inside.journal().equals(id) ? foreign : inside.journal();
            }
            next.accept(recorded);
        };
    }

    /**
     * @param journal after it has been read
     * @throws JournalUnavailableException if it is not the journal that was vouched for
     */
    public void check(ChronicleJournal journal) throws JournalUnavailableException {
        if (foreign != null) {
            throw new JournalUnavailableException("a checkpoint in the journal is of the journal " + foreign
                    + ", and the file `" + CheckpointedJournal.ID + "` of the state directory "
                    + (id == null ? "is gone" : "says " + id)
                    + ": without it nobody can tell what the second place says of this one; write `" + foreign
                    + "` back into it");
        }
        if (last != null && (contradicted || last.sequence() > journal.durable().sequence())) {
            throw new JournalUnavailableException(
                    "the journal is not the one that was vouched for: `" + where + "` says that record "
                            + last.sequence() + " was there at " + last.time()
                            + (contradicted ? ", and another one stands in its place" : ", and it is gone")
                            + "; restore the state directory, or, to go on without what is gone, move that file away");
        }
    }
}
