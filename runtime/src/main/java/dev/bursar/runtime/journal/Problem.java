// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.util.Locale;

/**
 * Something that is not as it was written.
 *
 * @param kind in one word
 * @param sentence where and how, for a person
 */
public record Problem(Kind kind, String sentence) {

    /** How a journal can be broken. */
    public enum Kind {
        /** What stands there is not what was written. */
        CHANGED,
        /** What was written is not there. */
        MISSING,
        /** What was written stands elsewhere, or twice. */
        REORDERED,
        /** The end is not there. */
        TRUNCATED,
        /** What stands there belongs to another journal, or to none. */
        FOREIGN,
        /** A checkpoint that the key's owner has not signed, or a snapshot that is not what the journal comes to. */
        FORGED,
        /** A checkpoint that should be there is not. */
        ABSENT,
        /** A checkpoint says otherwise than the journal. */
        CONTRADICTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return kind.word() + ": " + sentence;
    }
}
