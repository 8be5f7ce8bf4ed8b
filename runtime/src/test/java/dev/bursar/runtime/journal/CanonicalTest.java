// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261102})
    void gives_back_every_entry_as_it_was(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Entry entry = Entries.random(random);
            byte[] previous = new byte[32];
            random.nextBytes(previous);
            long sequence = random.nextLong();
            byte[] record = Canonical.record(sequence, sequence - 1, previous, Canonical.body(entry));
            assertThat(record.length).isLessThanOrEqualTo(Canonical.LONGEST_RECORD);
            Canonical.Decoded decoded = Canonical.decode(record);
            assertThat(decoded.durable()).isEqualTo(sequence - 1);
            assertThat(decoded.recorded().sequence()).isEqualTo(sequence);
            assertThat(decoded.recorded().previous()).isEqualTo(HexFormat.of().formatHex(previous));
            assertThat(decoded.recorded().entry()).isEqualTo(entry);
        }
    }

    /** The bytes that the document of the format shows: a change here is a new version, and needs a reader of both. */
    @Test
    void writes_the_bytes_that_are_documented() {
        Entry entry = Entry.of(Instant.parse("2026-11-02T12:00:00.123456789Z"), Kind.ALERT, "\u00fc");
        byte[] record = Canonical.record(7, 6, Canonical.ZEROS, Canonical.body(entry));
        assertThat(HexFormat.of().formatHex(record, 0, record.length - 32))
                .isEqualTo("42525352" + "03" + HEAD + AS_IN_VERSION_1 + "00" + "ffff".repeat(7) + "ffffffff");
    }

    /** What stands before the fields, and fields that both versions have. */
    private static final String HEAD = "0000000000000007" + "0000000000000006" + "00".repeat(32);

    private static final String AS_IN_VERSION_1 = "00065f49e2a73240" + "0005616c657274" + "ffff".repeat(3) + "00000000"
            + "ffff".repeat(5) + "0002c3bc" + "00" + "ffff".repeat(2) + "00" + "ffff".repeat(3) + "00".repeat(3)
            + "ffff" + "0000000000000000" + "00000001";

    @Test
    void reads_records_of_version_1_which_journals_of_older_releases_are_full_of() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("42525352" + "01" + HEAD + AS_IN_VERSION_1);
        Canonical.Decoded decoded = Canonical.decode(hashed(bytes));
        assertThat(decoded.recorded().entry())
                .isEqualTo(Entry.of(Instant.parse("2026-11-02T12:00:00.123456Z"), Kind.ALERT, "\u00fc"));
        assertThat(Canonical.body(decoded.recorded().entry()))
                .endsWith(0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void reads_records_of_version_2_which_end_with_the_labels() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("42525352" + "02" + HEAD + AS_IN_VERSION_1 + "00" + "ffff".repeat(6));
        assertThat(Canonical.decode(hashed(bytes)).recorded().entry())
                .isEqualTo(Entry.of(Instant.parse("2026-11-02T12:00:00.123456Z"), Kind.ALERT, "\u00fc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "04", "ff"})
    void refuses_a_version_it_does_not_know(String version) throws Exception {
        byte[] record = hashed(HexFormat.of().parseHex("42525352" + version + HEAD + AS_IN_VERSION_1));
        assertThatThrownBy(() -> Canonical.decode(record))
                .isInstanceOf(Canonical.MalformedException.class)
                .hasMessageContaining("version");
    }

    private static byte[] hashed(byte[] bytes) throws Exception {
        byte[] record = Arrays.copyOf(bytes, bytes.length + 32);
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(bytes), 0, record, bytes.length, 32);
        return record;
    }

    @Test
    void takes_no_entry_with_more_outer_callers_than_it_can_keep() {
        List<Entry.Outer> outer = Collections.nCopies(Entry.MOST_OUTER + 1, new Entry.Outer("boss", "run"));
        Entry entry = Entries.numbered(1).change().outer(outer).build();
        assertThatThrownBy(() -> Canonical.body(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashes_everything_before_the_hash() throws Exception {
        byte[] record = Canonical.record(1, 0, Canonical.ZEROS, Canonical.body(Entries.numbered(1)));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(record, record.length - 32));
        assertThat(Canonical.hash(record)).isEqualTo(hash);
    }

    @Test
    void accepts_no_record_with_a_bit_changed_or_a_byte_less() {
        byte[] record = Canonical.record(1, 0, Canonical.ZEROS, Canonical.body(Entries.numbered(1)));
        for (int i = 0; i < record.length; i++) {
            byte[] changed = record.clone();
            changed[i] ^= 1 << i % 8;
            assertThatThrownBy(() -> Canonical.decode(changed)).isInstanceOf(Canonical.MalformedException.class);
            byte[] shorter = Arrays.copyOf(record, i);
            assertThatThrownBy(() -> Canonical.decode(shorter)).isInstanceOf(Canonical.MalformedException.class);
        }
    }

    /** With the hash made right, so that the fields themselves are looked at. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void reads_or_refuses_any_body_but_never_fails_otherwise(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] body = Canonical.body(Entries.random(random));
            body = Arrays.copyOf(body, random.nextInt(body.length + 8));
            for (int n = random.nextInt(4); n > 0 && body.length > 0; n--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            byte[] record = Canonical.record(1, 0, Canonical.ZEROS, body);
            try {
                Entry read = Canonical.decode(record).recorded().entry();
                assertThat(Canonical.body(read)).isEqualTo(body);
            } catch (Canonical.MalformedException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void cuts_a_long_text_at_a_whole_character_and_shows_that_it_did() throws Exception {
        String astral = "\uD83D\uDE00";
        String reason = "x".repeat(998) + astral + "tail";
        byte[] record =
                Canonical.record(1, 0, Canonical.ZEROS, Canonical.body(Entry.of(Entries.NOON, Kind.ALERT, reason)));
        assertThat(Canonical.decode(record).recorded().entry().reason()).isEqualTo("x".repeat(998) + "\u2026");
    }

    @Test
    void writes_half_a_character_as_a_question_mark() throws Exception {
        byte[] record =
                Canonical.record(1, 0, Canonical.ZEROS, Canonical.body(Entry.of(Entries.NOON, Kind.ALERT, "a\uD83D")));
        assertThat(Canonical.decode(record).recorded().entry().reason()).isEqualTo("a?");
    }
}
