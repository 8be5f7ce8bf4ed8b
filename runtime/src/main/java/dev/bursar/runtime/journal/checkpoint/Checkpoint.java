// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed sentence: at this time, the journal had this record, with this hash, on the disk. As one line of text:
 *
 * <pre>
 *   bursar-checkpoint 1 JOURNAL SEQUENCE HASH TIME ALGORITHM KEY SIGNATURE
 * </pre>
 *
 * @param signed all but the signature and the space before it, which is what is signed
 * @param journal id of the state directory's journal, 32 hex digits
 * @param sequence of the record, from 1
 * @param hash of that record, 64 hex digits; through it, everything before
 * @param time when it was signed, UTC
 * @param key id of the key, 16 hex digits
 * @param signature base64url without padding
 */
public record Checkpoint(
        String signed,
        String journal,
        long sequence,
        String hash,
        Instant time,
        Algorithm algorithm,
        String key,
        String signature) {

    /** How each line begins. */
    public static final String MARK = "bursar-checkpoint ";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern LINE =
            Pattern.compile("(" + MARK + "1 ([0-9a-f]{32}) ([1-9][0-9]{0,17}) ([0-9a-f]{64}) ([0-9T:.-]{20,30}Z) "
                    + "([a-z0-9-]{1,20}) ([0-9a-f]{16})) ([A-Za-z0-9_-]{43,86})(?![A-Za-z0-9_-])");

    /** What is to be signed. */
    static String unsigned(String journal, long sequence, String hash, Instant time, Algorithm algorithm, String key) {
        return MARK + "1 " + journal + " " + sequence + " " + hash + " " + TIME.format(time) + " " + algorithm.word()
                + " " + key;
    }

    /** The checkpoint that stands anywhere in {@code line}; {@code null} if none does. */
    public static @Nullable Checkpoint find(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.find()) {
            return null;
        }
        Algorithm algorithm = Algorithm.of(Objects.requireNonNull(found.group(6)));
        try {
            return algorithm == null
                    ? null
                    : new Checkpoint(
                            Objects.requireNonNull(found.group(1)),
                            Objects.requireNonNull(found.group(2)),
                            Long.parseLong(found.group(3)),
                            Objects.requireNonNull(found.group(4)),
                            Instant.parse(found.group(5)),
                            algorithm,
                            Objects.requireNonNull(found.group(7)),
                            Objects.requireNonNull(found.group(8)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    /** The line, without an end. */
    public String line() {
        return signed + " " + signature;
    }

    @Override
    public String toString() {
        return line();
    }
}
