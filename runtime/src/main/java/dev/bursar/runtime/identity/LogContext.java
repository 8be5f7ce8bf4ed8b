// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import org.jspecify.annotations.Nullable;

/** The application's own logging context, such as SLF4J's MDC, on the current thread. Nothing here throws. */
@FunctionalInterface
public interface LogContext {

    /** The entry under which the id of the open run stands there. */
    String RUN = "bursar.run";

    /** The value of an entry; {@code null} if there is none, or no logging context at all. */
    @Nullable
    String get(String name);

    /** Whether entries put here are kept. While it says no, none is put. */
    default boolean isPresent() {
        return false;
    }

    /**
     * Puts an entry.
     *
     * @param value {@code null} to take the entry away
     * @return what was there before; {@code null} for nothing
     */
    default @Nullable String put(String name, @Nullable String value) {
        return null;
    }
}
