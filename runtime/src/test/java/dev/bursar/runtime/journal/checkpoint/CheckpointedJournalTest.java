// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Problem;
import dev.bursar.runtime.journal.Recorded;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are made, where they stand, and what becomes of them when something fails. */
@Timeout(60)
class CheckpointedJournalTest {

    private static final CheckpointKey KEY = CheckpointKey.of("0123456789abcdef0123456789abcdef");
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path temp;

    private Path state = Path.of("");
    private Path aside = Path.of("");

    @BeforeEach
    void places() {
        state = temp.resolve("state");
        aside = temp.resolve("checkpoints");
    }

    private CheckpointedJournal open(String to, int records, Duration every) throws JournalUnavailableException {
        LastSeen last = LastSeen.of(state, to);
        ChronicleJournal journal = ChronicleJournal.open(state, last.watching(recorded -> {}));
        try {
            last.check(journal);
        } catch (JournalUnavailableException e) {
            journal.close();
            throw e;
        }
        return CheckpointedJournal.over(journal, state, new CheckpointedJournal.Settings(KEY, to, records, every));
    }

    private CheckpointedJournal open(int records, Duration every) throws JournalUnavailableException {
        return open("file:" + aside, records, every);
    }

    private static Entry sentence(int n) {
        return Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "sentence " + n);
    }

    private List<Checkpoint> lines() throws IOException {
        return Files.exists(aside)
                ? Files.readAllLines(aside).stream()
                        .map(line -> Objects.requireNonNull(Checkpoint.find(line)))
                        .toList()
                : List.of();
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

    @Test
    void vouches_after_so_many_records_and_for_the_rest_when_it_is_closed() throws Exception {
        try (CheckpointedJournal journal = open(10, LONG)) {
            for (int i = 0; i < 10; i++) {
                journal.write(sentence(i));
            }
            await().until(() -> lines().size() == 1);
            journal.note(sentence(10));
        }
        List<Recorded> records = records();
        List<Checkpoint> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).sequence()).isEqualTo(10);
        assertThat(lines.get(0).hash()).isEqualTo(records.get(9).hash());
        assertThat(lines.get(1).sequence()).isEqualTo(12);
        assertThat(lines).allMatch(KEY::verifies);
        assertThat(records)
                .filteredOn(recorded -> recorded.entry().kind() == Kind.LEDGER)
                .allMatch(recorded ->
                        CheckpointedJournal.CHECKPOINT.equals(recorded.entry().decision()))
                .extracting(recorded -> recorded.entry().reason())
                .containsExactlyElementsOf(Files.readAllLines(aside));

        Verification verification = verify(aside);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.remarks()).isEmpty();
        assertThat(verification.checkpoints()).isEqualTo(2);
        assertThat(verification.vouched()).isEqualTo(12);
        assertThat(verification.sequence()).isEqualTo(13);
    }

    @Test
    void vouches_after_so_long_if_there_is_anything_new_and_not_for_its_own_records() throws Exception {
        try (CheckpointedJournal journal = open(1_000, Duration.ofMillis(50))) {
            journal.note(sentence(1));
            await().until(() -> lines().size() == 1);
            // long enough for several more
            Thread.sleep(400);
            assertThat(lines()).hasSize(1);
            journal.note(sentence(2));
            await().until(() -> lines().size() == 2);
        }
        assertThat(lines()).hasSize(2);
        assertThat(verify(aside).problems()).isEmpty();
    }

    @Test
    void vouches_for_nothing_that_is_not_known_to_be_on_the_disk() throws Exception {
        try (ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {})) {
            assertThat(journal.durable().sequence()).isZero();
            journal.write(sentence(1));
            assertThat(journal.durable().sequence()).isEqualTo(1);
            assertThat(journal.durable().hash()).isEqualTo(records().get(0).hash());
        }
    }

    @Test
    void goes_on_over_many_processes_and_is_whole_each_time() throws Exception {
        for (int i = 0; i < 4; i++) {
            try (CheckpointedJournal journal = open(7, LONG)) {
                for (int n = 0; n < 20; n++) {
                    journal.note(sentence(n));
                }
            }
            assertThat(verify(aside).problems()).isEmpty();
        }
        assertThat(lines())
                .extracting(Checkpoint::journal)
                .containsOnly(lines().get(0).journal());
    }

    @Test
    void makes_no_checkpoint_when_nothing_was_recorded() throws Exception {
        open(1, LONG).close();
        assertThat(aside).doesNotExist();
    }

    @Test
    void says_so_in_the_journal_when_the_second_place_cannot_be_written_and_goes_on() throws Exception {
        Files.createDirectory(aside);
        try (CheckpointedJournal journal = open(1, LONG)) {
            journal.write(sentence(1));
            await().until(() -> records().size() == 3);
            Files.delete(aside);
            journal.write(sentence(2));
            await().until(() -> lines().size() == 1);
        }
        assertThat(records())
                .extracting(recorded -> recorded.entry().kind())
                .containsExactly(Kind.ALERT, Kind.ALERT, Kind.LEDGER, Kind.ALERT, Kind.LEDGER);
        assertThat(records().get(1).entry().reason())
                .contains("the checkpoint of record 1 could not be written to `file:" + aside + "`");
        assertThat(verify(aside).problems()).isEmpty();
        assertThat(verify(null).problems()).isEmpty();
    }

    @Test
    void begins_a_line_of_its_own_behind_one_that_a_crash_has_cut() throws Exception {
        try (CheckpointedJournal journal = open(1, LONG)) {
            journal.write(sentence(1));
        }
        String line = Files.readString(aside);
        Files.writeString(aside, line.substring(0, 150), StandardOpenOption.APPEND);
        try (CheckpointedJournal journal = open(1, LONG)) {
            journal.write(sentence(2));
        }
        assertThat(Files.readAllLines(aside)).hasSize(3);
        Verification verification = verify(aside);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.remarks()).singleElement().asString().contains("line 2 of");
    }

    @Test
    void keeps_the_file_from_other_users() throws Exception {
        try (CheckpointedJournal journal = open(1, LONG)) {
            journal.write(sentence(1));
        }
        for (Path each : List.of(aside, state.resolve("journal.id"))) {
            assertThat(Files.getPosixFilePermissions(each))
                    .allMatch(one -> one.name().startsWith("OWNER_"));
        }
    }

    @Test
    void tells_syslog_of_this_machine() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(10_000);
            try (CheckpointedJournal journal = open("syslog:" + socket.getLocalPort(), 1, LONG)) {
                journal.write(sentence(1));
                DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
                socket.receive(packet);
                String said = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
                assertThat(said)
                        .matches("<109>1 [0-9T:.-]+Z - bursar "
                                + ProcessHandle.current().pid() + " checkpoint - bursar-checkpoint 1 .*");
                Files.writeString(aside, "Nov 3 00:00:00 host " + said + "\nsomething else\n");
            }
        }
        Verification verification = verify(aside);
        assertThat(verification.problems())
                .as("nobody listened any more when it was closed, and there was nothing new")
                .isEmpty();
    }

    @Test
    void notices_that_nobody_listens_for_syslog() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (CheckpointedJournal journal = open("syslog:" + port, 1, LONG)) {
            journal.write(sentence(1));
        }
        assertThat(records().get(1).entry().reason()).contains("could not be written to `syslog:" + port);
    }

    @Test
    void refuses_to_open_a_journal_that_was_put_back_to_an_earlier_state() throws Exception {
        try (CheckpointedJournal journal = open(1, LONG)) {
            journal.write(sentence(1));
        }
        Path earlier = temp.resolve("earlier");
        copy(state, earlier);
        try (CheckpointedJournal journal = open(1, LONG)) {
            for (int i = 0; i < 5; i++) {
                journal.write(sentence(i));
            }
        }
        state = earlier;
        assertThatThrownBy(() -> open(1, LONG))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("is not the one that was vouched for")
                .hasMessageContaining("and it is gone");
        Files.move(aside, temp.resolve("moved"));
        open(1, LONG).close();
    }

    @Test
    void refuses_to_open_another_journal_in_its_place() throws Exception {
        try (CheckpointedJournal journal = open(1, LONG)) {
            journal.write(sentence(1));
        }
        Path first = state;
        state = temp.resolve("other");
        try (ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {})) {
            for (int i = 0; i < 9; i++) {
                journal.write(sentence(100 + i));
            }
        }
        Files.copy(first.resolve("journal.id"), state.resolve("journal.id"));
        assertThatThrownBy(() -> open(1, LONG))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("another one stands in its place");
        assertThat(verify(aside).problems()).extracting(Problem::kind).contains(Problem.Kind.CONTRADICTED);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}
