// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second place that does not answer, such as a full pipe. */
@Timeout(60)
class HangingPlaceTest {

    private static final CheckpointKey KEY = CheckpointKey.of("0123456789abcdef0123456789abcdef");

    @TempDir
    Path temp;

    private final Semaphore answers = new Semaphore(0);

    /** Writes a line once there is an answer, and cannot be interrupted. */
    private final class Place implements SecondPlace {
        @Override
        public void write(String line) throws IOException {
            answers.acquireUninterruptibly();
            new SecondPlace.ToFile(temp.resolve("checkpoints")).write(line);
        }

        @Override
        public String name() {
            return "the pipe";
        }
    }

    private CheckpointedJournal open() throws Exception {
        return CheckpointedJournal.over(
                ChronicleJournal.open(temp.resolve("state"), recorded -> {}),
                temp.resolve("state"),
                new CheckpointedJournal.Settings(KEY, "stdout", 1, Duration.ofHours(1)),
                new Place(),
                Duration.ofMillis(100));
    }

    private static Entry sentence(String words) {
        return Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.POLICY, words);
    }

    private List<String> said(Kind kind) throws IOException {
        List<String> said = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(temp.resolve("state"))) {
            reader.read(recorded -> {
                if (recorded.entry().kind() == kind) {
                    said.add(String.valueOf(recorded.entry().reason()));
                }
            });
        }
        return said;
    }

    @Test
    void is_told_of_once_when_it_begins_and_once_when_it_ends() throws Exception {
        try (CheckpointedJournal journal = open()) {
            journal.write(sentence("one"));
            await().until(() -> said(Kind.ALERT).size() == 1);
            for (int i = 0; i < 5; i++) {
                journal.write(sentence("more"));
            }
            assertThat(said(Kind.ALERT))
                    .singleElement()
                    .asString()
                    .startsWith("`the pipe` has not taken the checkpoint of record 1 for");
            answers.release(1_000);
            await().until(() -> said(Kind.LEDGER).size() == 1);
            assertThat(said(Kind.ALERT)).hasSize(2).last().asString().startsWith("`the pipe` takes checkpoints again");
        }
        assertThat(said(Kind.POLICY)).hasSize(6);
        Verification verification =
                Verification.of(temp.resolve("state"), temp.resolve("checkpoints"), List.of(KEY), any -> {});
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.remarks()).isEmpty();
        assertThat(Files.readAllLines(temp.resolve("checkpoints"))).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void does_not_hold_up_the_end_of_the_process() throws Exception {
        CheckpointedJournal journal = open();
        journal.write(sentence("one"));
        long from = System.nanoTime();
        journal.close();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
        assertThat(said(Kind.ALERT)).singleElement().asString().contains("has not taken the checkpoint");
        assertThat(said(Kind.POLICY)).hasSize(1);
    }
}
