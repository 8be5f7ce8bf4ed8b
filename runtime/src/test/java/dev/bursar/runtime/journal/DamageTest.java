// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two directories of twenty records each, and what may have become of them. */
final class DamageTest {

    @TempDir
    Path state;

    private List<Path> files = List.of();

    @BeforeEach
    void record() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Journal journal = ChronicleJournal.open(state, recorded -> {})) {
                for (int n = 0; n < 20; n++) {
                    journal.write(Entries.numbered(20 * i + n));
                }
            }
        }
        files = Incarnation.all(state.resolve("journal")).stream()
                .map(Incarnation::data)
                .toList();
    }

    private long read() throws IOException {
        try (JournalReader reader = JournalReader.open(state)) {
            return reader.read(recorded -> {});
        }
    }

    /** Where the text of record {@code key-n} stands in a file. */
    private static long find(Path file, String text) throws IOException {
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int at = all.indexOf(text);
        assertThat(at).isPositive();
        return at;
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private void assertBroken(String... where) {
        assertThatThrownBy(this::read)
                .isInstanceOf(BrokenJournalException.class)
                .hasMessageContainingAll(where);
        assertThatThrownBy(() -> ChronicleJournal.open(state, recorded -> {}).close())
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContainingAll(where);
    }

    @Test
    void reads_both_directories_in_order() throws Exception {
        assertThat(read()).isEqualTo(40);
    }

    @Test
    void finds_a_changed_byte_in_an_earlier_directory() throws Exception {
        overwrite(files.get(0), find(files.get(0), "call-7"), new byte[] {'b'});
        assertBroken("record 8", files.get(0).toString(), "byte ");
    }

    @Test
    void finds_a_changed_byte_in_the_middle_of_the_last_directory_and_does_not_take_it_for_a_torn_tail()
            throws Exception {
        overwrite(files.get(1), find(files.get(1), "call-27"), new byte[] {'b'});
        assertBroken("record 28", files.get(1).toString(), "its hash");
    }

    @Test
    void finds_records_of_the_middle_that_have_become_zeros() throws Exception {
        long at = find(files.get(1), "call-27") & ~3L;
        overwrite(files.get(1), at - 200, new byte[1_000]);
        assertBroken(files.get(1).toString());
    }

    @Test
    void finds_that_a_directory_is_missing() throws Exception {
        Path moved = state.resolve("moved");
        Files.move(parent(files.get(0)), moved);
        assertBroken("number 1");
    }

    @Test
    void finds_that_a_file_of_records_is_missing() throws Exception {
        Files.delete(files.get(0));
        assertBroken(files.get(0).toString(), "missing");
    }

    @Test
    void finds_that_a_directory_does_not_say_where_it_belongs() throws Exception {
        Files.delete(parent(files.get(1)).resolve("began"));
        assertBroken("began");
    }

    @Test
    void takes_half_a_record_at_the_end_for_a_torn_tail_and_goes_on_after_it() throws Exception {
        long last = find(files.get(1), "call-39");
        overwrite(files.get(1), last + 20, new byte[400]);
        try (JournalReader reader = JournalReader.open(state)) {
            assertThat(reader.read(recorded -> {})).isEqualTo(39);
            assertThat(reader.remarks()).singleElement().asString().contains("torn", "after record 39");
        }
        List<Recorded> replayed = new ArrayList<>();
        try (ChronicleJournal journal = ChronicleJournal.open(state, replayed::add)) {
            assertThat(replayed).hasSize(39);
            assertThat(journal.tornTail()).contains("torn");
            journal.write(Entries.numbered(99));
        }
        replayed.clear();
        ChronicleJournal.open(state, replayed::add).close();
        assertThat(replayed).extracting(Recorded::sequence).endsWith(39L, 40L, 41L);
        assertThat(replayed.get(39).entry().kind()).isEqualTo(Kind.ALERT);
        assertThat(replayed.get(40).entry()).isEqualTo(Entries.numbered(99));
    }

    @Test
    void ignores_a_directory_whose_making_was_cut_short() throws Exception {
        Path half = Files.createDirectory(state.resolve("journal").resolve("7d9f4f5e-0000-4000-8000-000000000000.new"));
        Files.createFile(half.resolve("began"));
        assertThat(read()).isEqualTo(40);
    }

    @Test
    void gives_back_the_zeros_written_ahead_when_the_next_process_opens() throws Exception {
        assertThat(Files.size(files.get(0))).isLessThan(200_000);
        assertThat(Files.size(files.get(1))).isEqualTo(4 << 20);
    }

    @Test
    void keeps_everything_from_other_users() throws Exception {
        try (Stream<Path> all = Files.walk(state)) {
            for (Path path : all.filter(path -> !path.equals(state)).toList()) {
                assertThat(Files.getPosixFilePermissions(path))
                        .as(path.toString())
                        .allMatch(permission -> permission.name().startsWith("OWNER_"));
            }
        }
    }

    @Test
    void is_a_queue_that_chronicle_itself_reads() throws Exception {
        List<Recorded> ours = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(ours::add);
        }
        List<Recorded> theirs = new ArrayList<>();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(parent(files.get(1)))
                        .rollCycle(RollCycles.FAST_DAILY)
                        .build();
                ExcerptTailer tailer = queue.createTailer()) {
            List<byte[]> records = new ArrayList<>();
            while (tailer.readDocument(wire -> records.add(wire.read("record").bytes()))) {
                theirs.add(Canonical.decode(records.get(records.size() - 1)).recorded());
            }
        }
        assertThat(theirs).isEqualTo(ours.subList(20, 40));
    }

    private static Path parent(Path file) {
        return java.util.Objects.requireNonNull(file.getParent());
    }
}
