// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in the order of its sequence, over all its directories, and checks every record against the chain. Needs read access
 * only, takes no lock, writes nothing, and works on the journal of a running process as well as on a copy. Not thread-safe.
 */
public final class JournalReader implements Closeable {

    private final Path state;
    private final boolean withArchive;
    private final Decoder decoder = new Decoder();
    private final List<String> remarks = new ArrayList<>();
    private List<Incarnation> incarnations = List.of();

    /** The place of the directory that is being read, or that was read last. */
    private int ordinal;

    private @Nullable CycleFile file;
    private long sequence;
    private final byte[] hash = new byte[Canonical.HASH];
    private @Nullable String tornTail;

    private JournalReader(Path state, boolean withArchive) {
        this.state = state;
        this.withArchive = withArchive;
    }

    /** What is done with each record, whose hash and place have been checked. */
    private interface Target {
        /** @return what hands the record on, once it is known to be well-formed */
        Runnable take(Decoder decoder) throws Canonical.MalformedException;

        default void directoryEnded() {}
    }

    /**
     * @param state the state directory of a policy
     * @throws IOException if there is no journal in it, or it cannot be read; the message says which
     */
    public static JournalReader open(Path state) throws IOException {
        return open(state, false);
    }

    /**
     * As {@link #open}, but begins in the archive if what is kept there joins what is not.
     *
     * @throws IOException as {@link #open}
     */
    public static JournalReader openWithArchive(Path state) throws IOException {
        return open(state, true);
    }

    private static JournalReader open(Path state, boolean withArchive) throws IOException {
        journal(state);
        JournalReader reader = new JournalReader(state, withArchive);
        reader.list();
        if (!reader.incarnations.isEmpty()) {
            Incarnation first = reader.incarnations.get(0);
            reader.startAt(first.ordinal() - 1, first.first() - 1, first.previousBytes());
        }
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
        return advance(whole(consumer), true, Integer.MAX_VALUE);
    }

    /** As {@link #read}, for following a journal that is being written: looks behind the end only where something is amiss. */
    public long poll(Consumer<? super Recorded> consumer) throws IOException {
        return advance(whole(consumer), false, Integer.MAX_VALUE);
    }

    /** As {@link #read}, for a rebuild. */
    public long replay(Replay replay) throws IOException {
        return advance(steps(replay), true, Integer.MAX_VALUE);
    }

    /** As {@link #read(Consumer)}, and tells where a directory has been read to its end and another follows. */
    public long read(Consumer<? super Recorded> consumer, Runnable directoryEnded) throws IOException {
        Target target = new Target() {
            @Override
            public Runnable take(Decoder decoder) throws Canonical.MalformedException {
                return whole(consumer).take(decoder);
            }

            @Override
            public void directoryEnded() {
                directoryEnded.run();
            }
        };
        return advance(target, true, Integer.MAX_VALUE);
    }

    /**
     * Reads up to the end of directory number {@code last}, which must have a successor.
     *
     * @return how many records
     */
    long replayUpTo(int last, Replay replay) throws IOException {
        return advance(steps(replay), false, last);
    }

    /** The sequence of the last record read; before the first, that of the record before the journal's beginning, mostly 0. */
    public long sequence() {
        return sequence;
    }

    /** The hash of the record {@link #sequence}, 64 hex digits; zeros if that is 0. */
    public String hash() {
        return HexFormat.of().formatHex(hash);
    }

    /** The sequence of the first record that is there; more than 1 if older ones have been archived or deleted. */
    public long firstSequence() {
        return incarnations.isEmpty() ? 1 : incarnations.get(0).first();
    }

    /** The place of the directory that is being read, or was read last. */
    int ordinal() {
        return ordinal;
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

    /** As of the latest look: without gaps, the first not necessarily number 1. */
    List<Incarnation> incarnations() {
        return incarnations;
    }

    /** Where the records of the last directory end, in bytes of its file; 0 without one. */
    long end() {
        CycleFile open = file;
        return open == null ? 0 : open.position();
    }

    /** {@code null} if there is none of that number. */
    @Nullable
    Incarnation incarnation(int number) {
        if (incarnations.isEmpty()) {
            return null;
        }
        int index = number - incarnations.get(0).ordinal();
        return index < 0 || index >= incarnations.size() ? null : incarnations.get(index);
    }

    /** Before anything has been read: as if everything up to the end of directory number {@code last} had been. */
    void startAt(int last, long endsWith, byte[] hashOfThat) {
        ordinal = last;
        sequence = endsWith;
        System.arraycopy(hashOfThat, 0, hash, 0, hash.length);
    }

    private static Target whole(Consumer<? super Recorded> consumer) {
        return decoder -> {
            Recorded recorded = decoder.recorded();
            return () -> consumer.accept(recorded);
        };
    }

    private static Target steps(Replay replay) {
        return new Target() {
            @Override
            public Runnable take(Decoder decoder) throws Canonical.MalformedException {
                Replay.Step step = decoder.step();
                return () -> replay.accept(step);
            }

            @Override
            public void directoryEnded() {
                replay.directoryEnded();
            }
        };
    }

    private long advance(Target target, boolean thorough, int last) throws IOException {
        long count = 0;
        while (true) {
            CycleFile open = file;
            if (open == null) {
                if (ordinal >= last) {
                    return count;
                }
                if (!isListed(ordinal + 1)) {
                    refuseGap();
                    return count;
                }
                file = enter(following());
                ordinal++;
                continue;
            }
            Incarnation next = incarnation(ordinal + 1);
            if (next != null && sequence >= next.first() - 1) {
                leave(open, next);
                target.directoryEnded();
                continue;
            }
            String damage = null;
            CycleFile.Found found = open.peek();
            if (found instanceof CycleFile.Found.Content content) {
                try {
                    Runnable handOn = inPlace(content, target);
                    open.pass(content);
                    sequence++;
                    decoder.copyHash(hash);
                    count++;
                    handOn.run();
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
            refuseGap();
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

    /** A slow reader may be overtaken by {@code retain}: it must not take that for the end. */
    private void refuseGap() throws IOException {
        if (!incarnations.isEmpty() && incarnations.get(0).ordinal() > ordinal + 1) {
            throw new IOException("what follows record " + sequence + " was archived or deleted while the journal was"
                    + " read, up to record " + (incarnations.get(0).first() - 1) + ": begin again");
        }
    }

    private Runnable inPlace(CycleFile.Found.Content content, Target target) throws Canonical.MalformedException {
        decoder.open(content.array(), content.from(), content.length());
        if (decoder.sequence() != sequence + 1) {
            throw new Canonical.MalformedException("it is record " + decoder.sequence());
        }
        if (!decoder.follows(hash)) {
            throw new Canonical.MalformedException("it does not follow the record before it");
        }
        return target.take(decoder);
    }

    private boolean isListed(int number) throws IOException {
        return incarnation(number) != null || list() && incarnation(number) != null;
    }

    private Incarnation following() throws IOException {
        Incarnation following = incarnation(ordinal + 1);
        if (following == null) {
            throw new IOException("directory number " + (ordinal + 1) + " has gone while the journal was read");
        }
        return following;
    }

    private CycleFile enter(Incarnation incarnation) throws IOException {
        if (incarnation.first() != sequence + 1 || !Arrays.equals(incarnation.previousBytes(), hash)) {
            throw new BrokenJournalException(
                    "the journal is broken: `" + incarnation.directory() + "` begins with record " + incarnation.first()
                            + " and does not follow record " + sequence + " before it");
        }
        try {
            return new CycleFile(incarnation.data());
        } catch (NoSuchFileException e) {
            list();
            if (!incarnations.isEmpty() && incarnations.get(0).ordinal() > incarnation.ordinal()) {
                throw new IOException("`" + incarnation.directory()
                        + "` was archived or deleted while the journal was read: begin again");
            }
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
            startAt(ordinal, next.first() - 1, next.previousBytes());
        } else if (!(open.peek() instanceof CycleFile.Found.End)) {
            remark("what follows record " + sequence + " in `" + open.path()
                    + "` was never acknowledged and does not count");
        }
        open.close();
        file = null;
    }

    private BrokenJournalException broken(CycleFile open, @Nullable String damage, String proof) {
        return new BrokenJournalException("the journal is broken at record " + (sequence + 1) + ": `" + open.path()
                + "`, byte " + open.position() + ": " + (damage == null ? "nothing is there" : damage) + "; " + proof);
    }

    /** Lists the directories again; whether there are later ones than before. */
    private boolean list() throws IOException {
        int before = lastOrdinal();
        List<Incarnation> found = Incarnation.all(state.resolve(StateDirectory.JOURNAL));
        incarnations = withArchive ? Incarnation.withArchive(state.resolve(StateDirectory.ARCHIVE), found) : found;
        return lastOrdinal() > before;
    }

    private int lastOrdinal() {
        return incarnations.isEmpty()
                ? 0
                : incarnations.get(incarnations.size() - 1).ordinal();
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
