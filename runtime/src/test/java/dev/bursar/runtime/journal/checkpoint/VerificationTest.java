// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Problem;
import dev.bursar.runtime.journal.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verification says of checkpoints in places that are out of the ordinary. */
@Timeout(60)
class VerificationTest {

    private static final CheckpointKey KEY = CheckpointKey.of("0123456789abcdef0123456789abcdef");
    private static final Instant TIME = Instant.parse("2026-11-03T00:00:00Z");

    @TempDir
    Path temp;

    private Path state = Path.of("");
    private Path aside = Path.of("");

    @BeforeEach
    void places() {
        state = temp.resolve("state");
        aside = temp.resolve("checkpoints");
    }

    /** One process, that makes one checkpoint of its one record; a directory of the journal. */
    private void live() throws JournalUnavailableException {
        ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {});
        try (CheckpointedJournal vouched = CheckpointedJournal.over(
                journal, state, new CheckpointedJournal.Settings(KEY, "file:" + aside, 1_000, Duration.ofHours(1)))) {
            vouched.write(Entry.of(TIME, Kind.ALERT, "sentence"));
        }
    }

    private List<Recorded> records() throws IOException {
        List<Recorded> records = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(records::add);
        }
        return records;
    }

    private Verification verify(@Nullable Path checkpoints) throws IOException {
        return Verification.of(state, checkpoints, List.of(KEY), any -> {});
    }

    private Path directory(int ordinal) throws IOException {
        try (Stream<Path> all = Files.list(state.resolve("journal"))) {
            return all.filter(Files::isDirectory)
                    .filter(each -> read(each.resolve("began")).contains("ordinal " + ordinal + "\n"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /**
     * As at midnight: the record of one day's end is vouched for when the next day has begun, and the checkpoint is the first of its directory.
     *
     * @param named how many records before the directory's first one
     */
    private void letTheFirstDirectoryGo(int named, boolean wronglyNamed) throws Exception {
        live();
        live();
        List<Recorded> before = records();
        Recorded last = before.get(before.size() - 1);
        Recorded of = before.get(before.size() - named);
        String id = Files.readString(state.resolve("journal.id")).strip();
        Checkpoint checkpoint = KEY.sign(id, of.sequence(), wronglyNamed ? "ab".repeat(32) : of.hash(), TIME);
        try (ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {})) {
            journal.write(Entry.at(TIME, Kind.LEDGER)
                    .decision(CheckpointedJournal.CHECKPOINT)
                    .reason(checkpoint.line())
                    .build());
            journal.write(Entry.at(TIME, Kind.LEDGER)
                    .decision("retained")
                    .reason("deleted: directories 1 to 2, records 1 to " + last.sequence()
                            + "; the journal begins with record " + (last.sequence() + 1) + ", which follows "
                            + last.hash())
                    .build());
        }
        Files.copy(directory(3).resolve("began"), state.resolve("journal/begins"));
        delete(directory(1));
        delete(directory(2));
    }

    @Test
    void believes_a_checkpoint_of_the_record_before_the_first_that_is_left() throws Exception {
        letTheFirstDirectoryGo(1, false);
        assertThat(verify(null).problems()).isEmpty();
        assertThat(verify(null).vouched()).isEqualTo(records().get(0).sequence() - 1);
    }

    @Test
    void cannot_hold_a_checkpoint_against_a_record_that_was_let_go() throws Exception {
        letTheFirstDirectoryGo(3, false);
        Verification verification = verify(null);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.vouched()).isZero();
    }

    @Test
    void finds_that_a_journal_was_let_begin_behind_another_record_than_the_one_that_was_vouched_for() throws Exception {
        letTheFirstDirectoryGo(1, true);
        assertThat(verify(null).problems()).extracting(Problem::kind).contains(Problem.Kind.CONTRADICTED);
    }

    @Test
    void misses_a_checkpoint_also_in_what_can_be_read_but_once() throws Exception {
        live();
        live();
        live();
        List<String> lines = new ArrayList<>(Files.readAllLines(aside));
        lines.remove(1);
        Path pipe = temp.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.write(pipe, lines);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        assertThat(Verification.of(
                                state,
                                pipe,
                                List.of(KEY),
                                any -> {},
                                Instant.now().plus(Duration.ofHours(1)))
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.ABSENT);
                    assertThat(problem.sentence()).startsWith("the checkpoint of record 3, which is record 4");
                });
    }

    @Test
    void remarks_that_the_second_place_knows_another_journal_too() throws Exception {
        live();
        live();
        String first = Files.readString(state.resolve("journal.id")).strip();
        delete(state);
        live();
        Verification verification = verify(aside);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.remarks())
                .singleElement()
                .isEqualTo("`" + aside + "` holds 2 checkpoints of another journal, " + first
                        + ": if that is not one that is kept elsewhere, this one has taken its place");
    }

    @Test
    void a_start_is_refused_where_the_id_of_the_journal_was_taken_away() throws Exception {
        live();
        String id = Files.readString(state.resolve("journal.id")).strip();
        Files.delete(state.resolve("journal.id"));
        LastSeen last = LastSeen.of(state, "file:" + aside);
        try (ChronicleJournal journal = ChronicleJournal.open(state, last.watching(recorded -> {}))) {
            assertThatThrownBy(() -> last.check(journal))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("`journal.id`")
                    .hasMessageContaining(id);
        }
    }

    @Test
    void a_pipe_in_the_place_of_the_file_holds_up_no_start() throws Exception {
        live();
        Files.delete(aside);
        assertThat(new ProcessBuilder("mkfifo", aside.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> LastSeen.of(state, "file:" + aside))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("it is no file");
    }
}
