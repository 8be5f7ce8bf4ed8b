// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in the order of its sequence, over all its directories, and checks every record against the chain. Needs read access
 * only, takes no lock, writes nothing, and works on the journal of a running process as well as on a copy. Not thread-safe.
 */
public final class JournalReader implements Closeable {

    private final Path journal;
    private final List<String> remarks = new ArrayList<>();
    private List<Incarnation> incarnations = List.of();
    private int index = -1;
    private @Nullable CycleFile file;
    private long sequence;
    private @Nullable String tornTail;
    private String hash = Incarnation.NO_RECORD;

    private JournalReader(Path journal) {
        this.journal = journal;
    }

    /**
     * @param state the state directory of a policy
     * @throws IOException if there is no journal in it, or it cannot be read; the message says which
     */
    public static JournalReader open(Path state) throws IOException {
        JournalReader reader = new JournalReader(journal(state));
        reader.list();
        return reader;
    }

    /** The directory of the journal in {@code state}. */
    static Path journal(Path state) throws IOException {
        Path journal = state.resolve(StateDirectory.JOURNAL);
        if (!Files.isDirectory(state)) {
            throw new IOException("`" + state + "` is not a directory");
        }
        if (!Files.isReadable(state) || !Files.isExecutable(state)) {
            throw new IOException("the state directory `" + state + "` cannot be read by this user");
        }
        if (!Files.isDirectory(journal)) {
            throw new IOException("there is no journal in `" + state + "`: no `" + StateDirectory.JOURNAL + "` in it");
        }
        return journal;
    }

    /**
     * Hands on every record from where reading has come to up to the present end, and then looks behind the end for signs of records
     * that have been taken away.
     *
     * @return how many
     * @throws BrokenJournalException if the records are not all there and unchanged; those before the damage have been handed on
     */
    public long read(Consumer<? super Recorded> consumer) throws IOException {
        return advance(consumer, true);
    }

    /** As {@link #read}, for following a journal that is being written: looks behind the end only where something is amiss. */
    public long poll(Consumer<? super Recorded> consumer) throws IOException {
        return advance(consumer, false);
    }

    /** The sequence of the last record read; 0 before the first. */
    public long sequence() {
        return sequence;
    }

    /** The hash of the last record read, 64 hex digits; zeros before the first. */
    public String hash() {
        return hash;
    }

    /** What was noticed and is no damage, such as a tail torn by a crash: sentences for a person. */
    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }

    /** Of the last directory, as {@link #remarks}; {@code null} if its tail is whole. */
    @Nullable
    String tornTail() {
        return tornTail;
    }

    List<Incarnation> incarnations() {
        return incarnations;
    }

    /** Where the records of the last directory end, in bytes of its file; 0 without one. */
    long end() {
        CycleFile open = file;
        return open == null ? 0 : open.position();
    }

    private long advance(Consumer<? super Recorded> consumer, boolean thorough) throws IOException {
        long count = 0;
        while (true) {
            CycleFile open = file;
            if (open == null) {
                if (index + 1 >= incarnations.size() && !list()) {
                    return count;
                }
                file = enter(incarnations.get(++index));
                continue;
            }
            Incarnation next = index + 1 < incarnations.size() ? incarnations.get(index + 1) : null;
            if (next != null && sequence >= next.first() - 1) {
                leave(open, next);
                continue;
            }
            String damage = null;
            CycleFile.Found found = open.peek();
            if (found instanceof CycleFile.Found.Content content) {
                try {
                    Recorded recorded =
                            inPlace(Canonical.decode(content.record()).recorded());
                    open.pass(content);
                    sequence = recorded.sequence();
                    hash = recorded.hash();
                    count++;
                    consumer.accept(recorded);
                    continue;
                } catch (Canonical.MalformedException e) {
                    damage = e.getMessage();
                }
            } else if (found instanceof CycleFile.Found.Damage seen) {
                damage = "there is " + seen.what();
            }
            if (next != null) {
                throw broken(open, damage, "the journal goes on with record " + next.first() + " in another directory");
            }
            if (list()) {
                continue;
            }
            if ((thorough || damage != null) && open.proves(sequence + 1)) {
                open.refresh();
                // a writer may have come that far between the two looks
                if (damage == null && open.peek() instanceof CycleFile.Found.Content) {
                    continue;
                }
                throw broken(open, damage, "a later record says that this one had reached the disk");
            }
            if (damage != null) {
                tornTail = "the tail of `" + open.path() + "` is torn at byte " + open.position() + ", after record "
                        + sequence + ": what stands there was never acknowledged and does not count";
                remark(tornTail);
            }
            return count;
        }
    }

    private CycleFile enter(Incarnation incarnation) throws IOException {
        if (incarnation.first() != sequence + 1 || !incarnation.previous().equals(hash)) {
            throw new BrokenJournalException(
                    "the journal is broken: `" + incarnation.directory() + "` begins with record " + incarnation.first()
                            + " and does not follow record " + sequence + " before it");
        }
        try {
            return new CycleFile(incarnation.data());
        } catch (NoSuchFileException e) {
            throw new BrokenJournalException(
                    "the journal is broken after record " + sequence + ": `" + incarnation.data() + "` is missing");
        }
    }

    /** The directory is read as far as it counts. */
    private void leave(CycleFile open, Incarnation next) throws IOException {
        if (sequence > next.first() - 1) {
            // only while following: the writer failed after these were read, and went on without them
            remark("records " + next.first() + " to " + sequence + " of `" + open.path()
                    + "` were never acknowledged and are replaced");
            sequence = next.first() - 1;
            hash = next.previous();
        } else if (!(open.peek() instanceof CycleFile.Found.End)) {
            remark("what follows record " + sequence + " in `" + open.path()
                    + "` was never acknowledged and does not count");
        }
        open.close();
        file = null;
    }

    private Recorded inPlace(Recorded recorded) throws Canonical.MalformedException {
        if (recorded.sequence() != sequence + 1) {
            throw new Canonical.MalformedException("it is record " + recorded.sequence());
        }
        if (!recorded.previous().equals(hash)) {
            throw new Canonical.MalformedException("it does not follow the record before it");
        }
        return recorded;
    }

    private BrokenJournalException broken(CycleFile open, @Nullable String damage, String proof) {
        return new BrokenJournalException("the journal is broken at record " + (sequence + 1) + ": `" + open.path()
                + "`, byte " + open.position() + ": " + (damage == null ? "nothing is there" : damage) + "; " + proof);
    }

    /** Lists the directories again; whether there are more than before. */
    private boolean list() throws IOException {
        int before = incarnations.size();
        incarnations = Incarnation.all(journal);
        return incarnations.size() > before;
    }

    private void remark(String sentence) {
        if (!remarks.contains(sentence)) {
            remarks.add(sentence);
        }
    }

    @Override
    public void close() throws IOException {
        CycleFile open = file;
        if (open != null) {
            open.close();
        }
    }
}
