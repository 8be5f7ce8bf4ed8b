// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a force dear, and how those who wait for one do it. */
final class ForceTest {

    private static final long MIB = 1 << 20;
    private static final Path COUNTERS = Path.of("/proc/self/io");

    @TempDir
    Path temp;

    @Test
    void makes_a_force_write_a_few_pages_and_not_all_that_the_page_cache_keeps_together() throws Exception {
        assumeTrue(Files.isReadable(COUNTERS), "the kernel counts what a process makes dirty");
        int records = 200;
        try (ChronicleJournal journal = ChronicleJournal.open(temp, each -> {})) {
            journal.write(Entries.numbered(0));
            long before = madeDirty();
            for (int i = 1; i <= records; i++) {
                journal.write(Entries.numbered(i));
            }
            assertThat((madeDirty() - before) / records).isLessThan(48 << 10);
        }
    }

    private static long madeDirty() throws IOException {
        return Files.readAllLines(COUNTERS).stream()
                .filter(line -> line.startsWith("write_bytes: "))
                .mapToLong(line -> Long.parseLong(line.substring(13)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lets_its_file_grow_while_nobody_waits() throws Exception {
        try (ChronicleJournal journal = ChronicleJournal.open(temp, each -> {})) {
            // past the point at which it may grow, and not to that at which it must
            for (int i = 0; data() == 4 * MIB && i < 10_000; i++) {
                if (i % 500 == 499) {
                    journal.write(Entries.numbered(i));
                }
                journal.note(Entries.numbered(i));
                if (records(i) > 1.75 * MIB) {
                    break;
                }
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> data() > 4 * MIB);
            assertThat(data()).isLessThan(5 * MIB);
            journal.write(Entries.numbered(1));
        }
        try (JournalReader reader = JournalReader.open(temp)) {
            assertThat(reader.read(each -> {})).isGreaterThan(2_000);
            assertThat(reader.tornTail()).isNull();
        }
    }

    /** About as much as so many records take. */
    private static long records(int count) {
        return count * 380L;
    }

    private long data() throws IOException {
        try (var files = Files.walk(temp)) {
            return Files.size(files.filter(each -> each.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Test
    void sleeps_at_once_where_the_disk_is_usually_slow() {
        Spin spin = new Spin();
        AtomicInteger looks = new AtomicInteger();
        assertThat(spin.whileForcing(() -> looks.incrementAndGet() > 0, () -> true))
                .isFalse();
        fast(spin);
        for (int i = 0; i < 50; i++) {
            spin.forced(Duration.ofSeconds(2).toNanos());
        }
        assertThat(spin.whileForcing(() -> looks.incrementAndGet() > 0, () -> true))
                .isFalse();
        assertThat(looks).hasValue(0);
    }

    @Test
    void looks_for_a_fast_disk_as_long_as_it_usually_takes_and_no_longer() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is a processor to spare");
        Spin spin = new Spin();
        fast(spin);
        CountDownLatch done = new CountDownLatch(1);
        long start = System.nanoTime();
        assertThat(spin.whileForcing(() -> done.getCount() == 0, () -> true)).isFalse();
        // a machine under load may take the processor away meanwhile
        assertThat(System.nanoTime() - start).isBetween(100_000L, 1_000_000_000L);
        AtomicInteger looks = new AtomicInteger();
        assertThat(spin.whileForcing(() -> looks.incrementAndGet() == 3, () -> true))
                .isTrue();
    }

    @Test
    void stops_looking_as_soon_as_another_waits_too() {
        Spin spin = new Spin();
        fast(spin);
        AtomicInteger looks = new AtomicInteger();
        assertThat(spin.whileForcing(
                        () -> {
                            looks.incrementAndGet();
                            return false;
                        },
                        () -> false))
                .isFalse();
        assertThat(looks.get()).isLessThanOrEqualTo(1);
    }

    private static void fast(Spin spin) {
        for (int i = 0; i < 50; i++) {
            spin.forced(Duration.ofNanos(100_000).toNanos());
        }
    }
}
