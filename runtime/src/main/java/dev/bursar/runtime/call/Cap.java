// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

/** A limit of one caller per window. */
public sealed interface Cap {

    Window window();

    /** At most {@code limit} may be held and settled together in one window. */
    record OfMoney(Money limit, Window window) implements Cap {
        @Override
        public String toString() {
            return limit + " per " + window.word();
        }
    }

    /** At most {@code limit} calls may be admitted in one window. */
    record OfCalls(long limit, Window window) implements Cap {
        @Override
        public String toString() {
            return limit + " calls per " + window.word();
        }
    }
}
