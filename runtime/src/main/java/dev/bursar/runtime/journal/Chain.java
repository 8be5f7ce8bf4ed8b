// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records in their order, over all directories, and the one directory that is being written. Knows the last record and the last that is
 * known to be on the disk, from which a fresh directory goes on. Of the writer's thread only.
 */
final class Chain {

    private final StateDirectory state;
    private final Store.Factory factory;
    private final List<Incarnation> written;

    private @Nullable Store store;
    private int ordinal;
    private long sequence;
    private byte[] hash;
    private long durable;
    private byte[] durableHash;

    /** As the two above, for other threads. */
    private volatile Durable known;

    /** @param reader has read all there is */
    Chain(StateDirectory state, Store.Factory factory, JournalReader reader) {
        this.state = state;
        this.factory = factory;
        this.written = new ArrayList<>(reader.incarnations());
        this.ordinal = written.isEmpty() ? 0 : written.get(written.size() - 1).ordinal();
        this.sequence = reader.sequence();
        this.hash = HexFormat.of().parseHex(reader.hash());
        this.durable = sequence;
        this.durableHash = hash;
        this.known = new Durable(sequence, reader.hash());
    }

    /** Opens a fresh directory that goes on from the last record known to be on the disk. */
    void open() throws IOException {
        Store fresh = factory.create(next());
        store = fresh;
        ordinal++;
        written.add(fresh.incarnation());
        sequence = durable;
        hash = durableHash;
    }

    /** As {@link #open}, unless what was recorded before has gone. */
    void openAfterFailure() throws IOException {
        state.check();
        Incarnation begins = Incarnation.begins(state.journal());
        if (begins != null) {
            written.removeIf(each -> each.ordinal() < begins.ordinal());
        }
        for (Incarnation each : written) {
            if (!Files.isRegularFile(each.data())) {
                throw new IOException("`" + each.data() + "` is gone, and with it what was recorded there");
            }
        }
        open();
    }

    /** Whether the directory has grown as large as it may, or its day is over. */
    boolean isFull(long directorySize) {
        return store().size() >= directorySize
                || !day(Instant.now()).equals(day(store().incarnation().began()));
    }

    /** Opens a fresh directory in place of one that is full and forced. */
    void turnOver() throws IOException {
        Store full = store();
        open();
        full.close();
    }

    void append(byte[] body) throws IOException {
        byte[] record = Canonical.record(sequence + 1, durable, hash, body);
        store().append(record);
        sequence++;
        hash = Canonical.hash(record);
    }

    /** To be called while nobody waits. */
    void makeRoom() throws IOException {
        store().makeRoom();
    }

    /** Returns once all that was appended is on the disk. */
    void force() throws IOException {
        store().force();
        state.check();
        durable = sequence;
        durableHash = hash;
        known = new Durable(sequence, HexFormat.of().formatHex(hash));
    }

    /** Of any thread. */
    Durable durable() {
        return known;
    }

    void close() {
        store().close();
    }

    private Store store() {
        return Objects.requireNonNull(store);
    }

    private Incarnation next() {
        return new Incarnation(
                state.journal().resolve(UUID.randomUUID().toString()),
                ordinal + 1,
                durable + 1,
                HexFormat.of().formatHex(durableHash),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
