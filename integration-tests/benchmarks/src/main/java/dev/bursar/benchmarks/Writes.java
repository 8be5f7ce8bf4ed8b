// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One admission made durable by the journal, beside the same bytes written and forced by hand, and beside the same entry handed to Log4j, which
 * makes nothing durable. In a JVM of its own, on one disk, in blocks in turn.
 */
public final class Writes {

    /** Of the file that is written by hand: it is begun anew when it is full. */
    private static final int FILE = 16 << 20;

    /**
     * How much is measured.
     *
     * @param blocks of each, of which a fifth is not counted
     * @param writes of each thread in a block
     */
    record Length(int blocks, int writes) {
        static final Length FULL = new Length(50, 200);
    }

    /** Writes once; of any thread. */
    private interface Write {
        void once() throws Exception;
    }

    /** One of those that are measured beside each other, and how long its writes and its blocks took. */
    private record Side(String name, Write write, Sample writes, Sample blocks) {
        Side(String name, Write write) {
            this(name, write, new Sample(), new Sample());
        }
    }

    private Writes() {}

    static String measure(Work work, int threads, Length length) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(work.folder(), "writes");
        return Child.run(
                List.of(
                        "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector",
                        "-Dlog4j2.configurationFile=classpath:log4j-writes.xml",
                        "-Dbursar.benchmarks.log=" + folder.resolve("log")),
                Writes.class,
                folder.toString(),
                Integer.toString(threads),
                Integer.toString(length.blocks()),
                Integer.toString(length.writes()));
    }

    /** @param arguments a folder, how many threads, how many blocks, how many writes of each thread in a block */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Length length = new Length(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        Entry entry = Records.admitted(1_234_567, Instant.now());
        byte[] record = record(folder.resolve("sample"), entry);
        String text = entry.toString();
        Logger log = LogManager.getLogger(Writes.class);
        Path file = folder.resolve("plain");
        try (FileChannel plain = zeroed(file);
                ChronicleJournal journal = ChronicleJournal.open(folder.resolve("state"), each -> {})) {
            List<Side> sides = List.of(
                    new Side("plain write and `force(false)`", plain(plain, record)),
                    new Side("`ChronicleJournal.write`", () -> journal.write(entry)),
                    new Side("Log4j, asynchronous, not durable", () -> log.info(text)));
            System.out.print("An admission of " + record.length + " bytes, " + threads
                    + (threads == 1 ? " thread, " : " threads, ") + "blocks in turn on one disk\n\n"
                    + measure(sides, threads, length));
        }
        LogManager.shutdown();
        if (Files.size(folder.resolve("log")) < text.length()) {
            throw new IllegalStateException("Log4j has written nothing");
        }
    }

    /** @param sides the first is what the others are compared with */
    private static String measure(List<Side> sides, int threads, Length length) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int block = 0; block < length.blocks(); block++) {
                for (int i = 0; i < sides.size(); i++) {
                    // which goes first changes from block to block
                    Side side = sides.get((i + block) % sides.size());
                    Sample writes = new Sample();
                    long took = block(pool, side.write(), threads, length.writes(), writes);
                    if (block >= length.blocks() / 5) {
                        side.blocks().add(took);
                        side.writes().addAll(writes);
                    }
                }
            }
        } finally {
            pool.shutdown();
        }
        StringBuilder table = new StringBuilder("| what | median us | p99 us | of a plain write | records/s |\n")
                .append("| --- | ---: | ---: | ---: | ---: |\n");
        double plain = sides.get(0).writes().median();
        for (Side side : sides) {
            double median = side.writes().median();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.0f |%n",
                    side.name(),
                    Sample.micros(median),
                    Sample.micros(side.writes().percentile(99)),
                    Sample.ratio(median, plain),
                    (double) threads * length.writes() * 1e9 / side.blocks().median()));
        }
        return table.toString();
    }

    /** @return how long the whole block took, in nanoseconds */
    private static long block(ExecutorService pool, Write write, int threads, int writes, Sample into)
            throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<long[]>> all = new ArrayList<>();
        Callable<long[]> work = () -> {
            long[] times = new long[writes];
            ready.countDown();
            go.await();
            for (int i = 0; i < writes; i++) {
                long start = System.nanoTime();
                write.once();
                times[i] = System.nanoTime() - start;
            }
            return times;
        };
        for (int i = 0; i < threads; i++) {
            all.add(pool.submit(work));
        }
        ready.await();
        long start = System.nanoTime();
        go.countDown();
        List<long[]> done = new ArrayList<>();
        for (Future<long[]> each : all) {
            done.add(each.get());
        }
        long took = System.nanoTime() - start;
        for (long[] times : done) {
            for (long time : times) {
                into.add(time);
            }
        }
        return took;
    }

    /** One record behind the other, each thread forcing what it has written. */
    private static Write plain(FileChannel file, byte[] record) {
        AtomicLong next = new AtomicLong();
        int places = FILE / record.length;
        ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(
                () -> ByteBuffer.allocateDirect(record.length).put(record));
        return () -> {
            ByteBuffer bytes = buffers.get().rewind();
            long at = next.getAndIncrement() % places * record.length;
            while (bytes.hasRemaining()) {
                file.write(bytes, at + bytes.position());
            }
            file.force(false);
        };
    }

    private static FileChannel zeroed(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long size = 0; size < FILE; size += zeros.capacity()) {
            zeros.rewind();
            while (zeros.hasRemaining()) {
                file.write(zeros);
            }
        }
        file.force(true);
        return file;
    }

    /** The bytes that the journal makes of an entry, as it has put them into a file: see {@code docs/journal-format.md}. */
    private static byte[] record(Path state, Entry entry) throws Exception {
        try (ChronicleJournal journal = ChronicleJournal.open(state, each -> {})) {
            journal.write(entry);
        }
        try (var files = Files.walk(state)) {
            Path file = files.filter(each -> each.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            // the envelope: C6 "record", 81, u16 little-endian length of what follows, 8A, the record
            int at = 0;
            while (bytes.getLong(at) != 0xC6_72_65_63_6F_72_64_81L) {
                at++;
            }
            byte[] record = new byte[Short.toUnsignedInt(Short.reverseBytes(bytes.getShort(at + 8))) - 1];
            bytes.get(at + 11, record);
            return record;
        }
    }
}
