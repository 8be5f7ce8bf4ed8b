// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A real key. It prints as nothing, compares by identity, and opens only to who passes {@link WireAccess}, so that a search for that word finds
 * every place that sees a key.
 */
public final class Secret {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param raw as read, possibly with line ends after it; copied
     * @return the key
     * @throws IllegalArgumentException if what is left is empty, longer than 4096 bytes, or holds anything but printable ASCII without
     *     spaces, which alone may stand in a header; the message does not repeat it
     */
    static Secret of(byte[] raw) {
        int end = raw.length;
        while (end > 0 && (raw[end - 1] == '\n' || raw[end - 1] == '\r')) {
            end--;
        }
        if (end == 0) {
            throw new IllegalArgumentException("is empty");
        }
        if (end > 4096) {
            throw new IllegalArgumentException("is longer than 4096 bytes");
        }
        for (int i = 0; i < end; i++) {
            if (raw[i] <= ' ' || raw[i] > '~') {
                throw new IllegalArgumentException(
                        "holds a character that cannot stand in a key, at position " + (i + 1));
            }
        }
        return new Secret(Arrays.copyOf(raw, end));
    }

    /** The key itself. The string lives as long as the request that carries it. */
    public String open(WireAccess access) {
        Objects.requireNonNull(access);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** For what is made of it and cannot be turned back; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
