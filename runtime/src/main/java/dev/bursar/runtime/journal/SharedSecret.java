// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.nio.charset.StandardCharsets;

/** Secrets of the journal that are text: long enough and random enough not to be guessed. */
public final class SharedSecret {

    private static final int SHORTEST = 32;
    private static final int LONGEST = 4096;

    /** Of 32 random hex digits nearly always more are different. */
    private static final int LEAST_DIFFERENT = 8;

    private SharedSecret() {}

    /**
     * @param text as read; white space around it is not part of it
     * @return its bytes
     * @throws IllegalArgumentException if it can be guessed, or may have been read in part; the message goes on from "the key" and does
     *     not repeat it
     */
    public static byte[] of(String text) {
        String key = text.strip();
        if (key.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("holds spaces or characters outside ASCII; write it as hex or base64");
        }
        if (key.length() < SHORTEST || key.chars().distinct().count() < LEAST_DIFFERENT) {
            throw new IllegalArgumentException("is too weak: a shared secret has at least " + SHORTEST
                    + " random characters, such as `openssl rand -hex 32` gives");
        }
        if (key.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        return key.getBytes(StandardCharsets.US_ASCII);
    }
}
