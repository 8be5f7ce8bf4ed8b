// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * A Chronicle Queue in a directory of its own, with one appender and one file.
 *
 * <p>Chronicle writes through a memory map, where a full disk is a signal that ends the process, and its own {@code sync()} does nothing
 * without a native library. So a channel of ours on the same file writes zeros ahead of the appender, where a full disk is an
 * {@link IOException}, and forces what the appender has written.
 */
final class ChronicleStore implements Store {

    private static final int BLOCK = 1 << 20;
    private static final int METADATA = 128 << 10;

    /**
     * Zeros are written in pieces of this size, because the page cache keeps a file in units as large as the writes that brought it there,
     * and a byte that is changed through a memory map makes a whole unit dirty: with pieces of 128 KiB each force writes 256 KiB.
     */
    private static final int PAGE = 4 << 10;

    private static final long ZEROED_AT_FIRST = 4L * BLOCK;
    /** The appender's next step is at most a record and two blocks of index, far less than one block. */
    private static final long ZEROED_AHEAD = 2L * BLOCK;
    /** A file that grows makes its force dear, so that it grows seldom, and where it can be while nobody waits. */
    private static final long ZEROED_AT_MOST = 3L * BLOCK;

    /**
     * Chronicle waits so long, every time, for another process to write the first header of a file that is there already; and for locks, which nobody
     * else ever holds, as the directory is new and the state directory locked.
     */
    private static final long LOCK_TIMEOUT_MS = 20;

    private final Incarnation incarnation;
    private final FileChannel data;
    private final @Nullable Object dataIdentity;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(PAGE);
    private long position;
    private long zeroedTo = ZEROED_AT_FIRST;
    /** The disk had no room for zeros when nobody needed them yet: they are not asked for again until somebody does. */
    private boolean refused;

    private ChronicleStore(Incarnation incarnation, FileChannel data, ChronicleQueue queue) throws IOException {
        this.incarnation = incarnation;
        this.data = data;
        this.dataIdentity = StateDirectory.identity(incarnation.data());
        this.queue = queue;
        this.appender = queue.createAppender();
    }

    static Store create(Incarnation incarnation) throws IOException {
        prepare(incarnation);
        ChronicleSettings.apply();
        FileChannel data = null;
        ChronicleQueue queue = null;
        try {
            data = FileChannel.open(incarnation.data(), StandardOpenOption.WRITE);
            long frozen = incarnation.began().toEpochMilli();
            queue = SingleChronicleQueueBuilder.binary(incarnation.directory())
                    .rollCycle(RollCycles.FAST_DAILY)
                    .blockSize((long) BLOCK)
                    .timeoutMS(LOCK_TIMEOUT_MS)
                    .timeProvider(() -> frozen)
                    .build();
            ChronicleStore store = new ChronicleStore(incarnation, data, queue);
            store.warm();
            force(incarnation.metadata());
            return store;
        } catch (Throwable t) {
            quietly(queue);
            quietly(data);
            // it holds no record yet; left here it would only be in the way of the next attempt
            delete(incarnation.directory());
            throw t;
        }
    }

    /** Makes the directory under another name, whole and forced, and then gives it its own. */
    private static void prepare(Incarnation incarnation) throws IOException {
        Path directory = incarnation.directory();
        Path parent = Objects.requireNonNull(directory.getParent());
        Path making = directory.resolveSibling(directory.getFileName() + ".new");
        Files.createDirectory(making, StateDirectory.mode(making, "rwx------"));
        try {
            write(making.resolve(Incarnation.BEGAN), ByteBuffer.wrap(incarnation.describe()), 1);
            ByteBuffer zeros = ByteBuffer.allocateDirect(PAGE);
            write(making.resolve(incarnation.metadata().getFileName()), zeros, METADATA / PAGE);
            write(making.resolve(incarnation.data().getFileName()), zeros, (int) (ZEROED_AT_FIRST / PAGE));
            StateDirectory.force(making);
            Files.move(making, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable t) {
            delete(making);
            throw t;
        }
        StateDirectory.force(parent);
    }

    private static void write(Path file, ByteBuffer content, int times) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, StateDirectory.mode(file, "rw-------"))) {
            for (int i = 0; i < times; i++) {
                content.rewind();
                while (content.hasRemaining()) {
                    channel.write(content);
                }
            }
            channel.force(true);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Chronicle's own kind of document, which no reader shows: loads what the first append needs, before a caller waits for it. */
    private void warm() throws IOException {
        try (DocumentContext document = appender.writingDocument(true)) {
            Objects.requireNonNull(document.wire()).write("bursar").text("1");
        }
        data.force(false);
    }

    @Override
    public Incarnation incarnation() {
        return incarnation;
    }

    @Override
    public void append(byte[] record) throws IOException {
        zeroAhead();
        DocumentContext document = appender.writingDocument();
        boolean whole = false;
        try {
            var wire = Objects.requireNonNull(document.wire());
            wire.write(CycleFile.FIELD).bytes(record);
            position = wire.bytes().writePosition();
            whole = true;
        } finally {
            if (!whole) {
                document.rollbackOnClose();
            }
            document.close();
        }
    }

    private void zeroAhead() throws IOException {
        if (zeroedTo < position + ZEROED_AHEAD) {
            zero(position + ZEROED_AT_MOST);
            refused = false;
        }
    }

    @Override
    public void makeRoom() throws IOException {
        if (refused || zeroedTo >= position + ZEROED_AHEAD + BLOCK / 2) {
            return;
        }
        try {
            zero(position + ZEROED_AT_MOST);
        } catch (IOException e) {
            refused = true;
        }
        data.force(false);
    }

    private void zero(long end) throws IOException {
        while (zeroedTo < end) {
            zeros.clear();
            zeroedTo += data.write(zeros, zeroedTo);
        }
    }

    @Override
    public void force() throws IOException {
        data.force(false);
        if (dataIdentity != null && !dataIdentity.equals(StateDirectory.identity(incarnation.data()))) {
            throw new IOException("`" + incarnation.data() + "` has been replaced by another file");
        }
    }

    @Override
    public long size() {
        return position;
    }

    @Override
    public void close() {
        quietly(appender);
        quietly(queue);
        quietly(data);
    }

    private static void quietly(@Nullable Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            // everything that counts was forced before, and a failure has been reported where it happened
        }
    }

    private static void delete(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            // under either name a reader can tell that it holds nothing
        }
    }
}
