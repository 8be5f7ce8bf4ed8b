// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import org.jspecify.annotations.Nullable;

/** How a checkpoint is signed. */
public enum Algorithm {
    /** With a shared secret: whoever can check it can make it. */
    HMAC_SHA256("hmac-sha256"),
    /** With a private key: the public one is enough to check it. */
    ED25519("ed25519");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static @Nullable Algorithm of(String word) {
        for (Algorithm each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }
}
