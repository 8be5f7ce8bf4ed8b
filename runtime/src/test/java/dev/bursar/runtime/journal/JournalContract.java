// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every journal must do. */
abstract class JournalContract {

    @TempDir
    Path temp;

    /** Opens the journal of {@code state} and hands on what stands in it. */
    abstract Journal open(Path state, Consumer<? super Recorded> replay) throws JournalUnavailableException;

    List<Recorded> replay(Path state) throws JournalUnavailableException {
        List<Recorded> all = new ArrayList<>();
        open(state, all::add).close();
        return all;
    }

    @Test
    void gives_back_after_reopening_exactly_what_was_written_and_noted_in_order() throws Exception {
        Path state = temp.resolve("state");
        List<Entry> entries = IntStream.range(0, 50).mapToObj(Entries::numbered).toList();
        try (Journal journal = open(state, recorded -> {})) {
            for (int i = 0; i < entries.size(); i++) {
                if (i % 3 == 0) {
                    journal.write(entries.get(i));
                } else {
                    journal.note(entries.get(i));
                }
            }
        }
        assertThat(replay(state)).extracting(Recorded::entry).containsExactlyElementsOf(entries);
    }

    @Test
    void numbers_records_without_gaps_and_chains_them_over_every_reopening() throws Exception {
        Path state = temp.resolve("state");
        for (int i = 0; i < 3; i++) {
            try (Journal journal = open(state, recorded -> {})) {
                journal.write(Entries.numbered(2 * i));
                journal.note(Entries.numbered(2 * i + 1));
            }
        }
        List<Recorded> all = replay(state);
        assertThat(all).extracting(Recorded::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(all.get(0).previous()).isEqualTo("0".repeat(64));
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).previous()).isEqualTo(all.get(i - 1).hash());
        }
    }

    @Test
    void starts_empty() throws Exception {
        assertThat(replay(temp.resolve("state"))).isEmpty();
    }

    @Test
    void loses_nothing_that_many_threads_write_at_once() throws Exception {
        Path state = temp.resolve("state");
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Journal journal = open(state, recorded -> {})) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            for (int t = 0; t < 8; t++) {
                int from = t * 50;
                threads.execute(() -> {
                    try {
                        for (int i = 0; i < 50; i++) {
                            journal.write(Entries.numbered(from + i));
                        }
                    } catch (JournalUnavailableException e) {
                        failures.add(e);
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(replay(state))
                .extracting(recorded -> recorded.entry().key())
                .hasSize(400)
                .doesNotHaveDuplicates();
    }

    @Test
    void keeps_the_interrupt_of_a_caller_and_writes_all_the_same() throws Exception {
        Path state = temp.resolve("state");
        try (Journal journal = open(state, recorded -> {})) {
            Thread.currentThread().interrupt();
            journal.write(Entries.numbered(1));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(replay(state)).hasSize(1);
    }

    @Test
    void refuses_after_it_has_been_closed() throws Exception {
        Journal journal = open(temp.resolve("state"), recorded -> {});
        journal.close();
        assertThatThrownBy(() -> journal.write(Entries.numbered(1)))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> journal.note(Entries.numbered(1))).isInstanceOf(JournalUnavailableException.class);
        journal.close();
    }

    @Test
    void refuses_a_second_opener_while_the_first_is_open_and_lets_the_first_go_on() throws Exception {
        Path state = temp.resolve("state");
        try (Journal journal = open(state, recorded -> {})) {
            assertThatThrownBy(() -> open(state, recorded -> {}))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(state.toString());
            journal.write(Entries.numbered(1));
        }
        assertThat(replay(state)).hasSize(1);
    }

    @Test
    void refuses_an_entry_whose_key_is_too_long_to_be_kept_whole_and_takes_the_next() throws Exception {
        Path state = temp.resolve("state");
        Entry good = Entries.numbered(1);
        Entry bad = Entry.at(good.time(), good.kind()).key("k".repeat(1_001)).build();
        try (Journal journal = open(state, recorded -> {})) {
            assertThatThrownBy(() -> journal.write(bad))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("key");
            journal.write(good);
        }
        assertThat(replay(state)).hasSize(1);
    }
}
