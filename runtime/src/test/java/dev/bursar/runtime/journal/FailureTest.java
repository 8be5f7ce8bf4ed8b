// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real journal on a disk that is slow or fails when told to. */
final class FailureTest {

    private static final ChronicleJournal.Settings PATIENT = new ChronicleJournal.Settings(
            64, Duration.ofSeconds(20), Duration.ofMillis(10), Duration.ofMillis(50), 64L << 20);
    private static final ChronicleJournal.Settings HASTY = new ChronicleJournal.Settings(
            64, Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofMillis(50), 64L << 20);

    @TempDir
    Path temp;

    private final Disk disk = new Disk();

    /** What happens at the next force, or append. */
    private static final class Disk {
        final AtomicReference<@Nullable CountDownLatch> hold = new AtomicReference<>();
        final AtomicReference<@Nullable Throwable> atForce = new AtomicReference<>();
        final AtomicReference<@Nullable Throwable> atAppend = new AtomicReference<>();
        final CountDownLatch forcing = new CountDownLatch(1);

        Store create(Incarnation incarnation) throws IOException {
            Store store = ChronicleStore.create(incarnation);
            return new Store() {
                @Override
                public Incarnation incarnation() {
                    return store.incarnation();
                }

                @Override
                public void append(byte[] record) throws IOException {
                    store.append(record);
                    raise(atAppend);
                }

                @Override
                public void force() throws IOException {
                    CountDownLatch latch = hold.get();
                    if (latch != null) {
                        forcing.countDown();
                        try {
                            latch.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    raise(atForce);
                    store.force();
                }

                @Override
                public long size() {
                    return store.size();
                }

                @Override
                public void close() {
                    store.close();
                }
            };
        }

        private static void raise(AtomicReference<@Nullable Throwable> at) throws IOException {
            Throwable thrown = at.getAndSet(null);
            if (thrown instanceof IOException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }
    }

    private ChronicleJournal open(ChronicleJournal.Settings settings) throws JournalUnavailableException {
        return ChronicleJournal.open(temp, recorded -> {}, settings, disk::create);
    }

    private List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.read(recorded -> entries.add(recorded.entry()));
        }
        return entries;
    }

    private static void awaitRecovery(ChronicleJournal journal) {
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.trouble() == null);
    }

    @Test
    void acknowledges_nothing_before_the_disk_has_it() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        try (ChronicleJournal journal = open(PATIENT)) {
            disk.hold.set(hold);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(journal, Entries.numbered(1)));
            assertThat(disk.forcing.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> written.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            hold.countDown();
            written.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void never_lets_a_note_wait_for_the_disk_and_refuses_when_too_many_wait() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        try (ChronicleJournal journal = open(PATIENT)) {
            disk.hold.set(hold);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(journal, Entries.numbered(1)));
            assertThat(disk.forcing.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < PATIENT.capacity(); i++) {
                journal.note(Entries.numbered(i));
            }
            assertThatThrownBy(() -> journal.note(Entries.numbered(99)))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("waiting");
            hold.countDown();
            written.get(10, TimeUnit.SECONDS);
        }
        assertThat(read()).hasSize(PATIENT.capacity() + 1);
    }

    @Test
    void refuses_what_was_under_way_when_the_disk_failed_and_goes_on_in_a_fresh_directory() throws Exception {
        try (ChronicleJournal journal = open(PATIENT)) {
            journal.write(Entries.numbered(1));
            disk.atForce.set(new IOException("no space left on device"));
            assertThatThrownBy(() -> journal.write(Entries.numbered(2)))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("no space left on device")
                    .hasMessageContaining(temp.toString());
            awaitRecovery(journal);
            journal.write(Entries.numbered(3));
        }
        List<Entry> entries = read();
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0)).isEqualTo(Entries.numbered(1));
        assertThat(entries.get(1).kind()).isEqualTo(Kind.ALERT);
        assertThat(entries.get(1).reason()).contains("no space left on device");
        assertThat(entries.get(2)).isEqualTo(Entries.numbered(3));
    }

    @Test
    void takes_a_fault_under_the_memory_map_for_a_failure_like_any_other() throws Exception {
        try (ChronicleJournal journal = open(PATIENT)) {
            disk.atAppend.set(new InternalError("a fault occurred in an unsafe memory access operation"));
            assertThatThrownBy(() -> journal.write(Entries.numbered(1)))
                    .isInstanceOf(JournalUnavailableException.class);
            awaitRecovery(journal);
            journal.write(Entries.numbered(2));
        }
        assertThat(read()).hasSize(2).element(1).isEqualTo(Entries.numbered(2));
    }

    @Test
    void writes_notes_again_that_a_failure_has_overtaken() throws Exception {
        try (ChronicleJournal journal = open(PATIENT)) {
            disk.atForce.set(new IOException("gone"));
            for (int i = 0; i < 20; i++) {
                journal.note(Entries.numbered(i));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> disk.atForce.get() == null);
            awaitRecovery(journal);
            journal.write(Entries.numbered(20));
        }
        assertThat(read()).filteredOn(entry -> entry.kind() == Kind.ADMITTED).hasSize(21);
    }

    @Test
    void refuses_once_a_deadline_is_missed_until_the_disk_answers_again() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        try (ChronicleJournal journal = open(HASTY)) {
            disk.hold.set(hold);
            assertThatThrownBy(() -> journal.write(Entries.numbered(1)))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("200 ms");
            assertThatThrownBy(() -> journal.note(Entries.numbered(2))).isInstanceOf(JournalUnavailableException.class);
            disk.hold.set(null);
            hold.countDown();
            awaitRecovery(journal);
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                try {
                    journal.write(Entries.numbered(3));
                    return true;
                } catch (JournalUnavailableException e) {
                    return false;
                }
            });
        }
        assertThat(read()).last().isEqualTo(Entries.numbered(3));
    }

    @Test
    void begins_a_new_directory_when_one_is_full() throws Exception {
        ChronicleJournal.Settings small = new ChronicleJournal.Settings(
                64, Duration.ofSeconds(20), Duration.ofMillis(10), Duration.ofMillis(50), 80_000);
        try (ChronicleJournal journal = ChronicleJournal.open(temp, recorded -> {}, small, disk::create)) {
            for (int i = 0; i < 100; i++) {
                journal.write(Entries.numbered(i));
            }
        }
        try (JournalReader reader = JournalReader.open(temp)) {
            assertThat(reader.read(recorded -> {})).isEqualTo(100);
            assertThat(reader.incarnations()).hasSizeBetween(2, 20);
            assertThat(reader.remarks()).isEmpty();
        }
    }

    private static void write(Journal journal, Entry entry) {
        try {
            journal.write(entry);
        } catch (JournalUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
