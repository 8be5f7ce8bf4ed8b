// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import java.util.Locale;

/** What is done with a call once it is decided. */
public enum Mode {
    /** Decide and record, leave the request exactly as it is. */
    OBSERVE,
    /** Refuse what is not allowed, dress and send what is. */
    ENFORCE,
    /** Decide, then answer locally; never send. */
    REHEARSE;

    /** The stricter of two; a later constant is stricter. */
    public Mode stricter(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The word a policy uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
