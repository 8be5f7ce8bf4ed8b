// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

/**
 * How it can be found out what became of an unsettled hold.
 *
 * @param kind which way
 * @param why what stands against a better way; empty for {@link Kind#REPEAT}
 */
public record Way(Kind kind, String why) {

    public enum Kind {
        /** The same request once more, under the same key: the vendor carries it out if it never came, and else tells what became of it. */
        REPEAT("repeat"),
        /** Look up what the vendor keeps: proof if it is there. */
        READ("read"),
        /** It stays charged. */
        NONE("cannot be known");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
