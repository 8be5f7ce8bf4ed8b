// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a state directory, on Chronicle Queue. Callers enqueue; one thread of its own appends, forces once per batch, and
 * acknowledges. Whatever goes wrong there shuts the journal until a fresh directory could be opened: what was under way then is unknown
 * and has been refused.
 */
public final class ChronicleJournal implements Journal {

    /** After so many records another snapshot is made: reading them takes a tenth of a second or less. */
    private static final long EVERY_RECORDS = 20_000;

    private final StateDirectory state;
    private final Writer writer;
    private final @Nullable String tornTail;
    private final @Nullable Upkeep upkeep;

    private ChronicleJournal(StateDirectory state, Writer writer, @Nullable String tornTail, @Nullable Upkeep upkeep) {
        this.state = state;
        this.writer = writer;
        this.tornTail = tornTail;
        this.upkeep = upkeep;
    }

    /** A journal, and what was rebuilt from it. */
    public record Opened<R>(ChronicleJournal journal, R rebuilt) {}

    /** Brings what is rebuilt to the journal's end. */
    private interface Rebuilding {
        /** @return what a person should know of it */
        List<String> rebuild(JournalReader reader) throws IOException;
    }

    /**
     * Takes the state directory for this process, hands on everything that earlier processes have recorded, and opens a fresh directory
     * for what is to come. Takes some hundred milliseconds, and about ten more for each thousand records.
     *
     * @param state made if it is not there
     * @param replay called for each record in order, before this returns
     * @throws JournalUnavailableException if the directory is in use or cannot be used, or the journal in it is broken; the message says
     *     why. Nothing is held then.
     */
    public static ChronicleJournal open(Path state, Consumer<? super Recorded> replay)
            throws JournalUnavailableException {
        return open(state, replay, ForceListener.NONE);
    }

    /** @param forces told whenever entries were made durable */
    public static ChronicleJournal open(Path state, Consumer<? super Recorded> replay, ForceListener forces)
            throws JournalUnavailableException {
        return open(state, wholly(replay), forces, Settings.STANDARD, ChronicleStore::create, null);
    }

    /**
     * @param capacity how many entries may be waiting
     * @param deadline how long a caller waits at most
     * @param firstPause before the first attempt to open a fresh directory after a failure; doubles up to {@code longestPause}
     * @param directorySize bytes after which a directory is full
     */
    record Settings(int capacity, Duration deadline, Duration firstPause, Duration longestPause, long directorySize) {
        static final Settings STANDARD =
                new Settings(4_096, Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(5), 16L << 20);
    }

    /**
     * As {@link #open(Path, Consumer)}, but from the latest snapshot on; later ones are made, and directories that are too old go, while the
     * journal is open.
     *
     * @param fresh makes what is rebuilt, with nothing in it; called on several threads, and again for each snapshot
     */
    public static <R extends Replay> Opened<R> open(Path state, Supplier<? extends R> fresh, Options options)
            throws JournalUnavailableException {
        return open(state, fresh, options, Settings.STANDARD, EVERY_RECORDS, Clock.systemUTC());
    }

    /**
     * @param retention what becomes of old directories; {@code null} if they stay
     * @param forces told whenever entries were made durable
     * @param also called for each record behind the snapshot; {@code null} makes reading them faster
     */
    public record Options(
            @Nullable Retention retention,
            ForceListener forces,
            @Nullable Consumer<? super Recorded> also) {

        public static final Options NONE = new Options(null, ForceListener.NONE, null);
    }

    static <R extends Replay> Opened<R> open(
            Path state, Supplier<? extends R> fresh, Options options, Settings settings, long everyRecords, Clock clock)
            throws JournalUnavailableException {
        Path path = state.toAbsolutePath().normalize();
        Restoring<R> restoring = new Restoring<>(path, fresh);
        List<R> rebuilt = new ArrayList<>();
        AtomicReference<@Nullable Writer> writer = new AtomicReference<>();
        Upkeep upkeep =
                new Upkeep(path, fresh, everyRecords, options.retention(), clock, (kind, decision, sentence) -> {
                    Entry entry = Entry.at(clock.instant(), kind)
                            .decision(decision)
                            .reason(sentence)
                            .build();
                    Objects.requireNonNull(writer.get()).write(Canonical.body(entry));
                });
        Rebuilding rebuilding = reader -> {
            R replay = restoring.begin(reader);
            Consumer<? super Recorded> also = options.also();
            if (also == null) {
                reader.replay(replay);
            } else {
                reader.read(
                        recorded -> {
                            replay.accept(Replay.Step.of(recorded));
                            also.accept(recorded);
                        },
                        replay::directoryEnded);
            }
            rebuilt.add(replay);
            return restoring.remarks();
        };
        ChronicleJournal journal = open(state, rebuilding, options.forces(), settings, ChronicleStore::create, upkeep);
        writer.set(journal.writer);
        upkeep.start();
        return new Opened<>(journal, rebuilt.get(0));
    }

    static ChronicleJournal open(
            Path directory, Consumer<? super Recorded> replay, Settings settings, Store.Factory factory)
            throws JournalUnavailableException {
        return open(directory, wholly(replay), ForceListener.NONE, settings, factory, null);
    }

    private static Rebuilding wholly(Consumer<? super Recorded> replay) {
        return reader -> {
            if (reader.firstSequence() > 1) {
                throw new BrokenJournalException("the journal begins with record " + reader.firstSequence()
                        + ", and what was before it is known to a local ledger's snapshots alone");
            }
            reader.read(replay);
            return List.of();
        };
    }

    private static ChronicleJournal open(
            Path directory,
            Rebuilding rebuilding,
            ForceListener forces,
            Settings settings,
            Store.Factory factory,
            @Nullable Upkeep upkeep)
            throws JournalUnavailableException {
        StateDirectory state = StateDirectory.take(directory);
        Writer writer = null;
        boolean opened = false;
        // some hundred milliseconds of loading classes, while the journal is read
        ChronicleSettings.applyEarly();
        try (JournalReader reader = JournalReader.open(state.path())) {
            List<String> remarks = rebuilding.rebuild(reader);
            if (!reader.incarnations().isEmpty()) {
                settle(reader);
            }
            Runnable directoryClosed = upkeep == null ? () -> {} : upkeep::directoryClosed;
            writer = new Writer(state, factory, settings, forces, directoryClosed, reader);
            writer.start();
            opened = true;
            String torn = reader.tornTail();
            if (torn != null) {
                writer.note(Writer.alert(torn));
            }
            for (String remark : remarks) {
                writer.note(Writer.alert(remark));
            }
            return new ChronicleJournal(state, writer, torn, upkeep);
        } catch (IOException e) {
            throw new JournalUnavailableException(
                    "the journal in `" + state.path() + "` cannot be used: " + StateDirectory.reason(e), e);
        } finally {
            if (!opened && (writer == null || writer.stop())) {
                state.close();
            }
        }
    }

    /**
     * What has been replayed counts from now on, so it has to be on the disk; and the zeros that the last process had written ahead are
     * given back, unless something stands behind the end that a person may want to look at.
     */
    private static void settle(JournalReader reader) throws IOException {
        Path data = reader.incarnations().get(reader.incarnations().size() - 1).data();
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
            if (reader.tornTail() == null && channel.size() > reader.end()) {
                // the end is a header of zero, which stays
                channel.truncate(Math.min(channel.size(), reader.end() + 4));
            }
            channel.force(true);
        }
    }

    /** One sentence if the last process left a tail torn by a crash of the machine, of which nothing was acknowledged; else {@code null}. */
    public @Nullable String tornTail() {
        return tornTail;
    }

    @Override
    public @Nullable String trouble() {
        return writer.trouble();
    }

    /** The last record known to be on the disk. Of any thread, and never back. */
    public Durable durable() {
        return writer.durable();
    }

    @Override
    public void write(Entry entry) throws JournalUnavailableException {
        writer.write(body(entry));
    }

    @Override
    public void note(Entry entry) throws JournalUnavailableException {
        writer.note(body(entry));
    }

    private static byte[] body(Entry entry) throws JournalUnavailableException {
        try {
            return Canonical.body(entry);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new JournalUnavailableException("the journal cannot take this entry: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (upkeep != null) {
            upkeep.stop();
        }
        // While the thread may still write, the directory is not given to anybody else.
        if (writer.stop()) {
            state.close();
        }
    }
}
