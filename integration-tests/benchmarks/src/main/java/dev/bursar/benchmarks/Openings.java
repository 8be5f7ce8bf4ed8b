// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.gate.LocalRebuild;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.ledger.Payer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Opening a journal of many records and rebuilding what was spent and done from it: by reading it whole, and from the snapshot that was made in the
 * background. Each time in a fresh JVM, in turn; the clock runs from before the journal is opened until it takes entries.
 */
public final class Openings {

    private static final Duration SPAN = Duration.ofDays(40);
    private static final long REPLAY_BYTES = 16L << 20;

    /** An outcome stands so many admissions behind its own. */
    private static final int LAG = 3;

    /** Fewer records than this behind a snapshot make no other one. */
    private static final long EVERY_RECORDS = 20_000;

    private static final Duration LONGEST_SNAPSHOT = Duration.ofMinutes(5);

    private Openings() {}

    /** @param records of the journal, at least 25,000: of fewer no snapshot is made */
    static String measure(Work work, int records, int rounds) throws IOException, InterruptedException {
        if (records < 25_000) {
            throw new IllegalArgumentException("a journal of " + records + " records gets no snapshot: 25000 or more");
        }
        Path state = Files.createTempDirectory(work.folder(), "openings").resolve("state");
        String end = Instant.now().toString();
        Child.run(List.of(), Openings.class, "make", state.toString(), end, Integer.toString(records));
        long behind = records - latestSnapshot(state);
        int directories = began(state).size();
        Path kept = state.resolveSibling("kept");
        Files.move(state.resolve("snapshots"), kept);
        Sample whole = new Sample();
        Sample snapshot = new Sample();
        Set<String> results = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            // an opening goes on to make snapshots of its own, which are not for the next one
            delete(state.resolve("snapshots"));
            whole.add(once(state, end, results));
            delete(state.resolve("snapshots"));
            copy(kept, state.resolve("snapshots"));
            snapshot.add(once(state, end, results));
        }
        if (results.size() != 1) {
            throw new IllegalStateException("the openings disagree: " + results);
        }
        return "Start-up from a journal of " + records + " records in " + directories + " directories, " + rounds
                + " fresh JVMs of each in turn\n\n"
                + "| opening | records read | median ms | slowest ms |\n| --- | ---: | ---: | ---: |\n"
                + row("by a full replay", records, whole)
                + row("from a snapshot", behind, snapshot);
    }

    private static String row(String what, long read, Sample sample) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s |%n",
                what,
                read,
                Sample.millis(sample.median()),
                Sample.millis(sample.percentile(100)));
    }

    /** @return how long it took, in nanoseconds */
    private static long once(Path state, String end, Set<String> results) throws IOException, InterruptedException {
        String out = Child.run(List.of(), Openings.class, "open", state.toString(), end)
                .strip();
        int space = out.indexOf(' ');
        results.add(out.substring(space + 1));
        return Long.parseLong(out.substring(0, space));
    }

    /** @param arguments {@code make STATE END RECORDS}; or {@code open STATE END}, which prints the nanoseconds and what was rebuilt */
    public static void main(String[] arguments) throws Exception {
        Path state = Path.of(arguments[1]);
        Instant end = Instant.parse(arguments[2]);
        if (arguments[0].equals("make")) {
            make(state, end, Integer.parseInt(arguments[3]));
            return;
        }
        long start = System.nanoTime();
        ChronicleJournal.Opened<LocalRebuild> opened = open(state);
        long took = System.nanoTime() - start;
        opened.journal().close();
        List<Payer> payers = new ArrayList<>();
        for (String caller : Records.CALLERS) {
            payers.add(new Payer(caller, "none", List.of(cap(Window.DAY), cap(Window.MONTH))));
        }
        System.out.println(took + " " + opened.rebuilt().account().ledger().standing(payers, end));
    }

    private static Cap cap(Window window) {
        return new Cap.OfMoney(new Money(Long.MAX_VALUE / 2, "usd"), window);
    }

    private static ChronicleJournal.Opened<LocalRebuild> open(Path state) throws JournalUnavailableException {
        return ChronicleJournal.open(
                state, () -> new LocalRebuild(ZoneOffset.UTC, REPLAY_BYTES), ChronicleJournal.Options.NONE);
    }

    /** By two openings, so that there is a closed directory however few the records are. */
    private static void make(Path state, Instant end, int records) throws Exception {
        long first = records * 9L / 10;
        try (ChronicleJournal journal = open(state).journal()) {
            write(journal, 0, first, records, end);
        }
        try (ChronicleJournal journal = open(state).journal()) {
            write(journal, first, records, records, end);
            awaitSnapshot(state);
        }
    }

    private static void write(ChronicleJournal journal, long from, long to, int records, Instant end)
            throws JournalUnavailableException {
        Instant begin = end.minus(SPAN);
        long step = SPAN.dividedBy(records).toNanos();
        for (long i = from; i < to; i++) {
            note(journal, entry(i, begin.plusNanos(i * step)));
        }
    }

    /** Admissions first, and then an admission and an outcome in turn. */
    private static Entry entry(long i, Instant at) {
        if (i < LAG) {
            return Records.admitted(i, at);
        }
        long pair = (i - LAG) / 2;
        return (i - LAG) % 2 == 0 ? Records.admitted(LAG + pair, at) : Records.outcome(pair, at);
    }

    private static void note(ChronicleJournal journal, Entry entry) throws JournalUnavailableException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                journal.note(entry);
                return;
            } catch (JournalUnavailableException e) {
                // as many as may wait are waiting: nobody else writes so fast
                if (journal.trouble() != null || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    /** Until the background has made the snapshot that the directories call for. */
    private static void awaitSnapshot(Path state) throws IOException {
        long deadline = System.nanoTime() + LONGEST_SNAPSHOT.toNanos();
        while (latestSnapshot(state) + EVERY_RECORDS
                <= began(state).stream().mapToLong(each -> each).max().orElseThrow() - 1) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no snapshot was made in " + LONGEST_SNAPSHOT);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Its sequence; 0 if there is none. */
    private static long latestSnapshot(Path state) throws IOException {
        Path snapshots = state.resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{19}"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
    }

    /** Of each directory the sequence that it begins with. */
    private static List<Long> began(Path state) throws IOException {
        List<Long> first = new ArrayList<>();
        try (Stream<Path> directories = Files.list(state.resolve("journal"))) {
            for (Path each : directories.toList()) {
                Path file = each.resolve("began");
                // one that is being made still has another name
                if (!each.getFileName().toString().endsWith(".new") && Files.exists(file)) {
                    for (String line : Files.readAllLines(file)) {
                        if (line.startsWith("first ")) {
                            first.add(Long.parseLong(line.substring("first ".length())));
                        }
                    }
                }
            }
        }
        return first;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(each.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
