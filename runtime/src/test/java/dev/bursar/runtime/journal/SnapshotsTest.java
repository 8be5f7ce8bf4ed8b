// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.gate.LocalRebuild;
import dev.bursar.runtime.gate.Unsettled;
import dev.bursar.runtime.gate.UnsettledHolds;
import dev.bursar.runtime.journal.checkpoint.Verification;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots and retention on a real journal of several directories. */
final class SnapshotsTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final ChronicleJournal.Settings SETTINGS = ChronicleJournal.Settings.STANDARD;

    @TempDir
    Path temp;

    private int calls;
    private Instant now = Instant.now();

    /** What is old is so by a clock that stands on {@link #now}. */
    private ChronicleJournal.Opened<LocalRebuild> open(long everyRecords, @Nullable Retention retention)
            throws JournalUnavailableException {
        return open(() -> new LocalRebuild(ZONE, 1_000), everyRecords, retention);
    }

    private ChronicleJournal.Opened<LocalRebuild> open(
            Supplier<LocalRebuild> fresh, long everyRecords, @Nullable Retention retention)
            throws JournalUnavailableException {
        return ChronicleJournal.open(
                temp,
                fresh,
                new ChronicleJournal.Options(retention, ForceListener.NONE, null),
                SETTINGS,
                everyRecords,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** One process: some admissions, most with an outcome, and its end. */
    private void live(int admissions, boolean leaveOneOpen) throws Exception {
        try (ChronicleJournal journal = open(1_000_000, null).journal()) {
            for (int i = 0; i < admissions; i++) {
                calls++;
                Entry admitted = Entry.at(now.plusMillis(calls), Kind.ADMITTED)
                        .call("call-" + calls)
                        .caller("billing")
                        .run("run-" + calls / 10)
                        .decision("allowed")
                        .amount(new Money(29_990_000, "usd"))
                        .key("key-" + calls)
                        .bodyHash("b0d1")
                        .outer(List.of(new Entry.Outer("support", "run-" + calls % 3)))
                        .build();
                journal.note(admitted);
                if (i > 0 || !leaveOneOpen) {
                    journal.note(Entry.at(now.plusMillis(calls), Kind.SETTLED)
                            .call(admitted.call())
                            .caller("billing")
                            .run(admitted.run())
                            .decision(i % 5 == 0 ? "refused" : "settled")
                            .amount(new Money(1_000L * calls, "usd"))
                            .objectId("ch_" + calls)
                            .build());
                }
            }
        }
    }

    private List<Path> snapshots() throws IOException {
        return Snapshot.all(temp);
    }

    private List<Path> directories() throws IOException {
        return Incarnation.all(temp.resolve("journal")).stream()
                .map(Incarnation::directory)
                .toList();
    }

    /** Opens and closes until the upkeep has made a snapshot of all closed directories. */
    private void makeSnapshot() throws Exception {
        int closed = directories().size();
        try (ChronicleJournal journal = open(1, null).journal()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !snapshots().isEmpty()
                            && Snapshot.check(snapshots().get(0)).ordinal() == closed);
            // what it says comes after the file
            await().atMost(Duration.ofSeconds(20)).until(() -> journalSays("snapshot of records"));
        }
    }

    private boolean journalSays(String words) throws IOException {
        List<String> said = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.read(recorded -> said.add(String.valueOf(recorded.entry().reason())));
        }
        return said.stream().anyMatch(each -> each.toString().contains(words));
    }

    private static byte[] saved(LocalRebuild rebuild) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            rebuild.save(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private byte[] fromEverything() throws IOException {
        LocalRebuild rebuild = new LocalRebuild(ZONE, 1_000);
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.replay(rebuild);
        }
        return saved(rebuild);
    }

    private SnapshotCheck verify() throws IOException {
        return SnapshotCheck.run(temp, content -> new LocalRebuild(LocalRebuild.zone(content), 1_000), seen -> {});
    }

    @Test
    void starts_from_the_snapshot_and_the_rest_with_the_same_result() throws Exception {
        live(30, true);
        live(30, false);
        makeSnapshot();
        live(30, true);
        byte[] expected = fromEverything();

        List<Long> replayed = new ArrayList<>();
        Supplier<LocalRebuild> fresh = () -> new LocalRebuild(ZONE, 1_000);
        Restoring<LocalRebuild> restoring = new Restoring<>(temp, fresh);
        try (JournalReader reader = JournalReader.open(temp)) {
            LocalRebuild rebuild = restoring.begin(reader);
            replayed.add(reader.replay(rebuild));
            assertThat(saved(rebuild)).isEqualTo(expected);
        }
        assertThat(restoring.from()).isEqualTo(119);
        assertThat(replayed.get(0)).isLessThan(100);
        assertThat(restoring.remarks()).isEmpty();
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().checked()).isEqualTo(1);
    }

    @Test
    void makes_none_before_enough_records_have_come_and_none_while_there_is_nothing_new() throws Exception {
        live(10, false);
        open(1_000, null).journal().close();
        assertThat(snapshots()).isEmpty();
        makeSnapshot();
        List<Path> before = snapshots();
        open(1_000, null).journal().close();
        assertThat(snapshots()).isEqualTo(before);
    }

    /** Of entries about 1,300 bytes long, by one process, as fast as the journal takes them. */
    private void fill(ChronicleJournal journal, int entries) throws Exception {
        for (int i = 0; i < entries; i++) {
            Entry entry = Entry.of(now.plusMillis(++calls), Kind.ALERT, "x".repeat(1_000));
            // a caller that waits now and then, so that no more are waiting than may
            if (i % 1_000 == 999) {
                journal.write(entry);
            } else {
                journal.note(entry);
            }
        }
    }

    private long behindTheLatestSnapshot() throws IOException {
        List<Incarnation> all = Incarnation.all(temp.resolve("journal"));
        // by its name: the file may go meanwhile
        long covered = snapshots().stream()
                .mapToLong(file -> Long.parseLong(file.getFileName().toString()))
                .max()
                .orElse(0);
        return all.get(all.size() - 1).first() - 1 - covered;
    }

    @Test
    void leaves_no_more_behind_the_latest_snapshot_than_a_start_reads_quickly() throws Exception {
        try (ChronicleJournal journal = open(1_000, null).journal()) {
            fill(journal, 45_000);
            await().atMost(Duration.ofSeconds(30)).until(() -> behindTheLatestSnapshot() < 1_000);
        }
        Restoring<LocalRebuild> restoring = new Restoring<>(temp, () -> new LocalRebuild(ZONE, 1_000));
        try (JournalReader reader = JournalReader.open(temp)) {
            long read = reader.replay(restoring.begin(reader));
            assertThat(restoring.from()).isGreaterThan(25_000);
            assertThat(read).isLessThan((16L << 20) / 1_000);
        }
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void rests_after_a_snapshot_and_then_makes_the_one_that_is_due_though_no_directory_closes() throws Exception {
        ChronicleJournal.Settings small = new ChronicleJournal.Settings(
                4_096, Duration.ofSeconds(20), SETTINGS.firstPause(), SETTINGS.longestPause(), 1 << 20);
        Supplier<LocalRebuild> slow = () -> {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            return new LocalRebuild(ZONE, 1_000);
        };
        try (ChronicleJournal journal = ChronicleJournal.open(
                        temp, slow, ChronicleJournal.Options.NONE, small, 500, Clock.fixed(now, ZoneOffset.UTC))
                .journal()) {
            fill(journal, 1_000);
            await().atMost(Duration.ofSeconds(20)).until(() -> snapshots().size() == 1);
            long made = System.nanoTime();
            fill(journal, 2_000);
            assertThat(directories()).hasSizeGreaterThan(2);
            await().atMost(Duration.ofSeconds(60)).until(() -> snapshots().size() == 2);
            assertThat(Duration.ofNanos(System.nanoTime() - made)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(behindTheLatestSnapshot()).isLessThan(500);
        }
    }

    @Test
    void passes_over_a_broken_snapshot_says_so_and_uses_the_one_before_it() throws Exception {
        live(20, false);
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        assertThat(snapshots()).hasSize(2);
        byte[] content = Files.readAllBytes(snapshots().get(0));
        content[content.length / 2] ^= 1;
        Files.write(snapshots().get(0), content);
        byte[] expected = fromEverything();

        ChronicleJournal.Opened<LocalRebuild> opened = open(1_000, null);
        opened.journal().close();
        assertThat(saved(opened.rebuilt())).isEqualTo(expected);
        assertThat(journalSays("is not used: its hash is not that of its bytes"))
                .isTrue();
        assertThat(verify().findings()).singleElement().asString().contains("is damaged");
    }

    @Test
    void finds_a_forged_snapshot_whose_hash_is_right() throws Exception {
        live(20, false);
        makeSnapshot();
        Path file = snapshots().get(0);
        byte[] content = Files.readAllBytes(file);
        int at = indexOf(content, "billing".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        content[at] = 'x';
        MessageDigest digest = Canonical.sha256();
        digest.update(content, 0, content.length - 32);
        System.arraycopy(digest.digest(), 0, content, content.length - 32, 32);
        Files.write(file, content);
        assertThat(verify().findings())
                .anyMatch(each -> each.toString().contains("is not what records 1 to 40 of the journal come to"))
                .anyMatch(each -> each.toString().contains("is not the one that the journal tells of"));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; ; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
    }

    @Test
    void passes_over_a_snapshot_of_another_time_zone_while_the_journal_is_whole() throws Exception {
        live(20, false);
        makeSnapshot();
        ChronicleJournal.Opened<LocalRebuild> opened = open(() -> new LocalRebuild(ZoneOffset.UTC, 1_000), 1_000, null);
        opened.journal().close();
        assertThat(journalSays("is for the time zone `Europe/Berlin`, and the policy says `Z`"))
                .isTrue();
    }

    @Test
    void refuses_a_journal_that_ends_before_its_snapshot() throws Exception {
        live(20, false);
        makeSnapshot();
        List<Path> all = directories();
        delete(all.get(all.size() - 1));
        assertThatThrownBy(() -> open(1_000, null))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("Its last records have been taken away");
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void archives_what_is_old_and_covered_and_starts_and_verifies_without_it() throws Exception {
        live(20, false);
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        byte[] expected = fromEverything();
        List<Path> before = directories();
        now = now.plus(Duration.ofDays(40));
        retire(new Retention(Duration.ofNanos(1), true), 1);

        assertThat(temp.resolve("archive"))
                .isDirectoryContaining(
                        path -> path.getFileName().equals(before.get(0).getFileName()));
        try (JournalReader reader = JournalReader.open(temp)) {
            assertThat(reader.firstSequence()).isGreaterThan(40);
            reader.read(recorded -> {});
            assertThat(reader.remarks()).isEmpty();
        }
        assertThat(journalSays("archived: directories 1 to")).isTrue();
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().checked()).isEqualTo(2);

        // and without the archive, from the snapshot alone
        moveAway(temp.resolve("archive"));
        assertThat(verify().findings()).isEmpty();
        assertThat(Verification.of(temp, null, List.of(), any -> {}).problems()).isEmpty();
        ChronicleJournal.Opened<LocalRebuild> opened = open(1_000, null);
        opened.journal().close();
        assertThat(ledgerPart(saved(opened.rebuilt()))).isEqualTo(ledgerPart(expected));
    }

    /** Without what moves with every record: the time and sequence of the latest. */
    private static byte[] ledgerPart(byte[] saved) {
        return Arrays.copyOfRange(saved, ZONE.getId().length() + 2 + 8 + 4 + 8, saved.length);
    }

    private void moveAway(Path directory) throws IOException {
        Files.move(directory, temp.resolve("elsewhere"));
    }

    /** Runs the upkeep of a process until the journal begins later than before. */
    private void retire(Retention retention, int gone) throws Exception {
        List<Path> before = directories();
        try (ChronicleJournal journal = open(1_000, retention).journal()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(before.get(gone - 1)));
        }
    }

    @Test
    void deletes_what_is_old_where_the_policy_says_so() throws Exception {
        live(20, false);
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        now = now.plus(Duration.ofDays(40));
        retire(new Retention(Duration.ofNanos(1), false), 1);
        assertThat(temp.resolve("archive")).doesNotExist();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (var files = Files.list(temp.resolve("journal"))) {
                return files.noneMatch(file -> file.toString().endsWith(".old"));
            }
        });
        assertThat(Verification.of(temp, null, List.of(), any -> {}).problems()).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void keeps_a_directory_with_an_admission_that_has_no_outcome() throws Exception {
        live(20, true);
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        now = now.plus(Duration.ofDays(400));
        List<Incarnation> all = Incarnation.all(temp.resolve("journal"));
        Retiring retiring = new Retiring(temp, new Retention(Duration.ZERO, true));
        long earliestOpen = Snapshot.check(snapshots().get(0)).earliestOpen();
        assertThat(earliestOpen).isEqualTo(1);
        assertThat(retiring.first(all, 2, earliestOpen, now)).isNull();
        assertThat(retiring.first(all, 2, Long.MAX_VALUE, now)).isEqualTo(all.get(2));
        assertThat(retiring.first(all, 1, Long.MAX_VALUE, now)).isEqualTo(all.get(1));
    }

    /** One process that makes one call, and its end. */
    private void liveOne(String call, String key, String outcome) throws Exception {
        try (ChronicleJournal journal = open(1_000_000, null).journal()) {
            for (Kind kind : List.of(Kind.ADMITTED, Kind.SETTLED)) {
                journal.note(Entry.at(now, kind)
                        .call(call)
                        .caller("billing")
                        .run("run-1")
                        .decision(kind == Kind.ADMITTED ? "allowed" : outcome)
                        .amount(new Money(5_000_000, "usd"))
                        .key(key)
                        .build());
            }
        }
    }

    private long earliestOpen() throws IOException {
        return Snapshot.check(snapshots().get(0)).earliestOpen();
    }

    private List<String> unsettled() throws IOException {
        UnsettledHolds holds = new UnsettledHolds();
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.read(holds::accept);
        }
        return holds.list().stream().map(Unsettled::key).toList();
    }

    @Test
    void keeps_a_directory_with_an_unknown_outcome_until_it_is_settled() throws Exception {
        liveOne("call-of-doubt", "key-of-doubt", "unknown");
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        now = now.plus(Duration.ofDays(400));
        live(2, false);
        Retiring retiring = new Retiring(temp, new Retention(Duration.ofNanos(1), false));
        assertThat(earliestOpen()).isEqualTo(1);
        assertThat(retiring.first(Incarnation.all(temp.resolve("journal")), 2, earliestOpen(), now))
                .isNull();
        assertThat(unsettled()).containsExactly("key-of-doubt");

        liveOne("reconcile-1", "key-of-doubt", "settled");
        makeSnapshot();
        live(2, false);
        makeSnapshot();
        assertThat(unsettled()).isEmpty();
        assertThat(earliestOpen()).isEqualTo(Long.MAX_VALUE);
        retire(new Retention(Duration.ofNanos(1), false), 1);
        assertThat(Verification.of(temp, null, List.of(), any -> {}).problems()).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void does_not_use_a_snapshot_of_an_earlier_format_and_says_so() throws Exception {
        live(20, false);
        makeSnapshot();
        byte[] content = Files.readAllBytes(snapshots().get(0));
        content[4] = 1;
        MessageDigest digest = Canonical.sha256();
        digest.update(content, 0, content.length - 32);
        System.arraycopy(digest.digest(), 0, content, content.length - 32, 32);
        Files.write(snapshots().get(0), content);
        byte[] expected = fromEverything();

        ChronicleJournal.Opened<LocalRebuild> opened = open(1_000, null);
        opened.journal().close();
        assertThat(saved(opened.rebuilt())).isEqualTo(expected);
        assertThat(journalSays("is not used: it is of format 1, and this Bursar reads format 2"))
                .isTrue();
    }

    @Test
    void believes_no_clock_that_makes_everything_old() throws Exception {
        for (int i = 0; i < 3; i++) {
            live(2, false);
        }
        List<Incarnation> all = Incarnation.all(temp.resolve("journal"));
        Retiring retiring = new Retiring(temp, new Retention(Duration.ofDays(32), true));
        assertThat(retiring.first(all, 3, Long.MAX_VALUE, now.plus(Duration.ofDays(9_999))))
                .isNull();
    }

    @Test
    void refuses_a_journal_without_its_beginning_where_no_snapshot_stands_for_it() throws Exception {
        live(20, false);
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        now = now.plus(Duration.ofDays(40));
        retire(new Retention(Duration.ofNanos(1), true), 1);
        for (Path file : snapshots()) {
            Files.delete(file);
        }
        assertThatThrownBy(() -> open(1_000, null))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("no snapshot stands for what was before it");
        // dump and verify go on with what there is
        try (JournalReader reader = JournalReader.open(temp)) {
            assertThat(reader.read(recorded -> {})).isPositive();
        }
    }

    @Test
    void refuses_a_journal_with_a_gap_whatever_a_snapshot_says() throws Exception {
        live(20, false);
        makeSnapshot();
        live(2, false);
        delete(directories().get(0));
        assertThatThrownBy(() -> open(1_000, null))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("directory number 1 of the journal")
                .hasMessageContaining("is missing");
    }

    @Test
    void follows_a_running_journal_whose_beginning_is_archived_meanwhile() throws Exception {
        live(20, false);
        makeSnapshot();
        live(20, false);
        makeSnapshot();
        now = now.plus(Duration.ofDays(40));
        try (JournalReader following = JournalReader.open(temp)) {
            long read = following.poll(recorded -> {});
            retire(new Retention(Duration.ofNanos(1), true), 1);
            live(3, false);
            read += following.poll(recorded -> {});
            assertThat(read).isEqualTo(following.sequence());
        }
    }
}
