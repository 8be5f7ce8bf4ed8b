// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import org.jspecify.annotations.Nullable;

/** Says where a call stands in the application's own traces, so that these and the journal can be joined. */
@FunctionalInterface
public interface Tracing {

    /** Of an application that has no traces. */
    Tracing NONE = () -> null;

    /** The span that is current on this thread; {@code null} if there is none. Never throws. */
    @Nullable
    Span current();

    /**
     * A span, by its ids as W3C trace context has them.
     *
     * @param trace 32 lower-case hex digits
     * @param id 16 lower-case hex digits
     */
    record Span(String trace, String id) {

        /** @return {@code null} if either is not such an id */
        public static @Nullable Span of(@Nullable String trace, @Nullable String id) {
            return trace != null && id != null && isHex(trace, 32) && isHex(id, 16) ? new Span(trace, id) : null;
        }

        /** @throws IllegalArgumentException if either is not such an id */
        public Span {
            if (!isHex(trace, 32) || !isHex(id, 16)) {
                throw new IllegalArgumentException("not the ids of a span");
            }
        }

        private static boolean isHex(String text, int length) {
            if (text.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                    return false;
                }
            }
            return true;
        }
    }
}
