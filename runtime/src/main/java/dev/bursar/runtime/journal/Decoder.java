// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that {@link Canonical} has made, one after the other, out of an array that it does not keep. Every record's hash is checked
 * before anything else is believed. Not thread-safe.
 */
final class Decoder {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private static final int SEQUENCE = 5;
    private static final int DURABLE = 13;
    private static final int PREVIOUS = 21;
    private static final char REPLACEMENT = '\uFFFD';
    private static final List<Kind> KINDS = List.of(Kind.values());

    private final MessageDigest digest = Canonical.sha256();
    private final byte[] computed = new byte[Canonical.HASH];

    private byte[] bytes = Canonical.ZEROS;
    private int from;

    /** Where the hash of the record begins. */
    private int end;

    private int at;

    /**
     * Turns to another record.
     *
     * @throws Canonical.MalformedException if it is none, or its hash is not that of its bytes
     */
    void open(byte[] array, int start, int length) throws Canonical.MalformedException {
        if (length < Canonical.HEAD + Canonical.HASH) {
            throw new Canonical.MalformedException("it is too short to be a record");
        }
        bytes = array;
        from = start;
        end = start + length - Canonical.HASH;
        if (!Arrays.equals(array, start, start + Canonical.MAGIC.length, Canonical.MAGIC, 0, Canonical.MAGIC.length)) {
            throw new Canonical.MalformedException("it does not begin as a record does");
        }
        digest.update(array, start, end - start);
        try {
            digest.digest(computed, 0, computed.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        if (!Arrays.equals(computed, 0, Canonical.HASH, array, end, end + Canonical.HASH)) {
            throw new Canonical.MalformedException("its hash is not that of its bytes");
        }
        byte version = version();
        if (version < Canonical.OLDEST_VERSION || version > Canonical.VERSION) {
            throw new Canonical.MalformedException("it is of version " + version + ", and this Bursar reads versions "
                    + Canonical.OLDEST_VERSION + " to " + Canonical.VERSION);
        }
    }

    long sequence() {
        return (long) LONG.get(bytes, from + SEQUENCE);
    }

    long durable() {
        return (long) LONG.get(bytes, from + DURABLE);
    }

    boolean follows(byte[] previous) {
        return Arrays.equals(bytes, from + PREVIOUS, from + PREVIOUS + Canonical.HASH, previous, 0, previous.length);
    }

    void copyHash(byte[] into) {
        System.arraycopy(bytes, end, into, 0, Canonical.HASH);
    }

    /** The whole record, with its entry. */
    Recorded recorded() throws Canonical.MalformedException {
        HexFormat hex = HexFormat.of();
        return new Recorded(
                sequence(),
                hex.formatHex(bytes, from + PREVIOUS, from + PREVIOUS + Canonical.HASH),
                hex.formatHex(bytes, end, end + Canonical.HASH),
                entry());
    }

    private byte version() {
        return bytes[from + Canonical.MAGIC.length];
    }

    private Entry entry() throws Canonical.MalformedException {
        at = from + Canonical.HEAD;
        byte version = version();
        boolean old = version == 1;
        Entry entry = new Entry(
                time(),
                kind(),
                text(),
                text(),
                text(),
                int32(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                amount(),
                text(),
                text(),
                present() ? (Integer) int32() : null,
                text(),
                text(),
                text(),
                present() ? (Long) int64() : null,
                present() ? (Long) int64() : null,
                present() ? (Long) int64() : null,
                text(),
                int64(),
                int32(),
                old ? List.of() : outer(),
                old ? null : text(),
                old ? null : text(),
                old ? null : text(),
                old ? null : text(),
                old ? null : text(),
                old ? null : text(),
                version < 3 ? null : text(),
                version < 3 ? null : longText());
        if (at != end) {
            throw new Canonical.MalformedException("something follows its last field");
        }
        return entry;
    }

    /** What {@link Replay} asks for, and nothing else: the texts that nobody reads make up most of the time. */
    Replay.Step step() throws Canonical.MalformedException {
        at = from + Canonical.HEAD;
        byte version = version();
        Instant time = time();
        Kind kind = kind();
        boolean isAlert = kind == Kind.ALERT;
        if (kind != Kind.ADMITTED && kind != Kind.SETTLED && !isAlert) {
            return new Replay.Step(sequence(), time, kind, null, null, null, null, null, null, null, null, List.of());
        }
        String call = text();
        String caller = text();
        String run = text();
        int32();
        skip(3);
        String decision = text();
        skip(1);
        String reason = isAlert ? text() : skipped();
        Money amount = amount();
        String key = text();
        String bodyHash = text();
        if (present()) {
            int32();
        }
        skip(1);
        String objectId = text();
        String cap = isAlert ? text() : skipped();
        for (int i = 0; i < 3; i++) {
            if (present()) {
                int64();
            }
        }
        skip(1);
        int64();
        int32();
        List<Entry.Outer> outer = version == 1 ? List.of() : outer();
        return new Replay.Step(
                sequence(),
                time,
                kind,
                call,
                caller,
                run,
                decision,
                amount,
                key,
                bodyHash,
                objectId,
                outer,
                reason,
                cap);
    }

    private Instant time() throws Canonical.MalformedException {
        long micros = int64();
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    private Kind kind() throws Canonical.MalformedException {
        String word = text();
        for (Kind kind : KINDS) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new Canonical.MalformedException("its kind is unknown");
    }

    private @Nullable Money amount() throws Canonical.MalformedException {
        if (!present()) {
            return null;
        }
        long micros = int64();
        int start = take(3);
        try {
            return new Money(micros, new String(bytes, start, 3, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw outOfRange();
        }
    }

    private List<Entry.Outer> outer() throws Canonical.MalformedException {
        int size = Byte.toUnsignedInt(bytes[take(1)]);
        if (size == 0) {
            return List.of();
        }
        if (size > Entry.MOST_OUTER) {
            throw new Canonical.MalformedException("it names too many callers");
        }
        List<Entry.Outer> outer = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String caller = text();
            String run = text();
            if (caller == null || run == null) {
                throw new Canonical.MalformedException("a caller in it is missing");
            }
            outer.add(new Entry.Outer(caller, run));
        }
        return outer;
    }

    private @Nullable String text() throws Canonical.MalformedException {
        int length = Short.toUnsignedInt((short) SHORT.get(bytes, take(2)));
        if (length == Canonical.ABSENT) {
            return null;
        }
        int start = take(length);
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        // what is not UTF-8 becomes this character, which may also have been written as such
        return text.indexOf(REPLACEMENT) < 0 ? text : strict(start, length);
    }

    private String strict(int start, int length) throws Canonical.MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Canonical.MalformedException("a text in it is not UTF-8");
        }
    }

    private void skip(int texts) throws Canonical.MalformedException {
        for (int i = 0; i < texts; i++) {
            int length = Short.toUnsignedInt((short) SHORT.get(bytes, take(2)));
            if (length != Canonical.ABSENT) {
                take(length);
            }
        }
    }

    private @Nullable String skipped() throws Canonical.MalformedException {
        skip(1);
        return null;
    }

    private @Nullable String longText() throws Canonical.MalformedException {
        int length = int32();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > Entry.LONGEST_SEALED) {
            throw new Canonical.MalformedException("a text in it is too long");
        }
        String text = new String(bytes, take(length), length, StandardCharsets.ISO_8859_1);
        if (!Canonical.isPlain(text)) {
            throw new Canonical.MalformedException("a text in it is not base64");
        }
        return text;
    }

    private boolean present() throws Canonical.MalformedException {
        return switch (bytes[take(1)]) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new Canonical.MalformedException("a field in it is neither absent nor present");
        };
    }

    private int int32() throws Canonical.MalformedException {
        return (int) INT.get(bytes, take(4));
    }

    private long int64() throws Canonical.MalformedException {
        return (long) LONG.get(bytes, take(8));
    }

    /** Where the next {@code length} bytes begin, which are passed. */
    private int take(int length) throws Canonical.MalformedException {
        int start = at;
        if (length > end - start) {
            throw outOfRange();
        }
        at = start + length;
        return start;
    }

    private static Canonical.MalformedException outOfRange() {
        return new Canonical.MalformedException("a field of it is missing or out of range");
    }
}
