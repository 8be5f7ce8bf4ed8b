// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that is so slow that what it would read next has been let go says so; it does not take that for the journal's end. */
final class OvertakenTest {

    @TempDir
    Path temp;

    private final List<Long> seen = new ArrayList<>();

    /** One process, and so one directory. */
    private void live() throws JournalUnavailableException {
        try (ChronicleJournal journal = ChronicleJournal.open(temp, recorded -> {})) {
            for (int i = 0; i < 3; i++) {
                journal.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "sentence " + i));
            }
        }
    }

    /** As `retain` does. */
    private void letTheFirstTwoGo() {
        Path journal = temp.resolve("journal");
        try {
            List<Incarnation> all = Incarnation.all(journal);
            Files.copy(all.get(2).directory().resolve("began"), journal.resolve("begins"));
            for (Incarnation each : all.subList(0, 2)) {
                Files.move(each.directory(), journal.resolve(each.directory().getFileName() + ".old"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void one_that_follows_says_so() throws Exception {
        live();
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.poll(recorded -> seen.add(recorded.sequence()));
            live();
            live();
            live();
            letTheFirstTwoGo();
            assertThatThrownBy(() -> reader.poll(recorded -> seen.add(recorded.sequence())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("record 3 was archived or deleted")
                    .hasMessageContaining("up to record 6");
        }
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void one_that_reads_to_the_end_says_so() throws Exception {
        live();
        try (JournalReader reader = JournalReader.open(temp)) {
            live();
            live();
            live();
            assertThatThrownBy(() -> reader.read(recorded -> {
                        if (recorded.sequence() == 1) {
                            letTheFirstTwoGo();
                        }
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("begin again");
        }
    }
}
