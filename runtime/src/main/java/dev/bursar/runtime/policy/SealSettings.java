// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import org.jspecify.annotations.Nullable;

/**
 * How the requests of calls that move money are kept in the journal, encrypted, so that those whose outcome is not known can be repeated.
 *
 * @param source where the secret is that they are encrypted with: {@code env:NAME} or {@code file:/path}
 * @param place where the policy names it
 */
public record SealSettings(String source, Place place) {

    private static final int SHORTEST = 32;
    private static final int FEWEST_DIFFERENT = 8;

    /**
     * Why a secret is not one to seal with, as the end of a sentence about it; {@code null} if it is. The secret is not repeated.
     *
     * @param secret without line ends
     */
    public static @Nullable String weakness(String secret) {
        if (secret.length() < SHORTEST) {
            return "has " + secret.length() + " characters, and at least " + SHORTEST + " random ones are needed";
        }
        if (secret.chars().distinct().count() < FEWEST_DIFFERENT) {
            return "repeats so few different characters that it can be guessed";
        }
        return null;
    }
}
