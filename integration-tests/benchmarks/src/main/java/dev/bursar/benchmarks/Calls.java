// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import com.acme.bench.Worker;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** stripe-java over loopback in two JVMs, one bare and one governed, which make their calls in alternating blocks. */
final class Calls {

    /**
     * How much is measured.
     *
     * @param blocks of each kind of call in each JVM, of which a fifth is not counted
     * @param calls of each thread in a block
     */
    record Length(int blocks, int calls) {
        static final Length FULL = new Length(60, 200);
    }

    private Calls() {}

    static String measure(Work work, int threads, Length length) throws IOException, InterruptedException {
        Both read = new Both();
        Both charge = new Both();
        Sample disk = new Sample();
        try (Fsync fsync = Fsync.open(work.folder());
                Peer bare = Peer.start(work.bare(Worker.class, work.stripe()));
                Peer governed = Peer.start(work.governed(Worker.class, work.stripe()))) {
            for (int block = 0; block < length.blocks(); block++) {
                boolean counted = block >= length.blocks() / 5;
                read.block(bare, governed, "read " + threads + " " + length.calls(), counted, block);
                charge.block(bare, governed, "charge " + threads + " " + length.calls(), counted, block);
                for (int i = 0; i < length.calls() / 10 + 1; i++) {
                    disk.add(fsync.once());
                }
            }
        }
        int calls = (length.blocks() - length.blocks() / 5) * length.calls() * threads;
        double sync = disk.median();
        return "stripe-java over loopback, " + threads + (threads == 1 ? " thread, " : " threads, ") + calls
                + " calls of each in alternating blocks\n\n"
                + "| call | bare median us | governed median us | ratio | bare p99 us | governed p99 us | bare calls/s | governed calls/s |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
                + read.row("GET, a read", length.calls() * threads)
                + charge.row("POST, a charge", length.calls() * threads)
                + String.format(
                        Locale.ROOT,
                        "%nOne fsync of 512 bytes on this disk: median %s us, p99 %s us. A governed charge costs %s us more than a bare "
                                + "one: %s of an fsync.%n",
                        Sample.micros(sync),
                        Sample.micros(disk.percentile(99)),
                        Sample.micros(charge.more()),
                        Sample.ratio(charge.more(), sync));
    }

    /** One kind of call on both sides. */
    private static final class Both {

        private final Sample[] calls = {new Sample(), new Sample()};
        private final Sample[] blocks = {new Sample(), new Sample()};

        /** Which side goes first changes from block to block. */
        void block(Peer bare, Peer governed, String command, boolean counted, int block) throws IOException {
            Peer[] sides = {bare, governed};
            for (int i = 0; i < 2; i++) {
                int side = (i + block) % 2;
                long[] times = sides[side].ask(command);
                if (counted) {
                    blocks[side].add(times[0]);
                    for (int call = 1; call < times.length; call++) {
                        calls[side].add(times[call]);
                    }
                }
            }
        }

        double more() {
            return calls[1].median() - calls[0].median();
        }

        String row(String name, int callsInBlock) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %.0f | %.0f |%n",
                    name,
                    Sample.micros(calls[0].median()),
                    Sample.micros(calls[1].median()),
                    Sample.ratio(calls[1].median(), calls[0].median()),
                    Sample.micros(calls[0].percentile(99)),
                    Sample.micros(calls[1].percentile(99)),
                    callsInBlock * 1e9 / blocks[0].median(),
                    callsInBlock * 1e9 / blocks[1].median());
        }
    }

    /** A JVM that runs a {@link Worker}. */
    private record Peer(Process process, BufferedWriter to, BufferedReader from) implements AutoCloseable {

        static Peer start(ProcessBuilder builder) throws IOException {
            Process process = builder.start();
            return new Peer(
                    process,
                    new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)),
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        long[] ask(String command) throws IOException {
            to.write(command);
            to.newLine();
            to.flush();
            String answer = from.readLine();
            if (answer == null) {
                throw new IOException("a measured process ended in the middle of `" + command + "`");
            }
            String[] words = answer.split(" ", -1);
            long[] times = new long[words.length];
            for (int i = 0; i < words.length; i++) {
                times[i] = Long.parseLong(words[i]);
            }
            return times;
        }

        @Override
        public void close() throws IOException {
            to.close();
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
