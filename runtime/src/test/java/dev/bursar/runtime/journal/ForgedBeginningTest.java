// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.gate.LocalRebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once old directories are gone, the earliest snapshot is believed only if a record vouches for it, itself or through a later one. */
final class ForgedBeginningTest {

    @TempDir
    Path temp;

    private int calls;

    private void live(Snapshot... told) throws Exception {
        try (ChronicleJournal journal = ChronicleJournal.open(temp, recorded -> {})) {
            calls++;
            journal.write(Entry.at(Instant.parse("2026-11-03T00:00:00Z"), Kind.ADMITTED)
                    .call("call-" + calls)
                    .caller("billing")
                    .run("run-" + calls)
                    .decision("allowed")
                    .amount(new Money(100_000_000L, "usd"))
                    .key("key-" + calls)
                    .bodyHash("b0d1")
                    .build());
            for (Snapshot each : told) {
                journal.write(Entry.at(Instant.parse("2026-11-03T00:00:00Z"), Kind.LEDGER)
                        .decision(SnapshotCheck.MADE)
                        .reason(SnapshotCheck.sentence(each))
                        .build());
            }
        }
    }

    private static LocalRebuild fresh(ZoneId zone) {
        return new LocalRebuild(zone, 1_000);
    }

    private Snapshot snapshot(int ordinal, LocalRebuild of) throws Exception {
        Incarnation next = Incarnation.all(temp.resolve("journal")).stream()
                .filter(each -> each.ordinal() == ordinal + 1)
                .findFirst()
                .orElseThrow();
        return Snapshot.make(temp, ordinal, next.first() - 1, next.previousBytes(), of);
    }

    private LocalRebuild upTo(int ordinal) throws Exception {
        LocalRebuild rebuild = fresh(ZoneOffset.UTC);
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.replayUpTo(ordinal, rebuild);
        }
        return rebuild;
    }

    private List<Problem> findings() throws Exception {
        return SnapshotCheck.run(temp, content -> fresh(ZoneId.of(content.readUTF())), any -> {})
                .findings();
    }

    @Test
    void what_was_before_cannot_be_made_up() throws Exception {
        live();
        live();
        live();
        live();
        LocalRebuild first = upTo(1);
        Snapshot second = snapshot(2, upTo(2));
        Snapshot third = snapshot(3, upTo(3));
        live(second, third);
        live();
        Path journal = temp.resolve("journal");
        List<Incarnation> all = Incarnation.all(journal);
        Files.copy(all.get(1).directory().resolve("began"), journal.resolve("begins"));
        Path gone = all.get(0).directory();
        Files.move(gone, journal.resolve(gone.getFileName() + ".old"));
        assertThat(findings()).isEmpty();

        for (Path each : Snapshot.all(temp)) {
            Files.delete(each);
        }
        snapshot(1, first);
        assertThat(findings()).as("as it was, though no record tells of it").isEmpty();

        snapshot(1, fresh(ZoneOffset.UTC));
        assertThat(findings()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.FORGED);
            assertThat(problem.sentence()).contains("no record vouches for it");
        });
    }
}
