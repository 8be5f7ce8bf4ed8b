// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over a sequence of parts of which no two different sequences look alike: every text is preceded by its length, and taken as its
 * UTF-16 code units, because an encoder would write every broken surrogate as the same question mark. Keys rest on these bytes; they must
 * never change.
 */
final class CanonicalHash {

    private final MessageDigest digest;
    private final byte[] buffer = new byte[512];
    private int used;

    /** @param purpose hashes of different purposes never meet */
    CanonicalHash(String purpose) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
        text(purpose);
    }

    CanonicalHash text(String text) {
        number(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            put((byte) (unit >> 8));
            put((byte) unit);
        }
        return this;
    }

    /** Absent and empty differ. */
    CanonicalHash optional(@Nullable String text) {
        if (text == null) {
            return number(-1);
        }
        return text(text);
    }

    CanonicalHash number(int number) {
        put((byte) (number >> 24));
        put((byte) (number >> 16));
        put((byte) (number >> 8));
        put((byte) number);
        return this;
    }

    private void put(byte value) {
        if (used == buffer.length) {
            digest.update(buffer, 0, used);
            used = 0;
        }
        buffer[used++] = value;
    }

    /** 64 lower-case hex digits. Ends this hash. */
    String hex() {
        digest.update(buffer, 0, used);
        used = 0;
        return HexFormat.of().formatHex(digest.digest());
    }
}
