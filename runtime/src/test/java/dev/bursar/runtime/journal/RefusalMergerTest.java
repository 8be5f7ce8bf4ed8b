// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The merger is a journal like any other, and merges. */
final class RefusalMergerTest extends JournalContract {

    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicLong clock = new AtomicLong();
    private final List<Entry> recorded = new CopyOnWriteArrayList<>();

    private final Journal memory = new Journal() {
        @Override
        public void write(Entry entry) {
            recorded.add(entry);
        }

        @Override
        public void note(Entry entry) {
            recorded.add(entry);
        }

        @Override
        public void close() {}
    };

    @Override
    Journal open(Path state, Consumer<? super Recorded> replay) throws JournalUnavailableException {
        return new RefusalMerger(ChronicleJournal.open(state, replay));
    }

    @Test
    void makes_one_entry_with_a_count_of_the_equal_refusals_beyond_a_few_a_second() throws Exception {
        try (RefusalMerger merger = new RefusalMerger(memory, clock::get, NEVER)) {
            for (int i = 0; i < 10_000; i++) {
                merger.note(Entries.refused("billing", "bursar_cap_reached", Entries.NOON.plusNanos(i * 1_000L)));
            }
            assertThat(recorded).hasSize(RefusalMerger.ONE_BY_ONE);
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
            merger.flushOld();
        }
        assertThat(recorded).extracting(Entry::count).containsExactly(1, 1, 1, 9_997);
        assertThat(recorded).last().extracting(Entry::time).isEqualTo(Entries.NOON.plusNanos(9_999_000));
    }

    @Test
    void writes_what_it_has_counted_when_it_is_closed() throws Exception {
        try (RefusalMerger merger = new RefusalMerger(memory, clock::get, NEVER)) {
            for (int i = 0; i < 5; i++) {
                merger.note(Entries.refused("billing", "bursar_cap_reached", Entries.NOON));
            }
        }
        assertThat(recorded).extracting(Entry::count).containsExactly(1, 1, 1, 2);
    }

    @Test
    void writes_what_it_has_counted_a_second_later_though_no_refusal_comes_any_more() throws Exception {
        try (RefusalMerger merger = new RefusalMerger(memory)) {
            for (int i = 0; i < 5; i++) {
                merger.note(Entries.refused("billing", "bursar_cap_reached", Entries.NOON));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> recorded.size() == 4);
        }
        assertThat(recorded).hasSize(4);
    }

    @Test
    void keeps_apart_what_differs_in_caller_or_reason_and_passes_everything_else_through() throws Exception {
        try (RefusalMerger merger = new RefusalMerger(memory, clock::get, NEVER)) {
            for (int i = 0; i < 6; i++) {
                merger.note(Entries.refused("billing", "bursar_cap_reached", Entries.NOON));
                merger.note(Entries.refused("refunds", "bursar_cap_reached", Entries.NOON));
                merger.note(Entries.refused("billing", "bursar_not_allowed", Entries.NOON));
                merger.note(Entries.numbered(i));
                merger.write(Entries.refused("billing", "bursar_cap_reached", Entries.NOON));
            }
        }
        assertThat(recorded).filteredOn(entry -> entry.kind() == Kind.ADMITTED).hasSize(6);
        assertThat(recorded).filteredOn(entry -> entry.count() == 3).hasSize(3);
        assertThat(recorded).hasSize(6 + 6 + 3 * (RefusalMerger.ONE_BY_ONE + 1));
    }

    @Test
    void names_whom_merged_refusals_are_about_only_if_all_are_about_the_same() throws Exception {
        try (RefusalMerger merger = new RefusalMerger(memory, clock::get, NEVER)) {
            for (int i = 0; i < 6; i++) {
                Entry refused = Entries.refused("billing", "bursar_cap_reached", Entries.NOON);
                merger.note(refused.change().subject("one").build());
                merger.note(refused.change()
                        .caller("refunds")
                        .subject(i == 4 ? "another" : "one")
                        .build());
            }
        }
        assertThat(recorded)
                .filteredOn(entry -> entry.count() == 3)
                .extracting(entry -> entry.caller() + " " + entry.subject())
                .containsExactlyInAnyOrder("billing one", "refunds null");
    }
}
