// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record as bytes. Big-endian; nothing is left out, so that what is missing is never read as zero.
 *
 * <pre>
 *   0  "BRSR"            4
 *   4  version           1   3; records of version 1 end with the count, those of version 2 with the labels
 *   5  sequence          8
 *  13  durable           8   the highest sequence known to be on the disk when this was written
 *  21  previous         32   SHA-256 of the record before; zeros for the first
 *  53  body                  the fields of the entry in the order of {@link Entry}
 *   n  hash             32   SHA-256 of bytes 0 to n-1
 *
 *   text     u16 length in bytes, 65535 if absent, then UTF-8
 *   number   i64 or i32; an optional one has a byte 0 (absent, and nothing follows) or 1 before it
 *   amount   a byte 0 (absent), or 1, i64 millionths, 3 letters of currency
 *   time     i64 microseconds since 1970-01-01T00:00:00Z
 *   outer    u8 how many, then of each two texts: caller, run
 *   long     i32 length in bytes, -1 if absent, then ASCII
 * </pre>
 */
final class Canonical {

    /** A text longer than this is cut here and ends in an ellipsis. */
    static final int LONGEST_TEXT = 1_000;

    static final byte[] MAGIC = {'B', 'R', 'S', 'R'};

    /** No record is longer: 22 texts of three bytes a character, those of the outer callers, a sealed request, and the numbers. */
    static final int LONGEST_RECORD = 240 * 1024;

    static final int HASH = 32;
    static final byte[] ZEROS = new byte[HASH];

    static final byte VERSION = 3;
    static final byte OLDEST_VERSION = 1;
    static final int HEAD = 4 + 1 + 8 + 8 + HASH;
    static final int ABSENT = 0xFFFF;

    private Canonical() {}

    /** A record together with what its head says beside the entry. */
    record Decoded(long durable, Recorded recorded) {}

    /** The bytes are not a whole record of this version. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * The part of a record that does not depend on its place.
     *
     * @throws IllegalArgumentException if a text that identifies something is longer than {@link #LONGEST_TEXT}: cut, it would no longer
     *     do so; or if there are more than {@link Entry#MOST_OUTER} outer callers: one left out would not be charged after a crash
     */
    static byte[] body(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, entry.time()));
            text(out, entry.kind().word());
            text(out, identity("call", entry.call()));
            text(out, identity("caller", entry.caller()));
            text(out, identity("run", entry.run()));
            out.writeInt(entry.attempt());
            text(out, entry.site());
            text(out, entry.vendor());
            text(out, entry.operation());
            text(out, entry.decision());
            text(out, entry.rule());
            text(out, entry.reason());
            Money amount = entry.amount();
            out.writeBoolean(amount != null);
            if (amount != null) {
                out.writeLong(amount.micros());
                out.write(amount.currency().getBytes(StandardCharsets.US_ASCII));
            }
            text(out, identity("key", entry.key()));
            text(out, identity("bodyHash", entry.bodyHash()));
            Integer status = entry.status();
            out.writeBoolean(status != null);
            if (status != null) {
                out.writeInt(status);
            }
            text(out, entry.requestId());
            text(out, entry.objectId());
            text(out, entry.cap());
            number(out, entry.spent());
            number(out, entry.held());
            number(out, entry.limit());
            text(out, entry.policy());
            out.writeLong(entry.latencyNanos());
            out.writeInt(entry.count());
            outer(out, entry.outer());
            text(out, identity("capCaller", entry.capCaller()));
            text(out, entry.trace());
            text(out, entry.span());
            text(out, entry.reference());
            text(out, identity("near", entry.near()));
            text(out, entry.labels());
            text(out, identity("subject", entry.subject()));
            longText(out, entry.sealed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void outer(DataOutputStream out, List<Entry.Outer> outer) throws IOException {
        if (outer.size() > Entry.MOST_OUTER) {
            throw new IllegalArgumentException("an entry names " + outer.size() + " callers around its own; at most "
                    + Entry.MOST_OUTER + " can be recorded");
        }
        out.writeByte(outer.size());
        for (Entry.Outer each : outer) {
            text(out, identity("caller", each.caller()));
            text(out, identity("run", each.run()));
        }
    }

    /** The whole record; its last {@link #HASH} bytes are its hash. */
    static byte[] record(long sequence, long durable, byte[] previous, byte[] body) {
        byte[] record = new byte[HEAD + body.length + HASH];
        ByteBuffer.wrap(record)
                .put(MAGIC)
                .put(VERSION)
                .putLong(sequence)
                .putLong(durable)
                .put(previous)
                .put(body);
        MessageDigest digest = sha256();
        digest.update(record, 0, record.length - HASH);
        try {
            digest.digest(record, record.length - HASH, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        return record;
    }

    static byte[] hash(byte[] record) {
        return Arrays.copyOfRange(record, record.length - HASH, record.length);
    }

    /**
     * Reads what {@link #record} has made.
     *
     * @throws MalformedException if any field is missing, out of range or followed by something else, or the hash is not that of the bytes
     */
    static Decoded decode(byte[] record) throws MalformedException {
        Decoder decoder = new Decoder();
        decoder.open(record, 0, record.length);
        return new Decoded(decoder.durable(), decoder.recorded());
    }

    private static @Nullable String identity(String field, @Nullable String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("the " + field + " of an entry is " + text.length()
                    + " characters long; at most " + LONGEST_TEXT + " can be recorded");
        }
        return text;
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeShort(ABSENT);
            return;
        }
        String kept = text;
        if (text.length() > LONGEST_TEXT) {
            int end = LONGEST_TEXT - 1;
            // not between the two halves of one character
            kept = text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "\u2026";
        }
        byte[] bytes = kept.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static void longText(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        if (text.length() > Entry.LONGEST_SEALED || !isPlain(text)) {
            throw new IllegalArgumentException(
                    "a sealed request is at most " + Entry.LONGEST_SEALED + " characters of base64");
        }
        out.writeInt(text.length());
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static void number(DataOutputStream out, @Nullable Long number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeLong(number);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }
}
