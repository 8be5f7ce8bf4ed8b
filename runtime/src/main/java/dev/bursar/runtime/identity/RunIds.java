// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes run ids. The same inputs give the same id on every machine, in every process. */
final class RunIds {

    private static final int DIGEST_BYTES = 16;

    /** Held apart, so that no random source is set up before a run is asked for its id. */
    private static final class Source {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    private RunIds() {}

    /** 128 random bits. From the system's source each time, so that processes restored from one snapshot differ. */
    static String random() {
        byte[] bytes = new byte[DIGEST_BYTES];
        Source.RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * The id of a run that the policy identifies by {@code value}: readable if it is short and plain, else a hash. What looks like an e-mail
     * address or a telephone number is not plain.
     */
    static String stable(String caller, String value) {
        return isPlain(value) ? caller + "/" + value : caller + "/~" + digest(caller, value);
    }

    /** @param entry the method that opened it; @param ordinal which of the parent's attempt's entries to it */
    static String child(String parent, String caller, String entry, int ordinal) {
        return caller + "/#" + digest(parent, caller, entry, Integer.toString(ordinal));
    }

    /**
     * The text of an argument that may identify a run.
     *
     * @return {@code null} for blank text and for objects whose text may differ from machine to machine
     */
    static @Nullable String text(@Nullable Object value) {
        if (value instanceof CharSequence
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof UUID) {
            String text = value.toString();
            return text.isBlank() ? null : text;
        }
        return value instanceof Enum<?> constant ? constant.name() : null;
    }

    private static boolean isPlain(String value) {
        if (value.isEmpty() || value.length() > 64) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".:_-".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static String digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // Lengths in front, so that no two lists of parts give the same bytes.
                for (int shift = 24; shift >= 0; shift -= 8) {
                    sha.update((byte) (bytes.length >>> shift));
                }
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
