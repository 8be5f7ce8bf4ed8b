// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link RecordingGate} answers about boundaries and scopes; as in {@link dev.bursar.bridge.Gate}. */
public interface Identity {

    /** Binds nothing, knows nobody. */
    Identity NONE = new Identity() {};

    default int bind(
            String type,
            List<String> typeAnnotations,
            String method,
            String descriptor,
            List<String> methodAnnotations) {
        return -1;
    }

    default @Nullable Object enter(int site, @Nullable Object[] arguments) {
        return null;
    }

    /** A framework or the application begins something, told as {@code run langchain4j} or {@code as billing}. */
    default @Nullable Object enterStep(String step) {
        return null;
    }

    default void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {}

    default @Nullable String runId() {
        return null;
    }

    default @Nullable Map<String, String> lastDecision() {
        return null;
    }

    default @Nullable Object capture() {
        return null;
    }

    default Object resume(Object captured) {
        return captured;
    }

    default @Nullable Object nobody() {
        return null;
    }

    default void starts(Thread thread) {}

    default void suspend(Object resumed) {}
}
