// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A journal like any other, that forgets no outcome because of a moment's trouble. */
final class LateOutcomesTest extends JournalContract {

    private final List<Entry> recorded = new ArrayList<>();
    private boolean isBroken;

    private final Journal memory = new Journal() {
        @Override
        public void write(Entry entry) throws JournalUnavailableException {
            note(entry);
        }

        @Override
        public void note(Entry entry) throws JournalUnavailableException {
            if (isBroken) {
                throw new JournalUnavailableException("the disk is full");
            }
            if ("unheard of".equals(entry.call())) {
                throw new JournalUnavailableException("it cannot take this entry");
            }
            recorded.add(entry);
        }

        @Override
        public @Nullable String trouble() {
            return isBroken ? "the disk is full" : null;
        }

        @Override
        public void close() {}
    };

    private final LateOutcomes late = new LateOutcomes(memory);

    @Override
    Journal open(Path state, Consumer<? super Recorded> replay) throws JournalUnavailableException {
        return new LateOutcomes(ChronicleJournal.open(state, replay));
    }

    private static Entry outcome(String call) {
        return Entry.at(Entries.NOON, Kind.SETTLED)
                .call(call)
                .caller("billing")
                .decision("settled")
                .build();
    }

    private List<String> calls() {
        return recorded.stream().map(entry -> String.valueOf(entry.call())).toList();
    }

    @Test
    void notes_outcomes_in_their_order_once_the_journal_takes_something_again() throws Exception {
        isBroken = true;
        late.note(outcome("one"));
        late.note(outcome("two"));
        isBroken = false;
        late.note(outcome("three"));
        assertThat(calls()).containsExactly("one", "two", "three");
    }

    @Test
    void notes_them_after_an_entry_that_was_waited_for() throws Exception {
        isBroken = true;
        late.note(outcome("one"));
        isBroken = false;
        late.write(Entries.refused("billing", "bursar_cap_reached", Entries.NOON));
        assertThat(calls()).hasSize(2).last().isEqualTo("one");
    }

    @Test
    void does_not_keep_one_back_for_another_that_the_journal_can_never_take() throws Exception {
        isBroken = true;
        late.note(outcome("unheard of"));
        late.note(outcome("one"));
        isBroken = false;
        assertThatThrownBy(() -> late.note(outcome("unheard of"))).isInstanceOf(JournalUnavailableException.class);
        assertThat(calls()).containsExactly("one");
    }

    @Test
    void keeps_outcomes_alone_and_so_many_of_them() throws Exception {
        isBroken = true;
        assertThatThrownBy(() -> late.note(Entries.refused("billing", "bursar_cap_reached", Entries.NOON)))
                .isInstanceOf(JournalUnavailableException.class);
        assertThatThrownBy(() -> late.write(outcome("waited for"))).isInstanceOf(JournalUnavailableException.class);
        for (int i = 0; i < LateOutcomes.MOST; i++) {
            late.note(outcome("call " + i));
        }
        assertThatThrownBy(() -> late.note(outcome("one more"))).isInstanceOf(JournalUnavailableException.class);
        isBroken = false;
        late.close();
        assertThat(calls()).hasSize(LateOutcomes.MOST).startsWith("call 0", "call 1");
    }
}
