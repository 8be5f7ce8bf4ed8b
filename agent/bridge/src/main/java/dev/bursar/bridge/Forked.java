// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of fork-join tasks between being forked and being run. Such a task is its own work, so nothing can be wrapped. A task that
 * never runs is let go with the task.
 */
final class Forked {

    private static final Beside SCOPES = new Beside();

    private Forked() {}

    static void put(Object task, Object scope) {
        SCOPES.put(task, scope);
    }

    static @Nullable Object take(Object task) {
        return SCOPES.take(task);
    }

    /** Whether a task's work carries its scope by itself. */
    static boolean carriesItself(Object task) {
        return task instanceof CompletableFuture.AsynchronousCompletionTask;
    }

    static int waiting() {
        return SCOPES.size();
    }
}
