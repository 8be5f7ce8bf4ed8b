// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent comes in. As they stand these do nothing; the agent finds this class by its name and these methods by their exact shape, and
 * makes each ask its engine. One of another shape refuses to run, and an alarm says which. The agent's {@code ApiHook} is the other side.
 */
final class Seam {

    /** What an alarm names: goes up with every change of shape. */
    static final String VERSION = "1";

    private Seam() {}

    /** What it returns is to be given to {@link #leave} on this thread; {@code null}: there is nothing to leave. */
    static @Nullable Object enterRun(String caller, @Nullable String id) {
        return null;
    }

    /** As {@link #enterRun}. */
    static @Nullable Object enterCall(String caller) {
        return null;
    }

    /** As {@link #enterRun}. */
    static @Nullable Object enterAttempt() {
        return null;
    }

    /** As {@link #enterRun}. */
    static @Nullable Object enterRehearsal() {
        return null;
    }

    static void leave(Object token, @Nullable Object returned, @Nullable Throwable thrown) {}

    static @Nullable String runId() {
        return null;
    }

    /** The parts of a {@link Decision} by their names there. */
    static @Nullable Map<String, String> lastDecision() {
        return null;
    }

    static boolean isPresent() {
        return false;
    }
}
