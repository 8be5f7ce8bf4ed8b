// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows a journal while it is written sees every record once and in order, whatever becomes of its directories meanwhile. */
@Timeout(60)
final class FollowTest {

    private static final long SMALL_DIRECTORY = 30_000;

    @TempDir
    Path temp;

    /** Reads as {@code dump --follow} does, but far more often, so that it is often in the middle of something. */
    private final class Follower implements AutoCloseable {
        private final List<Recorded> seen = new CopyOnWriteArrayList<>();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<String> remarks = new CopyOnWriteArrayList<>();
        private final Thread thread;

        Follower() throws IOException {
            JournalReader reader = JournalReader.open(temp);
            thread = new Thread(() -> follow(reader), "follower");
            thread.setDaemon(true);
            thread.start();
        }

        private void follow(JournalReader reader) {
            try (reader) {
                while (!stop.get()) {
                    reader.poll(seen::add);
                    LockSupport.parkNanos(100_000);
                    reader.remarks().forEach(remark -> {
                        if (!remarks.contains(remark)) {
                            remarks.add(remark);
                        }
                    });
                }
            } catch (Throwable t) {
                failure.set(t);
            }
        }

        void await(String call) {
            awaitUntil(() -> {
                Throwable failed = failure.get();
                if (failed != null) {
                    throw new AssertionError("following failed", failed);
                }
                return seen.stream().anyMatch(each -> call.equals(each.entry().call()));
            });
        }

        @Override
        public void close() throws InterruptedException {
            stop.set(true);
            thread.join(10_000);
            assertThat(failure.get()).isNull();
        }
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    private static ChronicleJournal.Settings settings(long directorySize) {
        return new ChronicleJournal.Settings(
                4_096, Duration.ofSeconds(20), Duration.ofMillis(10), Duration.ofMillis(50), directorySize);
    }

    private ChronicleJournal open(long directorySize, Store.Factory factory) throws JournalUnavailableException {
        return ChronicleJournal.open(temp, recorded -> {}, settings(directorySize), factory);
    }

    private int directories() throws IOException {
        try (JournalReader reader = JournalReader.open(temp)) {
            return reader.incarnations().size();
        }
    }

    private static void assertOnceInOrder(List<Recorded> seen, int size) {
        assertThat(seen)
                .extracting(Recorded::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, size).boxed().toList());
        assertThat(seen)
                .extracting(each -> each.entry().call())
                .containsExactlyElementsOf(
                        IntStream.range(0, size).mapToObj(n -> "call-" + n).toList());
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i).previous()).isEqualTo(seen.get(i - 1).hash());
        }
    }

    @Test
    void sees_every_record_once_while_directories_turn_over_seed_11() throws Exception {
        Random random = new Random(11);
        try (ChronicleJournal journal = open(SMALL_DIRECTORY, ChronicleStore::create);
                Follower follower = new Follower()) {
            for (int i = 0; i < 250; i++) {
                if (random.nextInt(10) == 0) {
                    journal.write(Entries.numbered(i));
                } else {
                    journal.note(Entries.numbered(i));
                }
            }
            journal.write(Entries.numbered(250));
            follower.await("call-250");
            assertOnceInOrder(follower.seen, 251);
            assertThat(follower.remarks).isEmpty();
        }
        assertThat(directories()).isGreaterThan(2);
    }

    @Test
    void goes_on_when_the_day_changes() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        Store.Factory begunYesterday = fresh -> ChronicleStore.create(
                first.getAndSet(false)
                        ? new Incarnation(
                                fresh.directory(),
                                fresh.ordinal(),
                                fresh.first(),
                                fresh.previous(),
                                fresh.began().minus(1, ChronoUnit.DAYS))
                        : fresh);
        try (ChronicleJournal journal = open(64L << 20, begunYesterday);
                Follower follower = new Follower()) {
            for (int i = 0; i < 20; i++) {
                journal.write(Entries.numbered(i));
            }
            follower.await("call-19");
            assertOnceInOrder(follower.seen, 20);
        }
        assertThat(directories()).isEqualTo(2);
    }

    @Test
    void goes_on_when_the_process_starts_again() throws Exception {
        open(SMALL_DIRECTORY, ChronicleStore::create).close();
        try (Follower follower = new Follower()) {
            for (int start = 0; start < 3; start++) {
                try (ChronicleJournal journal = open(SMALL_DIRECTORY, ChronicleStore::create)) {
                    for (int i = start * 40; i < start * 40 + 40; i++) {
                        journal.note(Entries.numbered(i));
                    }
                }
            }
            follower.await("call-119");
            assertOnceInOrder(follower.seen, 120);
        }
    }

    /** A disk that keeps what it is given, and then says that it has not. */
    private static final class Liar {
        final CountDownLatch written = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicBoolean lie = new AtomicBoolean();

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
                }

                @Override
                public void force() throws IOException {
                    if (lie.getAndSet(false)) {
                        written.countDown();
                        try {
                            goOn.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        throw new IOException("no space left on device");
                    }
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
    }

    @Test
    void tells_of_records_that_it_has_shown_and_that_the_writer_took_back() throws Exception {
        Liar disk = new Liar();
        try (ChronicleJournal journal = open(64L << 20, disk::create);
                Follower follower = new Follower()) {
            journal.write(Entries.numbered(0));
            disk.lie.set(true);
            Thread refused = new Thread(() -> {
                try {
                    journal.write(Entries.numbered(77));
                } catch (JournalUnavailableException e) {
                    // as it must be: it was never acknowledged
                }
            });
            refused.start();
            assertThat(disk.written.await(10, TimeUnit.SECONDS)).isTrue();
            follower.await("call-77");
            disk.goOn.countDown();
            refused.join(20_000);
            awaitUntil(() -> journal.trouble() == null);
            journal.write(Entries.numbered(1));
            follower.await("call-1");

            assertThat(follower.remarks).hasSize(1);
            assertThat(follower.remarks.get(0)).contains("records 2 to 2").contains("replaced");
            List<@Nullable String> calls = new ArrayList<>();
            follower.seen.forEach(
                    each -> calls.add(each.sequence() + " " + each.entry().call()));
            // the second record 2 is the alert that tells of the failure
            assertThat(calls).containsExactly("1 call-0", "2 call-77", "2 null", "3 call-1");
        }
    }
}
